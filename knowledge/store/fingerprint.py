"""What a library was built from, in one digest: another one means that it must be built anew.

To read all of it takes a while. A stamp, of sizes and times only, says at once that nothing can have changed.
"""

import hashlib
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from knowledge.terms import FILES

PACKAGE = Path(__file__).parents[1]
FRESH = 2_000_000_000  # nanoseconds within which a file may change again and its times stay the same
DEPTH = 2  # folders that are entered below the one that is named


def fingerprint(notices: Path, lexicon: Path, topics: Path) -> str:
    """One digest of everything that a library is built from, the code that builds it too."""
    words = [lexicon / f"{name}.yaml" for name in FILES]
    return digest_of([*sorted(notices.glob("*/*")), *words, *sorted(topics.glob("*.yaml"))], code())


def code() -> str:
    """One digest of what builds a library and reads it."""
    import jieba  # noqa: PLC0415  # slow to import; a library that is not built needs none

    return digest_of(sorted(PACKAGE.rglob("*.py")), f"jieba {jieba.__version__}")


def digest_of(paths: Iterable[Path], beside: str) -> str:
    """One digest of files, with their names, and of something beside them; one that cannot be read counts as empty."""
    total = hashlib.sha256(beside.encode())
    for path in paths:
        total.update(os.fsencode(f"{path.parent.name}/{path.name}\0"))
        with suppress(OSError):
            total.update(path.read_bytes())
    return total.hexdigest()


def stamp(*folders: Path) -> str | None:
    """One digest of the sizes and times of all that the fingerprint reads.

    None where that tells nothing: something cannot be looked at, or changed so lately that it might change unseen.
    """
    jieba = find_spec("jieba")
    roots = dict.fromkeys([PACKAGE, *folders, *map(Path, jieba.submodule_search_locations or () if jieba else ())])
    try:
        seen = [sorted(_seen(root, DEPTH)) for root in roots]
    except OSError:
        return None
    if time.time_ns() - max(changed for files in seen for *_, changed in files) < FRESH:
        return None
    return hashlib.sha256(repr([list(map(str, roots)), seen]).encode()).hexdigest()


def _seen(folder: Path | str, depth: int) -> Iterator[tuple[str, int, int, int]]:
    """Of each file in a folder its path, its size, when it was written, and when anything of it last changed."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.is_dir():
                found = entry.stat()
                yield entry.path, found.st_size, found.st_mtime_ns, found.st_ctime_ns
            elif depth and entry.name != "__pycache__":
                yield from _seen(entry.path, depth - 1)
