"""What staff do with what is kept: `zhicheng why`, `queue`, `tidy` and `backup`, as they type it."""

import json
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.clock import today
from bot.core.live_library import LiveLibrary
from bot.core.reply import Reply
from bot.core.turn import Conversation
from bot.environment import library_path
from bot.errors import NoSuchNumber, SettingsError, StorageError
from bot.settings.load import settings
from bot.storage.key import opened_storage
from bot.storage.storage import Storage
from knowledge.asked import Asked
from tests.bot.conftest import Run

WATER = "抚顺水利几号交材料"
FEE = "评高工要交多少评审费"
AUTUMN = date(2025, 10, 27)


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine whose staff read English, with a place for what is kept."""
    monkeypatch.setenv("ZHICHENG_LANGUAGE", "en")
    monkeypatch.setenv("ZHICHENG_STORAGE", str(tmp_path / "data" / "storage.sqlite"))
    return tmp_path / "data" / "storage.sqlite"


@pytest.fixture
def desk() -> Iterator[LiveLibrary]:
    """Answers from the library that all tests share."""
    with LiveLibrary(library_path(), print) as desk:
        yield desk


def put(desk: LiveLibrary, who: str, question: str, ago: int = 0, edition: str | None = None, before: str = "") -> int:
    """One question asked as of that autumn, after one before it, kept so many days ago; its number."""
    found = settings()
    with opened_storage(found) as opened:
        key = opened.path.with_suffix(".key").read_bytes().strip()
    edition = desk.library.built_from if edition is None else edition
    kept = Storage(found.storage, key, edition or "", lambda: today() - timedelta(ago))
    with kept as storage, storage.turn(storage.person("test", who)) as record:
        reply = Reply("answer", (), answer=desk.follow(Asked(before), question, AUTUMN).answer, number=record.number)
        record.keep(reply, Conversation(question=question), AUTUMN)
        record.token(question)
        return record.number


class TestWhy:
    def test_an_answer_is_shown_again_with_scores_and_what_was_rejected(self, run: Run, desk: LiveLibrary) -> None:
        number = put(desk, "1", WATER)
        shown = run("why", str(number))
        assert shown.exit_code == 0
        head, library, *rest = shown.stdout.splitlines()
        assert head == f"Number {number}, as of 2025-10-27: {WATER}"
        assert (desk.library.built_from or "?")[:12] in library
        assert "answered" in library
        assert "changed since" not in shown.stdout
        given = run("ask", WATER, "--as-of", "2025-10-27").stdout
        ranked = run("search", "--near", WATER, "--as-of", "2025-10-27").stdout
        assert "\n".join(rest) + "\n" == f"\n{given}\n{ranked}"

    def test_the_case_that_a_question_was_answered_for_stands_beside_it(self, run: Run, desk: LiveLibrary) -> None:
        number = put(desk, "1", "答辩占多少分", before="质监局报卷几号")
        head, __, __, first, *_rest = run("why", str(number)).stdout.splitlines()
        assert head.endswith("质监 答辩占多少分")
        assert "答辩分占总分权重的50%" in first

    def test_a_library_that_changed_since_is_said_to_have(self, run: Run, desk: LiveLibrary) -> None:
        number = put(desk, "1", WATER, edition="another")
        assert "changed since" in run("why", str(number)).stdout

    def test_feedback_stands_with_it(self, run: Run, desk: LiveLibrary) -> None:
        number = put(desk, "1", WATER)
        with opened_storage(settings()) as storage, storage.turn(storage.person("test", "1")) as record:
            assert record.mark(number, useful=False, reason="地点不对")
        assert "not useful：地点不对" in run("why", str(number)).stdout

    def test_an_unknown_number_is_one_line(self, run: Run, desk: LiveLibrary) -> None:
        put(desk, "1", WATER)
        with pytest.raises(NoSuchNumber, match="No answer has the number 77"):
            run("why", "77")

    @pytest.mark.parametrize("number", ["0", "-1", "x", ""])
    def test_what_is_no_number_is_a_wrong_command_line(self, run: Run, number: str) -> None:
        assert run("why", "--", number).exit_code == 2


class TestQueue:
    def test_what_most_people_ask_comes_first_and_goes_its_way(self, run: Run, desk: LiveLibrary) -> None:
        alone = put(desk, "1", "论文查重率要求多少")
        first = put(desk, "1", FEE)
        put(desk, "2", FEE + "？")
        assert run("queue").stdout.splitlines() == [
            f"{first}  new  2 asked  {FEE}  (no answer)",
            f"{alone}  new  1 asked  论文查重率要求多少  (no answer)",
        ]
        assert run("queue", "take", str(first)).stdout.startswith(f"{first}  in work  2 asked")
        assert [line.split("  ")[0] for line in run("queue", "--state", "new").stdout.splitlines()] == [str(alone)]
        assert run("queue", "done", str(first)).stdout.startswith(f"{first}  done")
        run("queue", "drop", str(alone))
        assert run("queue").stdout == "Nothing is waiting.\n"
        assert len(run("queue", "list", "--state", "all").stdout.splitlines()) == 2

    def test_programs_read_it(self, run: Run, desk: LiveLibrary) -> None:
        number = put(desk, "1", FEE)
        [row] = json.loads(run("queue", "--json").stdout)
        assert row == {
            "number": number,
            "numbers": [number],
            "state": "new",
            "why": ["no_answer"],
            "people": 1,
            "last_asked": today().isoformat(),
            "question": FEE,
            "reasons": [],
        }
        assert json.loads(run("queue", "--json", "--state", "done").stdout) == []

    def test_a_wrong_step_is_refused_and_changes_nothing(self, run: Run, desk: LiveLibrary) -> None:
        number = put(desk, "1", FEE)
        with pytest.raises(NoSuchNumber, match="only what is in work can become done"):
            run("queue", "done", str(number))
        with pytest.raises(NoSuchNumber, match="77"):
            run("queue", "take", "77")
        assert run("queue").stdout.startswith(f"{number}  new")

    @pytest.mark.parametrize("arguments", [["take"], ["list", "3"], ["burn", "3"], ["take", "x"], ["--state", "old"]])
    def test_a_wrong_command_line_is_2(self, run: Run, arguments: list[str]) -> None:
        assert run("queue", *arguments).exit_code == 2


class TestTidy:
    def test_the_hundred_and_eightieth_day_is_the_end(self, run: Run, desk: LiveLibrary) -> None:
        gone, stays = put(desk, "1", WATER, 180), put(desk, "2", WATER, 179)
        said = run("tidy").stdout
        assert said.startswith("Deleted: 1 answers, 1 conversations, 1 buttons")
        with opened_storage(settings()) as storage:
            assert storage.answer(gone) is None
            assert storage.answer(stays) is not None

    def test_the_day_can_be_given(self, run: Run, desk: LiveLibrary) -> None:
        put(desk, "1", WATER)
        assert run("tidy").stdout.startswith("Deleted: 0 answers")
        later = today() + timedelta(180)
        assert run("tidy", "--as-of", later.isoformat()).stdout.startswith("Deleted: 1 answers")


class TestBackup:
    def test_a_copy_holds_the_same_is_the_owners_and_is_never_written_over(
        self, run: Run, desk: LiveLibrary, tmp_path: Path, place: Path
    ) -> None:
        number = put(desk, "1", WATER)
        copy = tmp_path / "copy.sqlite"
        with opened_storage(settings()) as storage, storage.turn(storage.person("test", "2")):
            assert run("backup", str(copy)).exit_code == 0
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        with closing(sqlite3.connect(copy)) as copied:
            assert copied.execute("SELECT number, question FROM answer").fetchall() == [(number, WATER)]
        before = copy.read_bytes()
        with pytest.raises(StorageError, match=r"copy\.sqlite"):
            run("backup", str(copy))
        assert copy.read_bytes() == before
        assert sorted(each.name for each in tmp_path.iterdir()) == ["copy.sqlite", "data"]

    def test_a_folder_keeps_the_latest_and_nothing_that_would_grow_too_old(
        self, run: Run, desk: LiveLibrary, tmp_path: Path
    ) -> None:
        put(desk, "1", WATER, 178)
        young = put(desk, "2", WATER, 177)
        folder = tmp_path / "copies"
        folder.mkdir()
        (folder / "other.sqlite").touch()
        old = [folder / f"storage-2026010{day}T031500.sqlite" for day in range(1, 6)]
        for each in old:
            each.touch()
        run("backup", str(folder), "--keep", "3")
        left = sorted(folder.glob("storage-*"))
        assert left[:2] == old[-2:]
        assert len(left) == 3
        assert (folder / "other.sqlite").exists()
        assert stat.S_IMODE(left[-1].stat().st_mode) == 0o600
        with closing(sqlite3.connect(left[-1])) as copied:
            assert copied.execute("SELECT number FROM answer").fetchall() == [(young,)]
        assert len(list(folder.iterdir())) == 4

    def test_a_copy_can_be_put_back(self, run: Run, desk: LiveLibrary, tmp_path: Path, place: Path) -> None:
        number = put(desk, "1", WATER)
        run("backup", str(tmp_path / "copy.sqlite"))
        place.write_bytes(b"damaged" * 1000)
        with pytest.raises(StorageError):
            run("why", str(number))
        for suffix in ("-wal", "-shm"):
            place.with_name(place.name + suffix).unlink(missing_ok=True)
        (tmp_path / "copy.sqlite").rename(place)
        assert WATER in run("why", str(number)).stdout

    def test_a_place_that_cannot_be_written_is_one_line(self, run: Run, desk: LiveLibrary, tmp_path: Path) -> None:
        put(desk, "1", WATER)
        with pytest.raises(StorageError, match="nowhere"):
            run("backup", str(tmp_path / "nowhere" / "copy.sqlite"))


@pytest.mark.parametrize("arguments", [["why", "1"], ["queue"], ["tidy"], ["backup", "x.sqlite"]])
class TestWithout:
    def test_where_nothing_was_kept_one_line_says_so_and_nothing_is_made(
        self, run: Run, place: Path, arguments: list[str]
    ) -> None:
        with pytest.raises(StorageError, match="ZHICHENG_STORAGE"):
            run(*arguments)
        assert not place.parent.exists()

    def test_a_wrong_setting_is_one_line(self, run: Run, monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
        monkeypatch.setenv("ZHICHENG_STORRAGE", "x")
        with pytest.raises(SettingsError, match="ZHICHENG_STORAGE"):
            run(*arguments)

    def test_the_command_itself_says_it_in_one_line_and_ends_with_1(self, place: Path, arguments: list[str]) -> None:
        command = [sys.executable, "-c", "from bot.cli import main; main()", *arguments]
        result = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        assert (result.returncode, result.stdout, len(result.stderr.splitlines())) == (1, "", 1)
        assert str(place) in result.stderr
