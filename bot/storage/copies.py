"""Copies of SQLite files: each is checked, and of those in a folder the latest few stay."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from bot.errors import StorageError
from bot.locale import _
from bot.private_file import draft_of

NAME = "{kind}-{moment:%Y%m%dT%H%M%S}.sqlite"
EVERY = "-????????T??????.sqlite"


@contextmanager
def new_at(path: Path) -> Iterator[Path]:
    """An empty file to be filled at a place where there is none yet."""
    if os.path.lexists(path):
        raise StorageError(_("{path} is there already; it is not overwritten.").format(path=path))
    with draft_of(path) as draft:
        yield draft


def copy(source: Path, draft: Path) -> None:
    """Write all that a SQLite file holds now into an empty one, while others go on with it; it is then checked."""
    try:
        with closing(sqlite3.connect(uri(source), uri=True)) as connection:
            connection.execute("VACUUM INTO ?", [str(draft)])
        check(draft)
    except sqlite3.Error as error:
        raise StorageError(_("{path}: it cannot be copied ({why})").format(path=source, why=error)) from error


def uri(path: Path) -> str:
    """How a file is opened that is only read: as it lies there, unless somebody is at work on it."""
    is_in_use = path.with_name(f"{path.name}-wal").exists()
    return f"{path.absolute().as_uri()}?{'mode=rw' if is_in_use else 'mode=ro&immutable=1'}"


def check(path: Path) -> None:
    """`StorageError` where a SQLite file is not whole."""
    try:
        with closing(sqlite3.connect(uri(path), uri=True)) as connection:
            [[found]] = connection.execute("PRAGMA integrity_check(1)").fetchall()
    except sqlite3.Error as error:
        found = str(error)
    if found != "ok":
        raise StorageError(_("{path}: this copy is damaged ({why})").format(path=path, why=found))


def tables_of(path: Path) -> frozenset[str]:
    """The names of the tables in a SQLite file, which is only read."""
    with closing(sqlite3.connect(uri(path), uri=True)) as connection:
        return frozenset(name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'"))


def refuse_open(target: Path) -> None:
    """`StorageError` while another process has a file open: only then does SQLite refuse to do without its journal."""
    if not target.exists():
        return
    try:
        with closing(sqlite3.connect(target, timeout=1.0)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as error:
        message = _("{path} is in use ({why}); stop the services and leave every chat first.")
        raise StorageError(message.format(path=target, why=error)) from None
    except sqlite3.DatabaseError:
        return  # it is damaged: nobody works with it, and that is why it is replaced


def delete_older(made: Path, kind: str, keep: int, now: datetime) -> int:
    """Delete all copies beside one but the latest, and never that one itself; how many were deleted.

    A copy from the future was made under a clock that was wrong, so that it goes first.
    """
    moment = NAME.format(kind=kind, moment=now)
    others = sorted(set(made.parent.glob(f"{kind}{EVERY}")) - {made}, key=lambda each: (each.name <= moment, each.name))
    gone = others[: max(0, len(others) - keep + 1)]
    for each in gone:
        each.unlink()
    return len(gone)
