"""Days as people write them: 2024年7月31日, and a month that is known only as its first and last day, 2022年12月."""

import re
from calendar import monthrange
from datetime import date

from bot.locale import _
from knowledge.patterns import Alternatives

DAY = Alternatives([r" ?(\d{4})-(\d{2})-(\d{2})(?:/(\d{4})-(\d{2})-(\d{2}))? ?"])


def day_in_words(day: date, year: int | None = None) -> str:
    """A day; its year only where it is not this one."""
    told = _("{day:%B} {day.day}") if day.year == year else _("{day:%B} {day.day}, {day.year}")
    return told.format(day=day)


def days_in_words(first: date, last: date, year: int | None = None) -> str:
    """The days from the first to the last; one day is said once, and a year once."""
    if first == last:
        return day_in_words(first, year)
    return _("{first} to {last}").format(first=day_in_words(first, year), last=day_in_words(last, first.year))


def span_in_words(first: date, last: date) -> str:
    """A day that lies between two: the year or the month that they begin and end, or both of them."""
    if (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31)):
        return _("the year {day.year}").format(day=first)
    if first.day == 1 and last == first.replace(day=monthrange(first.year, first.month)[1]):
        return _("{day:%B} {day.year}").format(day=first)
    return _("between {first} and {last}").format(first=day_in_words(first), last=day_in_words(last))


def days_written(text: str) -> str:
    """An ISO date, or the two between which one lies, in words; nothing of any other text."""
    if not DAY.fullmatch(text):
        return ""
    first, __, last = text.partition("/")
    if not last:
        return day_in_words(date.fromisoformat(first))
    return span_in_words(date.fromisoformat(first), date.fromisoformat(last))


def write_days(text: str) -> str:
    """A text of the self-check, which writes days as ISO dates, with days as people write them."""
    return DAY.sub(_written, text)


def _written(found: re.Match[str]) -> str:
    """A date, a month, a year, or the two days between which a date lies."""
    year, month, day, *last = (int(each) if each else 0 for each in found.groups())
    first = f"{year}年{month}月{day}日"
    if not last[0]:
        return first
    if day == 1 and last == [year, month, monthrange(year, month)[1]]:
        return f"{year}年{month}月"
    if (month, day) == (1, 1) and last == [year, 12, 31]:
        return f"{year}年"
    return f"{first}至{last[0]}年{last[1]}月{last[2]}日"
