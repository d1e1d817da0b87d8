"""The command `zhicheng`: a thin line over functions that a program could call; each command loads only its own."""

import gc
import importlib
import sys
from collections.abc import Callable
from contextlib import suppress
from types import ModuleType

import click

from bot import streams
from bot.environment import read_setting
from bot.errors import BotError, Fault
from bot.locale import speaking
from bot.showing import for_terminal
from eligibility.errors import EligibilityError
from knowledge.errors import KnowledgeError

YOUNG = 50_000  # objects that are made before one looks for garbage among them: an answer makes more, and leaves little
COMMANDS = {  # where each is, and what help says of it: the first words of its own, which are not loaded for that
    "ask": ("bot.commands.ask:ask", "Answer a QUESTION with the notices' own sentences"),
    "chat": ("bot.terminal.command:chat", "Ask questions one after the other, or check whether you may apply"),
    "talk": ("bot.commands.talk:talk", "Lead conversations: each line of FILE is one, answered turn by turn"),
    "telegram": ("bot.telegram.command:telegram", "Answer people on Telegram until stopped (Ctrl-C, or SIGTERM)"),
    "web": ("bot.web.command:web", "Answer people in their browsers until stopped (Ctrl-C, or SIGTERM)"),
    "check": ("bot.terminal.check:check", "Who may apply, and why: the eligibility self-check"),
    "draft": ("bot.mailbox.draft:draft", "Draft a reply to a MAIL (.eml, - for standard input)"),
    "rules": ("bot.commands.rules:rules", "The rules of the self-check: lint, coverage, graph, table"),
    "notices": ("bot.commands.notices:notices", "List the notices, or print the section tree of one (`notices ID`)"),
    "search": ("bot.commands.notices:search", "Show the passages that come nearest to a question, with their scores"),
    "why": ("bot.commands.why:why", "Show the answer of a NUMBER again"),
    "queue": ("bot.commands.queue:queue", "List what was set aside and what goes unanswered"),
    "tidy": ("bot.commands.tidy:tidy", "Delete what has been kept for 180 days, of letters their words"),
    "backup": ("bot.commands.backup:backup", "Copy what is kept into a new file at PATH, or into the folder PATH"),
    "restore": ("bot.commands.restore:restore", "Put the copy PATH back, of conversations or of letters"),
    "doctor": ("bot.doctor.command:doctor", "Check settings, token, library, catalogues, database, files"),
    "bench": (
        "bot.commands.bench:bench",
        "Measure the index beside other engines that are installed, on made passages",
    ),
    "mailbox": ("bot.mailbox.command:mailbox", "The consultation mailbox: drafts for staff to edit and send"),
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
        module, name = COMMANDS[cmd_name][0].split(":")
        command: click.Command = getattr(sys.modules.get(module) or _import(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Every command with its line of help, none of them imported."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, f"{line}.") for name, (_place, line) in COMMANDS.items()])


def _import(module: str) -> ModuleType:
    """A module, imported without a look for garbage, in which there is none: that takes an eighth of a start."""
    gc.disable()
    try:
        return importlib.import_module(module)
    finally:
        gc.freeze()
        gc.set_threshold(YOUNG)
        gc.enable()


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
    gc.freeze()  # the process ends: what is left needs no look
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
    except Exception as error:  # noqa: BLE001  # a person is told a number, the log where it arose
        from bot.faults import number_of  # noqa: PLC0415  # logging and its kin are wanted by no other start

        return report(Fault(number_of(error)))
    return 0


def report(error: Exception) -> int:
    """The status of a run that an error ended, which is said in one line where anybody still reads it."""
    if not (isinstance(error, OSError) and streams.is_left(error)):
        with suppress(OSError):
            click.echo(for_terminal(" ".join(str(error).split())), err=True)
    return 1
