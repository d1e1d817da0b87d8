"""Copies: whole or not at all, the latest few, and nothing in them that was to be gone."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import CHINA, today
from bot.core.reply import Reply
from bot.core.turn import Conversation
from bot.errors import SettingsError, StorageError
from bot.mailbox.register.letter_row import LetterRow
from bot.mailbox.register.letters import Folder, Letters
from bot.private_file import draft_of
from bot.settings.load import settings
from bot.storage.copies import delete_older
from bot.storage.key import opened_storage
from bot.storage.storage import Storage
from tests.bot.conftest import Run
from tests.bot.storage.test_storage import ask, octets_of

NOW = datetime(2026, 1, 10, 3, 15, tzinfo=CHINA)
SLOW = """import time, bot.storage.copies
bot.storage.copies.check = lambda path: time.sleep(60)
from bot.cli import main
main()"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where things are kept, with a register of one letter in it."""
    monkeypatch.setenv("ZHICHENG_STORAGE", str(tmp_path / "data" / "storage.sqlite"))
    monkeypatch.setenv("ZHICHENG_MAILBOX_LETTERS", str(tmp_path / "data" / "letters.sqlite"))
    monkeypatch.setenv("ZHICHENG_LANGUAGE", "en")
    with Letters(tmp_path / "data" / "letters.sqlite") as letters:
        received = datetime.now(UTC).isoformat(timespec="seconds")
        letters.enrol(
            LetterRow("letter1", sender="s", subject="咨询", received=received), Folder("INBOX", 1, today()), 1
        )
    return tmp_path / "data" / "storage.sqlite"


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    """A folder of copies."""
    (tmp_path / "copies").mkdir()
    return tmp_path / "copies"


@pytest.fixture
def storage(place: Path) -> Iterator[Storage]:
    """What the doors keep, of two people."""
    with opened_storage(settings()) as storage:
        for who in ("1", "2"):
            with storage.turn(storage.person("t", who)) as record:
                ask(record, f"SAID BY {who}")
        yield storage


def delete(storage: Storage, who: str) -> None:
    """Somebody's `/delete`, as a door takes it."""
    with storage.turn(storage.person("t", who)) as record:
        record.keep(Reply("command", (), erases=True), Conversation(), today())


def latest(folder: Path, kind: str = "storage") -> Path:
    """The latest copy of a folder."""
    return max(folder.glob(f"{kind}-*.sqlite"))


class TestBackup:
    def test_the_register_and_the_list_of_deletions_are_copied_and_keys_only_where_asked(
        self, run: Run, storage: Storage, copies: Path
    ) -> None:
        delete(storage, "1")
        run("backup", str(copies))
        names = {each.name.partition("-")[0] for each in copies.iterdir()}
        assert names == {"storage", "letters", "storage.deleted"}
        time.sleep(1)
        run("backup", str(copies), "--with-keys")
        keys = [copies / "storage.key", copies / "letters.key"]
        assert [key.read_bytes() for key in keys] == [(storage.path.parent / key.name).read_bytes() for key in keys]
        assert {stat.S_IMODE(each.stat().st_mode) for each in copies.iterdir()} == {0o600}

    def test_what_a_killed_one_left_is_cleared_away_and_what_another_writes_is_not(
        self, run: Run, storage: Storage, copies: Path
    ) -> None:
        older = copies / ".storage-20250101T031500.sqlite.4711"
        older.write_bytes(b"SAID BY 1")
        for is_killed in (True, False):
            with subprocess.Popen([sys.executable, "-c", SLOW, "backup", str(copies)], env=dict(os.environ)) as process:
                try:
                    until = time.monotonic() + 60
                    while not list(copies.glob(".*.unfinished")) and time.monotonic() < until:
                        time.sleep(0.05)
                    [draft] = copies.glob(".*.unfinished")
                    if is_killed:
                        process.send_signal(signal.SIGKILL)
                        process.wait()
                    time.sleep(1)
                    run("backup", str(copies))
                    assert draft.exists() is not is_killed
                    time.sleep(1)  # a copy is named by its second
                finally:
                    process.kill()
            assert not older.exists()
        time.sleep(1)
        run("backup", str(copies))
        assert list(copies.glob(".*")) == []

    def test_the_copy_just_made_stays_whatever_the_clock_says(self, copies: Path) -> None:
        names = [f"storage-202601{day:02}T031500.sqlite" for day in (8, 9, 20, 21, 22)]
        for name in names:
            (copies / name).touch()
        made = copies / names[0]
        assert delete_older(made, "storage", 2, NOW - timedelta(2)) == 3
        assert sorted(each.name for each in copies.iterdir()) == [names[0], names[-1]]

    def test_copies_from_the_future_go_first(self, copies: Path) -> None:
        names = [f"storage-{day}T031500.sqlite" for day in ("20260108", "20260109", "20260110", "20990101")]
        for name in names:
            (copies / name).touch()
        delete_older(copies / names[2], "storage", 3, NOW)
        assert sorted(each.name for each in copies.iterdir()) == names[:3]

    def test_one_that_fails_leaves_nothing(self, copies: Path) -> None:
        with suppress(ZeroDivisionError), draft_of(copies / "copy.sqlite") as draft:
            draft.write_bytes(b"half")
            raise ZeroDivisionError
        assert list(copies.iterdir()) == []


