"""Conversations of the cases, turn by turn: whether each reply quotes what it must."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.commands.talk import replies
from bot.core.assistant import Assistant
from tests.cases import score

CASES = Path(__file__).parent / "cases"
FLOORS = {"followups": 0.9, "more-followups": 0.9}


def right_turns(assistant: Assistant, row: score.Row) -> Iterator[bool]:
    """For each turn whether its reply holds, in the first three quotes from the notices allowed, all that it needs."""
    answers = replies(assistant, row["turns"], date.fromisoformat(row["as_of"]))
    for answer, need, notices in zip(answers, row["need"], row["notices"], strict=True):
        case = {"need": need, "notices": notices, "mode": "all"}
        yield score.found(case, answer["citations"][:3])  # type: ignore[index]  # a list of citations


def share_right(assistant: Assistant, name: str) -> tuple[float, list[str]]:
    """The share of turns behind the first that are right, and the conversations where one is not."""
    marks, misses = [], []
    for row in score.read_rows(CASES / f"{name}.jsonl"):
        right = list(right_turns(assistant, row))
        marks += right[1:]
        if not all(right[1:]):
            misses.append(f"{row['id']} {row['turns']} {right}")
    return sum(marks) / len(marks), misses
