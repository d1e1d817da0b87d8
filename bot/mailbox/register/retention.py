"""For how long the words of letters are kept; the counts stay."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, time
from pathlib import Path

from bot.clock import CHINA
from bot.storage.sweeping import mark

KEPT_DAYS = 180  # for which the words of a letter are kept


def forget_words(connection: sqlite3.Connection, before: date) -> int:
    """Drop the words of letters that came before a day in China; of how many that was."""
    moment = datetime.combine(before, time.min, CHINA).astimezone(UTC)
    done = connection.execute(
        "UPDATE letter SET subject = '', points = NULL, sender = '', question = '' "
        "WHERE received < ? AND (sender <> '' OR points IS NOT NULL)",
        [moment.isoformat(timespec="seconds")],
    )
    if done.rowcount:
        mark(connection)
    return done.rowcount


def forget_words_in(copy: Path, before: date) -> tuple[int, int]:
    """The same in a copy, so that no byte of them stays in it; how many letters it has, and of how many that was."""
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        done = forget_words(connection, before)
        connection.execute("VACUUM")
        [[kept]] = connection.execute("SELECT count(*) FROM letter").fetchall()
    return kept, done
