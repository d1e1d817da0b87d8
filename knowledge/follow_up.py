"""「那经济系列呢？」: a question that goes on from the last one, completed with what that one said.

What can be meant is written out as whole questions: the last one with another case, with another kind of answer, or
another thing with the last one's case. The one whose answer holds most of what is newly said is taken.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

from knowledge.answering import Answer, Answerer, Citation
from knowledge.question import MEASURE, Question, Term
from knowledge.scope import PROVINCE, YEAR
from knowledge.terms import Table, search_form

WHERE, YEAR_SLOT = "where", "year"
RECENT = 1024  # quotes that are remembered
SHORTEST_ALONE = 2  # telling terms from which on a question is one of its own
GAPS = re.compile(r"[?,;:!。、~…·—\s]+")


class CaseExpression(NamedTuple):
    """An expression of a case where it stands in a text, and the slots that it fills."""

    start: int
    end: int
    slots: frozenset[str]

    def _gives_way(self, slots: frozenset[str]) -> bool:
        """Whether what fills these slots takes its place; what says whose notice is meant stays until another does."""
        return bool(self.slots & ({WHERE} if WHERE in self.slots else self.slots) & slots)


class Follower:
    """Answers what is asked after something else; `answers` answers a whole question, `answerer` by default."""

    def __init__(self, answerer: Answerer, answers: Callable[[str, date], Answer] | None = None) -> None:
        self.answerer = answerer
        self.answers = answers or answerer.answer
        self.reader = answerer.reader
        self.lexicon = answerer.library.lexicon
        self.read_quote = lru_cache(RECENT)(self._as_searched)

    def answer(self, before: str, text: str, today: date) -> Answer:
        """The answer to a text that follows the question `before`; its own `question.text` is the completed one.

        The first form whose answer holds all that is newly said is taken, one about the same topic before others; else
        the one that holds most.
        """
        own = self.reader.read(text, today)
        new = [term for term in own.terms if not self.reader.is_case(term.said)]
        last = frozenset(self.reader.read(before, today).topics.best())
        answers, whole = [], []
        for form in dict.fromkeys(self.forms(before, text, own, today)):
            answers.append(answer := self.answers(form, today))
            if answer.status != "answered" or self._held_weight(answer, new) < sum(term.weight for term in new):
                continue
            if not last or last.intersection(answer.question.topics.best(1)):
                return answer
            whole.append(answer)
        if whole:
            return whole[0]
        best = max(answers, key=lambda answer: (answer.status != "no_answer", self._held_weight(answer, new)))
        return answers[-1] if best.status == "no_answer" else best

    def _held_weight(self, answer: Answer, terms: list[Term]) -> float:
        """The weight of these terms that the best quote holds."""
        quote, lines = self.read_quote("".join(citation.quote for citation in answer.citations[:1]))
        return sum(term.weight for term in terms if (term.lines & lines if term.lines else term.said in quote))

    def _as_searched(self, quote: str) -> tuple[str, frozenset[int]]:
        """A quote as it is compared, with the lexicon's lines that it has; `read_quote` remembers the latest."""
        text = search_form(quote)
        return text, self.lexicon.lines_in(text)

    def narrow(self, question: str, case: Citation) -> str:
        """A question for the case that a citation speaks for."""
        scope, slots = self.lexicon.scope, {"series": case.series, "level": case.levels}
        tables = {"series": scope.series, "level": scope.levels}
        names = [tables[slot][values[0]][0] for slot, values in slots.items() if len(values) == 1]
        called = case.notice.scope.called[:1]
        filled = {slot for slot, values in slots.items() if len(values) == 1} | ({WHERE} if called else set())
        return " ".join([*called, *names, self.without(search_form(question), frozenset(filled))])

    def with_case(self, question: str, key: str, expression: str) -> str:
        """A question with another value of one facet, or without any where the expression is empty."""
        slot = WHERE if key in ("place", "notice") else key
        return f"{expression} {self.without(search_form(question), frozenset({slot}))}".strip()

    def values(self, key: str) -> dict[str, str]:
        """What a facet can be, with the expression that says it; nothing for what is no facet."""
        return self.facets.get(key, {})

    @cached_property
    def facets(self) -> dict[str, dict[str, str]]:
        """For each facet its values with their expressions."""
        scope, notices = self.lexicon.scope, self.answerer.library.notices.values()
        tables = self.answerer.library.tables
        listed = [names for notice in notices for names in notice.scope.specialties.values()]
        return {
            "year": {str(year): f"{year}年" for year in sorted({notice.year for notice in notices}, reverse=True)},
            "series": {name: names[0] for name, names in scope.series.items() if name in tables.spoken},
            "level": {name: scope.levels[name][0] for name in tables.levels},
            "place": {PROVINCE: scope.province[0], **{name: names[0] for name, names in scope.cities.items()}},
            "specialty": {name: name for names in listed for name in names},
            "employer": {name: names[0] for name, names in scope.employers.items()},
            "notice": {notice.id: notice.scope.called[0] for notice in notices},
        }

    def forms(self, before: str, text: str, own: Question, today: date) -> Iterator[str]:
        """The whole questions that can be meant, the likeliest first."""
        said, last = self.core(own.searched), search_form(before)
        telling = self.topics(said, today)
        slots = frozenset().union(*(each.slots for each in self.cases(said)))
        if not before:
            yield text
        elif not self.goes_on(own, telling):
            if not slots & {WHERE, YEAR_SLOT} and (kept := " ".join(self._kept_expressions(last, slots))):
                yield f"{kept} {said}"
            yield text
        elif telling:
            kind = () if own.prefer or own.measures else self.asking(last)
            yield " ".join([*self._kept_expressions(last, slots), said, *kind])
            yield " ".join([said, self.without(last, slots)])
            yield " ".join([said, self.without(last, slots | self._of_a_person)])
        elif own.prefer or own.measures:
            rest = self.without(last, slots)
            for piece in self.asking(last):
                rest = rest.replace(piece, " ")
            yield " ".join([rest, said])
        else:
            yield " ".join([said, self.without(last, slots)])

    def topics(self, text: str, today: date) -> list[Term]:
        """What a text names besides a case and the kind of answer that it asks for."""
        for piece in self.asking(text):
            text = text.replace(piece, " ")
        terms = self.reader.read(text, today).terms
        return [term for term in terms if not self.reader.is_case(term.said) and term.weight >= 1]

    def goes_on(self, own: Question, telling: list[Term]) -> bool:
        """Whether a text only makes sense after another question."""
        table, text = self.lexicon.following, own.searched
        begins = text.startswith(table.leads)
        ends = text.rstrip("?。!").endswith("呢")
        points = any(word in text for word in table.pointing)
        return begins or ends or points or not (telling or own.demand)

    def core(self, text: str) -> str:
        """A text without the words that only lead on."""
        table = self.lexicon.following
        bare = GAPS.sub(" ", text).strip()
        for lead in table.leads:
            if bare.startswith(lead) and len(bare) > len(lead):
                bare = bare.removeprefix(lead)
                break
        for tail in table.tails:
            bare = bare.removesuffix(tail)
        return table.short.get(bare.removesuffix("的"), bare)

    @cached_property
    def tables(self) -> dict[str, tuple[Table, ...]]:
        """The tables of each slot."""
        tables = self.answerer.library.tables
        return {
            WHERE: (tables.cities, tables.elsewhere, tables.province, tables.called),
            "series": (tables.series,),
            "level": (tables.level,),
            "specialty": (tables.specialties,),
            "employer": (tables.employers,),
        }

    @cached_property
    def _of_a_person(self) -> frozenset[str]:
        """The slots that say who somebody is, not which notice is meant."""
        return frozenset(self.tables) - {WHERE}

    def cases(self, text: str) -> list[CaseExpression]:
        """The expressions of a searched text that say something of a case, from the left, none inside another."""
        found: dict[tuple[int, int], set[str]] = {}
        for slot, tables in self.tables.items():
            for table in tables:
                for each in table.find(text):
                    found.setdefault((each.start, each.end), set()).add(slot)
        for year in YEAR.finditer(text):
            found.setdefault(year.span(), set()).add(YEAR_SLOT)
        return [CaseExpression(*span, frozenset(found[span])) for span in outermost(found)]

    def _kept_expressions(self, text: str, slots: frozenset[str]) -> Iterator[str]:
        """The expressions of a case in a text that none of these slots replaces."""
        for each in self.cases(text):
            if not each._gives_way(slots):
                yield text[each.start : each.end]

    def without(self, text: str, slots: frozenset[str]) -> str:
        """A text without the expressions that fill one of these slots; what else they said is said plainly."""
        pieces, at = [], 0
        for each in self.cases(text):
            if each._gives_way(slots):
                pieces += [text[at : each.start], self.plainly(text[each.start : each.end], each.slots - slots)]
                at = each.end
        return " ".join(piece for piece in [*pieces, text[at:]] if piece)

    def plainly(self, expression: str, slots: frozenset[str]) -> str:
        """What an expression says of the series or the level, by the first expression of its table."""
        scope, tables = self.lexicon.scope, self.answerer.library.tables
        series = tables.series.found_in(expression) if "series" in slots else ()
        level = tables.level.found_in(expression) if "level" in slots else ()
        return "".join([*(scope.series[key][0] for key in series), *(scope.levels[key][0] for key in level)])

    def asking(self, text: str) -> Iterator[str]:
        """The pieces of a text that ask for a kind of answer."""
        yield from self.lexicon.kinds.pieces(text)
        for found in MEASURE.finditer(text):
            yield found.group()


def outermost(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Those of some spans that stand inside no other, from the left; all are different."""
    furthest = -1
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if end > furthest:
            yield start, end
            furthest = end
