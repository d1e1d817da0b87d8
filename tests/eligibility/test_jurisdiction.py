"""The rules of the self-check and the table `lexicon/jurisdiction.yaml` hold the same of who judges whom."""

from collections.abc import Iterator
from datetime import date

import pytest

from eligibility.judging.placing import UNNAMED, PlacedCase, desk
from eligibility.rulebook.rulebook import Rulebook
from knowledge.scope import Facets
from knowledge.store.library import Library
from knowledge.terms import search_form

LATER = date(2026, 1, 1)
ASKS_WHEN = frozenset({"when"})
NO_PLACE = (None, "省外")


def cases(rulebook: Rulebook, outcome: str) -> Iterator[PlacedCase]:
    """The cases, one of each kind, that the rules give this outcome."""
    placements = desk(rulebook, LATER, None)
    for _, placement in placements.entries:
        if placement.outcome == outcome:
            yield from placements.cases_of(placement)


def facets_of(case: PlacedCase) -> Facets:
    """A case as a question has it."""
    series, level, city, specialty, employer = (
        str(value) if (value := case.facts.get(path)) is not None else None
        for path in ("series", "level", "city", "specialty", "employer")
    )
    is_named = specialty not in (None, UNNAMED) and series != "arts_crafts"  # which has no specialties of its own
    return Facets(
        place=None if city in NO_PLACE else city,
        series=(series,) if series else (),
        level=level,
        specialty=search_form(specialty) if specialty and is_named else None,
        employer=employer,
    )


def may_say_when(library: Library, case: PlacedCase) -> bool:
    """Whether the notice that places a case may answer it when to apply."""
    assert case.book is not None
    notice = library.notices[case.book.programme.id]
    return library.jurisdiction.may_answer(notice, facets_of(case), ASKS_WHEN)


@pytest.mark.parametrize(("outcome", "may_say"), [("own", True), ("elsewhere", False)])
def test_who_judges_a_case_says_when_to_apply_and_who_does_not_is_silent(
    rulebook: Rulebook, library: Library, outcome: str, may_say: bool
) -> None:
    placed = list(cases(rulebook, outcome))
    assert len(placed) > 20
    assert [facets_of(case) for case in placed if may_say_when(library, case) is not may_say] == []
