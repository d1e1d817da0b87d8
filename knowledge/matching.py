"""The second stage: which sentences of a passage answer a question, and how well.

BM25 finds the passages; here each run of neighbouring sentences is held against the question's terms. A term counts as
much as it is rare, fully where the sentences hold it, less where only the passage, its headings or the notice's title
do. The weights were measured on the cases (`docs/decisions/0004-second-stage.md`).
"""

from collections.abc import Sequence
from functools import reduce
from itertools import islice
from operator import or_
from typing import NamedTuple

from knowledge.candidate import NARROW, Candidate
from knowledge.notice import Notice
from knowledge.question import Question
from knowledge.scope import Named
from knowledge.signs import LEVEL, MARK, OTHER, SERIES, Signs, bits
from knowledge.store.stored_passage import Run, Sentence, StoredPassage
from knowledge.treatment import Treatment
from knowledge.wording import Worded, WordedPassage, Wording


class Weights(NamedTuple):
    """How much each sign counts, as a share of one; `usual`: what the terms of a usual question weigh together."""

    heading: float = 0.75
    passage: float = 0.5
    title: float = 0.45
    bm25: float = 0.30
    length: float = 0.0003
    mismatch: float = 0.30
    specialty: float = 0.09
    own_specialty: float = 0.06
    series: float = 0.05
    level: float = 0.045
    further: float = 0.05
    mark: float = 0.15
    narrow: float = 0.05
    draft: float = 0.09
    past: float = 0.09
    named: float = 0.10
    other_place: float = 0.10
    topic: float = 1.00
    off: float = 0.05
    begin: float = 0.06
    likeness: float = 0.70
    spoken: float = 0.60
    usual: float = 7.0


WEIGHTS = Weights()


