"""`zhicheng ask`: one question, or many from a file, each answered from the notices."""

from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

import click

from bot.bounds import turn_deadline
from bot.clock import today
from bot.commands.jsonl import Row, answers_to, day_in
from bot.core.live_library import LiveLibrary
from bot.environment import library_path
from bot.errors import LineError
from bot.options import Day
from bot.showing import json_line, printable
from bot.text.answers import AnswerText
from knowledge.asked import LONGEST


@click.command()
@click.argument("question", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--as-of", type=Day(), default=None, help="Answer as on this day; default: today.")
@click.option("--notice", metavar="ID", default=None, help="Answer from this notice only.")
@click.option("--jsonl", type=click.File("rb"), help="Answer many: one JSON object a line, - for standard input.")
def ask(question: str | None, as_json: bool, as_of: date | None, notice: str | None, jsonl: BinaryIO | None) -> None:
    """Answer a QUESTION with the notices' own sentences."""
    if (question is None) == (jsonl is None):
        raise click.UsageError("give either a QUESTION or --jsonl FILE")
    day = as_of or today()
    with LiveLibrary(library_path(), lambda line: click.echo(line, err=True)) as desk:
        if jsonl is not None:
            for line in answers(desk, jsonl, day, notice):
                click.echo(line)
            return
        text = printable(question or "")
        reply = reply_to(desk, text, day, notice)
        click.echo(json_line({"id": None, **reply.as_json(text)}) if as_json else reply.text)


def answers(desk: LiveLibrary, lines: BinaryIO, default: date, notice: str | None) -> Iterator[str]:
    """One answer a line, in order."""
    return answers_to(lines, lambda row: _answer_row(desk, row, default, notice))


def _answer_row(desk: LiveLibrary, row: Row, default: date, notice: str | None) -> dict[str, object]:
    """The answer to one line; `LineError` says what is wrong with it."""
    question, only = row.get("question"), row.get("notice") or notice
    if not isinstance(question, str):
        raise LineError(f"question: a text was expected, not {question!r:.40}")
    if only is not None and not isinstance(only, str):
        raise LineError(f"notice: an id was expected, not {only!r:.40}")
    text = printable(question)
    return reply_to(desk, text, day_in(row, default), only).as_json(text)


def reply_to(desk: LiveLibrary, text: str, day: date, notice: str | None) -> AnswerText:
    """The answer to a question within its bounds; `Overdue` where it takes too long."""
    with turn_deadline():
        return AnswerText(desk.answer(text[: LONGEST + 1], day, notice), day)
