"""The library as it is read: notices, passages and index in one SQLite file, which `building.py` writes."""

import json
import re
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from knowledge.catalogue import Topic
from knowledge.errors import DamagedLibrary, LibraryError
from knowledge.jurisdiction import Jurisdiction
from knowledge.notice import Notice, revive
from knowledge.passages import Passage, says_something
from knowledge.plain import Span
from knowledge.scope import Named, Tables
from knowledge.spelling import Spelling
from knowledge.store.ranking import Ranked, idf, rank
from knowledge.store.seals import TROUBLE, in_brief, is_damage, seal, short_seal
from knowledge.terms import Lexicon
from knowledge.topic_reading import BUCKETS, Feature, TopicReader, bucket_of
from knowledge.words import Segmenter

LONGEST_QUOTE = 220  # characters; the contract allows 300
HEADING = re.compile(
    r"(?:[((][一二三四五六七八九十]{1,4}[))]|[一二三四五六七八九十]{1,4}[、.．])[^,，:：;；0-9须应是不]{2,24}[。.]?"
    r"|.{2,60}\?"
)


@dataclass(frozen=True)
class Sentence:
    """A sentence of a passage: its span of the source and its text as it is searched (normalised, no white space).

    `asked` is how people ask for it, as searched; the lexicon's lines in `named` count these words as well. `echoes`
    are the adopted notices that say the same, where the sentence is a draft's. `topics`: what it treats, the main one
    first.
    """

    span: Span
    text: str
    asked: str
    named: Named
    echoes: frozenset[str] = frozenset()
    topics: tuple[str, ...] = ()

    def record(self) -> dict[str, object]:
        """The same as JSON holds it."""
        return {
            "span": self.span,
            "text": self.text,
            "asked": self.asked,
            "named": self.named.record(),
            "echoes": sorted(self.echoes),
            "topics": self.topics,
        }

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> "Sentence":
        """What `record` gave."""
        named, echoes = Named.of(record["named"]), frozenset(record["echoes"])
        return cls(Span(*record["span"]), record["text"], record["asked"], named, echoes, tuple(record["topics"]))


@dataclass(frozen=True)
class Run:
    """Neighbouring sentences of a passage; `first` is the number of the first."""

    first: int
    sentences: tuple[Sentence, ...]

    @cached_property
    def text(self) -> str:
        """The sentences as searched."""
        return "".join(sentence.text for sentence in self.sentences)

    @cached_property
    def specialties(self) -> frozenset[str]:
        """The specialties that one of the sentences names."""
        return frozenset(name for sentence in self.sentences for name in sentence.named.specialties)

    @cached_property
    def series(self) -> frozenset[str]:
        """The series that one of the sentences names."""
        return frozenset(name for sentence in self.sentences for name in sentence.named.series)

    @cached_property
    def span(self) -> Span:
        """From the first sentence's start to the last one's end."""
        return Span(self.sentences[0].span.start, self.sentences[-1].span.end)


def _runs_of(sentences: tuple[Sentence, ...]) -> Iterator[Run]:
    """Every run of up to three neighbouring sentences that is short enough to quote and not empty.

    None begins with a heading that runs into what it is above, or with a question: it says nothing itself.
    """
    headings = {n for n, each in enumerate(sentences[:-1]) if HEADING.fullmatch(each.text)}
    for first in range(len(sentences)):
        for count in range(1, 4):
            run = Run(first, sentences[first : first + count])
            if len(run.sentences) < count or (len(run.text) > LONGEST_QUOTE and count > 1):
                break
            if says_something(run.text) and first not in headings:
                yield run


@dataclass(frozen=True)
class StoredPassage:
    """A passage as the library holds it: `text` is the source's from `passage.span`, unchanged.

    `heading` is its headings and lead-in as searched, `named` what these name.
    """

    id: int
    passage: Passage
    text: str
    heading: str
    named: Named
    sentences: tuple[Sentence, ...]

    @cached_property
    def runs(self) -> tuple["Run", ...]:
        """Every run of neighbouring sentences that is short enough to quote."""
        return tuple(_runs_of(self.sentences))

    def quote(self, span: Span) -> str:
        """The source's own characters of a span inside the passage."""
        start = self.passage.span.start
        return self.text[span.start - start : span.end - start]


class Carrier(NamedTuple):
    """A passage with a sentence that carries some topic."""

    passage: int
    notice: str


