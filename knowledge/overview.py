"""An overview: what a broad question covers, each matter by its main sentence, as one notice has it from the top.

Each matter is asked for by its name, in the question's case. One notice leads: the one that is meant, else one whose
round is not over, else the one that says most; others say only what it leaves out.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, islice
from typing import NamedTuple

from knowledge.candidate import LEADS_ON, NARROW, Candidate
from knowledge.catalogue import Topic
from knowledge.notice import Notice
from knowledge.scope import Facets
from knowledge.store.library import Library
from knowledge.store.stored_passage import HEADING, Run
from knowledge.terms import search_form
from knowledge.thresholds import LIMITS, Thresholds
from knowledge.value import replace

MOST = 8  # citations of an overview
ROOM = 600  # characters of all of them: what a screen holds
FEW = 5  # matters up to which what other notices say of the same stands beside them
LONG, SHORT = 240, 12  # characters that a sentence of an overview may have, and a heading at most
STOPS = "。;；.:："  # what a sentence ends with, and no heading

SaidOf = Callable[[Topic], Sequence[Candidate]]


class Point(NamedTuple):
    """A sentence of an overview, and the matter that it is about."""

    topic: Topic
    candidate: Candidate

    @property
    def notice(self) -> Notice:
        """Whose sentence it is."""
        return self.candidate.notice

    @property
    def treated(self) -> Iterator[str]:
        """All topics that the sentence treats."""
        return chain.from_iterable(sentence.topics for sentence in self.candidate.run.sentences)


class Matter(NamedTuple):
    """A topic with the sentences on it, by notice; of each notice the main one first."""

    topic: Topic
    points: Mapping[str, Sequence[Point]]

    def of(self, notice: str) -> Sequence[Point]:
        """What one notice says on it."""
        return self.points.get(notice, ())

    def windows(self, notice: str) -> Iterator[Point]:
        """The further windows of one notice for it, where its main sentence opens one."""
        said = self.of(notice)
        if said and said[0].candidate.opens_window:
            yield from (each for each in said[1:] if each.candidate.opens_window)

    def among(self, notices: Collection[str]) -> "Matter":
        """The same of some notices only."""
        return Matter(self.topic, {notice: said for notice, said in self.points.items() if notice in notices})


class Overviews:
    """Makes overviews of one library."""

    def __init__(self, library: Library, limits: Thresholds = LIMITS) -> None:
        self.library = library
        self.limits = limits

    def points(self, umbrella: Topic, facets: Facets, said_of: SaidOf, past: frozenset[str]) -> list[Point]:
        """The points of an overview of a topic with all that it covers; none where nothing is said of it.

        `said_of` finds what may answer a question about a topic in the same case, best first; `past` are the notices
        whose round is over.
        """
        topics = map(self.library.topic, umbrella.covers)
        matters = [self._pointers(umbrella, said_of), *(self._matter(topic, said_of, facets) for topic in topics)]
        matters = _of_the_meant(matters, facets)
        lead = _lead(matters, facets, past)
        return _in_order(_chosen(matters, lead, past, umbrella.asks == "when"), lead, umbrella)

    def _matter(self, topic: Topic, said_of: SaidOf, facets: Facets) -> Matter:
        """The sentences on a topic: of those that say it about as well the first in the text is the main one."""
        of_notices: dict[str, list[Candidate]] = {}
        for each in chain.from_iterable(map(_sentences_of, said_of(topic))):
            if _is_main(each, topic.id) and not self._is_of_others(each, facets):
                of_notices.setdefault(each.notice.id, []).append(each)
        return Matter(topic, {notice: self._main_first(topic, found) for notice, found in of_notices.items()})

    def _main_first(self, topic: Topic, found: Sequence[Candidate]) -> list[Point]:
        """Sentences of one notice, best first, as points; the first in the text of those about as good comes first."""
        near = (each for each in found if each.score >= self.limits.as_well * found[0].score)
        main = min(near, key=lambda each: each.span.start)
        once = {each.span: each for each in (main, *found)}
        return [Point(topic, each) for each in once.values()]

    def _is_of_others(self, candidate: Candidate, facets: Facets) -> bool:
        """Whether a sentence speaks of another case, or is for few specialties; a series is none, whatever its name."""
        specialties = {name for name in candidate.run.specialties if not self.library.tables.series.found_in(name)}
        is_narrow = 0 < len(specialties) <= NARROW and facets.specialty not in specialties
        return candidate.is_other_case or is_narrow

    def _pointers(self, umbrella: Topic, said_of: SaidOf) -> Matter:
        """The sentences that say where all of a broad matter stands: 主卷顺序和要求详见附件2."""
        points_on = self.library.lexicon.kinds.points_on
        found: dict[str, list[Point]] = {}
        for each in said_of(umbrella):
            if each.treats(umbrella.id) and not each.is_other_case and points_on(search_form(each.quote)):
                found.setdefault(each.notice.id, []).append(Point(umbrella, each))
        return Matter(umbrella, found)


def _sentences_of(candidate: Candidate) -> Iterator[Candidate]:
    """Each sentence of a candidate by itself, one that leads on together with the next."""
    first, sentences = candidate.run.first, candidate.run.sentences
    start = 0
    for end, sentence in enumerate(sentences, 1):
        if end == len(sentences) or sentence.text[-1:] not in LEADS_ON:
            yield replace(candidate, run=Run(first + start, sentences[start:end]))
            start = end


def _is_main(candidate: Candidate, topic: str) -> bool:
    """Whether a sentence treats a topic first of all, and is no heading."""
    quote = candidate.quote
    is_heading = HEADING.fullmatch(candidate.run.text) or (len(quote) < SHORT and quote[-1:] not in STOPS)
    return candidate.run.sentences[0].topics[:1] == (topic,) and not is_heading and len(quote) <= LONG


def _of_the_meant(matters: Sequence[Matter], facets: Facets) -> list[Matter]:
    """What the notices that are meant say, with those that open no round of their own; all where none is meant."""
    notices = {point.notice.id: point.notice for matter in matters for said in matter.points.values() for point in said}
    meant = {each for each, notice in notices.items() if _is_meant(notice, facets)}
    standing = {each for each, notice in notices.items() if not notice.scope.round}
    return [matter.among(meant | standing) for matter in matters] if meant else list(matters)


def _is_meant(notice: Notice, facets: Facets) -> bool:
    """Whether a question names a notice, or its place."""
    return notice.id in facets.notices or (facets.place is not None and facets.place == notice.scope.place)


def _lead(matters: Iterable[Matter], facets: Facets, past: frozenset[str]) -> str:
    """The notice that leads: one that is meant before others, one in force before one that is over.

    Of these the one that says most; of those that say as much one that opens a round, and the latest.
    """
    often = Counter(chain.from_iterable(matter.points for matter in matters))
    notices = {notice: said[0].notice for matter in matters for notice, said in matter.points.items()}

    def standing(each: str) -> tuple[bool, bool, int, bool, date]:
        notice = notices[each]
        return _is_meant(notice, facets), each not in past, often[each], notice.scope.round, notice.exists_from

    return max(notices, key=standing, default="")


def _chosen(matters: Sequence[Matter], lead: str, past: frozenset[str], with_windows: bool) -> Iterator[Point]:
    """What the leading notice says on each matter; where that is little, what it says further, and then others."""
    main = [said[0] for matter in matters if (said := matter.of(lead))]
    for point in main:
        yield point
        if with_windows:
            yield from next(matter for matter in matters if matter.topic is point.topic).windows(lead)
    further = (point for matter in matters for point in matter.of(lead)[1:])
    others = chain(_left_out(matters, lead, past), _said_too(matters, lead, past))
    yield from islice(_unlike(main, chain(further, others)), max(0, FEW - len(main)))


def _left_out(matters: Sequence[Matter], lead: str, past: frozenset[str]) -> Iterator[Point]:
    """What others say on matters that no sentence of the leading notice treats, not even beside its own."""
    said = {topic for matter in matters for point in matter.of(lead)[:1] for topic in point.treated}
    return (point for point in _said_too(matters, lead, past) if point.topic.id not in said)


def _said_too(matters: Iterable[Matter], lead: str, past: frozenset[str]) -> Iterator[Point]:
    """The main sentence of each other notice on each matter, of those whose round is over last."""
    main = [said[0] for matter in matters for notice, said in matter.points.items() if notice != lead]
    return iter(sorted(main, key=lambda point: point.notice.id in past))


def _unlike(points: Iterable[Point], others: Iterable[Point]) -> Iterator[Point]:
    """Other points, those left out whose sentence is that of one of some points, or of one before them."""
    seen = {(point.notice.id, point.candidate.span) for point in points}
    for point in others:
        if (where := (point.notice.id, point.candidate.span)) not in seen:
            seen.add(where)
            yield point


def _in_order(points: Iterable[Point], lead: str, umbrella: Topic) -> list[Point]:
    """As many points as there is room for; steps as the leading notice has them, what it begins with first."""
    fitting = list(islice(_that_fit(_unlike((), points)), MOST))
    if umbrella.asks != "how":
        return fitting
    rank = {notice: at for at, notice in enumerate(dict.fromkeys((lead, *(point.notice.id for point in fitting))))}
    return sorted(
        fitting, key=lambda each: (rank[each.notice.id], each.topic.id != umbrella.id, each.candidate.span.start)
    )


def _that_fit(points: Iterable[Point]) -> Iterator[Point]:
    """Points without those that are too long for the room that is left."""
    room = ROOM
    for point in points:
        if len(point.candidate.quote) <= room:
            room -= len(point.candidate.quote)
            yield point
