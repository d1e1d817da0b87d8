"""Updates by webhook, served by our own web application."""

import json
import socket
import time
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


PERSON = {"id": 1001, "is_bot": False, "first_name": "P"}
MESSAGE = {"message_id": 5, "date": 1_700_000_000, "chat": {"id": 1001, "type": "private"}, "from": PERSON, "text": "x"}
WRONG = (10**20, -(10**20), 1.5, "7", None, True, [], {}, [[]], 2**63)


def changed(**values: object) -> list[bytes]:
    """Updates that are right but for one field of their message, which is an odd value of each kind."""
    messages = [{**MESSAGE, name: value} for name, value in values.items()]
    return [json.dumps({"update_id": 1, "message": message}).encode() for message in messages]


def nested(depth: int) -> bytes:
    """A message that answers a message that answers a message."""
    one = json.dumps(MESSAGE)[:-1]
    return f'{{"update_id": 1, "message": {one}{f""", "reply_to_message": {one}""" * depth}{"}" * depth}}}}}'.encode()


ODD = [
    *(body for wrong in WRONG for body in changed(message_id=wrong, date=wrong, chat=wrong)),
    *(
        body
        for wrong in (10**20, 1.5, "7", True, [], {})
        for body in changed(**{"from": wrong}, reply_to_message=wrong)
    ),
    *(body for wrong in (10**20, 1.5, True, [], {"x": 1}) for body in changed(text=wrong, caption=wrong)),
    *changed(photo=7, entities="x", forward_origin=[1], sticker={"x": 1}, edit_date=10**20),
    *(json.dumps({"update_id": wrong, "message": MESSAGE}).encode() for wrong in WRONG),
    *(json.dumps({"update_id": 1, "callback_query": wrong}).encode() for wrong in (7, "x", {}, {"id": 1}, [])),
    json.dumps({"update_id": 1, "message": MESSAGE}).replace("1700000000", "9" * 5000).encode(),
    json.dumps({"update_id": 1, "message": MESSAGE}).replace("1700000000", "NaN").encode(),
    json.dumps({"update_id": 1, "message": MESSAGE}).replace("1700000000", "1e400").encode(),
    nested(600),
    b'{"update_id": 1, "message": ' + b'{"a": ' * 50_000,
    b'{"update_id": 1, "message": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    b"null",
    b"7",
    b'"x"',
    b"\x00" * 1000,
]


def test_odd_bodies_are_refused_and_the_service_goes_on(
    bot: Running, api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    """Each is a 400 without a traceback; who asks behind them is answered."""
    with httpx.Client(headers={HEADER: SECRET}) as client:
        for body in ODD:
            answer = client.post(api.redirect or "", content=body)
            assert (answer.status_code, body[:300]) == (400, body[:300])
    assert "Traceback" not in caplog.text
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []
    assert "10月27日" in TelegramDoor(bot).say(QUESTION)[0]


def posted(port: int, *pieces: str, pause: float = 0) -> str:
    """The first line that comes back to what is sent piece by piece."""
    with socket.create_connection(("127.0.0.1", port), 10) as wire:
        for piece in pieces:
            wire.sendall(piece.replace("\n", "\r\n").encode())
            time.sleep(pause)
        return wire.makefile(encoding="ascii").readline().strip()


HEAD = f"POST /hook HTTP/1.1\nHost: x\n{HEADER}: {SECRET}\n"


@pytest.mark.parametrize("length", ["abc", "-1", "9" * 20, "9" * 5000, "1.5", "1, 2", "", str(LARGEST + 1)])
def test_a_length_that_is_none_is_refused(bot: Running, length: str) -> None:
    """Nothing of the body is waited for."""
    assert TelegramDoor(bot).say("/help")
    status = posted(bot.options.port, f"{HEAD}Content-Length: {length}\n\n").split()[1]
    assert status in ("400", "413"), status
    assert TelegramDoor(bot).say(QUESTION)


def test_a_body_that_does_not_come_is_not_waited_for(
    bot: Running, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """One that comes drop by drop is cut, and one that breaks off is nobody's fault."""
    assert TelegramDoor(bot).say("/help")
    monkeypatch.setattr("bot.delivery.bodies.SLOWEST", 0.3)
    assert "408" in posted(bot.options.port, f"{HEAD}Content-Length: 100\n\n{{", *"     ", pause=0.1)
    with socket.create_connection(("127.0.0.1", bot.options.port), 10) as wire:
        wire.sendall(f"{HEAD}Content-Length: 100\n\n{{".replace("\n", "\r\n").encode())
    assert TelegramDoor(bot).say(QUESTION)
    assert "Traceback" not in caplog.text
