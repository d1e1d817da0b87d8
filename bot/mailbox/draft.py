"""`zhicheng draft`: one mail → the draft of a reply, on the screen or in a file. Nothing is ever sent."""

import json
from datetime import date
from pathlib import Path
from typing import BinaryIO

import click

from bot.ask import printable
from bot.day import Day, today
from bot.desk import Desk
from bot.errors import LetterError
from bot.locale import _
from bot.mailbox.drafting import Draft, Drafter
from bot.mailbox.letter import read_letter
from bot.mailbox.mime import is_mail, parsed
from bot.settings import library_path
from eligibility.books import load_rulebook


@click.command()
@click.argument("mail", type=click.File("rb"))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--as-of", type=Day(), default=None, help="Draft as on this day; default: today.")
@click.option("-o", "output", type=click.Path(dir_okay=False, path_type=Path), help="Write the reply to this file.")
@click.option("--templates", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Your own templates.")
def draft(mail: BinaryIO, *, as_json: bool, as_of: date | None, output: Path | None, templates: Path | None) -> None:
    """Draft a reply to a MAIL (.eml, - for standard input)."""
    octets = mail.read()
    if not is_mail(parsed(octets)):
        raise LetterError(_("{file}: this is no mail: no header of one stands at its head").format(file=mail.name))
    with Desk(library_path(), lambda line: click.echo(line, err=True)) as desk:
        drafted = Drafter(desk, load_rulebook(), templates).draft(read_letter(octets), as_of or today())
    if output and drafted.skipped is None:
        write(output, drafted)
    if as_json:
        click.echo(printable(json.dumps(drafted.as_json(), ensure_ascii=False)))
    elif drafted.skipped is not None:
        click.echo(_("No reply: {reason}").format(reason=drafted.skipped))
    elif not output:
        click.echo(printable(drafted.body), nl=False)


def write(path: Path, drafted: Draft) -> None:
    """Write the reply to a file."""
    try:
        path.write_bytes(drafted.octets())
    except OSError as error:
        raise LetterError(f"{path}: {error.strerror}") from None
