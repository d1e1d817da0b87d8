"""The write-ahead log switched on by several at once."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest

from knowledge.store.wal import switch_on

AT_ONCE, FILES = 6, 40


def test_all_who_switch_it_on_at_once_succeed(tmp_path: Path) -> None:
    begin = Barrier(AT_ONCE)

    def switch(name: str) -> str:
        with closing(sqlite3.connect(tmp_path / name, timeout=10, isolation_level=None)) as connection:
            begin.wait()
            switch_on(connection, 10)
            connection.execute("CREATE TABLE IF NOT EXISTS letter (id)")
            mode: str = connection.execute("PRAGMA journal_mode").fetchone()[0]
        return mode

    with ThreadPoolExecutor(AT_ONCE) as pool:
        modes = list(pool.map(switch, [str(number // AT_ONCE) for number in range(FILES * AT_ONCE)]))
    assert set(modes) == {"wal"}


def test_a_file_that_another_holds_is_given_up_in_the_end(tmp_path: Path) -> None:
    held = tmp_path / "held"
    with (
        closing(sqlite3.connect(held, isolation_level=None)) as holder,
        closing(sqlite3.connect(held, timeout=0)) as other,
    ):
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            switch_on(other, 0.05)
