"""Forty people walked through the self-check: how much each is asked and why, and whether the verdict is theirs."""

from collections.abc import Iterator
from datetime import date
from statistics import median

import pytest

from eligibility.interview.interview import Interview
from eligibility.judging.verdict import NextQuestion
from eligibility.rulebook.facts import NONE
from eligibility.rulebook.rulebook import Rulebook
from tests.eligibility.rows import Row, rows

MOST, USUAL = 15, 9  # questions of one, and of half of all
ABSENT = {"misconduct_on": NONE, "talents": [], "skilled": NONE, "exam_passed_on": NONE}
PEOPLE = [row for row in rows() if "undetermined" not in row["want"]["outcome"] and "year" not in row["facts"]][:40]


def answer_of(row: Row, question: NextQuestion) -> object | None:
    """What this person answers; None for 不清楚."""
    told = row["facts"].get(question.fact, ABSENT.get(question.fact))
    if question.part is None or told is None or told == NONE:
        return told
    if question.kind == "yearly":
        return all(told.values())
    if question.parts:
        return {part: told[part] for part in question.parts if part in told}
    index, _, name = question.part.partition(".")
    if isinstance(told, list):
        return told[int(index)].get(name)
    return told.get(question.part)  # type: ignore[no-any-return]  # as the file holds it


def walked(rulebook: Rulebook, row: Row) -> tuple[Interview, list[Interview]]:
    """The interview at its end, and as it stood at each question."""
    interview, asked = Interview(rulebook, date.fromisoformat(row["as_of"])), list[Interview]()
    while interview.question and len(asked) < MOST:
        asked.append(interview)
        value = answer_of(row, interview.question)
        interview = interview.decline() if value in (None, "unknown") else interview.answer(value)
    return interview, asked


@pytest.mark.parametrize("row", PEOPLE, ids=[row["id"] for row in PEOPLE])
def test_each_gets_the_verdict_that_is_written_for_them(rulebook: Rulebook, row: Row) -> None:
    interview, asked = walked(rulebook, row)
    assert interview.verdict.outcome in row["want"]["outcome"]
    assert len(asked) < MOST
    for each in asked:
        assert not {*others_named_at(each)}


def others_named_at(interview: Interview) -> Iterator[str]:
    """The facts of which the clause that a question quotes names only what this person is not."""
    assert interview.question
    why = interview.question.why
    for key in ("series", "employer", "city", "level") if why else ():
        own, named = interview.facts.get(key), interview.rulebook.factsheet.by_path[key].values_in(why.quote)
        if own and named and own not in named:
            yield key


def test_half_of_them_are_asked_few_questions(rulebook: Rulebook) -> None:
    assert len(PEOPLE) == 40
    assert median(len(walked(rulebook, row)[1]) for row in PEOPLE) <= USUAL