class TestRestore:
    def test_who_was_deleted_since_stays_deleted_and_who_came_back_is_kept(
        self, run: Run, storage: Storage, copies: Path
    ) -> None:
        run("backup", str(copies))
        before = latest(copies)
        delete(storage, "1")
        with storage.turn(storage.person("t", "1")) as record:
            ask(record, "CAME BACK 1")
        time.sleep(1)
        run("backup", str(copies))
        storage.close()
        said = run("restore", str(latest(copies))).stdout
        assert "left out: 0 people" in said
        assert b"CAME BACK 1" in octets_of(storage.path)
        said = run("restore", str(before)).stdout
        assert "1 answers; left out: 1 people who were deleted since" in said
        left = octets_of(storage.path)
        assert (b"SAID BY 1" in left, b"SAID BY 2" in left) == (False, True)
        assert [each.name for each in storage.path.parent.iterdir() if "unfinished" in each.name] == []

    def test_a_copy_that_is_put_there_by_hand_goes_through_the_deletions_when_it_is_opened(
        self, run: Run, storage: Storage, copies: Path
    ) -> None:
        run("backup", str(copies))
        delete(storage, "1")
        storage.close()
        latest(copies).rename(storage.path)
        with opened_storage(settings()) as again:
            assert again.sweeper.insist()
            assert [row[0] for row in again.rows("SELECT question FROM answer")] == ["SAID BY 2"]
        assert b"SAID BY 1" not in octets_of(storage.path)

    def test_a_number_given_since_is_not_given_again(self, run: Run, storage: Storage, copies: Path) -> None:
        run("backup", str(copies))
        with storage.turn(storage.person("t", "1")) as record:
            given = record.number
            ask(record, "评审费")
        storage.close()
        run("restore", str(latest(copies)))
        with opened_storage(settings()) as restored, restored.turn(restored.person("t", "1")) as record:
            assert record.number > given
            ask(record, "继续教育")
            assert not record.mark(given, useful=True)

    def test_on_another_machine_the_list_beside_the_copy_is_heeded(
        self, run: Run, storage: Storage, copies: Path
    ) -> None:
        run("backup", str(copies))
        before = latest(copies)
        delete(storage, "1")
        time.sleep(1)
        run("backup", str(copies), "--with-keys")
        storage.close()
        for each in storage.path.parent.iterdir():
            each.unlink()
        with pytest.raises(SettingsError, match="key is missing"):
            run("restore", str(before))
        (copies / "storage.key").rename(storage.path.with_suffix(".key"))
        assert "left out: 1 people" in run("restore", str(before)).stdout
        assert b"SAID BY 1" not in octets_of(storage.path)
        assert (storage.path.parent / "storage.deleted").read_bytes() == (copies / "storage.deleted").read_bytes()

    def test_what_grew_too_old_in_the_copy_is_left_out(self, run: Run, place: Path, tmp_path: Path) -> None:
        with opened_storage(settings()) as storage:
            for age in (179, 180):
                storage.clock = lambda age=age: today() - timedelta(age)
                with storage.turn(storage.person("t", "1")) as record:
                    ask(record, f"AGE{age}.")
        run("backup", str(tmp_path / "copy.sqlite"))
        assert "1 answers" in run("restore", str(tmp_path / "copy.sqlite")).stdout
        assert (b"AGE179." in octets_of(place), b"AGE180." in octets_of(place)) == (True, False)

    def test_nothing_is_replaced_while_a_door_is_open(self, run: Run, storage: Storage, copies: Path) -> None:
        run("backup", str(copies))
        with storage.turn(storage.person("t", "3")) as record:
            ask(record, "SAID BY 3")
        with pytest.raises(StorageError, match="is in use"):
            run("restore", str(latest(copies)))
        assert len(storage.rows("SELECT * FROM answer")) == 3

    def test_what_is_no_copy_or_damaged_or_of_another_key_replaces_nothing(
        self, run: Run, storage: Storage, copies: Path, tmp_path: Path
    ) -> None:
        with closing(sqlite3.connect(tmp_path / "table.sqlite")) as table:
            table.execute("CREATE TABLE other (x)")
        run("backup", str(copies))
        damaged = latest(copies)
        damaged.write_bytes(damaged.read_bytes()[:4096] + b"\xff" * len(damaged.read_bytes()[4096:]))
        (tmp_path / "text").write_text("no copy at all" * 100, encoding="ascii")
        Storage(tmp_path / "theirs.sqlite", b"another key, of 32 bytes or more").close()
        storage.close()
        wrong = {damaged: "damaged", tmp_path / "text": "damaged", tmp_path / "table.sqlite": "neither"}
        for path, said in {**wrong, tmp_path / "theirs.sqlite": "another key"}.items():
            with pytest.raises(StorageError, match=said):
                run("restore", str(path))
        with opened_storage(settings()) as again:
            assert len(again.rows("SELECT * FROM answer")) == 2

    def test_a_damaged_file_is_replaced_with_what_lies_beside_it(
        self, run: Run, storage: Storage, copies: Path
    ) -> None:
        run("backup", str(copies))
        storage.close()
        storage.path.write_bytes(b"damaged" * 1000)
        storage.path.with_name("storage.sqlite-wal").write_bytes(b"journal" * 1000)
        assert "2 answers" in run("restore", str(latest(copies))).stdout
        with opened_storage(settings()) as again:
            assert len(again.rows("SELECT * FROM answer")) == 2

    def test_the_register_of_letters_is_put_back(self, run: Run, storage: Storage, copies: Path) -> None:
        run("backup", str(copies))
        register = settings().mailbox.letters
        with Letters(register) as letters:
            letters.note("letter1", state="closed")
            with pytest.raises(StorageError, match="is in use"):
                run("restore", str(latest(copies, "letters")))
        assert "1 letters" in run("restore", str(latest(copies, "letters"))).stdout
        with Letters(register) as letters:
            assert [entry.state for entry in letters.list_all()] == ["new"]


