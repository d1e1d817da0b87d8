"""The words of a text that say whose case it is about: found, kept, left out, or put in the place of others."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property, lru_cache
from itertools import chain
from typing import NamedTuple

from knowledge.store.library import Library
from knowledge.terms import Table, search_form

RECENT = 512  # texts whose expressions are remembered: one turn asks for those of the same ones many times
WHERE, YEAR_SLOT = "where", "year"
SERIES, SPECIALTY, EMPLOYER = "series", "specialty", "employer"
LEVEL, GRADE = "level", "grade"  # of a title, and of a skill: 高级技师
WAY = "way"  # to a title: 破格
Slots = frozenset[str]
OF_A_PERSON = frozenset({LEVEL, GRADE, WAY, SPECIALTY, EMPLOYER})  # not which notice is meant


class CaseExpression(NamedTuple):
    """An expression of a case where it stands in a text, and the slots that it fills."""

    start: int
    end: int
    slots: Slots

    def gives_way(self, slots: Slots) -> bool:
        """Whether what fills these slots takes its place; what says whose notice is meant stays until another does."""
        decisive = {WHERE, EMPLOYER} if WHERE in self.slots else self.slots
        return bool(self.slots & decisive & slots)


class CaseWords:
    """Finds the expressions of a case in searched texts, with the tables of one library."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.year_words = library.lexicon.years
        self.found_in = lru_cache(RECENT)(self._found_in)

    @cached_property
    def tables(self) -> dict[str, tuple[Table, ...]]:
        """The tables of each slot."""
        tables = self.library.tables
        return {
            WHERE: (tables.places.cities, tables.places.away, tables.places.province, tables.called),
            SERIES: (tables.series,),
            LEVEL: (tables.level,),
            SPECIALTY: (tables.specialties,),
            EMPLOYER: (tables.employers,),
            WAY: (Table({each: [each] for each in map(search_form, self.library.lexicon.scope.ways)}),),
        }

    @cached_property
    def grades(self) -> frozenset[str]:
        """The expressions of the level table that name no level."""
        levels = self.library.lexicon.scope.levels
        named = chain.from_iterable(names for level, names in levels.items() if level not in self.library.tables.levels)
        return frozenset(map(search_form, named))

    def dated(self, text: str, today: date) -> str:
        """A text with its 今年 and 明年 as years in digits; words for the past stand for no year."""
        return self.year_words.earlier.sub("", self.year_words.dated_as_rounds(text, today.year))

    def speaks_of_past(self, text: str) -> bool:
        """Whether a text asks for earlier rounds, whatever year was spoken of."""
        return bool(self.year_words.earlier.search(text))

    def _found_in(self, text: str) -> tuple[CaseExpression, ...]:
        """The expressions that say something of a case, from the left, none inside another; `found_in` remembers."""
        found: dict[tuple[int, int], set[str]] = {}
        for slot, tables in self.tables.items():
            for table in tables:
                if table is self.library.tables.places.province and not self.library.tables.places.names_province(text):
                    continue
                for each in table.find(text):
                    is_grade = slot == LEVEL and each.expression in self.grades
                    found.setdefault((each.start, each.end), set()).add(GRADE if is_grade else slot)
        for year in self.year_words.rounds_in_digits(text):
            found.setdefault(year.span(), set()).add(YEAR_SLOT)
        return tuple(_outermost(found))

    def slots(self, text: str) -> Slots:
        """The slots that a text fills."""
        return frozenset[str]().union(*(each.slots for each in self.found_in(text)))

    def kept(self, text: str, slots: Slots) -> str:
        """The expressions of a case in a text that none of these slots replaces; what else one said is said plainly."""
        found = (self._left_of(each, text, slots) for each in self.found_in(text))
        return " ".join(dict.fromkeys(filter(None, found)))

    def _left_of(self, each: CaseExpression, text: str, slots: Slots) -> str:
        """What an expression of a text still says where these slots are filled anew."""
        expression = text[each.start : each.end]
        return self.plainly(expression, each.slots - slots) if each.gives_way(slots) else expression

    def only(self, text: str, slot: str) -> str:
        """The expressions of a text that fill a slot and no other but the series that follows from it."""
        found = (text[each.start : each.end] for each in self.found_in(text) if each.slots - {SERIES} == {slot})
        return " ".join(dict.fromkeys(found))

    def beyond_facets(self, text: str) -> str:
        """The expressions of a text that no facet holds, as 高级技师 is no level of a title."""
        return " ".join(text[each.start : each.end] for each in self.found_in(text) if GRADE in each.slots)

    def specialties_in(self, quote: str) -> tuple[str, ...]:
        """The specialties that a quote names."""
        return self.library.tables.specialties.found_in(search_form(quote))

    def without(self, text: str, slots: Slots) -> str:
        """A text without the expressions that fill one of these slots; what else they said is said plainly."""
        pieces, at = [], 0
        for each in self.found_in(text):
            if each.gives_way(slots):
                pieces += [text[at : each.start], self._left_of(each, text, slots)]
                at = each.end
        return " ".join(piece.strip() for piece in [*pieces, text[at:]] if piece.strip())

    def without_pointing(self, text: str) -> str:
        """A text without the words that point at a place or an office right behind its name: 省里这个, 工信厅那份."""
        pieces, at, pointing = [], 0, self.library.lexicon.following.pointing
        for each in self.found_in(text):
            word = next((word for word in pointing if text.startswith(word, each.end)), "")
            if WHERE in each.slots and word:
                pieces.append(text[at : each.end])
                at = each.end + len(word)
        return " ".join([*pieces, text[at:]]).strip()

    def bare(self, text: str) -> str:
        """A text without any expression of a case."""
        pieces, at = [], 0
        for each in self.found_in(text):
            pieces.append(text[at : each.start])
            at = each.end
        return " ".join([*pieces, text[at:]])

    def plainly(self, expression: str, slots: Slots) -> str:
        """What an expression says of the series, the level or the specialty, by the first expression of its table."""
        scope, tables = self.library.lexicon.scope, self.library.tables
        series = tables.series.found_in(expression) if SERIES in slots else ()
        level = tables.level.found_in(expression) if LEVEL in slots else ()
        specialty = tables.specialties.found_in(expression) if SPECIALTY in slots else ()
        spoken = [*(scope.series[key][0] for key in series), *(scope.levels[key][0] for key in level)]
        return "".join(spoken) or "".join(specialty)


def _outermost(found: Mapping[tuple[int, int], set[str]]) -> Iterator[CaseExpression]:
    """The expressions inside no other, from the left, and the slots of what stands inside: 中级经济师 has a level."""
    outer: CaseExpression | None = None
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        slots = frozenset(found[start, end])
        if outer and end <= outer.end:
            outer = outer._replace(slots=outer.slots | slots)
            continue
        if outer:
            yield outer
        outer = CaseExpression(start, end, slots)
    if outer:
        yield outer
