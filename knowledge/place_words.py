"""The places that a question names: where its case is, and where somebody only comes from or goes to."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from knowledge.notice import Notice
from knowledge.patterns import Alternatives
from knowledge.terms import Lexicon, Occurrence, Table

OFFICE = "工信|人社|市监|市场监管|质监|职称|正高|副高|高级|中级"


class Whereabouts(NamedTuple):
    """Where the case of a question is, as its facets have it: `place`, `elsewhere`, `is_foreign`."""

    place: str | None = None
    elsewhere: str | None = None
    is_foreign: bool = False


class PlaceWords:
    """The places of `lexicon/scope.yaml`, `jurisdiction.yaml` and the notices; `find` is where names stand as words."""

    def __init__(
        self, lexicon: Lexicon, notices: Collection[Notice], find: Callable[[Table, str], Iterator[Occurrence]]
    ) -> None:
        table = lexicon.scope
        self.find = find
        self.home, self.seat = lexicon.jurisdiction.home, lexicon.jurisdiction.seat
        self.within = places_within(lexicon, notices)
        away = list(filter(self.is_away, self.within))
        self.cities, self.province, self.away = Table(table.cities), Table({self.home: table.province}), table_of(away)
        self.foreign = Alternatives([f"({'|'.join(away)})[省市]?(那边|的)?(省|市)?({OFFICE})"])
        self.coming, self.either = Alternatives(table.coming), Alternatives(table.either)
        self.bringing, self.brought = Alternatives([f"({'|'.join(table.bringing)})$"]), Alternatives(table.brought)
        self.own = Alternatives([f"({'|'.join(table.own_place)})$"])
        self.excluded = frozenset(place for notice in notices for place in notice.scope.excludes)
        self.covered = frozenset(map(self.of_notice, notices))

    def of_notice(self, notice: Notice) -> str:
        """Where a notice is from; one that names no place is the home province's."""
        return notice.scope.place or self.home

    def names_province(self, text: str) -> bool:
        """Whether a text names the province or an errand to its offices (往沈阳送), and leaves no city open."""
        is_named = self.province.found_in(text) or any(self._is_errand(each, text) for each in self.cities.find(text))
        return bool(is_named) and not self.either.search(text)

    def where(self, text: str, asking: str) -> Whereabouts:
        """What a question in its searched form says of a place."""
        place, away = self._city_meant(text, asking), first(self._places(self.away, text))
        if away and not place and self.home not in text and self.is_covered(away):
            return Whereabouts(away)
        return Whereabouts(place, away, bool(self.foreign.search(text)))

    def _city_meant(self, text: str, asking: str) -> str | None:
        """The city that a question is about: the first one in what asks, else the asker's own, else the first one."""
        own = (each for each in self._places_in(self.cities, text) if self.own.search(text[: each.start]))
        places = *self._places(self.cities, asking), *self.cities.keys_of(own), *self._places(self.cities, text)
        return first(places)

    def _places(self, table: Table, text: str) -> tuple[str, ...]:
        """The places of a table that a question names."""
        return table.keys_of(self._places_in(table, text))

    def _places_in(self, table: Table, text: str) -> Iterator[Occurrence]:
        """Where a question names places of a table, and not those that somebody has come from (从吉林调过来), or only
        goes to with papers (往沈阳送).
        """
        found = self.find(table, text)
        return (each for each in found if not (self.coming.match(text, each.end) or self._is_errand(each, text)))

    def _is_errand(self, place: Occurrence, text: str) -> bool:
        """Whether somebody only goes to the offices of the province in a city."""
        is_there = place.expression == self.seat and self.bringing.search(text[: place.start])
        return bool(is_there and self.brought.match(text, place.end))

    def is_away(self, place: str) -> bool:
        """Whether a place is outside the home province."""
        return self.home not in (place, self.within.get(place))

    def is_covered(self, place: str) -> bool:
        """Whether the library has a notice of a place, of what it belongs to, or of what belongs to it."""
        return bool(self.covered & {place, self.within.get(place)}) or any(
            self.within.get(each) == place for each in self.covered
        )


def places_within(lexicon: Lexicon, notices: Collection[Notice]) -> Mapping[str, str]:
    """Each place that the lexicon or a notice knows, with the one that it belongs to; what nobody places, to itself."""
    table = lexicon.jurisdiction
    provinces = {**table.elsewhere, table.home: lexicon.scope.cities}
    within = {name: province for province, cities in provinces.items() for name in (province, *cities)}
    for notice in notices:
        if place := notice.scope.place:
            within.setdefault(place, notice.scope.within or place)
    return within


def table_of(names: Iterable[str]) -> Table:
    """A table of names that stand for themselves."""
    return Table({name: [name] for name in names})


def first(found: tuple[str, ...]) -> str | None:
    """The first of what was found, if anything was."""
    return next(iter(found), None)
