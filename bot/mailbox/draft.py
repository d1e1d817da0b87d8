"""`zhicheng draft`: one mail → the draft of a reply, on the screen or in a file. Nothing is ever sent."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from bot import private_file
from bot.clock import CHINA, today
from bot.core.live_library import LiveLibrary
from bot.environment import library_path, read_setting
from bot.errors import BrokenOff, LetterError
from bot.locale import _
from bot.mailbox.attempt import attempt, reason
from bot.mailbox.drafting.drafter import Draft, Drafter
from bot.mailbox.reading.letter import read_letter
from bot.mailbox.reading.mime import is_mail
from bot.options import Day
from bot.showing import Say, for_terminal, json_line
from knowledge.value import replace

if TYPE_CHECKING:
    from eligibility.rulebook.rulebook import Rulebook

SIGNATURE = "ZHICHENG_MAILBOX_SIGNATURE"  # read by itself: the other settings of a mailbox are not needed
AT_MOST = 30.0  # seconds of the processor for somebody who asks for one draft


@click.command()
@click.argument("mail", type=click.File("rb"))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--as-of", type=Day(), default=None, help="Draft as on this day; default: today.")
@click.option("-o", "output", type=click.Path(dir_okay=False, path_type=Path), help="Write the reply to this file.")
@click.option("--templates", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Your own templates.")
def draft(mail: BinaryIO, *, as_json: bool, as_of: date | None, output: Path | None, templates: Path | None) -> None:
    """Draft a reply to a MAIL (.eml, - for standard input)."""
    with LiveLibrary(library_path(), lambda line: click.echo(line, err=True)) as desk:
        drafter = Drafter(desk, lambda: _rules(desk.say), templates, read_setting(SIGNATURE) or "")
        octets, file = mail.read(), str(getattr(mail, "name", "-"))
        try:
            drafted = attempt(lambda: reply_to(octets, file, drafter, as_of or today()), AT_MOST)
            drafted = drafted if as_of else replace(drafted, written=datetime.now(CHINA))
        except BrokenOff as error:
            raise LetterError(f"{file}: {reason(error.why)}") from None
    if output and drafted.skipped is None:
        write(output, drafted)
    if as_json:
        click.echo(json_line(drafted.as_json()))
    elif drafted.skipped is not None:
        click.echo(_("No reply: {reason}").format(reason=drafted.skipped))
    elif not output:
        click.echo(for_terminal(drafted.body), nl=False)


def _rules(say: Say) -> "Rulebook":
    """The rules of the self-check that can be read, loaded where a letter needs them."""
    from bot.core.rule_files import readable_rules  # noqa: PLC0415

    return readable_rules(say)


def reply_to(octets: bytes, file: str, drafter: Drafter, day: date) -> Draft:
    """The draft for the octets of a file; `LetterError` where they are no mail."""
    if not is_mail(octets):
        raise LetterError(_("{file}: this is no mail: no header of one stands at its head").format(file=file))
    return drafter.draft(read_letter(octets), day)


def write(path: Path, drafted: Draft) -> None:
    """Write the reply to a file."""
    try:
        private_file.write(path, drafted.octets)
    except OSError as error:
        raise LetterError(f"{path}: {error.strerror}") from None
