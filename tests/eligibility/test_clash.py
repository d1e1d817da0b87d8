"""Two programmes of one year that place a case differently: the person is shown both sentences."""

from datetime import date

from eligibility.interview.intake import Intake
from eligibility.judging.evaluation import evaluate
from eligibility.rulebook.rulebook import Book, Rulebook
from knowledge.value import replace

TODAY = date(2024, 7, 10)
METROLOGY = {
    "city": "沈阳",
    "employer": "private",
    "employment": "in_service",
    "series": "engineering",
    "specialty": "计量",
    "level": "full_senior",
}


def sending_elsewhere(book: Book) -> Book:
    """A second programme of the same year, whose committee takes nobody in."""
    placements = [
        each.replace(outcome="elsewhere") if each.outcome == "own" else each for each in book.programme.placements
    ]
    return replace(book, programme=book.programme.replace(placements=tuple(placements)))


def test_a_clash_gives_both_quotes_and_is_left_open(rulebook: Rulebook) -> None:
    own = next(book for book in rulebook.books if book.programme.id == "ln-scjg-2024")
    clashing = replace(rulebook, books=(*rulebook.books, sending_elsewhere(own)))
    verdict = evaluate(clashing, Intake(rulebook.factsheet, TODAY).read(METROLOGY), TODAY)
    placed = [reason for reason in verdict.reasons if reason.rule == "jurisdiction-full"]
    assert verdict.outcome == "unclear"
    assert {reason.result for reason in placed} == {"met", "failed"}
    assert all(reason.citations for reason in placed)


def test_the_rule_files_as_they_are_have_no_clash(rulebook: Rulebook) -> None:
    verdict = evaluate(rulebook, Intake(rulebook.factsheet, TODAY).read(METROLOGY), TODAY)
    assert verdict.outcome == "undetermined"
