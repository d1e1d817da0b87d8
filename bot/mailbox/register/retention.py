"""For how long the words of letters are kept; the counts stay."""

import sqlite3
from datetime import UTC, date, datetime, time

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
