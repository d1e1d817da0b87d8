"""What holds somebody's verdict or draft is its owner's alone, and is written through no link."""

import json
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot import private_file
from bot.settings.load import settings
from bot.storage.key import opened_storage
from bot.terminal.prompt import history_in
from tests.bot.conftest import Run

FACTS = {"series": "engineering", "specialty": "机电", "level": "full_senior", "employment": "retired"}
MAIL = "From: a@example.com\nSubject: x\nMessage-ID: <1@example.com>\n\n评审费多少钱？\n"


@pytest.fixture(autouse=True)
def open_handed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A process that would let everybody read what it writes, and a place with something kept."""
    monkeypatch.setenv("ZHICHENG_MAILBOX_LETTERS", str(tmp_path / "letters.sqlite"))
    monkeypatch.setenv("ZHICHENG_LANGUAGE", "en")
    (tmp_path / "facts.json").write_text(json.dumps(FACTS), encoding="utf-8")
    (tmp_path / "mail.eml").write_text(MAIL, encoding="utf-8")
    opened_storage(settings()).close()
    before = os.umask(0)
    yield
    os.umask(before)


WRITERS = {
    "verdict.txt": ("check", "--facts", "facts.json", "--save"),
    "verdict.json": ("check", "--facts", "facts.json", "--save"),
    "verdict.ics": ("check", "--facts", "facts.json", "--save"),
    "reply.eml": ("draft", "mail.eml", "-o"),
    "letters.svg": ("mailbox", "report", "-o"),
    "letters.csv": ("mailbox", "report", "-o"),
    "copy.sqlite": ("backup",),
}


@pytest.mark.parametrize("name", WRITERS)
def test_every_command_writes_for_its_owner_only_and_through_no_link(
    name: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*WRITERS[name], name).exit_code == 0
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    (tmp_path / "others").write_text("theirs", encoding="utf-8")
    (tmp_path / name).unlink()
    (tmp_path / name).symlink_to(tmp_path / "others")
    with pytest.raises(Exception, match=r"link|there already"):
        run(*WRITERS[name], name)
    assert (tmp_path / "others").read_text(encoding="utf-8") == "theirs"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(f".{name}")] == []


def test_an_older_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"older")
    path.chmod(0o644)
    with path.open("rb") as still_open:
        private_file.write(path, b"newer")
        assert still_open.read() == b"older"
    assert path.read_bytes() == b"newer"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("put", [private_file.touch, lambda path: private_file.write(path, b"x")])
def test_what_is_no_file_is_left_alone(put: Callable[[Path], None], tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    for name in ("pipe", "dangling"):
        with pytest.raises(OSError, match="link"):
            put(tmp_path / name)
    assert not (tmp_path / "nowhere").exists()


def test_a_history_that_is_a_link_stays_in_memory(tmp_path: Path) -> None:
    (tmp_path / "history").symlink_to(tmp_path / "elsewhere")
    history_in(tmp_path / "history", lambda: False).append_string("几号截止")
    assert not (tmp_path / "elsewhere").exists()
