"""Writing the words of the index: their ids, and how many passages hold each."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from sqlite3 import Connection

from knowledge.store.index_records import WORDS, Word
from knowledge.store.sealed_file import SealedFile

Bucket = dict[str, Word]


class WordWriter:
    """Numbers words and counts what holds them; what it holds back is written by `write`."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.file = SealedFile(connection)
        self.ids: dict[str, int] = {}
        self.passages = Counter[int]()
        self.telling = Counter[int]()
        self.buckets: dict[int, Bucket] = {}

    def ids_of(self, words: Iterable[str]) -> list[int]:
        """The ids of words that were numbered."""
        return [*map(self.ids.__getitem__, words)]

    def number(self, words: Iterable[str]) -> None:
        """Have an id for each of some words."""
        numbers = {word: WORDS.of(word) for word in words if word not in self.ids}
        self._read(set(numbers.values()))
        for word, number in numbers.items():
            bucket = self.buckets[number]
            if word not in bucket:
                bucket[word] = Word(_next_id(number, bucket), 0, 0)
            self.ids[word] = bucket[word].id

    def count_passage(self, ids: Collection[int], *, is_telling: bool) -> None:
        """Count a further passage that holds these words."""
        self.passages.update(ids)
        if is_telling:
            self.telling.update(ids)

    def count(self, held: Mapping[int, int], all_times: int, telling_times: int) -> None:
        """Count the passages of a notice that hold each of its words so many times."""
        for counts, times in ((self.passages, all_times), (self.telling, telling_times)):
            if times:
                for word_id, passages in held.items():
                    counts[word_id] += times * passages

    def write(self) -> None:
        """Write the words that changed."""
        changed = {word_id % WORDS.number for word_id in self.passages.keys() | self.telling.keys()}
        self._read(changed)
        WORDS.write(self.connection, ((number, self._counted(self.buckets[number])) for number in sorted(changed)))
        self.ids, self.passages, self.telling, self.buckets = {}, Counter(), Counter(), {}

    def _counted(self, bucket: Bucket) -> Bucket:
        """A bucket with what was counted since it was read; a word that no passage holds any more goes."""
        counted = {
            word: Word(held.id, held.passages + self.passages[held.id], held.telling + self.telling[held.id])
            for word, held in bucket.items()
        }
        return {word: held for word, held in counted.items() if held.passages}

    def _read(self, numbers: Collection[int]) -> None:
        """Have the buckets of these numbers, to be changed."""
        unread = [number for number in numbers if number not in self.buckets]
        self.buckets.update(WORDS.read(self.file, unread) if unread else ())


def _next_id(number: int, bucket: Bucket) -> int:
    """An id for another word of a bucket, which tells the bucket's number."""
    return max((word.id for word in bucket.values()), default=number) + WORDS.number
