"""`docs/security.md` and `docs/reliability.md` name a test for all that they promise, and each of them is there."""

import ast
import re
from functools import cache
from pathlib import Path

from tests.fuzz.targets import NAMES
from tests.kills.doors import JOBS, OF_THE_MAILBOX

ROOT = Path(__file__).parents[1]
RELIABILITY = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
PROMISES = RELIABILITY.partition("## Kills")[0]
THREATS = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROWS = [
    line
    for line in (THREATS + PROMISES).splitlines()
    if line.startswith("| ") and not line.endswith(("--- |", "shown by |"))
]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


@cache
def functions_of(path: str) -> frozenset[str]:
    """The names of a file's functions, those of its classes too."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_threat_has_a_test_that_is_there() -> None:
    named = {row: NAMED.findall(row) for row in ROWS}
    assert len(named) > 25
    assert [row for row, tests in named.items() if not tests] == []
    assert [(path, name) for tests in named.values() for path, name in tests if name not in functions_of(path)] == []


def test_the_long_runs_are_those_that_can_be_made() -> None:
    """Each target is in the Makefile, and the tables have a line for each door, job and target of fuzzing."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"`make (\w+)", RELIABILITY)
    assert len(set(targets)) == 3
    assert [each for each in targets if f"\n{each}: " not in makefile] == []
    lines = {line.split(" | ")[0].removeprefix("| ") for line in RELIABILITY.splitlines()}
    assert {*JOBS, *OF_THE_MAILBOX, *NAMES} <= lines
