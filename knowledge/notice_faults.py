"""All that is wrong with the folder of a notice, at once: each fault with its file, its key and what is allowed."""

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from knowledge.errors import SourceError
from knowledge.notice import Notice
from knowledge.plain import plain
from knowledge.reading import read_text
from knowledge.records import read_yaml
from knowledge.terms import Lexicon

FaultKind = Literal["unreadable", "missing", "unknown_key", "wrong", "not_allowed", "digest", "not_said", "markup"]
KINDS: Mapping[str, FaultKind] = {
    "missing": "missing",
    "extra_forbidden": "unknown_key",
    "literal_error": "not_allowed",
}
MARKUP = re.compile(r"<(?:!doctype|html|head|body|div|p|br|table|span)\b[^<>]{0,200}>", re.IGNORECASE)
QUOTED = frozenset({"quote", "printed"})  # keys whose text stands in the source


class NoticeFault(NamedTuple):
    """A fault: where it is, what kind it is of, what was found and what would be right."""

    path: Path
    key: str
    kind: FaultKind
    found: str = ""
    allowed: str = ""

    def __str__(self) -> str:
        """The fault in one line, as a program's log has it."""
        told = f"{self.path}: {self.key}: {self.kind.replace('_', ' ')} {self.found}".rstrip()
        return f"{told}; allowed: {self.allowed}" if self.allowed else told


@dataclass(frozen=True)
class NoticeFolder:
    """A folder that is to be a notice; `ids` are those of all notices."""

    path: Path
    lexicon: Lexicon
    ids: Collection[str]

    @property
    def record_path(self) -> Path:
        """Where its particulars stand."""
        return self.path / "notice.yaml"

    @property
    def text_path(self) -> Path:
        """Where its source stands."""
        return self.path / "source.txt"

    @cached_property
    def text(self) -> str | SourceError:
        """Its source, or what keeps it from being read."""
        try:
            return read_text(self.text_path)
        except SourceError as error:
            return error

    @cached_property
    def record(self) -> dict[str, object] | SourceError:
        """Its particulars as they stand, or what keeps them from being read."""
        try:
            return {**read_yaml(self.record_path), "id": self.path.name}
        except SourceError as error:
            return error

    def faults(self) -> Iterator[NoticeFault]:
        """Everything that is wrong with it."""
        for path, read in ((self.text_path, self.text), (self.record_path, self.record)):
            if isinstance(read, SourceError):
                yield NoticeFault(path, path.name, "unreadable", str(read).removeprefix(f"{path}: "))
        if isinstance(self.text, str):
            yield from self._text_faults(self.text)
        if isinstance(self.record, dict):
            yield from self._record_faults(self.record)

    def _text_faults(self, text: str) -> Iterator[NoticeFault]:
        """What is wrong with the source itself, and with its digest."""
        if found := MARKUP.search(text):
            yield NoticeFault(self.text_path, self.text_path.name, "markup", found.group()[:40])
        digest = hashlib.sha256(self.text_path.read_bytes()).hexdigest()
        if isinstance(self.record, dict) and self.record.get("sha256") not in (None, digest):
            yield NoticeFault(self.record_path, "sha256", "digest", str(self.record["sha256"])[:12], digest)

    def _record_faults(self, record: Mapping[str, object]) -> Iterator[NoticeFault]:
        """What is wrong with the particulars: their form, their words, and what the source does not say."""
        try:
            notice = TypeAdapter(Notice).validate_python(record)
        except ValidationError as error:
            yield from (self._of_form(fault) for fault in error.errors())
            yield from self._unsaid(quotes_in(record))
            return
        yield from unknown_words(notice, self.lexicon, self.record_path)
        for each in {*notice.replaces, *filter(None, [notice.follows])} - {*self.ids}:
            yield NoticeFault(self.record_path, "follows", "not_allowed", each, "、".join(sorted(self.ids)))
        yield from self._unsaid(notice.quotes())

    def _of_form(self, fault: ErrorDetails) -> NoticeFault:
        """A fault of the form as pydantic found it."""
        key, kind = ".".join(map(str, fault["loc"])), KINDS.get(fault["type"], "wrong")
        if kind in ("missing", "unknown_key"):
            return NoticeFault(self.record_path, key, kind)
        allowed = str(fault.get("ctx", {}).get("expected", fault["msg"]))
        return NoticeFault(self.record_path, key, kind, f"{fault['input']}"[:80], allowed)

    def _unsaid(self, quotes: Iterator[tuple[str, str]]) -> Iterator[NoticeFault]:
        """The quotes that do not stand in the source."""
        if isinstance(self.text, str):
            said = plain(self.text)
            missing = (each for each in quotes if plain(each[1]) not in said)
            yield from (NoticeFault(self.record_path, key, "not_said", quote) for key, quote in missing)


def quotes_in(record: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text under a key for quotes, in particulars of which other things are wrong."""
    if isinstance(record, dict):
        for name, value in record.items():
            if name in QUOTED and isinstance(value, str):
                yield f"{key}{name}", value
            yield from quotes_in(value, f"{key}{name}.")
    elif isinstance(record, list):
        for number, value in enumerate(record):
            yield from quotes_in(value, f"{key}{number}.")


def unknown_words(notice: Notice, lexicon: Lexicon, path: Path) -> Iterator[NoticeFault]:
    """The series and the places of a notice that the word lists do not know."""
    series = lexicon.scope.series
    for each in dict.fromkeys([*notice.scope.series, *notice.scope.specialties]):
        if each not in series:
            yield NoticeFault(path, "scope.series", "not_allowed", each, "、".join(series))
    yield from _unknown_places(notice, lexicon, path)


def _unknown_places(notice: Notice, lexicon: Lexicon, path: Path) -> Iterator[NoticeFault]:
    """The places of a notice that neither the word lists know nor the notice itself places."""
    scope, table = notice.scope, lexicon.jurisdiction
    home = [table.home, *lexicon.scope.cities]
    known = {*home, *table.elsewhere, *chain.from_iterable(table.elsewhere.values())}
    own = [("scope.place", scope.place)] if scope.place and not scope.within else []
    for key, place in (*own, *(("scope.excludes", each) for each in scope.excludes)):
        if place not in known:
            near = sorted((name for name in known if name in place), key=len, reverse=True)
            yield NoticeFault(path, key, "not_allowed", place, "、".join(near[:1] or home))


def ids_in(folder: Path) -> list[str]:
    """The ids of the notices that a folder holds, readable or not."""
    return sorted(path.name for path in folder.iterdir() if path.is_dir() and not path.name.startswith((".", "_")))


def lint(folder: Path, lexicon: Lexicon, only: str | None = None) -> Iterator[NoticeFault]:
    """Every fault of every notice of a folder, or of one."""
    ids = ids_in(folder)
    for notice_id in ids if only is None else [only]:
        yield from NoticeFolder(folder / notice_id, lexicon, ids).faults()
