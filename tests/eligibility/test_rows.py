"""Every check row comes out as it is wanted, and every quote stands in its notice."""

import json

import pytest

from eligibility.rulebook.rulebook import Rulebook
from tests.eligibility.rows import Row, answered, notices, rows, scorer

ROWS = list(rows())


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_row(rulebook: Rulebook, row: Row) -> None:
    figures, misses = scorer().score_checks([row], [answered(rulebook, row)], notices())
    assert not misses, figures


def test_keys_of_the_contract(rulebook: Rulebook) -> None:
    wanted = {
        "id", "outcome", "notice", "year", "reasons", "achievements", "windows", "places", "contacts",
        "earliest_year", "ask_next",
    }  # fmt: skip
    for row in ROWS:
        result = answered(rulebook, row)
        assert wanted <= result.keys()
        assert result["reasons"] or result["outcome"] == "undetermined"
        assert (result["ask_next"] is not None) == (result["outcome"] == "undetermined")
        for reason in result["reasons"]:
            assert {"rule", "result", "because", "citation"} <= reason.keys()
            assert reason["citation"] or reason.get("reference") or result["outcome"] == "not_covered"


def test_quotes_are_short(rulebook: Rulebook) -> None:
    for row in ROWS:
        for citation in scorer().citations_in(answered(rulebook, row)):
            assert len(citation["quote"]) <= 300
            assert {"notice", "section", "quote"} <= citation.keys()


def test_same_facts_same_bytes(rulebook: Rulebook) -> None:
    for row in ROWS[:40]:
        again = {**row, "facts": dict(reversed(row["facts"].items()))}
        assert json.dumps(answered(rulebook, row)) == json.dumps(answered(rulebook, again))


def test_refusals_name_what_fails_and_blessings_hide_no_failure(rulebook: Rulebook) -> None:
    for row in ROWS:
        result = answered(rulebook, row)
        results = {reason["result"] for reason in result["reasons"]}
        if result["outcome"] == "not_eligible":
            assert "failed" in results, row["id"]
        if result["outcome"] == "eligible":
            assert "failed" not in results, row["id"]


def test_a_floor_says_that_its_text_is_not_in_the_library(rulebook: Rulebook) -> None:
    result = answered(rulebook, ROWS[0])
    years = next(reason for reason in result["reasons"] if reason["rule"] == "years")
    assert years["citation"] is None
    assert years["reference"] == "人社部发〔2019〕16号"
    assert "国家" in years["because"]
    assert "不在资料内" in years["because"]
    assert "辽人社发〔2021〕3号" in years["because"]
