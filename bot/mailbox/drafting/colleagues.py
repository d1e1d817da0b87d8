"""The cases of several people that one letter writes of: each has a specialty, or a level, of its own."""

from collections.abc import Iterator

from bot.mailbox.drafting.askings import speaks_of_several
from bot.mailbox.drafting.names import surname_of, surnames_in
from bot.mailbox.drafting.particular_patterns import table
from bot.mailbox.drafting.particulars import Particulars, clauses_of, is_case, level_of
from bot.mailbox.drafting.sentences import LetterSentence
from knowledge.scope import Facets, Tables
from knowledge.terms import search_form
from knowledge.value import Value, replace

MOST = 4  # cases of one letter that are answered each


class Colleague(Value):
    """The case of one of several people, and the surname that a letter calls them by, if any."""

    told: Facets
    surname: str = ""

    def at_level(self, level: str | None) -> "Colleague":
        """The same at a level, where none is told yet."""
        return self if self.told.level else replace(self, told=replace(self.told, level=level))

    def is_beside(self, others: "list[Colleague]") -> bool:
        """Whether it is not told again of one of others what they are: 报机电专业，高级工程师."""
        return self.told.specialty is not None or all(each.told.series != self.told.series for each in others)


def colleagues_in(particulars: Particulars, tables: Tables) -> tuple[Colleague, ...]:
    """Those whom a letter is of, with what is told of all of them; nobody where it is of one case."""
    if not speaks_of_several(particulars.text):
        return ()
    told = replace(particulars.told, series=(), specialty=None, level=None)
    found = [each.at_level(particulars.told.level) for each in _colleagues_told(particulars.unnamed, told, tables)]
    several = tuple({each.told: each for each in found}.values())
    return several if 1 < len(several) <= MOST else ()


def _colleagues_told(text: str, told: Facets, tables: Tables) -> Iterator[Colleague]:
    """The case of each specialty that clauses name, at the level named with it or next, and who was called last."""
    surname, latest = "", list[Colleague]()
    for clause in clauses_of(text):
        surname, words = _surname_in(clause, tables) or surname, search_form(clause)
        cases = [Colleague(case, surname) for case in _cases_told(words, told, tables)]
        if any(each.is_beside(latest) for each in cases):
            yield from (each for each in latest if not surname or each.surname != surname)
            latest = cases
        elif not table().held.search(words):
            latest = [each.at_level(level_of(words, tables)) for each in latest]
    yield from latest


def _surname_in(clause: str, tables: Tables) -> str | None:
    """The surname by which a clause calls somebody last, or of the full name that it is: 2. 李明."""
    words = LetterSentence.of(clause).understood
    return next(reversed(surnames_in(clause)), None) or (None if is_case(words, tables) else surname_of(words))


def _cases_told(clause: str, told: Facets, tables: Tables) -> Iterator[Facets]:
    """The cases that a clause tells, where it tells what somebody applies for and not what they hold."""
    if table().held.search(clause) or not (table().domain.search(clause) or is_case(clause, tables)):
        return
    level, specialties = level_of(clause, tables), tables.specialties.found_in(clause)
    for specialty in specialties:
        series = tables.series_of.get(specialty)
        yield replace(told, series=(series,) if series else (), specialty=specialty, level=level)
    if not specialties and (named := tables.series.found_in(clause)):
        yield replace(told, series=named[:1], level=level)


def shared_by(colleagues: tuple[Colleague, ...]) -> Facets:
    """What is the same in the cases of all."""
    first, *others = (each.told for each in colleagues)
    return replace(
        first,
        series=first.series if all(each.series == first.series for each in others) else (),
        specialty=first.specialty if all(each.specialty == first.specialty for each in others) else None,
        level=first.level if all(each.level == first.level for each in others) else None,
    )


def untold_of(colleagues: tuple[Colleague, ...], missing: tuple[str, ...]) -> tuple[str, ...]:
    """Which particulars are missing of one of several people; of one case, all that are."""
    told = {
        "申报专业": all(each.told.specialty for each in colleagues),
        "层级": all(each.told.level for each in colleagues),
    }
    return tuple(name for name in missing if not (colleagues and told.get(name)))


def those_named(colleagues: tuple[Colleague, ...], text: str, tables: Tables) -> tuple[Colleague, ...]:
    """Those whom a text calls by their surname, or else whose specialty or series it names, if any."""
    surnames, words = surnames_in(text), search_form(text)
    specialties, series = tables.specialties.found_in(words), tables.series.found_in(words)
    ways = (
        tuple(each for each in colleagues if each.surname in surnames),
        tuple(each for each in colleagues if each.told.specialty in specialties),
        tuple(each for each in colleagues if set(each.told.series) & set(series)),
    )
    return next(filter(None, ways), ())
