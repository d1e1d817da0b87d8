"""The interview: natural order, 不清楚, going back, changing an answer while the others stay."""

from datetime import date

import pytest

from eligibility.errors import FactError
from eligibility.interview.interview import Interview
from eligibility.rulebook.rulebook import Rulebook

TODAY = date(2024, 7, 10)
TOLD = {
    "series": "engineering",
    "specialty": "电子",
    "employer": "private",
    "city": "沈阳",
    "employment": "in_service",
    "level": "full_senior",
}


def asked(interview: Interview) -> tuple[str, str | None]:
    assert interview.question
    return interview.question.fact, interview.question.part


def test_who_and_where_first(rulebook: Rulebook) -> None:
    interview = Interview(rulebook, TODAY)
    stages = []
    answers = {
        "series": "engineering",
        "specialty": "电子",
        "employer": "private",
        "city": "沈阳",
        "employment": "in_service",
    }
    while asked(interview)[0] in answers:
        stages.append(rulebook.factsheet.by_path[asked(interview)[0]].stage)
        interview = interview.answer(answers[asked(interview)[0]])
    assert stages == sorted(stages, key=("who_and_where", "bars").index)
    assert asked(interview) == ("level", None)
    assert interview.question
    assert interview.question.why


def test_why_it_is_asked_is_about_this_person_or_not_said(rulebook: Rulebook) -> None:
    told = {
        "series": "engineering",
        "specialty": "林草",
        "employer": "private",
        "city": "抚顺",
        "employment": "in_service",
    }
    question = Interview(rulebook, date(2025, 10, 27)).tell(told).question
    assert question
    assert question.why
    assert "抚顺市工程系列" in question.why.quote
    data = {"specialty": "数据科学与工程", "employer": "provincial_institution"}
    question = Interview(rulebook, TODAY).tell({**told, **data}).question
    assert question
    assert question.why is None or "市场监管" not in question.why.source.notice.name


def test_one_case_to_its_end(rulebook: Rulebook) -> None:
    interview = Interview(rulebook, TODAY).tell(TOLD)
    for fact, part, value in [
        ("degree", None, "bachelor"),
        ("title", "level", "associate_senior"),
        ("title", "acquired_on", "2018-01-01/2018-12-31"),
        ("achievements", None, [{"kind": "award", "on": "2023-05-05"}]),
        ("achievements", "0.related", True),
        ("achievements", "0.used_before", False),
        ("achievements", "0.award_by", "provincial"),
    ]:
        assert asked(interview) == (fact, part)
        interview = interview.answer(value)
    assert asked(interview)[0] == "items_required"
    interview = interview.decline()
    assert interview.question is None
    assert interview.verdict.outcome == "eligible"


def test_a_roughly_known_day_is_asked_for_where_it_decides(rulebook: Rulebook) -> None:
    told = {
        **TOLD,
        "degree": "bachelor",
        "title": {"level": "associate_senior", "acquired_on": "2018-01-01/2018-12-31"},
    }
    late = {"kind": "project", "on": "2018-06-01", "related": True, "used_before": False}
    interview = Interview(rulebook, TODAY).tell({**told, "achievements": [late]})
    assert asked(interview) == ("title", "acquired_on")
    known = interview.answer("2018-05-31")
    assert known.verdict.achievements[0].counts is True
    assert asked(interview.decline())[0] != "title"


def test_nobody_is_asked_on_when_it_is_certain(rulebook: Rulebook) -> None:
    interview = Interview(rulebook, TODAY).tell({"series": "engineering", "specialty": "机电", "employment": "retired"})
    assert interview.question is None
    assert interview.verdict.outcome == "not_eligible"


def test_back_and_change_keep_the_rest(rulebook: Rulebook) -> None:
    interview = Interview(rulebook, TODAY).tell(TOLD).answer("bachelor")
    assert interview.back().facts.get("degree") is None
    changed = interview.change("city")
    assert asked(changed) == ("city", None)
    moved = changed.answer("大连")
    assert moved.facts.get("city") == "大连"
    assert moved.facts.get("degree") == "bachelor"


def test_not_clear_never_ends_in_nothing(rulebook: Rulebook) -> None:
    """Where all that is left was answered with 不清楚, the verdict names what to find out."""
    interview = Interview(rulebook, TODAY).tell(TOLD)
    for _ in range(20):
        if interview.question is None:
            break
        interview = interview.decline()
    assert interview.question is None
    assert interview.verdict.outcome == "undetermined"
    assert interview.verdict.ask_next
    assert interview.verdict.ask_next.declined


def test_an_answer_that_cannot_be_is_refused(rulebook: Rulebook) -> None:
    interview = Interview(rulebook, TODAY).tell({**TOLD, "degree": "bachelor", "title": {"level": "associate_senior"}})
    with pytest.raises(FactError, match="2024-07-10"):
        interview.answer("2025-01-01")
