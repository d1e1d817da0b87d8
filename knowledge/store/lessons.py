"""What ways of asking teach, kept in a table of the library: learned anew only where something was different."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from sqlite3 import Connection
from typing import Any

import jieba

from knowledge.catalogue import Way
from knowledge.store.fingerprint import code
from knowledge.store.library import Library
from knowledge.store.seals import seal, short_seal
from knowledge.terms import Lexicon
from knowledge.topic_reading import BUCKETS, Cut, Feature, TopicReader, bucket_of


class Lesson:
    """A table of features, and what it was learned from: ways, a lexicon, a cutting of words and a way of learning.

    `told` is a digest of the ways, which are asked for only where the lesson is learned.
    """

    def __init__(
        self, connection: Connection, table: str, told: str, ways: Callable[[], Iterable[Way]], lexicon: Lexicon
    ) -> None:
        self.connection = connection
        self.table = table
        self.ways = ways
        self.taught_by = seal([told, lexicon.synonyms, jieba.__version__, code()])
        self.known: dict[int, dict[str, list[Any]]] = {}

    @property
    def is_known(self) -> bool:
        """Whether the table holds what these ways teach."""
        return Library(self.connection).settings.get(f"{self.table}_taught_by") == self.taught_by

    def learn(self, cut: Cut) -> Mapping[str, str]:
        """Learn the lesson and write its table; what the library's particulars have of it."""
        from knowledge.topic_weights import learn  # noqa: PLC0415  # it brings NumPy, which a question does not need

        learned = learn(self.ways(), cut)
        self.connection.execute(f"DELETE FROM {self.table}")  # noqa: S608  # a name of ours
        self.connection.executemany(f"INSERT INTO {self.table} VALUES (?, ?, ?)", _rows_of(learned.features))  # noqa: S608
        return {f"{self.table}_taught_by": self.taught_by, f"{self.table}_topics": json.dumps(learned.topics)}

    def reader(self, cut: Cut, *, many: bool) -> TopicReader:
        """What reads sentences by the lesson, once it is known; `many`: so many that NumPy is worth its loading."""
        topics = json.loads(Library(self.connection).settings[f"{self.table}_topics"])
        if not many:
            return TopicReader(topics, self._find, cut)
        from knowledge.sentence_reading import SentenceReader  # noqa: PLC0415  # it brings NumPy

        return SentenceReader(topics, self._find, cut)

    def _find(self, names: Sequence[str]) -> Iterator[tuple[str, Feature]]:
        """What was learned of those features that are known."""
        if unread := sorted(set(map(bucket_of, names)).difference(self.known)):
            self.known |= Library(self.connection).buckets(unread, self.table)
        found = ((name, self.known[bucket_of(name)].get(name)) for name in names)
        return ((name, Feature.of(*record)) for name, record in found if record)


def _rows_of(features: Mapping[str, Feature]) -> Iterator[Sequence[object]]:
    """Features as a table has them, in buckets."""
    buckets: list[dict[str, Feature]] = [{} for _ in range(BUCKETS)]
    for name, each in sorted(features.items()):
        buckets[bucket_of(name)][name] = each
    for number, bucket in enumerate(buckets):
        row = number, json.dumps(bucket, ensure_ascii=False)
        yield *row, short_seal(*row)
