"""The closed set of conditions that a rule file may use. Each says how it stands (`judge`) and what it reads.

is in has at_least after until years_by valid_for       one fact
degree_for title_for service_for                        the national floor of degrees and years
count                                                   achievements that count
all any not                                             other conditions
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Annotated, ClassVar, Generic, Literal, TypeVar

from pydantic import ConfigDict, Discriminator, Field, Tag

from eligibility.rulebook.days import Days
from eligibility.rulebook.facts import Facts, Scalar
from eligibility.rulebook.floors import Floor
from eligibility.rulebook.logic import Truth, all_of, any_of, negate, truth
from knowledge.records import Model

Plain = str | bool | int
Number = int | float
T = TypeVar("T")


class RuleModel(Model):
    """A piece of a rule file; what is found out about it once may be remembered with it."""

    model_config = ConfigDict(ignored_types=(cached_property,))


@dataclass(frozen=True)
class Case:
    """What a condition is judged on. `closes`: the last day of the window; None where it is not known which."""

    facts: Facts
    year: int = 0
    closes: date | None = None
    floors: Mapping[str, Floor] = field(default_factory=dict)
    counted: tuple[tuple[Truth, Scalar | None], ...] | None = None

    def with_facts(self, facts: Facts) -> "Case":
        """The same case with other facts."""
        return replace(self, facts=facts)


class Condition(RuleModel):
    """The base of all."""

    def judge(self, case: Case) -> Truth:
        """How the condition stands."""
        raise NotImplementedError

    def reads(self) -> Iterator[str]:
        """The paths of the facts that it looks at."""
        raise NotImplementedError

    def parts(self) -> Iterator["Condition"]:
        """This condition and every one inside it."""
        yield self

    @property
    def table(self) -> str | None:
        """The national table that it goes by."""
        return None


class Single(Condition, Generic[T]):
    """A condition on facts, each given by its path; all of them must hold."""

    key: ClassVar[str]

    def pairs(self) -> Mapping[str, T]:
        """The paths and what is wanted of each."""
        pairs: Mapping[str, T] = getattr(self, self.key)
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

    key = "is_"
    is_: dict[str, Plain] = Field(alias="is", min_length=1)

    def holds(self, value: Scalar, wanted: Plain) -> Truth:
        return truth(value == wanted)


class In(Single[tuple[str, ...]]):
    """The fact has one of these values."""

    key = "in_"
    in_: dict[str, tuple[str, ...]] = Field(alias="in", min_length=1)

    def holds(self, value: Scalar, wanted: tuple[str, ...]) -> Truth:
        return truth(value in wanted)


class Has(Single[str]):
    """The fact is a list that holds this value."""

    key = "has"
    has: dict[str, str] = Field(min_length=1)

    def holds(self, value: Scalar, wanted: str) -> Truth:
        return truth(isinstance(value, frozenset) and wanted in value)


class AtLeast(Single[Number]):
    """The number is this one or more (以上 includes the number itself)."""

    key = "at_least"
    at_least: dict[str, Number] = Field(min_length=1)

    def holds(self, value: Scalar, wanted: Number) -> Truth:
        return truth(isinstance(value, int | float) and value >= wanted)


class Until(Single[date]):
    """The day is this one or an earlier one."""

    key = "until"
    until: dict[str, date] = Field(min_length=1)

    def holds(self, value: Scalar, wanted: date) -> Truth:
        return value.until(wanted) if isinstance(value, Days) else Truth.FAILED


class After(Condition):
    """The day is later than the day of another fact; on the same day it is not."""

    after: dict[str, str] = Field(min_length=1)

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


class Years(RuleModel):
    """So many full years since a day, reached on or before a deadline."""

    since: str
    years: int = Field(ge=0)
    by: Deadline


class YearsBy(Condition):
    """So many years have passed since the day, by the deadline (the anniversary itself is in time)."""

    years_by: Years

    def judge(self, case: Case) -> Truth:
        since, deadline = case.facts.get(self.years_by.since), day_of(self.years_by.by, case)
        if not isinstance(since, Days):
            return Truth.UNKNOWN if since is None else Truth.FAILED
        return since.plus_years(self.years_by.years).until(deadline) if deadline else Truth.UNKNOWN

    def reads(self) -> Iterator[str]:
        yield self.years_by.since


class Validity(RuleModel):
    """A result of a day is good for so many years, at least through a day."""

    since: str
    years: int = Field(ge=0)
    through: Deadline


class ValidFor(Condition):
    """The years counted from the day have not run out: they reach the day named or a later one."""

    valid_for: Validity

    def judge(self, case: Case) -> Truth:
        since, through = case.facts.get(self.valid_for.since), day_of(self.valid_for.through, case)
        if not isinstance(since, Days):
            return Truth.UNKNOWN if since is None else Truth.FAILED
        if through is None:
            return Truth.UNKNOWN
        return negate(since.plus_years(self.valid_for.years).until(through - timedelta(1)))

    def reads(self) -> Iterator[str]:
        yield self.valid_for.since


class DegreeFor(Condition):
    """The degree opens the level, by a national table."""

    degree_for: str

    @property
    def table(self) -> str:
        return self.degree_for

    def judge(self, case: Case) -> Truth:
        return case.floors[self.degree_for].degree(case.facts)

    def reads(self) -> Iterator[str]:
        yield from ("level", "degree")


class TitleFor(Condition):
    """The title held is the one below the level, by a national table, or none is needed."""

    title_for: str

    @property
    def table(self) -> str:
        return self.title_for

    def judge(self, case: Case) -> Truth:
        return case.floors[self.title_for].title(case.facts)

    def reads(self) -> Iterator[str]:
        yield from ("level", "title.level", "degree")


class ServiceFor(Condition):
    """The years since the title, by a national table, are reached within the round's year."""

    service_for: str

    @property
    def table(self) -> str:
        return self.service_for

    def judge(self, case: Case) -> Truth:
        return case.floors[self.service_for].service(case.facts, case.year)

    def reads(self) -> Iterator[str]:
        yield from ("level", "title.level", "title.acquired_on", "degree")


