"""Passages as the library holds them: their sentences as these are searched, and the runs that can be quoted."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import starmap
from typing import Any

from knowledge.errors import DamagedLibrary
from knowledge.passage import Cell, Passage, says_something
from knowledge.plain import Span
from knowledge.scope import Named
from knowledge.store.seals import seal
from knowledge.value import Value

LONGEST_QUOTE = 220  # characters; the contract allows 300
HEADING = re.compile(
    r"(?:[((][一二三四五六七八九十]{1,4}[))]|[一二三四五六七八九十]{1,4}[、.．])[^,，:：;；0-9须应是不]{2,24}[。.]?"
    r"|.{2,60}\?"
)


class Sentence(Value):
    """A sentence of a passage: its span of the source and its text as it is searched (normalised, no white space).

    `echoes` are the adopted notices that say the same, where the sentence is a draft's. `topics`: what it treats, the
    main one first.
    """

    span: Span
    text: str
    named: Named
    echoes: frozenset[str] = frozenset()
    topics: tuple[str, ...] = ()

    def record(self) -> dict[str, object]:
        """The same as JSON holds it."""
        return {
            "span": self.span,
            "text": self.text,
            "named": self.named.record(),
            "echoes": sorted(self.echoes),
            "topics": self.topics,
        }

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> "Sentence":
        """What `record` gave."""
        named, echoes = Named.of(record["named"]), frozenset(record["echoes"])
        return cls(Span(*record["span"]), record["text"], named, echoes, tuple(record["topics"]))


class Run(Value):
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


class StoredPassage(Value):
    """A passage as the library holds it: `text` is the source's from `passage.span`, unchanged.

    `heading` is its headings and lead-in as searched, `named` what these name.
    """

    id: int
    passage: Passage
    text: str
    heading: str
    named: Named
    sentences: tuple[Sentence, ...]

    @classmethod
    def of(cls, row: Sequence[Any]) -> "StoredPassage":
        """A row of the table `passage` as a value; `DamagedLibrary` where it is not as it was written."""
        *values, sealed = row
        if seal(values) != sealed:
            raise DamagedLibrary(f"the library is damaged: passage {row[0]!r:.20} was changed in the file")
        number, notice, place, path, start, end, lead, cells, text, heading, named, sentences, _length = values
        pieces = tuple(map(Sentence.of, json.loads(sentences)))
        passage = Passage(
            notice,
            place,
            tuple(json.loads(path)),
            Span(start, end),
            tuple(piece.span for piece in pieces),
            Span(*json.loads(lead)) if lead else None,
            tuple(starmap(Cell, json.loads(cells))),
        )
        return cls(number, passage, text, heading, Named.of(json.loads(named)), pieces)

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """Every run of neighbouring sentences that is short enough to quote."""
        return tuple(_runs_of(self.sentences))

    def quote(self, span: Span) -> str:
        """The source's own characters of a span inside the passage."""
        start = self.passage.span.start
        return self.text[span.start - start : span.end - start]
