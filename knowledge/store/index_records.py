"""What the index knows of each word and of each notice, and the tables that hold it."""

from typing import NamedTuple

from knowledge.store.buckets import Buckets


class Word(NamedTuple):
    """A word of the index: how many passages hold it, and how many of those that tell how rare words are."""

    id: int
    passages: int
    telling: int


class Indexed(NamedTuple):
    """A notice of the index: its number there, its passages, their length in all, whether they tell."""

    number: int
    passages: int
    length: int
    is_telling: int


WORDS = Buckets("word", 8_192, Word)
NOTICES = Buckets("indexed", 1_024, Indexed)
