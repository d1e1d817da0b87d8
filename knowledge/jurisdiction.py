"""Which notices may speak on a case: the table `lexicon/jurisdiction.yaml` held against a question's facets.

Beside the table a notice speaks only of its own year, levels and specialties, and only as long as its round is the
current one of its family. Where a question names an office, that office and those above it are preferred to others.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from knowledge.notice import Notice
from knowledge.rounds import current, exists, families
from knowledge.scope import Facets, Tables
from knowledge.terms import search_form
from knowledge.value import replace
from knowledge.wordlists import Asks, Grant, NamedPlace, Relation

DAYS = 8  # days of which it is remembered what holds on them
CASES = 64  # cases of which it is remembered who may speak
# What only the round's own notice can say.
OF_THE_ROUND = frozenset({"when", "where", "phone", "email", "url", "notice"})


class Group(NamedTuple):
    """Notices that are alike in all that decides whether they may answer where none is named: one of them, and all."""

    first: Notice
    ids: frozenset[str]


ByPlace = Mapping[str, Group]


def _group_of(notices: Sequence[Notice]) -> Group:
    """Some notices as a group."""
    return Group(notices[0], frozenset(notice.id for notice in notices))


def _told_apart(by_place: ByPlace, near: frozenset[str]) -> Iterator[Group]:
    """The groups of places near a case, and those of all others as one."""
    yield from (by_place[place] for place in near if place in by_place)
    others = [group for place, group in by_place.items() if place not in near]
    if others:
        yield Group(others[0].first, frozenset().union(*(group.ids for group in others)))


class Jurisdiction:
    """Who may speak for whom, among the notices of a library."""

    def __init__(self, tables: Tables, notices: Collection[Notice]) -> None:
        self.tables = tables
        self.notices = notices
        self.grants = tables.lexicon.jurisdiction.speaks
        self.family = families(notices)
        self.by_id = {notice.id: notice for notice in notices}
        self.groups = lru_cache(DAYS)(self._groups)
        self.near = lru_cache(CASES)(self._near)
        self.current = lru_cache(DAYS)(self._current)
        self.there = lru_cache(DAYS)(self._there)
        self.places = lru_cache(DAYS)(self._places)
        self.past = lru_cache(DAYS)(self._past)
        self.series_of = lru_cache(CASES)(self._series_of)
        self.heard = lru_cache(CASES)(self._heard)

    def speakers(self, facets: Facets, kinds: frozenset[str], today: date) -> frozenset[str]:
        """The notices that may answer a question with these facets that asks for these kinds of answer."""
        return self.heard(facets, asks_for(kinds), today)

    def _heard(self, facets: Facets, asks: Asks, today: date) -> frozenset[str]:
        """The same, as it is remembered; of notices alike that are not named only one is held against the table."""
        others, named = self._able_of(self.groups(facets.year, facets.compares, today), facets, asks)
        if not named:
            return others
        every = others.union(notice.id for notice in named)
        return frozenset(each for each in every if self.is_preferred(self.by_id[each], named))

    def able(self, facets: Facets, kinds: frozenset[str], today: date) -> list[Notice]:
        """The notices current on a day that may answer, whichever are preferred; of all where none is current."""
        asks, current = asks_for(kinds), self.current(today)
        if not current:
            return [notice for notice in self.notices if self._may_answer(notice, facets, asks)]
        others, named = self._able_of(self.groups(None, compares=False, today=today), facets, asks)
        every = others.union(notice.id for notice in named)
        return [notice for notice in current if notice.id in every]

    def _able_of(
        self, groups: Sequence[ByPlace], facets: Facets, asks: Asks
    ) -> tuple[frozenset[str], Sequence[Notice]]:
        """The notices of some groups that may answer: those that are not named, by their ids, and those that are."""
        unnamed = replace(facets, notices=())
        near = self.near(self.tables.place_of(facets))
        apart = [group for by_place in groups for group in _told_apart(by_place, near)]
        heard = frozenset[str]().union(*(group.ids for group in apart if self._may_answer(group.first, unnamed, asks)))
        named = [self.by_id[each] for each in facets.notices if any(each in group.ids for group in apart)]
        able = [notice for notice in named if self._may_answer(notice, facets, asks)]
        return heard.difference(facets.notices), able

    def _groups(self, year: int | None, compares: bool, today: date) -> tuple[ByPlace, ...]:
        """The notices of the time that is asked about, in groups that are alike to the table, their place aside."""
        alike: dict[object, dict[str, list[Notice]]] = {}
        for notice in self._of_the_time(year, compares, today):
            by_place = alike.setdefault((notice.scope.levels, self.tables.own_specialties[notice.id]), {})
            by_place.setdefault(self.tables.places.of_notice(notice), []).append(notice)
        return tuple({place: _group_of(some) for place, some in by_place.items()} for by_place in alike.values())

    def _near(self, place: str) -> frozenset[str]:
        """A place, what it belongs to and what belongs to it: no other one is more to a case there than any other."""
        within = self.tables.places.within
        return frozenset({place, within.get(place, place), *(each for each in within if within[each] == place)})

    def _of_the_time(self, year: int | None, compares: bool, today: date) -> Iterator[Notice]:
        """The notices of the year that is named, or of the rounds that are current; where rounds are compared, all."""
        if year is None and not compares:
            yield from self.current(today)
            return
        for notice in self.notices:
            if exists(notice, today) and (compares or notice.round_year in (None, year)):
                yield notice

    def _current(self, today: date) -> tuple[Notice, ...]:
        """The notices of the rounds that are current on a day."""
        return tuple(current(self.notices, today))

    def _there(self, today: date) -> frozenset[str]:
        """The notices that exist on a day."""
        return frozenset(notice.id for notice in self.notices if exists(notice, today))

    def _places(self, today: date) -> frozenset[str]:
        """The home province, and the places of the notices that exist on a day."""
        there = (self.by_id[each] for each in self.there(today))
        return frozenset({self.tables.places.home, *map(self.tables.places.of_notice, there)})

    def _past(self, today: date) -> frozenset[str]:
        """The notices whose round is over on a day."""
        return frozenset(each.id for each in self.notices if each.valid_through and each.valid_through < today)

    def _series_of(self, notices: frozenset[str]) -> frozenset[str]:
        """The series for which some notices speak."""
        return frozenset(series for each in self.notices if each.id in notices for series in each.scope.series)

    def takes(self, notice: Notice, specialty: str | None) -> bool:
        """Whether a notice is for a specialty: it lists it, or it lists none."""
        listed = self.tables.own_specialties[notice.id]
        return specialty is None or not listed or specialty in listed

    def may_answer(self, notice: Notice, facets: Facets, kinds: frozenset[str]) -> bool:
        """Whether a notice may answer at its time: its levels, its specialties and the table allow it."""
        return self._may_answer(notice, facets, asks_for(kinds))

    def _may_answer(self, notice: Notice, facets: Facets, asks: Asks) -> bool:
        """The same, of a question that asks for this."""
        is_outside = bool(facets.level and notice.scope.levels and facets.level not in notice.scope.levels)
        if (is_outside and asks == "round") or not (
            notice.id in facets.notices or self.takes(notice, facets.specialty)
        ):
            return False
        return any(self.holds(grant, notice, facets, asks) for grant in self.grants)

    def is_left_to_cities(self, notice: Notice, facets: Facets) -> bool:
        """Whether a case is judged by its city, whatever it is told of the round of a notice from above that."""
        words = self.tables.lexicon
        if facets.level is None or facets.employer not in words.jurisdiction.of_cities:
            return False
        place = facets.place or next(iter(words.scope.cities))
        case = replace(facets, place=place, province=False, notices=())
        return self.relation(notice, place) == "above" and not self._may_answer(notice, case, "round")

    def holds(self, grant: Grant, notice: Notice, facets: Facets, asks: Asks) -> bool:
        """Whether a line of the table lets a notice speak."""
        if facets.is_foreign or self.relation(notice, self.tables.place_of(facets)) not in grant.of:
            return False
        for listed, said in (
            (grant.levels, (facets.level,)),
            (grant.employers, (facets.employer,)),
            (grant.series, facets.series),
            (tuple(map(search_form, grant.specialties)), (facets.specialty,)),
            (grant.asks, (asks,)),
        ):
            if listed and set(listed).isdisjoint(said):
                return False
        return grant.names is None or grant.names in self.names(notice, facets)

    def names(self, notice: Notice, facets: Facets) -> Iterator[NamedPlace]:
        """What a question names that can make a notice speak."""
        if notice.id in facets.notices:
            yield "office"
        if facets.province:
            yield "province"
        if facets.place in notice.scope.excludes:
            yield "excluded"
        if self.tables.places.is_away(self.tables.place_of(facets)):
            yield "away"
        elif facets.place is None and not facets.province:
            yield "nothing"

    def relation(self, notice: Notice, place: str) -> Relation:
        """Where the place of a notice stands to that of a case; a notice that names none is the home province's."""
        own = self.tables.places.of_notice(notice)
        if own == place:
            return "own"
        if self.tables.places.within.get(place) == own:
            return "above"
        return "below" if self.tables.places.within.get(own) == place else "other"

    def is_preferred(self, notice: Notice, named: Collection[Notice]) -> bool:
        """Whether a notice is one of those that are named, or stands above one of them."""
        return any(
            notice.id == each.id
            or (notice.document_number is not None and notice.document_number == each.rests_on)
            or self.relation(notice, self.tables.places.of_notice(each)) == "above"
            for each in named
        )


def asks_for(kinds: frozenset[str]) -> Asks:
    """What a question asks for, as the table tells it apart."""
    if "who" in kinds:
        return "judge"
    return "round" if kinds & OF_THE_ROUND else "rule"
