"""What is said where the notices are silent: why, about which matter, what comes nearest, and whom to ask."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain, islice
from typing import Literal, get_args

from knowledge.candidate import Candidate
from knowledge.catalogue import Topic
from knowledge.notice import Notice
from knowledge.plain import plain
from knowledge.question import Question
from knowledge.rounds import exists
from knowledge.scope import Facets
from knowledge.store.library import Library
from knowledge.treatment import CHATTER, Treatment, beside
from knowledge.wordlists import Relation

Silence = Literal["nothing_asked", "not_said", "other_year", "other_place", "other_series", "not_yet"]

NO_MATTER = CHATTER | {"outside"}  # groups of topics that no notice on titles would ever treat
CLEAR = 0.1  # share of a topic that the notices do not treat, so that a silence names it
CLEAR_BESIDE = 0.5  # the same where one of those groups is likely, too, of what is left beside it


class SilenceFinder:
    """Finds what can be said, from one library, of what its notices do not say."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def why(self, question: Question, today: date) -> Silence:
        """What keeps the notices from answering."""
        facets = question.facets
        there = [notice for notice in self.library.notices.values() if exists(notice, today)]
        reasons: dict[Silence, bool] = {
            "nothing_asked": not question.words,
            "not_yet": not there,
            "other_year": facets.year not in {None, *(notice.year for notice in there)},
            "other_series": self._is_of_other_series(facets),
            "other_place": bool(facets.elsewhere)
            or facets.place not in {None, *(notice.scope.place for notice in there)},
        }
        return next((reason for reason, holds in reasons.items() if holds), "not_said")

    def _is_of_other_series(self, facets: Facets) -> bool:
        """Whether a question is of series, or of an examination or a specialty, of which no notice speaks."""
        is_unspoken = bool(facets.series) and self.library.tables.spoken.isdisjoint(facets.series)
        return is_unspoken or facets.named_only is not None

    def matter(self, treatment: Treatment) -> Topic | None:
        """What a question is about that the notices do not treat, beside small talk; None where that is not clear."""
        reading = beside(self.library, treatment.reading, NO_MATTER)
        unsaid = next((topic for topic in reading.shares if not treatment.passages.get(topic, (0,))), None)
        least = CLEAR if reading is treatment.reading else CLEAR_BESIDE
        found = self.library.topic(unsaid) if unsaid and reading.shares[unsaid] >= least else None
        return None if found and found.group in NO_MATTER else found

    def nearest(self, candidates: Sequence[Candidate], matter: Topic | None) -> tuple[Candidate, ...]:
        """What comes nearest to a matter: the sentence that half treats it, a neighbour's, or one that says alike."""
        alike = (each for each in candidates[:1] if each.own)
        return tuple(islice(chain(_near_to(matter, candidates) if matter else (), alike), 1))

    def contact_kind(self, question: Question) -> str | None:
        """What the contact must be for that is asked about a question, as its likeliest topic has it."""
        return next((self.library.topic(topic).contact for topic in question.topics.best(1)), None)

    def whom_to_ask(self, question: Question, today: date, via: str | None = None) -> tuple[Notice, ...]:
        """The notice whose office is to be asked: one that may say who judges the case and gives a contact."""
        jurisdiction, facets = self.library.jurisdiction, replace(question.facets, level=None, specialty=None)
        if facets.elsewhere:  # nobody there is in the library: the home province's office knows whom else to ask
            facets = replace(facets, elsewhere=None, is_foreign=False)
        judges = [
            notice
            for notice in jurisdiction.current(today) or self.library.notices.values()
            if jurisdiction.may_answer(notice, facets, frozenset({"who"}))
        ]
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


def _near_to(matter: Topic, candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """Those that half treat a matter, then those that treat one of its neighbours first of all."""
    if half := plain(matter.half or ""):
        yield from (each for each in candidates if half in plain(each.quote))
    neighbours = frozenset(matter.confusable or ())
    yield from (each for each in candidates if neighbours.intersection(each.topics[:1]))


def _has_mailbox(notice: Notice) -> bool:
    """Whether a notice gives an address to write to."""
    return any("@" in contact.quote for contact in notice.contacts)
