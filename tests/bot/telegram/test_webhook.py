"""Updates by webhook, served by our own web application."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bot.telegram.webhook import HEADER, LARGEST
from tests.bot.telegram.running import SECRET, Running, TelegramDoor, running
from tests.bot.telegram.server import BotApi, free_port

QUESTION = "抚顺水利几号交材料"


@pytest.fixture
def bot(api: BotApi, library_file: Path, storage_file: Path) -> Iterator[Running]:
    """The bot by webhook; the server posts to it directly, where a reverse proxy with TLS would stand."""
    port = free_port()
    api.redirect = f"http://127.0.0.1:{port}/hook"
    given = {"mode": "webhook", "webhook_url": "https://bot.example/hook", "secret": SECRET, "port": port}
    with running(api, library_file, storage_file, **given) as bot:
        yield bot


def test_a_conversation_by_webhook(door: TelegramDoor, api: BotApi) -> None:
    """A question, a tap, an edit, as by polling; what is wanted is said to Telegram."""
    assert "10月27日" in door.say(QUESTION)[0]
    assert door.tap(door.labels()[0])
    door.edit("省工信厅工程系列网上申报几号截止")
    assert api.called("editMessageText")
    wanted = api.called("setWebhook")[0]
    assert wanted["allowed_updates"] == ["message", "edited_message", "callback_query"]
    assert wanted["secret_token"] == SECRET
    assert api.called("getUpdates") == []


def test_many_at_once_twice_and_out_of_order(bot: Running, api: BotApi) -> None:
    """Telegram posts what was not taken in time again; each update is answered once."""
    held = []
    forward, api.rooms.updated = api.rooms.updated, held.append
    for user in range(1, 61):
        api.rooms.write(user, f"{user}号楼几号截止")
    api.rooms.updated = forward
    for update in [*reversed(held), *held]:
        forward(update)
    bot.settle()
    assert [len(api.sent(user)) for user in range(1, 61)] == [1] * 60


def test_strangers_are_turned_away(bot: Running, api: BotApi) -> None:
    """403 without the secret, 413 for a large body, 400 for none of Telegram's, 404 elsewhere, 405 for a look."""
    right = {HEADER: SECRET}
    url = api.redirect or ""
    update = {"update_id": 1}
    assert httpx.post(url, json=update).status_code == 403
    assert httpx.post(url, json=update, headers={HEADER: SECRET[:-1]}).status_code == 403
    assert httpx.post(url, json=update, headers={HEADER: "ß".encode("latin-1")}).status_code == 403
    assert httpx.post(url, content=b"x" * (LARGEST + 1), headers=right).status_code == 413
    assert httpx.post(url, content=iter([b"x" * LARGEST, b"x"]), headers=right).status_code == 413
    for body in (b"", b"{", b"[]", b"[" * 100_000, b'{"update_id": 1, "message": 7}', b"\xff"):
        assert httpx.post(url, content=body, headers=right).status_code == 400, body[:20]
    assert httpx.post(url.replace("hook", "other"), json=update, headers=right).status_code == 404
    assert httpx.get(url, headers=right).status_code == 405
    assert httpx.post(url, json=update, headers=right).status_code == 200
