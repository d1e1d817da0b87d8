"""The interview: which question comes next, taking an answer, going back, changing an earlier answer, stopping.

A value, not a conversation: every step gives a new interview, so whoever holds one can stop and go on later. Here the
absence of a fact means that it was not asked; only 不清楚 means that the person does not know.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from eligibility.interview.given import Given, given_in
from eligibility.interview.intake import Intake
from eligibility.judging.advice import advise
from eligibility.judging.evaluation import evaluate
from eligibility.judging.next_question import question_about
from eligibility.judging.placing import desk
from eligibility.judging.verdict import NextQuestion, Verdict
from eligibility.rulebook.facts import DECLINED, Facts
from eligibility.rulebook.rulebook import Rulebook
from knowledge.value import replace

Raw = dict[str, object]


@dataclass(frozen=True)
class Interview:
    """The answers so far, in their order; `changing` is the fact that the person wants to answer anew."""

    rulebook: Rulebook
    today: date
    answers: tuple[Given, ...] = ()
    changing: str | None = None

    @cached_property
    def facts(self) -> Facts:
        """What is known by now, and what was answered with 不清楚."""
        facts = self.intake.read(self.raw)
        last = {answer.fact: answer.value for answer in self.answers}
        return replace(facts, declined=facts.declined | {fact for fact, value in last.items() if value == DECLINED})

    @cached_property
    def intake(self) -> Intake:
        """Reads answers; what was not asked stays open."""
        return Intake(self.rulebook.factsheet, self.today, interview=True)

    @cached_property
    def raw(self) -> Raw:
        """The answers as a file of facts."""
        raw: Raw = {}
        for answer in self.answers:
            raw = _with_answer(raw, answer)
        return raw

    @cached_property
    def verdict(self) -> Verdict:
        """The verdict on what is known by now."""
        return evaluate(self.rulebook, self.facts, self.today)

    @cached_property
    def conclusion(self) -> Verdict:
        """The verdict with what would make it eligible."""
        return advise(self.rulebook, self.facts, self.verdict)

    @cached_property
    def question(self) -> NextQuestion | None:
        """What to ask now; None once the outcome is certain, or where all that is left was answered with 不清楚."""
        if self.changing:
            counter = desk(self.rulebook, self.today, self.facts.get("year"))
            return question_about(counter, self.facts, self.rulebook.factsheet.by_path[self.changing])
        asked = self.verdict.ask_next
        return None if asked is None or asked.declined else asked

    def answer(self, value: object) -> "Interview":
        """The interview with the question answered; `FactError` where the answer, or a part of a record, cannot be."""
        if self.question is None:
            return self
        asked = self.question
        if isinstance(value, Mapping):
            return self.tell({asked.fact: value})
        parts = asked.parts if value is True and asked.parts else (asked.part,)
        given = [Given.model_validate({"fact": asked.fact, "part": part, "value": value}) for part in parts]
        return replace(self, answers=(*self.answers, *given), changing=None).check()

    def check(self) -> "Interview":
        """The same interview; `FactError` where one of its answers cannot be."""
        _ = self.facts
        return self

    def decline(self) -> "Interview":
        """The question answered with 不清楚."""
        if self.question is None:
            return self
        given = Given(fact=self.question.fact, part=self.question.part, value=DECLINED)
        return replace(self, answers=(*self.answers, given), changing=None)

    def tell(self, raw: Mapping[str, object]) -> "Interview":
        """The interview with facts that were told unasked; `FactError` where one cannot be."""
        return replace(self, answers=(*self.answers, *given_in(raw))).check()

    def back(self) -> "Interview":
        """The interview before the last answer."""
        return replace(self, answers=self.answers[:-1], changing=None)

    def change(self, key: str) -> "Interview":
        """The interview asking for one fact anew; all other answers are kept."""
        kept = tuple(answer for answer in self.answers if answer.fact != key)
        return replace(self, answers=kept, changing=key)


def _with_answer(raw: Raw, answer: Given) -> Raw:
    """The file of facts with one more answer; a part goes into its record, an achievement's into its place."""
    if answer.value == DECLINED:
        return raw
    if answer.part is None:
        return {**raw, answer.fact: answer.value}
    held = raw.get(answer.fact)
    index, _, name = answer.part.partition(".")
    if isinstance(held, list) and name:
        changed = [{**each, name: answer.value} if str(n) == index else each for n, each in enumerate(held)]
        return {**raw, answer.fact: changed}
    record = held if isinstance(held, dict) else {}
    return {**raw, answer.fact: {**record, answer.part: answer.value}}
