"""Windows as of a day and deadlines in working days."""

from datetime import date

import pytest

from eligibility.errors import CalendarError
from eligibility.judging.schedule import state_of, working_day_after


def test_both_ends_of_a_window_are_open() -> None:
    opens, closes = date(2024, 7, 1), date(2024, 7, 31)
    days = [date(2024, 6, 30), opens, closes, date(2024, 8, 1)]
    assert [state_of(opens, closes, day) for day in days] == ["upcoming", "open", "open", "closed"]


@pytest.mark.parametrize(
    ("day", "count", "by"),
    [
        (date(2024, 7, 31), 5, date(2024, 8, 7)),
        (date(2024, 8, 30), 5, date(2024, 9, 6)),
        (date(2024, 9, 30), 1, date(2024, 10, 8)),
        (date(2024, 9, 13), 1, date(2024, 9, 14)),
    ],
)
def test_working_days_know_holidays_and_adjusted_weekends(day: date, count: int, by: date) -> None:
    assert working_day_after(day, count) == by


def test_a_year_without_a_published_calendar_is_an_error() -> None:
    with pytest.raises(CalendarError, match="2099"):
        working_day_after(date(2099, 1, 1), 5)
