"""`zhicheng check`: the eligibility self-check, asked in the terminal or answered at once from facts."""

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

import click

from bot.check_text import text_of
from bot.conversation import Assistant
from bot.day import Day, day_of, today
from bot.desk import Desk
from bot.settings import library_path
from bot.showing import json_line
from bot.terminal import Terminal, plain_console
from eligibility.advice import advise
from eligibility.books import load_rulebook
from eligibility.errors import EligibilityError, FactError
from eligibility.evaluation import evaluate
from eligibility.intake import Intake
from eligibility.rulebook import Rulebook
from eligibility.verdict import Verdict

LONGEST_LINE = 1_000_000


@click.command()
@click.option("--facts", "facts_file", type=click.File("rb"), help="Answer at once from a JSON file of facts.")
@click.option("--jsonl", "lines", type=click.File("rb"), help="Answer one {id, facts, as_of} a line; - reads stdin.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
@click.option("--as-of", type=Day(), help="The day to judge as of; default: today.")
@click.option("--save", type=click.Path(dir_okay=False, path_type=Path), multiple=True, help="FILE.txt, .json or .ics.")
def check(
    facts_file: BinaryIO | None,
    lines: BinaryIO | None,
    *,
    as_json: bool,
    as_of: date | None,
    save: tuple[Path, ...],
) -> None:
    """Who may apply, and why: the eligibility self-check."""
    if facts_file and lines:
        raise click.UsageError("--facts and --jsonl cannot be given together")
    day = as_of or today()
    rulebook = load_rulebook()
    if lines:
        for row in answers(rulebook, lines, day):
            sys.stdout.write(row + "\n")
        return
    verdict = from_file(rulebook, facts_file, day) if facts_file else asked(rulebook, day)
    if verdict is None:
        return
    if facts_file or as_json:
        click.echo(written(verdict) if as_json else text_of(verdict), nl=as_json)
    for path in save:
        save_as(verdict, path)


def asked(rulebook: Rulebook, day: date) -> Verdict | None:
    """The verdict of a self-check in the terminal, which shows it; None where the person left."""
    console = plain_console()
    with Desk(library_path(), console.print) as desk:
        assistant = Assistant(desk, lambda: rulebook)
        terminal = Terminal(assistant, day, console)
        terminal.say("/check")
        terminal.run(until=lambda: not terminal.conversation.is_checking)
        check = terminal.conversation.check
        return assistant.interviews.verdict(check, day) if check else None


def from_file(rulebook: Rulebook, file: BinaryIO, day: date) -> Verdict:
    """The verdict on a file of facts, with what would make it eligible."""
    facts = Intake(rulebook.factsheet, day).read(parsed(file.read()))
    return advise(rulebook, facts, evaluate(rulebook, facts, day))


def answers(rulebook: Rulebook, lines: BinaryIO, default: date) -> Iterator[str]:
    """One line of JSON for each line that holds something; a line that cannot be read says so and the rest go on."""
    for line in lines:
        if line.strip():
            yield answer(rulebook, line, default)


def answer(rulebook: Rulebook, line: bytes, default: date) -> str:
    """The answer to one line."""
    row_id: object = None
    try:
        row = parsed(line)
        if not isinstance(row, dict):
            raise FactError("line", row, 'an object {"id", "facts", "as_of"?}')
        row_id = row.get("id")
        day = day_in(row.get("as_of"), default)
        facts = Intake(rulebook.factsheet, day).read(row.get("facts"))
        body = evaluate(rulebook, facts, day).as_json()
    except EligibilityError as error:
        body = {"error": str(error)}
    return json_line({"id": row_id, **body})


def parsed(octets: bytes) -> object:
    """The JSON of a file or a line; `FactError` where it is none."""
    if len(octets) > LONGEST_LINE:
        raise FactError("line", f"{len(octets)} bytes", f"at most {LONGEST_LINE} bytes of JSON")
    try:
        value: object = json.loads(octets)
    except (ValueError, RecursionError) as error:
        raise FactError("line", octets[:60].decode("utf-8", "replace"), f"JSON ({error})") from None
    return value


def day_in(raw: object, default: date) -> date:
    """The day of a line; the default where it names none."""
    if raw is None:
        return default
    try:
        return day_of(raw)
    except ValueError:
        raise FactError("as_of", raw, "a day that exists, YYYY-MM-DD") from None


def written(verdict: Verdict) -> str:
    """A verdict as JSON for people who read it, too."""
    return json.dumps(verdict.as_json(), ensure_ascii=False, indent=2)


def save_as(verdict: Verdict, path: Path) -> None:
    """Write the verdict as the ending of the name says: text, JSON, or a calendar."""
    from bot.check_calendar import calendar_of  # noqa: PLC0415  # icalendar takes half a second to load

    makers = {
        ".txt": lambda: text_of(verdict).encode(),
        ".json": lambda: written(verdict).encode(),
        ".ics": lambda: calendar_of(verdict),
    }
    if path.suffix not in makers:
        raise FactError("--save", path.name, ", ".join(makers))
    try:
        path.write_bytes(makers[path.suffix]())
    except OSError as error:
        raise FactError("--save", str(path), f"a file that can be written ({error.strerror})") from None
