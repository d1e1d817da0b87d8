"""The second stage: which sentences of a passage answer a question, and how well.

BM25 finds the passages; here each run of neighbouring sentences is held against the question's terms. A term counts as
much as it is rare, fully where the sentences hold it, less where only the passage, its headings or the notice's title
do. The weights were measured on the cases (`docs/decisions/0004-second-stage.md`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.library import Entry, Library, Sentence
from knowledge.notice import Notice
from knowledge.outline import tidy
from knowledge.plain import Span
from knowledge.question import Question
from knowledge.scope import PROVINCE, Named
from knowledge.terms import searched

LONGEST_QUOTE = 220  # characters; the contract allows 300
SHORTEST = 8  # characters; `联系人：` is an empty field of a form
MEASURED = "[0-9一二三四五六七八九十两百]+个?(?:{unit})|(?:{unit})[^,。]{{0,4}}[0-9]"
TELLING = 1.5  # weight of a term that makes a further sentence worth quoting


@dataclass(frozen=True)
class Weights:
    """How much each sign counts; all of them are shares of one."""

    heading: float = 0.75
    passage: float = 0.5
    title: float = 0.45
    bm25: float = 0.30
    kind: float = 0.12
    length: float = 0.0006
    mismatch: float = 0.35
    specialty: float = 0.10
    own_specialty: float = 0.08
    series: float = 0.05
    level: float = 0.05
    further: float = 0.05
    draft: float = 0.06
    other_place: float = 0.10


@dataclass(frozen=True)
class Candidate:
    """Neighbouring sentences of one passage that may answer, with their score and how much of the question they hold."""

    entry: Entry
    notice: Notice
    span: Span
    score: float
    coverage: float
    has_kind: bool

    @property
    def quote(self) -> str:
        """The notice's own words, broken lines joined."""
        return tidy(self.entry.quote(self.span))


