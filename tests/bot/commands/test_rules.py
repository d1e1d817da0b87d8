"""`zhicheng rules`: what a policy officer reviews."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.commands.rules import rules
from eligibility.errors import RuleError

TABLE = Path(__file__).parents[2] / "cases" / "who-judges-whom.md"


def run(*args: str) -> str:
    return CliRunner().invoke(rules, args, catch_exceptions=False).output


def test_lint() -> None:
    assert "no faults" in run("lint")


def test_coverage() -> None:
    lines = run("coverage", "--notice", "ln-scjg-2024").splitlines()
    assert len(lines) == 63
    assert "nobody" not in lines[-1]


def test_graph() -> None:
    shown = run("graph", "fushun-rsj-2025")
    assert shown.startswith("flowchart TD\n")
    assert "单位所在地是抚顺" in shown
    assert shown.count('"') % 2 == 0
    with pytest.raises(RuleError, match="there are"):
        run("graph", "ln-gxt-1999")


def test_the_table_is_the_one_under_review() -> None:
    """After a change: `zhicheng rules table > tests/cases/who-judges-whom.md`, and read the diff."""
    assert run("table") == TABLE.read_text(encoding="utf-8")
