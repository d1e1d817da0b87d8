"""What keeps something from being kept: each kind is an error of its own, since each is mended in another way."""

import errno
import sqlite3
from datetime import date, datetime
from pathlib import Path

from bot.errors import DamagedStorage, InUse, NoRoom, NotWritable, StorageError
from bot.locale import _
from knowledge.store.seals import TROUBLE, in_brief

FAULTS = (*TROUBLE, OSError)  # what opening, reading and writing the file can raise
BY_CODE: dict[int, type[StorageError]] = {
    sqlite3.SQLITE_BUSY: InUse,
    sqlite3.SQLITE_LOCKED: InUse,
    sqlite3.SQLITE_FULL: NoRoom,
    sqlite3.SQLITE_READONLY: NotWritable,
    sqlite3.SQLITE_PERM: NotWritable,
    sqlite3.SQLITE_CANTOPEN: NotWritable,
    sqlite3.SQLITE_CORRUPT: DamagedStorage,
    sqlite3.SQLITE_NOTADB: DamagedStorage,
}
BY_NUMBER: dict[int | None, type[StorageError]] = {
    errno.ENOSPC: NoRoom,
    errno.EDQUOT: NoRoom,
    errno.EROFS: NotWritable,
    errno.EACCES: NotWritable,
    errno.EPERM: NotWritable,
}
OF_DAMAGE = ("no such table", "no such column", "malformed", "already exists", "decode")  # in words, without a code
JOURNAL, SHARED = "-wal", "-shm"
ASIDE = "{name}.{moment:%Y%m%dT%H%M%S}.damaged"
EVERY_ASIDE = "{name}.????????T??????.damaged*"


def fault_of(path: Path, error: Exception) -> StorageError:
    """An error of SQLite or of the disk as what it means for what is kept, in one line."""
    message = _("{path}: what is kept cannot be read or written ({why})")
    return kind_of(error)(message.format(path=path, why=in_brief(error)))


def kind_of(error: Exception) -> type[StorageError]:
    """Which kind of fault it is."""
    if isinstance(error, OSError):
        return BY_NUMBER.get(error.errno, StorageError)
    if isinstance(error, UnicodeDecodeError) or any(sign in str(error) for sign in OF_DAMAGE):
        return DamagedStorage
    return BY_CODE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, StorageError)


def put_aside(path: Path, moment: datetime) -> Path:
    """Move a damaged file, with its journal, out of the way; where it is now. Nothing of it is lost."""
    aside = path.with_name(ASIDE.format(name=path.name, moment=moment))
    for suffix in (JOURNAL, ""):
        there = path.with_name(path.name + suffix)
        if there.exists():
            there.replace(aside.with_name(aside.name + suffix))
    path.with_name(path.name + SHARED).unlink(missing_ok=True)
    return aside


def set_aside_at(path: Path, before: date | None = None) -> list[Path]:
    """The damaged files that were put aside, the oldest first; where a day is given only those from before it."""
    found = sorted(path.parent.glob(EVERY_ASIDE.format(name=path.name)))
    return [each for each in found if before is None or each.name < ASIDE.format(name=path.name, moment=before)]
