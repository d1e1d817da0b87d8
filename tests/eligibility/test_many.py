"""Many achievements: a verdict takes time in proportion, and is the same whatever was heard before."""

from datetime import date
from time import process_time

import pytest

from eligibility.interview.intake import Intake
from eligibility.judging.advice import advise
from eligibility.judging.evaluation import evaluate
from eligibility.judging.judging import Docket
from eligibility.rulebook.facts import Facts
from eligibility.rulebook.rulebook import Rulebook
from knowledge.value import replace
from tests.eligibility.rows import rows

TODAY = date(2024, 7, 10)
UNPLACED = {"series": "engineering", "level": "associate_senior", "degree": "bachelor", "employment": "in_service"}
PLACED = {**UNPLACED, "city": "沈阳", "employer": "private", "specialty": "机械设计"}
MANY, MORE = 100, 400


def facts_with(rulebook: Rulebook, count: int, others: dict[str, object]) -> Facts:
    achievements = [
        {"kind": "project", "on": f"{1990 + number % 34}-03-0{1 + number % 9}", "related": number % 2 == 0}
        for number in range(count)
    ]
    title = {"level": "intermediate", "acquired_on": "2015-01-01/2019-12-31"}
    return Intake(rulebook.factsheet, TODAY).read({**others, "title": title, "achievements": achievements})


def seconds(rulebook: Rulebook, facts: Facts) -> float:
    began = process_time()
    verdict = advise(rulebook, facts, evaluate(rulebook, facts, TODAY))
    assert len(verdict.achievements) in (0, len(facts.achievements or ()))
    return process_time() - began


@pytest.mark.parametrize("others", [UNPLACED, PLACED])
def test_time_grows_with_the_achievements_and_no_faster(rulebook: Rulebook, others: dict[str, object]) -> None:
    few, many = (facts_with(rulebook, count, others) for count in (MANY, MORE))
    seconds(rulebook, few)
    shortest = [min(seconds(rulebook, facts) for _ in range(3)) for facts in (few, many)]
    assert shortest[1] < 2 * MORE / MANY * shortest[0]


def test_a_verdict_is_the_same_where_nobody_is_there_to_be_asked(rulebook: Rulebook) -> None:
    told = [Intake(rulebook.factsheet, TODAY).read(row["facts"]) for row in rows() if "facts" in row][:60]
    for facts in told:
        asked, unasked = evaluate(rulebook, facts, TODAY), evaluate(rulebook, facts, TODAY, asks=False)
        assert unasked == replace(asked, ask_next=None)


def test_what_was_heard_before_changes_no_verdict(rulebook: Rulebook) -> None:
    docket = Docket()
    told = [Intake(rulebook.factsheet, TODAY).read(row["facts"]) for row in rows() if "facts" in row][:60]
    heard = [each.achievements for each in told if each.achievements]
    for number, facts in enumerate(told):
        mixed = replace(facts, achievements=heard[number % len(heard)])
        fresh = evaluate(rulebook, mixed, TODAY).as_json()
        assert evaluate(rulebook, mixed, TODAY, docket).as_json() == fresh
