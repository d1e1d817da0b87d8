"""An overview: what a broad question covers, each matter by its main sentence, in the order in which it is needed.

A question is broad that is read as a topic that covers others, or whose words ask for all of something (讲讲, 捋一遍,
`lexicon/kinds.yaml`). Each matter is asked for by its name, in the question's case.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from knowledge.candidate import Candidate
from knowledge.catalogue import Topic
from knowledge.matching import NARROW
from knowledge.question import Question
from knowledge.scope import Facets
from knowledge.store.library import Library
from knowledge.treatment import Treatment

MOST = 8  # citations of an overview
SURELY = 0.35  # share of a topic that covers others, so that an overview answers
PERHAPS = 0.05  # the same where the words ask for all of it
ALONE = 0.5  # share of a topic that covers none from which on it alone is meant, whatever the words
BESIDE = 0.3  # share of a topic that covers the likeliest one, so that all of it is meant
ABOUT = 0.85  # share of the best one's score from which on a sentence says a matter about as well
LONG, SHORT = 240, 12  # characters that a sentence of an overview may have, and a heading at most
STOPS = "。;；.:："  # what a sentence ends with, and no heading

SaidOf = Callable[[Topic], Sequence[Candidate]]


class Point(NamedTuple):
    """One matter of an overview, and the sentence that says it."""

    topic: Topic
    candidate: Candidate


class Overviews:
    """Makes overviews of one library."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def points(self, question: Question, treatment: Treatment, said_of: SaidOf) -> list[Point]:
        """The points of an overview, in order; none where a question is not broad, or only one matter is said.

        `said_of` finds what may answer a question about a topic in the same case, best first.
        """
        umbrella = self._umbrella(question, treatment)
        if umbrella is None or question.demand or question.facets.named_only or question.facets.is_foreign:
            return []
        topics = map(self.library.topic, umbrella.covers)
        points = _in_order([_main_sentences(topic, said_of, question.facets) for topic in topics], question.facets)
        return points if len({point.topic.id for point in points}) > 1 else []

    def _umbrella(self, question: Question, treatment: Treatment) -> Topic | None:
        """The topic that covers what a question asks for, where it is broad."""
        shares, broad = treatment.reading.shares, self.library.broad
        best, second = [*shares, "", ""][:2]
        if best in broad:
            found = best if question.is_broad or shares[best] > SURELY else None
        elif best in broad.get(second, ()) and shares[second] >= BESIDE:
            found = second
        else:
            found = self._asked_for_in_words(best, treatment) if best and question.is_broad else None
        return self.library.topic(found) if found else None

    def _asked_for_in_words(self, best: str, treatment: Treatment) -> str | None:
        """The likeliest topic that covers others, else one that covers the best; none where that alone is meant."""
        shares, broad = treatment.reading.shares, self.library.broad
        if shares[best] >= ALONE or not treatment.passages[best]:
            return None
        likely = (topic for topic, share in shares.items() if topic in broad and share >= PERHAPS)
        return next(chain(likely, (topic for topic, covers in broad.items() if best in covers)), None)


def _main_sentences(topic: Topic, said_of: SaidOf, facets: Facets) -> list[Point]:
    """The main sentence of each notice on a topic: of those that say it about as well the first in the text."""
    of_notices: dict[str, list[Candidate]] = {}
    for each in said_of(topic):
        if _is_main(each, topic, facets):
            of_notices.setdefault(each.notice.id, []).append(each)
    return [Point(topic, _first_of(candidates)) for candidates in of_notices.values()]


def _first_of(candidates: Sequence[Candidate]) -> Candidate:
    """Of candidates of one notice, best first, the one that stands first among those about as good as the best."""
    near = (each for each in candidates if each.score >= ABOUT * candidates[0].score)
    return min(near, key=lambda each: each.span.start)


def _is_main(candidate: Candidate, topic: Topic, facets: Facets) -> bool:
    """Whether sentences begin with what treats a topic first of all, are no heading, and speak of no other case."""
    specialties = candidate.run.specialties
    is_of_others = 0 < len(specialties) <= NARROW and facets.specialty not in specialties
    is_heading = len(candidate.quote) < SHORT and candidate.quote[-1] not in STOPS
    begins = candidate.run.sentences[0].topics[:1] == (topic.id,) and len(candidate.quote) <= LONG
    return begins and not (candidate.is_other_case or is_heading or is_of_others)


def _in_order(found: Sequence[Sequence[Point]], facets: Facets) -> list[Point]:
    """The points of the notice that says most, by others what it leaves out, then what the others say of the same.

    Where a notice is meant, it alone, with those that open no round of their own; each matter is said once.
    """
    if any(_is_meant(point, facets) for points in found for point in points):
        found = [_of_the_meant(points, facets)[:1] for points in found]
    often = Counter(point.candidate.notice.id for points in found for point in points)
    lead = max(often, key=often.__getitem__, default="")
    lead_first = [sorted(points, key=lambda point: point.candidate.notice.id != lead) for points in found]
    return list({point.candidate.span: point for point in _in_turns(lead_first)}.values())[:MOST]


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
