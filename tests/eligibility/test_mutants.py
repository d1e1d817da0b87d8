"""A rule file with one thing changed makes some case fail."""

import os
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

import pytest

from eligibility.interview.intake import Intake, absences
from eligibility.judging.evaluation import evaluate
from eligibility.judging.placing import Placements, desk
from eligibility.review.lint import statement_faults
from eligibility.rulebook.days import Days
from eligibility.rulebook.fact_conditions import Until
from eligibility.rulebook.facts import Facts, Scalar
from eligibility.rulebook.loading import RULES
from eligibility.rulebook.rulebook import Book, Programme, Rulebook
from knowledge.errors import SourceError
from knowledge.records import record_of
from knowledge.value import replace
from tests.eligibility.mutants import mutants
from tests.eligibility.rows import rows
from tests.eligibility.walking import good

pytestmark = [
    pytest.mark.slow,
    pytest.mark.no_cover,  # the rows cover the same lines; counted, this takes minutes
]

LEAST = 0.95
STEP = int(os.environ.get("MUTANTS_STEP", "8"))  # every eighth mutant; `make mutants` tries all of them
LEVELS = ("full_senior", "associate_senior", "intermediate", "junior")
MOST_OF_A_KIND = 12  # cases of one placement
DAYS = (date(2024, 7, 10), date(2025, 10, 20))
TALENTS = (
    "postdoc_completed",
    "xingliao",
    "xingliao_youth",
    "digital_engineer_senior",
    "outstanding_skilled",
    "master_studio_head",
)
ACHIEVEMENTS: list[dict[str, Scalar]] = [
    {"achievement.on": Days.on(date(2000, 1, 1))},
    {"achievement.related": False},
    {"achievement.used_before": True},
    *(
        {"achievement.kind": "award", "achievement.award_by": by}
        for by in ("national", "provincial", "municipal", "listed_society", "other")
    ),
    *(
        {"achievement.kind": "patent", "achievement.annual_benefit_wan": wan}
        for wan in (299, 300, 301, 499, 500, 501, 999, 1000, 1001)
    ),
]
SINGLE: list[dict[str, Scalar]] = [
    *({f"appraisals.{year}": False} for year in (2022, 2023, 2024)),
    {"entrusted": False},
    {"items_required": 2},
    {"freelance_years": 0.5},
    {"misconduct_on": Days.on(date(2022, 11, 1))},
    {"employment": "retired"},
    {"employment": "civil_servant"},
    *({"employer": employer} for employer in ("central", "provincial_enterprise", "freelance", "municipal_society")),
    *(
        {"skilled.grade": grade, "skilled.acquired_on": Days.on(day), "skilled.appraisals_ok": fine}
        for grade in ("senior_technician", "technician")
        for day in (date(2021, 12, 31), date(2022, 1, 1))
        for fine in (True, False)
    ),
    *(
        {"specialty": name}
        for name in ("质量技术监督", "计量", "质量", "标准化", "特种设备", "冶金", "纺织", "建材", "轻工", "石油化工")
    ),
]
Case = tuple[Facts, date]
Digest = tuple[object, ...]


def digest(rulebook: Rulebook, case: Case) -> Digest:
    """What a case is held to: where it belongs and, where achievements are known, everything that is decided."""
    facts, day = case
    if facts.achievements is None:
        leaves = desk(rulebook, day, facts.get("year")).place(facts)
        return tuple((leaf.placement.id, leaf.placement.outcome) if leaf.placement else None for leaf in leaves)
    verdict = evaluate(rulebook, facts, day)
    windows = tuple((each.window.opens, each.window.closes) for each in verdict.windows)
    counts = tuple(tally.counts for tally in verdict.achievements)
    asked = verdict.ask_next.fact if verdict.ask_next else None
    failed = frozenset(reason.rule for reason in verdict.reasons if reason.result == "failed")
    notice = verdict.book.programme.id if verdict.book else None
    return verdict.outcome, notice, windows, counts, asked, failed, verdict.earliest_year


