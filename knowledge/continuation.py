"""What a text says as one that may go on from another, and what was asked before it: each read once."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from knowledge.answering import TELLING
from knowledge.asked import Asked
from knowledge.case_words import OF_A_PERSON, CaseWords, Slots
from knowledge.question import CLAUSE, Question, Reader, Sought, Term
from knowledge.scope import Facets
from knowledge.store.library import Library
from knowledge.terms import search_form
from knowledge.topic_reading import Reading

RECENT = 256  # texts that are remembered: a turn is heard before it is answered
SURE = 0.5  # the share of a topic from which on a text that asks has a matter of its own
DIGIT = re.compile(r"\d", re.ASCII)
LITTLE = 0.1  # the share of a topic below which nothing is meant by a text
SEVERAL = 2  # things that make a text one with a matter of its own


class Continuation(NamedTuple):
    """A text as of a day: what is left of it without what only leads on, its years in digits, and the question it is.

    `bare` is that without a case, `sought` the kind of answer that it asks for, `things` are what it names besides
    these, `slots` those of a case that it fills; `asks_itself`: whether it asks of them by more than a 呢, and
    `asks_yes_or_no` for a yes or no.
    """

    text: str
    today: date
    said: str
    question: Question
    bare: str
    sought: Sought
    things: tuple[Term, ...]
    slots: Slots
    asks_itself: bool
    asks_yes_or_no: bool

    @property
    def asks_a_kind(self) -> bool:
        """Whether a kind of answer is asked for, in words that are no case."""
        return bool(self.sought.prefer or self.sought.measures)

    @property
    def says_nothing(self) -> bool:
        """Whether it names what no notice knows, and says and asks nothing else."""
        is_known = any(thing.known for thing in self.things) or self.question.topics.first_share >= LITTLE
        return bool(self.things) and not (is_known or self.sought or self.slots or self.question.asks)

    @property
    def is_case_alone(self) -> bool:
        """Whether it says nothing beside a case: it asks for no kind of answer, and names nothing that there is."""
        named = [thing for thing in self.things if thing.known or not self.slots]
        return not (self.sought or named)


class LastQuestion(NamedTuple):
    """What was asked last, its years in digits: what the whole says of a case, and what its matter is about."""

    asked: Asked
    facets: Facets
    topics: Reading


class Continuations:
    """Reads texts that may go on from others, with the words of one library."""

    def __init__(self, library: Library, reader: Reader, case: CaseWords) -> None:
        self.reader = reader
        self.case = case
        self.kinds = library.lexicon.kinds
        self.asking = library.lexicon.asking
        self.following = library.lexicon.following
        self.read = lru_cache(RECENT)(self._read)
        self.is_at_a_loss = lru_cache(RECENT)(self._is_at_a_loss)
        self.only_points = lru_cache(RECENT)(self._only_points)

    def _read(self, text: str, today: date) -> Continuation:
        """A text as it goes on, one word that is a whole question as that; `read` remembers the latest."""
        said = self._said(text, today)
        if said in self.following.whole:
            text = said = self.following.whole[said]
        bare = self.case.bare(said)
        question, sought = self.reader.read(said, today), self.reader.sought_in(bare)
        things, slots, asks = self.things(bare, today), self.case.slots(said), self._asks(bare)
        decides = self.asking.is_yes_or_no(search_form(text))
        return Continuation(text, today, said, question, bare, sought, things, slots, asks, decides)

    def last(self, asked: Asked, today: date) -> LastQuestion:
        """What was asked before, as of a day."""
        dated = Asked(*(self.case.dated(search_form(each), today) for each in asked))
        return LastQuestion(dated, self.reader.facets_in(dated.whole, today), self.reader.topics_in(dated.text))

    def _said(self, text: str, today: date) -> str:
        """What a text says, without what only leads on, its years in digits."""
        return self.case.without_pointing(self.following.core(self.case.dated(search_form(text), today)))

    def things(self, text: str, today: date) -> tuple[Term, ...]:
        """What a text names besides a case and the kind of answer that it asks for."""
        terms = self.reader.terms_in(self._blanked(text))
        return tuple(term for term in terms if not self.reader.is_case(term.said) and term.weight >= TELLING)

    def names_case(self, text: str, today: date) -> bool:
        """Whether a text says anything of a case, a year or earlier years among it."""
        return self.case.speaks_of_past(search_form(text)) or bool(self.read(text, today).slots)

    def _is_at_a_loss(self, text: str) -> bool:
        """Whether a text only asks what to do, or how one is to know; `is_at_a_loss` remembers it."""
        return self.following.is_at_a_loss(search_form(text))

    def _only_points(self, text: str, today: date) -> bool:
        """Whether a text begins by pointing at something and names nothing itself; `only_points` remembers it."""
        said = self.following.core(search_form(text))
        if not self.following.begins_pointing(said):
            return False
        return not self.things(self.following.without_pointing(said), today)

    def has_matter(self, new: Continuation) -> bool:
        """Whether a text asks for a matter of its own: something is asked of it, and a topic is surely meant.

        What surely is about several things points at none that was spoken of before: 兴辽英才里那个青年拔尖.
        """
        names_several = len(new.things) >= SEVERAL
        if self.following.points_back(new.said):
            return (names_several and self._asks_surely(new)) or self._asks_likewise(new)
        if names_several or (new.question.measures and not new.things):
            return names_several
        names_matter = bool(new.slots) and self.following.names_matter(new.bare)
        return names_matter or (self._is_asking(new) and self._asks_surely(new))

    def _is_asking(self, new: Continuation) -> bool:
        """Whether a text asks something, by its words or by its end."""
        return new.question.asks or new.asks_yes_or_no or new.text.endswith(("?", "？"))

    def _asks_surely(self, new: Continuation) -> bool:
        """Whether a topic is surely meant, by more than the words that ask, or it is asked of a person's case."""
        is_sure = new.question.topics.first_share >= SURE and not self.asking.is_idle(self.unasked(new.bare))
        return is_sure or (bool(new.slots & OF_A_PERSON) and new.asks_itself)

    def _asks_likewise(self, new: Continuation) -> bool:
        """Whether a text likens another case to the last one in what it surely asks itself: 正高也是抚顺评吗."""
        if not self.following.only_likens(new.said) or DIGIT.search(new.bare):
            return False
        topics = self.reader.topics_in(self.following.unlikened(new.said))
        return topics.first_share >= SURE and not self.asking.is_idle(self.unasked(new.bare))

    def asks_of_a_topic(self, text: str, today: date) -> bool:
        """Whether the clauses of a text that ask are surely about some topic."""
        asking = " ".join(clause for clause in CLAUSE.split(search_form(text)) if self.asking.is_question(clause))
        return self.reader.topics_in(asking).first_share >= SURE

    def _asks(self, bare: str) -> bool:
        """Whether a text without a case asks by more than a 呢."""
        return self.asking.is_question(bare.replace("呢", " "))

    def unasked(self, text: str) -> str:
        """A question without the pieces that ask for a kind of answer."""
        return " ".join(self._blanked(text).split())

    def _blanked(self, text: str) -> str:
        """A text with a gap for each of these pieces."""
        for piece in self.pieces(text):
            text = text.replace(piece, " ")
        return text

    def pieces(self, text: str) -> Iterator[str]:
        """The pieces of a text that ask for a kind of answer, none inside another."""
        pieces = [*self.kinds.pieces(text), *(counted.piece for counted in self.asking.counted_in(text))]
        for piece in dict.fromkeys(pieces):
            if not any(piece in other and piece != other for other in pieces):
                yield piece
