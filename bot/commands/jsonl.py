"""JSON that programs send, a line each or a file: what is none is refused in one line, and the lines after it go on."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from math import isfinite
from typing import BinaryIO, NoReturn

from bot.bounds import LONGEST_LINE, lines_in
from bot.clock import day_of
from bot.errors import BotError, LineError
from bot.faults import faults_numbered
from bot.showing import json_line
from eligibility.errors import EligibilityError
from knowledge.errors import KnowledgeError

MOST_DIGITS = 300  # of a whole number; as many as a fraction can have before its point

Row = Mapping[str, object]


def answers_to(lines: BinaryIO, work: Callable[[Row], Mapping[str, object]]) -> Iterator[str]:
    """A line of JSON for each that is not blank: what work makes of it, or why it cannot be taken, under its id."""
    for octets in lines_in(lines, LONGEST_LINE):
        if not octets.strip() and len(octets) <= LONGEST_LINE:
            continue
        row: Row = {}
        try:
            row = row_of(octets)
            with faults_numbered():
                body = work(row)
        except (BotError, KnowledgeError, EligibilityError) as error:
            body = {"error": str(error)}
        yield json_line({"id": row.get("id"), **body})


def row_of(octets: bytes) -> Row:
    """The object of a line; `LineError` where it is none."""
    row = parse_json(octets)
    if not isinstance(row, dict):
        raise LineError("a JSON object was expected")
    return row


def parse_json(octets: bytes) -> object:
    """The JSON of a line or a file, octets that are no text replaced; `LineError` where it is none."""
    if len(octets) > LONGEST_LINE:
        raise LineError(f"more than {LONGEST_LINE} bytes")
    text = octets.decode("utf-8-sig", "replace")
    try:
        value: object = json.loads(
            text, parse_constant=_no_number, parse_float=_fraction, parse_int=whole, object_pairs_hook=_distinct
        )
    except RecursionError:
        raise LineError("nested too deeply") from None
    except json.JSONDecodeError as error:
        raise LineError(str(error)) from None
    return value


def _no_number(name: str) -> NoReturn:
    """Refuse NaN, Infinity and -Infinity, which no JSON has."""
    raise LineError(f"{name} is no number")


def _fraction(digits: str) -> float:
    """A number with a point or an exponent, which must be finite."""
    if not isfinite(number := float(digits)):
        raise LineError(f"{digits:.40} is too large")
    return number


def whole(digits: str) -> int:
    """A whole number of a length that can be worked with."""
    if len(digits) > MOST_DIGITS:
        raise LineError(f"a number of {len(digits)} digits is too large")
    return int(digits)


def _distinct(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """The members of an object, each key given once."""
    members = dict(pairs)
    if len(members) < len(pairs):
        [(twice, _times)] = Counter(key for key, _value in pairs).most_common(1)
        raise LineError(f"{twice!r:.40} is given twice")
    return members


def day_in(row: Row, default: date) -> date:
    """The day that a row is to be answered as of; `LineError` where it names none."""
    as_of = row.get("as_of")
    try:
        return default if as_of is None else day_of(as_of)
    except ValueError as error:
        raise LineError(f"as_of: {error}") from None
