"""The cases of several people that one letter writes of: each has a specialty, or a level, of its own."""

from collections.abc import Iterator
from dataclasses import replace

from bot.mailbox.drafting.askings import speaks_of_several
from bot.mailbox.drafting.particulars import Particulars, clauses_of, is_case, level_of, table
from knowledge.scope import Facets, Tables
from knowledge.terms import search_form

MOST = 4  # cases of one letter that are answered each


def cases_in(particulars: Particulars, tables: Tables) -> tuple[Facets, ...]:
    """The cases of several people, with what is told of all of them; none where a letter is of one case."""
    if not speaks_of_several(particulars.text):
        return ()
    told = particulars.told
    found = list(dict.fromkeys(_cases_told(particulars.unnamed, replace(told, series=(), specialty=None), tables)))
    return tuple(found) if 1 < len(found) <= MOST else ()


def _cases_told(text: str, told: Facets, tables: Tables) -> Iterator[Facets]:
    """The case of each specialty that clauses of applying name, at the level named beside it."""
    applying = (clause for clause in map(search_form, clauses_of(text)) if _tells_aim(clause, tables))
    for clause in applying:
        level = level_of(clause, tables) or told.level
        specialties = tables.specialties.found_in(clause)
        for specialty in specialties:
            series = tables.series_of.get(specialty)
            yield replace(told, series=(series,) if series else (), specialty=specialty, level=level)
        if not specialties and (series_named := tables.series.found_in(clause)):
            yield replace(told, series=series_named[:1], level=level)


def _tells_aim(clause: str, tables: Tables) -> bool:
    """Whether a clause tells what somebody applies for, and not what they hold."""
    is_of_aim = table().applying.search(clause) or is_case(clause, tables)
    return bool(is_of_aim) and not table().held.search(clause)


def shared_of(cases: tuple[Facets, ...]) -> Facets:
    """What is the same in all of some cases."""
    first, *others = cases
    return replace(
        first,
        series=first.series if all(each.series == first.series for each in others) else (),
        specialty=first.specialty if all(each.specialty == first.specialty for each in others) else None,
        level=first.level if all(each.level == first.level for each in others) else None,
    )


def of_those_named(cases: tuple[Facets, ...], text: str, tables: Tables) -> tuple[Facets, ...]:
    """Those of some cases whose specialty, or else whose series, a text names; nobody where it names none."""
    specialties, series = tables.specialties.found_in(text), tables.series.found_in(text)
    by_specialty = tuple(each for each in cases if each.specialty in specialties)
    return by_specialty or tuple(each for each in cases if set(each.series) & set(series))
