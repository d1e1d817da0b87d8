"""The tables of letters, as migrations that sqlite-utils keeps account of."""

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("letters")


@migrations()
def first(db: Database) -> None:
    """Letters, where they lie, folders as last seen, replies found in Sent, and drafts to take back.

    No address and no text of a letter is kept: `message` and `sender` are digests, of the subject the words of the
    lexicon, of `points` what the notices do not answer, masked.
    """
    db.create_table(
        "letter",
        {
            "id": str,
            "message": str,
            "sender": str,
            "question": str,
            "subject": str,
            "received": str,
            "deadline": str,
            "kind": str,
            "points": str,
            "asked": int,
            "answered": int,
            "passages": str,
            "library": str,
            "state": str,
            "why": str,
            "joined_to": str,
            "holder": str,
            "leased_until": float,
            "attempts": int,
            "version": int,
            "draft": str,
            "draft_digest": str,
            "drafted_at": str,
            "replied_at": str,
        },
        pk="id",
        not_null={"message", "sender", "received", "state", "attempts", "version"},
        defaults={"attempts": 0, "version": 0, "state": "new"},
    )
    db.table("letter").create_index(["state"])
    db.table("letter").create_index(["message"])
    db.table("letter").create_index(["sender", "question"])
    db.execute(
        "CREATE TABLE place (folder TEXT, validity INTEGER, uid INTEGER, letter TEXT, "
        "PRIMARY KEY (folder, validity, uid)) WITHOUT ROWID"
    )
    db.table("place").create_index(["letter"])
    db.execute("CREATE TABLE folder (name TEXT PRIMARY KEY, validity INTEGER, since TEXT, upto INTEGER) WITHOUT ROWID")
    db.execute("CREATE TABLE reply (message TEXT PRIMARY KEY, at TEXT) WITHOUT ROWID")
    db.execute("CREATE TABLE removal (draft TEXT PRIMARY KEY, letter TEXT, digest TEXT) WITHOUT ROWID")


@migrations()
def answers(db: Database) -> None:
    """Whom a letter is answered to, what staff said of it by hand, and to whom each reply in Sent went."""
    columns: tuple[tuple[str, type], ...] = (("answer_to", str), ("opened_at", str), ("wanted", int))
    for name, kind in columns:
        db.table("letter").add_column(name, kind)
    db.execute(
        "CREATE TABLE sent (message TEXT, recipient TEXT, at TEXT, PRIMARY KEY (message, recipient)) WITHOUT ROWID"
    )
    db.execute("INSERT INTO sent SELECT message, '', at FROM reply")
    db.execute("DROP TABLE reply")