class Library:
    """Reads one library file; everything that answers a question comes from here.

    What is read is held against the seal that was written with it before anything is made of it: `DamagedLibrary`
    says that something was changed in the file.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.entries: dict[int, StoredPassage] = {}
        self.proven: set[str] = set()
        self.topics: dict[str, Topic] = {}
        self.carried: dict[str, tuple[Carrier, ...]] = {}

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def __enter__(self) -> "Library":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @property
    def built_from(self) -> str | None:
        """The fingerprint of what the library was built from; None where the file holds no library yet."""
        return self._unproven("fingerprint")

    @property
    def built_by(self) -> str | None:
        """The digest of the code that built the library."""
        return self._unproven("code")

    def _unproven(self, key: str) -> str | None:
        """A setting as it stands in the file, which may be one of another version."""
        if not self.rows("SELECT 1 FROM sqlite_master WHERE name = 'setting'"):
            return None
        return next((value for (value,) in self.rows("SELECT value FROM setting WHERE key = ?", key)), None)

    @cached_property
    def settings(self) -> dict[str, str]:
        """The library's own particulars: `fingerprint`, `average_length`, `dictionary_total`, `lexicon`, `line_idf`."""
        rows = self.rows("SELECT key, value FROM setting WHERE key <> 'seal' ORDER BY key")
        sealed = self.rows("SELECT value FROM setting WHERE key = 'seal'")
        if (rows or sealed) and sealed != [(seal(rows),)]:
            raise DamagedLibrary("the library is damaged: its settings were changed in the file")
        return dict(rows)

    @property
    def left_out(self) -> tuple[str, ...]:
        """The notices that could not be read when the library was built: why, in one line each."""
        return tuple(json.loads(self.settings["left_out"]))

    @cached_property
    def notices(self) -> Mapping[str, Notice]:
        """Every notice by its id, in the order of ids."""
        rows = self.rows("SELECT id, record FROM notice ORDER BY id")
        if self.settings["notices"] != seal(rows):
            raise DamagedLibrary("the library is damaged: its notices were changed in the file")
        return {notice_id: revive(json.loads(record)) for notice_id, record in rows}

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
    def topic_reader(self) -> TopicReader:
        """What reads questions as topics."""
        return TopicReader(json.loads(self.settings["topics"]), self.features, self.segmenter)

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

    def features(self, names: Sequence[str]) -> Iterator[tuple[str, Feature]]:
        """What was learned of those features that are known."""
        buckets = self.buckets(sorted(set(map(bucket_of, names))))
        found = ((name, buckets[bucket_of(name)].get(name)) for name in names)
        return ((name, Feature.of(*record)) for name, record in found if record)

    def buckets(self, numbers: Sequence[int]) -> dict[int, dict[str, list[Any]]]:
        """The buckets of features of these numbers, proven; each is there, if it is empty."""
        rows = self.rows(FEATURES, json.dumps([*numbers]))
        if len(rows) != len(numbers) or any(short_seal(*row[:2]) != row[2] for row in rows):
            raise DamagedLibrary("the library is damaged: features of topics were changed in the file")
        return {number: json.loads(features) for number, features, _seal in rows}

    def topic(self, topic_id: str) -> Topic:
        """A topic of the catalogue."""
        if topic_id not in self.topics:
            [(_id, record, *_)] = self._topic_rows([topic_id])
            self.topics[topic_id] = Topic.of(json.loads(record))
        return self.topics[topic_id]

    def _topic_rows(self, ids: Sequence[str]) -> list[tuple[Any, ...]]:
        """What the table `topic` has of these ids, and of their carriers in numbers; all of it proven."""
        rows = self.rows(TOPICS, json.dumps(ids))
        for *values, sealed in rows:
            if seal(values) != sealed:
                raise DamagedLibrary(f"the library is damaged: the topic {values[0]!r:.40} was changed in the file")
        if missing := set(ids) - {row[0] for row in rows}:
            raise DamagedLibrary(f"the library is damaged: the topic {min(missing)} is missing in the file")
        return rows

    def carriers(self, topics: Sequence[str]) -> dict[str, tuple["Carrier", ...]]:
        """The passages with a sentence that carries each of these topics, in the order of the library."""
        if unread := sorted(set(topics) - self.carried.keys()):
            self._topic_rows(unread)
            found: dict[str, list[Carrier]] = {topic: [] for topic in unread}
            for topic, *carrier in self.rows(CARRIERS, json.dumps(unread)):
                found[topic].append(Carrier(*carrier))
            self.carried |= {topic: tuple(carriers) for topic, carriers in found.items()}
        return {topic: self.carried[topic] for topic in topics}

    def idf(self, words: Sequence[str]) -> dict[str, float]:
        """How rare these words are in the passages; a word that none holds is left out."""
        asked = json.dumps(words, ensure_ascii=False)
        return dict(self.rows("SELECT word, idf FROM word WHERE word IN (SELECT value FROM json_each(?))", asked))

    @cached_property
    def highest_idf(self) -> float:
        """The idf of a word that stands in one passage."""
        return idf(int(self.settings["counted"]), 1)

    def rank(self, words: Mapping[str, float], limit: int, notices: Collection[str]) -> list[Ranked]:
        """The best passages of some notices for words with their weights."""
        self.prove(words)
        with self.sound():
            return rank(self.connection, words, float(self.settings["average_length"]), limit, notices)

    def prove(self, words: Iterable[str]) -> None:
        """See that what the index holds of words is what was written; a word is looked at once."""
        for *values, sealed in self.index_rows(sorted(set(words) - self.proven)):
            word = values[0]
            if seal(values) != sealed:
                raise DamagedLibrary(f"the library is damaged: the postings of {word!r:.40} were changed in the file")
            self.proven.add(word)

    def index_rows(self, words: Sequence[str]) -> list[tuple[Any, ...]]:
        """What the index holds of those words that it has, in numbers, and the seal over these."""
        return self.rows(INDEXED, json.dumps(words, ensure_ascii=False))

    def passages(self, ids: Sequence[int]) -> list[StoredPassage]:
        """The passages of these numbers, in the order asked for."""
        unread = json.dumps([number for number in ids if number not in self.entries])
        for row in self.rows(PASSAGES, unread):
            entry = _entry_of(row)
            self.entries[entry.id] = entry
        if missing := next((number for number in ids if number not in self.entries), None):
            raise DamagedLibrary(f"the library is damaged: passage {missing} is missing in the file")
        return [self.entries[number] for number in ids]

    def passages_of(self, notice_id: str) -> list[StoredPassage]:
        """Every passage of a notice in the order of its text."""
        ids = self.rows("SELECT id FROM passage WHERE notice = ? ORDER BY number", notice_id)
        if len(ids) != self.sizes.get(notice_id, 0):
            raise DamagedLibrary(f"the library is damaged: passages of {notice_id} are missing in the file")
        return self.passages([number for (number,) in ids])

    @cached_property
    def sizes(self) -> Mapping[str, int]:
        """How many passages each notice has."""
        sizes: dict[str, int] = json.loads(self.settings["sizes"])
        return sizes

    @cached_property
    def size(self) -> int:
        """How many passages there are."""
        return sum(self.sizes.values())

    def is_in_order(self) -> bool:
        """Whether the library can be asked; `DamagedLibrary` where words or passages would not be found."""
        for check in CHECKS:
            self._expect_order(check)
        return bool(self.settings)

    def examine(self) -> None:
        """Read everything once; `DamagedLibrary` where something is not as it was written."""
        self._expect_order("integrity_check(1)")
        for notice_id in self.notices:
            self.passages_of(notice_id)
        self.prove(word for (word,) in self.rows("SELECT word FROM word"))
        self.segmenter.read_all()
        self._topic_rows(self.topic_reader.topics)
        self.buckets(range(BUCKETS))

    def _expect_order(self, check: str) -> None:
        """See that SQLite finds nothing with one of its checks."""
        found = self.rows(f"PRAGMA {check}")
        if found != [("ok",)]:
            raise DamagedLibrary(f"the library is damaged: {in_brief(found[0][0])}")

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows that a query gives."""
        with self.sound():
            return self.connection.execute(query, values).fetchall()

    @contextmanager
    def sound(self) -> Iterator[None]:
        """Turn SQLite's word for a broken file into `DamagedLibrary`, any other into `LibraryError`."""
        try:
            yield
        except TROUBLE as error:
            if is_damage(error):
                raise DamagedLibrary(f"the library is damaged: {in_brief(error)}") from error
            raise LibraryError(f"the library cannot be read: {in_brief(error)}") from error


