"""A turn has its bounds at every door: what misses them is told in one line, kept for staff, and the rest goes on."""

import json
import time
from io import StringIO
from pathlib import Path

import pytest

from bot import bounds as guard
from bot.core.assistant import Assistant
from bot.core.live_library import LiveLibrary
from bot.core.turn import Scene, Step
from bot.deadline import deadline, no_deadline
from bot.errors import NoSuchNumber, Overdue
from bot.settings.load import settings
from bot.storage.key import opened_storage
from bot.storage.set_aside import SetAside
from tests.bot.conftest import Run

WATER = "抚顺水利几号交材料"
SLOW = "这句话很慢 13841234567"
TOLD = "已经搁置"


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """An assistant and a desk that never end with one text, and a second for a turn."""
    step, answer = Assistant.step, LiveLibrary.answer

    def frozen_step(self: Assistant, text: str, scene: Scene) -> Step:
        while scene.turn.text == SLOW:
            time.sleep(0.01)
        return step(self, text, scene)

    def frozen_answer(self: LiveLibrary, question: str, *rest: object) -> object:
        while question == SLOW:
            time.sleep(0.01)
        return answer(self, question, *rest)

    monkeypatch.setattr(Assistant, "step", frozen_step)
    monkeypatch.setattr(LiveLibrary, "answer", frozen_answer)
    monkeypatch.setattr("bot.bounds.LATEST", 1)


