"""The tables of what the doors keep, as migrations that sqlite-utils keeps account of.

`person` and `chat_hash` are keyed hashes. `kept_on` is the day on which a row was written, in China: retention goes by
it. An answer's `day` is the one that it was given as of. `key` tells the key that people are hashed with from others.
Answers and turns that were set aside share their numbers: staff call both by them.
"""

import sqlite3
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from bot import private_file
from bot.errors import DamagedStorage, NewerStorage
from bot.locale import _
from knowledge.store.wal import switch_on

BUSY = 10.0  # seconds to wait for another process that writes
PRAGMAS = ("synchronous = NORMAL", "foreign_keys = ON", "secure_delete = ON")
migrations = Migrations("storage")
STEPS = {"first", "set_aside", "deletions", "case_beside"}
TABLES = {
    "key",
    "conversation",
    "answer",
    "queue",
    "seen",
    "token",
    "delivery",
    "message",
    "set_aside",
    "deletion",
}

FIRST = (
    "CREATE TABLE key (digest TEXT PRIMARY KEY)",
    "CREATE TABLE conversation (person TEXT PRIMARY KEY, record TEXT NOT NULL, kept_on TEXT NOT NULL)",
    """
    CREATE TABLE answer (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        person TEXT NOT NULL,
        kept_on TEXT NOT NULL,
        day TEXT NOT NULL,
        question TEXT NOT NULL,
        status TEXT NOT NULL,
        silence TEXT,
        notices TEXT NOT NULL,
        confidence REAL NOT NULL,
        edition TEXT NOT NULL,
        useful INTEGER,
        reason TEXT
    )
    """,
    """
    CREATE TABLE queue (
        number INTEGER PRIMARY KEY REFERENCES answer ON DELETE CASCADE,
        topic TEXT NOT NULL,
        why TEXT NOT NULL CHECK (why IN ('no_answer', 'not_useful')),
        state TEXT NOT NULL CHECK (state IN ('new', 'in_work', 'done', 'dropped'))
    )
    """,
    "CREATE TABLE seen (turn TEXT PRIMARY KEY, kept_on TEXT NOT NULL) WITHOUT ROWID",
    """
    CREATE TABLE token (
        token TEXT PRIMARY KEY, person TEXT NOT NULL, says TEXT NOT NULL, kept_on TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE delivery (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        person TEXT NOT NULL,
        chat TEXT NOT NULL,
        question TEXT,
        payload TEXT NOT NULL,
        kept_on TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE message (
        id INTEGER PRIMARY KEY,
        person TEXT NOT NULL,
        chat_hash TEXT NOT NULL,
        question TEXT NOT NULL,
        message TEXT NOT NULL,
        kept_on TEXT NOT NULL,
        UNIQUE (chat_hash, question, message)
    )
    """,
    *(f"CREATE INDEX {table}_person ON {table} (person)" for table in ("answer", "token", "delivery", "message")),
    "CREATE INDEX queue_topic ON queue (topic)",
)
SET_ASIDE = """
    CREATE TABLE set_aside (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        person TEXT NOT NULL,
        kept_on TEXT NOT NULL,
        text TEXT NOT NULL,
        why TEXT NOT NULL CHECK (why IN ('overdue', 'killed', 'failed')),
        state TEXT NOT NULL CHECK (state IN ('new', 'in_work', 'done', 'dropped'))
    )
"""


@migrations()
def first(db: Database) -> None:
    """Everything that was kept at first."""
    for statement in FIRST:
        db.execute(statement)


@migrations()
def set_aside(db: Database) -> None:
    """The turns that were set aside; `begun` counts the beginnings of a turn that has not come to its end."""
    db.execute("ALTER TABLE seen ADD COLUMN begun INTEGER NOT NULL DEFAULT 0")
    db.execute(SET_ASIDE)
    db.execute("CREATE INDEX set_aside_person ON set_aside (person)")


@migrations()
def deletions(db: Database) -> None:
    """Which deletions of people this file went through, by their numbers (see `bot.storage.deletions`)."""
    db.execute("CREATE TABLE deletion (number TEXT PRIMARY KEY, kept_on TEXT NOT NULL) WITHOUT ROWID")


@migrations()
def case_beside(db: Database) -> None:
    """The words of the case that a question was answered for, beside the question."""
    db.execute("ALTER TABLE answer ADD COLUMN asked_for TEXT NOT NULL DEFAULT ''")


def open_database(path: Path) -> sqlite3.Connection:
    """A file with these tables, made first where there is none; only its owner can read it.

    What is deleted is overwritten at once. `NewerStorage` where a newer version wrote the file.
    """
    private_file.touch(path)
    connection = sqlite3.connect(path, timeout=BUSY, isolation_level=None, check_same_thread=False)
    try:
        switch_on(connection, BUSY)
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        _migrate(Database(connection), path)
    except BaseException:
        connection.close()
        raise
    return connection


def _migrate(db: Database, path: Path) -> None:
    """Bring the tables up to this version; another process that does the same is waited for."""
    if unknown := {each.name for each in migrations.applied(db)} - STEPS:
        message = _("{path}: a newer version wrote this ({steps}); please install that one.")
        raise NewerStorage(message.format(path=path, steps=", ".join(sorted(unknown))))
    if migrations.pending(db):
        db.execute("BEGIN IMMEDIATE")
        migrations.apply(db)
        db.execute("COMMIT")
    if missing := TABLES - set(db.table_names()):
        raise DamagedStorage(_("{path}: the table {table} is missing").format(path=path, table=min(missing)))
