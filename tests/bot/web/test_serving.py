"""`zhicheng web` as a process: watched by the doctor, with the bot beside it, and stopped without dropping anybody."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from starlette.responses import PlainTextResponse

from bot.delivery import web_server
from bot.doctor.page import answering
from bot.finding import Finding
from bot.settings.model import WebSettings
from bot.web.command import server_of
from tests.bot.telegram.running import SECRET
from tests.bot.telegram.server import TOKEN, BotApi, free_port

BODY = json.dumps({"question": "公示要几天", "as_of": "2024-07-05"}).encode()
TOO_MUCH = b"POST /api/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9999999\r\n"
HEAD = f"POST /api/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(BODY)}\r\n\r\n"
pytestmark = pytest.mark.slow


class WebProcess:
    """The command, pointed at a Bot API server, until it is stopped."""

    def __init__(self, library: Path, folder: Path, api: BotApi) -> None:
        self.options, self.folder = WebSettings(port=free_port()), folder
        api.redirect = f"{self.options.address}telegram"
        given = {
            "LIBRARY": str(library),
            "STORAGE": str(folder / "storage.sqlite"),
            "WEB_PORT": str(self.options.port),
            "WEB_TELEGRAM": "true",
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_BASE_URL": api.url,
            "TELEGRAM_MODE": "webhook",
            "TELEGRAM_WEBHOOK_URL": "https://zhicheng.example/telegram",
            "TELEGRAM_SECRET": SECRET,
        }
        around = {name: value for name, value in os.environ.items() if not name.startswith("ZHICHENG_")}
        environment = around | {f"ZHICHENG_{name}": value for name, value in given.items()}
        command = [str(Path(sys.executable).with_name("zhicheng")), "web"]
        self.process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._wait()

    def _wait(self) -> None:
        """Return once it answers."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                with urlopen(f"{self.options.address}readyz"):
                    return
            except OSError:
                assert self.process.poll() is None
                time.sleep(0.05)
        raise TimeoutError

    def connected(self) -> socket.socket:
        """Somebody's connection to it."""
        return socket.create_connection((self.options.listen, self.options.port), 20)


@pytest.fixture(scope="module")
def api() -> Iterator[BotApi]:
    """A Bot API server."""
    with BotApi() as api:
        yield api


@pytest.fixture(scope="module")
def web(library_file: Path, tmp_path_factory: pytest.TempPathFactory, api: BotApi) -> Iterator[WebProcess]:
    """The command, at work."""
    web = WebProcess(library_file, tmp_path_factory.mktemp("web"), api)
    yield web
    web.process.kill()
    web.process.wait()


def received(connection: socket.socket) -> bytes:
    """All that comes over a connection until it is closed."""
    held = b""
    while some := connection.recv(65536):
        held += some
    return held


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"x" * 20_000, b"400"),
        (b"GET /" + b"x" * 20_000, b"400"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX-Split: a\r\n b\r\n\x00: c\r\n\r\n", b"400"),
        (b"GET /view?size=large&back=/%0d%0aX-Own:1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", b"303"),
        (TOO_MUCH + b"Connection: close\r\n\r\n", b"413"),
        (b"GET //etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", b"404"),
        (b"GET /static/%2e%2e/%2e%2e/app.py HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", b"404"),
        (b"\x16\x03\x01\x02\x00\x01", b"400"),
    ],
)
def test_what_no_browser_sends_is_refused_and_adds_no_header(web: WebProcess, sent: bytes, status: bytes) -> None:
    with web.connected() as connection:
        connection.sendall(sent)
        answer = received(connection)
    assert answer.split(b" ")[1] == status
    assert b"\nx-own" not in answer.lower()


@pytest.mark.parametrize("before", [b"", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"], ids=["at once", "after an answer"])
def test_who_never_says_what_they_ask_is_not_waited_for(monkeypatch: pytest.MonkeyPatch, before: bytes) -> None:
    monkeypatch.setattr(web_server, "SLOWEST_HEAD", 0.3)
    options = WebSettings(port=free_port())
    server = server_of(PlainTextResponse("here"), options)

    async def visit() -> bytes:
        serving = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        reader, writer = await asyncio.open_connection(options.listen, options.port)
        writer.write(before)
        answer = await reader.readuntil(b"here") if before else b""
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        rest = await asyncio.wait_for(reader.read(), 20)
        writer.close()
        server.should_exit = True
        await serving
        return answer + rest

    assert (b"200 OK" in asyncio.run(visit())) == bool(before)


def test_it_answers_the_bot_too_and_ends_only_when_what_was_begun_is_answered(web: WebProcess, api: BotApi) -> None:
    alive = Finding("service web", True)
    assert answering(alive, web.options) == alive
    api.wait(lambda: api.webhook["url"])
    api.rooms.write(1001, "公示要几天")
    api.wait(lambda: api.sent(1001))
    assert "5个工作日" in str(api.sent(1001)[0]["text"])
    with web.connected() as begun, web.connected() as idle:
        begun.sendall(HEAD.encode() + BODY[:20])
        time.sleep(0.3)
        web.process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        begun.sendall(BODY[20:])
        assert received(begun).startswith(b"HTTP/1.1 200")
        assert received(idle) == b""
    assert web.process.wait(20) == 0
    assert not (web.folder / "web.alive").exists()
    assert answering(alive, web.options).sound is False
