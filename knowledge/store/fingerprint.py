"""What a library was built from, in one digest: another one means that it must be built anew."""

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import jieba

from knowledge.terms import FILES


def fingerprint(notices: Path, lexicon: Path, topics: Path) -> str:
    """One digest of everything that a library is built from, the code that builds it too."""
    words = [lexicon / f"{name}.yaml" for name in FILES]
    return digest_of([*sorted(notices.glob("*/*")), *words, *sorted(topics.glob("*.yaml"))], code())


def code() -> str:
    """One digest of what builds a library and reads it."""
    return digest_of(sorted(Path(__file__).parents[1].rglob("*.py")), f"jieba {jieba.__version__}")


def digest_of(paths: Iterable[Path], beside: str) -> str:
    """One digest of files, with their names, and of something beside them; one that cannot be read counts as empty."""
    total = hashlib.sha256(beside.encode())
    for path in paths:
        total.update(os.fsencode(f"{path.parent.name}/{path.name}\0"))
        with suppress(OSError):
            total.update(path.read_bytes())
    return total.hexdigest()
