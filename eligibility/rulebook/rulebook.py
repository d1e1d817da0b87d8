"""The rule files (`rules/ID.yaml`, one a notice and year) as records.

A programme is what one notice says of one round: who is placed where (first match wins), the rules of every route, the
routes, which achievements count, windows, places, contacts, forms, steps. Whatever it says rests on clauses of a notice
(`cites`) or names the text that is not in the library (`reference`).
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Literal, NamedTuple

import eligibility.rulebook.conditions  # noqa: F401  # so that a file may hold them
from eligibility.rulebook.condition import Case, Condition
from eligibility.rulebook.fact_conditions import Plain
from eligibility.rulebook.facts import key_of
from eligibility.rulebook.factsheet import Factsheet
from eligibility.rulebook.floors import Floor
from eligibility.rulebook.logic import Truth
from knowledge.file_record import FileRecord
from knowledge.notice import Window
from knowledge.plain import Span, plain
from knowledge.source import Source
from knowledge.value import Singular


class Clause(FileRecord):
    """A verbatim quote and a part of the headings above it (`clause`), together found once in the notice."""

    clause: str
    quote: str
    notice: str | None = None


class Statement(FileRecord):
    """What a rule file says; it rests on clauses of a notice, by their names."""

    id: str
    when: Condition | None = None
    cites: tuple[str, ...] = ()

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions that it has: what it applies to."""
        return (self.when,) if self.when else ()

    def may_apply(self, case: Case) -> bool:
        """Whether it applies to a case, or may."""
        return self.when is None or self.when.judge(case) is not Truth.FAILED


class Because(FileRecord):
    """One sentence for each way in which a rule can stand."""

    met: str
    failed: str
    unknown: str = ""

    def sentence(self, standing: Truth) -> str:
        """The sentence for a way of standing; where it has none of its own, that for failing."""
        return {Truth.MET: self.met, Truth.UNKNOWN: self.unknown}.get(standing) or self.failed


class Remedy(FileRecord):
    """What a person could bring about where a rule fails: one of the three.

    `to`: a fact with the values to try, `today` for a day; `more`: a further achievement of this kind; `waits`: a count
    that goes on by itself as years pass.
    """

    to: Mapping[str, tuple[Plain, ...]] = MappingProxyType({})
    more: Mapping[str, Plain] = MappingProxyType({})
    waits: str | None = None

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """The facts that it changes."""
        return (*self.to, *(["achievements"] if self.more else []), *([self.waits] if self.waits else []))


class Rule(Statement):
    """A condition of applying. `blocks` is false where an open answer does not hold the applicant up."""

    holds: Condition
    because: Because
    reference: str | None = None
    blocks: bool = True
    otherwise: Literal["not_eligible", "unclear"] = "not_eligible"
    mend: str | None = None
    remedy: Remedy | None = None

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What it applies to, and what must hold there."""
        return (*super().conditions, self.holds)

    def check(self) -> None:
        """A rule cites a clause or names the text that it rests on."""
        if not self.cites and not self.reference:
            raise ValueError(f"rule {self.id} has neither cites nor reference")


class Placement(Statement):
    """Whom a case belongs to. `own`: this notice's committee judges it by the rules below."""

    when: Condition
    outcome: Literal["own", "not_eligible", "elsewhere", "unclear", "not_covered"]
    because: str
    mend: str | None = None


class Route(Statement):
    """A way of qualifying, with the rules that are its own. `waives` names the common rules that it does without."""

    outcome: Literal["eligible", "unclear"] = "eligible"
    waives: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    because: str | None = None
    by_title: bool = False
    reference: str | None = None


class RuleWindow(Statement):
    """Days in which something can be handed in, both inclusive, as far as the notice says them (see `Window`)."""

    what: str
    opens: date | None = None
    closes: date | None = None
    about: str | None = None

    def resting_on(self, quote: str) -> Window:
        """The same with the quote that says so; `ValueError` where it cannot be a window."""
        return Window(what=self.what, quote=quote, opens=self.opens, closes=self.closes, about=self.about)


class Shown(Statement):
    """What is shown beside a verdict: `value` as printed, or the clause itself where there is none."""

    what: str
    value: str | None = None


class Note(Shown):
    """A form, a step, or something to know; `working_days` after the last window has closed."""

    working_days: int | None = None


class Standard(Shown):
    """The provincial standard that must be read as well, by its document number."""

    what: str = "评审标准"
    value: str


