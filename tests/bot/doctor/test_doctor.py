"""`zhicheng doctor`: each thing that can be wrong is found, and said with what mends it."""

import json
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from bot.delivery.heartbeat import Heartbeat
from bot.doctor import data as checkup_data
from bot.doctor import local as checkup
from bot.doctor.local import working_days
from bot.settings.load import settings
from bot.storage.key import opened_storage, service_storage
from bot.storage.storage import Storage
from eligibility.rulebook.loading import RULES, load_rulebook
from knowledge.notice import NOTICES
from knowledge.source import load_sources
from tests.bot.conftest import Run

pytestmark = pytest.mark.usefixtures("quick_doctor")
TOKEN = "123456:abcdefghijklmnopqrstuvwxyz_-0123"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with a token, and with something kept."""
    monkeypatch.setenv("ZHICHENG_LANGUAGE", "en")
    monkeypatch.setenv("ZHICHENG_MAILBOX_LETTERS", str(tmp_path / "data" / "letters.sqlite"))
    monkeypatch.setenv("ZHICHENG_STORAGE", str(tmp_path / "data" / "storage.sqlite"))
    (tmp_path / "token").write_text(TOKEN, encoding="ascii")
    (tmp_path / "token").chmod(0o600)
    monkeypatch.setenv("ZHICHENG_TELEGRAM_TOKEN_FILE", str(tmp_path / "token"))
    opened_storage(settings()).close()
    return tmp_path


@pytest.fixture
def office(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mailbox, as it is set up."""
    for name, value in {"HOST": "imap.example.org", "USER": "office", "PASSWORD_FILE": place / "token"}.items():
        monkeypatch.setenv(f"ZHICHENG_MAILBOX_{name}", str(value))


def examined(run: Run, *options: str) -> tuple[int, dict[str, dict[str, Any]]]:
    """The exit status, and the findings by their names."""
    result = run("doctor", "--json", *options)
    assert TOKEN not in result.output
    return result.exit_code, {row["check"]: row for row in json.loads(result.stdout)}


class Page(BaseHTTPRequestHandler):
    """A page that answers."""

    def do_GET(self) -> None:  # the library's own name
        self.send_response(200)
        self.end_headers()


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """It, where the settings have it."""
    with HTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("ZHICHENG_WEB_PORT", str(server.server_port))
        yield
        server.shutdown()


def test_a_page_that_lives_and_does_not_answer_is_found(run: Run) -> None:
    Heartbeat("web", settings().storage).beat()
    code, found = examined(run)
    assert (code, found["service web"]["sound"]) == (1, False)
    assert "does not answer" in found["service web"]["said"]


@pytest.mark.usefixtures("office", "page")
def test_where_all_is_well_every_line_says_so(run: Run) -> None:
    for service in ("telegram", "web", "mailbox"):
        Heartbeat(service, settings().storage).beat()
    result = run("doctor")
    assert result.exit_code == 0
    signs = [line[0] for line in result.stdout.splitlines() if ".yaml" not in line]  # next year's may be missing
    assert signs in (["✓"] * 15, ["✓"] * 16)
    assert TOKEN not in result.output


@pytest.mark.parametrize(
    "command", ["no-such sesame", "sh -c 'echo sesame >&2; exit 3'", "sh -c 'sesame", "/dev/null sesame"]
)
def test_a_command_for_a_token_that_fails_is_not_shown(
    command: str, run: Run, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"HOST": "127.0.0.1", "USER": "office", "PORT": "1", "TOKEN_COMMAND": command}.items():
        monkeypatch.setenv(f"ZHICHENG_MAILBOX_{name}", value)
    monkeypatch.setenv("ZHICHENG_TELEGRAM_BASE_URL", "http://127.0.0.1:1")
    for options in ((), ("--online",)):
        code, found = examined(run, *options)
        assert code == 1
        assert "the command for the token failed" in found["mailbox"]["said"]
        assert "sesame" not in str(found)