class Matcher:
    """Holds the passages of one library against one question.

    Which terms a text holds is a set of bits, one a term.
    """

    def __init__(self, library: Library, question: Question, weights: Weights) -> None:
        self.library = library
        self.question = question
        self.weights = weights
        self.total = sum(term.weight for term in question.terms) or 1.0
        self.telling = sum(1 << n for n, term in enumerate(question.terms) if term.known and term.weight >= TELLING)
        self.titles: dict[str, int] = {}
        kinds = library.lexicon.kinds
        self.preferred = [re.compile(kinds["prefer"][kind]["holds"]) for kind in sorted(question.prefer)]
        self.demanded = [re.compile(kinds["demand"][kind]["holds"]) for kind in sorted(question.demand)]
        self.demanded += [re.compile(MEASURED.format(unit=unit)) for unit in question.measures]

    def held(self, text: str, named: Named) -> int:
        """Which terms a searched text holds."""
        return sum(
            1 << number
            for number, term in enumerate(self.question.terms)
            if (term.lines & named.lines if term.lines else term.said in text)
        )

    def weight(self, terms: int) -> float:
        """How much some terms weigh."""
        return sum(term.weight for number, term in enumerate(self.question.terms) if terms >> number & 1)

    def best_of(self, entry: Entry, bm25: float) -> Candidate | None:
        """The best run of sentences of a passage; None where no run holds what must be held."""
        held = [self.held(sentence.text, sentence.named) for sentence in entry.sentences]
        around = self.around(entry, held)
        candidates = [self.candidate(entry, run, held, around, bm25) for run in runs_of(entry)]
        fitting = [candidate for candidate in candidates if candidate]
        return max(fitting, key=lambda candidate: (candidate.score, -candidate.span.start), default=None)

    def around(self, entry: Entry, held: list[int]) -> tuple[tuple[int, float], ...]:
        """What stands around the sentences of a passage and what a term counts there, the nearest first."""
        notice = self.library.notices[entry.passage.notice]
        if notice.id not in self.titles:
            title = searched(f"{notice.title}{notice.issuer or ''}{notice.scope.place or ''}{PROVINCE}")
            self.titles[notice.id] = self.held(title, Named(lines=self.library.lexicon.lines_in(title)))
        passage = 0
        for each in held:
            passage |= each
        return (
            (self.held(entry.heading, entry.named), self.weights.heading),
            (passage, self.weights.passage),
            (self.titles[notice.id], self.weights.title),
        )

    def candidate(
        self, entry: Entry, run: "Run", held: list[int], around: tuple[tuple[int, float], ...], bm25: float
    ) -> Candidate | None:
        """A run of sentences with its score."""
        text = "".join(sentence.text for sentence in run.sentences)
        if any(not pattern.search(text) for pattern in self.demanded):
            return None
        terms = 0
        for each in held[run.first : run.first + len(run.sentences)]:
            terms |= each
        coverage, seen = self.weight(terms), terms
        for there, share in around:
            coverage += share * self.weight(there & ~seen)
            seen |= there
        coverage /= self.total
        has_kind = all(pattern.search(text) for pattern in self.preferred)
        further = sum(bool(each & self.telling) for each in held[run.first + 1 : run.first + len(run.sentences)])
        weights, notice = self.weights, self.library.notices[entry.passage.notice]
        score = coverage + weights.bm25 * bm25 + weights.kind * has_kind - weights.length * len(text)
        score += self.scope(run, entry, notice) + weights.further * further
        return Candidate(entry, notice, run.span, score, coverage, has_kind)

    def scope(self, run: "Run", entry: Entry, notice: Notice) -> float:
        """What naming the question's case adds, and naming another takes away."""
        facets = self.question.facets
        score = -self.weights.draft * (notice.status == "draft")
        score += self.weights.other_place * (facets.place is not None and facets.place == notice.scope.place)
        score += self.weights.own_specialty * (facets.specialty in map(searched, notice.scope.specialties))
        score -= self.weights.mismatch * any(self.mismatches(each.named, entry.named) for each in run.sentences)
        named = [*(each.named for each in run.sentences), entry.named]
        specialties = frozenset().union(*(each.specialties for each in named))
        if facets.specialty and specialties:
            is_named = facets.specialty in specialties
            score += self.weights.specialty * (1 / len(specialties) ** 0.5 if is_named else -1)
        score += self.weights.series * any(each.series & set(facets.series) for each in named)
        score += self.weights.level * any(facets.level in each.named.levels for each in run.sentences)
        return score

    def mismatches(self, sentence: Named, heading: Named) -> bool:
        """Whether a sentence speaks of another level or series than the question, and not of its specialty."""
        facets = self.question.facets
        levels, series = sentence.levels or heading.levels, sentence.series or heading.series
        if facets.specialty in sentence.specialties:
            return False
        other_level = facets.level and levels and facets.level not in levels
        return bool(other_level or (facets.series and series and not series & set(facets.series)))

    def title_of(self, notice: Notice) -> str:
        """A notice's title, issuer and place, as searched."""
        return searched(f"{notice.title}{notice.issuer or ''}{notice.scope.place or ''}{PROVINCE}")


@dataclass(frozen=True)
class Run:
    """Neighbouring sentences of a passage; `first` is the number of the first."""

    first: int
    sentences: tuple[Sentence, ...]

    @property
    def span(self) -> Span:
        """From the first sentence's start to the last one's end."""
        return Span(self.sentences[0].span.start, self.sentences[-1].span.end)


def runs_of(entry: Entry) -> Iterator[Run]:
    """Every run of up to three neighbouring sentences that is short enough to quote; empty fields of a form are none."""
    for first in range(len(entry.sentences)):
        for count in range(1, 4):
            run = Run(first, entry.sentences[first : first + count])
            length = sum(len(sentence.text) for sentence in run.sentences)
            if len(run.sentences) < count or (length > LONGEST_QUOTE and count > 1):
                break
            if length > SHORTEST or not run.sentences[0].text.endswith(":"):
                yield run
