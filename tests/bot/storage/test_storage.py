"""What the doors keep: written whole or not at all, nobody's beside another's, gone when it is to be gone."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from bot.core.reply import Reply
from bot.core.turn import Conversation
from bot.errors import NoSuchNumber, StorageError
from bot.privacy.masking import storable
from bot.storage.person_record import PersonRecord
from bot.storage.rows import State
from bot.storage.storage import KEPT_DAYS, Storage
from knowledge.answer import Answer
from knowledge.asked import Asked
from knowledge.question import Question
from knowledge.scope import Facets

KEY = b"a key that is only for tests, 32"
DAY = date(2025, 10, 27)
IDENTITY, PHONE = "21010219800101123X", "13800001234"

texts = st.text(min_size=1, max_size=300).filter(lambda text: storable(text) == text)
people = st.sampled_from(["甲", "乙", "丙"])


def answered(text: str, number: int, status: Any = "answered", silence: Any = None) -> Reply:
    """A reply with an answer to this text, as it is after the conversation read it."""
    question = Question(text, text, Facets(), (), frozenset(), frozenset(), (), {})
    return Reply("answer", (), answer=Answer(status, question, (), silence), number=number)


def ask(record: PersonRecord, text: str, **how: Any) -> int:
    """One turn as a door does it; the number of its answer."""
    reply = answered(text, record.number, **how)
    record.keep(reply, Conversation(question=text, number=record.number), DAY)
    return record.number


def octets_of(path: Path) -> bytes:
    """Everything that the file and its journal hold."""
    return b"".join(each.read_bytes() for each in sorted(path.parent.glob(f"{path.name}*")))


@contextmanager
def fresh(clock: Any = lambda: DAY) -> Iterator[Storage]:
    """Storage in a folder of its own, for examples that must not meet each other's."""
    with TemporaryDirectory() as folder, Storage(Path(folder) / "kept.sqlite", KEY, "edition", clock) as storage:
        yield storage


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    """Storage as a door opens it."""
    with Storage(tmp_path / "kept.sqlite", KEY, "edition", lambda: DAY) as storage:
        yield storage


class Doors(RuleBasedStateMachine):
    """Any turns of any people in any order, beside a model that keeps everything in dictionaries."""

    numbers: Bundle[tuple[str, int, str]] = Bundle("numbers")

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.storage = self.opened()
        self.conversations: dict[str, str] = {}
        self.answers: dict[int, tuple[str, str]] = {}
        self.updates: set[tuple[str, str]] = set()
        self.last = 0

    def opened(self) -> Storage:
        return Storage(Path(self.folder.name) / "kept.sqlite", KEY, "edition", lambda: DAY)

    @rule(target=numbers, who=people, text=texts, update=st.integers(0, 30).map(str))
    def turn(self, who: str, text: str, update: str) -> tuple[str, int, str]:
        """A turn changes its own person only; a repeated update changes nothing, whatever the door does in it."""
        with self.storage.turn(self.storage.person("test", who), update) as record:
            assert record.is_repeat == ((who, update) in self.updates)
            number = ask(record, text)
        if (who, update) not in self.updates:
            assert number > self.last
            self.last = number
            self.conversations[who], self.answers[number] = text, (who, text)
            self.updates.add((who, update))
        return who, number, text

    @rule(who=people, text=texts)
    def failing_turn(self, who: str, text: str) -> None:
        """A turn that breaks off leaves nothing."""
        with suppress(ZeroDivisionError), self.storage.turn(self.storage.person("test", who)) as record:
            ask(record, text)
            record.deliver("chat", {"text": text})
            raise ZeroDivisionError

    @rule(who=people)
    def erase(self, who: str) -> None:
        self.storage.erase(self.storage.person("test", who))
        self.conversations.pop(who, None)
        self.answers = {number: kept for number, kept in self.answers.items() if kept[0] != who}

    @rule(each=consumes(numbers), who=people)
    def mark(self, each: tuple[str, int, str], who: str) -> None:
        """Only whose answer it is can say what it was worth."""
        with self.storage.turn(self.storage.person("test", who)) as record:
            assert record.mark(each[1], useful=False) == (self.answers.get(each[1], ("", ""))[0] == who)

    @rule()
    def restart(self) -> None:
        self.storage.close()
        self.storage = self.opened()

    @invariant()
    def everyone_stands_where_they_stood(self) -> None:
        for who in ("甲", "乙", "丙"):
            with self.storage.turn(self.storage.person("test", who)) as record:
                assert record.conversation.question == self.conversations.get(who, "")

    @invariant()
    def every_answer_is_its_own(self) -> None:
        for number in range(1, self.last + 2):
            kept, wanted = self.storage.answer(number), self.answers.get(number)
            assert (kept and kept.asked.text) == (wanted and wanted[1])
        assert self.storage.pending_deliveries() == []

    def teardown(self) -> None:
        self.storage.close()
        self.folder.cleanup()


