"""Which digits of a line are somebody's number: an identity number (GB 11643) or a mobile phone.

Among digits that stand together a check digit decides by itself. Any other number must begin and end where its digits
do, or where another number does, and look like one that was written in pieces: not like dates or an enumeration.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from bot.privacy.digits import DigitLine

FEWEST = 11  # digits of the shortest number
MOST_PIECES = 4  # of a number whose gaps are of many kinds: (138) 4131-2345
MOST_STEP = 3  # between the numbers of an enumeration: 1、3、5、7
PROVINCE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])"  # GB/T 2260, and 83 for residents from Taiwan
# Each number is looked ahead for, so that those that overlap are found, too.
IDENTITY = re.compile(rf"(?=(?P<number>{PROVINCE}\d{{4}}(?P<born>(?:19|20)\d{{6}})\d{{3}}[\dX]))")
OLD_IDENTITY = re.compile(rf"(?=(?P<number>{PROVINCE}\d{{4}}(?P<born>\d{{6}})\d{{3}}))")  # before 1999
MOBILE = re.compile(r"(?=(?P<number>(?:(?:00)?860?|086|0)?1[3-9]\d{9}))")
YEAR = re.compile(r"(?:19|20)\d\d")


class Number(NamedTuple):
    """Where a number stands in its line."""

    start: int
    end: int


def numbers_in(line: DigitLine) -> list[Number]:
    """Somebody's numbers in a line, in their order."""
    whole = list(candidates(line, IDENTITY))
    certain = [each for each in whole if len(_pieces_of(line, each)) == 1 and is_checked(line.said[slice(*each)])]
    dated = _pieces_of_dates(line)
    dateless = [*candidates(line, OLD_IDENTITY), *candidates(line, MOBILE)]
    likely = [each for each in dateless if dated.isdisjoint(_pieces_of(line, each))]
    likely = [each for each in likely if _is_written_out(line, each)]
    likely += [each for each in whole if is_checked(line.said[slice(*each)]) or _is_written_out(line, each)]
    return sorted({*certain, *_keep_bordered(line, certain, likely)})


def candidates(line: DigitLine, form: re.Pattern[str]) -> Iterator[Number]:
    """Every place in a line where digits have a form, those that overlap too."""
    for found in form.finditer(line.said):
        if "born" not in form.groupindex or _is_day(found["born"]):
            yield Number(*found.span("number"))


def _is_day(digits: str) -> bool:
    """Whether digits are a day; where its century is left out, one that has every day that others have."""
    with suppress(ValueError):
        return bool(date.fromisoformat(f"20{digits}"[-8:]))
    return False


def is_checked(number: str) -> bool:
    """Whether the last character of an identity number is what the others make it."""
    from stdnum.cn.ric import calc_check_digit  # noqa: PLC0415  # few texts have eighteen digits

    return bool(calc_check_digit(number) == number[-1])


def _keep_bordered(line: DigitLine, certain: list[Number], likely: list[Number]) -> Iterator[Number]:
    """Those that begin and end where digits do, or where others of them do."""
    starts = {piece.start for piece in line.pieces} | {each.end for each in certain}
    ends = {piece.start for piece in line.pieces} | {each.start for each in certain} | {len(line.said)}
    for each in sorted(likely):
        if each.start in starts:
            starts.add(each.end)
    for each in sorted(likely, reverse=True):
        if each.start in starts and each.end in ends:
            ends.add(each.start)
            yield each


def _is_written_out(line: DigitLine, number: Number) -> bool:
    """Whether the pieces of a number are those of one: few, or all set apart in the same way, and no enumeration."""
    pieces = _pieces_of(line, number)
    if len(pieces) <= MOST_PIECES:
        return True
    gaps = {piece.gap for piece in line.pieces[pieces.start + 1 : pieces.stop]} - {""}
    if len(gaps) > (1 if "." in gaps else 2):
        return False
    steps = (int(after) - int(before) for before, after in pairwise(values_of(line, pieces)))
    return not all(0 < step <= MOST_STEP for step in steps)


def values_of(line: DigitLine, pieces: range) -> Iterator[str]:
    """The pieces of a number as digits; an X at its end is none."""
    return filter(None, (line.digits(piece).removesuffix("X") for piece in pieces))


def _pieces_of_dates(line: DigitLine) -> set[int]:
    """The pieces that belong to a date or a time."""
    firsts = range(len(line.pieces))
    return {piece for first in firsts for piece in range(first, first + _date_at(line, first))}


def _pieces_of(line: DigitLine, number: Number) -> range:
    """The pieces that a number is made of."""
    return range(line.piece_of[number.start], line.piece_of[number.end - 1] + 1)


def _date_at(line: DigitLine, piece: int) -> int:
    """How many pieces the date or the time has that begins with a piece; 0 where none does."""
    is_year = bool(YEAR.fullmatch(line.digits(piece)))
    mark, most = line.gap(piece + 1), (12, 31) if is_year else (59, 59)
    if mark not in ("-", ".", "/") if is_year else mark != ":" or not _is_small(line.digits(piece), 24):
        return 0
    extent = next((more for more in (2, 3) if line.gap(piece + more) != mark), 0)
    parts = map(line.digits, range(piece + 1, piece + extent))
    return extent if line.gap(piece) != mark and all(map(_is_small, parts, most)) else 0


def _is_small(digits: str, most: int) -> bool:
    """Whether digits are a month, a day, an hour: two at most, and not above one."""
    return digits.isdecimal() and len(digits) <= 2 and int(digits) <= most
