"""A date as well as it is known: a first and a last possible day, the same one where it is exact."""

import re
from datetime import date
from typing import NamedTuple

from eligibility.rulebook.logic import Truth

EXACT = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Days(NamedTuple):
    """The day lies between `first` and `last`, both inclusive."""

    first: date
    last: date

    @classmethod
    def on(cls, day: date) -> "Days":
        """An exact day."""
        return cls(day, day)

    @classmethod
    def read(cls, text: str) -> "Days":
        """`2019-05-06`, or `2019-05-01/2019-05-31` where only the month is known; `ValueError` for anything else."""
        ends = text.split("/")
        if len(ends) > 2 or not all(EXACT.fullmatch(end) for end in ends):
            raise ValueError(text)
        first, last = date.fromisoformat(ends[0]), date.fromisoformat(ends[-1])
        if last < first:
            raise ValueError(text)
        return cls(first, last)

    def __str__(self) -> str:
        return f"{self.first}" if self.exact else f"{self.first}/{self.last}"

    @property
    def exact(self) -> bool:
        """Whether the day itself is known."""
        return self.first == self.last

    def until(self, day: date) -> Truth:
        """Whether it lies on or before a day."""
        if self.last <= day:
            return Truth.MET
        return Truth.FAILED if self.first > day else Truth.UNKNOWN

    def after(self, other: "Days") -> Truth:
        """Whether it lies later than another; the same day is not later."""
        if self.first > other.last:
            return Truth.MET
        return Truth.FAILED if self.last <= other.first else Truth.UNKNOWN

    def plus_years(self, years: int) -> "Days":
        """The same day so many years later."""
        return Days(plus_years(self.first, years), plus_years(self.last, years))


def plus_years(day: date, years: int) -> date:
    """The anniversary of a day; 29 February falls on 1 March where there is none. Stays within the calendar."""
    year = min(day.year + years, date.max.year)
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
