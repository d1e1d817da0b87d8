"""The bot killed between two updates, as a process of its own; `tests/kills` does it at any moment."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.bot.telegram.server import TOKEN, BotApi

if TYPE_CHECKING:
    from tests.bot.telegram.rooms import Json

PROGRAM = "from bot.cli import main; from bot.telegram.command import telegram; main(telegram)"
TEXTS = ("抚顺水利几号交材料", "省工信厅工程系列网上申报几号截止", "/privacy", "继续教育要多少学时")


@pytest.fixture
def surroundings_of_the_bot(api: BotApi, library_file: Path, storage_file: Path, tmp_path: Path) -> dict[str, str]:
    """The settings of a bot that is a process of its own."""
    secret = tmp_path / "token"
    secret.write_text(TOKEN, encoding="ascii")
    return {
        **os.environ,
        "ZHICHENG_LIBRARY": str(library_file),
        "ZHICHENG_STORAGE": str(storage_file),
        "ZHICHENG_TELEGRAM_TOKEN_FILE": str(secret),
        "ZHICHENG_TELEGRAM_BASE_URL": api.url,
        "ZHICHENG_TELEGRAM_POLL_TIMEOUT": "1",
        "ZHICHENG_TELEGRAM_TURNS_A_MINUTE": "1000",
    }


def started(surroundings: dict[str, str]) -> subprocess.Popen[str]:
    """The bot."""
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", PROGRAM], env=surroundings, stderr=subprocess.PIPE, text=True
    )


def test_killed_between_updates_repeats_nothing(api: BotApi, surroundings_of_the_bot: dict[str, str]) -> None:
    """After a quiet moment a kill and a start change nothing, although Telegram sends the updates again."""
    bot = started(surroundings_of_the_bot)
    updates: list[Json] = []
    forward, api.rooms.updated = api.rooms.updated, lambda update: (updates.append(update), forward(update))
    for number in range(5):
        api.rooms.write(1, f"@zhicheng_bot {TEXTS[number % len(TEXTS)]}", -1)
    api.wait(lambda: not api.pending and len(answered(api)) == 5 and quiet(api), 30)
    bot.send_signal(signal.SIGKILL)
    bot.communicate()
    for update in updates:
        forward(update)
    bot = started(surroundings_of_the_bot)
    api.wait(lambda: not api.pending and quiet(api), 30)
    bot.send_signal(signal.SIGINT)
    bot.communicate(timeout=20)
    assert len(answered(api)) == 5


def answered(api: BotApi) -> list[int]:
    """The questions that were answered, each as often as it was: in a group every answer hangs on its question."""
    return [each["reply_to_message"]["message_id"] for each in api.sent(-1)]


def quiet(api: BotApi) -> bool:
    """Whether nothing was sent for a while."""
    count = len(api.calls)
    time.sleep(0.1)
    return len([name for name, _params, _result in api.calls[count:] if name != "getUpdates"]) == 0