class Programme(FileRecord):
    """One notice's round, complete in itself."""

    id: str
    year: int
    sources: dict[str, str]
    draft_of: str | None = None
    clauses: dict[str, Clause]
    where: Mapping[str, Condition] = MappingProxyType({})
    placements: tuple[Placement, ...] = ()
    rules: tuple[Rule, ...] = ()
    achievements: tuple[Rule, ...] = ()
    routes: tuple[Route, ...] = ()
    standards: tuple[Standard, ...] = ()
    windows: tuple[RuleWindow, ...] = ()
    places: tuple[Shown, ...] = ()
    contacts: tuple[Shown, ...] = ()
    forms: tuple[Note, ...] = ()
    steps: tuple[Note, ...] = ()
    notes: tuple[Note, ...] = ()

    def statements(self) -> Iterator[Statement]:
        """Everything that the file says and that needs a clause."""
        yield from self.placements
        yield from self.rules
        yield from self.achievements
        for route in self.routes:
            yield route
            yield from route.rules
        for group in (self.standards, self.windows, self.places, self.contacts, self.forms, self.steps, self.notes):
            yield from group

    def placement_of(self, case: Case) -> Placement | None:
        """The first placement that holds for a case."""
        return next((each for each in self.placements if each.when.judge(case) is Truth.MET), None)

    @cached_property
    def asked_of_achievements(self) -> frozenset[str]:
        """The facts, by their keys, that a rule on achievements reads."""
        return frozenset(map(key_of, self._read_of_achievements))

    @cached_property
    def beside_achievements(self) -> tuple[str, ...]:
        """The paths of the applicant's facts on which it rests whether an achievement counts."""
        heads = {f"{key}.{head}" for key in self.asked_of_achievements for head in ("level", "grade")}
        return tuple(sorted(path for path in self._read_of_achievements | heads if key_of(path) != "achievements"))

    @cached_property
    def _read_of_achievements(self) -> frozenset[str]:
        """The paths of the facts that a rule on achievements reads."""
        conditions = (condition for rule in self.achievements for condition in rule.conditions)
        return frozenset(path for condition in conditions for path in condition.reads())

    @cached_property
    def all_rules(self) -> tuple[Rule, ...]:
        """The common rules and those of the routes."""
        return (*self.rules, *self.achievements, *(rule for route in self.routes for rule in route.rules))


class ClauseCitation(NamedTuple):
    """A span of a notice's source with its headings."""

    source: Source
    section: tuple[str, ...]
    span: Span
    quote: str

    def as_json(self, today: date) -> dict[str, object]:
        """The citation as the contract writes it."""
        notice = self.source.notice
        return {
            **self.in_brief(),
            "title": notice.title,
            "issuer": notice.issuer,
            "document_number": notice.document_number,
            "issued_on": notice.issued_on.isoformat() if notice.issued_on else None,
            "validity": notice.validity(today),
        }

    def in_brief(self) -> dict[str, object]:
        """The notice, the section and the quote; the rest stands with the citations of the reasons."""
        return {"notice": self.source.notice.id, "section": list(self.section), "quote": self.quote}


class Book(Singular):
    """A programme with the citation of each of its clauses."""

    programme: Programme
    source: Source
    citations: Mapping[str, ClauseCitation]

    def exists(self, today: date) -> bool:
        """Whether its notice has been issued."""
        return self.source.notice.exists_from <= today

    @cached_property
    def suspected(self) -> dict[str, str]:
        """What a value that holds a misprint probably means, by the notice's errata."""
        programme = self.programme
        found = {}
        for shown in (*programme.places, *programme.contacts):
            for erratum in self.source.notice.errata:
                if shown.value and erratum.reading and plain(erratum.printed) in plain(shown.value):
                    found[shown.value] = plain(shown.value).replace(plain(erratum.printed), erratum.reading)
        return found


class Rulebook(Singular):
    """All programmes, latest year first, with the facts that they ask about and the national tables.

    `left_out`: why the programmes that cannot be read are not among them, by their ids.
    """

    books: tuple[Book, ...]
    factsheet: Factsheet
    floors: Mapping[str, Floor]
    left_out: Mapping[str, str] = MappingProxyType({})

    @cached_property
    def waiting(self) -> frozenset[str]:
        """The facts whose counts go on by themselves as years pass."""
        rules = (rule for book in self.books for rule in book.programme.all_rules)
        return frozenset(rule.remedy.waits for rule in rules if rule.remedy and rule.remedy.waits)
