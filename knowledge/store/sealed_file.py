"""A SQLite file whose rows are sealed: what is read of it, and what is said where it is broken."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from knowledge.errors import DamagedLibrary, LibraryError
from knowledge.store.seals import TROUBLE, in_brief, is_damage, seal


class SealedFile:
    """Rows and settings of a file; trouble with it is a `LibraryError`, a broken one a `DamagedLibrary`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @cached_property
    def path(self) -> Path | None:
        """Where the file is; None of one in memory."""
        path = next(path for _, name, path in self.rows("PRAGMA database_list") if name == "main")
        return Path(path) if path else None

    def unproven(self, key: str) -> str | None:
        """A setting as it stands in the file, which may be one of another version."""
        if not self.rows("SELECT 1 FROM sqlite_master WHERE name = 'setting'"):
            return None
        return next((value for (value,) in self.rows("SELECT value FROM setting WHERE key = ?", key)), None)

    @property
    def state(self) -> str | None:
        """What tells the file as it is from what it was or will be; None where nothing was sealed yet.

        Two that were built of the same notices in other steps may number their passages differently.
        """
        sealed = self.unproven("seal")
        return seal([sealed, self.unproven("history")]) if sealed else None

    @cached_property
    def settings(self) -> dict[str, str]:
        """The library's own particulars: `fingerprint`, `average_length`, `dictionary_total`, `lexicon`, `line_idf`."""
        rows = self.rows("SELECT key, value FROM setting WHERE key NOT IN ('seal', 'stamp', 'history') ORDER BY key")
        sealed = self.rows("SELECT value FROM setting WHERE key = 'seal'")
        if (rows or sealed) and sealed != [(seal(rows),)]:
            raise DamagedLibrary("the library is damaged: its settings were changed in the file")
        return dict(rows)

    def expect_order(self, check: str) -> None:
        """See that SQLite finds nothing with one of its checks."""
        found = self.rows(f"PRAGMA {check}")
        if found != [("ok",)]:
            raise DamagedLibrary(f"the library is damaged: {in_brief(found[0][0])}")

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows that a query gives."""
        with self.sound():
            return self.connection.execute(query, values).fetchall()

    @contextmanager
    def sound(self) -> Iterator[None]:
        """Turn SQLite's word for a broken file into `DamagedLibrary`, any other into `LibraryError`."""
        try:
            yield
        except TROUBLE as error:
            if is_damage(error):
                raise DamagedLibrary(f"the library is damaged: {in_brief(error)}") from error
            raise LibraryError(f"the library cannot be read: {in_brief(error)}") from error