class Matcher:
    """Holds the passages of one library against one question."""

    def __init__(
        self,
        question: Question,
        wording: Wording,
        treatment: Treatment,
        past: frozenset[str],
        weights: Weights,
    ) -> None:
        self.library = library = wording.library
        self.question = question
        self.wording = wording
        self.treatment = treatment
        self.past = past
        self.weights = weights
        self.series = frozenset(question.facets.series)
        self.level = frozenset(filter(None, [question.facets.level]))
        self.specialty = library.tables.line_of_work(question.facets.specialty)
        self.employer = question.facets.employer or (library.lexicon.scope.of_a_city if question.facets.place else None)
        self.telling = wording.telling
        self.series_of = library.tables.series_of
        self.spoken = {topic: bits(topic in each for each in wording.spoken) for topic in treatment.likely}
        self.total = wording.term_weight.total + wording.kind_weight.total or 1.0
        self.covering = min(1.0, self.total / weights.usual)  # one word or two tell little of what is asked

    def concerns(self, entry: StoredPassage) -> bool:
        """Whether a passage is about the series, examination or outside specialty that the question names, if any.

        A passage of a notice for other series answers only where it names the series itself.
        """
        facets = self.question.facets
        only = None if entry.id in self.treatment.carriers else facets.named_only
        if only and not any(only in sentence.text for sentence in entry.sentences):
            return False
        notice = self.library.notices[entry.passage.notice]
        spoken = frozenset(notice.scope.series) or self.library.tables.spoken
        named = entry.named.series.union(*(sentence.named.series for sentence in entry.sentences))
        return not self.series or bool(self.series & (spoken | named))

    def best_of(self, entry: StoredPassage, bm25: float) -> list[Candidate]:
        """The best run of sentences of a passage and the best one beside it; none where it has no sentence to quote."""
        held = self.wording.of(entry)
        signs = [self.signs(*each, entry) for each in zip(entry.sentences, held.sentences, strict=True)]
        place = self.place(entry, held, bm25)
        runs = (self._weigh(run, signs[run.first : run.first + len(run.sentences)], place) for run in entry.runs)
        weighed = sorted(runs, key=_best_first)
        others = (each for each in weighed if each.shown.terms & self.telling and not each.overlaps(weighed[0]))
        return [self._candidate(each, place) for each in (*weighed[:1], *islice(others, 1))]

    def signs(self, sentence: Sentence, worded: Worded, entry: StoredPassage) -> Signs:
        """What one sentence shows."""
        named, facets = sentence.named, self.question.facets
        return Signs(
            worded.terms,
            worded.kinds,
            worded.demands,
            bits(
                (
                    (named.series or entry.named.series) & self.series,
                    facets.level in named.levels,
                    named.marks & self.wording.marks,
                    self.is_other_case(named, entry.named),
                )
            ),
            self.treatment.nearness(sentence.topics),
            self.treatment.likely.isdisjoint(sentence.topics),
            worded.likeness,
            reduce(or_, (self.spoken.get(topic, 0) for topic in sentence.topics), 0),
        )

    def is_other_case(self, sentence: Named, heading: Named) -> bool:
        """Whether a sentence speaks of another level or series than the question, whose specialty tells the series."""
        if self.specialty & sentence.specialties:
            return _are_apart(self.level, sentence.levels)
        levels, series = sentence.levels or heading.levels, sentence.series or heading.series
        return _are_apart(self.level, levels) or _are_apart(self.series, series)

    def _is_of_others(self, specialties: frozenset[str], series: frozenset[str]) -> bool:
        """Whether what is named is another specialty or series than the question's.

        Beside the question's own series, a specialty of another one says nothing of it.
        """
        if self.series & series:
            specialties = frozenset(each for each in specialties if self.series_of.get(each) in self.series)
        return _are_apart(self.specialty, specialties) or _are_apart(self.series, series)

    def place(self, entry: StoredPassage, held: WordedPassage, bm25: float) -> "PassageContext":
        """What the runs of a passage share."""
        weights, facets = self.weights, self.question.facets
        notice = self.library.notices[entry.passage.notice]
        around = ((held.heading, weights.heading), (held.terms, weights.passage), (held.title, weights.title))
        base = weights.bm25 * bm25 - weights.draft * (notice.status == "draft")
        base += weights.other_place * (facets.place is not None and facets.place == notice.scope.place)
        base += weights.named * (notice.id in facets.notices) - weights.past * (notice.id in self.past)
        base += weights.own_specialty * (facets.specialty in self.library.tables.own_specialties[notice.id])
        return PassageContext(entry, notice, bm25, base, around)

    def _weigh(self, run: Run, signs: Sequence[Signs], place: "PassageContext") -> "Weighed":
        """A run of sentences with its score: what it shows, where it stands, and what it treats."""
        weights, shown = self.weights, reduce(Signs.together_with, signs)
        term_weight, seen = self.wording.term_weight, shown.terms
        coverage = term_weight(seen) + self.wording.kind_weight(shown.kinds)
        for there, share in (*place.around, (shown.spoken, weights.spoken)):
            coverage += share * term_weight(there & ~seen)
            seen |= there
        coverage /= self.total
        further = [each for each in signs[1:] if each.terms & self.telling]
        off = [each for each in signs if each.is_off and shown.topic]
        score = self.covering * coverage + place.base - weights.length * len(run.text)
        score += weights.further * len(further)
        score += self.case(shown.case, run.specialties or place.entry.named.specialties)
        score += weights.topic * shown.topic - weights.off * len(off)
        score += weights.likeness * shown.likeness - weights.begin * (not (signs[0].terms or signs[0].kinds))
        return Weighed(score, run, shown, coverage)

    def _candidate(self, weighed: "Weighed", place: "PassageContext") -> Candidate:
        """A run that was weighed, with what choosing needs to know of it."""
        score, run, shown, coverage = weighed
        return Candidate(
            place.entry,
            place.notice,
            run,
            score,
            coverage,
            shown.kinds.bit_count(),
            own=bool((shown.terms | shown.spoken) & self.telling),
            is_other=self._is_of_others(run.specialties, run.series),
            is_other_case=bool(shown.case & OTHER),
            held=shown.terms,
            bm25=place.bm25,
            topic=shown.topic,
            has_form=shown.demands == self.wording.all_demands,
            topics=max((sentence.topics for sentence in run.sentences), key=self.treatment.nearness),
        )

    def is_of_other_employers(self, candidate: Candidate) -> bool:
        """Whether a candidate names kinds of employers, and not that of the asker, which is known."""
        named = self.library.tables.employers.found_in(candidate.run.text) if self.employer else ()
        return bool(named) and self.employer not in named

    def case(self, case: int, specialties: frozenset[str]) -> float:
        """What naming the question's case adds, and naming another takes away."""
        weights = self.weights
        score = weights.series * bool(case & SERIES) + weights.level * bool(case & LEVEL)
        score += weights.mark * bool(case & MARK) - weights.mismatch * bool(case & OTHER)
        if not specialties:
            return score
        if not self.specialty:
            return score - weights.narrow * (len(specialties) <= NARROW)
        return score + weights.specialty * (1 / len(specialties) ** 0.5 if self.specialty & specialties else -1)


def _are_apart(asked: frozenset[str], named: frozenset[str]) -> bool:
    """Whether something is asked and something is named, and nothing of it is the same."""
    return bool(asked and named) and asked.isdisjoint(named)


class PassageContext(NamedTuple):
    """Where runs of sentences stand: their passage, what holds for all of them, and the terms around them.

    `base` is the part of the score that they share; `around` has sets of terms and what one counts there.
    """

    entry: StoredPassage
    notice: Notice
    bm25: float
    base: float
    around: tuple[tuple[int, float], ...]


class Weighed(NamedTuple):
    """A run of sentences with its score and what it shows."""

    score: float
    run: Run
    shown: Signs
    coverage: float

    def overlaps(self, other: "Weighed") -> bool:
        """Whether two runs of one notice share characters."""
        return self.run.span.meets(other.run.span)


def _best_first(weighed: Weighed) -> tuple[float, int]:
    """Equal ones in the order of the text."""
    return -weighed.score, weighed.run.span.start
