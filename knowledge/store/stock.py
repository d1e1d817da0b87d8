"""The notices of a folder as a build finds them: those that must be read, and those that are as they were."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from knowledge.catalogue import Catalogue
from knowledge.errors import KnowledgeError, SourceError
from knowledge.kept_yaml import CACHE
from knowledge.labelling import labels_of
from knowledge.labels import Labels, load_labels
from knowledge.notice import Notice, Stored
from knowledge.notice_faults import unknown_words
from knowledge.reading import read_text
from knowledge.source import Source, load_source, nothing_in, read_sources
from knowledge.specialties import series_of_specialties, specialties_of
from knowledge.store.fingerprint import code, digest_of
from knowledge.store.folders import LABELS, Files, Folders, NoticeFiles
from knowledge.terms import Finder, Lexicon, search_form

TEXT = "source.txt"


class Stock(NamedTuple):
    """What a library is to hold: sources with their labels, and the notices whose passages stay as they are."""

    sources: Sequence[Source]
    labels: Mapping[str, Labels | None]
    kept: Mapping[str, Stored]
    digests: Mapping[str, str]
    files: Mapping[str, NoticeFiles]
    left_out: tuple[str, ...]
    confirmed: "Confirmed"

    @property
    def notices(self) -> list[Notice]:
        """Every notice, in the order of ids."""
        every = chain((each.notice for each in self.kept.values()), (each.notice for each in self.sources))
        return sorted(every, key=lambda notice: notice.id)


class Confirmed:
    """The labels of a folder that a person confirmed; they are read only where something is learned from them."""

    def __init__(self, folder: Path, notices: frozenset[str], catalogue: Catalogue) -> None:
        self.folder = folder
        self.notices = notices
        self.catalogue = catalogue

    @cached_property
    def digest(self) -> str:
        """One digest of the labels and of the texts in which they stand."""
        paths = (self.folder / notice / name for notice in sorted(self.notices) for name in (LABELS, TEXT))
        return digest_of(paths, "")

    def labels(self) -> Iterator[Labels]:
        """All that can be read."""
        for notice in sorted(self.notices):
            with suppress(SourceError):
                if labels := load_labels(load_source(notice, self.folder, CACHE), self.catalogue, self.folder):
                    yield labels


class StockTaker:
    """Finds what a folder of notices holds; `earlier` is what the library of the same code has of it."""

    def __init__(
        self, folders: Folders, files: Files, lexicon: Lexicon, catalogue: Catalogue, earlier: Mapping[str, Stored]
    ) -> None:
        self.folder = folders.notices
        self.files = files.notices
        self.lexicon = lexicon
        self.catalogue = catalogue
        self.earlier = earlier
        self.confirmed = Confirmed(self.folder, folders.look.holding(LABELS), catalogue)

    @cached_property
    def digests(self) -> dict[str, str]:
        """Of each notice one digest of its files, and of what else decides what is made of them.

        Sentences without labels have those that all labels together propose.
        """
        topics = repr(list(self.catalogue.topics.values()))
        made_of = code(), self.lexicon.to_json(), topics, self.confirmed.digest
        beside = hashlib.sha256("\0".join(made_of).encode()).hexdigest()
        return {
            notice: hashlib.sha256(f"{beside}{files.digest}".encode()).hexdigest()
            for notice, files in self.files.items()
        }

    def take(self) -> Stock:
        """The notices that changed, read; all others kept.

        A notice that holds the name of a specialty that came or went names others than before.
        """
        kept = {key: each for key, each in self.earlier.items() if each.digest == self.digests.get(key)}
        stock = self._read_beside(kept)
        before = self._names_of_specialties([each.notice for each in self.earlier.values()])
        changed = before ^ self._names_of_specialties(stock.notices)
        named = self._holding(changed, kept) if changed else frozenset()
        return self._read_beside({notice: kept[notice] for notice in kept.keys() - named}) if named else stock

    def _read_beside(self, kept: Mapping[str, Stored]) -> Stock:
        """The stock with these notices kept and all others read."""
        left_out: list[KnowledgeError] = []
        read = read_sources(self.folder, left_out.append, [each for each in self.files if each not in kept])
        if not (read or kept):
            raise nothing_in(self.folder, self.files)
        known = [source for source in read if self._is_known(source, left_out.append)]
        labels = labels_of(known, self.catalogue, self.folder, left_out.append)
        sources = [source for source in known if source.notice.id in labels]
        return Stock(sources, labels, kept, self.digests, self.files, tuple(map(str, left_out)), self.confirmed)

    def _is_known(self, source: Source, broken: Callable[[KnowledgeError], None]) -> bool:
        """Whether the word lists know a source's series and place; `broken` hears why not."""
        path = self.folder / source.notice.id / "notice.yaml"
        fault = next(unknown_words(source.notice, self.lexicon, path), None)
        if fault is not None:
            broken(SourceError(str(fault)))
        return fault is None

    def _names_of_specialties(self, notices: Sequence[Notice]) -> frozenset[tuple[str, str]]:
        """Each expression that stands for a specialty of some notices, with that specialty."""
        table = specialties_of(self.lexicon, series_of_specialties(notices))
        return frozenset(chain.from_iterable(((name, key) for key in keys) for name, keys in table.keys.items()))

    def _holding(self, changed: frozenset[tuple[str, str]], kept: Mapping[str, Stored]) -> frozenset[str]:
        """The kept notices whose text holds one of some expressions."""
        finder = Finder(expression for expression, _ in changed)
        texts = ((notice, search_form(read_text(self.folder / notice / TEXT))) for notice in kept)
        return frozenset(notice for notice, text in texts if any(finder.find(text)))
