"""What is kept of the doors, as values: answers, the queue of questions, messages to send, counts."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from knowledge.asked import Asked

State = Literal["new", "in_work", "done", "dropped"]


UNKEPT = 0  # the id of a message that is in no storage


class Counts(NamedTuple):
    """How many rows of each kind were deleted because of their age."""

    conversations: int
    answers: int
    tokens: int
    deliveries: int
    messages: int
    set_aside: int
    updates: int


class Delivery(NamedTuple):
    """A message that is still to be sent."""

    id: int
    chat: str
    payload: dict[str, object]


@dataclass(frozen=True)
class Kept:
    """An answer that was given, with what is needed to give it again; `edition` is the library's fingerprint."""

    number: int
    day: date
    asked: Asked
    status: str
    silence: str | None
    notices: tuple[str, ...]
    confidence: float
    edition: str
    useful: bool | None
    reason: str | None


@dataclass(frozen=True)
class Queued:
    """A question without an answer, with a useless one, or set aside; `numbers` call it, so many `people` asked."""

    question: str
    state: State
    why: tuple[str, ...]
    numbers: tuple[int, ...]
    people: int
    last_asked: date
    reasons: tuple[str, ...]

    @property
    def number(self) -> int:
        """The number of the first of its answers, by which staff call it."""
        return self.numbers[0]
