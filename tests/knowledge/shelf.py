"""An index of notices made for a test, without a library around it."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager

from sqlite_utils import Database

from knowledge.store.index import Index
from knowledge.store.index_writing import IndexWriter
from knowledge.store.ranking import Ranked
from knowledge.store.schema import migrations
from knowledge.store.sealed_file import SealedFile

Notices = dict[str, list[list[str]]]  # the words of each passage


class Shelf:
    """An index of notices, whose passages are numbered from 1 as they come."""

    def __init__(self, database: Database) -> None:
        self.connection = database.conn
        self.placed: dict[str, dict[int, list[str]]] = {}
        self.last = 0

    def bring(self, notices: Notices) -> None:
        """Have exactly these notices."""
        writer = IndexWriter(self.connection, notices)
        for notice in sorted(notices.keys() | self.placed.keys()):
            gone = self.placed.pop(notice, {})
            first, words = self.last + 1, notices.get(notice, [])
            self.placed[notice] = dict(enumerate(words, first))
            self.last += len(words)
            writer.replace(notice, {number: Counter(each) for number, each in self.placed[notice].items()}, gone)
        writer.finish()
        counted, average = writer.statistics()
        with self.connection:
            values = [("counted", str(counted)), ("average_length", repr(average))]
            self.connection.executemany("INSERT OR REPLACE INTO setting VALUES (?, ?)", values)

    @property
    def numbers(self) -> list[int]:
        """The numbers of all passages, in the order of the library."""
        return sorted(number for passages in self.placed.values() for number in passages)

    @property
    def corpus(self) -> list[list[str]]:
        """The words of all passages, in the order of the library."""
        words = {number: each for passages in self.placed.values() for number, each in passages.items()}
        return [words[number] for number in self.numbers]

    def rank(self, way: type, question: Counter[str], limit: int, only: str | None = None) -> list[Ranked]:
        """The best passages, in one of the ways of ranking."""
        index = Index(Unsealed(self.connection))
        counted = float(index.file.settings["average_length"])
        numbers = index.numbers_of(frozenset([only])) if only else None
        ranking = way(index.columns, counted, index.postings)
        found: list[Ranked] = ranking.rank(question, limit, numbers)
        return found


class Unsealed(SealedFile):
    """A file of which the settings bear no seal."""

    @property
    def settings(self) -> dict[str, str]:  # type: ignore[override]  # it changes while a test runs
        """The settings as they are."""
        return dict(self.rows("SELECT key, value FROM setting"))


@contextmanager
def shelf(*lists: list[list[str]]) -> Iterator[Shelf]:
    """An index of notices without a name, in memory."""
    database = Database(memory=True)
    migrations.apply(database)
    with closing(database.conn):
        made = Shelf(database)
        made.bring({f"n{number}": each for number, each in enumerate(lists)})
        yield made
