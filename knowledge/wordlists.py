"""What the files of `lexicon/` hold: places and titles, kinds of answer, what is taken for granted."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Literal

from knowledge.file_record import FileRecord
from knowledge.patterns import Lines, Several, linear, several

Words = tuple[str, ...]
Names = Mapping[str, Words]
Relation = Literal["own", "above", "below", "other"]
NamedPlace = Literal["office", "province", "nothing", "away", "excluded"]
Asks = Literal["round", "judge", "rule"]
NEVER = ("$.",)  # what no sentence holds


class Stopwords(FileRecord):
    """What `stopwords.yaml` holds."""

    words: Words


class ScopeWords(FileRecord):
    """What `scope.yaml` holds: what a question can name of its own case."""

    cities: Names
    province: Words
    series: Names
    examinations: Words
    trades: Names
    specialties_elsewhere: Words
    levels: Names
    callings: Words
    ways: Words
    employers: Names
    of_a_city: str
    comparing: Lines
    either: Lines
    speaking: Lines
    taken_to: Lines
    coming: Lines
    own_place: Lines
    hearsay: Lines
    bringing: Lines
    brought: Lines
    required: Lines


class Grant(FileRecord):
    """A line of the table of who may speak for whom; all that it names must hold."""

    of: tuple[Relation, ...]
    names: NamedPlace | None = None
    levels: Words = ()
    employers: Words = ()
    series: Words = ()
    specialties: Words = ()
    asks: tuple[Asks, ...] = ()


class Jurisdictions(FileRecord):
    """What `jurisdiction.yaml` holds: the province that is meant where none is named, who speaks, other provinces."""

    home: str
    seat: str
    speaks: tuple[Grant, ...]
    of_cities: Words
    judges: str
    elsewhere: Names


class PremiseWords(FileRecord):
    """What `premise.yaml` holds: how days and counts are written, and what stands around one taken for granted."""

    period: Lines
    day: Lines
    count: Lines
    no_count: Lines
    units: Names
    before: Lines
    behind: Lines
    own: Lines
    own_behind: Lines


class Demand(FileRecord):
    """A kind of answer: what asks for it, what looks like that and is not, and what a sentence of it must hold.

    Where a text has a word of `unless`, it does not ask for this kind. Without `holds` no sentence is of it.
    """

    asks: Lines
    apart_from: Lines = ()
    unless: Lines = ()
    holds: Lines = NEVER

    def is_asked(self, asking: str, text: str) -> bool:
        """Whether a searched text asks for this kind, where `asks` was found in that of its clauses which ask."""
        if self.unless and linear(*self.unless).search(text):
            return False
        return not self.apart_from or self.piece(asking) is not None

    def piece(self, text: str) -> str | None:
        """The first piece of a searched text that asks for this kind."""
        others = [found.span() for found in linear(*self.apart_from).finditer(text)] if self.apart_from else []
        for found in linear(*self.asks).finditer(text):
            before = bisect_right(others, found.start(), key=lambda span: span[0]) - 1
            if before < 0 or others[before][1] < found.end():
                return found.group()
        return None


class Preference(Demand):
    """A kind of answer that is preferred where it is asked for, and how much; `mark`: what notice.yaml calls it."""

    weight: float
    mark: Literal["window", "place", "contact", "range"] | None = None


class AnswerKinds(FileRecord):
    """What `kinds.yaml` holds: kinds of answer, what can be counted, what asks for all of it or oneself."""

    prefer: Mapping[str, Preference]
    measures: Mapping[str, Lines]
    demand: Mapping[str, Demand]
    broad: Lines
    pointing: Lines
    own: Lines

    @cached_property
    def all(self) -> tuple[tuple[str, Demand], ...]:
        """Every kind with its name."""
        return *self.prefer.items(), *self.demand.items()

    @cached_property
    def asking(self) -> Several:
        """What asks for each of them."""
        return several(*(kind.asks for _, kind in self.all))

    def asked_in(self, text: str, asking: str = "") -> frozenset[str]:
        """The names of the kinds that a searched text asks for, of which `asking` are the clauses that ask."""
        asked = (self.all[number] for number in self.asking.found_in(asking or text))
        return frozenset(name for name, kind in asked if kind.is_asked(asking or text, text))

    def pieces(self, text: str) -> Iterator[str]:
        """The pieces of a searched text that ask for a kind of answer."""
        pieces = (self.all[number][1].piece(text) for number in self.asking.found_in(text))
        return (piece for piece in pieces if piece is not None)

    def is_broad(self, text: str) -> bool:
        """Whether the words of a searched text ask for all of something."""
        return bool(linear(*self.broad).search(text))

    def points_on(self, text: str) -> bool:
        """Whether a searched sentence says where the whole of a matter stands: 详见附件2."""
        return bool(linear(*self.pointing).search(text))

    def is_own(self, text: str) -> bool:
        """Whether by its words a searched text asks about its writer's own case."""
        return bool(linear(*self.own).search(text))
