"""What the doors keep between two turns, in one SQLite file: each turn is written whole or not at all.

Nobody's id is in the file: people are keyed hashes, what a person says within a group goes by two of them, the person's
own first. A message waits in `delivery`, with the chat that it goes to sealed, until it was sent. What is erased is
overwritten at once, and within a minute the file is written anew without it (`bot.storage.sweeping`).
"""

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from bot.clock import today as day_in_china
from bot.errors import NoSuchNumber
from bot.locale import N_, _
from bot.storage.database import Database
from bot.storage.erasing import OF_A_PERSON, Erasing
from bot.storage.faults import put_aside
from bot.storage.person_record import PersonRecord
from bot.storage.rows import Counts, Delivery, Kept, Queued, State
from bot.storage.sealing import unseal
from bot.storage.sweeping import mark
from knowledge.asked import Asked

KEPT_DAYS = 180
STATES: dict[State, str] = {
    "new": N_("new"),
    "in_work": N_("in work"),
    "done": N_("done"),
    "dropped": N_("dropped"),
}
BEFORE: dict[State, tuple[State, ...]] = {
    "new": (),
    "in_work": ("new",),
    "done": ("in_work",),
    "dropped": ("new", "in_work"),
}
SENT = """
    INSERT OR IGNORE INTO message (person, chat_hash, question, message, kept_on) VALUES (?, ?, ?, ?, ?)
"""
FINISH = """
    INSERT INTO seen (turn, kept_on) VALUES (?, ?) ON CONFLICT (turn) DO UPDATE SET begun = 0 WHERE begun > 0
"""
ANSWER = """
    SELECT number, day, question, asked_for, status, silence, notices, confidence, edition, useful, reason
    FROM answer WHERE number = ?
"""
QUEUE = """
    WITH asked AS (
        SELECT state, min(number) AS first, json_group_array(number) AS numbers, group_concat(DISTINCT why) AS why,
               count(DISTINCT person) AS people, max(kept_on) AS last,
               json_group_array(reason) FILTER (WHERE reason IS NOT NULL) AS reasons
        FROM queue JOIN answer USING (number)
        WHERE :state IS NULL OR state = :state
        GROUP BY topic, state
    )
    SELECT question, state, why, numbers, people, last, reasons
    FROM asked JOIN answer ON number = first
    ORDER BY people DESC, first
"""
logger = logging.getLogger(__name__)
T = TypeVar("T")


