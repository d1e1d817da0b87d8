"""The command as a person calls it, with the library that all tests share."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import zhicheng
from bot.core.assistant import Assistant
from bot.core.turn import Step, Turn
from bot.doctor import data, local
from bot.finding import Finding
from bot.settings.model import Settings

SLOW = (data.notices, data.rules, data.library, local.catalogues, local.clock)
Row = dict[str, Any]
Run = Callable[..., Result]
Ask = Callable[..., Row]


@pytest.fixture(autouse=True)
def surroundings(library_file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The built library, a storage of the test's own, and nothing of the person's settings."""
    monkeypatch.setenv("ZHICHENG_LIBRARY", str(library_file))
    monkeypatch.setenv("ZHICHENG_STORAGE", str(tmp_path / "storage.sqlite"))
    monkeypatch.setenv("ZHICHENG_MAILBOX_LETTERS", str(tmp_path / "letters.sqlite"))
    for name in ("ZHICHENG_LANGUAGE", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run() -> Run:
    """`zhicheng` with these arguments; what went wrong in it is raised."""

    def run(*arguments: str, typed: str | bytes | None = None) -> Result:
        return CliRunner().invoke(zhicheng, arguments, input=typed, catch_exceptions=False)

    return run


def failing_at(text: str, reply: Callable[..., Step]) -> Callable[..., Step]:
    """A reply that fails at this text as nobody foresaw, and is else as it was."""

    def fail(assistant: Assistant, turn: Turn, *rest: Any) -> Step:
        if turn.text == text:
            raise RecursionError(f"too deep for {turn}")
        return reply(assistant, turn, *rest)

    return fail


@pytest.fixture
def ask(run: Run) -> Ask:
    """The JSON answer to one question as of a day."""

    def ask(question: str, day: str, *options: str) -> Row:
        result = run("ask", question, "--json", "--as-of", day, *options)
        assert result.exit_code == 0
        assert result.stderr == ""
        row: Row = json.loads(result.stdout)
        return row

    return ask


@pytest.fixture(scope="session")
def seen() -> dict[object, Finding]:
    """What the doctor found when it looked at the same things before."""
    return {}


@pytest.fixture
def quick_doctor(seen: dict[object, Finding], monkeypatch: pytest.MonkeyPatch) -> None:
    """A doctor that looks at the same notices, rules, library and catalogues once for all tests: that takes seconds."""

    def once(check: Callable[[Settings], Finding]) -> Callable[[Settings], Finding]:
        def look(settings: Settings) -> Finding:
            files = (settings.library, local.FOLDER, data.load_sources, data.load_rulebook)
            key = (check, settings.language, *files)
            if key not in seen:
                seen[key] = check(settings)
            return seen[key]

        return look if check in SLOW else check

    monkeypatch.setattr(local, "CHECKS", tuple(map(once, local.CHECKS)))
