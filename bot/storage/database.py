"""A file that the doors keep things in, opened one way: under a key, one transaction at a time, its faults told."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from functools import partial
from hashlib import blake2b
from pathlib import Path
from threading import RLock
from typing import Any, Self

from bot.errors import DamagedStorage, NoSuchNumber, StorageError
from bot.locale import _
from bot.storage.faults import FAULTS, fault_of
from bot.storage.schema import open_database
from bot.storage.sweeping import Sweeper
from knowledge.store.seals import TROUBLE

SHORTEST_KEY = 16  # bytes


class Database:
    """One SQLite file. Calls from several threads wait for one another.

    Nobody's id is in it: what people, turns and chats are called is a keyed hash. It is opened by whatever first asks
    something of it, as soon as that can be.
    """

    def __init__(self, path: Path, key: bytes, clock: Callable[[], date]) -> None:
        if len(key) < SHORTEST_KEY:
            message = _("The key that hashes people's ids has {size} bytes; at least {least} are needed.")
            raise StorageError(message.format(size=len(key), least=SHORTEST_KEY))
        self.path = path
        self.hash = partial(blake2b, key=blake2b(key).digest())
        self.clock = clock
        self.lock = RLock()
        self.sweeper = Sweeper(path)
        self.is_open = False

    def open(self) -> None:
        """Open the file, and see that it was kept under this key."""
        self.sweeper = Sweeper(self.path)
        try:
            self.connection = open_database(self.path)
        except FAULTS as error:
            raise fault_of(self.path, error) from error
        self.is_open = True
        try:
            self._know_key()
            self.make_ready()
        except StorageError:
            self.close()
            raise

    def make_ready(self) -> None:
        """What is to be done in a file that was just opened: sweep it, where that is due."""
        [[is_due]] = self.rows("PRAGMA user_version")
        if is_due:
            self.sweeper.want()

    def _know_key(self) -> None:
        """Refuse another key than the one that people have been hashed with: it would know, and erase, nobody."""
        own = self.person("key", "")
        if self.row("SELECT 1 FROM key") is None:
            self.rows("INSERT OR IGNORE INTO key VALUES (?)", own)
        if self.row("SELECT 1 FROM key WHERE digest = ?", own) is None:
            raise StorageError(_("{path}: this was kept under another key; put that one back.").format(path=self.path))

    def close(self) -> None:
        """Close the file; its journal goes with the last one who has it open."""
        self.sweeper.close()
        if self.is_open:
            self.is_open = False
            self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def person(self, door: str, id: str, within: str = "") -> str:  # noqa: A002  # the seam's own word
        """What a person is called here, by themselves or within a group: always the same, and no way back."""
        own = self.hash(f"{door}:{id}".encode(), digest_size=16).hexdigest()
        return f"{own}/{self.person(door, within)}" if within else own

    def turn_of(self, person: str, update: str) -> str:
        """What a turn is called here: the same for the same update of the same person, and no way back."""
        return self.hash(f"{person}:{update}".encode(), digest_size=16).hexdigest()

    @property
    def today(self) -> str:
        """The day that rows are dated."""
        return self.clock().isoformat()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is done inside is written together, or nothing of it."""
        with self.lock, self.sound():
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.commit()
            except BaseException:
                with suppress(sqlite3.Error):  # what went wrong first is what is told
                    self.connection.rollback()
                raise

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows that a query gives."""
        with self.lock, self.sound():
            return self.connection.execute(query, values).fetchall()

    def row(self, query: str, *values: object) -> tuple[Any, ...] | None:
        """The first row that a query gives."""
        return next(iter(self.rows(query, *values)), None)

    def examine(self) -> None:
        """Read everything once, and write something; `StorageError` where that cannot be done."""
        [[found]] = self.rows("PRAGMA integrity_check(1)")
        with self.transaction():
            self.rows("CREATE TABLE is_writable (x)")
            self.rows("DROP TABLE is_writable")
        if found != "ok":
            raise DamagedStorage(str(fault_of(self.path, sqlite3.DatabaseError(found))))

    @contextmanager
    def sound(self) -> Iterator[None]:
        """Have the file open, and turn what SQLite says of it into what it means for what is kept."""
        if not self.is_open:
            self.open()
        try:
            yield
        except TROUBLE as error:
            raise fault_of(self.path, error) from error
        except OverflowError:
            raise NoSuchNumber(_("No number is as large as that.")) from None
