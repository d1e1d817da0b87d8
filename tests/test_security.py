"""`docs/security.md` names a test for every threat, and each of them is there."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROWS = [
    line
    for line in (ROOT / "docs" / "security.md").read_text(encoding="utf-8").splitlines()
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
