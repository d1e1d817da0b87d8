"""How many sections of each style of numbering are found, and how many are made up (`cases/outlines.yaml`)."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from knowledge.outline import sections_of
from knowledge.plain import plain
from knowledge.records import Model, read_value
from tests.knowledge.synthetic import source

GOLD = Path(__file__).parent / "cases" / "outlines.yaml"


class Outline(Model):
    """A text in one style, with its sections as a person reads them."""

    style: str
    text: str
    sections: tuple[tuple[str, ...], ...]
    issuer: str | None = None


class Mark(NamedTuple):
    """The paths that are missing and those that are made up, of how many."""

    style: str
    missing: list[tuple[str, ...]]
    made_up: list[tuple[str, ...]]
    paths: int


def marks() -> Iterator[Mark]:
    """The mark of each style."""
    for gold in read_value(tuple[Outline, ...], GOLD):
        read = sections_of(source(gold.text, issuer=gold.issuer, title=gold.style))
        wanted, found = _without_blanks(gold.sections), _without_blanks(section.path for section in read)
        missing = [path for path in wanted if path not in found]
        yield Mark(gold.style, missing, [path for path in found if path not in wanted], len(wanted))


def _without_blanks(paths: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The same paths as they are compared."""
    return [tuple(map(plain, path)) for path in paths]
