"""「那经济系列呢？」: a question that goes on from the last one, completed with what that one said.

A text is one of three things. A case alone (「那经济系列呢」) takes the last matter. A kind of answer or another
thing (「几份」, 「论文呢」) goes with the last matter as well. A matter of its own inherits nothing but what it leaves
open of whose case it is about. What can be meant is written out as whole questions, never piled up.
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from knowledge.answer import Answer
from knowledge.answering import Answerer
from knowledge.asked import Asked
from knowledge.case_answers import CaseAnswerer
from knowledge.case_choices import CaseChoices
from knowledge.case_words import EMPLOYER, LEVEL, SERIES, SPECIALTY, WHERE, YEAR_SLOT, CaseWords, Slots
from knowledge.continuation import Continuation, Continuations, LastQuestion
from knowledge.patterns import several
from knowledge.premise import Difference, difference
from knowledge.question import Question, Term
from knowledge.terms import search_form
from knowledge.value import replace

RECENT = 1024  # quotes that are remembered


class FollowUp(NamedTuple):
    """An answer to what goes on from something else, and the words of the case that stays in force beside it."""

    answer: Answer
    case: str


class Follower:
    """Answers what is asked after something else; `answers` answers a whole question, `answerer` by default."""

    def __init__(self, answerer: Answerer, answers: Callable[..., Answer] | None = None) -> None:
        self.library = answerer.library
        self.answers = answers or answerer.answer
        self.lexicon = self.library.lexicon
        self.case = CaseWords(self.library)
        self.texts = Continuations(self.library, answerer.reader, self.case)
        self.choices = CaseChoices(self.library, self.case)
        self.in_case = CaseAnswerer(self.answers, answerer.reader, self.case)
        self.read_quote = lru_cache(RECENT)(self._as_searched)

    def answer(self, before: Asked, text: str, today: date) -> FollowUp:
        """The answer to a text that follows what was asked before, completed by that where it leaves something open."""
        new = self.texts.read(text, today)
        if not (before.whole and new.said) or new.says_nothing:
            return FollowUp(self.answers(text, today), "")
        last = self.texts.last(before, today)
        if outdated := self._outdated(new, last):
            last = self.texts.last(self.choices.without(last.asked, outdated), today)
        slots = self._slots(new, last)
        if last.asked.text and not (self.texts.has_matter(new) or self._is_part(new, last)):
            return self._going_on(new, last, slots)
        return self._of_its_own(new, last, slots)

    def _outdated(self, new: Continuation, last: LastQuestion) -> Slots:
        """What was said before and holds no more: its year beside earlier ones, another's series beside a notice's."""
        of_notices = self.library.jurisdiction.series_of(frozenset(new.question.facets.notices))
        series = last.facets.series
        is_of_others = bool(of_notices) and bool(series) and of_notices.isdisjoint(series)
        held = {YEAR_SLOT: self.case.speaks_of_past(search_form(new.text)), SERIES: is_of_others}
        return frozenset(slot for slot, is_over in held.items() if is_over)

    def _slots(self, new: Continuation, last: LastQuestion) -> Slots:
        """The slots that a text fills; one of another series leaves nothing of the last one's series and specialty.

        Nor does one of a whole series leave the specialty: 工程的网报呢.
        """
        series, before = (set(each.series) for each in (new.question.facets, last.facets))
        is_other = bool(series) and bool(before) and not series & before
        is_of_whole = any(each.slots == {SERIES} for each in self.case.found_in(new.said))
        narrower = {SERIES, SPECIALTY} if is_other else {SPECIALTY} if is_of_whole else set()
        return new.slots | frozenset(narrower)

    def _is_part(self, new: Continuation, last: LastQuestion) -> bool:
        """Whether a text is the name of a thing, asked after a question so broad that it is a matter beside it."""
        broad = self.library.broad.keys() & last.topics.best(1)
        return bool(broad) and [thing.said for thing in new.things] == [new.said]

    def _going_on(self, new: Continuation, last: LastQuestion, slots: Slots) -> FollowUp:
        """The answer to what has no matter of its own: the last one, with what is newly said."""
        told = self.case.kept(last.asked.case, slots)
        forms = tuple(dict.fromkeys(self.forms(new, last.asked.text, slots)))
        answer = self._best(new, forms, last, told)
        answer = self.in_case.by_named(answer, new.today) if WHERE in slots else answer
        return FollowUp(replace(answer, differs=self._difference(new, answer)), told)

    def _difference(self, new: Continuation, answer: Answer) -> Difference | None:
        """What a text itself takes for granted and an answer has otherwise, whatever was said before it."""
        quotes = [citation.quote for citation in answer.citations]
        return difference(new.text, quotes, self.lexicon.premise) if answer.status == "answered" else None

    def _of_its_own(self, new: Continuation, last: LastQuestion, slots: Slots) -> FollowUp:
        """The answer to a question with a matter of its own, for the case that was told before; one that names another
        place keeps nothing unless it leads on, nor is a case kept that the notices do not have for what is asked.
        """
        leads_on = self.lexicon.following.leads_on(search_form(new.text))
        is_of_another = WHERE in slots and not leads_on and not self._is_there(new, last)
        told = "" if is_of_another else self.case.kept(last.asked.whole, slots)
        own = self._own_question(new, told, slots)
        if new.is_case_alone and LEVEL in slots and not last.asked.text:
            own = f"{own} {self.lexicon.following.of_a_case}"
        answer = self.in_case.answer(own, told, new.today)
        is_elsewhere = not answer.question.case and bool(slots & {SERIES, SPECIALTY})
        return FollowUp(answer, "" if is_elsewhere else told)

    def _is_there(self, new: Continuation, last: LastQuestion) -> bool:
        """Whether a text names the place that was spoken of, and no other notice."""
        said, before = self.texts.reader.facets_in(new.text, new.today), last.facets
        place_of = self.library.tables.place_of
        return place_of(said) == place_of(before) and {*said.notices} <= {*before.notices}

    def _own_question(self, new: Continuation, case: str, slots: Slots) -> str:
        """A text with a matter of its own, without what leads on to it.

        One that names nothing but a title is asked of what no facet of the case holds.
        """
        following = self.lexicon.following
        own = following.led(self.case.dated(search_form(new.text), new.today))
        own = following.unlikened(own) if following.only_likens(own) else own
        names_nothing = slots <= {LEVEL, SERIES} and not self.texts.things(own, new.today)
        return f"{self.case.beyond_facets(case)} {own}".strip() if names_nothing else own

    def _best(self, new: Continuation, forms: tuple[str, ...], last: LastQuestion, case: str) -> Answer:
        """The answer to the first form that holds all that is newly said, one about the last topic before others."""
        terms = [term for term in new.question.terms if self._is_new(term)]
        total, topics = sum(term.weight for term in terms), frozenset(last.topics.best())
        topics = frozenset() if _asks_of_a_thing(new) else topics
        answers, whole = [], []
        for form in forms:
            answers.append(answer := self.in_case.answer(form, case, new.today))
            if answer.status == "no_answer" or self._held_weight(answer, terms) < total:
                continue
            if self._has_kind(answer, new.question):
                whole.append(answer)
                if not topics or topics.intersection(answer.question.topics.best(1)):
                    return answer
        if whole:
            return whole[0]
        best = max(answers, key=lambda answer: (answer.status != "no_answer", self._held_weight(answer, terms)))
        return answers[-1] if best.status == "no_answer" else best

    def _has_kind(self, answer: Answer, own: Question) -> bool:
        """Whether the best quote is of the kind that is asked for: a day, where the text asks when."""
        kinds = several(*(self.lexicon.kinds.prefer[kind].holds for kind in own.prefer))
        return not own.prefer or bool(kinds.found_in(search_form(answer.citations[0].quote)))

    def _is_new(self, term: Term) -> bool:
        """Whether an answer has to hold a term that was newly said: a thing, or who employs somebody."""
        return not self.texts.reader.is_case(term.said) or term.said in self.library.tables.employers.keys

    def _held_weight(self, answer: Answer, terms: list[Term]) -> float:
        """The weight of these terms that the best quote holds."""
        quote, lines = self.read_quote("".join(citation.quote for citation in answer.citations[:1]))
        return sum(term.weight for term in terms if (term.lines & lines if term.lines else term.said in quote))

    def _as_searched(self, quote: str) -> tuple[str, frozenset[int]]:
        """A quote as it is compared, with the lexicon's lines that it has; `read_quote` remembers the latest."""
        text = search_form(quote)
        return text, self.lexicon.lines_in(text)

    def forms(self, new: Continuation, last: str, slots: Slots) -> Iterator[str]:
        """The whole questions that can be meant by a text without a matter of its own, the likeliest first."""
        matter, kept = self.case.without(last, slots), self.case.kept(last, slots)
        alike = " ".join([kept, new.said, *self.texts.pieces(last)])
        if new.is_case_alone:
            of_employer = EMPLOYER in slots
            yield from [alike] if of_employer else []
            yield f"{self.case.kept(new.said, frozenset())} {matter}".strip()
            yield from [f"{kept} {new.said}"] if of_employer else []
        elif self.lexicon.following.points_back(new.said):
            yield f"{new.said} {matter}"
            yield f"{self.texts.unasked(matter)} {self.lexicon.following.without_pointing(new.said)}"
        elif new.asks_a_kind:
            yield f"{self.texts.unasked(matter)} {new.said}"
            yield f"{kept} {new.said}"
        else:
            yield from [f"{kept} {new.said}"] if _asks_of_a_thing(new) else []
            yield alike
            yield f"{new.said} {matter}"
            yield f"{kept} {new.said}"


def _asks_of_a_thing(new: Continuation) -> bool:
    """Whether a text asks by itself for a yes or no to something that the notices have: 评定表一份就行是吧."""
    return new.asks_itself and new.asks_yes_or_no and any(thing.known for thing in new.things)
