import hashlib
import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from unittest.mock import Mock

import pytest

from knowledge import topic_weights
from knowledge.answering import Answerer
from knowledge.errors import KnowledgeError, LexiconError, SourceError
from knowledge.store import building, look, writing
from knowledge.store.building import up_to_date
from knowledge.store.folders import Folders
from knowledge.store.indexing import rows_of
from knowledge.store.library import NOTICES, Library
from knowledge.store.report import BuildReport
from knowledge.store.seals import seal
from tests.knowledge import builder
from tests.knowledge.builder import open_short, rows
from tests.knowledge.synthetic import TEXT, write_notice

CITY, OFFICE = "city-draft-2024", "ln-scjg-2024"
QUESTION, TODAY = "市场监管局报卷地点在哪个房间", date(2024, 7, 1)
NEVER = 10**20  # nanoseconds until files are old enough to be told by their times


@pytest.fixture(scope="module", autouse=True)
def few_words() -> Iterator[None]:
    """jieba's whole dictionary takes seconds to write."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "dictionary_rows", builder.few_words)
        yield


@pytest.fixture
def notices(tmp_path: Path) -> Path:
    """A folder with two of the project's notices, to be changed."""
    return builder.make_notices(tmp_path, CITY, OFFICE)


@pytest.fixture(scope="module")
def built(few_words: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of these two notices, to be copied."""
    folder = tmp_path_factory.mktemp("built")
    opened(folder / "library.sqlite", builder.make_notices(folder, CITY, OFFICE))
    return folder / "library.sqlite"


@pytest.fixture
def path(built: Path, tmp_path: Path) -> Path:
    """A library of these two notices, to be written to."""
    return Path(shutil.copy(built, tmp_path / "library.sqlite"))


def opened(path: Path, notices: Path) -> BuildReport:
    """What opening a library said; the library is closed again."""
    library, report = open_short(path, notices)
    assert answer(library)
    library.close()
    return report


def state_of(path: Path) -> str | None:
    """What tells a library from others at its place."""
    with closing(sqlite3.connect(path)) as connection:
        return Library(connection).state


def answer(library: Library) -> str:
    """The first quote of the answer to one question."""
    return Answerer(library).answer(QUESTION, TODAY).citations[0].quote


def change(notices: Path, old: str, new: str) -> None:
    """Change a text of the office's notice, and its digest in notice.yaml."""
    text, record = notices / OFFICE / "source.txt", notices / OFFICE / "notice.yaml"
    before = text.read_bytes()
    after = before.replace(old.encode(), new.encode())
    assert before != after
    text.write_bytes(after)
    digests = hashlib.sha256(before).hexdigest(), hashlib.sha256(after).hexdigest()
    record.write_text(record.read_text(encoding="utf-8").replace(*digests), encoding="utf-8")


def seal_settings(file: sqlite3.Connection) -> None:
    """Seal the settings of a library anew, after a change to them."""
    settings = file.execute(
        "SELECT * FROM setting WHERE key NOT IN ('seal', 'stamp', 'history') ORDER BY key"
    ).fetchall()
    file.execute("UPDATE setting SET value = ? WHERE key = 'seal'", [seal(settings)])


def start(*given: object) -> subprocess.Popen[str]:
    """A process that builds."""
    command = [sys.executable, "-m", "tests.knowledge.builder", *map(str, given)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])


def test_a_library_is_built_once(tmp_path: Path, notices: Path) -> None:
    path = tmp_path / "some" / "folder" / "library.sqlite"
    report = opened(path, notices)
    assert (report.created > 50, report) == (True, BuildReport(created=report.created))
    before = rows(path)
    assert opened(path, notices) == BuildReport()
    assert rows(path) == before


