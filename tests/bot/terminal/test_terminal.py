"""`zhicheng chat`: piped, and at a terminal of its own."""

import os
import pty
import re
import select
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.core.assistant import Assistant
from knowledge.store.library import Library
from tests.bot.conftest import Ask, Run, failing_at

AUTUMN = "2025-10-27"
WATER = "抚顺水利几号交材料"
FEE = "评高工要交多少评审费"


class TestPiped:
    def test_each_line_is_answered_as_ask_answers_it(self, run: Run, ask: Ask) -> None:
        result = run("chat", "--as-of", AUTUMN, typed=f"{FEE}\n{WATER}\n")
        fee, water = result.stdout.removesuffix("\n\n").split("\n\n")
        text, further, folded = water.rsplit("\n", 2)
        assert result.exit_code == 0
        assert ask(WATER, AUTUMN)["text"].startswith(f"{text}\n  出处：")
        assert further.startswith("还可以问：")
        assert "材料送到哪" in further
        assert folded == "（直接回车，或输入“依据”：看出处全文）"
        assert fee == ask(FEE, AUTUMN)["text"]

    @pytest.mark.parametrize("typed", ["", "依据"])
    def test_where_an_answer_stands_in_full_is_one_line_away(self, run: Run, typed: str) -> None:
        printed = run("chat", "--as-of", AUTUMN, typed=f"{WATER}\n{typed}\n").stdout
        shown, sources = printed.removesuffix("\n\n").split("\n\n")
        assert "抚人社发〔2025〕10号" not in shown
        assert "抚人社发〔2025〕10号" in sources

    def test_nothing_but_plain_text_goes_into_a_pipe(self, run: Run) -> None:
        printed = run("chat", "--as-of", AUTUMN, typed=f"{WATER}\n").stdout
        assert "\x1b" not in printed
        assert "问>" not in printed
        printed = run("chat", "--as-of", AUTUMN, typed=f"{WATER}\n依据\n").stdout
        assert max(map(len, printed.splitlines())) > 80, "a long line must not be broken"

    def test_blank_lines_are_nothing(self, run: Run) -> None:
        assert run("chat", typed="\n   \n\u3000\n").stdout == ""

    def test_no_line_at_all(self, run: Run) -> None:
        result = run("chat", typed="")
        assert (result.exit_code, result.output) == (0, "")

    @pytest.mark.parametrize("word", ["退出", "再见", "exit", "QUIT", " q "])
    def test_a_word_leaves(self, run: Run, word: str) -> None:
        result = run("chat", "--as-of", AUTUMN, typed=f"{word}\n{WATER}\n")
        assert (result.exit_code, result.stdout) == (0, "")

    @pytest.mark.parametrize("sign", ["?", "？"])
    def test_a_question_mark_shows_the_words_that_matched(self, run: Run, sign: str) -> None:
        printed = run("chat", "--as-of", AUTUMN, typed=f"{WATER}\n{sign}\n").stdout
        why = printed.split("\n\n")[1]
        number, terms, matters, best, place, quote, *_ = why.splitlines()
        assert number == f"答案 1：{WATER}"
        assert terms.startswith("词与权重")
        assert matters.startswith("读作「")
        assert "水利" in best.split("命中：")[1]
        assert place.startswith("  fushun-rsj-2025 ")
        assert quote == "  10月27日-28日:水利行业人员"

    def test_a_question_mark_before_any_question(self, run: Run) -> None:
        assert run("chat", typed="?\n").stdout == "还没有问过问题。\n\n"

    def test_help_says_what_can_be_typed(self, run: Run) -> None:
        shown = run("chat", typed="帮助\n").stdout
        assert "退出" in shown
        assert shown == run("chat", typed="HELP\n").stdout

    def test_markup_in_a_question_is_text(self, run: Run) -> None:
        result = run("chat", "--as-of", AUTUMN, typed="[bold]粗[/bold] [/]\n😀\n<i>\n'; 删库 notice;\n")
        assert result.exit_code == 0
        assert result.stdout.count("可以咨询（") == 2
        assert result.stdout.count("我在。") == 1

    def test_a_wrong_day_is_refused(self, run: Run) -> None:
        assert run("chat", "--as-of", "someday", typed="").exit_code == 2

    def test_a_fault_of_our_own_has_a_number_and_the_talk_goes_on(
        self, run: Run, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setattr(Assistant, "reply", failing_at(FEE, Assistant.reply))
        told, answer = run("chat", "--as-of", AUTUMN, typed=f"{FEE}\n{WATER}\n").stdout.split("\n\n", 1)
        number = re.search(r"[0-9a-f]{6}", told)[0]
        assert f"error {number}: RecursionError" in caplog.text
        assert FEE not in caplog.text
        assert "10月27日-28日:水利行业人员" in answer

    def test_english(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ZHICHENG_LANGUAGE", "en")
        printed = run("chat", "--as-of", AUTUMN, typed=f"?\n{WATER}\n").stdout
        assert printed.startswith("Nothing was asked yet.\n")
        assert "You can also ask about: " in printed

    def test_a_pipe_between_processes(self) -> None:
        command = [sys.executable, "-c", "from bot.cli import main; main()", "chat", "--as-of", AUTUMN]
        result = subprocess.run(
            command, input=f"{WATER}\n退出\n", capture_output=True, encoding="utf-8", check=True, timeout=30
        )
        assert result.stderr == ""
        assert "「10月27日-28日:水利行业人员」\n" in result.stdout


class Terminal:
    """A terminal with `zhicheng chat` in it; a person types and reads."""

    def __init__(self, **environment: str) -> None:
        self.ours, theirs = pty.openpty()
        self.running = subprocess.Popen(
            [sys.executable, "-c", "from bot.cli import main; main()", "chat", "--as-of", AUTUMN],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**os.environ, "PROMPT_TOOLKIT_NO_CPR": "1", "TERM": "xterm-256color", **environment},
            start_new_session=True,
        )
        os.close(theirs)
        self.shown = b""

    def type(self, text: str) -> None:
        """Press these keys."""
        os.write(self.ours, text.encode())

    def read_until(self, words: str, seconds: float = 20) -> str:
        """What is shown up to these words; the rest is kept for the next time."""
        ends = time.monotonic() + seconds
        while words.encode() not in self.shown:
            ready, _, _ = select.select([self.ours], [], [], max(0.0, ends - time.monotonic()))
            assert ready, f"{words!r} was never shown, only {self.shown.decode(errors='replace')}"
            try:
                self.shown += os.read(self.ours, 65536)
            except OSError:
                raise AssertionError(f"the end came before {words!r}") from None
        read, self.shown = self.shown.split(words.encode(), 1)
        return read.decode() + words

    def wait_for_prompt(self) -> None:
        """Read until a line can be typed: the prompt asks for bracketed paste first."""
        self.read_until("\x1b[?2004h")
        self.read_until("问>")

    def __enter__(self) -> "Terminal":
        """Wait until a question can be typed."""
        try:
            self.wait_for_prompt()
        except AssertionError:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Leave nothing behind."""
        if self.running.poll() is None:
            self.running.kill()
        self.running.wait()
        os.close(self.ours)


@pytest.fixture
def own_library(library: Library, tmp_path: Path) -> Path:
    """A copy of the library in a folder of its own, where no other test types into the history or deletes it."""
    copy = tmp_path / "library.sqlite"
    with closing(sqlite3.connect(copy)) as target:
        library.connection.backup(target)
    return copy


@pytest.fixture
def terminal(own_library: Path) -> Iterator[Terminal]:
    """A terminal that waits for a question."""
    with Terminal(ZHICHENG_LIBRARY=str(own_library)) as terminal:
        yield terminal


class TestAtATerminal:
    def test_a_question_is_answered_with_colour_and_ctrl_d_leaves(self, terminal: Terminal, own_library: Path) -> None:
        terminal.type(f"{WATER}\r")
        shown = terminal.read_until("还可以问")
        assert "\x1b[1m「10月27日-28日:水利行业人员」" in shown
        assert "\x1b[36m报卷（水利行业）" in shown
        terminal.wait_for_prompt()
        terminal.type("\x04")
        assert "Traceback" not in terminal.read_until("再见。")
        assert terminal.running.wait(10) == 0
        history = own_library.with_name("history")
        assert WATER in history.read_text(encoding="utf-8")
        assert history.stat().st_mode & 0o077 == 0

    def test_ctrl_c_drops_the_line_and_asks_again(self, terminal: Terminal) -> None:
        terminal.type("写错了的半句话")
        terminal.read_until("半句话")
        terminal.type("\x03")
        terminal.wait_for_prompt()
        terminal.type("?\r")
        terminal.read_until("还没有问过问题。")
        terminal.wait_for_prompt()
        terminal.type("退出\r")
        terminal.read_until("再见。")
        assert terminal.running.wait(10) == 0

    def test_the_arrow_brings_the_last_question_back(self, terminal: Terminal) -> None:
        terminal.type("?\r")
        terminal.read_until("还没有问过问题。")
        terminal.wait_for_prompt()
        terminal.type("\x1b[A\r")
        terminal.read_until("还没有问过问题。")

    def test_no_colour_where_none_is_wanted(self) -> None:
        with Terminal(NO_COLOR="1") as terminal:
            terminal.type(f"{WATER}\r")
            shown = terminal.read_until("还可以问")
        answer = shown[shown.index("「10月27日") :]
        assert "\x1b[36m" not in answer
        assert "\x1b[33m" not in answer


def test_the_self_check_is_asked_inside_the_chat_and_gone_on_with(run: Run) -> None:
    typed = "资格自测\n\n1\nq\n抚顺水利几号交材料\n资格自测\n\nq\n"
    said = run("chat", "--as-of", "2025-10-27", typed=typed).stdout
    assert "10月27日-28日" in said
    assert said.count("为什么问") == 1  # once the series is told; before it no clause is about this case
