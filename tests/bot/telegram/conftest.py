"""A strict server, and the bot running on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.telegram.running import Running, TelegramDoor, running
from tests.bot.telegram.server import BotApi


@pytest.fixture
def api() -> Iterator[BotApi]:
    """A Bot API server."""
    with BotApi() as api:
        yield api


@pytest.fixture
def storage_file(tmp_path: Path) -> Path:
    """Where the bot keeps what it keeps."""
    return tmp_path / "storage.sqlite"


@pytest.fixture
def bot(api: BotApi, library_file: Path, storage_file: Path) -> Iterator[Running]:
    """The bot, polling."""
    with running(api, library_file, storage_file) as bot:
        yield bot


@pytest.fixture
def door(bot: Running) -> TelegramDoor:
    """One person's private chat with the bot."""
    return TelegramDoor(bot)
