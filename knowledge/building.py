"""Building the library: what changed in the notices is written, in one transaction, and nothing else."""

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.errors import DamagedLibrary, LibraryError
from knowledge.journal import switch_on
from knowledge.library import Library
from knowledge.notice import NOTICES, Source, load_sources
from knowledge.ranking import idf, statistics
from knowledge.rows import Row, rows_of, with_echoes
from knowledge.scope import Tables
from knowledge.spelling import sounds_of, spoken
from knowledge.terms import FILES, FOLDER, Lexicon
from knowledge.words import Segmenter, dictionary_rows, normalise

if TYPE_CHECKING:
    from sqlite_utils import Database

BUSY = 60.0  # seconds to wait for another process that is building


@dataclass(frozen=True)
class Report:
    """What opening a library did to its passages; all zero where it was up to date."""

    created: int = 0
    updated: int = 0
    deleted: int = 0
    skipped: int = 0
    damaged: str | None = None  # why the file that was there was put aside
    unwritable: str | None = None  # why the library is in memory only


def fingerprint(notices: Path, lexicon: Path) -> str:
    """One digest of everything that a library is built from, the code that builds it too."""
    total = hashlib.sha256(f"jieba {version('jieba')}".encode())
    code = Path(__file__).parent.glob("*.py")
    for path in [*sorted(notices.glob("*/*")), *(lexicon / f"{name}.yaml" for name in FILES), *sorted(code)]:
        total.update(f"{path.parent.name}/{path.name}\0".encode())
        total.update(path.read_bytes() if path.is_file() else b"")
    return total.hexdigest()


def open_library(path: Path, notices: Path = NOTICES, lexicon: Path = FOLDER) -> tuple[Library, Report]:
    """The library at a path, built or brought up to date first where the notices or the lexicon changed.

    A damaged file is put aside as `NAME.damaged` and built anew. Where the file cannot be written, the library is built
    in memory. The report says so in both cases. `SourceError` and `LexiconError` leave the file as it was.
    """
    try:
        return open_file(path, notices, lexicon)
    except DamagedLibrary as error:
        try:
            put_aside(path)
        except OSError as why:
            library, report = in_memory(notices, lexicon, f"{path}: {why.strerror}")
        else:
            library, report = open_file(path, notices, lexicon)
        return library, replace(report, damaged=str(error))


def open_file(path: Path, notices: Path, lexicon: Path) -> tuple[Library, Report]:
    """The library in a file, or in memory where the file cannot be written."""
    wanted = fingerprint(notices, lexicon)
    if library := up_to_date(path, wanted):
        return library, Report()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return build(path, wanted, notices, lexicon)
    except (OSError, sqlite3.OperationalError) as error:
        return in_memory(notices, lexicon, f"{path}: {error}")
    except sqlite3.DatabaseError as error:
        raise DamagedLibrary(f"{path}: {error}") from error


def in_memory(notices: Path, lexicon: Path, why: str) -> tuple[Library, Report]:
    """A library that is gone with the process."""
    library, report = build(":memory:", fingerprint(notices, lexicon), notices, lexicon)
    return library, replace(report, unwritable=why)


def up_to_date(path: Path, wanted: str) -> Library | None:
    """The library in a file that was built from this, opened for reading only; None where it must be built.

    On a read-only disk a file with a journal opens only as immutable.
    """
    for mode in ("mode=ro", "mode=ro&immutable=1") if path.is_file() else ():
        try:
            connection = sqlite3.connect(f"{path.resolve().as_uri()}?{mode}", uri=True, timeout=BUSY)
        except sqlite3.OperationalError:
            continue
        library = Library(connection)
        try:
            if library.built_from == wanted:
                return library
        except DamagedLibrary:
            library.connection.close()
            raise
        except LibraryError:
            library.connection.close()
            continue
        library.connection.close()
        return None
    return None


def is_built(path: Path, notices: Path = NOTICES, lexicon: Path = FOLDER) -> bool:
    """Whether the library at a path can be used as it is, so that opening it takes no time."""
    try:
        library = up_to_date(path, fingerprint(notices, lexicon))
    except DamagedLibrary:
        return False
    if library:
        library.connection.close()
    return library is not None


def put_aside(path: Path) -> None:
    """Move a damaged file out of the way; its journal goes."""
    with suppress(FileNotFoundError):
        path.replace(path.with_name(f"{path.name}.damaged"))
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def build(path: Path | str, wanted: str, notices: Path, lexicon: Path) -> tuple[Library, Report]:
    """A library at a path, its changes written in one transaction; another process that builds it is waited for."""
    from sqlite_utils import Database  # noqa: PLC0415  # slow to import, and only building needs it

    from knowledge.schema import migrations  # noqa: PLC0415

    connection = sqlite3.connect(path, timeout=BUSY, isolation_level=None)
    try:
        switch_on(connection, BUSY)
        connection.execute("BEGIN IMMEDIATE")
        db = Database(connection)
        migrations.apply(db)
        report = Report()
        if Library(connection).built_from != wanted:
            report = Writer(db, Lexicon.read(lexicon)).write(load_sources(notices), wanted)
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        connection.close()
        raise
    return Library(connection), report


