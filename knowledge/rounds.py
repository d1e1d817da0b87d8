"""Rounds and families: notices of one office on one matter over the years, and which of them is current on a day."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from knowledge.notice import Notice


def exists(notice: Notice, today: date) -> bool:
    """A notice issued after today does not exist yet."""
    return notice.exists_from <= today


def families(notices: Iterable[Notice]) -> Mapping[str, str]:
    """For each notice the eldest of its family: what it follows or replaces, else one alike of an earlier year."""
    eldest: dict[str, str] = {}
    alike: dict[tuple[object, ...], str] = {}
    for notice in sorted(notices, key=lambda each: (each.exists_from, each.id)):
        named = (eldest[each] for each in (notice.follows, *notice.replaces) if each in eldest)
        found = next(named, None) or alike.get(_matter(notice), notice.id)
        eldest[notice.id] = alike.setdefault(_matter(notice), found)
    return eldest


def latest(notices: Collection[Notice]) -> Iterator[Notice]:
    """Of each family its latest round, whatever the day."""
    of_family = families(notices)
    years: dict[str, int] = {}
    for notice in notices:
        family = of_family[notice.id]
        years[family] = max(notice.year or 0, years.get(family, 0))
    return (notice for notice in notices if (notice.year or 0) == years[of_family[notice.id]])


def _matter(notice: Notice) -> tuple[object, ...]:
    """What the notices of a family have in common; a rule that stands is only of the family that it names itself."""
    scope = notice.scope
    alone = notice.id if notice.round_year is None else None
    whose = notice.issuer, scope.place, frozenset(scope.series), frozenset(scope.levels)
    return *whose, scope.round, notice.status, alone


def current(notices: Collection[Notice], today: date) -> Iterator[Notice]:
    """Of each family the notices that are in force on a day, else its latest round; nothing that is not issued yet."""
    of_family = families(notices)
    members: dict[str, list[Notice]] = {}
    for notice in notices:
        if exists(notice, today):
            members.setdefault(of_family[notice.id], []).append(notice)
    for family in members.values():
        in_force = [notice for notice in family if notice.validity(today) == "in_force"]
        latest = max(notice.year or 0 for notice in family)
        yield from in_force or (notice for notice in family if (notice.year or 0) == latest)
