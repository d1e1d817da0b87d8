"""The README must not lie: its commands are run, and what it names must be there."""

import os
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.cli import COMMANDS
from bot.mailbox.command import mailbox
from knowledge.notice import NOTICES, Erratum, Mention, Notice, Scope, Window
from knowledge.store.library import Library

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
GAP = "…"


class Example(NamedTuple):
    """A command of the README and what it prints; `…` stands for anything."""

    command: str
    printed: str


def examples() -> list[Example]:
    """Every command of the console blocks."""
    pieces = [piece for block in CONSOLE.findall(README) for piece in re.split(r"^\$ ", block, flags=re.MULTILINE)]
    return [Example(*piece.split("\n", 1)) for piece in pieces if piece]


def is_printed(wanted: str, printed: str) -> bool:
    """Whether something was printed as the README shows it."""
    return re.fullmatch(".*?".join(map(re.escape, wanted.split(GAP))), printed, re.DOTALL) is not None


@pytest.fixture(scope="module")
def surroundings(library: Library) -> dict[str, str]:
    """A machine on which the project is installed and the library was built."""
    path = library.connection.execute("PRAGMA database_list").fetchone()[2]
    kept = {name: value for name, value in os.environ.items() if name not in ("ZHICHENG_LANGUAGE", "NO_COLOR")}
    commands = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    storage = str(Path(path).with_name("storage.sqlite"))
    return {**kept, "ZHICHENG_LIBRARY": path, "ZHICHENG_STORAGE": storage, "PATH": commands}


def test_there_are_examples() -> None:
    assert len(examples()) > 5


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.command)
def test_a_command_prints_what_the_readme_shows(example: Example, surroundings: dict[str, str]) -> None:
    assert re.search(r"\bzhicheng\b", example.command)
    result = subprocess.run(
        ["sh", "-c", example.command],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    assert result.stderr == ""
    assert example.printed
    assert is_printed(example.printed, result.stdout), result.stdout


def test_every_target_is_in_the_makefile() -> None:
    targets = set(re.findall(r"(?:`|^)make ([a-z]+)", README, re.MULTILINE))
    assert {"chat", "test", "check", "eval", "bench"} <= targets
    for target in sorted(targets):
        subprocess.run(["make", "-n", target], cwd=ROOT, check=True, capture_output=True)


def test_every_command_is_named() -> None:
    named = set(re.findall(r"zhicheng ([a-z]+)", README))
    assert named == set(COMMANDS)


def test_every_option_is_one() -> None:
    known = "".join(
        subprocess.run(
            [sys.executable, "-c", "from bot.cli import main; main()", command, "--help"],
            cwd=ROOT,
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout
        for command in COMMANDS
    )
    known += " ".join(
        each for command in mailbox.commands.values() for option in command.params for each in option.opts
    )
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", README))
    assert named
    assert {option for option in named if option not in known} == set()


def test_every_notice_is_there_and_named() -> None:
    there = {path.parent.name for path in NOTICES.glob("*/notice.yaml")}
    assert set(re.findall(r"\b[a-z]+(?:-[a-z]+)+-20\d\d\b", README)) == there


def test_every_file_is_there() -> None:
    quoted = re.findall(r"`([\w./-]+/[\w./-]*)`", README)
    linked = re.findall(r"\]\(([^#)]+)\)", README)
    ours = (name for name in [*quoted, *linked] if not name.startswith((".venv", "/etc")))
    named = {name for name in ours if "ID" not in name.split("/")}
    assert len(named) > 8
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_every_word_list_is_named() -> None:
    lexicon = {f"knowledge/lexicon/{path.name}" for path in (ROOT / "knowledge" / "lexicon").glob("*.yaml")}
    assert {name for name in lexicon if f"`{name}`" not in README} == set()


@pytest.mark.parametrize("kind", [Notice, Scope, Window, Mention, Erratum])
def test_every_key_of_a_notice_is_explained(kind: type) -> None:
    steps = README.split("## 怎样加一份通知")[1].split("\n## ")[0]
    keys = {field.name for field in fields(kind)} - {"id"}  # type: ignore[arg-type]  # all of them are dataclasses
    assert {key for key in keys if f"`{key}`" not in steps} == set()


def test_every_decision_has_its_number_and_its_parts() -> None:
    assert [path.name[:4] for path in DECISIONS] == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]
    for path in DECISIONS:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {path.name[:4]}. ")
        for part in ("**What.**", "**Why.**", "**Turned down.**"):
            assert part in text
