"""Rows of the register that can be read; one that was damaged is left out of what is shown, and said in the log."""

import json
import logging
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime

from pydantic import TypeAdapter

from bot.locale import _
from bot.mailbox.register.letter_row import LetterRow

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class KeptPoint:
    """What is kept of a question of a letter."""

    asked: str
    status: str


ROW = TypeAdapter(LetterRow)
POINTS = TypeAdapter(list[KeptPoint])
PASSAGES = TypeAdapter(list[tuple[str, str, int, int]])


def legible(entries: Iterable[LetterRow]) -> Iterator[LetterRow]:
    """Those of some rows that can be read as they were written."""
    for entry in entries:
        try:
            examine(entry)
        except (TypeError, ValueError):
            message = _("The letter {letter} cannot be read in the register, and is left out.")
            logger.warning("%s", message.format(letter=f"{entry.id!r:.22}"))
        else:
            yield entry


def examine(entry: LetterRow) -> None:
    """`ValueError` or `TypeError` where a row is not as it was written."""
    ROW.validate_json(json.dumps(asdict(entry)), strict=True)
    for moment in (entry.received, entry.replied_at or entry.received):
        if datetime.fromisoformat(moment).tzinfo is None:
            raise ValueError(moment)
    date.fromisoformat(entry.deadline or "2000-01-01")
    points_of(entry)
    passages_of(entry)


def points_of(entry: LetterRow) -> list[KeptPoint]:
    """How each question of a letter was answered."""
    return POINTS.validate_json(entry.points or "[]")


def passages_of(entry: LetterRow) -> list[tuple[str, str, int, int]]:
    """What a letter's draft quotes: notice, section and span."""
    return PASSAGES.validate_json(entry.passages or "[]")
