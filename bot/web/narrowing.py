"""What the list of notices can be narrowed down to: a year, a place, a series, and whether a notice is in force."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.locale import _
from bot.text.cases import SERIES
from knowledge.notice import Notice


@dataclass(frozen=True)
class Narrowing:
    """What somebody chose; what is empty leaves all of them."""

    year: str
    place: str
    series: str
    in_force: bool

    def holds(self, notice: Notice, today: date) -> bool:
        """Whether a notice is among these; one that names no series is of every one."""
        of_series = notice.scope.series or (self.series,)
        chosen = ((self.year, {_year(notice)}), (self.place, {notice.scope.place}), (self.series, set(of_series)))
        is_chosen = all(not value or value in own for value, own in chosen)
        return is_chosen and (not self.in_force or notice.validity(today) == "in_force")


def narrowing_in(query: Mapping[str, str]) -> Narrowing:
    """What the query of an address chooses."""
    year, place, series = (query.get(name, "") for name in ("year", "place", "series"))
    return Narrowing(year, place, series, in_force=query.get("in_force") == "yes")


def offered(notices: Iterable[Notice]) -> Mapping[str, Mapping[str, str]]:
    """What can be chosen of these: each value with its name."""
    there = list(notices)
    series = sorted({each for notice in there for each in notice.scope.series})
    return {
        "year": _as_they_are(sorted(map(_year, there), reverse=True)),
        "place": _as_they_are(sorted(notice.scope.place or "" for notice in there)),
        "series": {each: _(SERIES.get(each, each)) for each in series},
    }


def _year(notice: Notice) -> str:
    """The year of a notice's round, empty where it has none."""
    return str(notice.round_year or "")


def _as_they_are(values: Iterable[str]) -> Mapping[str, str]:
    """Values that are their own names."""
    return {value: value for value in values if value}
