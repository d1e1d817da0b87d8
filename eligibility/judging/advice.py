"""What would make an applicant eligible: the smallest set of changes that does, and the year from which it would.

Only facts that a person can change are tried (`changeable` in the factsheet): a letter that is missing, an exam, one
more achievement, years that pass. Nothing is advised that the rules do not bear out: every set is tried on them.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations

from eligibility.judging.evaluation import evaluate
from eligibility.judging.judging import Docket
from eligibility.judging.verdict import Change, Verdict
from eligibility.rulebook.days import Days, plus_years
from eligibility.rulebook.facts import Facts, Scalar
from eligibility.rulebook.rulebook import Rulebook

MOST_CHANGES = 3
MOST_ACHIEVEMENTS = 3
LONGEST_WAIT = 12


def advise(rulebook: Rulebook, facts: Facts, verdict: Verdict) -> Verdict:
    """The verdict with the smallest changes that would make it eligible; none where it is not `not_eligible`."""
    if verdict.outcome != "not_eligible" or verdict.programme is None:
        return verdict
    options, docket = list(changes(facts, verdict)), Docket()
    for size in range(1, MOST_CHANGES + 1):
        for chosen in combinations(options, size):
            if len({change.fact for change in chosen}) < size:
                continue
            changed = apply(facts, chosen, verdict)
            if evaluate(rulebook, changed, verdict.today, docket).outcome == "eligible":
                return replace(verdict, advice=chosen)
    return verdict


def changes(facts: Facts, verdict: Verdict) -> Iterator[Change]:
    """The single changes that a person could bring about, the easiest first."""
    failed = {reason.rule for reason in verdict.reasons if reason.result != "met"}
    mends = {reason.rule: reason.mend for reason in verdict.reasons if reason.mend}
    if facts.get("entrusted") is not True and "entrusted" in failed:
        yield Change("entrusted", True, mends.get("entrusted", ""))
    if "exam" in failed:
        yield Change("exam_passed_on", Days.on(verdict.today), mends.get("exam", ""))
    yield from _more_achievements(facts, mends, failed)
    yield from waiting(verdict, failed)
    if "degree" in failed:
        for degree in ("college", "bachelor", "master", "doctor"):
            yield Change("degree", degree, mends.get("degree", ""))


def _more_achievements(facts: Facts, mends: dict[str, str], failed: set[str]) -> Iterator[Change]:
    """One, two or three more achievements that count, each meeting another item of the standard."""
    if facts.achievements is None or not failed & {"achievement", "items"}:
        return
    text = mends.get("achievement") or mends.get("items", "")
    for count in range(1, MOST_ACHIEVEMENTS + 1):
        yield Change("achievements", count, f"{text}（{count}项）")


def waiting(verdict: Verdict, failed: set[str]) -> Iterator[Change]:
    """Years that pass: to the year in which the years of service are reached, or the other counts run out."""
    mends = [reason.mend for reason in verdict.reasons if reason.rule in WAITS and reason.mend]
    first = (verdict.year or 0) + 1
    known = [verdict.earliest_year] if verdict.earliest_year and verdict.earliest_year >= first else []
    tried = known or range(first, first + LONGEST_WAIT) if failed & WAITS.keys() else []
    for year in tried:
        yield Change("year", year, f"等到{year}年度。{''.join(dict.fromkeys(mends))}".strip())


WAITS = {
    "years": "title.acquired_on",
    "misconduct": "misconduct_on",
    "freelance-years": "freelance_years",
    "skilled-years": "skilled.acquired_on",
}


def apply(facts: Facts, chosen: tuple[Change, ...], verdict: Verdict) -> Facts:
    """The facts as they would be. A year that passes is as good as a day that lies a year further back."""
    for change in chosen:
        if change.fact == "achievements" and isinstance(change.value, int):
            facts = with_achievements(facts, change.value, verdict)
        elif change.fact == "year" and isinstance(change.value, int):
            facts = earlier(facts, change.value - (verdict.year or change.value))
        else:
            facts = facts.with_value(change.fact, change.value)
    return facts


def with_achievements(facts: Facts, count: int, verdict: Verdict) -> Facts:
    """More achievements of the plainest kind, on the last day that counts, with items that were not met yet."""
    day = _last_day(verdict)
    met = {each.get("achievement.item") for each in facts.achievements or ()}
    items = [item for item in range(1, len(met) + count + 1) if item not in met][:count]
    more = tuple(
        Facts(
            {
                "achievement.kind": "project",
                "achievement.on": Days.on(day),
                "achievement.related": True,
                "achievement.used_before": False,
                "achievement.item": item,
            }
        )
        for item in items
    )
    return replace(facts, achievements=(*(facts.achievements or ()), *more))


def _last_day(verdict: Verdict) -> date:
    """The last day on which an achievement still counts: the latest that none of the programme's cut-offs refuses."""
    programme = verdict.programme
    days = [
        day
        for rule in (programme.achievements if programme else ())
        for condition in rule.holds.parts()
        for day in getattr(condition, "until", {}).values()
    ]
    return min(days, default=verdict.today)


def earlier(facts: Facts, years: int) -> Facts:
    """The facts as they will be after so many years, seen from today: every count that waits is so much further on."""
    moved: dict[str, Scalar] = {}
    for path in WAITS.values():
        value = facts.get(path)
        if isinstance(value, Days):
            moved[path] = Days(plus_years(value.first, -years), plus_years(value.last, -years))
        elif isinstance(value, int | float) and not isinstance(value, bool):
            moved[path] = value + years
    return facts.with_values(moved)
