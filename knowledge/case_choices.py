"""The facets of a case as they can be chosen: their values, and what was asked with another one of them."""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from itertools import chain

from knowledge.answer import Citation
from knowledge.asked import Asked
from knowledge.case_words import WHERE, CaseWords, Slots
from knowledge.store.library import Library
from knowledge.terms import search_form

PLACES = frozenset({"place", "notice"})  # facets that say whose notice is meant


class CaseChoices:
    """Puts chosen facets into what was asked, with the tables of one library."""

    def __init__(self, library: Library, words: CaseWords) -> None:
        self.library = library
        self.words = words

    def narrow(self, asked: Asked, case: Citation) -> Asked:
        """What was asked, for the case that a citation speaks for."""
        scope, slots = self.library.lexicon.scope, {"series": case.series, "level": case.levels}
        tables = {"series": scope.series, "level": scope.levels}
        names = [tables[slot][values[0]][0] for slot, values in slots.items() if len(values) == 1]
        called = case.notice.scope.called[:1]
        filled = {slot for slot, values in slots.items() if len(values) == 1} | ({WHERE} if called else set())
        left = self.without(asked, frozenset(filled))
        return Asked(" ".join([*called, *names, left.text]), left.case)

    def with_case(self, asked: Asked, key: str, expression: str) -> Asked:
        """What was asked, with another value of one facet, or without any where the expression is empty."""
        left = self.without(asked, frozenset({WHERE if key in PLACES else key}))
        return Asked(f"{expression} {left.text}".strip(), left.case)

    def without(self, asked: Asked, slots: Slots) -> Asked:
        """What was asked, without the expressions that fill one of these slots."""
        return Asked(*(self.words.without(search_form(each), slots) for each in asked))

    def values(self, key: str) -> dict[str, str]:
        """What a facet can be, with the expression that says it; nothing for what is no facet."""
        return self.facets.get(key, {})

    @cached_property
    def facets(self) -> dict[str, dict[str, str]]:
        """For each facet its values with their expressions."""
        scope, notices = self.library.lexicon.scope, self.library.notices.values()
        tables = self.library.tables
        years = sorted({notice.round_year for notice in notices if notice.round_year}, reverse=True)
        listed = chain.from_iterable(notice.scope.specialties.values() for notice in notices)
        return {
            "year": {str(year): f"{year}年" for year in years},
            "series": _first_names(scope.series, tables.spoken),
            "level": _first_names(scope.levels, tables.levels),
            "place": {tables.places.home: scope.province[0], **_first_names(scope.cities, scope.cities)},
            "specialty": {name: name for name in chain.from_iterable(listed)},
            "employer": _first_names(scope.employers, scope.employers),
            "notice": {notice.id: notice.scope.called[0] for notice in notices if notice.scope.called},
        }


def _first_names(table: Mapping[str, Sequence[str]], values: Collection[str]) -> dict[str, str]:
    """Some values of a table, each with the first of its names."""
    return {value: names[0] for value, names in table.items() if value in values}
