"""What a question takes for granted and the quoted sentence has otherwise: a date or a count, from the values alone."""

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from re import Match
from typing import NamedTuple

from knowledge.patterns import linear, several
from knowledge.terms import search_form
from knowledge.wordlists import PremiseWords

AROUND = 12  # characters before and behind a value that are looked at, and between the two days of a period
DAY = "date"


class Value(NamedTuple):
    """A date or a count in a text: how it is written, of what it is, and its number; of a date month and day."""

    written: str
    unit: str
    number: tuple[float, ...]
    start: int
    end: int


class Difference(NamedTuple):
    """What a question says, and what the notice has in its place."""

    said: str
    written: str


def difference(
    question: str, quotes: Sequence[str], words: PremiseWords, *, of_cases: bool = False
) -> Difference | None:
    """The first value that a question takes for granted and that the first quote has otherwise, none of its thing so.

    A quote with several counts of one thing contradicts nothing, nor does a period that holds the day. Where the quotes
    are `of_cases` that differ, each that has such a value must have it otherwise.
    """
    text, searched = search_form(question), list(map(search_form, quotes))
    for said in premises(text, words):
        named = text[max(0, said.start - AROUND) : said.start]
        of_it = searched if of_cases else _of_the_thing(named, searched)
        written = [list(values(quote, words)) for quote in of_it]
        if instead := _instead(written, said, of_cases):
            return Difference(said.written, _in_words(instead))
    return None


def _of_the_thing(named: str, quotes: Sequence[str]) -> list[str]:
    """The quotes that hold as much of what a question names before a value as the first one: 评定表, not 推荐表."""
    pairs = list(map("".join, pairwise(named)))
    held = [sum(pair in quote for pair in pairs) for quote in quotes]
    return [quote for quote, share in zip(quotes, held, strict=True) if share >= held[0]]


def _instead(written: Sequence[Sequence[Value]], said: Value, of_cases: bool) -> list[list[Value]]:
    """What the quotes have in the place of what is said, or the first of them; nothing where one of them has it so."""
    of_unit = [[value for value in of_quote if value.unit == said.unit] for of_quote in written]
    held = list(filter(None, of_unit)) if of_cases else of_unit[:1]
    is_said = said.number in {value.number for value in chain.from_iterable(of_unit)}
    return [] if is_said or not all(_contradict(each, said) for each in held) else held


def _in_words(written: Sequence[Sequence[Value]]) -> str:
    """The values of each quote, a period by its two days."""
    return "、".join(dict.fromkeys("—".join(dict.fromkeys(value.written for value in each)) for each in written))


def _contradict(values: Sequence[Value], said: Value) -> bool:
    """Whether values are one count, one day, or the first and last day of a period, and so not what is said."""
    numbers = sorted({value.number for value in values})
    if len(numbers) == 2 and said.unit == DAY and _is_period(values):
        return not numbers[0] <= said.number <= numbers[1]
    return len(numbers) == 1


def _is_period(days: Sequence[Value]) -> bool:
    """Whether each of some days stands near the one before, as the first and the last one of a period do."""
    return all(day.start - before.end <= AROUND for before, day in pairwise(days))


def premises(text: str, words: PremiseWords) -> Iterator[Value]:
    """The values that a searched question takes for granted, and not those of the asker's own papers and past."""
    before, behind, own = several(words.before), several(words.behind), several(words.own)
    own_behind = several(words.own_behind)
    for value in values(text, words):
        left, right = text[max(0, value.start - AROUND) : value.start], text[value.end : value.end + AROUND]
        is_own = own.found_in(left) or own_behind.found_in(right)
        if not is_own and (before.found_in(left) or behind.found_in(right)):
            yield value


def values(text: str, words: PremiseWords) -> Iterator[Value]:
    """The days, then the counts of a searched text."""
    period = linear(*words.period)
    for found in period.finditer(text):
        for day in found.groups()[1:]:
            yield Value(f"{found[1]}月{day}日", DAY, (float(found[1]), float(day)), *found.span())
    for found in linear(*words.day).finditer(period.sub(_blank, text)):
        yield Value(found.group(), DAY, (float(found[1]), float(found[2])), *found.span())
    for found in linear(*words.count).finditer(linear(*words.no_count).sub(_blank, text)):
        if of := _unit_at(text, found.end(), words):
            written, unit = of
            end = found.end() + len(written)
            yield Value(text[found.start() : end], unit, (float(found.group()),), found.start(), end)


def _blank(found: Match[str]) -> str:
    """Spaces in the place of what was found, so that everything behind it stays where it is."""
    return " " * len(found.group())


def _unit_at(text: str, at: int, words: PremiseWords) -> tuple[str, str] | None:
    """The unit that stands in a text behind a number, as it is written, and its name."""
    units = ((written, unit) for unit, all_written in words.units.items() for written in all_written)
    return next(((written, unit) for written, unit in units if text.startswith(written, at)), None)
