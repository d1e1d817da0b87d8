"""Bad facts are refused with their path, the value found and what is allowed."""

from datetime import date

import pytest

from eligibility.errors import FactError
from eligibility.interview.intake import Intake
from eligibility.rulebook.days import Days
from eligibility.rulebook.rulebook import Rulebook

TODAY = date(2024, 7, 10)
BAD = [
    ({"salary": 1}, "salary", "the facts are"),
    ({"year": 3000}, "year", "2100"),
    ({"year": "2024"}, "year", "whole number"),
    ({"year": True}, "year", "whole number"),
    ({"city": "北京"}, "city", "沈阳"),
    ({"city": ["沈阳"]}, "city", "沈阳"),
    ({"level": "professor"}, "level", "full_senior"),
    ({"specialty": ""}, "specialty", "1 to 40"),
    ({"specialty": "长" * 41}, "specialty", "1 to 40"),
    ({"title": "高工"}, "title", "level"),
    ({"title": {"rank": 1}}, "title.rank", "acquired_on"),
    ({"title": {"level": "intermediate", "acquired_on": "2024-02-30"}}, "title.acquired_on", "YYYY-MM-DD"),
    ({"title": {"level": "intermediate", "acquired_on": "2024-07-11"}}, "title.acquired_on", "on or before 2024-07-10"),
    ({"title": {"level": "intermediate", "acquired_on": 20240101}}, "title.acquired_on", "YYYY-MM-DD"),
    ({"title": {"level": "intermediate", "acquired_on": "2024-13"}}, "title.acquired_on", "YYYY-MM-DD"),
    ({"freelance_years": -1}, "freelance_years", "from 0"),
    ({"freelance_years": float("nan")}, "freelance_years", "from 0"),
    ({"freelance_years": "3"}, "freelance_years", "number"),
    ({"items_required": 1.5}, "items_required", "whole number"),
    ({"entrusted": "yes"}, "entrusted", "true or false"),
    ({"talents": "xingliao"}, "talents", "list"),
    ({"talents": ["genius"]}, "talents.0", "xingliao"),
    ({"appraisals": {"22": True}}, "appraisals.22", "four digits"),
    ({"appraisals": {"2022": "good"}}, "appraisals.2022", "true or false"),
    ({"achievements": {}}, "achievements", "list"),
    ({"achievements": [{}] * 10_000}, "achievements", "at most 500"),
    ({"achievements": [{"kind": "poem"}]}, "achievements.0.kind", "project"),
    ({"achievements": [{}, {"on": "2024-02-30"}]}, "achievements.1.on", "YYYY-MM-DD"),
    ({"achievements": [{"annual_benefit_wan": -5}]}, "achievements.0.annual_benefit_wan", "from 0"),
    ({"skilled": {"grade": "master"}}, "skilled.grade", "senior_technician"),
    ({"misconduct_on": "2030-01-01"}, "misconduct_on", "on or before"),
    ([], "facts", "object"),
    (None, "facts", "object"),
]


@pytest.mark.parametrize(("raw", "path", "allowed"), BAD)
def test_refused(rulebook: Rulebook, raw: object, path: str, allowed: str) -> None:
    with pytest.raises(FactError) as caught:
        Intake(rulebook.factsheet, TODAY).read(raw)
    assert caught.value.path == path
    assert allowed in caught.value.allowed
    assert "\n" not in str(caught.value)


def test_absence_null_and_not_clear(rulebook: Rulebook) -> None:
    facts = Intake(rulebook.factsheet, TODAY).read({"city": None, "degree": "unknown"})
    assert facts.get("city") is None
    assert "city" not in facts.declined
    assert facts.declined == {"degree", "items_required"}
    assert facts.get("misconduct_on") == "none"
    assert facts.get("talents") == frozenset()
    assert facts.get("skilled.grade") == "none"


def test_in_an_interview_nothing_is_taken_for_granted(rulebook: Rulebook) -> None:
    facts = Intake(rulebook.factsheet, TODAY, interview=True).read({})
    assert facts.get("misconduct_on") is None
    assert not facts.declined


def test_other_ways_of_writing(rulebook: Rulebook) -> None:
    facts = Intake(rulebook.factsheet, TODAY).read({"specialty": "石化", "city": "沈阳市", "level": "副高"})
    assert facts.get("specialty") == "石油化工"
    assert facts.get("city") == "沈阳"
    assert facts.get("level") == "associate_senior"


def test_days_known_roughly(rulebook: Rulebook) -> None:
    raw = {"title": {"level": "intermediate", "acquired_on": "2024-01-01/2024-12-31"}}
    facts = Intake(rulebook.factsheet, TODAY).read(raw)
    assert facts.get("title.acquired_on") == Days(date(2024, 1, 1), TODAY)
