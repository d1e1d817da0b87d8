"""Writing the index: of a notice that changed, the rows of the words that it holds, and of no others."""

import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import chain
from sqlite3 import Connection

from knowledge.errors import DamagedLibrary
from knowledge.store.index import Index, Indexed
from knowledge.store.posting_list import SEGMENT, PostingList, key_of
from knowledge.store.ranking import Columns
from knowledge.store.sealed_file import SealedFile
from knowledge.store.seals import seal_of_octets, short_seal
from knowledge.store.vocabulary import WRITE, Bucket, Word, bucket_of, bucket_of_id, bucket_rows, next_id, read_buckets

BLOCK = 250_000  # lists that are held before they are written

Counts = Mapping[str, int]  # how often a passage holds each of its words


class IndexWriter:
    """Brings the index up to what notices hold; what it holds back is written by `finish`."""

    def __init__(self, connection: Connection, telling: Collection[str]) -> None:
        self.connection = connection
        self.telling = telling
        self.file = SealedFile(connection)
        self.indexed = dict(Index(self.file).notices)
        self.lists: dict[int, PostingList] = {}
        self.buckets: dict[int, Bucket] = {}
        self.spelled: dict[int, str] = {}
        self.columns: dict[int, Columns] = {}

    def replace(self, notice: str, passages: Mapping[int, Counts], gone: Collection[int]) -> None:
        """Index a notice by its passages, the words of each by its number, in the place of those that are gone."""
        before = self.indexed.get(notice) or Indexed(self._next_number(), 0, 0, is_telling=0)
        self._drop(before, gone)
        words = Counter(chain.from_iterable(passages.values()))
        self._number(words)
        held = {self._id_of(word): count for word, count in words.items()}
        for passage, counts in passages.items():
            self._put(passage, before.number, counts)
        length = sum(sum(counts.values()) for counts in passages.values())
        after = Indexed(before.number, len(passages), length, is_telling=int(notice in self.telling))
        self._count(held, 1, after.is_telling)
        self._write_notice(notice, after, held)
        if len(self.lists) > BLOCK:
            self._flush()

    def finish(self) -> None:
        """Write what is not written, and have exactly those notices tell that should."""
        for notice, indexed in [*self.indexed.items()]:
            if indexed.is_telling != (notice in self.telling):
                held = self._words_of(indexed.number)
                self._count(held, 0, 1 - 2 * indexed.is_telling)
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
        return 1 + max((indexed.number for indexed in self.indexed.values()), default=0)

    def _drop(self, indexed: Indexed, gone: Collection[int]) -> None:
        """Take a notice's passages out of the lists of its words."""
        held, places = self._words_of(indexed.number), defaultdict[int, list[int]](list)
        for passage in gone:
            places[passage // SEGMENT].append(passage % SEGMENT)
            self._set_columns(passage, 0, 0)
        for segment, some in places.items():
            for word in held:
                self._list(word, segment).drop(some)
        self._count(held, -1, -indexed.is_telling)

    def _put(self, passage: int, number: int, counts: Counts) -> None:
        """Add a passage to the lists of its words."""
        segment, place = divmod(passage, SEGMENT)
        for word, count in counts.items():
            self._list(self._id_of(word), segment).put(place, count)
        self._set_columns(passage, sum(counts.values()), number)

    def _list(self, word: int, segment: int) -> PostingList:
        """The passages of a segment that hold a word, to be changed."""
        key = key_of(word, segment)
        if key not in self.lists:
            stored = self.connection.execute("SELECT list FROM posting WHERE id = ?", [key]).fetchone()
            self.lists[key] = PostingList(*stored or ())
        return self.lists[key]

    def _set_columns(self, passage: int, *values: int) -> None:
        """Write a passage's length and the number of its notice."""
        segment, place = divmod(passage, SEGMENT)
        if segment not in self.columns:
            stored = self.connection.execute("SELECT lengths, notices FROM segment WHERE id = ?", [segment]).fetchone()
            self.columns[segment] = Columns(*(array("I", octets) for octets in stored or (b"", b"")))
        for column, value in zip(self.columns[segment], values, strict=True):
            column.extend([0] * (place + 1 - len(column)))
            column[place] = value

    def _id_of(self, word: str) -> int:
        """The id of a word whose bucket was read."""
        return self.buckets[bucket_of(word)][word].id

    def _number(self, words: Iterable[str]) -> None:
        """Have an id for each of some words."""
        numbers = {word: bucket_of(word) for word in words}
        self._read(numbers.values())
        for word, number in numbers.items():
            bucket = self.buckets[number]
            if word not in bucket:
                bucket[word] = Word(next_id(number, bucket), 0, 0)
                self.spelled[bucket[word].id] = word

    def _read(self, numbers: Iterable[int]) -> None:
        """Have the buckets of these numbers, to be changed."""
        unread = {number for number in numbers if number not in self.buckets}
        for number, bucket in read_buckets(self.file, unread) if unread else ():
            self.buckets[number] = bucket
            self.spelled |= {held.id: word for word, held in bucket.items()}

    def _count(self, held: Mapping[int, int], all_times: int, telling_times: int) -> None:
        """Count the passages of a notice that hold each of its words so many times."""
        self._read(map(bucket_of_id, held))
        for word_id, passages in held.items():
            bucket, word = self.buckets[bucket_of_id(word_id)], self.spelled[word_id]
            before = bucket[word]
            bucket[word] = Word(
                word_id, before.passages + all_times * passages, before.telling + telling_times * passages
            )

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
        empty = [[key] for key, each in self.lists.items() if not each.places]
        self.connection.executemany("DELETE FROM posting WHERE id = ?", empty)
        lists = ((key, self.lists[key].octets) for key in sorted(self.lists) if self.lists[key].places)
        self.connection.executemany(
            "INSERT OR REPLACE INTO posting VALUES (?, ?, ?)", ((*each, seal_of_octets(*each)) for each in lists)
        )
        self.connection.executemany(WRITE, bucket_rows(self.buckets.items()))
        self.lists, self.buckets, self.spelled = {}, {}, {}
