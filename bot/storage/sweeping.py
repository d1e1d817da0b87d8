"""Getting rid of what was deleted: a file is written anew, as only that leaves no copy of a row in its pages.

SQLite overwrites deleted rows (`secure_delete`), yet not the copies that moving rows between pages leaves. VACUUM takes
what is left into fresh pages; then the journal is cut to nothing. How often something was deleted since stands in the
file's `user_version`, so that any process can see that it is due, also after one was killed.
"""

import logging
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

from knowledge.store.seals import TROUBLE, in_brief

PATIENCE = 1.0  # seconds to wait for another process, and until the next try
PAUSE = 20.0  # seconds between two sweeps: writing the file anew at each wish would keep everybody waiting
WITHIN = 60.0  # seconds in which nothing may be left
logger = logging.getLogger(__name__)


class Sweeper:
    """Sweeps a file beside all else, in a thread of its own from the first time that this is wanted."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.wanted, self.closing = Event(), Event()
        self.thread: Thread | None = None

    def want(self) -> None:
        """Sweep soon."""
        self.wanted.set()
        if self.thread is None:
            self.thread = Thread(target=self.work, name="sweeper", daemon=True)
            self.thread.start()

    def work(self) -> None:
        """Sweep whenever it is wanted, with a pause after each time."""
        while not self.closing.is_set():
            self.wanted.wait()
            self.wanted.clear()
            while not self.sweep() and not self.closing.wait(PATIENCE):
                pass
            self.closing.wait(PAUSE)

    def sweep(self) -> bool:
        """Whether nothing is left that was deleted; False where another process is in the way."""
        try:
            with closing(sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None)) as connection:
                due = marks(connection)
                return not due or swept(connection, due)
        except TROUBLE as error:
            logger.info("%s: what was deleted is overwritten later (%s)", self.path, in_brief(error))
            return False

    def insist(self, seconds: float = WITHIN) -> bool:
        """Sweep, again and again for so long; whether it was done."""
        until = time.monotonic() + seconds
        while not (is_done := self.sweep()) and time.monotonic() < until:
            time.sleep(PATIENCE)
        return is_done

    def close(self) -> None:
        """End, after a last sweep where one was wanted."""
        if self.thread is not None:
            self.closing.set()
            self.wanted.set()
            self.thread.join()
            self.sweep()


def mark(connection: sqlite3.Connection) -> None:
    """Note, in the transaction that deletes something, that a sweep is due."""
    connection.execute(f"PRAGMA user_version = {marks(connection) + 1}")


def marks(connection: sqlite3.Connection) -> int:
    """How often something was deleted since the last sweep."""
    [(count,)] = connection.execute("PRAGMA user_version").fetchall()
    return int(count)


def swept(connection: sqlite3.Connection, due: int) -> bool:
    """Write a file anew and cut its journal; False where another process reads it, or deleted more meanwhile."""
    connection.execute("VACUUM")
    [(is_busy, *_pages)] = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    if is_busy:
        return False
    connection.execute("BEGIN IMMEDIATE")
    is_all = marks(connection) == due
    if is_all:
        connection.execute("PRAGMA user_version = 0")
    connection.execute("COMMIT")
    return is_all
