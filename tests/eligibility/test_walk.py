"""The whole interview walked for every notice: no undecided end, no needless question, no dead rule."""

from datetime import date

import pytest

from eligibility.judging.placing import desk
from eligibility.review.lint import dead
from eligibility.rulebook.rulebook import Rulebook
from tests.eligibility.walking import Walk

pytestmark = [
    pytest.mark.slow,
    pytest.mark.no_cover,  # the rows cover the same lines; counted, this takes minutes
]

LONGEST = 20  # questions


@pytest.fixture(scope="module")
def walks(rulebook: Rulebook) -> list[Walk]:
    return [Walk(rulebook, date(2024, 7, 10), 2024), Walk(rulebook, date(2025, 10, 20), 2025, 2025)]


def test_every_way_ends(walks: list[Walk], capsys: pytest.CaptureFixture[str]) -> None:
    for walk in walks:
        outcomes, longest = walk.run()
        with capsys.disabled():
            print(  # the figure is wanted in the log
                f"\n{walk.year}: {len(walk.memo)} states, longest way {longest} questions", end=" "
            )
        assert not walk.faults, walk.faults[:3]
        assert not walk.needless, walk.needless[:3]
        assert "undetermined" not in outcomes
        assert longest <= LONGEST


def test_no_rule_is_dead(walks: list[Walk], rulebook: Rulebook) -> None:
    """Every rule is met at some end and fails at another, every placement and route is the end of some way."""
    seen = set().union(*(walk.results for walk in walks))
    for book in rulebook.books:
        programme = book.programme
        for rule in (*programme.rules, *(rule for route in programme.routes for rule in route.rules)):
            assert (programme.id, rule.id, "met") in seen, rule.id
            if rule.id not in NEVER_FAIL:
                assert (programme.id, rule.id, "failed") in seen, rule.id
        for route in programme.routes:
            told = {(programme.id, route.id, result) for result in ("met", "unknown", "failed")}
            assert not route.because or told & seen, route.id


NEVER_FAIL = {"in-service", "employment-relation", "freelance-in-service"}  # a placement refuses these first


def test_every_placement_is_reached(rulebook: Rulebook) -> None:
    assert not list(dead(desk(rulebook, date(2025, 10, 20), "latest")))
