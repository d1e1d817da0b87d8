"""On which days people work: `chinesecalendar`, and before it the years that `holidays/` holds.

`holidays/YEAR.yaml` is written from the State Council's notice as soon as that is out, when the package does not know
the year yet: its number, the days off with their names, and the weekends on which people work.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from eligibility.errors import CalendarError
from knowledge.file_record import FileRecord
from knowledge.kept_yaml import read_kept_record

FOLDER = Path(__file__).parents[1] / "holidays"
WEEKEND = 5  # the first day of it, from 0 for Monday


class HolidayYear(FileRecord):
    """The public holidays of a year; every day that is not named is as its weekday is."""

    notice: str
    off: Mapping[date, str]
    working: Mapping[date, str] = {}

    def is_working_day(self, day: date) -> bool:
        """Whether people work on a day of that year."""
        return day in self.working or (day.weekday() < WEEKEND and day not in self.off)


@cache
def working_day_after(day: date, count: int) -> date:
    """The last of so many working days after a day (the day itself is not counted).

    The calendar of China: public holidays are off, adjusted weekends are on. `CalendarError` for a year that has none
    published.
    """
    while count:
        day += timedelta(1)
        count -= is_working_day(day)
    return day


def is_working_day(day: date, folder: Path = FOLDER) -> bool:
    """Whether people work on a day; `CalendarError` where its year is not published."""
    if own := holidays(folder).get(day.year):
        return own.is_working_day(day)
    import chinese_calendar  # noqa: PLC0415  # slow to import, and many a case has no day that is counted so

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        raise CalendarError(day) from None


@cache
def holidays(folder: Path) -> Mapping[int, HolidayYear]:
    """The years that a folder holds; `SourceError` says what is wrong with a file."""
    return {int(path.stem): read_kept_record(HolidayYear, path) for path in sorted(folder.glob("[0-9]*.yaml"))}


def is_known(year: int, folder: Path = FOLDER) -> bool:
    """Whether the working days of a year are known."""
    try:
        is_working_day(date(year, 1, 1), folder)
    except CalendarError:
        return False
    return True
