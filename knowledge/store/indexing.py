"""What is written of a passage: its text as searched, and what each sentence names and treats."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from knowledge.lines import tidy
from knowledge.passage import Passage
from knowledge.passages import passages_of
from knowledge.plain import Span
from knowledge.scope import Named, Tables
from knowledge.source import Source
from knowledge.store.stored_passage import Sentence
from knowledge.terms import search_form
from knowledge.value import replace

Treats = Callable[[Source, Span, str, str], tuple[str, ...]]  # a source's span, as searched, and its headings → topics

OTHERS = re.compile(r"其[他它]\S{0,8}专业")


@dataclass(frozen=True)
class Row:
    """A passage as it is written, with everything it is found by."""

    passage: Passage
    text: str
    heading: str
    named: Named
    sentences: tuple[Sentence, ...]
    stream: str
    status: str

    @classmethod
    def of(cls, source: Source, passage: Passage, tables: Tables, treats: Treats) -> "Row":
        """The notice's title, the headings and the heads of columns count in the search and are never quoted."""
        text = source.text[slice(*passage.span)]
        lead = source.text[slice(*passage.lead)] if passage.lead else ""
        heading = " ".join((*passage.path, lead, *_beside(passage, text)))
        sentences = tuple(_sentence_of(source, span, tables) for span in passage.sentences)
        above = search_form(heading)
        return cls(
            passage,
            text,
            above,
            tables.named_in(above),
            tuple(replace(each, topics=treats(source, each.span, each.text, above)) for each in sentences),
            f"{source.notice.title} {heading} {text}",
            source.notice.status,
        )

    @property
    def lines(self) -> frozenset[int]:
        """The lexicon's lines that the passage or its headings hold."""
        return self.named.lines.union(*(sentence.named.lines for sentence in self.sentences))

    @property
    def topics(self) -> frozenset[str]:
        """What its sentences treat."""
        return frozenset(topic for sentence in self.sentences for topic in sentence.topics)

    @cached_property
    def record(self) -> dict[str, object]:
        """What the table `passage` has of it, behind a digest that changes when anything but its echoes changes."""
        passage = self.passage
        record: dict[str, object] = {
            "notice": passage.notice,
            "number": passage.number,
            "path": json.dumps(passage.path, ensure_ascii=False),
            "start": passage.span.start,
            "end": passage.span.end,
            "lead": json.dumps(passage.lead) if passage.lead else None,
            "cells": json.dumps(passage.cells, ensure_ascii=False),
            "text": self.text,
            "heading": self.heading,
            "named": json.dumps(self.named.record(), ensure_ascii=False),
            "sentences": json.dumps([sentence.record() for sentence in self.sentences], ensure_ascii=False),
        }
        digest = hashlib.sha256(json.dumps([record, self.stream, self.status]).encode()).hexdigest()
        return {"digest": digest, **record}


def _beside(passage: Passage, text: str) -> Iterator[str]:
    """What belongs to a row of a table and does not stand in it: the heads of its columns, what it has from above."""
    for cell in passage.cells:
        yield cell.head
        if cell.text not in tidy(text):
            yield cell.text


def rows_of(source: Source, tables: Tables, treats: Treats) -> Iterator[Row]:
    """The passages of a source as they are written; `其他…专业` means those that its neighbours do not name."""
    rows = [Row.of(source, passage, tables, treats) for passage in passages_of(source)]
    own = tables.own_specialties[source.notice.id]
    return (_with_others(row, rows, own) if OTHERS.search(row.text) else row for row in rows)


def _with_others(row: Row, rows: Sequence[Row], specialties: frozenset[str]) -> Row:
    """A row whose sentences name those of some specialties that none names under the same heading."""
    listed = [sentence for other in rows if other.passage.path == row.passage.path for sentence in other.sentences]
    others = specialties.difference(*(sentence.named.specialties for sentence in listed))
    return replace(row, sentences=tuple(rename(sentence, others) for sentence in row.sentences))


def rename(sentence: Sentence, specialties: frozenset[str]) -> Sentence:
    """A sentence that names these specialties."""
    return replace(sentence, named=replace(sentence.named, specialties=specialties))


def _sentence_of(source: Source, span: Span, tables: Tables) -> Sentence:
    """A sentence with what it names."""
    text = search_form(source.text[slice(*span)])
    return Sentence(span, text, replace(tables.named_in(text), marks=_marks_of(source, span)))


def _marks_of(source: Source, sentence: Span) -> frozenset[str]:
    """What a sentence is in notice.yaml: a window, a place, a contact, a range, or a part of one."""
    spans = ((mark, span) for mark, quotes in source.notice.marked.items() for span in map(source.find, quotes))
    return frozenset(mark for mark, found in spans if any(map(sentence.meets, found)))