def test_what_is_not_there_and_not_needed_is_no_fault(run: Run, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZHICHENG_TELEGRAM_TOKEN_FILE")
    monkeypatch.setenv("ZHICHENG_STORAGE", str(place / "none" / "storage.sqlite"))
    monkeypatch.setenv("ZHICHENG_LIBRARY", str(place / "none" / "library.sqlite"))
    code, found = examined(run)
    assert code == 0
    absent = {name for name, row in found.items() if row["sound"] is None}
    assert absent - {"working days"} == {
        "Telegram token",
        "mailbox",
        "database",
        "library",
        "service telegram",
        "service web",
        "service mailbox",
    }
    assert "@BotFather" in found["Telegram token"]["mend"]
    assert not (place / "none").exists()


def test_a_wrong_setting_is_found_and_nothing_else_is_looked_at(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHICHENG_TELEGRAM_TOKEN_FIEL", "x")
    code, found = examined(run)
    assert (code, list(found)) == (1, ["settings"])
    assert "ZHICHENG_TELEGRAM_TOKEN_FILE" in found["settings"]["said"]


@pytest.mark.usefixtures("office")
def test_a_mailbox_without_its_secret_is_found(run: Run, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHICHENG_MAILBOX_PASSWORD_FILE", str(place / "none"))
    code, found = examined(run)
    assert (code, found["mailbox"]["sound"]) == (1, False)
    assert "the secret cannot be read" in found["mailbox"]["said"]


def test_a_damaged_database_is_found(run: Run, place: Path) -> None:
    path = place / "data" / "storage.sqlite"
    octets = path.read_bytes()
    for damage in (b"damaged" * 1000, octets[:4096] + b"\xff" * (len(octets) - 4096)):
        path.write_bytes(damage)
        code, found = examined(run)
        assert (code, found["database"]["sound"]) == (1, False)
        assert "zhicheng restore" in found["database"]["mend"]


UNWRITTEN = {
    "full": ("PRAGMA max_page_count = 1", "make room", "no copy back"),
    "read-only": ("PRAGMA query_only = 1", "let this account write", "no copy back"),
}


@pytest.mark.parametrize(("pragma", "mend", "not_this"), UNWRITTEN.values(), ids=UNWRITTEN)
def test_a_disk_that_takes_nothing_is_no_reason_to_put_a_copy_back(
    run: Run, monkeypatch: pytest.MonkeyPatch, pragma: str, mend: str, not_this: str
) -> None:
    began = Storage.open
    monkeypatch.setattr(Storage, "open", lambda storage: (began(storage), storage.rows(pragma))[0])
    code, found = examined(run)
    assert (code, found["database"]["sound"]) == (1, False)
    assert mend in found["database"]["mend"]
    assert not_this in found["database"]["mend"]


def test_a_database_that_another_holds_or_a_newer_version_wrote_is_no_damage(
    run: Run, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.schema.BUSY", 0.05)
    with closing(sqlite3.connect(place / "data" / "storage.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert "wait" in examined(run)[1]["database"]["mend"]
        other.execute("ROLLBACK")
        other.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('storage', 'later', '')"
        )
    assert "install the newer version" in examined(run)[1]["database"]["mend"]


def test_a_damaged_copy_that_was_put_aside_is_named(run: Run, place: Path) -> None:
    (place / "data" / "storage.sqlite").write_bytes(b"damaged" * 1000)
    service_storage(settings(), "", print).close()
    code, found = examined(run)
    assert (code, found["database"]["sound"], found["damaged copies"]["sound"]) == (0, True, None)
    assert "storage.sqlite." in found["damaged copies"]["said"]
    assert "backup" in found["damaged copies"]["mend"]


def test_broken_notices_and_rules_are_named(run: Run, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notices, rules = shutil.copytree(NOTICES, place / "notices"), shutil.copytree(RULES, place / "rules")
    (notices / "ln-gxt-2024" / "source.txt").unlink()
    (rules / "ln-scjg-2024.yaml").write_text("id: [", encoding="utf-8")
    monkeypatch.setattr(checkup_data, "load_sources", partial(load_sources, notices))
    monkeypatch.setattr(checkup_data, "load_rulebook", partial(load_rulebook, rules, None))
    code, found = examined(run)
    assert (code, found["notices"]["sound"], found["rules"]["sound"]) == (1, False, False)
    assert "ln-gxt-2024" in found["notices"]["said"]
    assert "ln-scjg-2024" in found["rules"]["said"]


def test_a_changed_byte_of_the_library_is_found(
    run: Run, place: Path, library_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = place / "library.sqlite"
    with closing(sqlite3.connect(library_file)) as source, closing(sqlite3.connect(path)) as copy:
        source.backup(copy)
        copy.execute("UPDATE passage SET text = replace(text, '1009房间', '9009房间')")
        copy.commit()
    monkeypatch.setenv("ZHICHENG_LIBRARY", str(path))
    code, found = examined(run)
    assert (code, found["library"]["sound"]) == (1, False)
    assert "delete" in found["library"]["mend"]


def test_a_check_that_breaks_off_is_a_finding_and_the_others_go_on(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_settings: object) -> None:
        raise ZeroDivisionError("by\nnothing")

    monkeypatch.setattr(checkup, "CHECKS", (broken, *checkup.CHECKS))
    code, found = examined(run)
    assert (code, found["broken"]["said"]) == (1, "ZeroDivisionError: by nothing")
    assert len(found) == 17


def test_a_key_that_is_gone_is_found(run: Run, place: Path) -> None:
    (place / "data" / "storage.key").unlink()
    code, found = examined(run)
    assert (code, found["database"]["sound"]) == (1, False)
    assert "put the key back" in found["database"]["mend"]
    assert "storage.key" in found["database"]["said"]


@pytest.mark.parametrize(
    ("path", "mode", "mend"),
    [("token", 0o640, "chmod 600"), ("data/storage.key", 0o604, "chmod 600"), ("data", 0o770, "chmod 700")],
)
def test_what_others_can_read_is_found(run: Run, place: Path, path: str, mode: int, mend: str) -> None:
    (place / path).chmod(mode)
    code, found = examined(run)
    assert (code, found["file modes"]["sound"]) == (1, False)
    assert found["file modes"]["mend"] == f"{mend} {place / path}"


def test_catalogues_that_lack_something_are_found(run: Run, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = place / "locales" / "zh_CN" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text('msgid ""\nmsgstr ""\n\nmsgid "new"\nmsgstr "新"\n', encoding="utf-8")
    monkeypatch.setattr(checkup, "FOLDER", place / "locales")
    code, found = examined(run)
    assert (code, found["catalogues"]["sound"]) == (1, False)
    assert "messages.mo" in found["catalogues"]["said"]


def test_no_room_on_the_disk_is_found(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkup, "LEAST_FREE", 10**18)
    code, found = examined(run)
    assert (code, found["disk"]["sound"]) == (1, False)


class Server(BaseHTTPRequestHandler):
    """A server that knows one token."""

    def do_GET(self) -> None:
        known = self.path == f"/bot{TOKEN}/getMe"
        self.send_response(200 if known else 401)
        self.end_headers()
        self.wfile.write(json.dumps({"ok": known, "result": {"username": "zhicheng_bot"}}).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the class's own name
        """Nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    """Its address."""
    with HTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class TestOnline:
    def test_the_server_is_asked_only_when_wanted(self, run: Run, server: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ZHICHENG_TELEGRAM_BASE_URL", server)
        assert "Telegram server" not in examined(run)[1]
        code, found = examined(run, "--online")
        assert (code, found["Telegram server"]["said"]) == (0, "@zhicheng_bot")

    def test_a_token_that_the_server_refuses_is_found(
        self, run: Run, server: str, place: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("ZHICHENG_TELEGRAM_BASE_URL", server)
        (place / "token").write_text(f"9{TOKEN}", encoding="ascii")
        code, found = examined(run, "--online")
        assert (code, found["Telegram server"]["sound"]) == (1, False)
        assert "401" in found["Telegram server"]["said"]

    def test_a_server_that_is_not_there_is_found(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ZHICHENG_TELEGRAM_BASE_URL", "http://127.0.0.1:9")
        code, found = examined(run, "--online")
        assert (code, found["Telegram server"]["said"]) == (1, "ConnectError")
        assert "ZHICHENG_TELEGRAM_PROXY" in found["Telegram server"]["mend"]


@pytest.mark.parametrize(
    ("today", "sound"),
    [(date(2025, 12, 1), True), (date(2098, 10, 31), False), (date(2026, 10, 31), True), (date(2024, 11, 1), True)],
)
def test_working_days_are_known_or_it_is_said(today: date, sound: bool) -> None:
    assert working_days(today).sound is sound


def test_from_november_on_next_year_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.doctor.local.is_known", lambda year: year <= 2050)
    found = [working_days(date(2050, month, 1)) for month in (10, 11)]
    assert [each.sound for each in found] == [True, None]
    assert "2051.yaml" in found[1].said
