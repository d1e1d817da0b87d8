"""How many sections are found, and how many made up, of each style of numbering and of each notice of another place.

The gold stands in `cases/outlines.yaml` (a text for each style) and `cases/sections-*.yaml` (whole notices).
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from knowledge.outline import sections_of
from knowledge.plain import plain
from knowledge.records import Model, read_value
from knowledge.source import Source, load_sources
from tests.foreign import OTHERS
from tests.knowledge.synthetic import source

CASES = Path(__file__).parent / "cases"


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
    for gold in read_value(tuple[Outline, ...], CASES / "outlines.yaml"):
        yield _mark(gold.style, gold.sections, source(gold.text, issuer=gold.issuer, title=gold.style))


def foreign_marks() -> Iterator[Mark]:
    """The mark of each notice of another place."""
    for name, folder in OTHERS.items():
        sources = {each.notice.id: each for each in load_sources(folder)}
        gold = read_value(dict[str, tuple[tuple[str, ...], ...]], CASES / f"sections-{name}.yaml")
        for notice_id, sections in gold.items():
            yield _mark(notice_id, sections, sources[notice_id])


def _mark(name: str, sections: Sequence[tuple[str, ...]], read: Source) -> Mark:
    """The mark of what a source's sections should be."""
    wanted, found = _without_blanks(sections), _without_blanks(section.path for section in sections_of(read))
    missing = [path for path in wanted if path not in found]
    return Mark(name, missing, [path for path in found if path not in wanted], len(wanted))


def _without_blanks(paths: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The same paths as they are compared."""
    return [tuple(map(plain, path)) for path in paths]
