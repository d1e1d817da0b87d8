"""Rules that cannot be read: asking goes on, the self-check says what it does without."""

import shutil
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from bot.core.assistant import Assistant
from bot.core.live_library import LiveLibrary
from bot.core.turn import Check, Conversation, Turn
from eligibility.rulebook import loading as books
from eligibility.rulebook.loading import RULES, load_rulebook
from tests.bot.conftest import Run

DAY = date(2025, 10, 27)
WATER, QUOTE = "抚顺水利几号交材料", "10月27日-28日"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the rules, which every command then reads."""
    copied = Path(shutil.copytree(RULES, tmp_path / "rules"))
    monkeypatch.setattr("bot.core.rule_files.load_rulebook", partial(load_rulebook, copied, None))
    yield copied
    books.load_rulebook.cache_clear()


def test_one_broken_file_is_said_and_the_rest_judge(folder: Path, run: Run) -> None:
    (folder / "ln-scjg-2024.yaml").write_text("id: [", encoding="utf-8")
    result = run("check", "--jsonl", "-", typed='{"id": 1, "facts": {"series": "economics", "level": "junior"}}')
    assert result.exit_code == 0
    assert result.stderr.count("\n") == 1
    assert "自测暂不使用 ln-scjg-2024 的规则" in result.stderr
    assert '"left_out": ["ln-scjg-2024"]' in result.stdout
    shown = run("check", "--facts", "-", typed='{"series": "other"}').stdout
    assert "现在读不出来" in shown


@pytest.mark.parametrize("name", ["facts.yaml", "floors.yaml"])
def test_without_the_shared_files_asking_goes_on(folder: Path, library_file: Path, name: str) -> None:
    (folder / name).write_text("- a\n", encoding="utf-8")
    with LiveLibrary(library_file, print) as desk:
        assistant = Assistant(desk)
        checking = Conversation(check=Check())
        for before in (Conversation(), checking):
            assert QUOTE in assistant.reply(Turn(text=WATER), before, DAY)[0].text
        for text in ("资格自测", "/yes", "/back", "/check new", "/steps"):
            told = assistant.reply(Turn(text=text), checking, DAY)[0].text
            assert "自测暂时不能用" in told
            assert name in told
        assert "已退出" in assistant.reply(Turn(text="/cancel"), checking, DAY)[0].text


def test_the_command_says_it_in_one_line(folder: Path, capfd: pytest.CaptureFixture[str], run: Run) -> None:
    from bot.cli import main

    (folder / "facts.yaml").write_text("- a\n", encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        main(lambda: run("check", "--facts", "-", typed="{}"))
    said = capfd.readouterr().err
    assert (left.value.code, said.count("\n"), "facts.yaml" in said) == (1, 1, True)
