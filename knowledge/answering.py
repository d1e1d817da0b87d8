"""A question → an answer made of the notices' own sentences, or an honest silence that names the matter.

What a question is about comes first: the sentences that carry its topics answer it, with those that hold its words.
Where it is rather about a matter that the notices in question do not treat, they are silent.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain, islice
from typing import NamedTuple

from knowledge.answer import Answer, Status, cite
from knowledge.breadth import Breadth
from knowledge.candidate import Candidate, order
from knowledge.catalogue import Topic
from knowledge.choosing import Chooser
from knowledge.confidence import Evidence, bounded
from knowledge.jurisdiction import OF_THE_ROUND
from knowledge.matching import WEIGHTS, Matcher, Weights
from knowledge.offered import OfferedLevels
from knowledge.overview import Overviews, Point
from knowledge.precedence import Precedence
from knowledge.premise import difference
from knowledge.question import Question, Reader
from knowledge.scope import Facets
from knowledge.silence import SilenceFinder
from knowledge.store.library import Library
from knowledge.thresholds import LIMITS, Thresholds
from knowledge.topic_reading import Reading
from knowledge.treatment import CHATTER, Treatment, beside
from knowledge.value import replace
from knowledge.wording import Wording

RECENT = 64  # texts of which it is remembered what comes near them, 20 KB each: many ask the same for other cases
FIRST_STAGE = 16  # passages that BM25 hands on
CHOICES = 4  # topics to go on with
OF_ITS_ROUND = frozenset({"window", "place", "contact"})  # what a sentence is in notice.yaml: days, doors, whom to ask
TELLING = 1.0  # the weight from which on a term names a thing: many passages have it, and not most


class SearchResult(NamedTuple):
    """What may answer a question, best first, and how the notices that may speak treat what it is about."""

    speakers: frozenset[str]
    treatment: Treatment
    candidates: tuple[Candidate, ...]

    @property
    def evidence(self) -> Evidence:
        """What speaks for the best of it."""
        margin = bounded(self.treatment.margin)
        if not self.candidates:
            return Evidence(margin)
        best = self.candidates[0]
        return Evidence(margin, best.coverage, _lead(self.candidates))


class Answerer:
    """Answers questions from one library; the same question, library and day give the same answer.

    Of the latest `texts` it is remembered what comes near them.
    """

    def __init__(
        self, library: Library, weights: Weights = WEIGHTS, limits: Thresholds = LIMITS, texts: int = RECENT
    ) -> None:
        self.library = library
        self.reader = Reader(library)
        self.weights = weights
        self.limits = limits
        self.precedence = Precedence(limits)
        self.chooser = Chooser(library, limits)
        self.silences = SilenceFinder(library, limits)
        self.breadth = Breadth(library, limits)
        self.offered = OfferedLevels(library)
        self.overviews = Overviews(library, limits)
        self.wording = lru_cache(texts)(self._wording)
        self.scores = lru_cache(texts)(self._scores)

    def answer(self, text: str, today: date, only: str | None = None, told: Facets | None = None) -> Answer:
        """The answer to a text as of a day, from one notice only where one is named, in a case that was told."""
        question = self.reader.read(text, today, told)
        checked = any(self.library.topic(topic).checked for topic in question.topics.best(1))
        answer = self._for_another_level(question, today, only) or self._answer(question, today, only)
        return replace(answer, checked=checked)

    def _for_another_level(self, question: Question, today: date, only: str | None) -> Answer | None:
        """The answer where a specialty has no such level: that, where the level was said, else the one at any level."""
        refused = self.offered.refusal(question, self._heard(question, today, only))
        if refused is None:
            return None
        if not self.library.tables.says_level(question.searched):
            return self._answer(question.at_any_level, today, only)
        return self.cite("answered", question, [refused], self.find(question, today, only).evidence, today)

    def _answer(self, question: Question, today: date, only: str | None) -> Answer:
        """The same, of a question that was read."""
        found = self.find(question, today, only)
        candidates = self.chooser.having_the_form(found.candidates)
        if points := self._points(question, found, today):
            return self.overview(question, points, found.evidence, today)
        is_of_other_line = self.silences.is_of_other_line(question, found.speakers)
        if is_of_other_line or not candidates or self.silences.is_beside(question, found.treatment, candidates[0]):
            return self.silent(question, found, today)
        rounds = self.chooser.rounds(candidates) if question.facets.compares else []
        if len(rounds) > 1:
            return self.cite("answered", question, rounds, found.evidence, today)
        rivals = self.chooser.rivals(question, candidates, only)
        if len(rivals) > 1:
            return self._against_premise(self.cite("clarify", question, rivals, found.evidence, today))
        first, *others = self.chooser.choose(candidates, question)
        beside = chain(self._of_further(first, question, today, only), self._who_judges(first, question, today))
        chosen = list({(each.notice.id, each.span): each for each in (first, *beside, *others)}.values())
        return self._against_premise(self.cite("answered", question, chosen, found.evidence, today))

    def _of_further(self, best: Candidate, question: Question, today: date, only: str | None) -> Iterator[Candidate]:
        """What the notices say of the further specialties that are named, where the best one is not for these."""
        for specialty in question.facets.further[: self.limits.citations]:
            series = tuple(filter(None, [self.library.tables.series_of.get(specialty)]))
            case = replace(question.facets, specialty=specialty, series=series, further=())
            found = next(iter(self.candidates(replace(question, facets=case), today, only)), best)
            if _is_apart(found, best, specialty, series) and not set(found.topics).isdisjoint(best.topics):
                yield found

    def _who_judges(self, best: Candidate, question: Question, today: date) -> Iterator[Candidate]:
        """Who judges a case that the office of the best one's notice does not, beside a day or a door of its round."""
        jurisdiction = self.library.jurisdiction
        if OF_ITS_ROUND & best.marks and jurisdiction.is_left_to_cities(best.notice, question.facets):
            judges = self.library.topic(self.library.lexicon.jurisdiction.judges)
            yield from islice(self._said_of(judges, question, frozenset({best.notice.id}), today), 1)

    def _against_premise(self, answer: Answer) -> Answer:
        """The same, with what the question takes for granted and its quotes have otherwise."""
        quotes, words = [citation.quote for citation in answer.citations], self.library.lexicon.premise
        is_open = answer.status == "clarify"
        return replace(answer, differs=difference(answer.question.text, quotes, words, of_cases=is_open))

    def candidates(self, question: Question, today: date, only: str | None = None) -> tuple[Candidate, ...]:
        """What may answer, best first, at most two runs of sentences a passage."""
        return self.find(question, today, only).candidates

    def find(self, question: Question, today: date, only: str | None = None) -> SearchResult:
        """The same, with how the notices treat what is asked."""
        speakers = self._heard(question, today, only)
        treatment = Treatment.of(self.library, self.asked(question, speakers), speakers)
        return SearchResult(speakers, treatment, self._search(question, treatment, speakers, today))

    def _search(
        self, question: Question, treatment: Treatment, speakers: frozenset[str], today: date
    ) -> tuple[Candidate, ...]:
        """What some notices have that may answer a question, best first."""
        there = self.library.jurisdiction.there(today)
        scores = self.scores(question.text, speakers)
        wording = self.wording(question.text, question.prefer)
        matcher = Matcher(question, wording, treatment, self.past(question, today), self.weights)
        found = (
            candidate
            for entry in self.library.passages(sorted(scores.keys() | treatment.carriers))
            if matcher.concerns(entry)
            for candidate in matcher.best_of(entry, scores.get(entry.id, 0.0))
            if not all(sentence.echoes & there for sentence in candidate.run.sentences)
            and not (question.facets.specialty and candidate.is_of_another_series(question.facets))
        )
        matter = treatment.carried if treatment.share(treatment.carried) >= self.limits.surely else None
        return self.precedence.ordered(sorted(found, key=order), matcher, matter)

    def _wording(self, text: str, prefer: frozenset[str]) -> Wording:
        """What a text says in words where it asks for kinds of answer; `wording` remembers the latest."""
        sought = self.reader.sought_in(text)._replace(prefer=prefer)
        return Wording(self.library, text, self.reader.terms_in(text), sought)

    def _scores(self, text: str, speakers: frozenset[str]) -> Mapping[int, float]:
        """How near passages of some notices come to a text, as a share of the best; `scores` remembers the latest."""
        words = self.reader.words(text, self.reader.terms_in(text))
        ranked = self.library.rank(words, FIRST_STAGE, speakers)
        return {each.passage: each.score / ranked[0].score for each in ranked}

    def asked(self, question: Question, allowed: frozenset[str]) -> Reading:
        """What a question was read as; where it names a matter, without the small talk around it.

        Nor are series the matter of a question about one for which one of these notices speaks.
        """
        names_matter = any(term.known and term.weight >= TELLING for term in question.terms)
        series = question.facets.series
        is_of_spoken = bool(series) and not self.library.jurisdiction.series_of(allowed).isdisjoint(series)
        reading = question.topics.without(self.library.of_series) if is_of_spoken else question.topics
        return beside(self.library, reading, CHATTER) if names_matter else reading

    def past(self, question: Question, today: date) -> frozenset[str]:
        """The notices whose round is over, where the question names no year and compares none."""
        if question.facets.year or question.facets.compares:
            return frozenset()
        return self.library.jurisdiction.past(today)

    def _heard(self, question: Question, today: date, only: str | None) -> frozenset[str]:
        """The notices that are asked: one alone where it is named, else those that may answer."""
        return self.library.jurisdiction.there(today) & {only} if only else self.speakers(question, today)

    def speakers(self, question: Question, today: date) -> frozenset[str]:
        """The notices that may answer a question."""
        return self.library.jurisdiction.speakers(question.facets, question.prefer, today)

    def _points(self, question: Question, found: SearchResult, today: date) -> list[Point]:
        """What an overview has to say to a question; nothing where that is not broad.

        One matter alone suffices only where the question was read as broad: the round of a place with one window.
        """

        def said_of(topic: Topic) -> tuple[Candidate, ...]:
            return self._said_of(topic, question, found.speakers, today)

        is_judged = not self.reader.is_out_of_range(question.facets)
        umbrella = self.breadth.umbrella(question, found.treatment) if is_judged else None
        past = self.past(question, today)
        points = self.overviews.points(umbrella, question.facets, said_of, past) if umbrella else []
        is_enough = _are_several(points) or (umbrella and umbrella.id in found.treatment.reading.best(1))
        return points if is_enough else []

    def _said_of(
        self, topic: Topic, question: Question, speakers: frozenset[str], today: date
    ) -> tuple[Candidate, ...]:
        """What some notices say of a topic to the case of a question, best first."""
        asked = self.reader.read(topic.name, today)
        asked = replace(asked, facets=question.facets, prefer=asked.prefer | (OF_THE_ROUND & {topic.asks}))
        speakers &= self.speakers(asked, today)
        treatment = Treatment.of(self.library, Reading({topic.id: 1.0}), speakers)
        return self._search(asked, treatment, speakers, today) if treatment.carriers else ()

    def overview(self, question: Question, points: Sequence[Point], evidence: Evidence, today: date) -> Answer:
        """The main sentence of each matter that a broad question covers, and these as what to go on with."""
        answer = self.cite("answered", question, [point.candidate for point in points], evidence, today)
        if not _are_several(points):
            return answer
        names = tuple(point.topic.name for point in points)
        return replace(answer, points=names, further=tuple(dict.fromkeys(names))[:CHOICES])

    def cite(
        self, status: Status, question: Question, candidates: Sequence[Candidate], evidence: Evidence, today: date
    ) -> Answer:
        """An answer made of candidates."""
        citations = tuple(cite(each, today) for each in candidates)
        return Answer(status, question, citations, evidence=evidence)

    def silent(self, question: Question, found: SearchResult, today: date) -> Answer:
        """An honest silence; where the notices leave a matter out, with what comes nearest."""
        why, via = self.silences.why(question, found.treatment, today), self.silences.contact_kind(question)
        matter = self.silences.matter(question, found.treatment) if why == "not_said" else None
        near = (*found.candidates, *self._around(question, matter, found, today)) if matter else found.candidates
        nearest = self.silences.nearest(near, matter) if why == "not_said" else ()
        return Answer(
            "no_answer",
            question,
            (),
            why,
            tuple(cite(each, today) for each in nearest),
            self.silences.whom_to_ask(question, today, via),
            matter.name if matter else None,
            self.silences.beside(nearest, matter),
            evidence=found.evidence,
            via=via,
        )

    def _around(self, question: Question, matter: Topic, found: SearchResult, today: date) -> tuple[Candidate, ...]:
        """What the notices that may speak have on the neighbours of a matter that they leave out, best first."""
        neighbours = Reading(dict.fromkeys(matter.confusable or (), 1.0))
        return self._search(question, Treatment.of(self.library, neighbours, found.speakers), found.speakers, today)


def _are_several(points: Sequence[Point]) -> bool:
    """Whether points are on more than one matter."""
    return len({point.topic.id for point in points}) > 1


def _is_apart(found: Candidate, best: Candidate, specialty: str, series: Collection[str]) -> bool:
    """Whether what was found for a specialty is its own: it names that or its series, or is of another notice."""
    is_named = specialty in found.run.specialties - best.run.specialties
    is_of_series = not (found.run.series - best.run.series).isdisjoint(series)
    return is_named or is_of_series or found.notice is not best.notice


def _lead(candidates: Sequence[Candidate]) -> float:
    """How far the best candidate is before the first that treats something else, at most 1."""
    best, *others = candidates
    return min(1.0, best.score - next((each.score for each in others if each.topics[:1] != best.topics[:1]), 0.0))
