"""Copies of SQLite files: whole or not at all, and of those in a folder the latest few.

A copy grows under a hidden name that its process holds a lock on. What was left half done by one that was killed holds
nobody's lock, and the next copy into the same place clears it away: it may hold what was deleted since.
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from bot.errors import StorageError
from bot.locale import _
from bot.private_file import OWNERS

NAME = "{kind}-{moment:%Y%m%dT%H%M%S}.sqlite"
EVERY = "-????????T??????.sqlite"
SIDES = ("-wal", "-shm", "-journal")


@contextmanager
def draft_of(target: Path, *, replaces: bool = False) -> Iterator[Path]:
    """An empty file to be filled, which gets its name once that was done; an error inside leaves all as it was."""
    if os.path.lexists(target) and not replaces:
        raise StorageError(_("{path} is there already; it is not overwritten.").format(path=target))
    draft = target.with_name(f".{target.name}.draft")
    try:
        clear(draft)
        held = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, OWNERS)
        try:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield draft
            draft.rename(target)
        finally:
            remove(draft)
            os.close(held)
    except OSError as error:
        raise StorageError(f"{target}: {error.strerror}") from error


def clear(draft: Path) -> None:
    """Remove what a process that was killed left; `BlockingIOError` where one is at work on it."""
    with suppress(FileNotFoundError):
        held = os.open(draft, os.O_RDWR | os.O_NOFOLLOW)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            remove(draft)
        finally:
            os.close(held)


def remove(draft: Path) -> None:
    """Remove a file and what SQLite puts beside it."""
    for side in ("", *SIDES):
        draft.with_name(draft.name + side).unlink(missing_ok=True)


def clear_all(folder: Path, kind: str) -> None:
    """Remove every copy that was left half done in a folder."""
    for draft in folder.glob(f".{kind}{EVERY}.*"):
        if not draft.name.endswith(SIDES):
            with suppress(BlockingIOError):
                clear(draft)


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
