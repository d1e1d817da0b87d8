"""Loading the rule files: their form, the pinned sources, and every quote checked before anything is judged."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from eligibility.errors import RuleError
from eligibility.rulebook.citing import Citing, read_rules
from eligibility.rulebook.factsheet import Factsheet
from eligibility.rulebook.floors import Floor
from eligibility.rulebook.rulebook import Book, ClauseCitation, Programme, Rulebook
from knowledge.errors import SourceError
from knowledge.kept_yaml import CACHE
from knowledge.source import Source

RULES = Path(__file__).parents[1] / "rules"
SHARED = {"facts.yaml", "floors.yaml", "coverage.yaml"}


@cache
def load_rulebook(folder: Path = RULES, cache_folder: Path | None = CACHE, *, is_strict: bool = True) -> Rulebook:
    """Every programme of a folder, the latest year first; `RuleError` or `SourceError` where one is not sound.

    Where that is not strict, a programme that is not sound is left out, and the rulebook says why.
    """
    paths = sorted(path for path in folder.glob("*.yaml") if path.name not in SHARED)
    sheet = read_rules(Factsheet, folder / "facts.yaml", cache_folder)
    floors = read_rules(dict[str, Floor], folder / "floors.yaml", cache_folder)
    books, left_out = list[Book](), dict[str, str]()
    for path in paths:
        try:
            programme = read_rules(Programme, path, cache_folder)
            _expect_known(programme, path, sheet, floors)
            _expect_effort(programme, path, sheet)
            books.append(_open_book(programme, path, cache_folder))
        except (RuleError, SourceError) as error:
            if is_strict:
                raise
            left_out[path.stem] = str(error)
    if not books:
        raise RuleError(f"{folder}: no rule files here that can be read; there is one a notice and year, ID.yaml")
    return _rulebook_of(books, sheet, floors, left_out)


def _rulebook_of(
    books: list[Book], sheet: Factsheet, floors: Mapping[str, Floor], left_out: Mapping[str, str] | None = None
) -> Rulebook:
    """The rulebook with its programmes in the order in which they are asked: latest year first, then by id."""
    in_order = sorted(books, key=lambda book: (-book.programme.year, book.programme.id))
    return Rulebook(tuple(in_order), sheet, floors, left_out or {})


def _open_book(programme: Programme, path: Path, cache_folder: Path | None) -> Book:
    """A programme with its quotes found in the sources that it pins."""
    if path.stem != programme.id:
        raise RuleError(f"{path}: id: {programme.id!r} is not the name of the file")
    citing = Citing(programme, path, cache_folder)
    sources = citing.sources
    for notice, digest in programme.sources.items():
        _expect_pinned(sources[notice], digest, path)
    if programme.id not in sources:
        raise RuleError(f"{path}: sources: the notice {programme.id} itself is not pinned")
    citations = citing.citations()
    for said in programme.statements():
        for name in said.cites:
            if name not in citations:
                raise RuleError(f"{path}: {said.id}: cites {name!r}; the clauses are {', '.join(citations)}")
    _expect_windows(programme, citations, path)
    return Book(programme, sources[programme.id], citations)


def _expect_windows(programme: Programme, citations: Mapping[str, ClauseCitation], path: Path) -> None:
    """`RuleError` where a window says nothing of a day, or words that its quote does not have."""
    for window in programme.windows:
        try:
            window.resting_on("".join(citations[name].quote for name in window.cites))
        except ValueError as error:
            raise RuleError(f"{path}: {window.id}: {error}") from None


def _expect_known(programme: Programme, path: Path, sheet: Factsheet, floors: Mapping[str, Floor]) -> None:
    """`RuleError` where a programme reads a fact, or goes by a national table, of which there is none."""
    for said in programme.statements():
        for condition in said.conditions:
            facts = {fact for fact in condition.reads() if not sheet.knows(fact)}
            tables = {part.table for part in condition.parts() if part.table} - floors.keys()
            if unknown := sorted(facts | tables):
                raise RuleError(f"{path}: {said.id}: {unknown[0]!r} is in neither facts.yaml nor floors.yaml")


def _expect_effort(programme: Programme, path: Path, sheet: Factsheet) -> None:
    """`RuleError` where a remedy changes a fact of which it is not said how hard that is."""
    for rule in programme.all_rules:
        for fact in rule.remedy.facts if rule.remedy else ():
            if not (sheet.knows(fact) and sheet.by_path[fact].effort):
                raise RuleError(f"{path}: {rule.id}: remedy: {fact!r} has no `effort` in facts.yaml")


def _expect_pinned(source: Source, digest: str, path: Path) -> None:
    """`RuleError` where the digest of a source is not the one that the rule file was written against."""
    if source.notice.sha256 != digest:
        raise RuleError(f"{path}: sources.{source.notice.id}: pins {digest}, the source has {source.notice.sha256}")
