"""The library as it is read: notices, passages and index in one SQLite file, which `building.py` writes."""

import json
import re
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from knowledge.errors import DamagedLibrary, LibraryError
from knowledge.notice import Notice, revive
from knowledge.passages import Passage
from knowledge.plain import Span
from knowledge.ranking import Ranked, idf, rank
from knowledge.scope import Named, Tables
from knowledge.spelling import Spelling
from knowledge.terms import Lexicon
from knowledge.words import Segmenter

LONGEST_QUOTE = 220  # characters; the contract allows 300
EMPTY = re.compile(r".{0,7}:|[\d*年月日]+")  # a field of a form, a date of signature: nothing that can answer


@dataclass(frozen=True)
class Sentence:
    """A sentence of a passage: its span of the source and its text as it is searched (normalised, no white space).

    `asked` is how people ask for it, as searched; the lexicon's lines in `named` count these words as well. `echoes`
    are the adopted notices that say the same, where the sentence is a draft's.
    """

    span: Span
    text: str
    asked: str
    named: Named
    echoes: frozenset[str] = frozenset()

    def record(self) -> dict[str, object]:
        """The same as JSON holds it."""
        return {
            "span": self.span,
            "text": self.text,
            "asked": self.asked,
            "named": self.named.record(),
            "echoes": sorted(self.echoes),
        }

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> "Sentence":
        """What `record` gave."""
        named, echoes = Named.of(record["named"]), frozenset(record["echoes"])
        return cls(Span(*record["span"]), record["text"], record["asked"], named, echoes)


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


def runs_of(sentences: tuple[Sentence, ...]) -> Iterator[Run]:
    """Every run of up to three neighbouring sentences that is short enough to quote and not empty."""
    for first in range(len(sentences)):
        for count in range(1, 4):
            run = Run(first, sentences[first : first + count])
            if len(run.sentences) < count or (len(run.text) > LONGEST_QUOTE and count > 1):
                break
            if not EMPTY.fullmatch(run.text):
                yield run


@dataclass(frozen=True)
class Entry:
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
        return tuple(runs_of(self.sentences))

    def quote(self, span: Span) -> str:
        """The source's own characters of a span inside the passage."""
        start = self.passage.span.start
        return self.text[span.start - start : span.end - start]


class Library:
    """Reads one library file; everything that answers a question comes from here."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.entries: dict[int, Entry] = {}

    @property
    def built_from(self) -> str | None:
        """The fingerprint of what the library was built from; None where the file holds no library yet."""
        with self.sound():
            is_there = self.connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'setting'").fetchone()
        return self.settings.get("fingerprint") if is_there else None

    @cached_property
    def settings(self) -> dict[str, str]:
        """The library's own particulars: `fingerprint`, `average_length`, `dictionary_total`, `lexicon`, `line_idf`."""
        with self.sound():
            return dict(self.connection.execute("SELECT key, value FROM setting"))

    @cached_property
    def notices(self) -> Mapping[str, Notice]:
        """Every notice by its id, in the order of ids."""
        with self.sound():
            rows = self.connection.execute("SELECT id, record FROM notice ORDER BY id").fetchall()
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
        return Tables(self.lexicon, self.notices.values())

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
        return Segmenter(self.connection, int(self.settings["dictionary_total"]))

    def idf(self, words: Sequence[str]) -> dict[str, float]:
        """How rare these words are in the passages; a word that none holds is left out."""
        asked = json.dumps(words, ensure_ascii=False)
        query = "SELECT word, idf FROM word WHERE word IN (SELECT value FROM json_each(?))"
        with self.sound():
            return dict(self.connection.execute(query, [asked]))

    @cached_property
    def highest_idf(self) -> float:
        """The idf of a word that stands in one passage."""
        return idf(self.size, 1)

    def rank(self, words: Mapping[str, float], limit: int, notices: Collection[str]) -> list[Ranked]:
        """The best passages of some notices for words with their weights."""
        with self.sound():
            return rank(self.connection, words, float(self.settings["average_length"]), limit, notices)

    def passages(self, ids: Sequence[int]) -> list[Entry]:
        """The passages of these numbers, in the order asked for."""
        unread = json.dumps([number for number in ids if number not in self.entries])
        with self.sound():
            for row in self.connection.execute(PASSAGES, [unread]):
                entry = entry_of(row)
                self.entries[entry.id] = entry
        return [self.entries[number] for number in ids]

    def passages_of(self, notice_id: str) -> list[Entry]:
        """Every passage of a notice in the order of its text."""
        with self.sound():
            ids = self.connection.execute("SELECT id FROM passage WHERE notice = ? ORDER BY number", [notice_id])
            return self.passages([row[0] for row in ids.fetchall()])

    @cached_property
    def size(self) -> int:
        """How many passages there are."""
        with self.sound():
            return int(self.connection.execute("SELECT count(*) FROM passage").fetchone()[0])

    @contextmanager
    def sound(self) -> Iterator[None]:
        """Turn SQLite's word for a broken file into `DamagedLibrary`."""
        try:
            yield
        except sqlite3.OperationalError as error:
            damaged = "no such" in str(error)
            raise (DamagedLibrary if damaged else LibraryError)(f"the library cannot be read: {error}") from error
        except sqlite3.DatabaseError as error:
            raise DamagedLibrary(f"the library is damaged: {error}") from error


PASSAGES = """
    SELECT id, notice, number, path, start, "end", lead, text, heading, named, sentences FROM passage
    WHERE id IN (SELECT value FROM json_each(?))
"""


def entry_of(row: Sequence[Any]) -> Entry:
    """A row of the table `passage` as a value."""
    number, notice, place, path, start, end, lead, text, heading, named, sentences = row
    pieces = tuple(map(Sentence.of, json.loads(sentences)))
    passage = Passage(
        notice,
        place,
        tuple(json.loads(path)),
        Span(start, end),
        tuple(piece.span for piece in pieces),
        Span(*json.loads(lead)) if lead else None,
    )
    return Entry(number, passage, text, heading, Named.of(json.loads(named)), pieces)
