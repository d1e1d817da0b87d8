"""What a person told over any door: what of it is on the disk, and that after `/delete` nothing of it is."""

import logging
import shutil
import time
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import today
from bot.core.assistant import Assistant
from bot.core.live_library import LiveLibrary
from bot.delivery.logs import QUIET
from bot.environment import history_path
from bot.settings.load import settings
from bot.storage.key import opened_storage
from bot.storage.set_aside import SetAside
from bot.storage.storage import Storage
from bot.terminal.command import Terminal, plain_console
from bot.terminal.prompt import history_in
from knowledge.store.library import Library
from tests.bot.conftest import Run
from tests.bot.storage.bytes_kept import ADDRESS, FORMS, IDENTITY, PHONE, found_in, planted_lines
from tests.bot.telegram.running import DAY, KEY, Running, TelegramDoor, running
from tests.bot.telegram.server import BotApi
from tests.libraries import copy_of

USER, GROUP = 7712345678, -1009876543210
MARK, MINE = "绝密标记QXZ", "终端标记QXZ"
NUMBERS = [*FORMS, PHONE, IDENTITY, ADDRESS]
IDS = [str(USER), str(abs(GROUP))]


@pytest.fixture
def storage_file(tmp_path: Path, library_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One folder for everything that is kept; the key in it is the bot's."""
    state = tmp_path / "state"
    state.mkdir()
    shutil.copy(library_file, state / "library.sqlite")
    for name in ("library", "storage"):
        monkeypatch.setenv(f"ZHICHENG_{name.upper()}", str(state / f"{name}.sqlite"))
    (state / "storage.key").write_bytes(KEY)
    return state / "storage.sqlite"


def tell_telegram(bot: Running) -> None:
    """Everything that a person can do in a chat of their own and in a group, with what says who they are in it."""
    own, group = TelegramDoor(bot, USER, "en"), TelegramDoor(bot, USER, "en", GROUP)
    for line in planted_lines():
        own.say(line)
    group.say(f"@zhicheng_bot {MARK} {PHONE} 评审费多少")
    own.say(f"{MARK}，{PHONE}，评审费多少 {ADDRESS}")
    own.edit(f"{MARK}，{IDENTITY}，评审费到底多少")
    own.tap("👎 not useful")
    own.say("/mail")
    own.say("/check")
    own.say(f"我在抚顺的民营企业，{MARK}，{PHONE}")
    own.say(f"1 3 8 4 1 3 1 2 3 4 9 {MARK}")
    own.say("/cancel")


def tell_terminal(desk: LiveLibrary, storage: Storage, *lines: str) -> None:
    """The same typed in a terminal, where the lines are kept for the arrow keys."""
    terminal = Terminal(Assistant(desk), DAY, plain_console(), storage)
    history = history_in(history_path(), lambda: terminal.conversation.is_checking)
    for line in lines:
        history.append_string(line)
        terminal.say(line)


def wait_until_gone(folder: Path, planted: list[str]) -> list[tuple[str, str]]:
    """What is left of it once it is gone, or after a minute."""
    until = time.monotonic() + 60
    while (left := found_in(folder, planted)) and time.monotonic() < until:
        time.sleep(0.2)
    return left


def test_no_byte_says_who_somebody_is_and_after_deletion_none_what_they_said(
    api: BotApi, library: Library, storage_file: Path, run: Run, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for name, level in {None: logging.INFO, **QUIET}.items():
        caplog.set_level(level, name)
    state, copies = storage_file.parent, tmp_path / "copies"
    copies.mkdir()
    copy_of(library, state / "library.sqlite")
    with (
        running(api, state / "library.sqlite", storage_file) as bot,
        LiveLibrary(state / "library.sqlite", print) as desk,
        opened_storage(settings()) as storage,
    ):
        tell_telegram(bot)
        tell_terminal(desk, storage, *planted_lines(), f"{MINE} {PHONE} 评审费多少", "/useless 1 it does not say")
        person = storage.person("telegram", str(USER))
        with storage.turn(person) as record:
            SetAside(storage).put(record, f"{MARK}{PHONE}", "overdue")
        named = [person, storage.person("terminal", ""), storage.person("chat", str(USER))]
        run("ask", f"评审费多少 {PHONE}")
        assert found_in(state, [*NUMBERS, *IDS]) == []
        kept = {name for name, _found in found_in(state, [MARK, MINE])}
        assert "history" in kept
        assert kept & {"storage.sqlite", "storage.sqlite-wal"}
        run("backup", str(copies))
        assert found_in(copies, [MARK]) != []

        own = TelegramDoor(bot, USER, "en")
        own.say("/delete")
        own.say("1")
        assert wait_until_gone(state, [MARK, named[0], named[2]]) == []
        assert found_in(state, [MINE]) != []
        tell_terminal(desk, storage, "/delete", "1")
        assert wait_until_gone(state, [MINE, *named]) == []
    everything = [*NUMBERS, *IDS, MARK, MINE, *named]
    assert found_in(state, everything) == []
    assert not any(each in caplog.text for each in [PHONE, IDENTITY, ADDRESS, MARK, MINE, *IDS])
    run("restore", str(next(copies.glob("storage-*"))))
    assert found_in(state, everything) == []
    run("tidy", "--as-of", (today() + timedelta(1)).isoformat())
    for each in copies.iterdir():
        each.unlink()
    run("backup", str(copies))
    assert found_in(copies, everything) == []
