"""The bounds of a turn, the same at every door: how much is read, how long it may take, how often it may be begun."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import IO, AnyStr

from bot.deadline import deadline
from bot.locale import _
from knowledge.asked import LONGEST

WORKING = 2.0  # seconds of the processor; a turn takes a few thousandths, and everybody else waits for it
LATEST = 6.0  # seconds until it is over, whatever the machine has to do besides
LONGEST_LINE = 1_000_000  # characters that are typed in a line, bytes of a line of JSON
MOST_DIGITS = 18  # of a whole number: so many always fit SQLite's 64 bits
# A kill in good health falls into the few milliseconds of a turn once in a thousand times; three times into the same
# turn it never does. Each beginning that freezes costs everybody else the watchdog's period.
BEGINNINGS = 3


def turn_deadline() -> AbstractContextManager[None]:
    """Raises `Overdue` in a turn that takes more than its time."""
    return deadline(LATEST, WORKING)


def number_in(text: str) -> int | None:
    """The whole number that a text is; None where it is none, or has more digits than any number here."""
    return int(text) if len(text) <= MOST_DIGITS and text.isdecimal() else None


def lines_in(stream: IO[AnyStr], longest: int) -> Iterator[AnyStr]:
    """The lines of a stream, each read only up to one character, or byte, more than the longest may have."""
    while line := stream.readline(longest + 1):
        yield line
        while line and line[-1:] not in ("\n", b"\n"):
            line = stream.readline(longest + 1)


def too_long(length: int) -> str:
    """What a person is told whose message is no question any more."""
    text = _(
        "That is too long for one question ({length} characters, at most {longest}). Please ask it in short parts."
    )
    return text.format(length=length, longest=LONGEST)


def set_aside() -> str:
    """What a person is told whose turn could not be brought to its end."""
    return _(
        "This could not be answered and was put aside for the staff to see. Please ask it in other, shorter words."
    )