def test_what_did_not_change_is_not_even_read(path: Path, notices: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.store.look.FRESH", 0)
    assert opened(path, notices) == BuildReport()
    with monkeypatch.context() as patch:
        patch.setattr(Folders, "files", Mock(side_effect=AssertionError("everything is read")))
        assert opened(path, notices) == BuildReport()
    record = notices / OFFICE / "notice.yaml"
    times = {file: file.stat().st_mtime_ns for file in (record, notices / OFFICE / "source.txt")}
    change(notices, "地点：省市场监管局1009房间", "地点：省市场监管局1010房间")
    record.write_text(record.read_text(encoding="utf-8").replace("1009房间", "1010房间"), encoding="utf-8")
    for file, time in times.items():
        os.utime(file, ns=(time, time))
    assert opened(path, notices).updated == 1


def test_a_changed_passage_alone_is_written_again(path: Path, notices: Path) -> None:
    change(notices, "地点：省市场监管局1009房间", "地点：省市场监管局1010房间")
    record = notices / OFFICE / "notice.yaml"
    record.write_text(record.read_text(encoding="utf-8").replace("1009房间", "1010房间"), encoding="utf-8")
    library, report = open_short(path, notices)
    assert "1010房间" in answer(library)
    library.close()
    assert (report.created, report.updated, report.deleted) == (0, 1, 0)
    assert report.skipped > 50


def test_nothing_is_learned_again_until_there_is_something_else_to_learn(
    path: Path, notices: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learn = Mock(side_effect=topic_weights.learn)
    monkeypatch.setattr(topic_weights, "learn", learn)
    change(notices, "地点：省市场监管局1009房间", "地点：省市场监管局一零零九房间")
    record = notices / OFFICE / "notice.yaml"
    record.write_text(record.read_text(encoding="utf-8").replace("1009房间", "一零零九房间"), encoding="utf-8")
    assert opened(path, notices).updated == 1
    assert not learn.called
    topics = notices.parent / "topics" / "contact.yaml"
    topics.write_text(
        topics.read_text(encoding="utf-8").replace('ways": "', 'ways": "号码给我一个\\n', 1), encoding="utf-8"
    )
    opened(path, notices)
    assert learn.call_count == 2


def test_a_library_brought_up_to_date_is_one_built_anew(
    path: Path, notices: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(look, "FRESH", NEVER)  # a stamp of files is kept once they are old: two builds differ by it
    change(notices, "5. 公务员不得申报本系列职称评审。", "")
    report = opened(path, notices)
    assert report.deleted == 1
    opened(tmp_path / "anew.sqlite", notices)
    assert rows(path) == rows(tmp_path / "anew.sqlite")
    opened(tmp_path / "again.sqlite", notices)
    states = [state_of(each) for each in (path, tmp_path / "anew.sqlite", tmp_path / "again.sqlite")]
    assert states[0] != states[1] == states[2]  # their passages bear other numbers


def test_a_removed_notice_takes_its_passages_with_it(path: Path, notices: Path) -> None:
    before = rows(path)
    draft = sum(1 for row in before if row[0] == CITY and len(row) == 4)
    shutil.rmtree(notices / CITY)
    report = opened(path, notices)
    assert (report.created, report.updated, report.deleted) == (0, 0, draft)
    assert not [row for row in rows(path) if row[0] == CITY]


@pytest.mark.parametrize("specialty", [None, "公务员"])
def test_a_notice_that_comes_is_added_to_what_is_there(
    path: Path, notices: Path, tmp_path: Path, specialty: str | None
) -> None:
    read = list[str]()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            writing, "rows_of", lambda source, *given: read.append(source.notice.id) or rows_of(source, *given)
        )
        named = {"engineering": [specialty]} if specialty else {}
        scope = {"place": None, "series": [], "levels": [], "specialties": named, "called": [], "round": False}
        write_notice(notices, scope=scope)
        report = opened(path, notices)
    assert read == [*([OFFICE] if specialty else []), "made"]
    assert (report.created > 0, report.deleted) == (True, 0)
    opened(tmp_path / "anew.sqlite", notices)
    assert rows(path) == rows(tmp_path / "anew.sqlite")


def test_a_draft_that_nobody_reads_again_knows_what_comes_and_goes(path: Path, notices: Path, tmp_path: Path) -> None:
    before = rows(path)
    write_notice(notices, TEXT.encode() + (notices / CITY / "source.txt").read_bytes())
    opened(path, notices)
    assert sum('"made"' in str(row) for row in rows(path) if row[0] == CITY) > 15
    opened(tmp_path / "anew.sqlite", notices)
    assert rows(path) == rows(tmp_path / "anew.sqlite")
    shutil.rmtree(notices / "made")
    opened(path, notices)
    assert rows(path) == before


@pytest.mark.parametrize("name", ["source.txt", "notice.yaml", "topics.yaml"])
def test_a_broken_notice_is_left_out_and_said_at_every_start(path: Path, notices: Path, name: str) -> None:
    (notices / CITY / name).write_bytes(b"\xff")
    reports = [opened(path, notices), opened(path, notices)]
    assert [report.created for report in reports] == [0, 0]
    for report in reports:
        [line] = report.left_out
        assert line.startswith(str(notices / CITY / name))
    assert not [row for row in rows(path) if row[0] == CITY]
    shutil.rmtree(notices)
    assert opened(path, builder.make_notices(notices.parent, CITY, OFFICE)).left_out == ()


def test_where_no_notice_can_be_read_the_library_stays_as_it_was(path: Path, notices: Path) -> None:
    before = rows(path)
    for folder in notices.iterdir():
        (folder / "source.txt").write_bytes(b"%PDF-1.4")
    with pytest.raises(SourceError, match="no notices here"):
        open_short(path, notices)
    assert rows(path) == before


@pytest.mark.parametrize("octets", [b"- a\n", b"a: [\n", b"\xff", None])
def test_where_a_word_list_is_broken_the_library_that_is_there_answers(
    path: Path, notices: Path, octets: bytes | None
) -> None:
    before, lists = rows(path), notices.parent / "lexicon" / "kinds.yaml"
    lists.unlink() if octets is None else lists.write_bytes(octets)
    report = opened(path, notices)
    assert (report.outdated or "").startswith(str(lists))
    assert rows(path) == before


@pytest.mark.usefixtures("notices")
def test_without_a_library_a_broken_word_list_is_an_error(tmp_path: Path, notices: Path) -> None:
    (notices.parent / "lexicon" / "kinds.yaml").write_text("- a\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="kinds"):
        open_short(tmp_path / "library.sqlite", notices)


def test_a_library_of_other_code_does_not_answer_for_a_broken_word_list(path: Path, notices: Path) -> None:
    (notices.parent / "lexicon" / "kinds.yaml").write_text("- a\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "code", lambda: "another")
        with pytest.raises(LexiconError, match="kinds"):
            open_short(path, notices)


def kill_after(method: str, path: Path, notices: Path) -> None:
    """Kill a process that builds once a method of its writer has done its work."""
    process = start(path, notices, method)
    assert process.stdout is not None
    assert process.stdout.readline() == "there\n"
    process.kill()
    process.communicate()


@pytest.mark.parametrize("method", ["forget", "write_settings"])
def test_a_killed_build_leaves_the_old_library(path: Path, notices: Path, method: str) -> None:
    before, wanted = rows(path), Folders(notices, notices.parent / "lexicon", notices.parent / "topics").fingerprint
    change(notices, "具体时间另行通知", "具体时间以后通知")
    kill_after(method, path, notices)
    library = up_to_date(path, wanted)
    assert library is not None
    assert "1009房间" in answer(library)
    library.close()
    assert rows(path) == before
    assert opened(path, notices).updated == 1


def test_a_library_of_an_earlier_version_is_brought_up_to_date(path: Path, notices: Path) -> None:
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("ALTER TABLE notice DROP COLUMN files")
        file.execute("DELETE FROM _sqlite_migrations WHERE name = 'files_of_notices'")
        file.execute("UPDATE setting SET value = 'earlier' WHERE key IN ('code', 'stamp', 'fingerprint')")
        seal_settings(file)
    report = opened(path, notices)
    assert (report.damaged, report.skipped > 50) == (None, True)


def test_a_library_that_keeps_its_notices_otherwise_is_built_anew(path: Path, notices: Path) -> None:
    """Where one goes back to an earlier version, the library is of one that this one knows nothing of."""
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE notice SET record = json_set(record, '$.of_tomorrow', 1)")
        sealed = seal(file.execute(NOTICES).fetchall())
        file.execute("UPDATE setting SET value = ? WHERE key = 'notices'", [sealed])
        file.execute("UPDATE setting SET value = 'later' WHERE key IN ('code', 'stamp', 'fingerprint')")
        seal_settings(file)
    assert opened(path, notices).damaged is None


def test_a_killed_first_build_is_begun_again(tmp_path: Path, notices: Path) -> None:
    path = tmp_path / "library.sqlite"
    kill_after("write_settings", path, notices)
    report = opened(path, notices)
    assert report == BuildReport(created=report.created)
    assert report.created > 50


def test_two_processes_that_build_at_once_both_succeed(tmp_path: Path, notices: Path) -> None:
    path = tmp_path / "library.sqlite"
    processes = [start(path, notices) for _ in range(2)]
    said = sorted(process.communicate(timeout=60)[0] for process in processes)
    assert [process.returncode for process in processes] == [0, 0]
    assert said[0] == f"{BuildReport()}\n"
    assert opened(path, notices) == BuildReport()


def shorten(path: Path) -> None:
    """Cut a file in half."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def scramble(path: Path) -> None:
    """Write random bytes over a file."""
    path.write_bytes(random.Random(1).randbytes(50_000))


def behead(path: Path) -> None:
    """Write random bytes over the first page but for its header, where the tables are listed."""
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + random.Random(1).randbytes(3_996) + whole[4_096:])


def say(path: Path) -> None:
    """Write a text where the library should be."""
    path.write_text("库不见了\n" * 100, encoding="utf-8")


def empty_tables(path: Path) -> None:
    """Leave a table of settings that has other columns."""
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE setting (colour TEXT)")
    connection.close()


@pytest.mark.parametrize("damage", [shorten, scramble, behead, say, empty_tables])
def test_a_damaged_library_is_put_aside_and_built_anew(
    path: Path, notices: Path, damage: Callable[[Path], None]
) -> None:
    damage(path)
    broken = path.read_bytes()
    report = opened(path, notices)
    assert report.damaged
    assert report.created > 50
    assert path.with_name("library.sqlite.damaged").read_bytes()[200:] == broken[200:]
    assert opened(path, notices) == BuildReport()


def test_an_empty_file_is_no_damage(tmp_path: Path, notices: Path) -> None:
    path = tmp_path / "library.sqlite"
    path.touch()
    assert opened(path, notices).damaged is None
    assert opened(path, notices) == BuildReport()


def test_where_nothing_can_be_written_the_library_is_in_memory(tmp_path: Path, notices: Path) -> None:
    (tmp_path / "file").touch()
    path = tmp_path / "file" / "library.sqlite"
    report = opened(path, notices)
    assert report.created > 50
    assert report.unwritable is not None
    assert report.unwritable.startswith(f"{path}: ")


def test_a_folder_in_the_library_s_place_is_left_alone(tmp_path: Path, notices: Path) -> None:
    report = opened(tmp_path, notices)
    assert str(tmp_path) in (report.unwritable or "")
    assert notices.is_dir()


def test_on_a_full_disk_the_library_is_in_memory(tmp_path: Path, notices: Path) -> None:
    path = tmp_path / "library.sqlite"
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, {resource.RLIM_INFINITY}))"
    command = f"import runpy, sys; {limit}; runpy.run_module('tests.knowledge.builder', run_name='__main__')"
    given = [sys.executable, "-c", command, str(path), str(notices)]
    said = subprocess.run(given, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]).stdout
    assert f"unwritable='{path}: " in said
    assert opened(path, notices).created > 50


def test_a_library_that_is_up_to_date_is_opened_for_reading_only(path: Path, notices: Path) -> None:
    library, report = open_short(path, notices)
    assert report == BuildReport()
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        library.connection.execute("DELETE FROM passage")
    library.close()


def test_a_reader_sees_the_old_library_while_another_builds(path: Path, notices: Path) -> None:
    reader, _ = open_short(path, notices)
    change(notices, "具体时间另行通知", "具体时间以后通知")
    process = start(path, notices, "write_settings")
    assert process.stdout is not None
    assert process.stdout.readline() == "there\n"
    assert "1009房间" in answer(reader)
    process.kill()
    process.communicate()
    reader.close()


def test_a_file_that_is_no_library_is_said_to_be_damaged(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    scramble(path)
    connection = sqlite3.connect(path)
    with pytest.raises(KnowledgeError, match="damaged"):
        assert Library(connection).built_from
    connection.close()
