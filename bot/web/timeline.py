"""Windows and last days on a line of time: the numbers of an SVG, which a template draws."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from eligibility.judging.verdict import Verdict

WIDTH, ROW, HEAD = 320, 60, 30  # units of the picture; a telephone shows one as a pixel


@dataclass(frozen=True)
class Bar:
    """One window, or one last day: what it is, its days, and where it stands in the picture."""

    what: str
    opens: date
    closes: date
    state: str
    x: float
    width: float
    y: int


@dataclass(frozen=True)
class Timeline:
    """The bars, the height of the picture, and where today stands; None where that is outside."""

    bars: tuple[Bar, ...]
    height: int
    today: float | None


def timeline_of(verdict: Verdict) -> Timeline | None:
    """The windows and last days of a verdict in a picture; None where there are none."""
    spans = sorted(_spans_of(verdict), key=lambda span: (span[1], span[2]))
    if not spans:
        return None
    first, last = min(span[1] for span in spans), max(span[2] for span in spans)
    days = (last - first).days + 1

    def at(day: date) -> float:
        return round((day - first).days * WIDTH / days, 1)

    bars = tuple(
        Bar(
            what,
            opens,
            closes,
            state,
            at(opens),
            round(max(4, at(closes) - at(opens) + WIDTH / days), 1),
            HEAD + n * ROW,
        )
        for n, (what, opens, closes, state) in enumerate(spans)
    )
    today = at(verdict.today) if first <= verdict.today <= last else None
    return Timeline(bars, HEAD + len(spans) * ROW, today)


def _spans_of(verdict: Verdict) -> Iterator[tuple[str, date, date, str]]:
    """What lasts or ends, from when to when, and how it stands."""
    for each in verdict.windows:
        window = each.window
        if (first := window.opens or window.closes) and not window.about:
            yield window.what, first, window.closes or first, each.state
    for step in verdict.steps:
        if step.by:
            yield step.what, step.by, step.by, "closed" if step.by < verdict.today else "upcoming"
