"""Whatever happens to what is kept: one line says so, nothing that can be saved is thrown away, and answers go on."""

import sqlite3
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from bot.clock import CHINA
from bot.core.turn import Conversation
from bot.errors import DamagedStorage, InUse, NoRoom, NotWritable, StorageError
from bot.settings.load import settings
from bot.storage.faults import set_aside_at
from bot.storage.key import service_storage
from bot.storage.storage import Storage
from tests.bot.conftest import Run
from tests.bot.storage.bytes_kept import found_in
from tests.bot.storage.test_storage import DAY, KEY, ask
from tests.damage import FILES, damaged

WATER, QUOTE = "抚顺水利几号交材料", "10月27日-28日"
NOW = datetime(2025, 10, 27, 12, tzinfo=CHINA)
PEOPLE = ("a", "b", "c")


@pytest.fixture(scope="module")
def octets(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A file in which three people have been answered."""
    path = tmp_path_factory.mktemp("kept") / "kept.sqlite"
    with Storage(path, KEY, "edition", lambda: DAY) as storage:
        for number in range(60):
            person = storage.person("telegram", PEOPLE[number % 3])
            with storage.turn(person, str(number)) as record:
                ask(record, f"{WATER}{number}" * 10, status="no_answer" if number % 2 else "answered")
                record.token(f"/useful {number}")
                record.deliver("7", {"text": f"{number}"}, str(number))
        for delivery in storage.pending_deliveries()[:30]:
            storage.mark_delivered(delivery.id, f"{delivery.id}")
    return path.read_bytes()


@pytest.fixture
def path(octets: bytes, tmp_path: Path) -> Path:
    """A copy of it."""
    path = tmp_path / "kept.sqlite"
    path.write_bytes(octets)
    return path


def use(storage: Storage, update: str) -> None:
    """Everything that doors and commands do with what is kept."""
    for name in PEOPLE:
        with storage.turn(storage.person("telegram", name), update) as record:
            assert isinstance(record.conversation, Conversation)
            ask(record, WATER)
            record.deliver("7", {"text": WATER})
    for delivery in storage.pending_deliveries():
        storage.mark_delivered(delivery.id, "1")
    storage.queue()
    storage.answer(5)
    storage.button_text("x")
    storage.forget(date(2025, 1, 1))
    storage.erase(storage.person("telegram", "a"))


def trouble(action: Callable[[], None]) -> str | None:
    """What is said of an action that cannot be done; None for one that can."""
    try:
        action()
    except StorageError as error:
        return str(error)
    return None


@pytest.mark.parametrize("seed", range(FILES))
def test_no_damage_is_more_than_one_line_and_a_new_beginning(seed: int, octets: bytes, path: Path) -> None:
    path.write_bytes(damaged(octets, seed))

    def opened_and_used() -> None:
        with Storage(path, KEY, "edition", lambda: DAY) as storage:
            use(storage, "next")

    told = trouble(opened_and_used)
    assert told is None or (told.startswith(str(path)) and "\n" not in told)


@pytest.mark.parametrize("seed", range(FILES))
def test_damage_while_it_is_used_ends_in_a_new_beginning(seed: int, octets: bytes, path: Path) -> None:
    with Storage(path, KEY, "edition", lambda: DAY) as storage:
        path.write_bytes(damaged(octets, seed))
        if told := trouble(lambda: use(storage, "next")):
            assert "\n" not in told
            storage.start_anew(NOW)
            use(storage, "after")


def test_a_damaged_file_is_kept_whole_beside_the_new_one(octets: bytes, path: Path) -> None:
    broken = octets[:4096] + b"\xff" * (len(octets) - 4096)
    path.write_bytes(broken)
    with pytest.raises(DamagedStorage):
        use(Storage(path, KEY), "next")
    with Storage(path.with_name("other.sqlite"), KEY) as storage:
        storage.path = path
        aside = storage.start_anew(NOW)
        with storage.turn(storage.person("telegram", "a"), "1") as record:
            assert record.number == int(NOW.timestamp()) + 1
    assert aside.name == "kept.sqlite.20251027T120000.damaged"
    assert aside.read_bytes() == broken
    assert set_aside_at(path, date(2025, 10, 27)) == []
    assert set_aside_at(path, date(2025, 10, 28)) == [aside]


def test_who_is_deleted_is_in_no_damaged_file_either(octets: bytes, path: Path) -> None:
    """No row can be deleted from one for certain, so it goes as a whole; whoever else was in it is not known again."""
    path.write_bytes(octets[:4096] + b"\xff" * 4096 + octets[8192:])
    with Storage(path.with_name("other.sqlite"), KEY) as storage:
        storage.path = path
        storage.start_anew(NOW)
        for suffix in ("", "-wal"):
            path.with_name(f"kept.sqlite.20251020T120000.damaged{suffix}").write_bytes(octets)
        person, other = (storage.person("telegram", name) for name in ("a", "never here"))
        assert {name for name, _found in found_in(path.parent, [WATER, person])} >= {
            each.name for each in set_aside_at(path)
        }
        with storage.turn(storage.person("telegram", "b"), "1") as record:
            ask(record, "继续教育")
        assert len(set_aside_at(path)) == 3
        storage.erase(person)
        assert found_in(path.parent, [WATER, person, other]) == []
        assert storage.answer(int(NOW.timestamp()) + 1) is not None


def test_a_number_that_was_given_in_a_lost_file_is_not_given_again(path: Path) -> None:
    with Storage(path, KEY, "edition", lambda: DAY) as storage:
        person = storage.person("telegram", "a")
        with storage.turn(person, "before") as record:
            given = record.number
            ask(record, WATER)
        storage.start_anew(NOW)
        for update in range(3):
            with storage.turn(person, str(update)) as record:
                assert record.number > given
                ask(record, "继续教育")
        with storage.turn(person, "the old button") as record:
            assert not record.mark(given, useful=False)


def test_one_row_that_cannot_be_read_is_nobody_else_s_trouble(path: Path) -> None:
    with Storage(path, KEY) as storage:
        a, b = (storage.person("telegram", name) for name in ("a", "b"))
        for garbage in ("{", "[]", '{"check": 5}', b"\x00", 7):
            storage.rows("UPDATE conversation SET record = ? WHERE person = ?", garbage, a)
            with storage.turn(a) as record:
                assert record.conversation == Conversation()
            with storage.turn(b) as record:
                assert record.conversation.question
        waiting = len(storage.pending_deliveries())
        storage.rows("UPDATE delivery SET payload = '{' WHERE id = (SELECT min(id) FROM delivery)")
        assert len(storage.pending_deliveries()) == waiting - 1
        storage.rows("UPDATE answer SET kept_on = 'soon', notices = 'x' WHERE number = 2")
        assert storage.answer(2) is None
        assert len(storage.queue()) == 29
        storage.rows("UPDATE sqlite_sequence SET seq = 'x'")
        with storage.turn(a) as record:
            assert record.number == 61


def fill_up(storage: Storage) -> None:
    """Let nothing more fit than the pages that are there."""
    storage.rows("PRAGMA max_page_count = 1")


def lock_up(storage: Storage) -> None:
    """Let nothing be written."""
    storage.rows("PRAGMA query_only = 1")


def occupy(storage: Storage) -> None:
    """Let another hold it."""
    storage.rows("PRAGMA busy_timeout = 10")
    other, close = sqlite3.connect(storage.path, isolation_level=None), storage.close
    other.execute("BEGIN IMMEDIATE")

    def close_both() -> None:
        close()
        other.close()

    storage.close = close_both  # type: ignore[method-assign]  # held for as long as the storage is open


def use_often(storage: Storage) -> None:
    """Keep more and more."""
    for number in range(1_000):
        use(storage, f"{number}" * 1_000)


TROUBLES = {NoRoom: fill_up, NotWritable: lock_up, InUse: occupy}


@pytest.mark.parametrize(("kind", "make"), TROUBLES.items(), ids=[kind.__name__ for kind in TROUBLES])
def test_a_file_that_is_whole_is_not_called_damaged(
    kind: type[StorageError], make: Callable[[Storage], None], path: Path
) -> None:
    with Storage(path, KEY) as storage:
        make(storage)
        with pytest.raises(kind) as told:
            use_often(storage)
        assert "\n" not in str(told.value)
    assert set_aside_at(path) == []


def test_a_place_where_no_file_can_be_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match=r"kept\.sqlite"):
        Storage(tmp_path / "file" / "kept.sqlite", KEY)


class TestChat:
    @pytest.mark.parametrize("make", TROUBLES.values(), ids=[kind.__name__ for kind in TROUBLES])
    def test_answers_go_on_where_nothing_can_be_kept(
        self, make: Callable[[Storage], None], run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        began = Storage.open
        monkeypatch.setattr(Storage, "open", lambda storage: (began(storage), make(storage))[0])
        typed = "\n".join([f"{WATER}，" * 150, "地点呢", "/delete", "1", WATER])
        result = run("chat", "--as-of", "2025-10-27", typed=typed)
        assert result.exit_code == 0
        assert result.stdout.count(QUOTE) >= 2
        assert result.stdout.count("以下不再保存") == 1
        assert "已全部删除" not in result.stdout

    def test_a_damaged_file_is_put_aside_and_said(self, run: Run, tmp_path: Path) -> None:
        assert run("chat", "--as-of", "2025-10-27", typed=WATER).exit_code == 0
        path = tmp_path / "storage.sqlite"
        path.write_bytes(b"damaged" * 1_000)
        result = run("chat", "--as-of", "2025-10-27", typed=WATER)
        assert (result.exit_code, QUOTE in result.stdout) == (0, True)
        [aside] = set_aside_at(path)
        assert aside.name in result.stdout
        assert "zhicheng doctor" in result.stdout
        again = run("chat", "--as-of", "2025-10-27", typed=WATER)
        assert aside.name not in again.stdout

    def test_another_key_is_no_damage(self, tmp_path: Path) -> None:
        service_storage(settings(), "", print).close()
        (tmp_path / "storage.key").write_text("0" * 64, encoding="ascii")
        with pytest.raises(StorageError, match="key"):
            service_storage(settings(), "", print)
        assert set_aside_at(tmp_path / "storage.sqlite") == []


@pytest.mark.parametrize("command", [("ask", WATER), ("notices",), ("search", "--near", WATER)])
def test_what_needs_no_storage_does_not_look_at_it(command: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    (tmp_path / "storage.sqlite").write_bytes(b"damaged" * 1_000)
    assert run(*command).exit_code == 0
    assert (tmp_path / "storage.sqlite").read_bytes() == b"damaged" * 1_000
