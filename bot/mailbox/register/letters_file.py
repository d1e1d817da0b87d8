"""The file that the table of letters lies in: opened one way, and what SQLite says of it in one line."""

import fcntl
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Self

from bot import private_file
from bot.errors import LettersError
from bot.locale import _
from knowledge.store.seals import TROUBLE, in_brief

BUSY = 30.0  # seconds to wait for another process that writes


class LettersFile:
    """An open file of letters, and the key of the digests in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.open()
        except (OSError, *TROUBLE) as error:
            message = _("{path}: the table of letters cannot be opened ({why})")
            raise LettersError(message.format(path=path, why=in_brief(error))) from None

    def open(self) -> None:
        """Open the file, make it readable to its owner only, and bring its tables up to date."""
        from sqlite_utils import Database  # noqa: PLC0415  # slow to import, and only the mailbox needs it

        from bot.mailbox.register.schema import migrations  # noqa: PLC0415

        private_file.touch(self.path)
        self.key = _key_at(self.path.with_suffix(".key"))
        self.connection = sqlite3.connect(self.path, timeout=BUSY, isolation_level=None)
        try:
            with _alone(self.path.with_suffix(".key")):
                self.connection.execute("PRAGMA journal_mode = WAL")
                migrations.apply(Database(self.connection))
            self.connection.execute("PRAGMA synchronous = NORMAL")
        except BaseException:
            self.connection.close()
            raise
        self.connection.row_factory = sqlite3.Row

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """Close the file; what SQLite said of it meanwhile ends the work on it, so that no letter is drafted twice."""
        self.connection.close()
        if isinstance(error, TROUBLE):
            raise self.broken(error) from None

    def broken(self, error: Exception) -> LettersError:
        """What SQLite says of a file that cannot be used any more, in one line."""
        message = _("{path}: the table of letters cannot be read or written ({why})")
        return LettersError(message.format(path=self.path, why=in_brief(error)))

    @contextmanager
    def sound(self) -> Iterator[None]:
        """Turn SQLite's word for a file that cannot be used any more into `LettersError`."""
        try:
            yield
        except TROUBLE as error:
            raise self.broken(error) from None

    def examine(self) -> None:
        """Read everything once; `LettersError` where something cannot be read."""
        with self.sound():
            [[found]] = self.connection.execute("PRAGMA integrity_check(1)").fetchall()
            self.connection.execute("SELECT * FROM letter").fetchall()
        if found != "ok":
            raise self.broken(sqlite3.DatabaseError(found))

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Everything that is written in here, or nothing of it."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.connection.rollback()
            raise
        self.connection.execute("COMMIT")


def _key_at(path: Path) -> bytes:
    """The key of this table's digests, made where there is none; another process may make it first."""
    if not path.exists():
        with NamedTemporaryFile("w", dir=path.parent, encoding="ascii") as made, suppress(FileExistsError):
            made.write(secrets.token_hex(32))
            made.flush()
            os.link(made.name, path)
    return path.read_bytes()


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One process at a time; SQLite waits for others when it writes, not when it changes its journal."""
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
