"""What a library is built from: its folders, and what their files hold, read only where they were touched."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from knowledge.catalogue import FOLDER as TOPICS
from knowledge.notice import NOTICES
from knowledge.source import PARTS
from knowledge.store.fingerprint import code, digest_of
from knowledge.store.look import Look
from knowledge.terms import FILES as LEXICON_FILES
from knowledge.terms import FOLDER as LEXICON
from knowledge.value import Value

LABELS = "topics.yaml"
FILES = (*sorted(PARTS), LABELS)  # of a notice


class NoticeFiles(NamedTuple):
    """One digest of a notice's files, and one of their sizes and times, if these tell anything."""

    digest: str
    stamp: str | None = None


class Files(NamedTuple):
    """The files of every notice by its id, in the order of ids, and one digest of all that a library is built from."""

    notices: Mapping[str, NoticeFiles]
    fingerprint: str


class Folders(Value):
    """What a library is built from."""

    notices: Path = NOTICES
    lexicon: Path = LEXICON
    topics: Path = TOPICS

    @cached_property
    def look(self) -> Look:
        """How the files looked when this was first asked."""
        return Look(self.notices, self.lexicon, self.topics)

    @property
    def stamp(self) -> str | None:
        """What tells at once that nothing changed."""
        return self.look.stamp

    @cached_property
    def fingerprint(self) -> str:
        """One digest of all of it, the code that builds it too."""
        return self.files({}).fingerprint

    def files(self, known: Mapping[str, NoticeFiles]) -> Files:
        """What the files hold, not older than the stamp; those that look as they are known to are not read."""
        look = self.look  # taken first: what changes in between has another stamp
        notices = {each: self._files_of(each, look, known.get(each)) for each in sorted(look.holding(*PARTS))}
        words = (self.lexicon / f"{name}.yaml" for name in LEXICON_FILES)
        digests = "".join(f"{notice}\0{files.digest}\0" for notice, files in notices.items())
        return Files(notices, digest_of([*words, *sorted(self.topics.glob("*.yaml"))], code() + digests))

    def _files_of(self, notice: str, look: Look, known: NoticeFiles | None) -> NoticeFiles:
        """The files of one notice."""
        stamp = look.stamp_of(notice)
        if known and stamp and known.stamp == stamp:
            return known
        return NoticeFiles(digest_of([self.notices / notice / name for name in FILES], ""), stamp)
