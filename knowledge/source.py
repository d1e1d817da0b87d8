"""The text of a notice as received (`notices/ID/source.txt`), with what is known of it: each held against the other."""

import hashlib
from collections.abc import Callable, Collection, Iterable
from functools import cached_property
from pathlib import Path

from knowledge.errors import SourceError, refuse
from knowledge.kept_yaml import read_kept_record
from knowledge.notice import NOTICES, Notice, as_replaced
from knowledge.plain import Plain, Span
from knowledge.reading import read_text

PARTS = frozenset({"source.txt", "notice.yaml"})  # of which a folder has one at least, to be a notice


class Source:
    """The text of a notice as received, never changed; everything cited is a span of it."""

    def __init__(self, notice: Notice, text: str) -> None:
        self.notice = notice
        self.text = text

    @cached_property
    def plain(self) -> Plain:
        """The text as it is compared."""
        return Plain.of(self.text)

    def find(self, quote: str) -> tuple[Span, ...]:
        """Every place where a quote stands, white space and width of characters aside."""
        return tuple(self.plain.find_all(quote))


def load_source(notice_id: str, folder: Path = NOTICES, kept: Path | None = None) -> Source:
    """A notice with its text; `SourceError` where a file is missing, changed, or a quote does not stand in it.

    `kept` is where what was read before is kept, if it is.
    """
    source = read_proven_source(notice_id, folder, kept)
    for key, quote in source.notice.quotes():
        _expect_quote(source, folder / notice_id / "notice.yaml", key, quote)
    return source


def read_proven_source(notice_id: str, folder: Path = NOTICES, kept: Path | None = None) -> Source:
    """The same of a notice whose quotes are known to stand in it."""
    path = folder / notice_id / "notice.yaml"
    notice = read_kept_record(Notice, path, kept, id=notice_id)
    text_path = path.with_name("source.txt")
    text = read_text(text_path)
    digest = hashlib.sha256(text_path.read_bytes()).hexdigest()
    if digest != notice.sha256:
        raise SourceError(f"{text_path}: its SHA-256 is {digest}, notice.yaml pins {notice.sha256}")
    return Source(notice, text)


def _expect_quote(source: Source, path: Path, key: str, quote: str) -> None:
    """`SourceError` where a quote of a file does not stand in the source."""
    if not source.find(quote):
        raise SourceError(f"{path}: {key}: not in the source: {quote}")


def load_sources(folder: Path = NOTICES, broken: Callable[[SourceError], None] = refuse) -> tuple[Source, ...]:
    """Every notice of a folder, by id, repealed where another one replaces it; otherwise as `read_sources`.

    `SourceError` where there is none, or none that can be read.
    """
    ids = ids_in(folder)
    sources = read_sources(folder, broken, ids)
    if not sources:
        raise nothing_in(folder, ids)
    notices = as_replaced([source.notice for source in sources])
    return tuple(Source(notices[source.notice.id], source.text) for source in sources)


def read_sources(folder: Path, broken: Callable[[SourceError], None], ids: Iterable[str]) -> tuple[Source, ...]:
    """The notices of a folder that have these ids; one that is broken is left out where `broken` lets it be.

    `broken` hears why.
    """
    found = list[Source]()
    for notice_id in ids:
        try:
            found.append(load_source(notice_id, folder))
        except SourceError as error:
            broken(error)
    return tuple(found)


def nothing_in(folder: Path, ids: Collection[str]) -> SourceError:
    """What is said of a folder where there is no notice, or none of these that can be read."""
    tried = f" ({', '.join(ids)} cannot be read)" if ids else ""
    return SourceError(f"{folder}: no notices here{tried}; each has a folder ID/ with source.txt and notice.yaml")


def ids_in(folder: Path) -> list[str]:
    """The ids of the notices of a folder, also of those that are broken."""
    return sorted({path.parent.name for path in folder.glob("*/*") if path.name in PARTS})
