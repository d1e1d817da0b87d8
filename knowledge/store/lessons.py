"""What ways of asking teach, kept in a table of the library: learned anew only where something was different."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from sqlite3 import Connection
from typing import TYPE_CHECKING

import jieba

from knowledge.catalogue import Way
from knowledge.store.fingerprint import code
from knowledge.store.library import Library
from knowledge.store.seals import seal, short_seal
from knowledge.terms import Lexicon
from knowledge.topic_reading import BUCKETS, Cut, Feature, bucket_of

if TYPE_CHECKING:
    from knowledge.topic_weights import TopicWeights


class Lesson:
    """A table of features, and what it was learned from: ways, a lexicon, a cutting of words and a way of learning."""

    def __init__(self, connection: Connection, table: str, ways: Iterable[Way], lexicon: Lexicon) -> None:
        self.connection = connection
        self.table = table
        self.ways = sorted(ways)
        self.taught_by = seal([self.ways, lexicon.synonyms, jieba.__version__, code()])

    @property
    def is_known(self) -> bool:
        """Whether the table holds what these ways teach."""
        return Library(self.connection).settings.get(f"{self.table}_taught_by") == self.taught_by

    def learn(self, cut: Cut) -> Mapping[str, str]:
        """Learn the lesson and write its table; what the library's particulars have of it."""
        from knowledge.topic_weights import learn  # noqa: PLC0415  # it brings NumPy, which a question does not need

        learned = learn(self.ways, cut)
        self.connection.execute(f"DELETE FROM {self.table}")  # noqa: S608  # a name of ours
        self.connection.executemany(f"INSERT INTO {self.table} VALUES (?, ?, ?)", _rows_of(learned.features))  # noqa: S608
        return {f"{self.table}_taught_by": self.taught_by, f"{self.table}_topics": json.dumps(learned.topics)}

    def learned(self) -> "TopicWeights":
        """What the table holds, all of it."""
        from knowledge.topic_weights import TopicWeights  # noqa: PLC0415

        library = Library(self.connection)
        buckets = library.buckets(range(BUCKETS), self.table).values()
        features = {name: Feature.of(*record) for bucket in buckets for name, record in bucket.items()}
        return TopicWeights(tuple(json.loads(library.settings[f"{self.table}_topics"])), features)


def _rows_of(features: Mapping[str, Feature]) -> Iterator[Sequence[object]]:
    """Features as a table has them, in buckets."""
    buckets: list[dict[str, Feature]] = [{} for _ in range(BUCKETS)]
    for name, each in sorted(features.items()):
        buckets[bucket_of(name)][name] = each
    for number, bucket in enumerate(buckets):
        row = number, json.dumps(bucket, ensure_ascii=False)
        yield *row, short_seal(*row)
