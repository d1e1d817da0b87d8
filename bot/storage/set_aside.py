"""Turns that could not be brought to their end: each is kept for staff, and never taken up again by itself."""

import json
from datetime import date
from typing import Any, Literal

from bot.bounds import turn_deadline
from bot.errors import Overdue
from bot.privacy.masking import storable
from bot.storage.person_record import PersonRecord
from bot.storage.rows import Queued, State
from bot.storage.storage import Storage, check_step
from knowledge.asked import LONGEST

Why = Literal["overdue", "killed", "failed"]
BEGIN = """
    INSERT INTO seen (turn, kept_on, begun) VALUES (?, ?, 1)
    ON CONFLICT (turn) DO UPDATE SET begun = begun + 1 WHERE begun > 0
    RETURNING begun
"""
PUT = "INSERT INTO set_aside (number, person, kept_on, text, why, state) VALUES (?, ?, ?, ?, ?, 'new')"
QUEUE = """
    SELECT text, state, why, json_group_array(number), count(DISTINCT person), max(kept_on)
    FROM set_aside
    GROUP BY text, state, why
    ORDER BY min(number)
"""
MOVE = "UPDATE set_aside SET state = :next WHERE (text, state, why) = (:text, :state, :why)"


class SetAside:
    """The turns of a storage that were set aside, and how often those that have not come to their end were begun."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage

    def begin(self, person: str, update: str) -> int:
        """How often this turn was begun, this time included; 0 for one that came to its end.

        It is written at once, so that a turn that ends the process is known at the next start.
        """
        row = self.storage.row(BEGIN, self.storage.turn_of(person, update), self.storage.today)
        return int(row[0]) if row else 0

    def put(self, record: PersonRecord, text: str, why: Why) -> None:
        """Keep a turn, within the transaction that its record is of."""
        self.storage.rows(PUT, record.number, record.person, self.storage.today, _legible(text), why)

    def queue(self) -> list[Queued]:
        """What was set aside, the oldest first; the same text for the same reason is one entry a state."""
        return [queue_entry(*row) for row in self.storage.rows(QUEUE)]

    def move(self, number: int, state: State) -> bool:
        """Bring a turn, with all that say the same, to its next state; False where no turn has this number."""
        with self.storage.transaction():
            row = self.storage.row("SELECT text, state, why FROM set_aside WHERE number = ?", number)
            if row is None:
                return False
            text, now, why = row
            check_step(number, now, state)
            self.storage.connection.execute(MOVE, {"text": text, "state": now, "why": why, "next": state})
            return True


def _legible(text: str) -> str:
    """As much of a text as is kept; nothing where even making it fit to be kept takes too long."""
    try:
        with turn_deadline():
            return storable(text)[:LONGEST]
    except Overdue:
        return ""


def queue_entry(text: str, state: State, why: str, *rest: Any) -> Queued:
    """A row as an entry of the queue."""
    numbers, people, last = rest
    return Queued(text, state, (why,), tuple(sorted(json.loads(numbers))), people, date.fromisoformat(last), ())
