"""The whole interview walked with memo: every question with every kind of answer, to every end.

Answers are taken from an abstracted domain: of each fact one value of every kind that some rule tells apart, of each
day one on either side of every count. Two states with the same settled rules and the same values under the open ones
have the same future, so each is walked once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from eligibility.interview.intake import absences, decline
from eligibility.judging.evaluation import evaluate, explore
from eligibility.judging.judging import Docket
from eligibility.judging.placing import Placements, desk
from eligibility.judging.verdict import NextQuestion, Verdict
from eligibility.rulebook.days import Days
from eligibility.rulebook.fact_conditions import In, Is
from eligibility.rulebook.facts import NONE, Facts, Scalar
from eligibility.rulebook.floors import BELOW
from eligibility.rulebook.logic import Truth
from eligibility.rulebook.rulebook import Book, Rulebook
from knowledge.value import replace

Key = tuple[object, ...]


def good(day: date, item: int = 1) -> Facts:
    """An achievement that counts if its day does."""
    return Facts(
        {
            "achievement.kind": "project",
            "achievement.on": Days.on(day),
            "achievement.related": True,
            "achievement.used_before": False,
            "achievement.item": item,
        }
    )


@dataclass
class Walk:
    """A walk through the interview as of one day, and what was seen on it."""

    rulebook: Rulebook
    today: date
    year: int
    round: int | str = "latest"
    memo: dict[Key, tuple[frozenset[str], int]] = field(default_factory=dict)
    results: set[tuple[str, str, str]] = field(default_factory=set)
    placements: set[tuple[str, str]] = field(default_factory=set)
    tests: dict[Book | None, dict[str, list[frozenset[Scalar]]]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    needless: list[tuple[NextQuestion, Facts]] = field(default_factory=list)

    @property
    def counter(self) -> Placements:
        return desk(self.rulebook, self.today, self.round)

    def run(self, facts: Facts | None = None) -> tuple[frozenset[str], int]:
        """The outcomes that can be reached and the longest way to one, in questions."""
        start = absences(self.rulebook.factsheet, [], only_unasked=True).with_value("year", self.round)
        facts = start if facts is None else facts
        key = self.key(facts)
        if key in self.memo:
            return self.memo[key]
        verdict = evaluate(self.rulebook, facts, self.today)
        question = verdict.ask_next
        if question is None:
            self.see(verdict, facts)
            result = frozenset([verdict.outcome]), 0
        else:
            ends = [self.run(after) for after in self.answered(question, facts)]
            outcomes = frozenset().union(*(outcomes for outcomes, _ in ends))
            if len(outcomes) < 2:
                self.needless.append((question, facts))
            result = outcomes, 1 + max(depth for _, depth in ends)
        self.memo[key] = result
        return result

    def see(self, verdict: Verdict, facts: Facts) -> None:
        """Note what an end rests on."""
        if verdict.outcome == "undetermined" or not verdict.reasons:
            self.faults.append(f"{verdict.outcome} without an end or a reason: {dict(facts.values)}")
        book = verdict.book.programme.id if verdict.book else ""
        self.results |= {(book, reason.rule, reason.result) for reason in verdict.reasons}
        self.placements.add((book, verdict.reasons[0].rule))

    def key(self, facts: Facts) -> Key:
        """What the future of a state depends on."""
        standings = list(explore(self.counter, facts, Docket()))
        only = standings[0]
        if len(standings) > 1 or only.judgement is None:
            return (tuple(sorted(facts.values.items(), key=str)), facts.declined)
        rulings = [
            (path.route.id, ruling.rule.id, ruling.weight.value)
            for path in only.judgement.paths
            for ruling in path.rulings
        ]
        waiting = {
            path
            for each in only.judgement.paths
            for ruling in each.rulings
            if ruling.weight is Truth.UNKNOWN
            for condition in (ruling.rule.when, ruling.rule.holds)
            if condition
            for path in condition.reads()
        } | {path for each in only.judgement.paths if each.route.when for path in each.route.when.reads()}
        if "achievements" in waiting:
            waiting |= {"title.acquired_on", "title.level", "series", "level"}
        open_routes = tuple((path.route.id, path.open.value) for path in only.judgement.paths)
        values = tuple(sorted((path, str(self.kind(only.leaf.book, path, facts.get(path)))) for path in waiting))
        counted = str(only.judgement.case.counted)
        return (only.leaf.book, tuple(rulings), open_routes, values, counted, tuple(sorted(facts.declined)))

    def kind(self, book: Book | None, path: str, value: Scalar | None) -> object:
        """Which comparisons of a programme's rules a value passes; the value itself where they make none."""
        if book not in self.tests:
            rules = [] if book is None else [*book.programme.all_rules, *book.programme.routes]
            conditions = [each for rule in rules for each in (rule.when, getattr(rule, "holds", None)) if each]
            found: dict[str, list[frozenset[Scalar]]] = {}
            for test in (part for condition in conditions for part in condition.parts()):
                if isinstance(test, Is | In):
                    for key, wanted in test.pairs().items():
                        found.setdefault(key, []).append(frozenset([wanted] if isinstance(test, Is) else wanted))
            self.tests[book] = found
        tests = self.tests[book].get(path)
        return value if value is None or path.startswith("title") or not tests else [value in test for test in tests]

    def answered(self, question: NextQuestion, facts: Facts) -> Iterator[Facts]:
        """The facts after each kind of answer."""
        if question.fact == "achievements":
            yield from self.with_achievements(facts)
            return
        path = f"{question.fact}.{question.part}" if question.part else question.fact
        for value in self.values(question, path, facts):
            yield facts.with_value(path, value)
        if question.fact == "items_required":
            yield decline(facts, "items_required")

    def values(self, question: NextQuestion, path: str, facts: Facts) -> list[Scalar]:
        """One answer of every kind; of titles none, the one below the level and the level itself."""
        if path == "title.level":
            level = str(facts.get("level"))
            return [NONE, level, BELOW.get(level, "junior")][: 2 if level == "junior" else 3]
        if path in self.counter.values:
            return list(self.counter.values[path])
        if question.kind in ("flag", "yearly"):
            return [True, False]
        if question.kind == "many":
            return [frozenset[str](), *(frozenset([value]) for value, _ in question.choices[:5])]
        if question.kind == "choice":
            return [value for value, _ in question.choices]
        if question.kind == "date":
            return self.days(path)
        return [1, 2] if path == "items_required" else [0.5, 1.0]

    def days(self, path: str) -> list[Scalar]:
        """Days on either side of every count that a rule makes of a fact."""
        if path == "misconduct_on":
            return [NONE, *(Days.on(date(self.year - years, 6, 1)) for years in (1, 2, 3, 4))]
        if path == "exam_passed_on":
            return [NONE, *(Days.on(date(self.year - 5, *day)) for day in ((1, 2), (12, 1))), Days.on(date(2010, 1, 1))]
        return [Days.on(date(self.year - years, 12, 31)) for years in (1, 5, 10)]

    def with_achievements(self, facts: Facts) -> Iterator[Facts]:
        """None, one that counts, one that comes too late; further items where so many are asked for."""
        cutoff = date(self.year, 6, 1)
        if facts.achievements is not None:
            return
        for achievements in ((), (good(cutoff),), (good(date(self.year, 12, 1)),)):
            yield replace(facts, achievements=achievements)
