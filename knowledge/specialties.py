"""The specialties that notices list: of which series each is, and what it is called."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from knowledge.notice import Notice
from knowledge.terms import Lexicon, Table, search_form


def series_of_specialties(notices: Iterable[Notice]) -> dict[str, str]:
    """Each specialty that one of some notices lists, as it is searched, with its series."""
    return dict(chain.from_iterable(map(own_specialties, notices)))


def specialties_of(lexicon: Lexicon, series_of: Mapping[str, str]) -> Table:
    """What some specialties are called; a name of another one is not its own.

    人力资源 within 人力资源社会保障 is none, nor 电子 within 电子邮箱.
    """
    listed, lines = series_of.keys(), lexicon.lines
    names = {name: (lexicon.meanings(lines.get(name, ())) - listed) | {name} for name in sorted(listed)}
    own = tuple(search_form(each) for expressions in names.values() for each in expressions)
    return Table(names, (each for each in lines if each.startswith(own) and each not in own))


def own_specialties(notice: Notice) -> Iterator[tuple[str, str]]:
    """Each specialty that a notice lists, as it is searched, with its series."""
    for series, names in notice.scope.specialties.items():
        yield from ((search_form(name), series) for name in names)
