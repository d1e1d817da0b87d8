"""Whom a case belongs to: the placements of all programmes in one list, the latest year first; the first to hold wins.

Where a fact is missing that a placement looks at, the list is followed for each value that makes a difference. So what
all ways agree on is certain although the fact is not known.
"""

from collections.abc import Iterator
from datetime import date
from functools import cached_property, lru_cache

from eligibility.rulebook.condition import Case, Condition
from eligibility.rulebook.fact_conditions import In, Is
from eligibility.rulebook.facts import Facts, Scalar
from eligibility.rulebook.factsheet import Fact
from eligibility.rulebook.logic import Truth
from eligibility.rulebook.rulebook import Book, Placement, Rulebook, Statement
from knowledge.value import Singular, Value, replace

UNNAMED = "（其他）"
LATEST = "latest"


class PlacedCase(Value):
    """One way through the placements. `facts` holds what was assumed on the way; no placement: none of them holds.

    `rival`: a programme of the same year places the case with another outcome, so that both must be quoted.
    """

    facts: Facts
    book: Book | None = None
    placement: Placement | None = None
    rival: tuple[Book, Placement] | None = None


class Placements(Singular):
    """The programmes that take part: those of the year asked for whose notice has been issued; drafts place nobody."""

    rulebook: Rulebook
    today: date
    books: tuple[Book, ...]

    @cached_property
    def placed(self) -> dict[tuple[Scalar | None, ...], PlacedCase]:
        """The cases that were placed before."""
        return {}

    @cached_property
    def entries(self) -> tuple[tuple[Book, Placement], ...]:
        """The placements in the order in which they are tried."""
        return tuple((book, placement) for book in self.books for placement in book.programme.placements)

    @cached_property
    def values(self) -> dict[str, tuple[Scalar, ...]]:
        """For each fact that a placement reads, one value of every kind that some rule tells apart."""
        sheet = self.rulebook.factsheet.by_path
        return {path: tuple(_representatives(sheet[path], self.tests(path))) for path in self.paths}

    def tests(self, path: str) -> list[frozenset[Scalar]]:
        """The sets of values that the conditions of all programmes compare a fact with."""
        return [
            frozenset([test.is_[path]] if isinstance(test, Is) else test.in_[path])
            for test in self.comparisons
            if path in test.pairs()
        ]

    @property
    def statements(self) -> Iterator[tuple[Book, Statement]]:
        """What the programmes say, each with its book."""
        return ((book, said) for book in self.books for said in book.programme.statements())

    @cached_property
    def comparisons(self) -> tuple[Is | In, ...]:
        """Every comparison of a fact with values that the programmes make."""
        return tuple(
            part
            for _, said in self.statements
            for condition in said.conditions
            for part in condition.parts()
            if isinstance(part, Is | In)
        )

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The facts that the placements read."""
        return tuple(dict.fromkeys(path for _, placement in self.entries for path in placement.when.reads()))

    def place(self, facts: Facts) -> Iterator[PlacedCase]:
        """Every way in which what is not known may place the case; at once where all that matters is known."""
        known = tuple(map(facts.values.get, self.paths))
        if None in known:
            yield from self.leaves(facts)
            return
        if known not in self.placed:
            self.placed[known] = next(self.leaves(facts))
        yield replace(self.placed[known], facts=facts)

    def certain(self, facts: Facts) -> PlacedCase | None:
        """The case where all ways place it alike, with nothing assumed of it; None where they differ."""
        ways = self.place(facts)
        first = next(ways)
        if all((each.book, each.placement) == (first.book, first.placement) for each in ways):
            return replace(first, facts=facts)
        return None

    def leaves(self, facts: Facts, start: int = 0) -> Iterator[PlacedCase]:
        """Every way in which what is not known may place the case."""
        case = Case(facts)
        for index, (book, placement) in enumerate(self.entries[start:], start):
            standing = placement.when.judge(case)
            if standing is Truth.MET:
                yield PlacedCase(facts, book, placement, self.rival(case, book, placement))
                return
            if standing is Truth.UNKNOWN:
                path = next(path for path in placement.when.reads() if facts.get(path) is None)
                for value in self.values[path]:
                    yield from self.leaves(facts.with_value(path, value), index)
                return
        yield PlacedCase(facts)

    def rival(self, case: Case, book: Book, placement: Placement) -> tuple[Book, Placement] | None:
        """A programme of the same year that places a case with another outcome; sound rule files have none."""
        for other in self.books:
            if other is not book and other.programme.year == book.programme.year:
                first = other.programme.placement_of(case)
                if first and first.outcome != placement.outcome:
                    return other, first
        return None

    def cases_of(self, placement: Placement) -> Iterator[PlacedCase]:
        """The cases that end in a placement, one of each kind."""
        for facts in self._solutions(placement.when, Facts()):
            yield from (leaf for leaf in self.leaves(facts) if leaf.placement is placement)

    def _solutions(self, condition: Condition, facts: Facts) -> Iterator[Facts]:
        """The ways of filling in facts, one of each kind, so that a condition holds."""
        standing = condition.judge(Case(facts))
        if standing is Truth.MET:
            yield facts
        elif standing is Truth.UNKNOWN:
            path = next(path for path in condition.reads() if facts.get(path) is None)
            for value in self.values[path]:
                yield from self._solutions(condition, facts.with_value(path, value))

    def held(self, facts: Facts) -> Placement | None:
        """The first placement that holds by what was told, whatever is open before it."""
        case = Case(facts)
        return next((each for _, each in self.entries if each.when.judge(case) is Truth.MET), None)

    def open_placements(self, facts: Facts) -> Iterator[Placement]:
        """The placements that may hold, up to the first that does."""
        case = Case(facts)
        for _, placement in self.entries:
            standing = placement.when.judge(case)
            if standing is Truth.UNKNOWN:
                yield placement
            if standing is Truth.MET:
                return


def _representatives(fact: Fact, tests: list[frozenset[Scalar]]) -> Iterator[Scalar]:
    """The first value of each kind; a name may also be one that no rule has."""
    firsts: dict[tuple[bool, ...], Scalar] = {}
    for value in _values_of(fact, tests):
        firsts.setdefault(tuple(value in test for test in tests), value)
    yield from firsts.values()


def _values_of(fact: Fact, tests: list[frozenset[Scalar]]) -> list[Scalar]:
    """Every value that may stand for a kind: of a year those that rules name, of a name also one that none has."""
    if fact.key == "year":
        years = frozenset[Scalar]().union(*tests)
        return [LATEST, *sorted(year for year in years if isinstance(year, int))]
    if fact.kind == "flag":
        return [True, False]
    return [*(choice.value for choice in fact.choices), *([UNNAMED] if fact.kind == "name" else [])]


@lru_cache(maxsize=64)
def desk(rulebook: Rulebook, today: date, year: Scalar | None) -> Placements:
    """The desk of a day and a year; without a year every round takes part, the latest first."""
    books = tuple(
        book
        for book in rulebook.books
        if book.exists(today) and book.source.notice.status != "draft" and year in (None, LATEST, book.programme.year)
    )
    return Placements(rulebook, today, books)
