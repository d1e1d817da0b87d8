"""The words of the index, in buckets of which every one is there: what is in none of them is in no passage.

So a word that a broken file does not find is not taken for one that nobody used, and no check is needed before.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple
from zlib import crc32

from knowledge.errors import DamagedLibrary
from knowledge.store.sealed_file import SealedFile
from knowledge.store.seals import short_seal

WORD_BUCKETS = 8_192

READ = "SELECT id, words, seal FROM word WHERE id IN (SELECT value FROM json_each(?))"
WRITE = "INSERT OR REPLACE INTO word (id, words, seal) VALUES (?, ?, ?)"

Bucket = dict[str, "Word"]


class Word(NamedTuple):
    """A word of the index: how many passages hold it, and how many of those that tell how rare words are."""

    id: int
    passages: int
    telling: int


def bucket_of(word: str) -> int:
    """The number of the bucket that has a word, if any has."""
    return crc32(word.encode()) % WORD_BUCKETS


def bucket_of_id(word_id: int) -> int:
    """The number of the bucket that has the word of this id."""
    return word_id % WORD_BUCKETS


def next_id(number: int, bucket: Bucket) -> int:
    """An id for another word of a bucket."""
    return max((word.id for word in bucket.values()), default=number) + WORD_BUCKETS


def read_buckets(file: SealedFile, numbers: Collection[int]) -> Iterator[tuple[int, Bucket]]:
    """The buckets of these numbers, proven, with their numbers."""
    rows = file.rows(READ, json.dumps(sorted(numbers)))
    if len(rows) != len(numbers):
        raise DamagedLibrary("the library is damaged: words are missing in the file")
    for number, words, sealed in rows:
        if short_seal(number, words) != sealed:
            raise DamagedLibrary("the library is damaged: words were changed in the file")
        yield number, {word: Word(*values) for word, values in json.loads(words).items()}


def bucket_rows(buckets: Iterable[tuple[int, Bucket]]) -> Iterator[tuple[int, str, int]]:
    """Buckets as `WRITE` takes them."""
    for number, bucket in buckets:
        words = json.dumps({word: values for word, values in bucket.items() if values.passages}, ensure_ascii=False)
        yield number, words, short_seal(number, words)
