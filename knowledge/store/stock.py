"""The notices of a folder as a build finds them: those that must be read, and those that are as they were."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from knowledge.catalogue import Catalogue
from knowledge.errors import KnowledgeError, SourceError
from knowledge.labelling import labels_of
from knowledge.labels import Labels
from knowledge.notice import Notice, Source, Stored, ids_in, read_sources
from knowledge.notice_faults import unknown_words
from knowledge.reading import read_text
from knowledge.scope import Tables
from knowledge.store.fingerprint import code, digest_of
from knowledge.terms import Finder, Lexicon, search_form

FILES = ("source.txt", "notice.yaml", "asked.yaml", "topics.yaml")
LABELS = "topics.yaml"


class Stock(NamedTuple):
    """What a library is to hold: sources with their labels, and the notices whose passages stay as they are."""

    sources: Sequence[Source]
    labels: Mapping[str, Labels | None]
    kept: Mapping[str, Stored]
    digests: Mapping[str, str]
    left_out: tuple[str, ...]

    @property
    def stored(self) -> dict[str, Stored]:
        """Every notice by its id, in the order of ids, with its digest."""
        read = {each.notice.id: Stored(each.notice, self.digests[each.notice.id]) for each in self.sources}
        return dict(sorted({**self.kept, **read}.items()))

    @property
    def notices(self) -> list[Notice]:
        """Every notice, in the order of ids."""
        return [each.notice for each in self.stored.values()]


class StockTaker:
    """Finds what a folder of notices holds; `earlier` is what the library has of it."""

    def __init__(self, folder: Path, lexicon: Lexicon, catalogue: Catalogue, earlier: Mapping[str, Stored]) -> None:
        self.folder = folder
        self.lexicon = lexicon
        self.catalogue = catalogue
        self.earlier = earlier

    @cached_property
    def digests(self) -> dict[str, str]:
        """Of each notice one digest of its files, and of what else decides what is made of them.

        Sentences without labels have those that all labels together propose.
        """
        labels = digest_of(sorted(self.folder.glob(f"*/{LABELS}")), "")
        topics = repr(list(self.catalogue.topics.values()))
        beside = hashlib.sha256("\0".join((code(), self.lexicon.to_json(), topics, labels)).encode()).hexdigest()
        return {
            notice: digest_of([self.folder / notice / name for name in FILES], beside) for notice in ids_in(self.folder)
        }

    def take(self) -> Stock:
        """The notices that changed or are compared with others, read; all others kept.

        A notice that holds the name of a specialty that came or went names others than before.
        """
        kept = {notice: each for notice, each in self.earlier.items() if self._is_as_it_was(notice, each)}
        stock = self._read_beside(kept)
        changed = self._names_of_specialties(self.earlier).symmetric_difference(
            self._names_of_specialties(stock.stored)
        )
        named = self._holding(changed, kept) if changed else frozenset()
        return self._read_beside({notice: kept[notice] for notice in kept.keys() - named}) if named else stock

    def _is_as_it_was(self, notice: str, earlier: Stored) -> bool:
        """Whether nothing changed of which a notice's passages are made; a draft's are compared with all others."""
        is_compared = earlier.notice.status == "draft" or (self.folder / notice / LABELS).is_file()
        return earlier.digest == self.digests.get(notice) and not is_compared

    def _read_beside(self, kept: Mapping[str, Stored]) -> Stock:
        """The stock with these notices kept and all others read."""
        left_out: list[KnowledgeError] = []
        read = read_sources(self.folder, left_out.append, kept.keys())
        known = [source for source in read if self._is_known(source, left_out.append)]
        labels = labels_of(known, self.catalogue, self.folder, left_out.append)
        sources = [source for source in known if source.notice.id in labels]
        every: dict[str, Labels | None] = {**dict.fromkeys(kept), **labels}
        return Stock(sources, every, kept, self.digests, tuple(map(str, left_out)))

    def _is_known(self, source: Source, broken: Callable[[KnowledgeError], None]) -> bool:
        """Whether the word lists know a source's series and place; `broken` hears why not."""
        path = self.folder / source.notice.id / "notice.yaml"
        fault = next(unknown_words(source.notice, self.lexicon, path), None)
        if fault is not None:
            broken(SourceError(str(fault)))
        return fault is None

    def _names_of_specialties(self, stored: Mapping[str, Stored]) -> frozenset[tuple[str, str]]:
        """Each expression that stands for a specialty of some notices, with that specialty."""
        table = Tables(self.lexicon, [each.notice for each in stored.values()], list).specialties
        return frozenset(chain.from_iterable(((name, key) for key in keys) for name, keys in table.keys.items()))

    def _holding(self, changed: frozenset[tuple[str, str]], kept: Mapping[str, Stored]) -> frozenset[str]:
        """The kept notices whose text holds one of some expressions."""
        finder = Finder(expression for expression, _ in changed)
        texts = ((notice, search_form(read_text(self.folder / notice / "source.txt"))) for notice in kept)
        return frozenset(notice for notice, text in texts if any(finder.find(text)))