TestDoors = Doors.TestCase
TestDoors.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)


class TestPrivacy:
    @given(
        marks=st.lists(st.integers(0, 10**9), min_size=1, max_size=40),
        filler=st.integers(0, 4000),
        others=st.integers(0, 20),
    )
    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
    def test_erasing_leaves_no_byte_of_what_was_said(self, marks: list[int], filler: int, others: int) -> None:
        with fresh() as storage:
            leaving, staying = storage.person("test", "leaving"), storage.person("test", "staying")
            for number, mark in enumerate(marks):
                with storage.turn(leaving, str(number)) as record:
                    said = f"SECRET{mark}" + "话" * (filler * (number % 3))
                    ask(record, said, status="no_answer", silence="not_said")
                    record.token(said)
                    record.mark(record.number, useful=False, reason=said)
                    delivery = record.deliver("4711", {"text": said}, "17")
                if number % 2:
                    storage.mark_delivered(delivery, "18")
                for other in range(others if number == len(marks) // 2 else 0):
                    with storage.turn(staying) as record:
                        ask(record, f"STAYS{other}" + "话" * filler)
            assert b"SECRET" in octets_of(storage.path)
            storage.erase(leaving)
            assert storage.sweeper.insist()
            left = octets_of(storage.path)
            assert b"SECRET" not in left
            assert leaving.encode() not in left
            assert (b"STAYS" in left) == (others > 0)
            assert storage.queue() == []
            assert storage.messages_of("4711", "17") == []

    def test_what_was_overwritten_and_what_was_sent_is_gone(self, storage: Storage) -> None:
        person = storage.person("test", "1")
        for text in ("SECRET" * 300, "later"):
            with storage.turn(person) as record:
                record.keep(Reply("interview", ()), Conversation(question=text), DAY)
                delivery = record.deliver("4711", {"text": text})
            storage.mark_delivered(delivery, "5")
        storage.erase(storage.person("test", "somebody else"))
        assert storage.sweeper.insist()
        assert b"SECRET" not in octets_of(storage.path)
        assert b"4711" not in octets_of(storage.path)

    @pytest.mark.parametrize("seed", [1, 8])  # of twelve that were tried, those where overwriting alone left copies
    def test_no_copy_that_moving_a_row_left_in_a_page_outlasts_the_sweep(self, storage: Storage, seed: int) -> None:
        drawn = Random(seed)  # no secret
        people = [storage.person("t", str(number)) for number in range(12)]
        for number in range(400):
            who = drawn.randrange(12)
            text = ("SECRET" if who == 0 else "other") * drawn.choice([1, 5, 20, 60, 150])
            with storage.turn(people[who], str(number)) as record:
                record.keep(Reply("interview", ()), Conversation(question=text, number=number), DAY)
                ask(record, text[:500], status="no_answer", silence="not_said")
                record.token(text)
        storage.erase(people[0])
        assert storage.sweeper.insist()
        left = octets_of(storage.path)
        assert (left.count(b"SECRET"), left.count(people[0].encode())) == (0, 0)

    def test_what_a_person_said_in_groups_is_erased_with_the_rest(self, storage: Storage) -> None:
        own, in_group, other = (storage.person("t", *who) for who in (("1",), ("1", "-5"), ("2", "-5")))
        for number, who in enumerate((own, in_group, other)):
            with storage.turn(who) as record:
                ask(record, f"SECRET{number}")
        storage.erase(in_group)
        assert storage.sweeper.insist()
        left = octets_of(storage.path)
        assert [f"SECRET{number}".encode() in left for number in range(3)] == [False, False, True]
        assert own.encode() not in left

    def test_it_is_swept_by_itself_and_by_whoever_comes_next(self, storage: Storage) -> None:
        """Also where another process reads the file at first, or where this one was killed before it could."""
        person = storage.person("t", "1")
        with storage.turn(person) as record:
            ask(record, "SECRET" * 2000)
        with closing(sqlite3.connect(storage.path, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM answer").fetchone()
            with storage.turn(person) as record:
                record.keep(Reply("command", (), erases=True), Conversation(), DAY)
            assert not storage.sweeper.sweep()
            assert b"SECRET" in octets_of(storage.path)
            reader.execute("COMMIT")
        soon = time.monotonic() + 30
        while b"SECRET" in octets_of(storage.path) and time.monotonic() < soon:
            time.sleep(0.1)
        assert b"SECRET" not in octets_of(storage.path)

    def test_a_process_that_was_killed_leaves_the_sweeping_to_the_next(self, storage: Storage) -> None:
        if (child := os.fork()) == 0:
            with Storage(storage.path, KEY) as dying:
                with dying.turn(dying.person("t", "1")) as record:
                    ask(record, "SECRET" * 2000)
                dying.sweeper.want = lambda: None  # type: ignore[method-assign]  # killed before it comes to it
                dying.erase(dying.person("t", "1"))
                os._exit(0)
        os.waitpid(child, 0)
        with Storage(storage.path, KEY) as again:
            assert again.sweeper.insist()
            assert b"SECRET" not in octets_of(storage.path)

    def test_interview_answers_stand_in_the_conversation_only(self, storage: Storage) -> None:
        with storage.turn(storage.person("test", "1")) as record:
            record.keep(Reply("interview", ()), Conversation(question="FACTS"), DAY)
        rows = {
            table: str(storage.rows(f"SELECT * FROM {table}"))
            for (table,) in storage.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        assert [table for table, row in rows.items() if "FACTS" in row] == ["conversation"]

    @given(
        before=st.text(max_size=5).filter(lambda text: not text[-1:].isnumeric()),
        number=st.sampled_from([IDENTITY, PHONE]),
        after=st.text(max_size=5).filter(lambda text: not text[:1].isnumeric()),
    )
    def test_no_personal_number_reaches_the_file(self, before: str, number: str, after: str) -> None:
        text = f"{before} {number} {after}"
        with fresh() as storage, storage.turn(storage.person("telegram", "987654321")) as record:
            ask(record, text, status="no_answer", silence="not_said")
            record.mark(record.number, useful=False, reason=text)
            token = record.token(text)
            assert number not in (storage.button_text(token) or number)
            storage.connection.commit()
            left = octets_of(storage.path)
            assert number.encode() not in left
            assert b"987654321" not in left

    def test_nobodys_id_is_written_not_even_while_a_message_waits(self, storage: Storage) -> None:
        with storage.turn(storage.person("telegram", "987654321"), "55") as record:
            ask(record, "几号截止")
            delivery = record.deliver("987654321", {"text": "…"}, "31")
        assert b"987654321" not in octets_of(storage.path)
        assert [each.chat for each in storage.pending_deliveries()] == ["987654321"]
        storage.mark_delivered(delivery, "32")
        assert storage.messages_of("987654321", "31") == ["32"]
        assert b"987654321" not in octets_of(storage.path)

    def test_a_person_is_the_same_only_under_the_same_key_door_and_id(self, storage: Storage, tmp_path: Path) -> None:
        with Storage(tmp_path / "other.sqlite", KEY[::-1]) as other:
            names = [
                storage.person("a", "1"),
                storage.person("a", "2"),
                storage.person("b", "1"),
                other.person("a", "1"),
            ]
        assert len(set(names)) == 4
        assert names[0] == storage.person("a", "1")
        assert all(len(name) == 32 for name in names)

    def test_only_the_owner_reads_the_file(self, storage: Storage) -> None:
        with storage.turn(storage.person("a", "1")) as record:
            ask(record, "x")
        modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in storage.path.parent.iterdir()}
        assert set(modes.values()) == {0o600}
        assert len(modes) == 3


class TestRetention:
    @given(ages=st.lists(st.integers(KEPT_DAYS - 3, KEPT_DAYS + 3), min_size=1, max_size=6))
    @settings(max_examples=30)
    def test_nothing_is_kept_on_its_hundred_and_eightieth_day(self, ages: list[int]) -> None:
        day = [DAY]
        with fresh(lambda: day[0]) as storage:
            for number, age in enumerate(ages):
                day[0] = DAY - timedelta(age)
                with storage.turn(storage.person("a", str(number)), "1") as record:
                    ask(record, f"AGE{age}.")
                    storage.person("a", str(number))
                    record.token(f"TOKEN{age}.")
                    record.deliver("1", {})
            gone = sum(age >= KEPT_DAYS for age in ages)
            assert set(storage.forget(DAY - timedelta(KEPT_DAYS - 1))) <= {gone, 0}
            assert storage.sweeper.insist()
            left = octets_of(storage.path)
            for age in ages:
                assert (f"AGE{age}.".encode() in left) == (age < KEPT_DAYS)
                assert (f"TOKEN{age}.".encode() in left) == (age < KEPT_DAYS)

    def test_a_conversation_counts_from_its_last_turn(self, tmp_path: Path) -> None:
        day = [DAY - timedelta(200)]
        with Storage(tmp_path / "kept.sqlite", KEY, clock=lambda: day[0]) as storage:
            for day[0] in (DAY - timedelta(200), DAY):
                with storage.turn(storage.person("a", "1")) as record:
                    ask(record, "x")
            assert storage.forget(DAY)[:2] == (0, 1)
            with storage.turn(storage.person("a", "1")) as record:
                assert record.conversation.question == "x"

    def test_a_day_asked_about_is_not_the_day_of_keeping(self, storage: Storage) -> None:
        with storage.turn(storage.person("a", "1")) as record:
            record.keep(answered("x", record.number), Conversation(), date(2030, 1, 1))
        kept = storage.answer(1)
        assert kept is not None
        assert kept.day == date(2030, 1, 1)
        assert storage.forget(DAY + timedelta(1)).answers == 1


class TestDelivery:
    def test_what_was_not_sent_is_there_after_a_restart_and_what_was_sent_is_not(self, storage: Storage) -> None:
        with storage.turn(storage.person("a", "1"), "9") as record:
            first = record.deliver("4711", {"text": "一", "n": 1}, "30")
            second = record.deliver("4711", {"text": "二"}, "30")
        storage.mark_delivered(first, "31")
        storage.close()
        with Storage(storage.path, KEY) as again:
            assert again.pending_deliveries() == [(second, "4711", {"text": "二"})]
            again.mark_delivered(second, "32")
            again.mark_delivered(second, "33")
            assert again.pending_deliveries() == []
            assert again.messages_of("4711", "30") == ["31", "32"]
            assert again.messages_of("4712", "30") == []

    def test_what_can_never_be_sent_is_forgotten(self, storage: Storage) -> None:
        with storage.turn(storage.person("a", "1")) as record:
            delivery = record.deliver("4711", {}, "30")
        storage.mark_delivered(delivery, None)
        assert (storage.pending_deliveries(), storage.messages_of("4711", "30")) == ([], [])

    def test_a_reply_that_erases_is_still_sent(self, storage: Storage) -> None:
        person = storage.person("a", "1")
        with storage.turn(person, "1") as record:
            ask(record, "SECRET")
        with storage.turn(person, "2") as record:
            record.keep(Reply("command", (), erases=True), Conversation(), DAY)
            record.deliver("4711", {"text": "gone"}, "30")
            token = record.token("ask something")
        assert storage.sweeper.insist()
        assert b"SECRET" not in octets_of(storage.path)
        [delivery] = storage.pending_deliveries()
        assert delivery.payload == {"text": "gone"}
        storage.mark_delivered(delivery.id, "31")
        left = octets_of(storage.path)
        assert person.encode() not in left
        assert storage.person("chat", "4711").encode() not in left
        assert storage.button_text(token) == "ask something"
        with storage.turn(person, "3") as record:
            assert record.conversation == Conversation()
            assert record.number == 2

    @given(says=st.text(max_size=500), other=st.text(max_size=500))
    @settings(max_examples=50)
    def test_a_token_is_short_and_says_its_own(self, says: str, other: str) -> None:
        with fresh() as storage:
            with storage.turn(storage.person("a", "1")) as record:
                tokens = [record.token(says), record.token(other), record.token(says)]
            assert tokens[0] == tokens[2]
            assert (tokens[0] == tokens[1]) == (says == other)
            assert all(len(token) == 16 and token.isascii() for token in tokens)
            assert [storage.button_text(token) for token in tokens[:2]] == [says, other]
            assert storage.button_text("") is None


class TestQueue:
    def fill(self, storage: Storage) -> None:
        """One question by one person, then another by three."""
        for number, question in enumerate(["评审费多少", "论文查重率?", "论文 查重率", "论文查重率"]):
            with storage.turn(storage.person("a", str(number))) as record:
                ask(record, question, status="no_answer", silence="not_said")

    def test_what_several_people_ask_stands_first_and_once(self, storage: Storage) -> None:
        self.fill(storage)
        hot, other = storage.queue()
        assert (hot.question, hot.number, hot.numbers, hot.people) == ("论文查重率?", 2, (2, 3, 4), 3)
        assert (other.question, other.people, other.state, other.why) == ("评审费多少", 1, "new", ("no_answer",))

    def test_a_question_goes_its_way_with_all_who_ask_it(self, storage: Storage) -> None:
        self.fill(storage)
        storage.move(3, "in_work")
        with storage.turn(storage.person("a", "late")) as record:
            ask(record, "论文查重率", status="no_answer", silence="not_said")
        assert [each.numbers for each in storage.queue("in_work")] == [(2, 3, 4, 5)]
        storage.move(2, "done")
        with storage.turn(storage.person("a", "later")) as record:
            ask(record, "论文查重率", status="no_answer", silence="not_said")
        assert {(each.numbers, each.state) for each in storage.queue()} == {
            ((1,), "new"),
            ((2, 3, 4, 5), "done"),
            ((6,), "new"),
        }

    @pytest.mark.parametrize(
        ("way", "refused"),
        [
            ([], "done"),
            (["in_work"], "in_work"),
            (["in_work", "done"], "dropped"),
            (["dropped"], "in_work"),
            ([], "new"),
        ],
    )
    def test_no_other_way_is_gone(self, storage: Storage, way: list[State], refused: State) -> None:
        self.fill(storage)
        for state in way:
            storage.move(1, state)
        before = storage.queue()
        with pytest.raises(NoSuchNumber, match="1"):
            storage.move(1, refused)
        assert storage.queue() == before
        with pytest.raises(NoSuchNumber, match="99"):
            storage.move(99, "in_work")

    def test_a_useless_answer_is_queued_with_its_reason_until_it_is_called_useful(self, storage: Storage) -> None:
        person = storage.person("a", "1")
        with storage.turn(person) as record:
            number = ask(record, "几号截止")
            assert record.mark(number, useful=False, reason=f"不对，我的电话{PHONE}")
        assert [(each.why, each.reasons) for each in storage.queue()] == [
            (("not_useful",), ("不对，我的电话***********",))
        ]
        with storage.turn(person) as record:
            assert record.mark(number, useful=True)
        assert storage.queue() == []
        kept = storage.answer(number)
        assert kept is not None
        assert (kept.useful, kept.reason, kept.edition) == (True, None, "edition")

    def test_where_nothing_was_asked_nothing_is_queued(self, storage: Storage) -> None:
        with storage.turn(storage.person("a", "1")) as record:
            ask(record, "？", status="no_answer", silence="nothing_asked")
        assert storage.queue() == []


MIDDLE = """
import sys, time
from pathlib import Path
from random import Random
from bot.storage.storage import Storage
from tests.bot.storage.test_storage import KEY, ask
storage = Storage(Path(sys.argv[1]), KEY)
with storage.turn("p", "2") as record:
    ask(record, "lost" * 5000)
    record.deliver("1", {"text": "lost"})
    print("written", flush=True)
    time.sleep(60)
"""


class TestTrouble:
    def test_a_kill_in_the_middle_leaves_the_state_before(self, storage: Storage) -> None:
        with storage.turn("p", "1") as record:
            ask(record, "before")
        with subprocess.Popen([sys.executable, "-c", MIDDLE, str(storage.path)], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"written\n"
            process.send_signal(signal.SIGKILL)
        assert process.returncode == -signal.SIGKILL
        with storage.turn("p", "2") as record:
            assert not record.is_repeat
            assert (record.conversation.question, record.number) == ("before", 2)
        assert storage.pending_deliveries() == []

    def test_threads_wait_for_one_another(self, storage: Storage) -> None:
        def turns(who: int) -> list[int]:
            numbers = []
            for update in range(20):
                with storage.turn(storage.person("a", str(who)), str(update)) as record:
                    assert record.conversation.question in ("", f"{who}")
                    numbers.append(ask(record, f"{who}"))
            return numbers

        with ThreadPoolExecutor(8) as pool:
            numbers = [number for found in pool.map(turns, range(8)) for number in found]
        assert sorted(numbers) == list(range(1, 161))

    @pytest.mark.parametrize("octets", [b"not a database" * 1000, b"SQLite format 3\0" + b"\xff" * 5000])
    def test_a_damaged_file_is_refused_in_one_line_and_left_as_it_is(self, tmp_path: Path, octets: bytes) -> None:
        path = tmp_path / "kept.sqlite"
        path.write_bytes(octets)
        with pytest.raises(StorageError) as refused:
            Storage(path, KEY)
        assert str(path) in str(refused.value)
        assert len(str(refused.value).splitlines()) == 1
        assert path.read_bytes() == octets

    @pytest.mark.parametrize("place", ["file/kept.sqlite", "folder"])
    def test_a_file_that_cannot_be_written_is_refused_in_one_line(self, tmp_path: Path, place: str) -> None:
        (tmp_path / "file").touch()
        (tmp_path / "folder").mkdir()
        with pytest.raises(StorageError, match=place):
            Storage(tmp_path / place, KEY)

    def test_a_full_disk_is_an_error_and_loses_nothing_kept_before(self, storage: Storage) -> None:
        with storage.turn("p") as record:
            ask(record, "before")
        storage.rows(f"PRAGMA max_page_count = {storage.rows('PRAGMA page_count')[0][0]}")
        with pytest.raises(StorageError, match="full"), storage.turn("p") as record:
            ask(record, "too much" * 100_000)
        with storage.turn("p") as record:
            assert record.conversation.question == "before"

    def test_a_file_of_a_newer_version_is_left_alone(self, storage: Storage) -> None:
        storage.rows("INSERT INTO _sqlite_migrations VALUES (9, 'storage', 'ninth', '')")
        storage.close()
        with pytest.raises(StorageError, match="ninth"):
            Storage(storage.path, KEY)

    def test_a_file_from_before_cases_were_kept_beside_questions_keeps_its_answers(self, storage: Storage) -> None:
        with storage.turn("p") as record:
            ask(record, "before")
        storage.rows("ALTER TABLE answer DROP COLUMN asked_for")
        storage.rows("DELETE FROM _sqlite_migrations WHERE name = 'case_beside'")
        storage.close()
        with Storage(storage.path, KEY) as opened:
            kept = opened.answer(1)
            assert kept is not None
            assert kept.asked == Asked("before", "")

    def test_a_conversation_that_is_not_understood_any_more_begins_anew(self, storage: Storage) -> None:
        storage.rows("INSERT INTO conversation VALUES ('p', '{\"was\": 1}', '2025-01-01')")
        with storage.turn("p") as record:
            assert record.conversation == Conversation()

    @pytest.mark.parametrize("key", [b"", b"short"])
    def test_a_key_that_hides_nobody_is_refused(self, tmp_path: Path, key: bytes) -> None:
        with pytest.raises(StorageError, match="16"):
            Storage(tmp_path / "kept.sqlite", key)

    def test_another_key_than_the_first_is_refused(self, storage: Storage) -> None:
        with pytest.raises(StorageError, match="另一个密钥"):
            Storage(storage.path, KEY[::-1])
        Storage(storage.path, KEY).close()

    def test_halves_of_characters_are_no_trouble(self, storage: Storage) -> None:
        with storage.turn("p") as record:
            ask(record, "\ud800几号", status="no_answer", silence="not_said")
            assert storage.button_text(record.token("\ud800")) == "?"
            record.deliver("1", {"text": "\ud800"})
        assert len(storage.pending_deliveries()) == 1

    def test_the_file_is_sound_after_all_that(self, storage: Storage) -> None:
        with storage.turn("p") as record:
            ask(record, "x")
        with closing(sqlite3.connect(storage.path)) as other:
            assert other.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert storage.rows("PRAGMA secure_delete") == [(1,)]
        assert storage.rows("PRAGMA synchronous") == [(1,)]
        assert os.path.getsize(storage.path) > 0  # noqa: PTH202
