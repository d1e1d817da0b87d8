"""Each sentence of a notice that opens a round and what became of it: a rule, no condition, or left to the committee.

What the rule files cite is found by itself; the rest is assigned in `rules/coverage.yaml` by how a sentence begins. A
sentence that nobody accounted for is a fault, and so is an entry that no sentence answers to.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from eligibility.rulebook.citing import passages, read_rules
from eligibility.rulebook.loading import RULES
from eligibility.rulebook.rulebook import Book, Rulebook
from knowledge.file_record import FileRecord
from knowledge.kept_yaml import CACHE
from knowledge.lines import tidy
from knowledge.plain import Span, plain

NOT_A_CONDITION, COMMITTEE, OPEN = "not a condition", "left to the committee", "nobody"


class Assigned(FileRecord):
    """The sentences of one notice that no rule rests on, by their beginnings."""

    not_a_condition: tuple[str, ...] = ()
    committee: tuple[str, ...] = ()


@dataclass(frozen=True)
class CoverageLine:
    """One sentence and what accounts for it: the names of clauses, or a word."""

    notice: str
    section: tuple[str, ...]
    sentence: str
    by: str


def coverage(rulebook: Rulebook, folder: Path = RULES) -> tuple[CoverageLine, ...]:
    """The table, notice by notice in the order of the text."""
    assigned = read_rules(dict[str, Assigned], folder / "coverage.yaml", CACHE)
    rounds = [book for book in rulebook.books if book.source.notice.scope.round]
    return tuple(
        line for book in rounds for line in lines_of(book, rulebook, assigned.get(book.programme.id, Assigned()))
    )


def lines_of(book: Book, rulebook: Rulebook, assigned: Assigned) -> Iterator[CoverageLine]:
    """The sentences of one notice."""
    source = book.source
    spans = _cited_spans(source.notice.id, rulebook)
    for passage in passages(source.notice.id):
        for span in passage.sentences:
            sentence = tidy(source.text[slice(*span)])
            names = [name for name, cited in spans if cited.start < span.end and span.start < cited.end]
            by = ", ".join(dict.fromkeys(names)) or _word_for(sentence, assigned)
            yield CoverageLine(source.notice.id, passage.path, sentence, by)


def _cited_spans(notice: str, rulebook: Rulebook) -> list[tuple[str, Span]]:
    """The spans of a notice that any rule file rests on, with what rests on them."""
    return [
        (f"{book.programme.id}:{said.id}", book.citations[name].span)
        for book in rulebook.books
        for said in book.programme.statements()
        for name in said.cites
        if book.citations[name].source.notice.id == notice
    ]


def _word_for(sentence: str, assigned: Assigned) -> str:
    """What a sentence that no rule rests on was assigned to."""
    for beginnings, word in ((assigned.not_a_condition, NOT_A_CONDITION), (assigned.committee, COMMITTEE)):
        if any(plain(sentence).startswith(plain(beginning)) for beginning in beginnings):
            return word
    return OPEN


def idle(rulebook: Rulebook, folder: Path = RULES) -> tuple[str, ...]:
    """The entries of the table that no sentence answers to, or that answer to one which a rule rests on."""
    lines = coverage(rulebook, folder)
    assigned = read_rules(dict[str, Assigned], folder / "coverage.yaml", CACHE)
    rest = [(line.notice, plain(line.sentence)) for line in lines if line.by in (NOT_A_CONDITION, COMMITTEE)]
    return tuple(
        f"{notice}: {beginning}"
        for notice, entries in assigned.items()
        for beginning in (*entries.not_a_condition, *entries.committee)
        if not any(notice == where and sentence.startswith(plain(beginning)) for where, sentence in rest)
    )
