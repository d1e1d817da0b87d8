"""Where the quotes of a rule file stand in its notices: kept under a digest of all that decides it."""

from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar

from eligibility.errors import RuleError
from eligibility.rulebook.rulebook import Clause, ClauseCitation, Programme
from knowledge.errors import SourceError
from knowledge.kept_yaml import CACHE, copy_at, keep, read_kept_record
from knowledge.lines import tidy
from knowledge.notice import NOTICES
from knowledge.passage import Passage
from knowledge.plain import Span, plain
from knowledge.source import PARTS, Source, load_source, read_proven_source
from knowledge.store.fingerprint import PACKAGE, digest_of
from knowledge.store.look import stamp_of_code

LONGEST_QUOTE = 300
CODE = (PACKAGE / "reading", Path(__file__).parent)  # what finds a quote, beside `knowledge` itself
T = TypeVar("T")


class Citing:
    """Finds the clauses of a programme in the notices that it pins."""

    def __init__(self, programme: Programme, path: Path, cache_folder: Path | None) -> None:
        self.programme = programme
        self.path = path
        self.cache_folder = cache_folder

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """The notices that the programme pins; their own quotes are looked for where its clauses are."""
        is_proven = bool(self._kept)
        return {notice: _source_of(notice, self.cache_folder, is_proven=is_proven) for notice in self.programme.sources}

    def citations(self) -> dict[str, ClauseCitation]:
        """The one place of each clause; `RuleError` where it has none, or several."""
        if self._kept:
            return self._kept_citations()
        found = {name: self._cite(name, clause) for name, clause in self.programme.clauses.items()}
        if self._copy:
            keep(self._copy, {name: [each.section, each.span] for name, each in found.items()})
        return found

    @cached_property
    def _copy(self) -> Path | None:
        """Where the places are kept."""
        if self.cache_folder is None:
            return None
        files = (NOTICES / notice / name for notice in self.programme.sources for name in sorted(PARTS))
        digest = digest_of([self.path, *files], stamp_of_code(*CODE))
        return self.cache_folder / f"{digest}.places.json"

    @cached_property
    def _kept(self) -> Mapping[str, tuple[list[str], list[int]]]:
        """The places that are kept; nothing where they are not those of all clauses."""
        found = copy_at(self._copy) if self._copy else None
        return found if isinstance(found, dict) and found.keys() == self.programme.clauses.keys() else {}

    def _kept_citations(self) -> dict[str, ClauseCitation]:
        """The clauses as they are kept."""
        return {
            name: _citation(self._source_of(name, self.programme.clauses[name]), tuple(section), Span(*span))
            for name, (section, span) in self._kept.items()
        }

    def _source_of(self, name: str, clause: Clause) -> Source:
        """The notice of a clause."""
        source = self.sources.get(clause.notice or self.programme.id)
        if source is None:
            pinned = ", ".join(self.sources)
            raise RuleError(f"{self._where(name)}: notice: {clause.notice!r} is not pinned; pinned are {pinned}")
        return source

    def _cite(self, name: str, clause: Clause) -> ClauseCitation:
        """The one place where a quote stands under its heading."""
        source, where = self._source_of(name, clause), self._where(name)
        found = list(_places_of(clause, source))
        if len(found) != 1:
            told = f"found {len(found)} times under {clause.clause!r}, once is wanted"
            raise RuleError(f"{where}: {told}: {clause.quote}")
        citation = _citation(source, *found[0])
        if len(citation.quote) > LONGEST_QUOTE:
            raise RuleError(f"{where}: the quote has {len(citation.quote)} characters, {LONGEST_QUOTE} are allowed")
        return citation

    def _where(self, name: str) -> str:
        """What is said of a clause first."""
        return f"{self.path}: clauses.{name}"


def _citation(source: Source, section: tuple[str, ...], span: Span) -> ClauseCitation:
    """A span of a source as it is quoted."""
    return ClauseCitation(source, section, span, tidy(source.text[slice(*span)]))


def _places_of(clause: Clause, source: Source) -> Iterator[tuple[tuple[str, ...], Span]]:
    """Where a quote stands within a passage whose headings hold the clause."""
    for span in source.find(clause.quote):
        for passage in passages(source.notice.id):
            inside = passage.span.start <= span.start and span.end <= passage.span.end
            if inside and plain(clause.clause) in plain("/".join(passage.path)):
                yield passage.path, span


@cache
def passages(notice: str) -> tuple[Passage, ...]:
    """The passages of a notice, cut once."""
    from knowledge.passages import passages_of  # noqa: PLC0415  # slow to import, and places that are kept need no cut

    return passages_of(_source_of(notice, CACHE, is_proven=False))


@cache
def _source_of(notice: str, cache_folder: Path | None, *, is_proven: bool) -> Source:
    """A notice, read once."""
    return (read_proven_source if is_proven else load_source)(notice, kept=cache_folder)


def read_rules(kind: type[T], path: Path, cache_folder: Path | None) -> T:
    """What a file of rules holds; `RuleError` where it does not have its form."""
    try:
        return read_kept_record(kind, path, cache_folder)
    except SourceError as error:
        raise RuleError(str(error)) from None
