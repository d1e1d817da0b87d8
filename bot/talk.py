"""`zhicheng talk`: whole conversations from a file, for programs."""

from collections.abc import Iterator
from datetime import date
from typing import IO

import click

from bot.answer_text import AnswerText
from bot.ask import by_line, day_in
from bot.conversation import Assistant
from bot.day import Day, today
from bot.deadline import deadline
from bot.desk import Desk
from bot.guard import TURN
from bot.reply import Reply
from bot.settings import library_path
from bot.showing import json_line, printable
from bot.turn import Conversation, Turn
from knowledge.question import LONGEST

MOST_TURNS = 1_000


@click.command()
@click.option(
    "--jsonl",
    type=click.File(encoding="utf-8-sig", errors="replace"),
    required=True,
    help='One {"id", "turns": ["…"], "as_of"?} a line, - for standard input.',
)
@click.option("--as-of", type=Day(), default=None, help="Answer as on this day; default: today.")
def talk(jsonl: IO[str], as_of: date | None) -> None:
    """Lead conversations: each line of FILE is one, answered turn by turn."""
    with Desk(library_path(), lambda line: click.echo(line, err=True)) as desk:
        for row in conversations(Assistant(desk), jsonl, as_of or today()):
            click.echo(json_line(row))


def conversations(assistant: Assistant, lines: IO[str], default: date) -> Iterator[dict[str, object]]:
    """The replies of one conversation a line, in order."""
    return by_line(lines, lambda row: talked(assistant, row, default))


def talked(assistant: Assistant, row: object, default: date) -> dict[str, object]:
    """The replies to one conversation; `ValueError` says what is wrong with the line."""
    if not isinstance(row, dict):
        raise ValueError("a JSON object with `id` and `turns` was expected")
    turns = row.get("turns")
    if not isinstance(turns, list) or not all(isinstance(each, str) for each in turns) or len(turns) > MOST_TURNS:
        raise ValueError(f"turns: a list of at most {MOST_TURNS} texts was expected, not {turns!r:.40}")
    day = day_in(row, default)
    return {"id": row.get("id"), "replies": list(replies(assistant, turns, day))}


def replies(assistant: Assistant, turns: list[str], day: date) -> Iterator[dict[str, object]]:
    """The reply to each turn of one conversation."""
    conversation = Conversation()
    for number, text in enumerate(map(printable, turns), 1):
        turn = Turn(text=text[: LONGEST + 1], number=number)
        with deadline(TURN):
            reply, conversation = assistant.reply(turn, conversation, day)
            row = reply_json(reply, text, day)
        yield row


def reply_json(reply: Reply, text: str, day: date) -> dict[str, object]:
    """A reply in the contract's form; what is no answer cites nothing."""
    empty = {"question": text, "status": "no_answer", "citations": [], "confidence": 0.0}
    answer = AnswerText(reply.answer, day).as_json(text) if reply.answer else empty
    choices = answer.get("choices") or [choice.label for choice in reply.numbered]
    told = {"kind": reply.kind, "facets": dict(reply.facets), "choices": choices, "text": reply.text}
    return {**answer, **told}
