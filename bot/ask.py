"""`zhicheng ask`: one question, or many from a file, each answered from the notices."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import IO

import click

from bot.answer_text import AnswerText
from bot.day import Day, day_of, today
from bot.deadline import deadline
from bot.desk import Desk
from bot.errors import Overdue
from bot.guard import LONGEST_LINE, TURN, lines_in
from bot.settings import library_path
from bot.showing import json_line, printable
from knowledge.errors import KnowledgeError
from knowledge.question import LONGEST


@click.command()
@click.argument("question", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--as-of", type=Day(), default=None, help="Answer as on this day; default: today.")
@click.option("--notice", metavar="ID", default=None, help="Answer from this notice only.")
@click.option(
    "--jsonl",
    type=click.File(encoding="utf-8-sig", errors="replace"),
    help="Answer many: one JSON object a line, - for standard input.",
)
def ask(question: str | None, as_json: bool, as_of: date | None, notice: str | None, jsonl: IO[str] | None) -> None:
    """Answer a QUESTION with the notices' own sentences."""
    if (question is None) == (jsonl is None):
        raise click.UsageError("give either a QUESTION or --jsonl FILE")
    day = as_of or today()
    with Desk(library_path(), lambda line: click.echo(line, err=True)) as desk:
        if jsonl is not None:
            for row in answers(desk, jsonl, day, notice):
                click.echo(json_line(row))
            return
        text = printable(question or "")
        reply = reply_to(desk, text, day, notice)
        click.echo(json_line({"id": None, **reply.as_json(text)}) if as_json else reply.text)


def answers(desk: Desk, lines: IO[str], default: date, notice: str | None) -> Iterator[dict[str, object]]:
    """One answer a line, in order."""
    return by_line(lines, lambda row: answered(desk, row, default, notice))


def by_line(lines: IO[str], work: Callable[[object], dict[str, object]]) -> Iterator[dict[str, object]]:
    """What work makes of each line of JSON; a line that cannot be read gives its error, and the rest go on."""
    for line in lines_in(lines, LONGEST_LINE):
        if not line.strip():
            continue
        row: object = None
        try:
            row = parsed(line)
            yield work(row)
        except (ValueError, RecursionError, KnowledgeError, Overdue) as error:
            yield {"id": row.get("id") if isinstance(row, dict) else None, "error": str(error)}


def parsed(line: str) -> object:
    """The JSON of a line; `ValueError` where it is none, or too long."""
    if len(line) > LONGEST_LINE:
        raise ValueError(f"a line of at most {LONGEST_LINE} characters was expected")
    row: object = json.loads(line)
    return row


def day_in(row: Mapping[str, object], default: date) -> date:
    """The day that a row is to be answered as of; `ValueError` where it names none."""
    as_of = row.get("as_of")
    try:
        return default if as_of is None else day_of(as_of)
    except ValueError as error:
        raise ValueError(f"as_of: {error}") from None


def answered(desk: Desk, row: object, default: date, notice: str | None) -> dict[str, object]:
    """The answer to one line; `ValueError` says what is wrong with it."""
    if not isinstance(row, dict):
        raise ValueError("a JSON object with `id` and `question` was expected")
    question, only = row.get("question"), row.get("notice") or notice
    if not isinstance(question, str):
        raise ValueError(f"question: a text was expected, not {question!r:.40}")
    if only is not None and not isinstance(only, str):
        raise ValueError(f"notice: an id was expected, not {only!r:.40}")
    day = day_in(row, default)
    text = printable(question)
    return {"id": row.get("id"), **reply_to(desk, text, day, only).as_json(text)}


def reply_to(desk: Desk, text: str, day: date, notice: str | None) -> AnswerText:
    """The answer to a question within its bounds; `Overdue` where it takes too long."""
    with deadline(TURN):
        return AnswerText(desk.answer(text[: LONGEST + 1], day, notice), day)
