"""What is wrong with the rule files beyond their form: numbers that their quotes do not bear, clauses nobody cites,
placements that clash. Nothing here knows a notice; it reads the same data as the engine."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from eligibility.judging.placing import Placements
from eligibility.review.coverage import OPEN, coverage, idle
from eligibility.rulebook.condition import Condition
from eligibility.rulebook.fact_conditions import AtLeast, Until, ValidFor, YearsBy
from eligibility.rulebook.rulebook import Book, Note, Rule, Rulebook, RuleWindow, Statement
from knowledge.plain import plain

CHINESE = "零一二三四五六七八九十"
PLACEHOLDERS = {
    "level", "specialty", "employer", "city", "title_level", "degree",
    "acquired", "years", "unread", "earliest", "standard",
}  # fmt: skip
PLACEHOLDER = re.compile(r"\{(\w+)\}")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
NOT_TOLD = re.compile(r"\{\w+\}|辽人社\S{1,30}?号")  # what has numbers that a sentence does not say


def faults(rulebook: Rulebook) -> Iterator[str]:
    """Every fault, one line each."""
    for book in rulebook.books:
        for said in book.programme.statements():
            yield from (f"{book.programme.id}: {said.id}: {fault}" for fault in statement_faults(book, said))
        yield from _clause_faults(book)
        yield from _route_faults(book)
    yield from (
        f"nobody accounted for: {line.notice}: {line.sentence}" for line in coverage(rulebook) if line.by == OPEN
    )
    yield from (f"coverage.yaml: no sentence begins so, or a rule rests on it: {entry}" for entry in idle(rulebook))
    yield from _clashes(rulebook)


def statement_faults(book: Book, said: Statement) -> Iterator[str]:
    """Numbers that no quote of a statement bears, and words that its sentences cannot fill in."""
    for word in set(PLACEHOLDER.findall("".join(sentences_of(said)))) - PLACEHOLDERS:
        yield f"no such placeholder: {word}"
    if said.cites:
        yield from _number_faults(book, said)


def _number_faults(book: Book, said: Statement) -> Iterator[str]:
    """The numbers that a statement decides by, or says, and that none of its quotes bears."""
    quotes = plain("".join(book.citations[name].quote for name in said.cites))
    for number in _numbers_of(said):
        if not bears(quotes, number):
            yield f"{number} stands in none of its quotes"
    for number in _numbers_told(said):
        if not bears(quotes, number) and number not in book.source.notice.title:
            yield f"the sentence says {number}, its quotes do not"


def _numbers_told(said: Statement) -> Iterator[str]:
    """The numbers in the sentences of a rule or a note, beside those of documents."""
    if isinstance(said, Rule | Note):
        for text in sentences_of(said):
            yield from NUMBER.findall(NOT_TOLD.sub("", text))


def _numbers_of(said: Statement) -> Iterator[str | date]:
    """The numbers and days that a statement decides by."""
    holds: Condition | None = getattr(said, "holds", None)
    for condition in holds.parts() if holds else ():
        yield from numbers_in(condition)
    if isinstance(said, RuleWindow) and not said.about:
        yield from filter(None, (said.opens, said.closes))
    if isinstance(said, Note) and said.working_days:
        yield str(said.working_days)


def numbers_in(condition: Condition) -> Iterator[str | date]:
    """The numbers of one condition."""
    match condition:
        case AtLeast():
            yield from (f"{number:g}" for number in condition.at_least.values())
        case Until():
            yield from condition.until.values()
        case YearsBy(years_by=limit):
            yield str(limit.years)
            yield from [limit.by] if isinstance(limit.by, date) else []
        case ValidFor(valid_for=limit):
            yield str(limit.years)
        case _:
            return


def bears(quotes: str, number: str | date) -> bool:
    """Whether a number stands in a quote: 5年, 五年, 满5年; a day as 6月30日, or 30日 behind its month."""
    if isinstance(number, date):
        return re.search(rf"{number.month}月(?:\d+日?[-—至到]+)?{number.day}(?!\d)", quotes) is not None
    digits = re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.]*\d)", quotes) is not None
    chinese = number.isdecimal() and int(number) < len(CHINESE) and CHINESE[int(number)] in quotes
    return digits or bool(chinese)


def sentences_of(said: Statement) -> Iterable[str]:
    """What a statement says in its own words."""
    because = getattr(said, "because", None)
    texts = (
        [because] if isinstance(because, str) else [getattr(because, name, "") for name in ("met", "failed", "unknown")]
    )
    return [text for text in (*texts, getattr(said, "what", ""), getattr(said, "mend", "")) if text]


def _clause_faults(book: Book) -> Iterator[str]:
    """Clauses that nothing rests on."""
    cited = {name for said in book.programme.statements() for name in said.cites}
    for name in book.programme.clauses:
        if name not in cited:
            yield f"{book.programme.id}: clauses.{name}: nothing rests on it"


def _route_faults(book: Book) -> Iterator[str]:
    """Waived rules that are not there; ids that are given twice."""
    programme = book.programme
    common = {rule.id for rule in programme.rules}
    for route in programme.routes:
        for name in set(route.waives) - common:
            yield f"{programme.id}: {route.id}: waives {name!r}; the common rules are {', '.join(sorted(common))}"
    for group in (programme.placements, programme.rules, programme.achievements, programme.routes, programme.windows):
        ids = [said.id for said in group]
        yield from (f"{programme.id}: {each}: this id is given twice" for each in set(ids) if ids.count(each) > 1)


def _clashes(rulebook: Rulebook) -> Iterator[str]:
    """Cases that two programmes of one year place differently."""
    for number, first in enumerate(rulebook.books):
        for second in rulebook.books[number + 1 :]:
            if first.programme.year == second.programme.year and first.programme.placements:
                yield from _clash(rulebook, first, second)


def _clash(rulebook: Rulebook, first: Book, second: Book) -> Iterator[str]:
    """The first case that both programmes place, with different outcomes."""
    today = date(first.programme.year, 12, 31)
    one, other = Placements(rulebook, today, (first,)), Placements(rulebook, today, (second,))
    for _, placement in one.entries:
        for leaf in one.cases_of(placement):
            rivals = [rival.placement for rival in other.leaves(leaf.facts) if rival.placement]
            differing = [rival for rival in rivals if rival.outcome != placement.outcome]
            if differing:
                ids = (first.programme.id, placement.id, second.programme.id, differing[0].id)
                yield "{}: {} clashes with {}: {}".format(*ids)
                return


def dead(desk: Placements) -> Iterator[str]:
    """Placements that no case reaches."""
    for book, placement in desk.entries:
        if next(desk.cases_of(placement), None) is None:
            yield f"{book.programme.id}: {placement.id}: no case gets here"
