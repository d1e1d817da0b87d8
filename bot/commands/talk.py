"""`zhicheng talk`: whole conversations from a file, for programs."""

from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

import click

from bot.clock import today
from bot.commands.jsonl import Row, answers_to, day_in
from bot.core.assistant import Assistant
from bot.core.live_library import LiveLibrary
from bot.core.reply import Reply
from bot.core.turn import Conversation, Turn
from bot.environment import library_path
from bot.errors import LineError
from bot.options import Day
from bot.showing import printable
from bot.text.answers import AnswerText
from knowledge.asked import LONGEST

MOST_TURNS = 1_000


@click.command()
@click.option(
    "--jsonl",
    type=click.File("rb"),
    required=True,
    help='One {"id", "turns": ["…"], "as_of"?} a line, - for standard input.',
)
@click.option("--as-of", type=Day(), default=None, help="Answer as on this day; default: today.")
def talk(jsonl: BinaryIO, as_of: date | None) -> None:
    """Lead conversations: each line of FILE is one, answered turn by turn."""
    with LiveLibrary(library_path(), lambda line: click.echo(line, err=True)) as desk:
        for line in conversations(Assistant(desk), jsonl, as_of or today()):
            click.echo(line)


def conversations(assistant: Assistant, lines: BinaryIO, default: date) -> Iterator[str]:
    """The replies of one conversation a line, in order."""
    return answers_to(lines, lambda row: _talk_row(assistant, row, default))


def _talk_row(assistant: Assistant, row: Row, default: date) -> dict[str, object]:
    """The replies to one conversation; `LineError` says what is wrong with the line."""
    turns = row.get("turns")
    if not isinstance(turns, list) or not all(isinstance(each, str) for each in turns) or len(turns) > MOST_TURNS:
        raise LineError(f"turns: a list of at most {MOST_TURNS} texts was expected, not {turns!r:.40}")
    return {"replies": list(replies(assistant, turns, day_in(row, default)))}


def replies(assistant: Assistant, turns: list[str], day: date) -> Iterator[dict[str, object]]:
    """The reply to each turn of one conversation."""
    conversation = Conversation()
    for number, text in enumerate(map(printable, turns), 1):
        turn = Turn(text=text[: LONGEST + 1], number=number)
        reply, conversation = assistant.reply(turn, conversation, day)
        yield _reply_json(reply, text, day)


def _reply_json(reply: Reply, text: str, day: date) -> dict[str, object]:
    """A reply in the contract's form; what is no answer cites nothing."""
    empty = {"question": text, "status": "no_answer", "citations": [], "confidence": 0.0}
    answer = AnswerText(reply.answer, day).as_json(text) if reply.answer else empty
    choices = answer.get("choices") or [choice.label for choice in reply.numbered]
    told = {"kind": reply.kind, "facets": dict(reply.facets), "choices": choices, "text": reply.text}
    return {**answer, **told, "ask": reply.asks}
