"""Faults of the program's own: the person is given a number, the log its place, and nobody a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.errors import BotError, Fault
from eligibility.errors import EligibilityError
from knowledge.errors import KnowledgeError

FORESEEN = (BotError, KnowledgeError, EligibilityError, OSError)


@contextmanager
def faults_numbered() -> Iterator[None]:
    """Work on what somebody sent: whatever nobody foresaw is a `Fault`, so that what was sent next goes on."""
    try:
        yield
    except FORESEEN:
        raise
    except Exception as error:  # the last line of a door: a text that breaks one reply breaks no other
        raise Fault(number_of(error)) from error


def number_of(error: BaseException | None) -> str:
    """A number for an error, whose place stands in the log under it."""
    import logging  # noqa: PLC0415  # these take a fourteenth of a start, and hardly any needs them
    import secrets  # noqa: PLC0415

    from bot.delivery.logs import place_of  # noqa: PLC0415

    number = secrets.token_hex(3)
    logging.getLogger(__name__).error("error %s: %s", number, place_of(error) if error else "?")
    return number
