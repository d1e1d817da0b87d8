"""What is said where the notices are silent: why, about which matter, what comes nearest, and whom to ask."""

from collections.abc import Iterator, Sequence, Set
from datetime import date
from itertools import chain, islice
from typing import Literal, get_args

from knowledge.candidate import Candidate
from knowledge.catalogue import Topic
from knowledge.jurisdiction import OF_THE_ROUND
from knowledge.notice import Notice
from knowledge.plain import plain
from knowledge.question import Question
from knowledge.scope import Facets
from knowledge.store.library import Library
from knowledge.terms import search_form
from knowledge.thresholds import LIMITS, Thresholds
from knowledge.topic_reading import Reading
from knowledge.treatment import CHATTER, Treatment, beside
from knowledge.value import replace
from knowledge.wordlists import Relation

Silence = Literal[
    "nothing_asked",
    "not_said",
    "other_year",
    "other_place",
    "other_level",
    "other_series",
    "other_specialty",
    "outside",
    "not_yet",
]

NO_MATTER = CHATTER | {"outside"}  # groups of topics that no notice on titles would ever treat
OF_A_CASE = frozenset({"when", "who"})  # kinds of answer that the notices give case by case
OF_A_LINE = frozenset({"who", "list"})  # the same by lines of work: who judges which, when and where


