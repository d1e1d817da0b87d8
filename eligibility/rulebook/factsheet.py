"""Every fact once (`rules/facts.yaml`): how it is asked, what it may be, what its absence means."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Annotated, Literal

from knowledge.file_record import FileRecord, Within
from knowledge.plain import plain
from knowledge.terms import Finder, Occurrence

Stage = Literal["who_and_where", "bars", "level_and_title", "achievements", "conduct"]
Kind = Literal["choice", "name", "date", "number", "whole", "flag", "many", "record", "yearly", "records"]


class Choice(FileRecord):
    """One value, as it is written in facts and as a person reads it; `also`: other ways of saying it.

    `usual`: shown where there are too many to be read. `of`: the series that a specialty belongs to, where it is only
    one. `examples` are said for the choice as well, and each tells another fact beside it (`words_tell`): 会计 is
    another series, and the specialty too. `implies`: a value that holds of the same person and says less, so that both
    may be said.
    """

    value: str
    label: str
    also: tuple[str, ...] = ()
    usual: bool = False
    of: str | None = None
    examples: tuple[str, ...] = ()
    words_tell: str | None = None
    implies: str | None = None

    def is_meant_by(self, pieces: Iterable[str]) -> bool:
        """Whether all of some words stand in one of its names."""
        return any(all(piece in name for piece in pieces) for name in (self.label, *self.also))


class Fact(FileRecord):
    """One fact. `absent`: what its absence means in a file of facts (nothing: not known yet).

    `past`: a day that cannot lie in the future. `may_be_none`: a day that there may not be (`none`); `never`: ways of
    saying so; `when_asked`: what asks for the day of what is first asked with yes or no. `effort`: how hard it is for a
    person to change (0: it cannot be changed); what takes the least is advised first. `apart`: words in which a name of
    a value does not stand for it.
    """

    key: str
    kind: Kind
    question: str
    stage: Stage | None = None
    help: str = ""
    label: str = ""
    absent: str | None = None
    asked: bool = True
    effort: Annotated[int, Within(ge=0)] = 0
    past: bool = False
    may_be_none: bool = False
    never: tuple[str, ...] = ()
    when_asked: str = ""
    choices: tuple[Choice, ...] = ()
    apart: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    parts: "tuple[Fact, ...]" = ()

    @property
    def bounds(self) -> tuple[float, float]:
        """The lowest and the highest number that it can be."""
        return self.minimum or 0, self.maximum or 0

    @cached_property
    def by_key(self) -> dict[str, "Fact"]:
        """The parts of a record by their keys."""
        return {part.key: part for part in self.parts}

    @cached_property
    def names(self) -> dict[str, str]:
        """Every way of writing a value, in plain form, and the value."""
        return {
            plain(name): choice.value
            for choice in self.choices
            for name in (choice.value, choice.label, *choice.also, *choice.examples)
        }

    def names_in(self, bare: str) -> Iterator[Occurrence]:
        """The names that stand in a text in plain form; one inside a longer one, or a word `apart`, is none."""
        return (found for found in self._finder.find(bare) if found.expression in self.names)

    @cached_property
    def _finder(self) -> Finder:
        """Finds the names that are longer than a character."""
        return Finder([*(name for name in self.names if len(name) > 1), *map(plain, self.apart)])

    def values_in(self, text: str) -> frozenset[str]:
        """The values that a text names."""
        return frozenset(self.names[found.expression] for found in self.names_in(plain(text)))

    def beside(self, name: str) -> tuple[str, str] | None:
        """The other fact that a name of a choice tells, and its value."""
        told = (choice.words_tell for choice in self.choices if name in choice.examples and choice.words_tell)
        return next(((key, name) for key in told), None)

    def label_of(self, value: str) -> str:
        """A value as a person reads it."""
        return next((choice.label for choice in self.choices if choice.value == value), value)

    def is_of(self, value: str, series: object) -> bool:
        """Whether a value belongs to a series, as far as both are known."""
        of = next((choice.of for choice in self.choices if choice.value == value), None)
        return series is None or of in (series, None)


class Factsheet(FileRecord):
    """All facts in the order in which it is natural to ask them."""

    facts: Annotated[tuple[Fact, ...], Within(min_length=1)]

    @cached_property
    def by_path(self) -> dict[str, Fact]:
        """Each fact, and each part of one, by its path."""
        return dict(self.walk())

    def knows(self, path: str) -> bool:
        """Whether there is such a fact; each year of a yearly one is a fact of its own."""
        whole = self.by_path.get(path.rpartition(".")[0])
        return path in self.by_path or (whole is not None and whole.kind == "yearly")

    def walk(self) -> Iterator[tuple[str, Fact]]:
        """The facts with their paths; the parts of an achievement are `achievement.…`."""
        for fact in self.facts:
            yield fact.key, fact
            prefix = "achievement" if fact.kind == "records" else fact.key
            for part in fact.parts:
                yield f"{prefix}.{part.key}", part
