"""Libraries of other folders of notices, begun from the one that all tests share."""

import sqlite3
from contextlib import closing
from pathlib import Path

from knowledge.store.building import open_library
from knowledge.store.library import Library
from knowledge.store.report import BuildReport


def copy_of(library: Library, path: Path) -> Path:
    """A copy of a library at a path."""
    with closing(sqlite3.connect(path)) as copy:
        library.connection.backup(copy)
    return path


def grown_from(library: Library, notices: Path) -> tuple[Library, BuildReport]:
    """The library of a folder of notices, beside it; what holds whatever the notices are is there from the start."""
    return open_library(copy_of(library, notices.with_name("library.sqlite")), notices)