PASSAGES = """
    SELECT id, notice, number, path, start, "end", lead, text, heading, named, sentences, length, seal FROM passage
    WHERE id IN (SELECT value FROM json_each(?))
"""
FEATURES = "SELECT bucket, features, seal FROM topic_feature WHERE bucket IN (SELECT value FROM json_each(?))"
TOPICS = """
    SELECT id, record, count(passage), total(passage), seal FROM topic LEFT JOIN carrier ON carrier.topic = topic.id
    WHERE topic.id IN (SELECT value FROM json_each(?)) GROUP BY topic.id
"""
CARRIERS = """
    SELECT topic, passage, notice FROM carrier JOIN passage ON passage.id = carrier.passage
    WHERE topic IN (SELECT value FROM json_each(?)) ORDER BY passage
"""
CHECKS = tuple(f"integrity_check({table})" for table in ("word", "passage", "topic", "carrier", "topic_feature"))
INDEXED = """
    SELECT word.word, idf, count(passage), sum(passage * 4096 + count), seal
    FROM word LEFT JOIN posting ON posting.word = word.id
    WHERE word.word IN (SELECT value FROM json_each(?))
    GROUP BY word.id
"""


def _entry_of(row: Sequence[Any]) -> StoredPassage:
    """A row of the table `passage` as a value; `DamagedLibrary` where it is not as it was written."""
    *values, sealed = row
    if seal(values) != sealed:
        raise DamagedLibrary(f"the library is damaged: passage {row[0]!r:.20} was changed in the file")
    number, notice, place, path, start, end, lead, text, heading, named, sentences, _length = values
    pieces = tuple(map(Sentence.of, json.loads(sentences)))
    passage = Passage(
        notice,
        place,
        tuple(json.loads(path)),
        Span(start, end),
        tuple(piece.span for piece in pieces),
        Span(*json.loads(lead)) if lead else None,
    )
    return StoredPassage(number, passage, text, heading, Named.of(json.loads(named)), pieces)
