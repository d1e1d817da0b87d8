"""Digests of files and of the code: another one means that something must be built anew."""

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

PACKAGE = Path(__file__).parents[1]


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
