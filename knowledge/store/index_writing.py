"""Writing the index: of a notice that changed, the rows of the words that it holds, and of no others."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from itertools import chain
from sqlite3 import Connection

from knowledge.store.added_postings import AddedPostings
from knowledge.store.columns import ColumnWriter
from knowledge.store.index_records import Indexed
from knowledge.store.notice_writing import NoticeWriter
from knowledge.store.posting_list import SEGMENT, PostingList, key_of
from knowledge.store.seals import seal_of_octets
from knowledge.store.word_writing import WordWriter

BLOCK = 8_000_000  # postings that wait before they are written, 12 octets each
LIST = "SELECT list FROM posting WHERE id = ?"

Counts = Mapping[str, int]  # how often a passage holds each of its words


class IndexWriter:
    """Brings the index up to what notices hold; what it holds back is written by `finish`."""

    def __init__(self, connection: Connection, telling: Collection[str]) -> None:
        self.connection = connection
        self.telling = telling
        self.notices = NoticeWriter(connection)
        self.words = WordWriter(connection)
        self.columns = ColumnWriter(connection)
        self.lists: dict[int, PostingList] = {}
        self.added = AddedPostings()

    def replace(self, notice: str, passages: Mapping[int, Counts], gone: Collection[int]) -> None:
        """Index a notice by its passages, the words of each by its number, in the place of those that are gone."""
        before = self.notices.of(notice)
        if gone:
            self._drop(before, gone)
        held, length = Counter[int](), 0
        self.words.number(chain.from_iterable(passages.values()))
        for passage, counts in passages.items():
            ids = self.words.ids_of(counts)
            held.update(ids)
            self.words.count_passage(ids, is_telling=notice in self.telling)
            self.added.put(passage, ids, counts.values())
            self.columns.put(passage, sum(counts.values()), before.number)
            length += sum(counts.values())
        after = Indexed(before.number, len(passages), length, is_telling=int(notice in self.telling))
        self.notices.put(notice, after)
        self.notices.hold(after.number, held)
        if len(self.added) > BLOCK:
            self._flush()

    def finish(self) -> None:
        """Write what is not written, and have exactly those notices tell that should."""
        for notice, indexed in [*self.notices.all()]:
            if indexed.is_telling != (notice in self.telling):
                self.words.count(self.notices.words_of(indexed.number), 0, 1 - 2 * indexed.is_telling)
                self.notices.put(notice, indexed._replace(is_telling=1 - indexed.is_telling))
        self._flush()
        self.columns.write()
        self.notices.write()

    def statistics(self) -> tuple[int, float]:
        """How many passages tell how rare words are, and their average length."""
        return self.notices.statistics()

    def _drop(self, indexed: Indexed, gone: Collection[int]) -> None:
        """Take a notice's passages out of the lists of its words."""
        held, places = self.notices.words_of(indexed.number), defaultdict[int, list[int]](list)
        for passage in gone:
            places[passage // SEGMENT].append(passage % SEGMENT)
            self.columns.put(passage, 0, 0)
        for segment, some in places.items():
            for word in held:
                self._list(key_of(word, segment)).drop(some)
        self.words.count(held, -1, -indexed.is_telling)

    def _list(self, key: int) -> PostingList:
        """The passages of a segment that hold a word, to be changed."""
        if key not in self.lists:
            self.lists[key] = PostingList(*self.connection.execute(LIST, [key]).fetchone() or ())
        return self.lists[key]

    def _flush(self) -> None:
        """Write the lists and the words that changed; what is empty goes."""
        for key, added in self.added.lists():
            self._list(key).extend(added)
        empty = [[key] for key, each in self.lists.items() if not each.places]
        self.connection.executemany("DELETE FROM posting WHERE id = ?", empty)
        lists = ((key, self.lists[key].octets) for key in sorted(self.lists) if self.lists[key].places)
        self.connection.executemany(
            "INSERT OR REPLACE INTO posting VALUES (?, ?, ?)", ((*each, seal_of_octets(*each)) for each in lists)
        )
        self.lists, self.added = {}, AddedPostings()
        self.words.write()
