"""Work on one letter: done within its time, or broken off for a reason that is kept; the other letters go on."""

import sqlite3
from collections.abc import Callable
from typing import TypeVar

from bot.deadline import deadline
from bot.errors import BotError, BrokenOff, Overdue
from bot.locale import N_, _
from eligibility.errors import EligibilityError
from knowledge.errors import KnowledgeError

SECONDS = 10.0  # of the processor, for reading a letter and again for drafting: a usual one takes 0.02, the worst 2
PATIENCE = 6  # times as long by the clock: a busy machine sets nothing aside
OVERDUE = N_("it took too long")
UNREADABLE = N_("it cannot be read")
NOT_THE_LETTERS = (BotError, KnowledgeError, EligibilityError, sqlite3.Error)
T = TypeVar("T")


def attempt(work: Callable[[], T], seconds: float) -> T:
    """What work on a letter gives; `BrokenOff` where the letter itself is why there is nothing.

    email, zipfile, lxml, beautifulsoup4, docx2python and pypdfium2 promise no set of errors: octets of strangers have
    made them raise RecursionError, UnicodeDecodeError, AssertionError, struct.error, MemoryError and more. So whatever
    is no word of our own is the letter's fault, here and nowhere else. Its class is kept; its text may be the letter's.
    """
    try:
        with deadline(PATIENCE * seconds, seconds):
            return work()
    except Overdue:
        raise BrokenOff(OVERDUE) from None
    except NOT_THE_LETTERS:
        raise
    except Exception as error:  # libraries on octets of strangers, see above
        raise BrokenOff(f"{UNREADABLE}: {type(error).__name__}") from error


def reason(why: str) -> str:
    """A reason that is kept, in the language that is spoken; what stands behind its colon stays as it is."""
    said, colon, detail = why.partition(": ")
    return f"{_(said)}{colon}{detail}"
