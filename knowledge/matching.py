"""The second stage: which sentences of a passage answer a question, and how well.

BM25 finds the passages; here each run of neighbouring sentences is held against the question's terms. A term counts as
much as it is rare, fully where the sentences hold it, less where only the passage, its headings or the notice's title
do. The weights were measured on the cases (`docs/decisions/0004-second-stage.md`).
"""

import re
from dataclasses import dataclass

from knowledge.library import Entry, Library, Run
from knowledge.notice import Notice
from knowledge.outline import tidy
from knowledge.plain import Span
from knowledge.question import Question
from knowledge.scope import Named

MEASURED = "[0-9一二三四五六七八九十两百]+个?(?:{unit})|(?:{unit})[^,。]{{0,4}}[0-9]"
NARROW = 3  # specialties at most that a sentence names which is for them alone
TELLING = 1.2  # weight of a term that makes a further sentence worth quoting


@dataclass(frozen=True)
class Weights:
    """How much each sign counts; all of them are shares of one."""

    heading: float = 0.75
    passage: float = 0.5
    title: float = 0.45
    bm25: float = 0.30
    length: float = 0.0006
    mismatch: float = 0.35
    specialty: float = 0.06
    own_specialty: float = 0.06
    series: float = 0.05
    level: float = 0.05
    further: float = 0.05
    mark: float = 0.15
    narrow: float = 0.06
    draft: float = 0.12
    other_place: float = 0.10


WEIGHTS = Weights()


@dataclass(frozen=True)
class Candidate:
    """Neighbouring sentences of one passage that may answer, with their score."""

    entry: Entry
    notice: Notice
    run: Run
    score: float
    coverage: float
    kinds: int  # how many of the kinds of answer asked for the sentences are
    own: bool  # whether the sentences themselves hold a telling term
    held: int  # the question's terms that the sentences hold, one bit a term
    bm25: float  # the passage's score in the first stage, as a share of the best

    @property
    def span(self) -> Span:
        """Where the sentences stand in the source."""
        return self.run.span

    @property
    def quote(self) -> str:
        """The notice's own words, broken lines joined."""
        return tidy(self.entry.quote(self.span))

    def overlaps(self, other: "Candidate") -> bool:
        """Whether two candidates of one notice share characters."""
        return self.span.start < other.span.end and other.span.start < self.span.end


def order(candidate: Candidate) -> tuple[float, int, int]:
    """The best first; equal ones in the order of the library."""
    return -candidate.score, candidate.entry.id, candidate.span.start


