"""The check rows of tests/cases, and how a row is answered and judged (score.py decides)."""

import importlib.util
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType

from eligibility.interview.intake import Intake
from eligibility.judging.evaluation import evaluate
from eligibility.rulebook.rulebook import Rulebook
from knowledge.notice import NOTICES
from knowledge.plain import plain

CASES = Path(__file__).parent.parent / "cases"
FILES = ("checks.jsonl", "more-checks.jsonl")
Row = dict


def scorer() -> ModuleType:
    """score.py, as it is handed out with the cases."""
    spec = importlib.util.spec_from_file_location("score", CASES / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows() -> Iterator[Row]:
    for name in FILES:
        yield from map(json.loads, (CASES / name).read_text(encoding="utf-8").splitlines())


def answered(rulebook: Rulebook, row: Row) -> Row:
    """The result of a row, as `zhicheng check --jsonl` writes it."""
    day = date.fromisoformat(row["as_of"])
    facts = Intake(rulebook.factsheet, day).read(row["facts"])
    return {"id": row["id"], **evaluate(rulebook, facts, day).as_json()}


def notices() -> dict[str, str]:
    return {path.parent.name: plain(path.read_text(encoding="utf-8")) for path in NOTICES.glob("*/source.txt")}
