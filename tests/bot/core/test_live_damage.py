"""Files damaged while a service runs: it goes on with what it had, and `zhicheng doctor` says what is wrong."""

import shutil
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from bot.core.assistant import Assistant
from bot.core.live_library import LiveLibrary
from bot.core.turn import Conversation, Turn
from bot.doctor import data
from bot.finding import Finding
from bot.settings.load import settings
from bot.settings.model import Settings
from eligibility.rulebook.loading import RULES, load_rulebook
from knowledge import notice, terms
from knowledge.source import load_sources
from knowledge.store.folders import Folders

DAY = date(2025, 10, 27)
ROOM, QUOTE = "市场监管局报卷地点在哪个房间", "1009房间"
Damage = Callable[[Path], object]


def spoil(path: Path) -> None:
    """Make a YAML file one that cannot be read."""
    path.write_text("id: [", encoding="utf-8")


DAMAGES: dict[str, tuple[str, Damage]] = {
    "a notice's source": ("notices", lambda root: (root / "notices/ln-scjg-2024/source.txt").write_bytes(b"\xff\x00")),
    "a notice's description": ("notices", lambda root: spoil(root / "notices/ln-scjg-2024/notice.yaml")),
    "a word list": ("library", lambda root: spoil(root / "lexicon/synonyms.yaml")),
    "a rule file": ("rules", lambda root: spoil(root / "rules/ln-scjg-2024.yaml")),
    "the facts": ("rules", lambda root: spoil(root / "rules/facts.yaml")),
}

CHECKS: dict[str, tuple[str, Callable[[Settings], Finding], Callable[[Path], object]]] = {
    "notices": ("load_sources", data.notices, lambda root: partial(load_sources, root / "notices")),
    "library": ("Folders", data.library, lambda root: partial(Folders, root / "notices", root / "lexicon")),
    "rules": ("load_rulebook", data.rules, lambda root: partial(load_rulebook, root / "rules", None)),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Copies of all that is read."""
    for name, source in {"notices": notice.NOTICES, "lexicon": terms.FOLDER, "rules": RULES}.items():
        shutil.copytree(source, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("name", DAMAGES)
def test_the_service_goes_on_with_what_it_had(
    name: str, root: Path, library_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    with LiveLibrary(library_file, said.append, root / "notices") as desk:
        assistant = Assistant(desk, partial(load_rulebook, root / "rules"))
        begun = [assistant.reply(Turn(text=text), Conversation(), DAY)[0].text for text in (ROOM, "资格自测")]
        DAMAGES[name][1](root)
        desk.answered.cache_clear()
        assert QUOTE in begun[0]
        assert [assistant.reply(Turn(text=text), Conversation(), DAY)[0].text for text in (ROOM, "资格自测")] == begun
        assert "市场监督" in assistant.reply(Turn(text="/notices"), Conversation(), DAY)[0].text
    assert said == []
    module, check, loads = CHECKS[DAMAGES[name][0]]
    monkeypatch.setattr(f"bot.doctor.data.{module}", loads(root))
    found = check(settings())
    assert found.sound is False
    assert "\n" not in found.line
