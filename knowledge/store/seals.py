"""What is written into the library is sealed, so that a changed byte is found before anything is made of it."""

import sqlite3
from collections.abc import Sequence
from hashlib import blake2b
from zlib import crc32

OTHER_TROUBLE = frozenset(
    {
        sqlite3.SQLITE_AUTH,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_READONLY,
    }
)  # with which a file may be whole: the disk, the rights, other processes

LONGEST = 100  # characters of an error
TROUBLE = (sqlite3.Error, UnicodeDecodeError)  # what `sqlite3` raises; its word on a broken file may be no text itself


def seal(values: Sequence[object]) -> str:
    """The digest of values as SQLite gives them, of whatever types."""
    return blake2b(repr([*values]).encode(), digest_size=16).hexdigest()


def short_seal(*values: object) -> int:
    """The same in four bytes, for what there are hundreds of thousands of."""
    return crc32(repr(values).encode())


def seal_of_octets(number: int, *octets: bytes | memoryview) -> int:
    """The same of a row of packed octets and its number."""
    sealed = crc32(str(number).encode())
    for each in octets:
        sealed = crc32(each, sealed)
    return sealed


def is_damage(error: Exception) -> bool:
    """Whether an error of SQLite says that a file is not what was written, by the first byte of its code."""
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    return code & 0xFF not in OTHER_TROUBLE


def in_brief(told: object) -> str:
    """What SQLite says in one short line, without what it found in the file."""
    line, *_found = str(told).split(" with text ")
    return "".join(each if each.isprintable() else " " for each in line)[:LONGEST]