class Matcher:
    """Holds the passages of one library against one question.

    Which terms a text holds is a set of bits, one a term.
    """

    def __init__(self, library: Library, question: Question, weights: Weights) -> None:
        self.library = library
        self.question = question
        self.weights = weights
        self.series = frozenset(question.facets.series)
        self.telling = sum(1 << n for n, term in enumerate(question.terms) if term.known and term.weight >= TELLING)
        self.titles: dict[str, int] = {}
        self.weighed: dict[int, float] = {}
        kinds = library.lexicon.kinds
        preferred = [kinds["prefer"][kind] for kind in sorted(question.prefer)]
        self.preferred = [(re.compile(kind["holds"]), float(kind["weight"])) for kind in preferred]
        self.marks = frozenset(kind["mark"] for kind in preferred if "mark" in kind)
        self.demanded = [re.compile(kinds["demand"][kind]["holds"]) for kind in sorted(question.demand)]
        self.total = sum(term.weight for term in question.terms) + sum(weight for _, weight in self.preferred) or 1.0
        self.demanded += [re.compile(MEASURED.format(unit=unit)) for unit in question.measures]

    def concerns(self, entry: Entry) -> bool:
        """Whether a passage is about the series and the examination that the question names, if it names any.

        A passage of a notice for other series answers only where it names the series itself.
        """
        facets = self.question.facets
        if facets.examination and not any(facets.examination in sentence.text for sentence in entry.sentences):
            return False
        notice = self.library.notices[entry.passage.notice]
        spoken = frozenset(notice.scope.series) or self.library.tables.spoken
        named = entry.named.series.union(*(sentence.named.series for sentence in entry.sentences))
        return not self.series or bool(self.series & (spoken | named))

    def held(self, text: str, named: Named) -> int:
        """Which terms a searched text holds."""
        return sum(
            1 << number
            for number, term in enumerate(self.question.terms)
            if (term.lines & named.lines if term.lines else term.said in text)
        )

    def weight(self, terms: int) -> float:
        """How much some terms weigh."""
        if terms not in self.weighed:
            weights = (term.weight for number, term in enumerate(self.question.terms) if terms >> number & 1)
            self.weighed[terms] = sum(weights)
        return self.weighed[terms]

    def best_of(self, entry: Entry, bm25: float) -> list[Candidate]:
        """The best run of sentences of a passage and the best one beside it; none where nothing holds what it must."""
        held = [self.held(sentence.text + sentence.asked, sentence.named) for sentence in entry.sentences]
        around = self.around(entry, held)
        candidates = [self.candidate(entry, run, held, around, bm25) for run in entry.runs]
        fitting = sorted((each for each in candidates if each), key=order)
        beside = [each for each in fitting[1:] if not each.overlaps(fitting[0]) and each.own]
        return [*fitting[:1], *beside[:1]]

    def around(self, entry: Entry, held: list[int]) -> tuple[tuple[int, float], ...]:
        """What stands around the sentences of a passage and what a term counts there, the nearest first."""
        notice = entry.passage.notice
        if notice not in self.titles:
            self.titles[notice] = self.held(*self.library.tables.titles[notice])
        passage = 0
        for each in held:
            passage |= each
        return (
            (self.held(entry.heading, entry.named), self.weights.heading),
            (passage, self.weights.passage),
            (self.titles[notice], self.weights.title),
        )

    def candidate(
        self, entry: Entry, run: Run, held: list[int], around: tuple[tuple[int, float], ...], bm25: float
    ) -> Candidate | None:
        """A run of sentences with its score."""
        text = run.text
        if any(not pattern.search(text) for pattern in self.demanded):
            return None
        terms = 0
        for each in held[run.first : run.first + len(run.sentences)]:
            terms |= each
        coverage, seen = self.weight(terms), terms
        for there, share in around:
            coverage += share * self.weight(there & ~seen)
            seen |= there
        kinds = [weight for pattern, weight in self.preferred if pattern.search(text)]
        coverage = (coverage + sum(kinds)) / self.total
        further = sum(bool(each & self.telling) for each in held[run.first + 1 : run.first + len(run.sentences)])
        weights, notice = self.weights, self.library.notices[entry.passage.notice]
        score = coverage + weights.bm25 * bm25 - weights.length * len(text)
        score += self.scope(run, entry, notice) + weights.further * further
        return Candidate(entry, notice, run, score, coverage, len(kinds), bool(terms & self.telling), terms, bm25)

    def scope(self, run: Run, entry: Entry, notice: Notice) -> float:
        """What naming the question's case adds, and naming another takes away."""
        facets = self.question.facets
        score = -self.weights.draft * (notice.status == "draft")
        score += self.weights.other_place * (facets.place is not None and facets.place == notice.scope.place)
        score += self.weights.own_specialty * (facets.specialty in self.library.tables.own_specialties[notice.id])
        score -= self.weights.mismatch * any(self.mismatches(each.named, entry.named) for each in run.sentences)
        specialties = run.specialties | entry.named.specialties
        if facets.specialty and specialties:
            is_named = facets.specialty in specialties
            score += self.weights.specialty * (1 / len(specialties) ** 0.5 if is_named else -1)
        score += self.weights.series * bool(
            self.series & entry.named.series.union(*(each.named.series for each in run.sentences))
        )
        score += self.weights.level * any(facets.level in each.named.levels for each in run.sentences)
        score += self.weights.mark * any(each.named.marks & self.marks for each in run.sentences)
        score -= self.weights.narrow * (not facets.specialty and 0 < len(specialties) <= NARROW)
        return score

    def mismatches(self, sentence: Named, heading: Named) -> bool:
        """Whether a sentence speaks of another level or series than the question, and not of its specialty."""
        facets = self.question.facets
        levels, series = sentence.levels or heading.levels, sentence.series or heading.series
        if facets.specialty in sentence.specialties:
            return False
        other_level = facets.level and levels and facets.level not in levels
        return bool(other_level or (self.series and series and not series & self.series))

    def title_of(self, notice: Notice) -> str:
        """A notice's title, issuer and place, as searched."""
        return searched(f"{notice.title}{notice.issuer or ''}{notice.scope.place or ''}{PROVINCE}")