@pytest.mark.usefixtures("slow")
class TestOverdue:
    def test_the_chat_says_so_in_one_line_and_goes_on(self, run: Run) -> None:
        said = run("chat", "--as-of", "2025-10-27", typed=f"{SLOW}\n{WATER}\n").stdout.splitlines()
        assert TOLD in said[0]
        assert said[1] == ""
        assert "10月27日-28日" in said[3]

    def test_staff_see_it_masked_and_bring_it_to_its_end(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        run("chat", typed=f"{WATER}\n{SLOW}\n{SLOW}\n评高工要交多少评审费\n")
        monkeypatch.setenv("ZHICHENG_LANGUAGE", "en")
        text = SLOW.replace("13841234567", "*" * 11)
        aside, unanswered = run("queue").stdout.splitlines()
        assert aside == f"2  new  1 asked  {text}  (took too long)"
        assert unanswered.startswith("4  new")
        [row, _] = json.loads(run("queue", "--json").stdout)
        assert (row["numbers"], row["why"], row["question"]) == ([2, 3], ["overdue"], text)
        assert run("queue", "take", "3").stdout.startswith("2  in work")
        with pytest.raises(NoSuchNumber, match="in work"):
            run("queue", "take", "2")
        assert run("queue", "done", "2").stdout.startswith("2  done")
        assert run("queue").stdout.splitlines() == [unanswered]
        assert run("queue", "drop", "4").stdout.startswith("4  dropped")

    def test_a_person_who_has_everything_deleted_has_this_deleted_too(self, run: Run) -> None:
        run("chat", typed=f"{SLOW}\n/delete yes\n")
        with opened_storage(settings()) as storage:
            assert SetAside(storage).queue() == []

    def test_it_is_kept_as_long_as_everything_else(self, run: Run) -> None:
        run("chat", typed=f"{SLOW}\n")
        run("tidy", "--as-of", "2999-01-01")
        with opened_storage(settings()) as storage:
            assert SetAside(storage).queue() == []

    def test_a_line_of_a_file_has_its_error_and_the_others_their_answers(self, run: Run) -> None:
        lines = [{"id": 1, "question": SLOW}, {"id": 2, "question": WATER, "as_of": "2025-10-27"}]
        typed = "".join(f"{json.dumps(line)}\n" for line in lines)
        slow, answered = map(json.loads, run("ask", "--jsonl", "-", typed=typed).stdout.splitlines())
        assert slow.keys() == {"id", "error"}
        assert answered["status"] == "answered"
        lines = [{"id": 1, "turns": [WATER, SLOW]}, {"id": 2, "turns": [WATER], "as_of": "2025-10-27"}]
        typed = "".join(f"{json.dumps(line)}\n" for line in lines)
        slow, answered = map(json.loads, run("talk", "--jsonl", "-", typed=typed).stdout.splitlines())
        assert slow.keys() == {"id", "error"}
        assert answered["replies"][0]["status"] == "answered"

    def test_one_question_is_refused_in_one_line(self, run: Run) -> None:
        with pytest.raises(Overdue, match="1 秒"):
            run("ask", SLOW)


def test_what_a_person_did_not_ask_for_takes_its_time(tmp_path: Path) -> None:
    """Loading the rules, or building the library anew, is not the fault of who happens to ask then."""
    with deadline(1.0), no_deadline():
        time.sleep(1.2)
    with pytest.raises(Overdue):
        asked_after(0.2)


def asked_after(seconds: float) -> None:
    """Work that never ends, with so much time spent on something else first."""
    with deadline(0.1):
        with no_deadline():
            time.sleep(seconds)
        time.sleep(5)


class TestLength:
    def test_a_line_that_is_too_long_is_told_and_the_chat_goes_on(self, run: Run) -> None:
        said = run("chat", "--as-of", "2025-10-27", typed=f"{'哈' * 3_000_000}\n{WATER}\n").stdout.splitlines()
        assert "太长" in said[0]
        assert "10月27日-28日" in said[3]

    def test_a_line_of_a_file_that_is_too_long_has_its_error(self, run: Run) -> None:
        long = json.dumps({"id": 1, "question": "长" * guard.LONGEST_LINE}, ensure_ascii=False)
        typed = f'{long}\n{{"id": 2, "question": "{WATER}"}}\n'
        first, second = map(json.loads, run("ask", "--jsonl", "-", typed=typed).stdout.splitlines())
        assert first["id"] is None
        assert str(guard.LONGEST_LINE) in first["error"]
        assert second["id"] == 2

    @pytest.mark.parametrize(
        "text", ["", "\n", "a", "a\n", "abc\n", "abcd\n", "abcdefghij\nk\n", "abcdefghij", "\n\nx"]
    )
    def test_lines_are_those_of_the_stream_each_up_to_one_character_too_many(self, text: str) -> None:
        lines = text.splitlines(keepends=True)
        assert list(guard.lines_in(StringIO(text), 3)) == [line if len(line) <= 4 else line[:4] for line in lines]


HUGE = ("99999999999999999999", "1" + "0" * 30, "9" * 1900, str(2**63), "１" * 25, "٣" * 50, "-1", "²", "1e400")
SAID = (
    "{n}",
    "/useful {n}",
    "/useless {n} old",
    "/why {n}",
    "/year {n}",
    "/notices {n}",
    "/only {n} {n}",
    "工作{n}年能报吗",
)


class TestNumbers:
    @pytest.mark.parametrize("before", ["", "资格自测"])
    def test_the_chat_goes_on_after_any_number(self, run: Run, before: str) -> None:
        said = [text.format(n=number) for text in SAID for number in HUGE]
        result = run("chat", "--as-of", "2025-10-27", typed="\n".join([before, *said, "/cancel", WATER, ""]))
        assert result.exit_code == 0
        assert TOLD not in result.stdout
        assert "10月27日-28日" in result.stdout[-2000:]

    @pytest.mark.parametrize("command", [["why"], ["queue", "take"], ["queue", "done"]])
    def test_a_number_that_no_answer_can_have_is_one_line(self, run: Run, command: list[str]) -> None:
        opened_storage(settings()).close()
        for number in ("9223372036854775808", "1" + "0" * 30):
            with pytest.raises(NoSuchNumber):
                run(*command, number)
        assert run(*command, "9" * 5000).exit_code == 2

    @pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1899-12-31"])
    def test_days_have_days_before_and_after_them(self, run: Run, day: str) -> None:
        assert run("tidy", "--as-of", day).exit_code == 2
        assert run("mailbox", "report", "--since", day).exit_code == 2
