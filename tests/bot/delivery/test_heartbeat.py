"""A service shows life to systemd and to `zhicheng doctor`, from the loop itself, and its absence is seen."""

import asyncio
import json
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.delivery.heartbeat import Heartbeat
from bot.settings.load import settings
from tests.bot.conftest import Run


@pytest.fixture(params=["path", "abstract"])
def systemd(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """What hears the words of a service, at an address of either kind."""
    name = str(tmp_path / "notify") if request.param == "path" else f"@zhicheng-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as wire:
        wire.bind(name.replace("@", "\0", 1) if name.startswith("@") else name)
        wire.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", name)
        yield wire


def heard(wire: socket.socket) -> list[str]:
    """What was said since."""
    words = []
    while True:
        try:
            words.append(wire.recv(100).decode())
        except BlockingIOError:
            return words


@pytest.fixture
def life(tmp_path: Path) -> Heartbeat:
    return Heartbeat("telegram", tmp_path / "storage.sqlite")


def test_a_life_in_good_order(life: Heartbeat, systemd: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.delivery.heartbeat.BEAT", 0.01)

    async def live() -> None:
        async with life.beating():
            await asyncio.sleep(0.2)

    life.begin()
    assert life.latest() == 0
    asyncio.run(live())
    assert time.time() - (life.latest() or 0) < 10
    assert life.path.stat().st_mode & 0o777 == 0o600
    words = heard(systemd)
    assert words[:2] == ["READY=1", "WATCHDOG=1"]
    assert words.count("WATCHDOG=1") > 2
    life.end()
    assert life.latest() is None
    assert heard(systemd) == ["STOPPING=1"]


def test_a_loop_that_stands_still_shows_no_life(
    life: Heartbeat, systemd: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.heartbeat.BEAT", 0.01)

    async def live() -> list[str]:
        async with life.beating():
            await asyncio.sleep(0.1)
            heard(systemd)
            time.sleep(0.1)  # what is meant: the loop does not turn
            return heard(systemd)

    assert asyncio.run(live()) == []


def test_nobody_need_listen_and_nothing_need_be_writable(life: Heartbeat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", "/nowhere/notify")
    life.path.mkdir()
    life.begin()
    life.beat()
    life.end()


def test_no_link_is_followed(life: Heartbeat, tmp_path: Path) -> None:
    other = tmp_path / "other"
    life.path.symlink_to(other)
    life.beat()
    assert not other.exists()


@pytest.mark.usefixtures("quick_doctor")
@pytest.mark.parametrize("service", ["telegram", "mailbox"])
class TestDoctor:
    @pytest.fixture(autouse=True)
    def here(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("ZHICHENG_LANGUAGE", "en")
        monkeypatch.setenv("ZHICHENG_MAILBOX_LETTERS", str(tmp_path / "letters.sqlite"))

    def found(self, run: Run, service: str) -> dict[str, object]:
        rows = json.loads(run("doctor", "--json").stdout)
        return next(row for row in rows if row["check"] == f"service {service}")

    def life(self, service: str) -> Heartbeat:
        found = settings()
        return Heartbeat(service, found.storage if service == "telegram" else found.mailbox.letters)

    def test_one_that_is_not_to_run_is_no_fault(self, run: Run, service: str) -> None:
        assert self.found(run, service)["sound"] is None

    def test_one_that_is_alive_is_well(self, run: Run, service: str) -> None:
        self.life(service).beat()
        assert self.found(run, service)["sound"] is True

    def test_one_that_froze_is_said_to_have_and_how_to_mend_it(self, run: Run, service: str) -> None:
        self.life(service).date(time.time() - 3600)
        row = self.found(run, service)
        assert row["sound"] is False
        assert "no sign of life since" in str(row["said"])
        assert f"systemctl restart zhicheng-{service}" in str(row["mend"])

    def test_one_that_never_came_up_is_said_to_have(self, run: Run, service: str) -> None:
        self.life(service).begin()
        row = self.found(run, service)
        assert (row["sound"], row["said"]) == (False, "never came up")
