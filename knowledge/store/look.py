"""One look at the files that a library is built from: their sizes and times, which say what cannot have changed."""

import hashlib
import os
import time
from collections.abc import Collection, Iterator, Mapping
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from knowledge.store.fingerprint import PACKAGE

FRESH = 2_000_000_000  # nanoseconds within which a file may change again and its times stay the same
DEPTH = 2  # folders that are entered below the one that is named


class Seen(NamedTuple):
    """A file: its path, its size, when it was written, and when anything of it last changed."""

    path: str
    size: int
    written: int
    changed: int


class Look:
    """What folders held when they were looked at; nothing is known of one that could not be."""

    def __init__(self, notices: Path, *others: Path) -> None:
        self.notices = notices
        self.others = others
        self.at = time.time_ns()
        self.files = sorted(_seen(notices, DEPTH)) if notices.is_dir() else []

    @cached_property
    def of_notices(self) -> Mapping[str, Collection[Seen]]:
        """The files of each folder of a notice, by its name."""
        files: dict[str, list[Seen]] = {}
        for seen in self.files:
            folder = os.path.dirname(seen.path)  # noqa: PTH120  # there are tens of thousands of them
            files.setdefault(os.path.basename(folder), []).append(seen)  # noqa: PTH119
        return files

    def holding(self, *names: str) -> frozenset[str]:
        """The notices whose folder holds a file of one of these names."""
        ends = tuple(f"{os.sep}{name}" for name in names)
        return frozenset(each for each, files in self.of_notices.items() if any(_ends(files, ends)))

    def stamp_of(self, notice: str) -> str | None:
        """One digest of the sizes and times of a notice's files; None where they might change unseen."""
        return self._stamp(self.of_notices.get(notice, ()))

    @cached_property
    def stamp(self) -> str | None:
        """One digest of the sizes and times of everything; None where that tells nothing."""
        jieba = find_spec("jieba")
        roots = dict.fromkeys(
            [PACKAGE, *self.others, *map(Path, jieba.submodule_search_locations or () if jieba else ())]
        )
        try:
            others = [each for root in roots for each in sorted(_seen(root, DEPTH))]
        except OSError:
            return None
        return self._stamp([*self.files, *others])

    def _stamp(self, files: Collection[Seen]) -> str | None:
        """The same of some files."""
        if not files or self.at - max(seen.changed for seen in files) < FRESH:
            return None
        return hashlib.sha256(repr(files).encode()).hexdigest()


@cache
def stamp_of_code(*folders: Path) -> str:
    """One digest of the sizes and times of the code of `knowledge` and some folders: another means other code."""
    files = (seen for root in {PACKAGE, *folders} for seen in _seen(root, 0) if seen.path.endswith(".py"))
    return hashlib.sha256(repr(sorted(files)).encode()).hexdigest()


def _ends(files: Collection[Seen], ends: tuple[str, ...]) -> Iterator[bool]:
    """Of each file whether its path ends so."""
    return (seen.path.endswith(ends) for seen in files)


def _seen(folder: Path | str, depth: int) -> Iterator[Seen]:
    """The files of a folder."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.is_dir():
                found = entry.stat()
                yield Seen(entry.path, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
            elif depth and entry.name != "__pycache__":
                yield from _seen(entry.path, depth - 1)
