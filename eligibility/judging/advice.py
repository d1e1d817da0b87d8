"""What would make an applicant eligible: the smallest set of changes that does, and the year from which it would.

Only what a rule's own `remedy` names is tried: a letter that is missing, an exam, one more achievement, years that
pass. Nothing is advised that the rules do not bear out: every set is tried on them.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from itertools import combinations, groupby

from eligibility.judging.evaluation import evaluate
from eligibility.judging.judging import Docket
from eligibility.judging.saying import Saying, Wording, say
from eligibility.judging.verdict import Change, Verdict
from eligibility.rulebook.days import Days, plus_years
from eligibility.rulebook.fact_conditions import Until
from eligibility.rulebook.facts import Facts, Scalar
from eligibility.rulebook.rulebook import Programme, Remedy, Rulebook
from knowledge.value import Value, replace

MOST_CHANGES = 3
MOST_ACHIEVEMENTS = 3
LONGEST_WAIT = 12
TODAY = "today"  # as a remedy writes the day of the verdict


def advise(rulebook: Rulebook, facts: Facts, verdict: Verdict) -> Verdict:
    """The verdict with the smallest changes that would make it eligible; none where it is not `not_eligible`."""
    if verdict.outcome != "not_eligible" or verdict.programme is None:
        return verdict
    remedies = Remedies(rulebook, verdict, verdict.programme)
    options, docket = list(remedies.changes(facts)), Docket()
    for size in range(1, MOST_CHANGES + 1):
        for chosen in combinations(options, size):
            if len({change.fact for change in chosen}) < size:
                continue
            changed = remedies.apply(facts, chosen)
            if evaluate(rulebook, changed, verdict.today, docket, asks=False).outcome == "eligible":
                return replace(verdict, advice=chosen)
    return verdict


class Remedies(Value):
    """What the rules of a programme say that a person could change, where a verdict says that they are not met."""

    rulebook: Rulebook
    verdict: Verdict
    programme: Programme

    @cached_property
    def mends(self) -> dict[str, Saying]:
        """The rules that are not met, with what the verdict says to do about each."""
        return {reason.rule: reason.mend or Saying() for reason in self.verdict.reasons if reason.result != "met"}

    @cached_property
    def open(self) -> list[tuple[Remedy, Saying]]:
        """The remedies of these rules with the words for them, a rule of two routes once."""
        remedies = {rule.id: rule.remedy for rule in self.programme.all_rules if rule.remedy}
        found = [(remedy, self.mends[rule]) for rule, remedy in remedies.items() if rule in self.mends]
        return sorted(found, key=lambda each: self._effort(each[0]))

    def _effort(self, remedy: Remedy) -> int:
        """How hard it is to bring about."""
        return max(self.rulebook.factsheet.by_path[path].effort for path in remedy.facts)

    def changes(self, facts: Facts) -> Iterator[Change]:
        """The single changes that a person could bring about, the easiest first; each fact is changed in one way."""
        for key, same in groupby(self.open, key=lambda each: _kind_of(each[0])):
            remedies, texts = zip(*same, strict=True)
            if key == "more":
                yield from _more_achievements(facts, next(filter(None, texts), Saying()))
            elif key == "waits":
                yield from self._waiting(texts)
            else:
                for remedy, text in zip(remedies, texts, strict=True):
                    yield from self._settings(facts, remedy, text)

    def _settings(self, facts: Facts, remedy: Remedy, text: Saying) -> Iterator[Change]:
        """A fact with another value."""
        for path, values in remedy.to.items():
            for value in values:
                scalar = Days.on(self.verdict.today) if value == TODAY else value
                if facts.get(path) != scalar:
                    yield Change(path, scalar, text)

    def _waiting(self, texts: Iterable[Saying]) -> Iterator[Change]:
        """Years that pass: to the year in which the years of service are reached, or the other counts run out."""
        earliest, first = self.verdict.earliest_year, (self.verdict.year or 0) + 1
        tried = [earliest] if earliest and earliest >= first else range(first, first + LONGEST_WAIT)
        for year in tried:
            wait = say(Wording.WAIT, {"year": str(year)})
            yield Change("year", year, sum(dict.fromkeys(texts), wait))

    def apply(self, facts: Facts, chosen: tuple[Change, ...]) -> Facts:
        """The facts as they would be. A year that passes is as good as a day that lies a year further back."""
        for change in chosen:
            if change.fact == "achievements" and isinstance(change.value, int):
                facts = self._with_achievements(facts, change.value)
            elif change.fact == "year" and isinstance(change.value, int):
                facts = self._later(facts, change.value - (self.verdict.year or change.value))
            else:
                facts = facts.with_value(change.fact, change.value)
        return facts

    def _with_achievements(self, facts: Facts, count: int) -> Facts:
        """More achievements of the plainest kind, on the last day that counts, with items that were not met yet."""
        plainest = next(remedy.more for remedy, _ in self.open if remedy.more)
        shared = {f"achievement.{key}": value for key, value in plainest.items()}
        met = {each.get("achievement.item") for each in facts.achievements or ()}
        items = [item for item in range(1, len(met) + count + 1) if item not in met][:count]
        day = Days.on(self._last_day)
        more = tuple(Facts({**shared, "achievement.on": day, "achievement.item": item}) for item in items)
        return replace(facts, achievements=(*(facts.achievements or ()), *more))

    @cached_property
    def _last_day(self) -> date:
        """The last day on which an achievement still counts: the latest that none of the cut-offs refuses."""
        conditions = (part for rule in self.programme.achievements for part in rule.holds.parts())
        days = [day for part in conditions if isinstance(part, Until) for day in part.until.values()]
        return min(days, default=self.verdict.today)

    def _later(self, facts: Facts, years: int) -> Facts:
        """The facts after so many years, seen from today: every count that waits is so much further on."""
        moved: dict[str, Scalar] = {}
        for path in self.rulebook.waiting:
            value = facts.get(path)
            if isinstance(value, Days):
                moved[path] = Days(plus_years(value.first, -years), plus_years(value.last, -years))
            elif isinstance(value, int | float) and not isinstance(value, bool):
                moved[path] = value + years
        return facts.with_values(moved)


def _kind_of(remedy: Remedy) -> str:
    """Which of the three a remedy is."""
    return "more" if remedy.more else "waits" if remedy.waits else "to"


def _more_achievements(facts: Facts, text: Saying) -> Iterator[Change]:
    """One, two or three more achievements that count, each meeting another item of the standard."""
    if facts.achievements is not None:
        for count in range(1, MOST_ACHIEVEMENTS + 1):
            yield Change("achievements", count, text + say(Wording.SO_MANY, {"count": str(count)}))
