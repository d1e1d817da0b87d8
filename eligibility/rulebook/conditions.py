"""The closed set of conditions that a rule file may use.

is in has at_least after until years_by valid_for       one fact (`fact_conditions.py`)
degree_for title_for service_for                        the national floor of degrees and years
count                                                   achievements that count
all any not                                             other conditions
"""

from collections.abc import Iterator
from typing import Annotated

from eligibility.rulebook.condition import Case, Condition
from eligibility.rulebook.facts import Scalar
from eligibility.rulebook.logic import Truth, all_of, any_of, negate, truth
from knowledge.file_record import FileRecord, Within


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


class Count(FileRecord):
    """How many achievements must count, or how many different items they must meet (given by a fact)."""

    at_least: Annotated[int, Within(ge=1)] | None = None
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

    all_: Annotated[tuple[Condition, ...], Within(min_length=1)]

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

    any_: Annotated[tuple[Condition, ...], Within(min_length=1)]

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

    not_: Condition

    def judge(self, case: Case) -> Truth:
        return negate(self.not_.judge(case))

    def reads(self) -> Iterator[str]:
        yield from self.not_.reads()

    def parts(self) -> Iterator[Condition]:
        yield self
        yield from self.not_.parts()