class TestMailboxAlone:
    """A machine that has only the mailbox: there is a register of letters, and no conversation was ever kept."""

    def test_its_register_is_copied(self, run: Run, copies: Path, place: Path) -> None:
        assert run("backup", str(copies)).exit_code == 0
        assert [each.name.partition("-")[0] for each in copies.iterdir()] == ["letters"]
        assert not place.exists()

    def test_its_words_are_dropped(self, run: Run, place: Path) -> None:
        said = run("tidy", "--as-of", (today() + timedelta(180)).isoformat()).stdout
        assert said == "Dropped the words of 1 letters.\n"
        assert not place.exists()


class TestList:
    def test_a_deletion_is_kept_as_long_as_a_copy_can_hold_what_was_deleted(self, run: Run, storage: Storage) -> None:
        delete(storage, "1")
        listed = storage.path.with_suffix(".deleted")
        own = storage.person("t", "1")
        assert len(listed.read_text(encoding="ascii").splitlines()) == 1
        assert own not in listed.read_text(encoding="ascii")
        storage.close()
        run("tidy", "--as-of", (today() + timedelta(179)).isoformat())
        assert len(listed.read_text(encoding="ascii").splitlines()) == 1
        run("tidy", "--as-of", (today() + timedelta(180)).isoformat())
        assert listed.read_text(encoding="ascii") == ""

    def test_a_list_that_cannot_be_read_is_said(self, storage: Storage) -> None:
        storage.close()
        storage.path.with_suffix(".deleted").write_bytes(b"\xff")
        with pytest.raises(StorageError, match="who was deleted cannot be read"):
            opened_storage(settings())

    def test_the_words_of_letters_go_on_their_hundred_and_eightieth_day(self, run: Run, storage: Storage) -> None:
        register = settings().mailbox.letters
        for days, subject in ((179, "咨询"), (180, "")):
            assert "Dropped" in run("tidy", "--as-of", (today() + timedelta(days)).isoformat()).stdout
            with Letters(register) as letters:
                assert [entry.subject for entry in letters.list_all()] == [subject]
        assert "咨询".encode() not in octets_of(register)
