"""Which notices may speak on a case: the table `lexicon/jurisdiction.yaml` held against a question's facets.

Beside the table a notice speaks only of its own year, levels and specialties, and only as long as its round is the
current one of its family. Where a question names an office, that office and those above it are preferred to others.
"""

from collections.abc import Collection, Iterator
from datetime import date

from knowledge.notice import Notice
from knowledge.rounds import current, exists, families
from knowledge.scope import Facets, Tables
from knowledge.terms import search_form
from knowledge.wordlists import Asks, Grant, NamedPlace, Relation

OF_THE_ROUND = frozenset({"when", "where", "phone", "email", "url"})  # what only the round's own notice can say


class Jurisdiction:
    """Who may speak for whom, among the notices of a library."""

    def __init__(self, tables: Tables, notices: Collection[Notice]) -> None:
        self.tables = tables
        self.notices = notices
        self.grants = tables.lexicon.jurisdiction.speaks
        self.family = families(notices)
        self.days: dict[date, tuple[Notice, ...]] = {}

    def speakers(self, facets: Facets, kinds: frozenset[str], today: date) -> frozenset[str]:
        """The notices that may answer a question with these facets that asks for these kinds of answer."""
        able = [notice for notice in self.of_the_time(facets, today) if self.may_answer(notice, facets, kinds)]
        named = [notice for notice in able if notice.id in facets.notices]
        return frozenset(notice.id for notice in able if not named or self.is_preferred(notice, named))

    def of_the_time(self, facets: Facets, today: date) -> Iterator[Notice]:
        """The notices of the year that is named, or of the rounds that are current; where rounds are compared, all."""
        if facets.year is None and not facets.compares:
            yield from self.current(today)
            return
        for notice in self.notices:
            if exists(notice, today) and (facets.compares or notice.round_year in (None, facets.year)):
                yield notice

    def current(self, today: date) -> tuple[Notice, ...]:
        """The notices of the rounds that are current on a day."""
        if today not in self.days:
            self.days = {today: tuple(current(self.notices, today))}
        return self.days[today]

    def takes(self, notice: Notice, specialty: str | None) -> bool:
        """Whether a notice is for a specialty: it lists it, or it lists none."""
        listed = self.tables.own_specialties[notice.id]
        return specialty is None or not listed or specialty in listed

    def may_answer(self, notice: Notice, facets: Facets, kinds: frozenset[str]) -> bool:
        """Whether a notice may answer at its time: its levels, its specialties and the table allow it."""
        asks = asks_for(kinds)
        is_outside = bool(facets.level and notice.scope.levels and facets.level not in notice.scope.levels)
        if (is_outside and asks == "round") or not (
            notice.id in facets.notices or self.takes(notice, facets.specialty)
        ):
            return False
        return any(self.holds(grant, notice, facets, asks) for grant in self.grants)

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
        if self.tables.is_away(self.tables.place_of(facets)):
            yield "away"
        elif facets.place is None and not facets.province:
            yield "nothing"

    def relation(self, notice: Notice, place: str) -> Relation:
        """Where the place of a notice stands to that of a case; a notice that names none is the home province's."""
        own = self.tables.place_of_notice(notice)
        if own == place:
            return "own"
        if self.tables.within.get(place) == own:
            return "above"
        return "below" if self.tables.within.get(own) == place else "other"

    def is_preferred(self, notice: Notice, named: Collection[Notice]) -> bool:
        """Whether a notice is one of those that are named, or stands above one of them."""
        return any(
            notice.id == each.id
            or (notice.document_number is not None and notice.document_number == each.rests_on)
            or self.relation(notice, self.tables.place_of_notice(each)) == "above"
            for each in named
        )


def asks_for(kinds: frozenset[str]) -> Asks:
    """What a question asks for, as the table tells it apart."""
    if "who" in kinds:
        return "judge"
    return "round" if kinds & OF_THE_ROUND else "rule"
