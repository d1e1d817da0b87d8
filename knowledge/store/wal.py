"""SQLite files that are read while another process writes them: the write-ahead log, switched on by several at once."""

import sqlite3
import time

PAUSE = 0.01  # seconds


def switch_on(connection: sqlite3.Connection, seconds: float) -> None:
    """Have a file keep a write-ahead log; `sqlite3.OperationalError` where others prevent that for so many seconds.

    Of two that switch it on at once each waits for the other to let go of the file, so SQLite refuses one at once,
    whatever its timeout (https://sqlite.org/c3ref/busy_handler.html). That one tries again.
    """
    last = time.monotonic() + seconds
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > last:
                raise
            time.sleep(PAUSE)
        else:
            return
