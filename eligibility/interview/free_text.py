"""What people type → what it says: 「2019年底」「去年6月」 as the first and the last day they can mean, yes and no,
numbers, choices. Nothing is used before it was repeated to the person.
"""

import calendar
import re
from collections.abc import Iterator
from datetime import date

from eligibility.interview.speech import load_speech
from eligibility.rulebook.days import Days
from eligibility.rulebook.facts import NONE
from eligibility.rulebook.factsheet import Fact
from knowledge.numerals import DIGITS, small_number
from knowledge.plain import plain
from knowledge.year_words import year_words

SEASONS = {"年初": (1, 3), "上半年": (1, 6), "年中": (5, 8), "下半年": (7, 12), "年底": (10, 12), "年末": (10, 12)}
DAY = re.compile(
    r"(?P<year>(?:19|20)\d{2}|[〇零一二三四五六七八九]{4}|\d{2}(?=年))"
    r"年{0,2}[-./]?(?:(?P<season>初|中|底|末|上半年|下半年)|(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
    r"(?:[-月./](?:(?P<day>3[01]|[12]\d|0?[1-9])[日号]?)?|(?!\d)))?"
)
IN_DIGITS = re.compile(r"(19|20)\d{2}[-年./](1[0-2]|0?[1-9])([-月./]((3[01]|[12]\d|0?[1-9])[日号]?)?)?的?")
AGO = re.compile(r"(?P<count>\d{1,2}|[一二两三四五六七八九十])年(?:以)?前")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
LONGEST_NUMBER = 12  # digits and dot; a longer one is no number of anything here
CHINESE = re.compile("[一二两三四五六七八九十]+")
BELOW_HUNDRED = re.compile("[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]")
NEGATED = ("不是", "并非", "非", "没有", "不属于")


def read_days(text: str, today: date) -> Days | None:
    """The first and the last day that a date as people say it can mean; None where it says none."""
    bare = year_words().dated(plain(text), today.year, latest=today.year)
    found = DAY.search(bare)
    try:
        if found:
            return _days_of(found, today)
        ago = AGO.search(bare)
        return _whole_year(today.year - small_number(ago["count"])) if ago else None
    except ValueError:
        return None


def is_day(text: str) -> bool:
    """Whether a text is a day or a month in digits and nothing else, so that it can mean nothing else."""
    return bool(IN_DIGITS.fullmatch(plain(text)))


def is_days(text: str) -> bool:
    """Whether a text is a day, a month or a year and nothing else."""
    return bool(DAY.fullmatch(plain(text).rstrip("的")))


def _days_of(found: re.Match[str], today: date) -> Days:
    """A matched date; `ValueError` where the day does not exist."""
    year = _read_year(found["year"], today)
    if found["season"]:
        first, last = _read_season(found["season"])
        return Days(date(year, first, 1), _last_day_of(year, last))
    if not found["month"]:
        return _whole_year(year)
    month = small_number(found["month"])
    if found["day"]:
        return Days.on(date(year, month, int(found["day"])))
    return Days(date(year, month, 1), _last_day_of(year, month))


def _read_year(text: str, today: date) -> int:
    """A year by its digits, or its last two: not later than today."""
    if text[0] in DIGITS:
        return int("".join(str(DIGITS[character]) for character in text))
    year = int(text)
    if year >= 100:
        return year
    return 2000 + year if 2000 + year <= today.year else 1900 + year


def _read_season(text: str) -> tuple[int, int]:
    """The months that a part of a year covers, widely: 年底 is October to December."""
    return SEASONS.get(text) or SEASONS[f"年{text}"]


def _whole_year(year: int) -> Days:
    """All of a year."""
    return Days(date(year, 1, 1), date(year, 12, 31))


def _last_day_of(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def read_number(text: str) -> float | None:
    """A number of years or of anything else: digits, Chinese, 半年, 一年半."""
    bare = plain(text)
    found = NUMBER.search(bare)
    if found and len(found.group()) > LONGEST_NUMBER:
        return None
    half = 0.5 if "半" in bare else 0.0
    if found:
        return float(found.group()) + 0.5 * bare.endswith("半")
    chinese = CHINESE.search(bare)
    if not chinese:
        return half or None
    return small_number(chinese.group()) + half if BELOW_HUNDRED.fullmatch(chinese.group()) else None


def read_flag(text: str) -> bool | None:
    """Yes or no; that there is no other is neither."""
    bare, speech = plain(text).rstrip("。."), load_speech()
    if speech.is_no_other(bare):
        return None
    bare = bare.rstrip("了")
    return True if speech.is_yes(bare) else False if speech.is_no(bare) else None


def read_value(fact: Fact, text: str, today: date) -> object | None:
    """What a text says of one fact, as it stands in a file of facts; None where it says nothing of it."""
    bare = plain(text)
    if fact.may_be_none and (load_speech().is_no(bare) or bare in fact.never):
        return NONE
    match fact.kind:
        case "choice" | "name":
            return _read_choice(fact, bare)
        case "date":
            days = read_days(text, today)
            return str(days) if days else None
        case "number" | "whole":
            number = read_number(text)
            return int(number) if number is not None and number == int(number) else number
        case "many":
            return _read_choices(fact, bare)
        case _:
            return read_flag(text)


def _read_choice(fact: Fact, bare: str) -> str | None:
    """A choice by its number or any of its names; a name of its own where any name will do."""
    if bare.isdecimal() and 0 < int(bare) <= len(fact.choices):
        return fact.choices[int(bare) - 1].value
    if bare in fact.names:
        return fact.names[bare]
    named = list(dict.fromkeys(value for value, _ in mentions(fact, bare)))
    if len(named) == 1:
        return named[0]
    return bare if fact.kind == "name" and bare and not named else None


def _read_choices(fact: Fact, bare: str) -> list[str] | None:
    """Several choices, by numbers or names; none of them for 没有."""
    if load_speech().is_no(bare):
        return []
    pieces = [piece for piece in re.split("[,，、;；和]+", bare) if piece]
    values = [_read_choice(fact, piece) for piece in pieces]
    return None if not values or None in values else [value for value in values if value]


def mentions(fact: Fact, bare: str) -> Iterator[tuple[str, int]]:
    """The choices that a text names, with their places; a longer name hides a shorter one inside it."""
    for found in fact.names_in(bare):
        if not bare.endswith(NEGATED, 0, found.start):
            yield fact.names[found.expression], found.start