class Storage(Database):
    """One file, for one process at a time or several; `edition` is the fingerprint of the library that answers.

    A turn must be over before the same thread begins the next. One that is not opened `at_once` is opened by its first
    turn, as soon as that can be.
    """

    def __init__(
        self,
        path: Path,
        key: bytes,
        edition: str = "",
        clock: Callable[[], date] = day_in_china,
        *,
        at_once: bool = True,
    ) -> None:
        super().__init__(path, key, clock)
        self.edition = edition
        self.erasing = Erasing(self)
        if at_once:
            self.open()

    def make_ready(self) -> None:
        """Delete those whose deletion this file has not seen, too."""
        self.erasing.go_through()
        super().make_ready()

    def start_anew(self, moment: datetime) -> Path:
        """Go on with an empty file in the place of a damaged one; where that is now."""
        with self.lock:
            self.close()
            aside = put_aside(self.path, moment)
            self.open()
            self.number_on(moment)
        return aside

    def number_on(self, moment: datetime) -> None:
        """Give from now on numbers that were never given before, not in a file that is lost either: one a second."""
        with self.transaction():
            self.connection.execute("DELETE FROM sqlite_sequence WHERE name IN ('answer', 'delivery')")
            for table in ("answer", "delivery"):
                self.connection.execute("INSERT INTO sqlite_sequence VALUES (?, ?)", [table, int(moment.timestamp())])

    @contextmanager
    def turn(self, person: str, update: str | None = None) -> Iterator[PersonRecord]:
        """One transaction, from reading the conversation to writing the reply; a repeated update changes nothing."""
        with self.transaction():
            record = PersonRecord(self, self.erasing, self.edition, person)
            record.is_repeat = update is not None and not self._is_first(person, update)
            yield record
            if record.is_repeat:
                self.connection.rollback()
        if record.erases and not record.is_repeat:
            self.sweeper.want()

    def _is_first(self, person: str, update: str) -> bool:
        """Whether this turn was never brought to its end before; it is from now on."""
        return self.connection.execute(FINISH, [self.turn_of(person, update), self.today]).rowcount == 1

    @property
    def answers(self) -> int:
        """How many answers are kept."""
        [[kept]] = self.rows("SELECT count(*) FROM answer")
        return int(kept)

    def erase(self, person: str) -> None:
        """Delete everything of one person; within a minute no byte of it is left in the file."""
        with self.transaction():
            self.erasing.erase(person)
        self.sweeper.want()

    def forget(self, before: date) -> Counts:
        """Delete what was kept before a day; a conversation counts from its last turn."""
        with self.transaction():
            tables = (*OF_A_PERSON, "seen")
            counts = Counts(*(self._delete_before(table, before) for table in tables))
            mark(self.connection)
        self.sweeper.want()
        return counts

    def _delete_before(self, table: str, day: date) -> int:
        """How many rows of a table were deleted since they are older than a day."""
        deleted = self.connection.execute(f"DELETE FROM {table} WHERE kept_on < ?", [day.isoformat()])  # noqa: S608  # our own names
        return deleted.rowcount

    def button_text(self, token: str) -> str | None:
        """What a button says that has this token; None where it is none of ours, or an old one."""
        row = self.row("SELECT says FROM token WHERE token = ?", token)
        return str(row[0]) if row else None

    def pending_deliveries(self) -> list[Delivery]:
        """The messages that are still to be sent, in order."""
        found = self.rows("SELECT id, chat, payload FROM delivery ORDER BY id")
        return list(readable(found, self._delivery_of))

    def _delivery_of(self, number: int, chat: str, payload: str) -> Delivery:
        """A row of the table `delivery` as a value."""
        return Delivery(number, unseal(chat, self.hash), json.loads(payload))

    def mark_delivered(self, id: int, message: str | None) -> None:  # noqa: A002  # the seam's own word
        """Forget a message that was sent, or that never can be (None); what it answers keeps the number it got."""
        with self.transaction():
            row = self.row("DELETE FROM delivery WHERE id = ? RETURNING person, chat, question", id)
            person, chat, question = row or ("", "", None)
            if person and message is not None and question is not None:
                chat_hash = self.person("chat", unseal(chat, self.hash))
                self.connection.execute(SENT, [person, chat_hash, question, message, self.today])

    def messages_of(self, chat: str, question: str) -> list[str]:
        """The messages that answered a question of a chat, in the order in which they were sent."""
        query = "SELECT message FROM message WHERE chat_hash = ? AND question = ? ORDER BY id"
        return [row[0] for row in self.rows(query, self.person("chat", chat), question)]

    def answer(self, number: int) -> Kept | None:
        """The answer of this number; None where there is none, or it was erased."""
        return next(readable(self.rows(ANSWER, number), _as_kept), None)

    def queue(self, state: State | None = None) -> list[Queued]:
        """What waits for a better answer, asked by the most people first; the same question is one entry a state."""
        with self.lock, self.sound():
            rows = self.connection.execute(QUEUE, {"state": state}).fetchall()
        return list(readable(rows, queue_entry))

    def move(self, number: int, state: State) -> None:
        """Bring a question, with all that ask the same, to its next state; `NoSuchNumber` says where it stands."""
        with self.transaction():
            row = self.row("SELECT topic, state FROM queue WHERE number = ?", number)
            if row is None:
                raise NoSuchNumber(_("Nothing of the number {number} is in the queue.").format(number=number))
            topic, now = row
            check_step(number, now, state)
            self.connection.execute("UPDATE queue SET state = ? WHERE topic = ? AND state = ?", [state, topic, now])


def readable(rows: Iterable[tuple[Any, ...]], value: Callable[..., T]) -> Iterator[T]:
    """Rows as values; one of which none can be made is left out, and said in the log."""
    for row in rows:
        try:
            yield value(*row)
        except (TypeError, ValueError, AttributeError):
            logger.warning("a row of what is kept cannot be read, and is left out")


def _as_kept(number: int, day: str, *rest: Any) -> Kept:
    """A row of the table `answer` as a value."""
    question, case, status, silence, notices, confidence, edition, useful, reason = rest
    named, is_useful = tuple(json.loads(notices)), None if useful is None else bool(useful)
    on = date.fromisoformat(day)
    return Kept(number, on, Asked(question, case), status, silence, named, confidence, edition, is_useful, reason)


def queue_entry(question: str, state: State, why: str, numbers: str, *rest: Any) -> Queued:
    """A row of the queue as a value."""
    people, last, reasons = rest
    on, said = date.fromisoformat(last), tuple(json.loads(reasons))
    return Queued(question, state, tuple(why.split(",")), tuple(sorted(json.loads(numbers))), people, on, said)


def check_step(number: int, now: State, state: State) -> None:
    """Refuse a step that does not lead on from where something stands."""
    if now not in BEFORE[state]:
        message = _("Number {number} is {now}; only what is {before} can become {state}.")
        names = {"now": _(STATES[now]), "state": _(STATES[state]), "before": _before_of(state)}
        raise NoSuchNumber(message.format(number=number, **names))


def _before_of(state: State) -> str:
    """The states from which this one is reached, in words."""
    return _(" or ").join(_(STATES[each]) for each in BEFORE[state]) or "-"
