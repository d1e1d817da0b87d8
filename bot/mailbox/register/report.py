"""What came in and what became of it: volume, share answered, time to reply, hot and unanswered questions."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from statistics import median

from rich import box
from rich.table import Table

from bot.clock import CHINA
from bot.locale import _
from bot.mailbox.register.legible import legible, passages_of, points_of
from bot.mailbox.register.letter_row import LetterRow
from bot.mailbox.register.letters import Letters
from bot.showing import for_terminal
from knowledge.plain import plain

LISTED = 10
WAITING = ("new", "drafting")


@dataclass(frozen=True)
class Period:
    """Letters that came in some days."""

    first: date
    entries: tuple[LetterRow, ...]

    @property
    def letters(self) -> int:
        """How many letters ask something."""
        return sum(entry.state != "skipped" for entry in self.entries)

    @property
    def skipped(self) -> int:
        """How many do not: automatic ones, adverts."""
        return len(self.entries) - self.letters

    @property
    def aside(self) -> int:
        """How many could not be read, or took too long."""
        return sum(entry.state == "aside" for entry in self.entries)

    def count(self, *states: str) -> int:
        """How many are in one of these states."""
        return sum(entry.state in states for entry in self.entries)

    @property
    def asked(self) -> int:
        """How many questions they ask."""
        return sum(entry.asked or 0 for entry in self.entries)

    @property
    def answered(self) -> int:
        """How many of these the notices answer."""
        return sum(entry.answered or 0 for entry in self.entries)

    @property
    def replied(self) -> int:
        """How many letters staff have answered."""
        return sum(entry.replied_at is not None for entry in self.entries)

    @property
    def in_time(self) -> int:
        """How many of them within the deadline."""
        dated = ((each.replied_at, each.deadline) for each in self.entries)
        return sum(at is not None and due is not None and day_in_china(at).isoformat() <= due for at, due in dated)

    @property
    def hours(self) -> float | None:
        """The median of the hours until staff answered."""
        times = [_hours_of(entry) for entry in self.entries if entry.replied_at]
        return round(median(times), 1) if times else None


@dataclass(frozen=True)
class MailReport:
    """The letters that came from a day to a day, both inclusive."""

    since: date
    until: date
    entries: tuple[LetterRow, ...]

    @cached_property
    def total(self) -> Period:
        """Everything."""
        return Period(self.since, self.entries)

    @cached_property
    def weeks(self) -> list[Period]:
        """The weeks, from their Mondays, those without letters too."""
        monday = self.since - timedelta(self.since.weekday())
        mondays = [monday + timedelta(7 * week) for week in range((self.until - monday).days // 7 + 1)]
        by_week: dict[date, list[LetterRow]] = {each: [] for each in mondays}
        for entry in self.entries:
            day = day_in_china(entry.received)
            by_week[day - timedelta(day.weekday())].append(entry)
        return [Period(first, tuple(entries)) for first, entries in by_week.items()]

    def hot(self) -> list[tuple[str, int]]:
        """The sections of the notices that were quoted most, and in how many letters."""
        return Counter(section for entry in self.entries for section in sections_of(entry)).most_common(LISTED)

    def unanswered_questions(self) -> list[tuple[str, int]]:
        """The questions that the notices do not answer, those with the same words together."""
        asked = [asked for entry in self.entries for asked in _silent_points(entry)]
        wording = {plain(words): words for words in reversed(asked)}
        return [(wording[key], count) for key, count in Counter(map(plain, asked)).most_common(LISTED)]

    def csv(self) -> str:
        """The weeks as a table that a spreadsheet opens."""
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow([_("week from"), *_figure_names()])
        for week in self.weeks:
            writer.writerow([week.first.isoformat(), *figures(week)])
        return text.getvalue()

    def tables(self) -> Iterator[Table]:
        """The report for people."""
        yield _table_of(
            _("Letters from {since} to {until}").format(since=self.since, until=self.until),
            zip(_figure_names(), figures(self.total), strict=True),
        )
        yield _table_of(_("Quoted most"), self.hot())
        yield _table_of(_("Not answered by the notices"), self.unanswered_questions())


def report_of(letters: Letters, since: date, until: date) -> MailReport:
    """The report on the letters of some days."""
    entries = legible(letters.list_since(since - timedelta(1)))
    return MailReport(since, until, tuple(each for each in entries if since <= day_in_china(each.received) <= until))


def _figure_names() -> list[str]:
    """What `figures` counts."""
    return [
        _("letters"),
        _("not to be answered (automatic, adverts)"),
        _("questions"),
        _("answered by the notices"),
        _("answered letters"),
        _("answered in time"),
        _("hours until answered (median)"),
        _("set aside"),
        _("drafted"),
        _("joined"),
        _("failed"),
        _("waiting"),
    ]


def figures(period: Period) -> list[str]:
    """The figures of some days; a median without letters is empty."""
    counts = (period.letters, period.skipped, period.asked, period.answered, period.replied, period.in_time)
    ends = (period.aside, *(period.count(*each) for each in (("drafted",), ("joined",), ("failed",), WAITING)))
    return [*map(str, counts), "" if period.hours is None else str(period.hours), *map(str, ends)]


def _table_of(title: str, rows: Iterable[tuple[str, object]]) -> Table:
    """Names and figures under a title."""
    table = Table(box=box.SIMPLE_HEAD, show_header=False, title=title, title_justify="left")
    table.add_column(overflow="fold")
    table.add_column(justify="right")
    for name, figure in rows:
        table.add_row(for_terminal(name), str(figure))
    return table


def day_in_china(moment: str) -> date:
    """The day that it is in China at a moment."""
    return datetime.fromisoformat(moment).astimezone(CHINA).date()


def _hours_of(entry: LetterRow) -> float:
    """How long staff took."""
    replied, received = (datetime.fromisoformat(moment or "") for moment in (entry.replied_at, entry.received))
    return (replied - received).total_seconds() / 3600


def sections_of(entry: LetterRow) -> set[str]:
    """The sections that a letter's draft quotes."""
    return {f"{notice} {section}" for notice, section, *_span in passages_of(entry)}


def _silent_points(entry: LetterRow) -> list[str]:
    """What a letter asks and the notices do not answer."""
    return [point.asked for point in points_of(entry) if point.status == "no_answer"]
