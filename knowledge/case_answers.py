"""Answers for a case that is told beside the question: what was said of it before, and the text as it was asked.

Glued to a text the words of a case change what it is read as. So it is read by its own words, and the case counts where
it decides between answers.
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache

from knowledge.answer import Answer, Citation
from knowledge.case_words import EMPLOYER, OF_A_PERSON, SPECIALTY, WAY, WHERE, CaseWords
from knowledge.jurisdiction import OF_THE_ROUND, asks_for
from knowledge.plain import plain
from knowledge.question import Question, Reader
from knowledge.scope import Facets
from knowledge.terms import search_form
from knowledge.value import replace

RECENT = 1024  # answers that are remembered: many people ask the same for the same case
OF_A_PLACE = frozenset({"where", "url"})  # kinds of answer


class CaseAnswerer:
    """Answers texts for cases; `answers` answers a whole question as of a day."""

    def __init__(self, answers: Callable[..., Answer], reader: Reader, words: CaseWords) -> None:
        self.answers = answers
        self.reader = reader
        self.words = words
        self.answer = lru_cache(RECENT)(self._answer)

    def _answer(self, text: str, case: str, today: date) -> Answer:
        """The answer to a text for a case: what somebody told of themselves only counts where it decides.

        `answer` remembers the latest.
        """
        where = self.told(text, self.words.kept(case, OF_A_PERSON), today)
        of_person = (each for each in self._of_person(text, case, today) if _decides(each, where))
        if WHERE in self.words.slots(search_form(text)):
            of_person = (each for each in of_person if not _leaves_its_place(each, where))
        return next(of_person, None) or self._for_all(text, where, today)

    def _for_all(self, text: str, where: Answer, today: date) -> Answer:
        """The answer for the place of a case, or, where that has none, what is laid down for everybody."""
        if where.status != "no_answer":
            return where
        alone = self.told(text, "", today)
        is_of_all = where.silence == "not_said" or not _is_of_the_round(alone)
        return alone if alone.status != "no_answer" and is_of_all else where

    def _of_person(self, text: str, case: str, today: date) -> Iterator[Answer]:
        """The answers for what somebody told of themselves: of their specialty, of their employer, of all of it."""
        if way := self.words.only(case, WAY):
            answer = self.told(f"{way} {text}", self.words.kept(case, frozenset({WAY})), today)
            yield from [answer] if self._is_of_way(answer, way, text, today) else []
        if specialty := self.words.only(case, SPECIALTY):
            asked = self.reader.read(text, today)
            named = self.told(f"{specialty} {text}", self.words.kept(case, frozenset({SPECIALTY})), today)
            of_specialty = (named, self.told(text, case, today))
            yield from (each for each in of_specialty if self._is_of_specialty(each, asked))
        yield self.told(text, self.words.kept(case, OF_A_PERSON - {EMPLOYER}), today)
        yield self.told(text, case, today)

    def _is_of_way(self, answer: Answer, way: str, text: str, today: date) -> bool:
        """Whether the best quote of an answer names the way to a title that was spoken of, and treats what is asked: by
        the text alone, or of that way, not the way as such.
        """
        best = next(iter(answer.citations), None)
        alone, as_such = (self.reader.topics_in(each).best(1) for each in (text, way))
        asked = {*alone, *answer.question.topics.best(1)} - {*as_such}
        return best is not None and not asked.isdisjoint(best.topics) and way in search_form(best.quote)

    def _is_of_specialty(self, answer: Answer, asked: Question) -> bool:
        """Whether the best quote of an answer treats what is asked, of the specialty that it was asked for.

        Where a specialty was named, the only window that is left is its own, though it may be that of all others.
        """
        best = next(iter(answer.citations), None)
        if best is None or not set(best.topics) & set(asked.topics.best(1)):
            return False
        specialty = answer.question.facets.specialty
        is_window = bool(best.windows) and specialty in self.words.specialties_in(answer.question.text)
        return is_window or specialty in self.words.specialties_in(best.quote)

    def told(self, text: str, case: str, today: date) -> Answer:
        """The answer to a text for all that a case says; who judges a case is asked with its own words."""
        asks_who = bool(case) and asks_for(self.reader.read(text, today).prefer) == "judge"
        asked, beside = (f"{case} {text}", "") if asks_who else (text, case)
        answer = self.answers(asked, today, told=self.facets_of(case, today))
        return replace(answer, question=replace(answer.question, case=beside))

    def by_named(self, answer: Answer, today: date) -> Answer:
        """An answer by the notice that it was asked of alone, where that treats the same; else as it is."""
        named, asked = answer.question.facets.notices, answer.question
        if len(named) != 1 or answer.status != "answered" or answer.citations[0].notice.id in named:
            return answer
        alone = self.answers(asked.text, today, named[0], self.facets_of(asked.case, today))
        treats_same = any(set(each.topics) & set(asked.topics.best(1)) for each in alone.citations[:1])
        is_of_it = alone.status == "answered" and treats_same
        return replace(alone, question=replace(alone.question, case=asked.case)) if is_of_it else answer

    def facets_of(self, case: str, today: date) -> Facets | None:
        """What the words of a case say; None where there are none."""
        return self.reader.facets_in(case, today) if case else None


def _is_of_the_round(answer: Answer) -> bool:
    """Whether an answer holds for one round alone: when, or a place or a contact of its notice; no place of the web."""
    asked = answer.question.prefer & OF_THE_ROUND
    if asked - OF_A_PLACE or not answer.citations:
        return bool(asked)
    best = answer.citations[0]
    mentions = (plain(each.quote) for each in (*best.notice.places, *best.notice.contacts))
    return any(mention in plain(best.quote) or plain(best.quote) in mention for mention in mentions)


def _decides(answer: Answer, where: Answer) -> bool:
    """Whether an answer for somebody's case settles what the one without it left open, or says another thing."""
    if answer.status != "answered" or where.status == "no_answer":
        return answer.status == "answered"
    first, others = answer.citations[0], [_place_of(each) for each in where.citations]
    if where.status == "clarify":
        is_about = bool(set(first.topics) & set(where.question.topics.best(1)))
        return _place_of(first) in others or is_about
    return _place_of(first) != others[0]


def _leaves_its_place(answer: Answer, where: Answer) -> bool:
    """Whether an answer is by another notice than the one without somebody's case, which is that of the place asked."""
    if not (answer.citations and where.citations):
        return False
    own, other = where.citations[0].notice, answer.citations[0].notice
    return own.scope.place is not None and own.scope.place == where.question.facets.place and other.id != own.id


def _place_of(citation: Citation) -> tuple[str, int]:
    """Where a quote stands."""
    return citation.notice.id, citation.span.start
