"""Writing the index: of a notice that changed, the rows of the words that it holds, and of no others."""

import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from itertools import chain
from sqlite3 import Connection

from knowledge.errors import DamagedLibrary
from knowledge.store.added_postings import AddedPostings
from knowledge.store.index import Index, Indexed
from knowledge.store.posting_list import SEGMENT, PostingList, key_of
from knowledge.store.ranking import Columns
from knowledge.store.sealed_file import SealedFile
from knowledge.store.seals import seal_of_octets, short_seal
from knowledge.store.word_writing import WordWriter

BLOCK = 8_000_000  # postings that wait before they are written, 12 octets each
LIST = "SELECT list FROM posting WHERE id = ?"

Counts = Mapping[str, int]  # how often a passage holds each of its words


class IndexWriter:
    """Brings the index up to what notices hold; what it holds back is written by `finish`."""

    def __init__(self, connection: Connection, telling: Collection[str]) -> None:
        self.connection = connection
        self.telling = telling
        self.indexed = dict(Index(SealedFile(connection)).notices)
        self.last = max((indexed.number for indexed in self.indexed.values()), default=0)
        self.words = WordWriter(connection)
        self.lists: dict[int, PostingList] = {}
        self.added = AddedPostings()
        self.columns: dict[int, Columns] = {}

    def replace(self, notice: str, passages: Mapping[int, Counts], gone: Collection[int]) -> None:
        """Index a notice by its passages, the words of each by its number, in the place of those that are gone."""
        before = self.indexed.get(notice) or Indexed(self._next_number(), 0, 0, is_telling=0)
        if gone:
            self._drop(before, gone)
        held, length = Counter[int](), 0
        self.words.number(chain.from_iterable(passages.values()))
        for passage, counts in passages.items():
            ids = self.words.ids_of(counts)
            held.update(ids)
            self.words.count_passage(ids, is_telling=notice in self.telling)
            self.added.put(passage, ids, counts.values())
            length += self._measure(passage, before.number, counts)
        after = Indexed(before.number, len(passages), length, is_telling=int(notice in self.telling))
        self._write_notice(notice, after, held)
        if len(self.added) > BLOCK:
            self._flush()

    def finish(self) -> None:
        """Write what is not written, and have exactly those notices tell that should."""
        for notice, indexed in [*self.indexed.items()]:
            if indexed.is_telling != (notice in self.telling):
                held = self._words_of(indexed.number)
                self.words.count(held, 0, 1 - 2 * indexed.is_telling)
                self._write_notice(notice, indexed._replace(is_telling=1 - indexed.is_telling), held)
        self._flush()
        for segment, columns in self.columns.items():
            octets = [column.tobytes() for column in columns]
            row = [segment, *octets, seal_of_octets(segment, *octets)]
            self.connection.execute("INSERT OR REPLACE INTO segment VALUES (?, ?, ?, ?)", row)

    def statistics(self) -> tuple[int, float]:
        """How many passages tell how rare words are, and their average length."""
        telling = [indexed for indexed in self.indexed.values() if indexed.is_telling]
        passages = sum(indexed.passages for indexed in telling)
        return passages, sum(indexed.length for indexed in telling) / passages if passages else 1.0

    def _next_number(self) -> int:
        """A number that no notice has."""
        self.last += 1
        return self.last

    def _drop(self, indexed: Indexed, gone: Collection[int]) -> None:
        """Take a notice's passages out of the lists of its words."""
        held, places = self._words_of(indexed.number), defaultdict[int, list[int]](list)
        for passage in gone:
            places[passage // SEGMENT].append(passage % SEGMENT)
            self._set_columns(passage, 0, 0)
        for segment, some in places.items():
            for word in held:
                self._list(key_of(word, segment)).drop(some)
        self.words.count(held, -1, -indexed.is_telling)

    def _list(self, key: int) -> PostingList:
        """The passages of a segment that hold a word, to be changed."""
        if key not in self.lists:
            self.lists[key] = PostingList(*self.connection.execute(LIST, [key]).fetchone() or ())
        return self.lists[key]

    def _measure(self, passage: int, number: int, counts: Counts) -> int:
        """Write down the length of a passage of the notice of this number; the length."""
        length = sum(counts.values())
        self._set_columns(passage, length, number)
        return length

    def _set_columns(self, passage: int, *values: int) -> None:
        """Write a passage's length and the number of its notice."""
        segment, place = divmod(passage, SEGMENT)
        if segment not in self.columns:
            stored = self.connection.execute("SELECT lengths, notices FROM segment WHERE id = ?", [segment]).fetchone()
            self.columns[segment] = Columns(*(array("I", octets) for octets in stored or (b"", b"")))
        for column, value in zip(self.columns[segment], values, strict=True):
            column.extend([0] * (place + 1 - len(column)))
            column[place] = value

    def _words_of(self, number: int) -> dict[int, int]:
        """The words of a notice by their numbers, with how many of its passages hold each."""
        stored = self.connection.execute("SELECT words FROM indexed WHERE number = ?", [number]).fetchone()
        try:
            numbers = array("I", zlib.decompress(stored[0]) if stored else b"")
        except (zlib.error, ValueError) as error:
            raise DamagedLibrary("the library is damaged: the words of a notice were changed in the file") from error
        middle = len(numbers) // 2
        return dict(zip(numbers[:middle], numbers[middle:], strict=True))

    def _write_notice(self, notice: str, indexed: Indexed, held: Mapping[int, int]) -> None:
        """Write what is indexed of a notice; one without passages goes."""
        if not indexed.passages:
            self.indexed.pop(notice, None)
            self.connection.execute("DELETE FROM indexed WHERE number = ?", [indexed.number])
            return
        self.indexed[notice] = indexed
        values = notice, *indexed
        packed = zlib.compress(array("I", [*held.keys(), *held.values()]).tobytes(), 1)
        self.connection.execute(
            "INSERT OR REPLACE INTO indexed (notice, number, passages, length, telling, seal, words) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            [*values, short_seal(*values), packed],
        )

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
