"""Windows as of a day, and the deadlines that are counted in working days from them."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

import chinese_calendar

from eligibility.errors import CalendarError
from eligibility.rulebook.rulebook import ClauseCitation

State = Literal["upcoming", "open", "closed"]


@dataclass(frozen=True)
class OpenWindow:
    """A window with its state on a day; `opens` and `closes` are both inclusive."""

    what: str
    opens: date
    closes: date
    state: State
    citation: ClauseCitation

    def as_json(self, today: date) -> dict[str, object]:
        """The window as the contract writes it."""
        return {
            "what": self.what,
            "opens": self.opens.isoformat(),
            "closes": self.closes.isoformat(),
            "state": self.state,
            "citation": self.citation.as_json(today),
        }


@dataclass(frozen=True)
class Deadline:
    """A step to take; `by` is its last day, where that can be counted from the windows."""

    what: str
    by: date | None
    citation: ClauseCitation

    def as_json(self) -> dict[str, object]:
        """The step with its last day, or null where nothing fixes one."""
        return {
            "what": self.what,
            "by": self.by.isoformat() if self.by else None,
            "citation": self.citation.in_brief(),
        }


def state_of(opens: date, closes: date, today: date) -> State:
    """How a window stands on a day."""
    return "upcoming" if today < opens else "closed" if today > closes else "open"


@cache
def working_day_after(day: date, count: int) -> date:
    """The last of so many working days after a day (the day itself is not counted).

    The calendar of China: public holidays are off, adjusted weekends are on. `CalendarError` for a year that has none
    published.
    """
    while count:
        day += timedelta(1)
        count -= _is_working_day(day)
    return day


def _is_working_day(day: date) -> bool:
    """Whether people work on a day."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        raise CalendarError(f"{day}: the working days of {day.year} are not published yet") from None
