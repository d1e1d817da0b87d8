"""Windows and last days on one scale of time: the numbers of an SVG each, which a template draws."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from bot.locale import rule_text
from eligibility.judging.verdict import Verdict

WIDTH = 320  # units of each picture
NARROWEST = 10  # that a single day is still seen as


class _Stretch(NamedTuple):
    """What lasts or ends, from when to when, and how it stands."""

    what: str
    first: date
    last: date
    state: str


@dataclass(frozen=True)
class Bar:
    """One window, or one last day: what it is, its days, and where it stands in the picture."""

    what: str
    opens: date
    closes: date
    state: str
    x: float
    width: float


@dataclass(frozen=True)
class Timeline:
    """The bars, how wide their scale is, and where today stands on it; None where that is outside."""

    bars: tuple[Bar, ...]
    width: int
    today: float | None


class _Scale:
    """Where days stand between the first and the last one."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        self.day = WIDTH / ((last - first).days + 1)

    def at(self, day: date) -> float:
        """Where a day begins."""
        return round((day - self.first).days * self.day, 1)

    def bar(self, stretch: _Stretch) -> Bar:
        """A stretch in the picture, wide enough to be seen and never beyond its edge."""
        width = round(max(NARROWEST, self.at(stretch.last) + self.day - self.at(stretch.first)), 1)
        return Bar(*stretch, min(self.at(stretch.first), WIDTH - width), width)


def timeline_of(verdict: Verdict) -> Timeline | None:
    """The windows and last days of a verdict in a picture; None where there are none."""
    stretches = sorted([*_windows_of(verdict), *_last_days_of(verdict)], key=lambda each: (each.first, each.last))
    if not stretches:
        return None
    scale = _Scale(stretches[0].first, max(each.last for each in stretches))
    today = scale.at(verdict.today) if scale.first <= verdict.today <= scale.last else None
    return Timeline(tuple(map(scale.bar, stretches)), WIDTH, today)


def _windows_of(verdict: Verdict) -> Iterator[_Stretch]:
    """The windows in which the applicant has something to do."""
    for each in verdict.windows:
        window = each.window
        days = [day for day in (window.opens, window.closes) if day]
        if days and not window.about:
            yield _Stretch(rule_text(window.what), days[0], days[-1], each.state)


def _last_days_of(verdict: Verdict) -> Iterator[_Stretch]:
    """The steps that end on a day that can be counted."""
    for step in verdict.steps:
        if step.by:
            yield _Stretch(rule_text(step.what), step.by, step.by, "closed" if step.by < verdict.today else "upcoming")