class SilenceFinder:
    """Finds what can be said, from one library, of what its notices do not say."""

    def __init__(self, library: Library, limits: Thresholds = LIMITS) -> None:
        self.library = library
        self.limits = limits

    def is_beside(self, question: Question, treatment: Treatment, best: Candidate) -> bool:
        """Whether a question is about a matter that the notices do not treat, rather than about what they do."""
        limits, share = self.limits, treatment.share(treatment.carried)
        is_off = best.topic < limits.off and not best.kinds and share >= limits.surely
        if is_off or share < self._needed(question, best):
            return True
        is_proposed = best.notice.id in self.library.proposed
        least = limits.proposed if is_proposed else limits.sure
        is_unlikely = treatment.margin + best.coverage - limits.even < least
        is_said = is_proposed and best.own and best.coverage >= limits.full
        return is_unlikely and not is_said and not self._is_said_of_case(question, best)

    def is_of_other_line(self, question: Question, speakers: Set[str]) -> bool:
        """Whether it is asked who judges a line of work, or when or where, and none of some notices lists it.

        An office that is named may well judge what it does not list.
        """
        facets = question.facets
        if facets.specialty is None or facets.names_notice:
            return False
        asked = next((self.library.topic(topic).asks for topic in question.topics.best(1)), None)
        own = self.library.tables.own_specialties
        is_listed = any(facets.specialty in own[notice] for notice in speakers)
        return not is_listed and (asked in OF_A_LINE or not question.prefer.isdisjoint(OF_THE_ROUND))

    def _needed(self, question: Question, best: Candidate) -> float:
        """The share of what is carried that there must be where the words of the best sentence say too little."""
        if question.facets.named_only and not best.own:
            return self.limits.surely
        return self.limits.likely if best.coverage < self.limits.bare else 0.0

    def _is_said_of_case(self, question: Question, best: Candidate) -> bool:
        """Whether when or who is asked of a case, and said of that case, whatever is done there.

        Not where the likeliest topic asks for the same itself: then that is what is asked.
        """
        asked, said = (next(map(self.library.topic, ids[:1]), None) for ids in (question.topics.best(1), best.topics))
        if not (asked and said and best.kinds):
            return False
        form = said.asks if said.asks != asked.asks else None
        return form in OF_A_CASE & question.prefer and _is_of_case(best, question.facets)

    def why(self, question: Question, treatment: Treatment, today: date) -> Silence:
        """What keeps the notices from answering."""
        facets, there = question.facets, self.library.jurisdiction.there(today)
        reasons: dict[Silence, bool] = {
            "nothing_asked": not question.words,
            "not_yet": not there,
            "outside": self._is_outside(question, treatment),
            "other_series": self._is_of_other_series(facets, treatment),
            "other_year": self._is_of_other_year(facets, there),
            "other_place": self._is_of_other_place(facets, treatment, today),
            "other_level": self._is_of_other_level(question, treatment, today),
            "other_specialty": self.is_of_other_line(question, self._speakers(question, today)),
        }
        return next((reason for reason, holds in reasons.items() if holds), "not_said")

    def _is_outside(self, question: Question, treatment: Treatment) -> bool:
        """Whether a question is surely about what no notice on titles would ever treat, and about nothing else."""
        best = treatment.reading.best(1)
        is_none = all(self.library.topic(topic).group in NO_MATTER for topic in best)
        return is_none and self._is_sure(treatment, best) and self.matter(question, treatment) is None

    def _is_of_other_series(self, facets: Facets, treatment: Treatment) -> bool:
        """Whether a question is of series, or of an examination or a specialty, of which no notice speaks."""
        is_unspoken = bool(facets.series) and self.library.tables.spoken.isdisjoint(facets.series)
        best = treatment.reading.best(1)
        is_read_so = self._is_sure(treatment, best) and self.library.of_series.issuperset(best)
        return is_unspoken or facets.named_only is not None or is_read_so

    def _is_of_other_place(self, facets: Facets, treatment: Treatment, today: date) -> bool:
        """Whether a question is of a place without a notice, and within the province not of what none treats.

        Not where the case there is the province's own.
        """
        tables = self.library.tables
        place = tables.place_of(facets)
        if facets.is_foreign or facets.province or place in self.library.jurisdiction.places(today):
            return facets.is_foreign
        return tables.places.is_away(place) or not self._is_sure(treatment, self._treated_nowhere(treatment))

    def _is_of_other_level(self, question: Question, treatment: Treatment, today: date) -> bool:
        """Whether only notices that are for other levels treat what a question asks."""
        speaking, at_any_level = (self._speakers(each, today) for each in (question, question.at_any_level))
        carriers = self.library.carriers(treatment.reading.best(1)).values()
        treating = frozenset(chain.from_iterable(carriers))
        return bool(treating & at_any_level) and treating.isdisjoint(speaking)

    def _speakers(self, question: Question, today: date) -> frozenset[str]:
        """The notices that may answer a question."""
        return self.library.jurisdiction.speakers(question.facets, question.prefer, today)

    def _treated_nowhere(self, treatment: Treatment) -> tuple[str, ...]:
        """The likeliest topic, where no notice of the library treats it."""
        best = treatment.reading.best(1)
        return tuple(topic for topic, carriers in self.library.carriers(best).items() if not carriers)

    def _is_sure(self, treatment: Treatment, topics: Sequence[str]) -> bool:
        """Whether a question is surely about one of some topics; about none of none."""
        return any(treatment.reading.shares[topic] >= self.limits.surely for topic in topics)

    def _is_of_other_year(self, facets: Facets, there: Set[str]) -> bool:
        """Whether a question is of a year for which its office has no notice of its series, though it has some."""
        if facets.year is None:
            return False
        of_office = [notice for notice in self._of_the_office(facets) if _is_of_series(notice, facets)]
        years = {notice.year for notice in [each for each in of_office if each.id in there] or of_office}
        return bool(years) and facets.year not in {None, *years}

    def _of_the_office(self, facets: Facets) -> Iterator[Notice]:
        """The notices of the office that is named, else of the place or the province; all where none of them is."""
        notices, family = self.library.notices, self.library.jurisdiction.family
        named = {family[notice] for notice in facets.notices}
        place = self.library.tables.place_of(facets)
        anywhere = not (facets.place or facets.elsewhere or facets.province)
        for notice in notices.values():
            is_there = anywhere or self.library.tables.places.of_notice(notice) == place
            if family[notice.id] in named or (is_there and not named):
                yield notice

    def matter(self, question: Question, treatment: Treatment) -> Topic | None:
        """What a question is about that the notices do not treat, beside small talk; None where that is not clear."""
        reading = beside(self.library, treatment.reading, NO_MATTER)
        likely = [topic for topic in reading.shares if not treatment.passages.get(topic, (0,))]
        unsaid = self._called_by_name(question, likely, reading) or next(iter(likely), None)
        least = self.limits.named if reading is treatment.reading else self.limits.named_beside
        found = self.library.topic(unsaid) if unsaid and reading.shares[unsaid] >= least else None
        return None if found and found.group in NO_MATTER else found

    def _called_by_name(self, question: Question, topics: Sequence[str], reading: Reading) -> str | None:
        """Of topics that are about as likely as the first, the likeliest whose name stands in a question."""
        near = (topic for topic in topics if reading.shares[topic] >= self.limits.close * reading.shares[topics[0]])
        names = {topic: search_form(self.library.topic(topic).name) for topic in near}
        return next((topic for topic, name in names.items() if name in question.searched), None)

    def nearest(self, candidates: Sequence[Candidate], matter: Topic | None) -> tuple[Candidate, ...]:
        """What comes nearest to a matter: what half treats it, or a neighbour's; without a matter what is alike."""
        alike = (each for each in candidates[:1] if each.topic >= self.limits.unnamed)
        near = _near_to(matter, candidates) if matter else alike
        return tuple(islice((each for each in near if each.own and each.coverage >= self.limits.nearest), 1))

    def beside(self, nearest: Sequence[Candidate], matter: Topic | None) -> str | None:
        """What is treated by what comes nearest: a neighbour of the matter, else what it treats first of all."""
        neighbours = frozenset((matter.confusable if matter else None) or ())
        topics = sorted((topic for each in nearest for topic in each.topics), key=lambda topic: topic not in neighbours)
        return next((self.library.topic(topic).name for topic in topics), None)

    def contact_kind(self, question: Question) -> str | None:
        """What the contact must be for that is asked about a question, as its likeliest topic has it."""
        return next((self.library.topic(topic).contact for topic in question.topics.best(1)), None)

    def whom_to_ask(self, question: Question, today: date, via: str | None = None) -> tuple[Notice, ...]:
        """The notice whose office is to be asked: one that may say who judges the case and gives a contact."""
        jurisdiction, facets = self.library.jurisdiction, replace(question.facets, level=None, specialty=None)
        if facets.elsewhere:  # nobody there is in the library: the home province's office knows whom else to ask
            facets = replace(facets, elsewhere=None, is_foreign=False)
        judges = jurisdiction.able(facets, frozenset({"who"}), today)
        reachable = [notice for notice in judges if notice.contacts]
        return tuple(sorted(reachable, key=lambda notice: self._remoteness(notice, facets, via))[:1])

    def _remoteness(self, notice: Notice, facets: Facets, via: str | None) -> tuple[bool, int, bool, bool, bool]:
        """How far an office is from a case: by name, by place, by series, by contact; and if it has no address."""
        place = self.library.tables.place_of(facets)
        return (
            notice.id not in facets.notices,
            get_args(Relation).index(self.library.jurisdiction.relation(notice, place)),
            bool(facets.series) and not set(facets.series) & set(notice.scope.series),
            via is not None and not any(via in contact.what for contact in notice.contacts),
            not _has_mailbox(notice),
        )


def _is_of_series(notice: Notice, facets: Facets) -> bool:
    """Whether a notice is for a series that a question names; one that names none is for all."""
    series = notice.scope.series
    return not (series and facets.series) or not set(series).isdisjoint(facets.series)


def _is_of_case(candidate: Candidate, facets: Facets) -> bool:
    """Whether sentences name the specialty or the series of a case."""
    is_of_series = not candidate.run.series.isdisjoint(facets.series)
    return is_of_series or facets.specialty in candidate.run.specialties


def _near_to(matter: Topic, candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """Those that half treat a matter, then those that treat one of its neighbours, first of all or beside another."""
    if half := plain(matter.half or ""):
        yield from (each for each in candidates if half in plain(each.quote))
    neighbours = frozenset(matter.confusable or ())
    near = (each for each in candidates if neighbours.intersection(each.topics))
    yield from sorted(near, key=lambda each: each.topics[0] not in neighbours)


def _has_mailbox(notice: Notice) -> bool:
    """Whether a notice gives an address to write to."""
    return any("@" in contact.quote for contact in notice.contacts)