class Writer:
    """Writes what changed; whoever calls it holds the transaction."""

    def __init__(self, db: "Database", lexicon: Lexicon) -> None:
        self.db = db
        self.lexicon = lexicon

    def write(self, sources: Sequence[Source], wanted: str) -> Report:
        """Bring every table up to these sources and say what that took."""
        self.write_dictionary()
        self.db.table("notice").delete_where()
        self.db.table("notice").insert_all(
            {"id": source.notice.id, "record": json.dumps(asdict(source.notice), ensure_ascii=False, default=str)}
            for source in sources
        )
        tables = Tables(self.lexicon, [source.notice for source in sources])
        rows = with_echoes([row for source in sources for row in rows_of(source, tables)], sources)
        report = self.write_passages(rows)
        self.write_settings(rows, wanted)
        return report

    def write_dictionary(self) -> None:
        """jieba's dictionary, once a version of jieba."""
        if Library(self.db.conn).settings.get("jieba") == version("jieba"):
            return
        self.db.execute("DELETE FROM dictionary")
        words = {word: (frequency, tag) for word, frequency, tag in dictionary_rows()}
        rows = ((word, *words[word]) for word in sorted(words))
        self.db.conn.executemany("INSERT INTO dictionary VALUES (?, ?, ?)", rows)
        self.set({"jieba": version("jieba"), "dictionary_total": str(sum(each[1] for each in dictionary_rows()))})

    def write_passages(self, rows: Sequence[Row]) -> Report:
        """Insert new passages, write changed ones again, delete those that are gone, leave the others alone."""
        stored = {
            (notice, number): (passage_id, digest)
            for passage_id, notice, number, digest in self.db.execute("SELECT id, notice, number, digest FROM passage")
        }
        created = updated = 0
        for row in rows:
            passage_id, digest = stored.pop((row.passage.notice, row.passage.number), (None, ""))
            if digest == row.record["digest"]:
                continue
            created += passage_id is None
            updated += passage_id is not None
            self.write_passage(row, passage_id)
        for passage_id, _ in stored.values():
            self.forget(passage_id)
        return Report(created, updated, len(stored), len(rows) - created - updated)

    def write_passage(self, row: Row, passage_id: int | None) -> None:
        """One passage and its postings."""
        counts = Counter(self.segmenter.stream(normalise(row.stream)))
        if passage_id is not None:
            self.forget(passage_id)
        self.db.table("passage").insert({"id": passage_id, **row.record, "length": counts.total()})
        passage_id = passage_id or self.db.execute("SELECT last_insert_rowid()").fetchone()[0]
        self.db.conn.executemany("INSERT OR IGNORE INTO word (word) VALUES (?)", [[word] for word in counts])
        self.db.conn.executemany(
            "INSERT INTO posting SELECT id, ?, ? FROM word WHERE word = ?",
            [(passage_id, count, word) for word, count in counts.items()],
        )

    def forget(self, passage_id: int) -> None:
        """Take a passage out of the index."""
        self.db.execute("DELETE FROM posting WHERE passage = ?", [passage_id])
        self.db.execute("DELETE FROM passage WHERE id = ?", [passage_id])

    @cached_property
    def segmenter(self) -> Segmenter:
        """The cutter of words that questions will meet."""
        segmenter = Library(self.db.conn).segmenter
        segmenter.read_all()
        return segmenter

    def write_settings(self, rows: Sequence[Row], wanted: str) -> None:
        """What holds for the library as a whole: idf, average length, the lexicon and how rare each of its lines is."""
        rarity, average = statistics(self.corpus())
        sounds = sounds_of(word for (word,) in self.db.execute("SELECT word FROM dictionary WHERE length(word) = 1"))
        meant = {spoken(each, sounds): each for each in sorted(self.lexicon.lines, reverse=True) if len(each) > 1}
        self.db.execute("DELETE FROM word WHERE id NOT IN (SELECT word FROM posting)")
        self.db.conn.executemany(
            "UPDATE word SET idf = ? WHERE word = ?", [(idf, word) for word, idf in rarity.items()]
        )
        holding = Counter(line for row in rows for line in row.lines)
        self.set(
            {
                "fingerprint": wanted,
                "average_length": repr(average),
                "lexicon": self.lexicon.to_json(),
                "sounds": json.dumps(sounds, ensure_ascii=False),
                "meant": json.dumps(meant, ensure_ascii=False),
                "line_words": json.dumps([self.words_of(line) for line in self.lexicon.synonyms], ensure_ascii=False),
                "line_idf": json.dumps([idf(len(rows), holding[line]) for line in range(len(self.lexicon.synonyms))]),
            }
        )

    def words_of(self, line: Sequence[str]) -> list[str]:
        """The words that the expressions of a synonym line are searched by."""
        return sorted({word for expression in line for word in self.segmenter.stream(expression)})

    def corpus(self) -> Iterator[list[str]]:
        """The words of every passage, from its postings."""
        query = "SELECT word.word, count FROM posting JOIN word ON word.id = posting.word WHERE passage = ?"
        for (passage_id,) in self.db.execute("SELECT id FROM passage ORDER BY id").fetchall():
            yield list(Counter(dict(self.db.execute(query, [passage_id]))).elements())

    def set(self, values: Mapping[str, str]) -> None:
        """Write some of the library's own particulars."""
        self.db.table("setting").upsert_all(({"key": key, "value": value} for key, value in values.items()), pk="key")
