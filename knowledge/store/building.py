"""Building the library: what changed in the notices is written, in one transaction, and nothing else."""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.catalogue import FOLDER as TOPICS
from knowledge.catalogue import Catalogue, load_catalogue
from knowledge.errors import DamagedLibrary, KnowledgeError, LexiconError, LibraryError, SourceError
from knowledge.labelling import Labelling, labels_of
from knowledge.labels import Labels
from knowledge.notice import NOTICES, Notice, Source, load_sources
from knowledge.rounds import latest
from knowledge.scope import Tables
from knowledge.spelling import sound_of, sounds_of
from knowledge.store.fingerprint import code, fingerprint
from knowledge.store.indexing import Row, rows_of, with_echoes
from knowledge.store.library import TOPICS as TOPIC_ROWS
from knowledge.store.library import Library
from knowledge.store.ranking import idf, statistics
from knowledge.store.seals import TROUBLE, in_brief, is_damage, seal, short_seal
from knowledge.store.wal import switch_on
from knowledge.terms import FOLDER, Lexicon
from knowledge.topic_reading import BUCKETS, Feature, bucket_of
from knowledge.words import Segmenter, dictionary_rows, normalise

if TYPE_CHECKING:
    from sqlite_utils import Database

BUSY = 60.0  # seconds to wait for another process that is building
PASSAGE = """
    INSERT INTO passage (
        digest, id, notice, number, path, start, "end", lead, text, heading, named, sentences, length, seal
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


@dataclass(frozen=True)
class BuildReport:
    """What opening a library did to its passages; all zero where it was up to date."""

    created: int = 0
    updated: int = 0
    deleted: int = 0
    skipped: int = 0
    damaged: str | None = None  # why the file that was there was put aside
    unwritable: str | None = None  # why the library is in memory only
    outdated: str | None = None  # why the library that was there answers, although something changed
    left_out: tuple[str, ...] = ()  # the notices that cannot be read: why, in one line each


@dataclass(frozen=True)
class Folders:
    """What a library is built from."""

    notices: Path = NOTICES
    lexicon: Path = FOLDER
    topics: Path = TOPICS

    @property
    def fingerprint(self) -> str:
        """One digest of all of it."""
        return fingerprint(self.notices, self.lexicon, self.topics)


def open_library(
    path: Path, notices: Path = NOTICES, lexicon: Path = FOLDER, topics: Path = TOPICS
) -> tuple[Library, BuildReport]:
    """The library at a path, built or brought up to date first where the notices, the lexicon or the topics changed.

    A damaged file is put aside as `NAME.damaged` and built anew. Where the file cannot be written, the library is built
    in memory. A broken notice is left out; where a word list is broken, the library that is there stays as it was. The
    report says so in each case. `SourceError` where no notice can be read, `LexiconError` where no library is there.
    """
    folders = Folders(notices, lexicon, topics)
    try:
        return _open_file(path, folders)
    except DamagedLibrary as error:
        return built_anew(path, error, folders)


def built_anew(path: Path, why: DamagedLibrary, folders: Folders) -> tuple[Library, BuildReport]:
    """The library built in the place of a damaged one."""
    try:
        put_aside(path)
    except OSError as error:
        library, report = in_memory(folders, f"{path}: {error.strerror}")
    else:
        library, report = _open_file(path, folders)
    return library, replace(report, damaged=str(why))


def _open_file(path: Path, folders: Folders) -> tuple[Library, BuildReport]:
    """The library in a file, or in memory where the file cannot be written."""
    wanted = folders.fingerprint
    if library := up_to_date(path, wanted):
        return library, BuildReport(left_out=library.left_out)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return build(path, wanted, folders)
    except LexiconError as error:
        if earlier := _open_suitable(path, lambda library: library.built_by == code() and library.is_in_order()):
            return earlier, BuildReport(outdated=str(error), left_out=earlier.left_out)
        raise
    except (OSError, *TROUBLE) as error:
        if not isinstance(error, OSError) and is_damage(error):
            raise DamagedLibrary(f"{path}: {in_brief(error)}") from error
        return in_memory(folders, f"{path}: {error}")


def in_memory(folders: Folders, why: str) -> tuple[Library, BuildReport]:
    """A library that is gone with the process."""
    library, report = build(":memory:", folders.fingerprint, folders)
    return library, replace(report, unwritable=why)


def up_to_date(path: Path, wanted: str) -> Library | None:
    """The library in a file that was built from this; None where it must be built."""
    return _open_suitable(path, lambda library: library.built_from == wanted and library.is_in_order())


def _open_suitable(path: Path, suits: Callable[[Library], bool]) -> Library | None:
    """The library in a file, opened for reading only; None where there is none that suits.

    On a read-only disk a file with a journal opens only as immutable.
    """
    for mode in ("mode=ro", "mode=ro&immutable=1") if path.is_file() else ():
        try:
            connection = sqlite3.connect(f"{path.resolve().as_uri()}?{mode}", uri=True, timeout=BUSY)
        except sqlite3.OperationalError:
            continue
        library, is_right = Library(connection), False
        try:
            is_right = suits(library)
        except DamagedLibrary:
            raise
        except LibraryError:
            continue
        finally:
            if not is_right:
                library.close()
        return library if is_right else None
    return None


def is_built(path: Path, notices: Path = NOTICES) -> bool:
    """Whether the library at a path can be used as it is, so that opening it takes no time."""
    try:
        wanted = Folders(notices).fingerprint
        library = _open_suitable(path, lambda library: library.built_from == wanted)
    except DamagedLibrary:
        return False
    if library:
        library.close()
    return library is not None


def put_aside(path: Path) -> None:
    """Move a damaged file out of the way; its journal goes."""
    with suppress(FileNotFoundError):
        path.replace(path.with_name(f"{path.name}.damaged"))
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def build(path: Path | str, wanted: str, folders: Folders) -> tuple[Library, BuildReport]:
    """A library at a path, its changes written in one transaction; another process that builds it is waited for."""
    from sqlite_utils import Database  # noqa: PLC0415  # slow to import, and only building needs it

    from knowledge.store.schema import migrations  # noqa: PLC0415

    connection = sqlite3.connect(path, timeout=BUSY, isolation_level=None)
    try:
        switch_on(connection, BUSY)
        connection.execute("BEGIN IMMEDIATE")
        db = Database(connection)
        migrations.apply(db)
        report = BuildReport()
        if Library(connection).built_from != wanted:
            left_out = list[KnowledgeError]()
            catalogue, lexicon = load_catalogue(folders.topics), Lexicon.read(folders.lexicon)
            sources = _known(load_sources(folders.notices, left_out.append), folders.notices, lexicon, left_out.append)
            labels = labels_of(sources, catalogue, folders.notices, left_out.append)
            writer = Writer(db, lexicon, catalogue)
            told = tuple(map(str, left_out))
            report = writer.write([each for each in sources if each.notice.id in labels], labels, wanted, told)
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        connection.close()
        raise
    return Library(connection), report


def _known(
    sources: Sequence[Source], folder: Path, lexicon: Lexicon, broken: Callable[[KnowledgeError], None]
) -> list[Source]:
    """The sources whose series and place the word lists know; `broken` hears why another is left out."""
    from knowledge.notice_faults import unknown_words  # noqa: PLC0415  # pydantic is not needed to open a library

    known = []
    for source in sources:
        fault = next(unknown_words(source.notice, lexicon, folder / source.notice.id / "notice.yaml"), None)
        if fault is None:
            known.append(source)
        else:
            broken(SourceError(str(fault)))
    return known


class Writer:
    """Writes what changed; whoever calls it holds the transaction."""

    def __init__(self, db: "Database", lexicon: Lexicon, catalogue: Catalogue) -> None:
        self.db = db
        self.lexicon = lexicon
        self.catalogue = catalogue

    def write(
        self, sources: Sequence[Source], labels: Mapping[str, Labels | None], wanted: str, left_out: tuple[str, ...]
    ) -> BuildReport:
        """Bring every table up to these sources and say what that took; `left_out`: why others cannot be read."""
        self.write_dictionary()
        self._write_notices(sources)
        labelling = Labelling(self.catalogue, labels, lambda: self.segmenter)
        tables = Tables(self.lexicon, [source.notice for source in sources], self._exactly)
        rows = [row for source in sources for row in rows_of(source, tables, labelling.topics_of)]
        rows = with_echoes(rows, sources)
        counted = telling(tables, [source.notice for source in sources])
        report = self._write_passages(rows)
        self._write_words(counted)
        self.write_settings(rows, counted)
        self._write_features()
        self._write_topics(labelling.proposed)
        self.set({"left_out": json.dumps(left_out, ensure_ascii=False), "code": code(), "fingerprint": wanted})
        return replace(report, left_out=left_out)

    def _write_notices(self, sources: Sequence[Source]) -> None:
        """What is known of each notice."""
        notices = {source.notice.id: asdict(source.notice) for source in sources}
        rows = [(key, json.dumps(record, ensure_ascii=False, default=str)) for key, record in notices.items()]
        self.db.execute("DELETE FROM notice")
        self.db.conn.executemany("INSERT INTO notice VALUES (?, ?)", rows)
        self.set({"notices": seal(rows)})

    def write_dictionary(self) -> None:
        """jieba's dictionary, once a version of jieba."""
        if Library(self.db.conn).settings.get("jieba") == version("jieba"):
            return
        self.db.execute("DELETE FROM dictionary")
        words, total = dict[str, tuple[int, str]](), 0
        for word, frequency, tag in dictionary_rows():
            words[word] = frequency, tag
            total += frequency
        rows = ((word, *words[word], short_seal(word, *words[word])) for word in sorted(words))
        self.db.conn.executemany("INSERT INTO dictionary VALUES (?, ?, ?, ?)", rows)
        self.set({"jieba": version("jieba"), "dictionary_total": str(total)})
        self.segmenter = Library(self.db.conn).segmenter
        self.segmenter.hold((word, frequency) for word, (frequency, _tag) in words.items())

    def _write_passages(self, rows: Sequence[Row]) -> BuildReport:
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
            self._write_passage(row, passage_id)
        for passage_id, _ in stored.values():
            self.forget(passage_id)
        return BuildReport(created, updated, len(stored), len(rows) - created - updated)

    def _write_passage(self, row: Row, passage_id: int | None) -> None:
        """One passage and its postings."""
        counts = Counter(self.segmenter.stream(normalise(row.stream)))
        if passage_id is None:
            passage_id = self.db.execute("SELECT coalesce(max(id), 0) + 1 FROM passage").fetchone()[0]
        self.forget(passage_id)
        digest, *values = row.record.values()
        shown = [passage_id, *values, counts.total()]
        self.db.execute(PASSAGE, [digest, *shown, seal(shown)])
        self.db.conn.executemany("INSERT OR IGNORE INTO word (word) VALUES (?)", [[word] for word in counts])
        self.db.conn.executemany(
            "INSERT INTO posting SELECT id, ?, ? FROM word WHERE word = ?",
            [(passage_id, count, word) for word, count in counts.items()],
        )
        carriers = [(topic, passage_id) for topic in sorted(row.topics)]
        self.db.conn.executemany("INSERT INTO carrier VALUES (?, ?)", carriers)

    def forget(self, passage_id: int) -> None:
        """Take a passage out of the index."""
        self.db.execute("DELETE FROM posting WHERE passage = ?", [passage_id])
        self.db.execute("DELETE FROM carrier WHERE passage = ?", [passage_id])
        self.db.execute("DELETE FROM passage WHERE id = ?", [passage_id])

    @cached_property
    def segmenter(self) -> Segmenter:
        """The cutter of words that questions will meet."""
        segmenter = Library(self.db.conn).segmenter
        segmenter.read_all()
        return segmenter

    def _exactly(self, text: str) -> tuple[str, ...]:
        """The pieces that make up a text."""
        return self.segmenter.exactly(text)

    def _write_words(self, counted: frozenset[str]) -> None:
        """How rare each word is, and the average length; a word that no passage has is taken out.

        A word that none of the notices has that are `counted` is as rare as one in a single passage of theirs.
        """
        corpus = list(self.corpus(counted))
        rarity, average = statistics(corpus)
        rarest = idf(len(corpus), 1)
        rarity = {word: rarity.get(word, rarest) for (word,) in self.db.execute("SELECT word FROM word ORDER BY id")}
        self.db.execute("DELETE FROM word WHERE id NOT IN (SELECT word FROM posting)")
        self.db.conn.executemany(
            "UPDATE word SET idf = ? WHERE word = ?", [(rare, word) for word, rare in rarity.items()]
        )
        seals = ((seal(values), values[0]) for *values, _before in Library(self.db.conn).index_rows(list(rarity)))
        self.db.conn.executemany("UPDATE word SET seal = ? WHERE word = ?", seals)
        self.set({"average_length": repr(average)})

    def write_settings(self, rows: Sequence[Row], counted: frozenset[str]) -> None:
        """What holds for the library as a whole: its size, the lexicon and how rare each of its lines is."""
        sounds = sounds_of(word for (word,) in self.db.execute("SELECT word FROM dictionary WHERE length(word) = 1"))
        meant = {sound_of(each, sounds): each for each in sorted(self.lexicon.lines, reverse=True) if len(each) > 1}
        among = [row for row in rows if row.passage.notice in counted]
        holding = Counter(chain.from_iterable(row.lines for row in among))
        self.set(
            {
                "sizes": json.dumps(Counter(row.passage.notice for row in rows)),
                "lexicon": self.lexicon.to_json(),
                "sounds": json.dumps(sounds, ensure_ascii=False),
                "meant": json.dumps(meant, ensure_ascii=False),
                "line_words": json.dumps([self.words_of(line) for line in self.lexicon.synonyms], ensure_ascii=False),
                "line_idf": json.dumps([idf(len(among), holding[line]) for line in range(len(self.lexicon.synonyms))]),
                "counted": str(len(among)),
            }
        )

    def _write_features(self) -> None:
        """What the ways of asking teach, once a catalogue, a cutting of words and a way of learning."""
        ways = sorted(self.catalogue.ways())
        taught_by = seal([ways, version("jieba"), code()])
        if Library(self.db.conn).settings.get("taught_by") == taught_by:
            return
        from knowledge.topic_weights import learn  # noqa: PLC0415  # it brings NumPy, which a question does not need

        learned = learn(ways, self.segmenter)
        buckets: list[dict[str, Feature]] = [{} for _ in range(BUCKETS)]
        for name, each in sorted(learned.features.items()):
            buckets[bucket_of(name)][name] = each
        rows = ((number, json.dumps(bucket, ensure_ascii=False)) for number, bucket in enumerate(buckets))
        self.db.execute("DELETE FROM topic_feature")
        self.db.conn.executemany(
            "INSERT INTO topic_feature VALUES (?, ?, ?)", ((*row, short_seal(*row)) for row in rows)
        )
        self.set({"taught_by": taught_by, "topics": json.dumps(learned.topics)})

    def _write_topics(self, proposed: Sequence[str]) -> None:
        """The topics as they are shown, each sealed with its carriers; `proposed`: whose labels no person confirmed."""
        self.db.execute("DELETE FROM topic")
        rows = [(topic.id, topic.to_json()) for topic in self.catalogue.topics.values()]
        self.db.conn.executemany("INSERT INTO topic (id, record) VALUES (?, ?)", rows)
        ids = json.dumps(list(self.catalogue.topics))
        seals = [(seal(values), values[0]) for *values, _none in self.db.execute(TOPIC_ROWS, [ids]).fetchall()]
        self.db.conn.executemany("UPDATE topic SET seal = ? WHERE id = ?", seals)
        broad = {topic.id: topic.covers for topic in self.catalogue.topics.values() if topic.broad}
        self.set({"proposed": json.dumps(proposed), "broad": json.dumps(broad)})

    def words_of(self, line: Sequence[str]) -> list[str]:
        """The words that the expressions of a synonym line are searched by."""
        return sorted({word for expression in line for word in self.segmenter.stream(expression)})

    def corpus(self, notices: frozenset[str]) -> Iterator[list[str]]:
        """The words of every passage of some notices, from its postings."""
        query = "SELECT word.word, count FROM posting JOIN word ON word.id = posting.word WHERE passage = ?"
        for passage_id, notice in self.db.execute("SELECT id, notice FROM passage ORDER BY id").fetchall():
            if notice in notices:
                yield list(Counter(dict(self.db.execute(query, [passage_id]))).elements())

    def set(self, values: Mapping[str, str]) -> None:
        """Write some of the library's own particulars, and seal them all."""
        self.db.conn.executemany("INSERT OR REPLACE INTO setting VALUES (?, ?)", values.items())
        rows = self.db.execute("SELECT key, value FROM setting WHERE key <> 'seal' ORDER BY key").fetchall()
        self.db.execute("INSERT OR REPLACE INTO setting VALUES ('seal', ?)", [seal(rows)])


def telling(tables: Tables, notices: Sequence[Notice]) -> frozenset[str]:
    """The notices whose passages say how rare a word is: the latest of each family of the home province, else of all.

    So neither what another province says nor what a round said that is over makes a word less telling.
    """
    newest = tuple(latest(notices))
    home = [each for each in newest if not (each.scope.place and tables.is_away(each.scope.place))]
    return frozenset(notice.id for notice in home or newest)
