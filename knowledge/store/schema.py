"""The library's tables, as migrations that sqlite-utils keeps account of."""

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from knowledge.store.index_records import NOTICES, WORDS

migrations = Migrations("library")


@migrations()
def first(db: Database) -> None:
    """Notices, passages, the index over them, jieba's dictionary, and the library's own particulars."""
    db.create_table("setting", {"key": str, "value": str}, pk="key")
    db.create_table("notice", {"id": str, "record": str}, pk="id")
    db.create_table(
        "passage",
        {
            "id": int,
            "notice": str,
            "number": int,
            "digest": str,
            "path": str,
            "start": int,
            "end": int,
            "lead": str,
            "text": str,
            "heading": str,
            "named": str,
            "sentences": str,
            "length": int,
        },
        pk="id",
    )
    db.table("passage").create_index(["notice", "number"], unique=True)
    db.create_table("word", {"id": int, "word": str, "idf": float}, pk="id")
    db.table("word").create_index(["word"], unique=True)
    db.execute(
        "CREATE TABLE posting (word INTEGER, passage INTEGER, count INTEGER, PRIMARY KEY (word, passage)) WITHOUT ROWID"
    )
    db.table("posting").create_index(["passage"])
    db.execute("CREATE TABLE dictionary (word TEXT PRIMARY KEY, frequency INTEGER, tag TEXT) WITHOUT ROWID")


@migrations()
def seals(db: Database) -> None:
    """A seal beside what is shown, counted or looked up; what was written without one is written anew."""
    for table in ("setting", "notice", "passage", "word", "posting", "dictionary"):
        db.table(table).delete_where()
    for table, kind in {"passage": str, "word": str, "dictionary": int}.items():
        db.table(table).add_column("seal", kind)


@migrations()
def topics(db: Database) -> None:
    """The topics, the passages that carry each of them, and what questions are read as topics by."""
    db.execute("CREATE TABLE topic (id TEXT PRIMARY KEY, record TEXT, seal TEXT) WITHOUT ROWID")
    db.execute("CREATE TABLE carrier (topic TEXT, passage INTEGER, PRIMARY KEY (topic, passage)) WITHOUT ROWID")
    db.table("carrier").create_index(["passage"])
    db.execute("CREATE TABLE topic_feature (bucket INTEGER PRIMARY KEY, features TEXT, seal INTEGER)")


@migrations()
def cells(db: Database) -> None:
    """The cells of a passage that is a row of a table; what was written without is written anew."""
    for table in ("setting", "notice", "passage", "word", "posting", "dictionary", "topic", "carrier", "topic_feature"):
        db.table(table).delete_where()
    db.table("passage").add_column("cells", str)


@migrations()
def packed_postings(db: Database) -> None:
    """Of each word its passages in packed rows, of each passage its length and notice, of each notice its words."""
    for table in ("setting", "notice", "passage", "dictionary", "topic", "carrier", "topic_feature"):
        db.table(table).delete_where()
    for table in ("word", "posting"):
        db.table(table).drop()
    counts = {"passages": int, "telling": int, "seal": int}
    db.create_table("word", {"id": int, "word": str, **counts}, pk="id")
    db.table("word").create_index(["word"], unique=True)
    db.create_table("posting", {"id": int, "list": bytes, "seal": int}, pk="id")
    db.create_table("segment", {"id": int, "lengths": bytes, "notices": bytes, "seal": int}, pk="id")
    db.create_table("indexed", {"number": int, "notice": str, "length": int, **counts, "words": bytes}, pk="number")


@migrations()
def notice_digests(db: Database) -> None:
    """Beside each notice the digest of what its passages were made of; what was written without is written anew."""
    for table in ("setting", "notice", "passage", "word", "posting", "segment", "indexed", "carrier"):
        db.table(table).delete_where()
    db.table("notice").add_column("digest", str)


@migrations()
def word_buckets(db: Database) -> None:
    """The words of the index in buckets, which `index_buckets` writes."""
    for table in ("setting", "notice", "passage", "posting", "segment", "indexed", "carrier"):
        db.table(table).delete_where()
    db.table("word").drop()
    db.create_table("word", {"id": int, "words": str, "seal": int}, pk="id")


@migrations()
def proposals(db: Database) -> None:
    """What labels are proposed by."""
    db.execute("CREATE TABLE sentence_feature (bucket INTEGER PRIMARY KEY, features TEXT, seal INTEGER)")


@migrations()
def lines_of_notices(db: Database) -> None:
    """Beside each notice how many of its passages hold each line of the lexicon; all notices are read anew."""
    db.table("notice").delete_where()
    db.table("notice").add_column("lines", str)


@migrations()
def files_of_notices(db: Database) -> None:
    """Beside each notice a digest of its files, and how they looked; all notices are read anew."""
    db.table("notice").delete_where()
    db.table("notice").add_column("files", str)


@migrations()
def index_buckets(db: Database) -> None:
    """Words and notices of the index in buckets, each of which is there from the beginning; a seal a column."""
    for table in ("setting", "notice", "passage", "posting", "carrier"):
        db.table(table).delete_where()
    for table in ("word", "segment", "indexed"):
        db.table(table).drop()
    for buckets in (WORDS, NOTICES):
        db.create_table(buckets.table, {"id": int, "records": str, "seal": int}, pk="id")
        buckets.write_empty(db.conn)
    columns = {"lengths": bytes, "lengths_seal": int, "notices": bytes, "notices_seal": int}
    db.create_table("segment", {"id": int, **columns}, pk="id")
    db.create_table("held", {"number": int, "words": bytes}, pk="number")
