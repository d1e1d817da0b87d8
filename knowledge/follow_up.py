"""「那经济系列呢？」: a question that goes on from the last one, completed with what that one said.

A text is one of three things. A case alone (「那经济系列呢」) takes the last matter. A kind of answer or another
thing (「几份」, 「论文呢」) goes with the last matter as well. A matter of its own inherits nothing but what it leaves
open of whose case it is about. What can be meant is written out as whole questions, never piled up.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from itertools import chain
from typing import NamedTuple

from knowledge.answering import TELLING, Answer, Answerer, Citation
from knowledge.asked import Asked
from knowledge.case_answers import CaseAnswerer
from knowledge.case_words import LEVEL, OF_A_PERSON, SERIES, SPECIALTY, WHERE, YEAR_SLOT, CaseWords, Slots
from knowledge.patterns import several
from knowledge.question import Question, Term
from knowledge.terms import search_form

RECENT = 1024  # quotes that are remembered
SURE = 0.5  # the share of a topic from which on a text that asks has a matter of its own
GAPS = re.compile(r"[?,;:!。、~…·—\s]+")


class FollowUp(NamedTuple):
    """An answer to what goes on from something else, and the words of the case that stays in force beside it."""

    answer: Answer
    case: str


class Follower:
    """Answers what is asked after something else; `answers` answers a whole question, `answerer` by default."""

    def __init__(self, answerer: Answerer, answers: Callable[..., Answer] | None = None) -> None:
        self.answerer = answerer
        self.answers = answers or answerer.answer
        self.reader = answerer.reader
        self.lexicon = answerer.library.lexicon
        self.words = self.lexicon.asking
        self.case = CaseWords(answerer.library)
        self.in_case = CaseAnswerer(self.answers, self.reader, self.case)
        self.read_quote = lru_cache(RECENT)(self._as_searched)

    def answer(self, before: Asked, text: str, today: date) -> FollowUp:
        """The answer to a text that follows what was asked before, completed by that where it leaves something open."""
        said = self.said(text, today) if before.whole else ""
        if said in self.lexicon.following.whole:
            text = said = self.lexicon.following.whole[said]
        if not said:
            return FollowUp(self.answers(text, today), "")
        last = Asked(*(self.case.dated(search_form(each), today) for each in before))
        if outdated := self._outdated(text, said, last, today):
            last = self.without(last, outdated)
        slots = self.slots(said, last.whole, today)
        if last.text and not (self.has_matter(text, said, today) or self._is_part(said, last.text, today)):
            return self._going_on(said, last, slots, today)
        return self._of_its_own(text, last, slots, today)

    def _outdated(self, text: str, said: str, last: Asked, today: date) -> Slots:
        """What was said before and holds no more: its year beside earlier ones, another's series beside a notice's."""
        of_notices = self.answerer.library.jurisdiction.series_of(
            frozenset(self.reader.read(said, today).facets.notices)
        )
        series = set(self.reader.read(last.whole, today).facets.series)
        is_of_others = bool(of_notices) and bool(series) and of_notices.isdisjoint(series)
        held = {YEAR_SLOT: self.case.speaks_of_past(search_form(text)), SERIES: is_of_others}
        return frozenset(slot for slot, is_over in held.items() if is_over)

    def _going_on(self, said: str, last: Asked, slots: Slots, today: date) -> FollowUp:
        """The answer to what has no matter of its own: the last one, with what is newly said."""
        told = self.case.kept(last.case, slots)
        forms = tuple(dict.fromkeys(self.forms(said, last.text, slots, today)))
        answer = self.best(said, forms, last, told, today)
        return FollowUp(self.in_case.by_named(answer, today) if WHERE in slots else answer, told)

    def _of_its_own(self, text: str, last: Asked, slots: Slots, today: date) -> FollowUp:
        """The answer to a question with a matter of its own, for the case that was told before; one that names another
        place keeps nothing unless it leads on, nor is a case kept that the notices do not have for what is asked.
        """
        is_of_another = WHERE in slots and not self.leads_on(text) and not self._is_there(text, last, today)
        told = "" if is_of_another else self.case.kept(last.whole, slots)
        own = self.of_what_was_told(self.own_question(text, today), told, slots, today)
        answer = self.in_case.answer(own, told, today)
        is_elsewhere = not answer.question.case and bool(slots & {SERIES, SPECIALTY})
        return FollowUp(answer, "" if is_elsewhere else told)

    def _is_there(self, text: str, last: Asked, today: date) -> bool:
        """Whether a text names the place that was spoken of, and no other notice."""
        said, before = (self.reader.read(each, today).facets for each in (text, last.whole))
        tables = self.answerer.library.tables
        return tables.place_of(said) == tables.place_of(before) and {*said.notices} <= {*before.notices}

    def own_question(self, text: str, today: date) -> str:
        """A text with a matter of its own, without what leads on to it."""
        return self.led(self.case.dated(search_form(text), today))

    def of_what_was_told(self, own: str, case: str, slots: Slots, today: date) -> str:
        """A question; one that names nothing but a title is asked of what no facet of the case holds."""
        names_nothing = slots <= {LEVEL, SERIES} and not self.things(own, today)
        return f"{self.case.beyond_facets(case)} {own}".strip() if names_nothing else own

    def slots(self, said: str, last: str, today: date) -> Slots:
        """The slots that a text fills; one of another series leaves nothing of the last one's series and specialty."""
        series, before = (set(self.reader.read(text, today).facets.series) for text in (said, last))
        is_other = bool(series) and bool(before) and not series & before
        return self.case.slots(said) | (frozenset({SERIES, SPECIALTY}) if is_other else frozenset())

    def best(self, said: str, forms: tuple[str, ...], last: Asked, case: str, today: date) -> Answer:
        """The answer to the first form that holds all that is newly said, one about the last topic before others."""
        own = self.reader.read(said, today)
        new = [term for term in own.terms if self.is_new(term)]
        topics = frozenset(self.reader.read(last.text, today).topics.best())
        answers, whole = [], []
        for form in forms:
            answers.append(answer := self.in_case.answer(form, case, today))
            holds_all = self._held_weight(answer, new) >= sum(term.weight for term in new)
            if answer.status == "no_answer" or not (holds_all and self._has_kind(answer, own)):
                continue
            if not topics or topics.intersection(answer.question.topics.best(1)):
                return answer
            whole.append(answer)
        if whole:
            return whole[0]
        best = max(answers, key=lambda answer: (answer.status != "no_answer", self._held_weight(answer, new)))
        return answers[-1] if best.status == "no_answer" else best

    def _has_kind(self, answer: Answer, own: Question) -> bool:
        """Whether the best quote is of the kind that is asked for: a day, where the text asks when."""
        kinds = several(*(self.lexicon.kinds.prefer[kind].holds for kind in own.prefer))
        return not own.prefer or bool(kinds.found_in(search_form(answer.citations[0].quote)))

    def is_new(self, term: Term) -> bool:
        """Whether an answer has to hold a term that was newly said: a thing, or who employs somebody."""
        return not self.reader.is_case(term.said) or term.said in self.answerer.library.tables.employers.keys

    def _held_weight(self, answer: Answer, terms: list[Term]) -> float:
        """The weight of these terms that the best quote holds."""
        quote, lines = self.read_quote("".join(citation.quote for citation in answer.citations[:1]))
        return sum(term.weight for term in terms if (term.lines & lines if term.lines else term.said in quote))

    def _as_searched(self, quote: str) -> tuple[str, frozenset[int]]:
        """A quote as it is compared, with the lexicon's lines that it has; `read_quote` remembers the latest."""
        text = search_form(quote)
        return text, self.lexicon.lines_in(text)

    def narrow(self, asked: Asked, case: Citation) -> Asked:
        """What was asked, for the case that a citation speaks for."""
        scope, slots = self.lexicon.scope, {"series": case.series, "level": case.levels}
        tables = {"series": scope.series, "level": scope.levels}
        names = [tables[slot][values[0]][0] for slot, values in slots.items() if len(values) == 1]
        called = case.notice.scope.called[:1]
        filled = {slot for slot, values in slots.items() if len(values) == 1} | ({WHERE} if called else set())
        left = self.without(asked, frozenset(filled))
        return Asked(" ".join([*called, *names, left.text]), left.case)

    def with_case(self, asked: Asked, key: str, expression: str) -> Asked:
        """What was asked, with another value of one facet, or without any where the expression is empty."""
        left = self.without(asked, frozenset({WHERE if key in ("place", "notice") else key}))
        return Asked(f"{expression} {left.text}".strip(), left.case)

    def without(self, asked: Asked, slots: Slots) -> Asked:
        """What was asked, without the expressions that fill one of these slots."""
        return Asked(*(self.case.without(search_form(each), slots) for each in asked))

    def values(self, key: str) -> dict[str, str]:
        """What a facet can be, with the expression that says it; nothing for what is no facet."""
        return self.facets.get(key, {})

    @cached_property
    def facets(self) -> dict[str, dict[str, str]]:
        """For each facet its values with their expressions."""
        scope, notices = self.lexicon.scope, self.answerer.library.notices.values()
        tables = self.answerer.library.tables
        years = sorted({notice.round_year for notice in notices if notice.round_year}, reverse=True)
        listed = chain.from_iterable(notice.scope.specialties.values() for notice in notices)
        return {
            "year": {str(year): f"{year}年" for year in years},
            "series": _first_names(scope.series, tables.spoken),
            "level": _first_names(scope.levels, tables.levels),
            "place": {tables.home: scope.province[0], **_first_names(scope.cities, scope.cities)},
            "specialty": {name: name for name in chain.from_iterable(listed)},
            "employer": _first_names(scope.employers, scope.employers),
            "notice": {notice.id: notice.scope.called[0] for notice in notices if notice.scope.called},
        }

    def names_case(self, text: str, today: date) -> bool:
        """Whether a text says anything of a case, a year or earlier years among it."""
        return self.case.speaks_of_past(search_form(text)) or bool(self.case.slots(self.said(text, today)))

    def said(self, text: str, today: date) -> str:
        """What a text says, without what only leads on, its years in digits."""
        return self.case.without_pointing(self.core(self.case.dated(search_form(text), today)))

    def forms(self, said: str, last: str, slots: Slots, today: date) -> Iterator[str]:
        """The whole questions that can be meant by a text without a matter of its own, the likeliest first."""
        own = self.reader.read(self.case.bare(said), today)
        matter, kept = self.case.without(last, slots), self.case.kept(last, slots)
        named = [thing for thing in self.things(self.case.bare(said), today) if thing.known or not slots]
        if not (own.prefer or own.measures or own.demand or named):
            if "employer" in slots:
                yield " ".join([kept, said, *self.asking(last)])
            yield f"{self.case.kept(said, frozenset())} {matter}".strip()
            if "employer" in slots:
                yield f"{kept} {said}"
        elif self.points_back(said):
            yield f"{said} {matter}"
            yield f"{self.unasked(matter)} {self.without_pointing(said)}"
        elif own.prefer or own.measures:
            yield f"{self.unasked(matter)} {said}"
            yield f"{kept} {said}"
        else:
            yield " ".join([kept, said, *self.asking(last)])
            yield f"{said} {matter}"
            yield f"{kept} {said}"

    def has_matter(self, text: str, said: str, today: date) -> bool:
        """Whether a text asks for a matter of its own: something is asked of it, and a topic is surely meant."""
        own, bare = self.reader.read(said, today), self.case.bare(said)
        things = self.things(bare, today)
        if self.points_back(said) or (own.measures and not things):
            return False
        is_asking = own.asks or self.words.is_yes_or_no(search_form(text)) or text.endswith(("?", "？"))
        return len(things) > 1 or self._names_matter(said, bare) or (is_asking and self._asks_surely(own, said, bare))

    def _is_part(self, said: str, last: str, today: date) -> bool:
        """Whether a text is the name of a thing, asked after a question so broad that it is a matter beside it."""
        broad = self.answerer.library.broad.keys() & self.reader.read(last, today).topics.best(1)
        return bool(broad) and [thing.said for thing in self.things(said, today)] == [said]

    def _names_matter(self, said: str, bare: str) -> bool:
        """Whether a text that names a case names what is asked of it as well."""
        return bool(self.case.slots(said)) and any(word in bare for word in self.lexicon.following.matters)

    def _asks_surely(self, own: Question, said: str, bare: str) -> bool:
        """Whether a topic is surely meant, by more than the words that ask, or it is asked of a person's case."""
        is_sure = own.topics.among(own.topics.best(1)) >= SURE and not self.words.is_idle(self.unasked(bare))
        return is_sure or (
            bool(self.case.slots(said) & OF_A_PERSON) and self.words.is_question(bare.replace("呢", " "))
        )

    def things(self, text: str, today: date, least: float = TELLING) -> list[Term]:
        """What a text names besides a case and the kind of answer that it asks for."""
        for piece in self.asking(text):
            text = text.replace(piece, " ")
        terms = self.reader.read(text, today).terms
        return [term for term in terms if not self.reader.is_case(term.said) and term.weight >= least]

    def only_points(self, text: str, today: date) -> bool:
        """Whether a text begins by pointing at something and names nothing itself."""
        said = self.core(search_form(text))
        return said.startswith(self.lexicon.following.pointing) and not self.things(self.without_pointing(said), today)

    def points_back(self, said: str) -> bool:
        """Whether a text points at what was last spoken of."""
        return any(word in said for word in self.lexicon.following.pointing)

    def without_pointing(self, said: str) -> str:
        """A text without the words that point back."""
        for word in self.lexicon.following.pointing:
            said = said.replace(word, " ")
        return said.strip()

    def unasked(self, text: str) -> str:
        """A question without the pieces that ask for a kind of answer."""
        for piece in self.asking(text):
            text = text.replace(piece, " ")
        return " ".join(text.split())

    def core(self, text: str) -> str:
        """A text without the words that only lead on, before it and behind."""
        table, bare = self.lexicon.following, self.led(text)
        while tail := next((each for each in table.tails if bare.endswith(each) and len(bare) > len(each)), None):
            bare = bare.removesuffix(tail).strip()
        return table.short.get(bare.removesuffix("的"), bare)

    def leads_on(self, text: str) -> bool:
        """Whether a text begins with words that lead on from what was said."""
        return search_form(text).startswith(self.lexicon.following.leads)

    def led(self, text: str) -> str:
        """A text without the words that only lead on to it."""
        bare = GAPS.sub(" ", text).strip()
        for lead in self.lexicon.following.leads:
            if bare.startswith(lead) and len(bare) > len(lead) and not bare.startswith(self.lexicon.following.pointing):
                bare = bare.removeprefix(lead).strip()
        return bare

    def asking(self, text: str) -> Iterator[str]:
        """The pieces of a text that ask for a kind of answer, none inside another."""
        pieces = [*self.lexicon.kinds.pieces(text), *(counted.piece for counted in self.words.counted_in(text))]
        for piece in dict.fromkeys(pieces):
            if not any(piece in other and piece != other for other in pieces):
                yield piece


def _first_names(table: Mapping[str, Sequence[str]], values: Collection[str]) -> dict[str, str]:
    """Some values of a table, each with the first of its names."""
    return {value: names[0] for value, names in table.items() if value in values}
