"""The command `zhicheng`: a thin line over functions that a program could call; each command loads only its own."""

import importlib
import sys
from collections.abc import Callable
from contextlib import suppress

import click

from bot import streams
from bot.environment import read_setting
from bot.errors import BotError
from bot.locale import speaking
from bot.showing import for_terminal
from eligibility.errors import EligibilityError
from knowledge.errors import KnowledgeError

COMMANDS = {
    "ask": "bot.commands.ask:ask",
    "chat": "bot.terminal.command:chat",
    "talk": "bot.commands.talk:talk",
    "telegram": "bot.telegram.command:telegram",
    "web": "bot.web.command:web",
    "check": "bot.terminal.check:check",
    "draft": "bot.mailbox.draft:draft",
    "rules": "bot.commands.rules:rules",
    "notices": "bot.commands.notices:notices",
    "search": "bot.commands.notices:search",
    "why": "bot.commands.why:why",
    "queue": "bot.commands.queue:queue",
    "tidy": "bot.commands.tidy:tidy",
    "backup": "bot.commands.backup:backup",
    "restore": "bot.commands.restore:restore",
    "doctor": "bot.doctor.command:doctor",
    "mailbox": "bot.mailbox.command:mailbox",
}


class Commands(click.Group):
    """Commands that are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order in which help shows them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=Commands)
@click.version_option(package_name="zhicheng")
@click.pass_context
def zhicheng(context: click.Context) -> None:
    """职称问答: the notices' own sentences, with their source."""
    context.with_resource(speaking(read_setting("ZHICHENG_LANGUAGE")))


def main(run: Callable[[], object] = zhicheng) -> None:
    """Run the command line; what was understood and refused is one line on standard error and status 1."""
    streams.make_usable()
    status = status_of(run)
    if error := streams.flush():
        status = status or report(error)
        streams.flush()
    if status:
        sys.exit(status)


def status_of(run: Callable[[], object]) -> int | str | None:
    """How a run ended."""
    try:
        run()
    except SystemExit as end:
        return end.code
    except (KnowledgeError, EligibilityError, BotError, OSError) as error:
        return report(error)
    return 0


def report(error: Exception) -> int:
    """The status of a run that an error ended, which is said in one line where anybody still reads it."""
    if not (isinstance(error, OSError) and streams.is_left(error)):
        with suppress(OSError):
            click.echo(for_terminal(" ".join(str(error).split())), err=True)
    return 1