class Count(RuleModel):
    """How many achievements must count, or how many different items they must meet (given by a fact)."""

    at_least: int | None = Field(default=None, ge=1)
    different_items: str | None = None


class Counted(Condition):
    """Enough achievements count."""

    count: Count

    def judge(self, case: Case) -> Truth:
        if case.counted is None:
            return Truth.UNKNOWN
        if self.count.different_items is None:
            return at_least(self.count.at_least or 1, [standing for standing, _ in case.counted])
        needed = case.facts.get(self.count.different_items)
        return Truth.UNKNOWN if not isinstance(needed, int) else _enough_items(needed, case.counted)

    def reads(self) -> Iterator[str]:
        yield "achievements"
        if self.count.different_items:
            yield self.count.different_items


def at_least(needed: int, standings: list[Truth]) -> Truth:
    """Whether enough are met, for certain or perhaps."""
    met = standings.count(Truth.MET)
    possible = met + standings.count(Truth.UNKNOWN)
    return Truth.MET if met >= needed else truth(False) if possible < needed else Truth.UNKNOWN


def _enough_items(needed: int, counted: tuple[tuple[Truth, Scalar | None], ...]) -> Truth:
    """Whether the achievements meet enough *different* items; one whose item is not known may meet a new one."""
    sure = {item for standing, item in counted if standing is Truth.MET} - {None}
    perhaps = [item for standing, item in counted if standing is not Truth.FAILED]
    if len(sure) >= needed:
        return Truth.MET
    possible = len(set(perhaps) - {None}) + perhaps.count(None)
    return truth(False) if possible < needed else Truth.UNKNOWN


class All(Condition):
    """Every one holds."""

    all_: "tuple[AnyCondition, ...]" = Field(alias="all", min_length=1)

    def judge(self, case: Case) -> Truth:
        return all_of(condition.judge(case) for condition in self.all_)

    def reads(self) -> Iterator[str]:
        for condition in self.all_:
            yield from condition.reads()

    def parts(self) -> Iterator[Condition]:
        yield self
        for condition in self.all_:
            yield from condition.parts()


class AnyOf(Condition):
    """At least one holds."""

    any_: "tuple[AnyCondition, ...]" = Field(alias="any", min_length=1)

    def judge(self, case: Case) -> Truth:
        return any_of(condition.judge(case) for condition in self.any_)

    def reads(self) -> Iterator[str]:
        for condition in self.any_:
            yield from condition.reads()

    def parts(self) -> Iterator[Condition]:
        yield self
        for condition in self.any_:
            yield from condition.parts()


class Not(Condition):
    """It does not hold."""

    not_: "AnyCondition" = Field(alias="not")

    def judge(self, case: Case) -> Truth:
        return negate(self.not_.judge(case))

    def reads(self) -> Iterator[str]:
        yield from self.not_.reads()

    def parts(self) -> Iterator[Condition]:
        yield self
        yield from self.not_.parts()


def _word_of(value: object) -> str | None:
    """The word that says which condition this is."""
    if isinstance(value, Condition):
        return next(iter(value.model_dump(by_alias=True)))
    return str(next(iter(value))) if isinstance(value, dict) and len(value) == 1 else None


AnyCondition = Annotated[
    Annotated[Is, Tag("is")]
    | Annotated[In, Tag("in")]
    | Annotated[Has, Tag("has")]
    | Annotated[AtLeast, Tag("at_least")]
    | Annotated[Until, Tag("until")]
    | Annotated[After, Tag("after")]
    | Annotated[YearsBy, Tag("years_by")]
    | Annotated[ValidFor, Tag("valid_for")]
    | Annotated[DegreeFor, Tag("degree_for")]
    | Annotated[TitleFor, Tag("title_for")]
    | Annotated[ServiceFor, Tag("service_for")]
    | Annotated[Counted, Tag("count")]
    | Annotated[All, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Not, Tag("not")],
    Discriminator(_word_of),
]

All.model_rebuild()
AnyOf.model_rebuild()
Not.model_rebuild()
