"""`zhicheng check`: the eligibility self-check, asked in the terminal or answered at once from facts."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

import click

from bot import private_file
from bot.bounds import LONGEST_LINE, turn_deadline
from bot.clock import today
from bot.commands.jsonl import Row, answers_to, day_in, parse_json
from bot.core.rule_files import readable_rules
from bot.options import Day
from bot.text.verdicts import text_of
from eligibility.errors import FactError
from eligibility.interview.intake import Intake
from eligibility.judging.advice import advise
from eligibility.judging.evaluation import evaluate
from eligibility.judging.verdict import Verdict
from eligibility.rulebook.rulebook import Rulebook


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
    day, rulebook = as_of or today(), readable_rules(_note)
    if lines:
        for line in answers(rulebook, lines, day):
            click.echo(line)
    elif facts_file:
        verdict = _from_file(rulebook, facts_file, day)
        click.echo(to_json(verdict) if as_json else text_of(verdict), nl=as_json)
        _save(verdict, save)
    else:
        from bot.terminal.interview import interview  # noqa: PLC0415  # facts that are given need no conversation

        if shown := interview(rulebook, day):
            if as_json:
                click.echo(to_json(shown))
            _save(shown, save)


def _note(line: str) -> None:
    """Say beside the output what becomes of the rules."""
    click.echo(line, err=True)


def _from_file(rulebook: Rulebook, file: BinaryIO, day: date) -> Verdict:
    """The verdict on a file of facts, with what would make it eligible."""
    facts = Intake(rulebook.factsheet, day).read(parse_json(file.read(LONGEST_LINE + 1)))
    return advise(rulebook, facts, evaluate(rulebook, facts, day))


def answers(rulebook: Rulebook, lines: BinaryIO, default: date) -> Iterator[str]:
    """One verdict a line, in order."""
    return answers_to(lines, lambda row: judge(rulebook, row, default))


def judge(rulebook: Rulebook, row: Row, default: date) -> dict[str, object]:
    """The verdict on the facts of one line."""
    day = day_in(row, default)
    with turn_deadline():
        facts = Intake(rulebook.factsheet, day).read(row.get("facts"))
        return evaluate(rulebook, facts, day).as_json()


def to_json(verdict: Verdict) -> str:
    """A verdict as JSON for people who read it, too."""
    return json.dumps(verdict.as_json(), ensure_ascii=False, indent=2)


def _save(verdict: Verdict, paths: Iterable[Path]) -> None:
    """Write the verdict into every file that is wished."""
    for path in paths:
        _save_as(verdict, path)


def _save_as(verdict: Verdict, path: Path) -> None:
    """Write the verdict as the ending of the name says: text, JSON, or a calendar."""
    from bot.text.calendar import calendar_of  # noqa: PLC0415  # icalendar takes half a second to load

    makers = {
        ".txt": lambda: text_of(verdict).encode(),
        ".json": lambda: to_json(verdict).encode(),
        ".ics": lambda: calendar_of(verdict),
    }
    if path.suffix not in makers:
        raise FactError("--save", path.name, ", ".join(makers))
    try:
        private_file.write(path, makers[path.suffix]())
    except OSError as error:
        raise FactError("--save", str(path), f"a file that can be written ({error.strerror})") from None
