"""What must hold for all facts: order does not matter, certainty does not flip, unknowns are neither met nor failed."""

import json
from datetime import date
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eligibility.interview.intake import Intake
from eligibility.judging.advice import Remedies, advise
from eligibility.judging.evaluation import evaluate
from eligibility.judging.verdict import Verdict
from eligibility.rulebook.facts import Facts
from eligibility.rulebook.loading import load_rulebook
from tests.eligibility.samples import Raw, whole_facts

pytestmark = pytest.mark.no_cover  # the rows cover the same lines; counted, this takes minutes

RULEBOOK = load_rulebook()
DAYS = st.sampled_from([date(2024, 7, 10), date(2025, 10, 20)])
MEANT_AS_NONE = {"misconduct_on", "skilled", "talents", "items_required"}  # absent, these are said not to be
CHOICES = {
    "city": ["沈阳", "大连", "抚顺", "沈抚示范区", "省外"],
    "employer": [choice.value for choice in RULEBOOK.factsheet.by_path["employer"].choices],
    "employment": ["in_service", "retired", "civil_servant"],
    "series": ["engineering", "economics", "arts_crafts", "other"],
    "level": ["full_senior", "associate_senior", "intermediate", "junior"],
    "degree": ["doctor", "master", "bachelor", "college", "secondary"],
    "entrusted": [True, False],
}
RUN = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def facts_of(raw: Raw, day: date) -> Facts:
    return Intake(RULEBOOK.factsheet, day).read(raw)


def verdict_of(raw: Raw, day: date) -> Verdict:
    return evaluate(RULEBOOK, facts_of(raw, day), day)


@RUN
@given(whole_facts(), DAYS, st.randoms())
def test_the_order_of_the_answers_does_not_matter(raw: Raw, day: date, random: Random) -> None:
    keys = list(raw)
    random.shuffle(keys)
    shuffled = {key: raw[key] for key in keys}
    assert json.dumps(verdict_of(raw, day).as_json()) == json.dumps(verdict_of(shuffled, day).as_json())


@RUN
@given(whole_facts(), DAYS, st.sets(st.sampled_from(sorted(CHOICES.keys() | {"title", "achievements", "specialty"}))))
def test_a_certain_outcome_never_flips_when_more_is_answered(raw: Raw, day: date, missing: set[str]) -> None:
    partial = {key: value for key, value in raw.items() if key not in missing}
    before, after = verdict_of(partial, day), verdict_of(raw, day)
    assert after.outcome != "undetermined" or raw["items_required"] == "unknown"
    if before.outcome != "undetermined":
        assert before.outcome == after.outcome
    elif before.ask_next:
        assert before.ask_next.fact not in partial or before.ask_next.fact in MEANT_AS_NONE


@RUN
@given(whole_facts(), DAYS, st.sampled_from(sorted(CHOICES)))
def test_a_verdict_under_an_unknown_is_that_of_all_completions(raw: Raw, day: date, missing: str) -> None:
    partial = {key: value for key, value in raw.items() if key != missing}
    completions = {verdict_of({**raw, missing: value}, day).outcome for value in CHOICES[missing]}
    outcome = verdict_of(partial, day).outcome
    assert outcome == (completions.pop() if len(completions) == 1 else "undetermined")


@RUN
@given(whole_facts(), DAYS)
def test_not_clear_is_never_taken_for_no(raw: Raw, day: date) -> None:
    """Answered with 不清楚, a fact leaves open what it leaves open when it was not asked."""
    for key in ("employer", "degree", "entrusted"):
        absent = verdict_of({name: value for name, value in raw.items() if name != key}, day)
        declined = verdict_of({**raw, key: "unknown"}, day)
        assert declined.outcome == absent.outcome
        assert (declined.ask_next is None) == (absent.ask_next is None)


@RUN
@given(whole_facts(), DAYS)
def test_what_is_advised_makes_it_eligible_and_nothing_less_does(raw: Raw, day: date) -> None:
    facts = facts_of(raw, day)
    verdict = advise(RULEBOOK, facts, evaluate(RULEBOOK, facts, day))
    if not verdict.advice or verdict.programme is None:
        return
    remedies = Remedies(RULEBOOK, verdict, verdict.programme)
    assert evaluate(RULEBOOK, remedies.apply(facts, verdict.advice), day).outcome == "eligible"
    for left_out in verdict.advice:
        fewer = tuple(change for change in verdict.advice if change != left_out)
        assert evaluate(RULEBOOK, remedies.apply(facts, fewer), day).outcome != "eligible"


@RUN
@given(whole_facts(), DAYS)
def test_the_earliest_year_is_the_first_that_suffices(raw: Raw, day: date) -> None:
    verdict = verdict_of(raw, day)
    results = {reason.rule: reason.result for reason in verdict.reasons}
    if verdict.earliest_year is None or verdict.year is None or "years" not in results:
        return
    assert (results["years"] == "failed") == (verdict.earliest_year > verdict.year)
    if verdict.earliest_year > verdict.year:
        wait = verdict.earliest_year - verdict.year
        for years, wanted in ((wait, "met"), (wait - 1, "failed")):
            title = dict(raw["title"])  # type: ignore[call-overload]
            title["acquired_on"] = f"{int(title['acquired_on'][:4]) - years}{title['acquired_on'][4:]}"
            again = {reason.rule: reason.result for reason in verdict_of({**raw, "title": title}, day).reasons}
            assert again["years"] == wanted


@RUN
@given(whole_facts(), DAYS, st.sets(st.sampled_from(sorted(CHOICES.keys() | {"title", "achievements", "specialty"}))))
def test_no_reason_rests_on_an_assumed_fact(raw: Raw, day: date, missing: set[str]) -> None:
    """What is met or failed while something is open stands the same once all is told."""
    before = verdict_of({key: value for key, value in raw.items() if key not in missing}, day)
    after = {reason.rule: reason.result for reason in verdict_of(raw, day).reasons}
    if before.outcome == "undetermined":
        firm = {reason.rule: reason.result for reason in before.reasons if reason.result != "unknown"}
        assert {rule: result for rule, result in firm.items() if after.get(rule, result) != result} == {}


@pytest.mark.parametrize("day", [date(2024, 7, 10), date(2025, 10, 20), date(2026, 11, 25)])
def test_of_nobody_nothing_is_said(day: date) -> None:
    verdict = verdict_of({}, day)
    assert (verdict.reasons, verdict.windows, verdict.places, verdict.contacts) == ((), (), (), ())


def test_a_refusal_rests_on_what_was_told_though_something_else_might_bar_too() -> None:
    told = {"series": "engineering", "specialty": "数据科学与工程", "employer": "private", "level": "intermediate"}
    verdict = verdict_of({**told, "city": "大连"}, date(2024, 7, 10))
    assert [(reason.rule, reason.result) for reason in verdict.reasons] == [("level-offered", "failed")]
    assert "{" not in str(verdict.reasons[0].mend)


def test_one_achievement_that_does_not_count_fails_nothing_while_another_may() -> None:
    one = {"kind": "project", "on": "2012-01-01", "related": False, "used_before": False}
    told = {"series": "engineering", "specialty": "机电", "employer": "provincial_institution", "city": "沈阳"}
    told |= {"level": "full_senior", "employment": "in_service", "achievements": [one, {**one, "related": True}]}
    results = {reason.rule: reason.result for reason in verdict_of(told, date(2024, 7, 10)).reasons}
    assert results["achievement-related"] == "unknown"
