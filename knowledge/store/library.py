"""The library as it is read: notices, passages and index in one SQLite file, which `building.py` writes."""

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, cached_property, partial
from typing import Any

from knowledge.catalogue import Topic
from knowledge.errors import DamagedLibrary
from knowledge.jurisdiction import Jurisdiction
from knowledge.notice import Notice, Stored, as_replaced
from knowledge.plain_data import revive
from knowledge.scope import Tables
from knowledge.spelling import Spelling
from knowledge.store.folders import NoticeFiles
from knowledge.store.index import Index
from knowledge.store.ranking import Ranked, idf
from knowledge.store.sealed_file import SealedFile
from knowledge.store.seals import seal, short_seal
from knowledge.store.stored_passage import StoredPassage
from knowledge.terms import Lexicon
from knowledge.topic_reading import BUCKETS, Cut, Feature, NearWay, TopicReader, bucket_of, features
from knowledge.words import Segmenter

Carriers = Mapping[str, Sequence[int]]  # by notice the passages with a sentence that carries some topic, in order


class Library(SealedFile):
    """Reads one library file; everything that answers a question comes from here.

    What is read is held against the seal that was written with it before anything is made of it: `DamagedLibrary`
    says that something was changed in the file.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self.entries: dict[int, StoredPassage] = {}
        self.topics: dict[str, Topic] = {}
        self.carried: dict[str, Carriers] = {}
        self.ways = cache(self._ways)

    @property
    def built_from(self) -> str | None:
        """The fingerprint of what the library was built from; None where the file holds no library yet."""
        return self.unproven("fingerprint")

    @property
    def stamp(self) -> str | None:
        """The sizes and times of what the library was last found to be built from; it tells no more than that."""
        return self.unproven("stamp")

    @property
    def built_by(self) -> str | None:
        """The digest of the code that built the library."""
        return self.unproven("code")

    @property
    def left_out(self) -> tuple[str, ...]:
        """The notices that could not be read when the library was built: why, in one line each."""
        return tuple(json.loads(self.settings["left_out"]))

    @cached_property
    def notices(self) -> Mapping[str, Notice]:
        """Every notice by its id, in the order of ids."""
        return as_replaced([each.notice for each in self.stored.values()])

    @cached_property
    def stored(self) -> Mapping[str, Stored]:
        """Every notice as it was read, with the digest of what it was read from."""
        return {row[0]: Stored(revive(Notice, json.loads(row[1])), row[2]) for row in self.notice_rows}

    @cached_property
    def files(self) -> Mapping[str, NoticeFiles]:
        """The files of every notice, as they were when it was read."""
        return {row[0]: NoticeFiles(*json.loads(row[4])) for row in self.notice_rows}

    @cached_property
    def notice_rows(self) -> list[tuple[str, str, str, str, str]]:
        """What the table `notice` has, proven."""
        rows = self.rows(NOTICES)
        if rows and self.settings.get("notices") != seal(rows):
            raise DamagedLibrary("the library is damaged: its notices were changed in the file")
        return rows

    @cached_property
    def lexicon(self) -> Lexicon:
        """The word lists, as they were when the library was built."""
        return Lexicon.from_json(self.settings["lexicon"])

    @cached_property
    def spelling(self) -> Spelling:
        """What finds mistyped expressions."""
        return Spelling(json.loads(self.settings["meant"]), json.loads(self.settings["sounds"]))

    @cached_property
    def tables(self) -> Tables:
        """What places, series, levels and specialties are called."""
        return Tables(self.lexicon, self.notices.values(), self.segmenter.exactly)

    @cached_property
    def jurisdiction(self) -> Jurisdiction:
        """Who of the notices may speak for whom."""
        return Jurisdiction(self.tables, tuple(self.notices.values()))

    @cached_property
    def rarity(self) -> Mapping[str, float]:
        """The idf of each expression of the lexicon: that of the most frequent of its lines."""
        lines = zip(self.lexicon.synonyms, json.loads(self.settings["line_idf"]), strict=True)
        rarity: dict[str, float] = {}
        for line, line_idf in lines:
            for expression in line:
                rarity[expression] = min(line_idf, rarity.get(expression, line_idf))
        return rarity

    @cached_property
    def line_words(self) -> Sequence[Sequence[str]]:
        """The words that each synonym line is searched by."""
        words: list[list[str]] = json.loads(self.settings["line_words"])
        return words

    @cached_property
    def segmenter(self) -> Segmenter:
        """The cutter of words over the library's own dictionary."""
        return Segmenter(self.rows, int(self.settings["dictionary_total"]))

    @cached_property
    def cut(self) -> Cut:
        """What cuts texts into what their topics are read by."""
        return partial(features, self.segmenter, self.lexicon)

    @cached_property
    def topic_reader(self) -> TopicReader:
        """What reads questions as topics."""
        return TopicReader(json.loads(self.settings["topic_feature_topics"]), self.features, self.cut)

    @cached_property
    def proposed(self) -> frozenset[str]:
        """The notices whose sentences have their topics by proposal only: no person has confirmed them."""
        return frozenset(json.loads(self.settings["proposed"]))

    @cached_property
    def broad(self) -> Mapping[str, tuple[str, ...]]:
        """Each broad topic with those that it covers."""
        return {topic: tuple(covers) for topic, covers in json.loads(self.settings["broad"]).items()}

    @cached_property
    def of_series(self) -> frozenset[str]:
        """The topics that are about series."""
        return frozenset(json.loads(self.settings["of_series"]))

    @cached_property
    def of_levels(self) -> frozenset[str]:
        """The topics whose sentences say which levels there are."""
        return frozenset(json.loads(self.settings["of_levels"]))

    @cached_property
    def of_some(self) -> frozenset[str]:
        """The topics that are about some people only."""
        return frozenset(json.loads(self.settings["of_some"]))

    def features(self, names: Sequence[str]) -> Iterator[tuple[str, Feature]]:
        """What was learned of those features that are known."""
        buckets = self.buckets(sorted(set(map(bucket_of, names))))
        found = ((name, buckets[bucket_of(name)].get(name)) for name in names)
        return ((name, Feature.of(*record)) for name, record in found if record)

    def buckets(self, numbers: Sequence[int], table: str = "topic_feature") -> dict[int, dict[str, list[Any]]]:
        """The buckets of features of these numbers, proven; each is there, if it is empty."""
        rows = self.rows(FEATURES.format(table=table), json.dumps([*numbers]))
        if len(rows) != len(numbers) or any(short_seal(*row[:2]) != row[2] for row in rows):
            raise DamagedLibrary("the library is damaged: features of topics were changed in the file")
        return {number: json.loads(features) for number, features, _seal in rows}

    def topic(self, topic_id: str) -> Topic:
        """A topic of the catalogue."""
        if topic_id not in self.topics:
            [(_id, record, *_)] = self._topic_rows([topic_id])
            self.topics[topic_id] = revive(Topic, json.loads(record))
        return self.topics[topic_id]

    def nearest_ways(self, topic_id: str, text: str) -> list[NearWay]:
        """The ways of asking for a topic that a text is most like."""
        return self.topic_reader.nearest(text, self.ways(topic_id))

    def _ways(self, topic_id: str) -> tuple[str, ...]:
        """All ways of asking for a topic, what is needed to cut them read at once; `ways` remembers them."""
        ways = tuple(way.text for way in self.topic(topic_id).all_ways())
        self.segmenter.prepare("\n".join(ways))
        return ways

    def _topic_rows(self, ids: Sequence[str]) -> list[tuple[Any, ...]]:
        """What the table `topic` has of these ids, and of their carriers in numbers; all of it proven."""
        rows = self.rows(TOPICS, json.dumps(ids))
        for *values, sealed in rows:
            if seal(values) != sealed:
                raise DamagedLibrary(f"the library is damaged: the topic {values[0]!r:.40} was changed in the file")
        if missing := set(ids) - {row[0] for row in rows}:
            raise DamagedLibrary(f"the library is damaged: the topic {min(missing)} is missing in the file")
        return rows

    def carriers(self, topics: Sequence[str]) -> dict[str, Carriers]:
        """The passages with a sentence that carries each of these topics."""
        if unread := sorted(set(topics).difference(self.carried)):
            counts = {topic: count for topic, _record, count, *_ in self._topic_rows(unread)}
            found: dict[str, dict[str, list[int]]] = {topic: {} for topic in unread}
            for topic, passage, notice in self.rows(CARRIERS, json.dumps(unread)):
                found[topic].setdefault(notice, []).append(passage)
            if {topic: sum(map(len, carriers.values())) for topic, carriers in found.items()} != counts:
                raise DamagedLibrary("the library is damaged: passages that carry a topic are missing in the file")
            self.carried |= found
        return {topic: self.carried[topic] for topic in topics}

    @cached_property
    def index(self) -> Index:
        """What finds passages by their words."""
        return Index(self)

    def idf(self, words: Sequence[str]) -> dict[str, float]:
        """How rare these words are in the passages; a word that none holds is left out."""
        return self.index.idf(words)

    @cached_property
    def highest_idf(self) -> float:
        """The idf of a word that stands in one passage."""
        return idf(self.index.counted, 1)

    def rank(self, words: Mapping[str, float], limit: int, notices: Collection[str]) -> list[Ranked]:
        """The best passages of some notices for words with their weights."""
        return self.index.rank(words, limit, notices)

    def passages(self, ids: Sequence[int]) -> list[StoredPassage]:
        """The passages of these numbers, in the order asked for."""
        if unread := [number for number in ids if number not in self.entries]:
            read = map(StoredPassage.of, self.rows(PASSAGES, json.dumps(unread)))
            self.entries |= {entry.id: entry for entry in read}
        if missing := next((number for number in ids if number not in self.entries), None):
            raise DamagedLibrary(f"the library is damaged: passage {missing} is missing in the file")
        return [self.entries[number] for number in ids]

    def passages_of(self, notice_id: str) -> list[StoredPassage]:
        """Every passage of a notice in the order of its text."""
        ids = self.rows("SELECT id FROM passage WHERE notice = ? ORDER BY number", notice_id)
        indexed = self.index.notices.of([notice_id])
        if len(ids) != sum(each.passages for each in indexed.values()):
            raise DamagedLibrary(f"the library is damaged: passages of {notice_id} are missing in the file")
        return self.passages([number for (number,) in ids])

    def examine(self) -> None:
        """Read everything once; `DamagedLibrary` where something is not as it was written."""
        self.expect_order("integrity_check(1)")
        for notice_id in self.notices:
            self.passages_of(notice_id)
        self.index.postings(self.index.every_word())
        self.segmenter.read_all()
        self._topic_rows(self.topic_reader.topics)
        self.buckets(range(BUCKETS))


NOTICES = "SELECT id, record, digest, lines, files FROM notice ORDER BY id"
PASSAGES = """
    SELECT id, notice, number, path, start, "end", lead, cells, text, heading, named, sentences, length, seal
    FROM passage
    WHERE id IN (SELECT value FROM json_each(?))
"""
FEATURES = "SELECT bucket, features, seal FROM {table} WHERE bucket IN (SELECT value FROM json_each(?))"
TOPICS = """
    SELECT id, record, count(passage), total(passage), seal FROM topic LEFT JOIN carrier ON carrier.topic = topic.id
    WHERE topic.id IN (SELECT value FROM json_each(?)) GROUP BY topic.id
"""
CARRIERS = """
    SELECT topic, passage, notice FROM carrier JOIN passage ON passage.id = carrier.passage
    WHERE topic IN (SELECT value FROM json_each(?)) ORDER BY passage
"""
