"""A rule file with one thing changed makes some case fail."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from pydantic import ValidationError

from eligibility.books import RULES
from eligibility.conditions import Until
from eligibility.days import Days
from eligibility.evaluation import evaluate
from eligibility.facts import Facts
from eligibility.faults import statement_faults
from eligibility.intake import Intake, absences
from eligibility.placing import Desk, desk
from eligibility.rulebook import Book, Programme, Rulebook
from tests.eligibility.mutants import mutants
from tests.eligibility.rows import rows

LEAST = 0.95
LEVELS = ("full_senior", "associate_senior", "intermediate", "junior")
MOST_OF_A_KIND = 12  # cases of one placement
Case = tuple[Facts, date]
Digest = tuple[object, ...]


def digest(rulebook: Rulebook, case: Case) -> Digest:
    """What a case is held to: where it belongs and, where achievements are known, everything that is decided."""
    facts, day = case
    if facts.achievements is None:
        leaves = desk(rulebook, day, facts.get("year")).place(facts)
        return tuple((leaf.placement.id, leaf.placement.outcome) if leaf.placement else None for leaf in leaves)
    verdict = evaluate(rulebook, facts, day)
    windows = tuple((window.opens, window.closes) for window in verdict.windows)
    counts = tuple(tally.counts for tally in verdict.achievements)
    asked = verdict.ask_next.fact if verdict.ask_next else None
    failed = frozenset(reason.rule for reason in verdict.reasons if reason.result == "failed")
    notice = verdict.book.programme.id if verdict.book else None
    return verdict.outcome, notice, windows, counts, asked, failed, verdict.earliest_year


def cases(rulebook: Rulebook) -> Iterator[Case]:
    """The rows, each kind of case of every placement, and the days around every cut-off."""
    for row in rows():
        day = date.fromisoformat(row["as_of"])
        facts = Intake(rulebook.factsheet, day).read(row["facts"])
        yield facts, day
        yield from around_cutoffs(rulebook, facts, day)
    yield from every_specialty(rulebook)
    for day in (date(2024, 7, 10), date(2025, 10, 20)):
        books = tuple(book for book in rulebook.books if book.exists(day) and book.programme.draft_of is None)
        counter = Desk(rulebook, day, books)
        start = absences(rulebook.factsheet, [])
        for _, placement in counter.entries:
            found = [leaf.facts.values for leaf in counter.cases_of(placement)]
            few = found[:: max(1, len(found) // MOST_OF_A_KIND)]
            yield from ((start.with_values(values), day) for values in few)


def every_specialty(rulebook: Rulebook) -> Iterator[Case]:
    """Each specialty in each level, in the city that has a notice of its own and in one that has none."""
    start = absences(rulebook.factsheet, []).with_values({"employment": "in_service"})
    for choice in rulebook.factsheet.by_path["specialty"].choices:
        for level, employer, city in product(LEVELS, ("provincial_institution", "private"), ("沈阳", "抚顺")):
            values = {"series": choice.of or "engineering", "specialty": choice.value, "level": level}
            facts = start.with_values({**values, "employer": employer, "city": city})
            yield facts, date(2025, 10, 20)
            yield facts.with_value("employment", "retired"), date(2025, 10, 20)


def around_cutoffs(rulebook: Rulebook, facts: Facts, day: date) -> Iterator[Case]:
    """The same applicant with one achievement the day before, on and the day after each cut-off of the programme."""
    verdict = evaluate(rulebook, facts, day)
    if verdict.programme is None or not facts.achievements:
        return
    for cutoff in cutoffs(verdict.programme):
        for step in (-1, 0, 1):
            moved = facts.achievements[0].with_value("achievement.on", Days.on(cutoff + timedelta(step)))
            yield replace(facts, achievements=(moved,)), day


def cutoffs(programme: Programme) -> list[date]:
    return [
        cutoff
        for rule in programme.achievements
        for condition in rule.holds.parts()
        if isinstance(condition, Until)
        for cutoff in condition.until.values()
    ]


def mutated(rulebook: Rulebook, book: Book, raw: dict) -> Rulebook | None:
    """The rulebook with one file changed; None where its form or its quotes refuse the change at once."""
    try:
        programme = Programme.model_validate(raw)
    except ValidationError:
        return None
    changed = replace(book, programme=programme)
    if any(fault for said in programme.statements() for fault in statement_faults(changed, said)):
        return None
    return replace(rulebook, books=tuple(changed if each is book else each for each in rulebook.books))


def test_the_days_around_every_cutoff(rulebook: Rulebook) -> None:
    """The day before and the day itself count, the day after does not."""
    seen = set()
    for row in rows():
        day = date.fromisoformat(row["as_of"])
        facts = Intake(rulebook.factsheet, day).read(row["facts"])
        if row["want"]["outcome"] != ["eligible"] or not facts.achievements or "counts" not in row["want"]:
            continue
        around = list(around_cutoffs(rulebook, facts, day))
        counts = [evaluate(rulebook, each, on).achievements[0].counts for each, on in around]
        title = evaluate(rulebook, facts, day).programme
        assert title
        seen.add(title.id)
        if len(around) == 3 and facts.achievements[0].get("achievement.kind") == "project":
            assert counts == [True, True, False]
    assert len(seen) == 3


def test_mutants_are_caught(rulebook: Rulebook, capsys: pytest.CaptureFixture[str]) -> None:
    unique = {
        (str(sorted(each.values.items())), str(each.achievements), day): (each, day) for each, day in cases(rulebook)
    }
    wanted = [(case, digest(rulebook, case)) for case in unique.values()]
    survivors: list[str] = []
    total = refused = 0
    for book in rulebook.books:
        if book.programme.draft_of:
            continue
        for what, raw in mutants(RULES / f"{book.programme.id}.yaml"):
            total += 1
            changed = mutated(rulebook, book, raw)
            if changed is None:
                refused += 1
            elif not caught(changed, wanted):
                survivors.append(what)
    share = 1 - len(survivors) / total
    with capsys.disabled():
        print(f"\n{total} mutants, {refused} refused when loaded, {share:.1%} caught, {len(wanted)} cases")  # noqa: T201
    assert share >= LEAST, survivors


def caught(changed: Rulebook, wanted: list[tuple[Case, Digest]]) -> bool:
    """Whether some case comes out differently; the case that found one mutant is tried first on the next."""
    for number, (case, before) in enumerate(wanted):
        if digest(changed, case) != before:
            wanted.insert(0, wanted.pop(number))
            return True
    return False
