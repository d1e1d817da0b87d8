"""Windows as of a day and deadlines in working days."""

from datetime import date
from pathlib import Path

import pytest

from eligibility.errors import CalendarError
from eligibility.judging.guidance import deadlines
from eligibility.judging.schedule import OpenWindow, last_day
from eligibility.judging.working_days import is_known, is_working_day, working_day_after
from eligibility.rulebook.loading import RULES
from eligibility.rulebook.rulebook import Rulebook, RuleWindow
from knowledge.errors import SourceError
from knowledge.records import record_of


def test_both_ends_of_a_window_are_open() -> None:
    opens, closes = date(2024, 7, 1), date(2024, 7, 31)
    days = [date(2024, 6, 30), opens, closes, date(2024, 8, 1)]
    window = RuleWindow(id="w", what="报卷", opens=opens, closes=closes).resting_on("")
    assert [window.state(day) for day in days] == ["upcoming", "open", "open", "closed"]


@pytest.mark.parametrize(
    ("said", "states"),
    [
        ({"closes": "2024-07-31"}, ["unknown", "unknown", "closed"]),
        ({"opens": "2024-07-31"}, ["upcoming", "unknown", "unknown"]),
        ({"about": "另行通知"}, ["unknown", "unknown", "unknown"]),
        ({"about": "另行通知", "opens": "2024-07-31"}, ["upcoming", "unknown", "unknown"]),
    ],
)
def test_a_window_says_no_more_than_its_notice(said: dict[str, str], states: list[str]) -> None:
    window = record_of(RuleWindow, {"id": "w", "what": "报卷", **said}, RULES).resting_on("时间另行通知")
    assert [window.state(date(2024, 7, day)) for day in (30, 31)] + [window.state(date(2024, 8, 1))] == states


@pytest.mark.parametrize("said", [{}, {"about": "9月中旬"}, {"opens": "2024-08-02", "closes": "2024-08-01"}])
def test_what_says_nothing_of_a_day_is_no_window(said: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"opens|about|closes"):
        record_of(RuleWindow, {"id": "w", "what": "报卷", **said}, RULES).resting_on("时间另行通知")


def test_the_last_day_is_known_only_where_every_window_has_one() -> None:
    closing = RuleWindow(id="a", what="网报", closes=date(2024, 7, 31))
    starting = RuleWindow(id="b", what="报卷", opens=date(2024, 8, 1))
    roughly = RuleWindow(id="c", what="报卷", about="8月中旬", closes=date(2024, 8, 20))
    assert [last_day(each) for each in ([closing], [closing, starting], [closing, roughly], [])] == [
        date(2024, 7, 31),
        None,
        None,
        None,
    ]


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


def test_a_year_of_our_own_is_known_as_the_state_council_says_it(tmp_path: Path) -> None:
    (tmp_path / "2031.yaml").write_text(
        "notice: 国办发明电〔2030〕1号\noff: {2031-10-01: 国庆节}\nworking: {2031-09-28: 国庆节调休}\n",
        encoding="utf-8",
    )
    days = [date(2031, 10, 1), date(2031, 9, 28), date(2031, 10, 2), date(2031, 10, 4)]
    assert [is_working_day(day, tmp_path) for day in days] == [False, True, True, False]
    assert [is_known(year, tmp_path) for year in (2031, 2032)] == [True, False]


def test_a_year_of_our_own_has_to_have_its_form(tmp_path: Path) -> None:
    (tmp_path / "2031.yaml").write_text("off: {}\n", encoding="utf-8")
    with pytest.raises(SourceError, match="notice"):
        is_working_day(date(2031, 10, 1), tmp_path)


def test_a_deadline_in_a_year_that_is_not_published_is_open_and_the_others_stand(rulebook: Rulebook) -> None:
    book = next(book for book in rulebook.books if any(step.working_days for step in book.programme.steps))
    cited = next(iter(book.citations.values()))
    said = RuleWindow(id="w", what="网上申报", opens=date(2098, 12, 1), closes=date(2098, 12, 29))
    window = OpenWindow(said.resting_on(""), "upcoming", cited)
    steps = list(deadlines(book, book.programme.steps, (window,)))
    assert len(steps) == len(book.programme.steps)
    counted = [step for step, said in zip(steps, book.programme.steps, strict=True) if said.working_days]
    assert {(step.by, step.unknown_year) for step in counted} == {(None, 2098)}
    assert {step.unknown_year for step in steps if step not in counted} == {None}
