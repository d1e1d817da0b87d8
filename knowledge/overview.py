"""An overview: what a broad question covers, each matter by its main sentence, in the order in which it is needed.

A question is broad that is read as a topic that covers others, or whose words ask for all of something (讲讲, 捋一遍,
`lexicon/kinds.yaml`). Each matter is asked for by its name, in the question's case.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from knowledge.candidate import Candidate
from knowledge.catalogue import Topic
from knowledge.matching import NARROW
from knowledge.question import Question
from knowledge.scope import Facets
from knowledge.store.library import Library
from knowledge.terms import search_form
from knowledge.thresholds import LIMITS, Thresholds
from knowledge.treatment import Treatment

MOST = 8  # citations of an overview
FEW = 5  # matters up to which what other notices say of the same stands beside them
LONG, SHORT = 240, 12  # characters that a sentence of an overview may have, and a heading at most
STOPS = "。;；.:："  # what a sentence ends with, and no heading

SaidOf = Callable[[Topic], Sequence[Candidate]]


class Point(NamedTuple):
    """One matter of an overview, and the sentence that says it, with the windows of its notice that stand beside it."""

    topic: Topic
    candidate: Candidate
    windows: tuple[Candidate, ...] = ()

    def sentences(self) -> "Iterator[Point]":
        """A point for each of them."""
        return (Point(self.topic, each) for each in (self.candidate, *self.windows))


class Overviews:
    """Makes overviews of one library."""

    def __init__(self, library: Library, limits: Thresholds = LIMITS) -> None:
        self.library = library
        self.limits = limits

    def points(self, question: Question, treatment: Treatment, said_of: SaidOf) -> list[Point]:
        """The points of an overview, in order; none where a question is not broad, or only one matter is said.

        `said_of` finds what may answer a question about a topic in the same case, best first.
        """
        umbrella = self._umbrella(question, treatment)
        if umbrella is None or question.demand or question.facets.named_only or question.facets.is_foreign:
            return []
        found = [self._main_sentences(self.library.topic(topic), said_of, question.facets) for topic in umbrella.covers]
        points = _in_order([self._pointers(umbrella, said_of), *found], question.facets)
        return points if len({point.topic.id for point in points}) > 1 else []

    def _main_sentences(self, topic: Topic, said_of: SaidOf, facets: Facets) -> list[Point]:
        """The main sentence of each notice on a topic: of those that say it about as well the first in the text."""
        of_notices: dict[str, list[Candidate]] = {}
        for each in said_of(topic):
            if _is_main(each, topic) and not self._is_of_others(each, facets):
                of_notices.setdefault(each.notice.id, []).append(each)
        return [self._point(topic, candidates) for candidates in of_notices.values()]

    def _point(self, topic: Topic, candidates: Sequence[Candidate]) -> Point:
        """What one notice says on a topic, of candidates best first: where that is when, for every case."""
        main = self._first_of(candidates)
        others = (each for each in candidates if each is not main and each.opens_window)
        return Point(topic, main, tuple(others) if main.opens_window else ())

    def _first_of(self, candidates: Sequence[Candidate]) -> Candidate:
        """Of candidates of one notice, best first, the one that stands first among those about as good as the best."""
        near = (each for each in candidates if each.score >= self.limits.as_well * candidates[0].score)
        return min(near, key=lambda each: each.span.start)

    def _is_of_others(self, candidate: Candidate, facets: Facets) -> bool:
        """Whether sentences speak of another case, or are for few specialties; a series is none, whatever its name."""
        specialties = {name for name in candidate.run.specialties if not self.library.tables.series.found_in(name)}
        is_narrow = 0 < len(specialties) <= NARROW and facets.specialty not in specialties
        return candidate.is_other_case or is_narrow

    def _pointers(self, umbrella: Topic, said_of: SaidOf) -> list[Point]:
        """The sentences that say where all of a broad matter stands: 主卷顺序和要求详见附件2."""
        points_on = self.library.lexicon.kinds.points_on
        said = (each for each in said_of(umbrella) if each.treats(umbrella.id) and not each.is_other_case)
        return [Point(umbrella, each) for each in said if points_on(search_form(each.quote))]

    def _umbrella(self, question: Question, treatment: Treatment) -> Topic | None:
        """The topic that covers what a question asks for, where it is broad."""
        shares, broad = treatment.reading.shares, self.library.broad
        best, second = [*shares, "", ""][:2]
        if best in broad:
            found = best if question.is_broad or shares[best] > self.limits.broad else None
        elif best in broad.get(second, ()) and shares[second] >= self.limits.broad_beside:
            found = second
        else:
            found = self._asked_for_in_words(best, treatment) if best and question.is_broad else None
        return self.library.topic(found) if found else None

    def _asked_for_in_words(self, best: str, treatment: Treatment) -> str | None:
        """The likeliest topic that covers others, else one that covers the best; none where that alone is meant."""
        shares, broad = treatment.reading.shares, self.library.broad
        if shares[best] >= self.limits.alone or not treatment.passages[best]:
            return None
        likely = (topic for topic, share in shares.items() if topic in broad and share >= self.limits.broad_in_words)
        return next(chain(likely, (topic for topic, covers in broad.items() if best in covers)), None)


def _is_main(candidate: Candidate, topic: Topic) -> bool:
    """Whether sentences begin with what treats a topic first of all, and are no heading."""
    is_heading = len(candidate.quote) < SHORT and candidate.quote[-1] not in STOPS
    begins = candidate.run.sentences[0].topics[:1] == (topic.id,)
    return begins and not is_heading and len(candidate.quote) <= LONG


def _in_order(found: Sequence[Sequence[Point]], facets: Facets) -> list[Point]:
    """The points of the notice that says most, by others what it leaves out, then what the others say of the same.

    Where a notice is meant, it alone, with those that open no round of their own; each matter is said once.
    """
    if any(_is_meant(point, facets) for points in found for point in points):
        found = [_of_the_meant(points, facets)[:1] for points in found]
    often = Counter(point.candidate.notice.id for points in found for point in points)
    lead = max(often, key=often.__getitem__, default="")
    lead_first = [sorted(points, key=lambda point: point.candidate.notice.id != lead) for points in found]
    points = list(_each_said_once(_in_turns(lead_first)))
    matters = len({point.topic.id for point in points})
    said = (each for point in points[: max(matters, FEW)] for each in point.sentences())
    return list(islice(said, MOST))


def _each_said_once(points: Iterable[Point]) -> Iterator[Point]:
    """Points without those of a matter that a sentence before them treats beside its own."""
    said: dict[str, str] = {}
    for point in points:
        if said.setdefault(point.topic.id, point.topic.id) == point.topic.id:
            yield point
            for topic in chain.from_iterable(sentence.topics for sentence in point.candidate.run.sentences):
                said.setdefault(topic, point.topic.id)


def _of_the_meant(points: Sequence[Point], facets: Facets) -> list[Point]:
    """The points of notices that are meant, then those of notices that open no round of their own."""
    fitting = (point for point in points if _is_meant(point, facets) or not point.candidate.notice.scope.round)
    return sorted(fitting, key=lambda point: not _is_meant(point, facets))


def _is_meant(point: Point, facets: Facets) -> bool:
    """Whether a question names the notice of a point, or its place."""
    notice = point.candidate.notice
    return notice.id in facets.notices or (facets.place is not None and facets.place == notice.scope.place)


def _in_turns(found: Sequence[Sequence[Point]]) -> Iterator[Point]:
    """The first point of each matter, then the second of each, and so on."""
    for turn in range(max(map(len, found), default=0)):
        yield from (points[turn] for points in found if turn < len(points))