def cases(rulebook: Rulebook) -> Iterator[Case]:
    """The rows and their neighbours, each kind of case of every placement, and the days around every cut-off."""
    kinds = set()
    for row in rows():
        day = date.fromisoformat(row["as_of"])
        facts = Intake(rulebook.factsheet, day).read(row["facts"])
        day = DAYS[day.year > 2024]
        yield facts, day
        verdict = evaluate(rulebook, facts, day)
        if verdict.outcome == "eligible" and verdict.programme:
            kind = (verdict.programme.id, *(facts.get(path) for path in ("series", "level", "employer", "title.level")))
            yield from neighbours(facts, day) if kind not in kinds else ()
            kinds.add(kind)
    yield from every_specialty(rulebook)
    for day in DAYS:
        books = tuple(book for book in rulebook.books if book.exists(day) and book.programme.draft_of is None)
        counter = Placements(rulebook, day, books)
        start = absences(rulebook.factsheet, [])
        for _, placement in counter.entries:
            found = [leaf.facts.values for leaf in counter.cases_of(placement)]
            few = found[:: max(1, len(found) // MOST_OF_A_KIND)]
            yield from ((start.with_values(values), day) for values in few)


def neighbours(facts: Facts, day: date) -> Iterator[Case]:
    """Applicants who differ from an eligible one in a single thing."""
    one = good(date(day.year, 6, 1))
    for changes in ACHIEVEMENTS:
        yield replace(facts, achievements=(one.with_values(changes),)), day
    untitled = facts.with_value("title.level", "none")
    for talent in TALENTS:
        for without_title in (facts, untitled):
            for level in LEVELS:
                yield without_title.with_values({"talents": frozenset([talent]), "level": level}), day
    for values in SINGLE:
        yield facts.with_values(values), day
        yield untitled.with_values(values), day


def every_specialty(rulebook: Rulebook) -> Iterator[Case]:
    """Each specialty in each level, in the city that has a notice of its own and in one that has none."""
    start = absences(rulebook.factsheet, []).with_values({"employment": "in_service"})
    for choice in rulebook.factsheet.by_path["specialty"].choices:
        for level, employer, city in product(LEVELS, ("provincial_institution", "private"), ("沈阳", "抚顺")):
            values = {"series": choice.of or "engineering", "specialty": choice.value, "level": level}
            facts = start.with_values({**values, "employer": employer, "city": city})
            yield facts, DAYS[1]
            yield facts.with_value("employment", "retired"), DAYS[1]
            yield facts.with_values({"employment": "civil_servant", "series": "other"}), DAYS[1]


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
        programme = record_of(Programme, raw, RULES)
    except SourceError:
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
        f"{sorted(case[0].values.items(), key=str)} {case[0].achievements} {case[1]}": case for case in cases(rulebook)
    }
    wanted = [(case, digest(rulebook, case)) for case in unique.values()]
    survivors: list[str] = []
    total = refused = 0
    for book in rulebook.books:
        if book.programme.draft_of:
            continue
        concerned = [pair for pair in wanted if pair[0][0].achievements is None or book.programme.id in pair[1]]
        for number, (what, raw) in enumerate(mutants(RULES / f"{book.programme.id}.yaml")):
            if number % STEP:
                continue
            total += 1
            changed = mutated(rulebook, book, raw)
            if changed is None:
                refused += 1
            elif not caught(changed, concerned):
                survivors.append(what)
    share = 1 - len(survivors) / total
    with capsys.disabled():
        print(f"\n{total} mutants, {refused} refused when loaded, {share:.1%} caught, {len(wanted)} cases")
    assert share >= LEAST, survivors


def caught(changed: Rulebook, wanted: list[tuple[Case, Digest]]) -> bool:
    """Whether some case comes out differently; the case that found one mutant is tried first on the next."""
    for number, (case, before) in enumerate(wanted):
        if digest(changed, case) != before:
            wanted.insert(0, wanted.pop(number))
            return True
    return False
