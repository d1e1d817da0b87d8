"""Three-valued logic (Kleene's): what is not known is neither met nor failed."""

from collections.abc import Iterable
from enum import Enum


class Truth(Enum):
    """How a condition stands."""

    MET = "met"
    FAILED = "failed"
    UNKNOWN = "unknown"


def truth(holds: bool) -> Truth:
    """The truth of something known."""
    return Truth.MET if holds else Truth.FAILED


def all_of(values: Iterable[Truth]) -> Truth:
    """Failed as soon as one has failed; met where none is open; nothing at all is met."""
    result = Truth.MET
    for value in values:
        if value is Truth.FAILED:
            return value
        if value is Truth.UNKNOWN:
            result = value
    return result


def any_of(values: Iterable[Truth]) -> Truth:
    """Met as soon as one is met; failed where none is open; nothing at all has failed."""
    result = Truth.FAILED
    for value in values:
        if value is Truth.MET:
            return value
        if value is Truth.UNKNOWN:
            result = value
    return result


def negate(value: Truth) -> Truth:
    """The opposite; unknown stays unknown."""
    if value is Truth.UNKNOWN:
        return value
    return Truth.FAILED if value is Truth.MET else Truth.MET


def consensus(values: Iterable[Truth]) -> Truth:
    """What all possibilities have in common: unknown where they differ."""
    found = set(values)
    return found.pop() if len(found) == 1 else Truth.UNKNOWN
