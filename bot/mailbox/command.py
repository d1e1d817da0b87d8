"""`zhicheng mailbox`: letters pulled and drafted, watched, counted and checked; nothing is ever sent."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot import private_file
from bot.clock import today
from bot.environment import library_path
from bot.errors import BotError
from bot.locale import _
from bot.options import Day
from bot.settings.load import mailbox_settings, settings
from bot.settings.mailbox import MailboxSettings
from bot.showing import for_terminal, json_line, show

if TYPE_CHECKING:
    from bot.mailbox.register.letter_row import LetterRow
    from bot.mailbox.register.letters import Letters
    from bot.mailbox.tally import Tools

MONTH = 30  # days that a report looks back
REMEMBERED = 128  # answers: those of the letter in hand; letters hardly ask one another's very words
LONGEST = timedelta(3_700)  # of a report, which has a bar for each week


@click.group()
def mailbox() -> None:
    """The consultation mailbox: drafts for staff to edit and send."""


@mailbox.command()
@click.option("--again", is_flag=True, help="Make drafts that nobody has changed anew.")
@click.option("--aside", is_flag=True, help="Take up the letters that were set aside, too.")
def pull(again: bool, aside: bool) -> None:
    """Draft replies to the letters that have come, once."""
    from bot.mailbox.imap.account import Account  # noqa: PLC0415  # only what a command needs is loaded
    from bot.mailbox.imap.connection import connect  # noqa: PLC0415
    from bot.mailbox.pull import Pull  # noqa: PLC0415

    office = mailbox_settings()
    with tools(office, say) as given, connect(office) as box:
        run = Pull(Account(box, office), given(lambda: False))
        try:
            run.run(again, aside)
        finally:
            for line in run.tally.lines():
                click.echo(line)


@mailbox.command()
def watch() -> None:
    """Draft replies as letters come, until stopped."""
    from bot.mailbox.watch import Watch  # noqa: PLC0415

    office = mailbox_settings()
    with tools(office, say) as given:
        watching = Watch(office, given)
        watching.heed_signals()
        watching.run()


@mailbox.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def status(as_json: bool) -> None:
    """How the letters stand, those due first on top."""
    from bot.mailbox.register.letters import Letters  # noqa: PLC0415
    from bot.mailbox.register.status import Backlog  # noqa: PLC0415

    with Letters(settings().mailbox.letters) as letters:
        standing = Backlog(letters, today())
    if as_json:
        click.echo(json_line(standing.as_json()))
        return
    click.echo(standing.summary())
    if standing.open:
        show(standing.table())
    if standing.left:
        show(standing.left_table())


@mailbox.command()
@click.argument("letter")
def close(letter: str) -> None:
    """Say that a LETTER of the status was answered."""
    with one_letter(letter) as (letters, entry):
        letters.close(entry.id, _now())


@mailbox.command("open")
@click.argument("letter")
def open_again(letter: str) -> None:
    """Have a LETTER open again that was closed."""
    with one_letter(letter) as (letters, entry):
        letters.open_again(entry, _now())


@mailbox.command()
@click.argument("letter")
def draft(letter: str) -> None:
    """Have a LETTER drafted at the next pull after all: one that was skipped, joined or set aside."""
    with one_letter(letter) as (letters, entry):
        if entry.state not in ("skipped", "joined", "aside", "failed"):
            raise BotError(_("{letter}: it is not one that was left without a draft").format(letter=letter))
        letters.want(entry)


@mailbox.command()
@click.option("--as-of", type=Day(), help="The day on which the drafts would leave; default: today.")
def lint(as_of: date | None) -> None:
    """Check the saved drafts: quotes, sources, gaps, personal data."""
    from bot.mailbox.imap.account import Account  # noqa: PLC0415
    from bot.mailbox.imap.connection import connect  # noqa: PLC0415
    from bot.mailbox.lint import Lint, lint_drafts  # noqa: PLC0415
    from bot.mailbox.register.letters import Letters  # noqa: PLC0415
    from knowledge.source import load_sources  # noqa: PLC0415

    office = mailbox_settings()
    with Letters(office.letters) as letters, connect(office) as box:
        checks = Lint(load_sources(broken=lambda error: click.echo(str(error), err=True)), as_of or today())
        found = list(lint_drafts(Account(box, office), letters, checks))
    faults = [(subject, finding) for subject, finding in found if finding]
    for subject, finding in faults:
        click.echo(for_terminal(f"{subject}: {finding}"))
    counts = {"drafts": sum(not finding for _subject, finding in found), "faults": len(faults)}
    click.echo(_("{drafts} drafts, {faults} findings").format(**counts))
    if faults:
        sys.exit(1)


@mailbox.command()
@click.option("--since", type=Day(), help="From this day on; default: 30 days back.")
@click.option("--until", type=Day(), help="To this day; default: today.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="FILE.svg or FILE.csv")
def report(since: date | None, until: date | None, output: Path | None) -> None:
    """What came in and what became of it."""
    from bot.mailbox.register.letters import Letters  # noqa: PLC0415
    from bot.mailbox.register.report import report_of  # noqa: PLC0415

    first, last = _days_between(since, until)
    with Letters(settings().mailbox.letters) as letters:
        found = report_of(letters, first, last)
    if output is None:
        for table in found.tables():
            show(table)
        return
    if output.suffix not in (".svg", ".csv"):
        raise click.UsageError(f"-o {output.name}: FILE.svg or FILE.csv was expected")
    from bot.mailbox.register.chart import svg_of  # noqa: PLC0415

    write(output, svg_of(found) if output.suffix == ".svg" else found.csv().encode("utf-8-sig"))


def _days_between(since: date | None, until: date | None) -> tuple[date, date]:
    """The first and the last day of a report; `UsageError` where they are none."""
    last = until or today()
    first = since or last - timedelta(MONTH)
    if last < first:
        raise click.UsageError(f"--until {last} is before --since {first}")
    if last - first > LONGEST:
        raise click.UsageError(f"--since {first} --until {last}: at most {LONGEST.days} days were expected")
    return first, last


@contextmanager
def one_letter(beginning: str) -> Iterator[tuple["Letters", "LetterRow"]]:
    """The table, and the only letter in it whose name begins so; `BotError` where there is not one."""
    from bot.mailbox.register.letters import Letters  # noqa: PLC0415

    with Letters(settings().mailbox.letters) as letters:
        entry = letters.named(beginning)
        if entry is None:
            raise BotError(
                _("{letter}: no letter, or more than one, has a name that begins so").format(letter=beginning)
            )
        yield letters, entry


def _now() -> str:
    """The moment, as the table of letters writes it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def say(line: str) -> None:
    """A line for whoever watches."""
    click.echo(for_terminal(line))


def write(path: Path, octets: bytes) -> None:
    """Write a file, or say why not."""
    try:
        private_file.write(path, octets)
    except OSError as error:
        raise BotError(_("{path}: it cannot be written ({why})").format(path=path, why=error.strerror)) from None


@contextmanager
def tools(office: MailboxSettings, say: Callable[[str], None]) -> Iterator[Callable[[Callable[[], bool]], "Tools"]]:
    """What pulling works with, given what says whether to stop; open for as long as this lasts."""
    from bot.core.live_library import LiveLibrary  # noqa: PLC0415
    from bot.core.rule_files import readable_rules  # noqa: PLC0415
    from bot.mailbox.drafting.drafter import Drafter  # noqa: PLC0415
    from bot.mailbox.register.letters import Letters  # noqa: PLC0415
    from bot.mailbox.tally import Tools  # noqa: PLC0415

    def aside(line: str) -> None:
        click.echo(line, err=True)

    with Letters(office.letters) as letters, LiveLibrary(library_path(), aside, remembered=REMEMBERED) as desk:
        rules = readable_rules(aside)
        drafter = Drafter(desk, lambda: rules, office.templates, office.signature)
        yield lambda stopped: Tools(letters, drafter, say, stopped=stopped)
