"""A programme as a Mermaid flow chart, and all placements as a table for review in a diff."""

from collections.abc import Iterator
from datetime import date
from itertools import product

from eligibility.judging.placing import LATEST, UNNAMED, Placements
from eligibility.review.phrases import phrase
from eligibility.rulebook.facts import Facts
from eligibility.rulebook.factsheet import Factsheet
from eligibility.rulebook.rulebook import Book, Programme, Rulebook

OUTCOMES = {
    "own": "受理",
    "eligible": "可以申报",
    "not_eligible": "不得申报",
    "elsewhere": "归别处",
    "unclear": "没有写明",
    "not_covered": "不在范围",
}
COLUMNS = ("申报系列", "申报专业", "申报层级")


def flow(book: Book, rulebook: Rulebook) -> str:
    """The placements of a programme in their order, then its rules and routes, as Mermaid."""
    return "\n".join(["flowchart TD", *_flow_lines(book, rulebook)]) + "\n"


def _flow_lines(book: Book, rulebook: Rulebook) -> Iterator[str]:
    """The nodes and arrows."""
    programme = book.programme
    yield f'  start(["{programme.id} {programme.year}"]) --> p0'
    yield from _placement_lines(programme, rulebook.factsheet)
    yield from _route_lines(programme, rulebook.factsheet)


def _placement_lines(programme: Programme, sheet: Factsheet) -> Iterator[str]:
    """Whom a case belongs to, one question after the other."""
    for number, placement in enumerate(programme.placements):
        outcome = f"o{number}" if placement.outcome != "own" else "rules"
        yield f'  p{number}{{"{phrase(placement.when, sheet)}"}} -- 是 --> {outcome}'
        if placement.outcome != "own":
            yield f'  o{number}["{OUTCOMES[placement.outcome]}：{placement.id}"]'
        yield f"  p{number} -- 否 --> p{number + 1}"
    yield f'  p{len(programme.placements)}["{OUTCOMES["not_covered"]}"]'


def _route_lines(programme: Programme, sheet: Factsheet) -> Iterator[str]:
    """The common rules, then each route with its own."""
    yield '  rules["' + "<br/>".join(phrase(rule.holds, sheet) for rule in programme.rules) + '"]'
    for number, route in enumerate(programme.routes):
        condition = phrase(route.when, sheet) if route.when else "正常途径"
        rules = "<br/>".join(phrase(rule.holds, sheet) for rule in route.rules)
        end = f'{route.outcome}(["{OUTCOMES[route.outcome]}"])'
        yield f'  rules -- "{condition}" --> r{number}["{rules or route.id}"] --> {end}'


def table(rulebook: Rulebook, today: date) -> str:
    """Who judges whom, as Markdown: a row for each kind of specialty and level, a column for each kind of employer."""
    desk = Placements(rulebook, today, tuple(book for book in rulebook.books if book.source.notice.status != "draft"))
    sheet = rulebook.factsheet.by_path
    employers = [choice.value for choice in sheet["employer"].choices]
    heads = (*COLUMNS, *(sheet["employer"].label_of(each) for each in employers))
    lines = [f"| {' | '.join(heads)} |", "|" + " --- |" * len(heads), *rows(desk, employers)]
    return "\n".join(lines) + "\n"


def rows(desk: Placements, employers: list[str]) -> Iterator[str]:
    """The rows of the table; specialties that no rule tells apart stand together."""
    sheet = desk.rulebook.factsheet.by_path
    for series, level in product(sheet["series"].choices, sheet["level"].choices):
        groups: dict[tuple[str, ...], list[str]] = {}
        names = (*(choice.value for choice in sheet["specialty"].choices), UNNAMED)
        for specialty in names:
            chosen = {"series": series.value, "level": level.value, "specialty": specialty}
            cells = tuple(cell(desk, {**chosen, "employer": employer}) for employer in employers)
            groups.setdefault(cells, []).append(specialty)
        for cells, specialties in groups.items():
            if set(cells) != {OUTCOMES["not_covered"]}:
                named = "（任何专业）" if len(specialties) == len(names) else "、".join(specialties)
                yield f"| {' | '.join((series.label, named, level.label, *cells))} |"


def cell(desk: Placements, chosen: dict[str, str]) -> str:
    """Where a case goes, for someone in service; by place where that makes a difference."""
    facts = Facts({**chosen, "employment": "in_service", "year": LATEST})
    found = {str(city): outcome_of(desk, facts.with_value("city", city)) for city in desk.values["city"]}
    if len(set(found.values())) == 1:
        return next(iter(found.values()))
    by_word: dict[str, list[str]] = {}
    for city, word in found.items():
        by_word.setdefault(word, []).append(city)
    usual = found[str(desk.values["city"][0])]
    special = "；".join(f"{'、'.join(cities)}：{word}" for word, cities in by_word.items() if word != usual)
    return f"{usual}（{special}）"


def outcome_of(desk: Placements, facts: Facts) -> str:
    """The outcome of one case, with the notice where a committee takes it."""
    leaf = next(desk.leaves(facts))
    if leaf.placement is None or leaf.book is None:
        return OUTCOMES["not_covered"]
    word = OUTCOMES[leaf.placement.outcome]
    return f"{word} {leaf.book.programme.id}" if leaf.placement.outcome == "own" else word
