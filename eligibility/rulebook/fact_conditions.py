"""The conditions on facts: is in has at_least after until years_by valid_for."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Annotated, Generic, Literal, TypeVar

from eligibility.rulebook.condition import Case, Condition
from eligibility.rulebook.days import Days
from eligibility.rulebook.facts import Scalar
from eligibility.rulebook.logic import Truth, all_of, negate, truth
from knowledge.file_record import FileRecord, Within

Plain = str | bool | int
Number = int | float
T = TypeVar("T")


class Single(Condition, Generic[T]):
    """A condition on facts, each given by its path; all of them must hold."""

    def pairs(self) -> Mapping[str, T]:
        """The paths and what is wanted of each."""
        pairs: Mapping[str, T] = getattr(self, self.field_names[0])
        return pairs

    def holds(self, value: Scalar, wanted: T) -> Truth:
        """How one known value stands."""
        raise NotImplementedError

    def judge(self, case: Case) -> Truth:
        result = Truth.MET
        for path, wanted in self.pairs().items():
            value = case.facts.values.get(path)
            standing = Truth.UNKNOWN if value is None else self.holds(value, wanted)
            if standing is Truth.FAILED:
                return standing
            result = result if standing is Truth.MET else standing
        return result

    def reads(self) -> Iterator[str]:
        yield from self.pairs()


class Is(Single[Plain]):
    """The fact has this value."""

    is_: Annotated[dict[str, Plain], Within(min_length=1)]

    def holds(self, value: Scalar, wanted: Plain) -> Truth:
        return truth(value == wanted)


class In(Single[tuple[str, ...]]):
    """The fact has one of these values."""

    in_: Annotated[dict[str, tuple[str, ...]], Within(min_length=1)]

    def holds(self, value: Scalar, wanted: tuple[str, ...]) -> Truth:
        return truth(value in wanted)


class Has(Single[str]):
    """The fact is a list that holds this value."""

    has: Annotated[dict[str, str], Within(min_length=1)]

    def holds(self, value: Scalar, wanted: str) -> Truth:
        return truth(isinstance(value, frozenset) and wanted in value)


class AtLeast(Single[Number]):
    """The number is this one or more (以上 includes the number itself)."""

    at_least: Annotated[dict[str, Number], Within(min_length=1)]

    def holds(self, value: Scalar, wanted: Number) -> Truth:
        return truth(isinstance(value, int | float) and value >= wanted)


class Until(Single[date]):
    """The day is this one or an earlier one."""

    until: Annotated[dict[str, date], Within(min_length=1)]

    def holds(self, value: Scalar, wanted: date) -> Truth:
        return value.until(wanted) if isinstance(value, Days) else Truth.FAILED


class After(Condition):
    """The day is later than the day of another fact; on the same day it is not."""

    after: Annotated[dict[str, str], Within(min_length=1)]

    def judge(self, case: Case) -> Truth:
        return all_of(later(case.facts.get(path), case.facts.get(other)) for path, other in self.after.items())

    def reads(self) -> Iterator[str]:
        for path, other in self.after.items():
            yield from (path, other)


def later(value: Scalar | None, other: Scalar | None) -> Truth:
    """Whether one day comes after another, both as well as they are known."""
    return value.after(other) if isinstance(value, Days) and isinstance(other, Days) else Truth.UNKNOWN


Deadline = date | Literal["year_start", "year_end", "year_before", "window_close"]


def day_of(deadline: Deadline, case: Case) -> date | None:
    """The day that a deadline names: one of the round's year, or the window's last day."""
    if isinstance(deadline, date):
        return deadline
    if deadline == "window_close":
        return case.closes
    start = date(case.year, 1, 1)
    return {"year_start": start, "year_before": start - timedelta(1)}.get(deadline, date(case.year, 12, 31))


class YearsSince(FileRecord):
    """So many full years since a day."""

    since: str
    years: Annotated[int, Within(ge=0)]

    def judge(self, case: Case, deadline: Deadline, holds: Callable[[Days, date], Truth]) -> Truth:
        """Whether it holds of the day on which they are full and of a deadline; a day that there is not fails."""
        since, day = case.facts.get(self.since), day_of(deadline, case)
        if not isinstance(since, Days):
            return Truth.UNKNOWN if since is None else Truth.FAILED
        return holds(since.plus_years(self.years), day) if day else Truth.UNKNOWN


class Years(YearsSince):
    """So many full years since a day, reached on or before a deadline."""

    by: Deadline


class YearsBy(Condition):
    """So many years have passed since the day, by the deadline (the anniversary itself is in time)."""

    years_by: Years

    def judge(self, case: Case) -> Truth:
        return self.years_by.judge(case, self.years_by.by, Days.until)

    def reads(self) -> Iterator[str]:
        yield self.years_by.since


class Validity(YearsSince):
    """A result of a day is good for so many years, at least through a day."""

    through: Deadline


class ValidFor(Condition):
    """The years counted from the day have not run out: they reach the day named or a later one."""

    valid_for: Validity

    def judge(self, case: Case) -> Truth:
        return self.valid_for.judge(case, self.valid_for.through, _reach)

    def reads(self) -> Iterator[str]:
        yield self.valid_for.since


def _reach(end: Days, through: date) -> Truth:
    """Whether years that end on a day last through another."""
    return negate(end.until(through - timedelta(1)))
