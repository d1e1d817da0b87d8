"""`zhicheng ask`: the contract's shapes, one question or many, good input and bad."""

import io
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cli import main
from bot.commands.ask import answers
from bot.core.live_library import LiveLibrary, lines_of
from bot.environment import history_path, library_path
from bot.showing import printable
from knowledge.plain import plain
from knowledge.source import load_sources
from knowledge.store.library import Library
from knowledge.store.report import BuildReport
from tests.bot.conftest import Ask, Row, Run
from tests.libraries import copy_of

SUMMER = "2024-07-10"  # the provincial rounds of 2024 are open
AUTUMN = "2025-10-27"  # the first day of Fushun's round of 2025
WATER = "抚顺水利几号交材料"
DEADLINE = "省工信厅工程系列网上申报几号截止"
FEE = "评高工要交多少评审费"
MAILBOX = "政策咨询邮箱是多少"

ANSWER_KEYS = ["id", "question", "status", "text", "citations", "choices", "confidence", "topics"]
CITATION_KEYS = ["notice", "title", "issuer", "document_number", "issued_on", "validity", "section", "quote"]


def lines(*rows: object) -> str:
    """Rows as a file of JSON lines; a text is a line as it stands."""
    return "".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows)


def rows_of(printed: str) -> list[Row]:
    """The rows that a file of JSON lines holds."""
    return [json.loads(line) for line in printed.splitlines()]


def process(*arguments: str | bytes, typed: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    command = [sys.executable, "-c", "from bot.cli import main; main()", *arguments]
    return subprocess.run(
        command, input=typed, capture_output=True, encoding="utf-8", check=False, env={**os.environ, **environment}
    )


class TestShape:
    def test_an_answer_has_the_keys_of_the_contract_and_no_others(self, ask: Ask) -> None:
        row = ask(WATER, AUTUMN)
        assert list(row) == ANSWER_KEYS
        assert (row["id"], row["question"], row["status"]) == (None, WATER, "answered")
        assert row["choices"] == []
        assert 0 < row["confidence"] <= 1

    def test_a_citation_has_the_keys_of_the_contract_and_no_others(self, ask: Ask) -> None:
        best = ask(WATER, AUTUMN)["citations"][0]
        assert list(best) == CITATION_KEYS
        assert best == {
            "notice": "fushun-rsj-2025",
            "title": "关于做好2025年抚顺市工程系列高级专业技术资格评审工作的通知",
            "issuer": "抚顺市人力资源和社会保障局",
            "document_number": "抚人社发〔2025〕10号",
            "issued_on": None,
            "validity": "in_force",
            "section": ["八、报卷时间及地点", "(二)具体时间安排"],
            "quote": "10月27日-28日:水利行业人员",
        }

    def test_a_dated_notice_without_a_number_says_so(self, ask: Ask) -> None:
        best = ask(DEADLINE, SUMMER)["citations"][0]
        assert (best["issued_on"], best["document_number"]) == ("2024-06-19", None)
        assert best["section"] == ["四、时间要求", "(三)网上申报系统开放时间"]
        assert "7月1日—7月31日" in best["quote"]

    @pytest.mark.parametrize("question", [WATER, DEADLINE, FEE, MAILBOX, "什么时候截止申报？", "", "材料交到哪里？"])
    def test_every_quote_stands_in_its_notice(self, ask: Ask, question: str) -> None:
        sources = {source.notice.id: plain(source.text) for source in load_sources()}
        citations = ask(question, AUTUMN)["citations"]
        assert len(citations) <= 5
        for citation in citations:
            assert 0 < len(citation["quote"]) <= 300
            assert plain(citation["quote"]) in sources[citation["notice"]]

    def test_the_plain_text_is_that_of_the_json(self, run: Run, ask: Ask) -> None:
        shown = run("ask", WATER, "--as-of", AUTUMN).stdout
        assert shown == ask(WATER, AUTUMN)["text"] + "\n"

    def test_the_first_line_is_the_answer_then_its_sentence_and_last_where_that_stands(self, ask: Ask) -> None:
        text = ask(WATER, AUTUMN)["text"].splitlines()
        assert text[:3] == [
            "报卷（水利行业）：10月28日截止，还有1天",
            "「10月27日-28日:水利行业人员」",
            "  —— 抚顺市人社局2025年通知",
        ]
        [source] = [line for line in text if line.startswith("  出处：抚顺")]
        for part in ("抚顺市人力资源和社会保障局", "抚人社发〔2025〕10号", "(二)具体时间安排", "2025 年度"):
            assert part in source

    def test_a_wrong_date_is_contradicted_before_it_is_quoted(self, ask: Ask) -> None:
        told, left, quote, *_ = ask("省工信厅工程系列网上申报是8月31日截止吧", SUMMER)["text"].splitlines()
        assert told == "您说的是8月31日，通知写的是7月1日—7月31日。"
        assert left.endswith("7月31日截止，还有21天")
        assert "7月1日—7月31日" in quote

    def test_a_right_date_is_not_contradicted(self, ask: Ask) -> None:
        assert "您说的是" not in ask("省工信厅工程系列网上申报是7月31日截止吧", SUMMER)["text"]

    def test_a_technical_matter_goes_to_the_technical_mailbox(self, ask: Ask) -> None:
        told = ask("省工信厅职称平台的登录密码找不回来怎么办", SUMMER)["text"]
        assert "技术咨询电子邮箱：57440842@qq.com" in told

    def test_whether_one_may_apply_leads_to_the_self_check(self, ask: Ask) -> None:
        assert "自测" in ask("我中级满四年了，够不够年限报副高", SUMMER)["text"]
        assert "自测" in ask("我在沈阳一家民企搞机电，中级够年头了，副高该归省里评还是市里评", SUMMER)["text"]
        assert "自测" not in ask(DEADLINE, SUMMER)["text"]
        assert "自测" not in ask("我是护士，能评副高吗", SUMMER)["text"]

    def test_a_notice_named_once_is_not_named_again_below(self, ask: Ask) -> None:
        row = ask(WATER, AUTUMN)
        assert len(row["citations"]) > 1
        assert {citation["notice"] for citation in row["citations"]} == {"fushun-rsj-2025"}
        assert row["text"].count("抚人社发〔2025〕10号") == 1
        assert row["text"].count("同一通知") == len(row["citations"]) - 1


class TestValidity:
    @pytest.mark.parametrize(
        ("day", "validity", "said"),
        [
            ("2025-11-18", "in_force", "（2025 年度，有效）"),
            ("2025-11-19", "expired", "（2025 年度，本轮已于 2025-11-18 结束，今后以新通知为准）"),
        ],
    )
    def test_a_round_is_over_after_its_last_window(self, ask: Ask, day: str, validity: str, said: str) -> None:
        row = ask(WATER, day)
        assert {citation["validity"] for citation in row["citations"]} == {validity}
        assert said in row["text"]

    def test_a_draft_is_said_to_be_one(self, ask: Ask) -> None:
        row = ask("优化人才评价方法", SUMMER, "--notice", "city-draft-2024")
        assert {citation["validity"] for citation in row["citations"]} == {"draft"}
        assert "征求意见稿，未生效" in row["text"]
        assert "有效）" not in row["text"]

    @pytest.mark.parametrize(
        ("day", "state"),
        [
            ("2025-10-20", "10月27日至10月28日，7天后开始"),
            ("2025-10-27", "10月28日截止，还有1天"),
            ("2025-10-28", "今天（10月28日）截止"),
            ("2025-10-29", "已于10月28日截止"),
            ("2026-01-05", "已于2025年10月28日截止"),
        ],
    )
    def test_what_is_left_of_a_window_is_said_first(self, ask: Ask, day: str, state: str) -> None:
        assert ask(WATER, day)["text"].startswith(f"报卷（水利行业）：{state}\n")

    def test_before_every_notice_there_is_no_answer(self, ask: Ask) -> None:
        row = ask(DEADLINE, "2020-01-01")
        assert (row["status"], row["citations"]) == ("no_answer", [])
        assert row["text"].startswith("2020-01-01 时，资料里的通知都还没有发布。")

    def test_a_notice_without_a_date_exists_from_the_first_of_january(self, ask: Ask) -> None:
        assert ask(WATER, "2024-12-31")["status"] == "no_answer"
        assert ask(WATER, "2025-01-01")["status"] == "answered"

    @pytest.mark.parametrize("day", ["2024-06-18", "2024-06-19"])
    def test_a_dated_notice_exists_from_its_date(self, ask: Ask, day: str) -> None:
        cited = {citation["notice"] for citation in ask(DEADLINE, day)["citations"]}
        assert ("ln-gxt-2024" in cited) == (day == "2024-06-19")

    def test_what_is_misprinted_is_shown_with_its_probable_reading(self, ask: Ask) -> None:
        row = ask(MAILBOX, SUMMER)
        assert "Ingxtrsc@163.com" in row["citations"][0]["quote"]
        assert "原文印作“Ingxtrsc@163.com”，疑为“lngxtrsc@163.com”" in row["text"]

    def test_an_example_of_last_year_is_flagged_without_a_reading(self, ask: Ask) -> None:
        row = ask("正高级工程师资历2018年取得满5年怎么算", SUMMER, "--notice", "ln-gxt-2024")
        assert any("即2018年" in citation["quote"] for citation in row["citations"])
        assert "⚠ 举例沿用上一年度" in row["text"]


class TestSilenceAndAskingBack:
    @pytest.mark.parametrize(
        ("question", "why"),
        [
            (FEE, "现有通知没有写：评审费。"),
            ("2031年什么时候网上申报", "资料里没有 2031 年度的通知"),
        ],
    )
    def test_silence_says_why_names_a_mailbox_and_cites_nothing(self, ask: Ask, question: str, why: str) -> None:
        row = ask(question, SUMMER)
        assert (row["status"], row["citations"], row["choices"]) == ("no_answer", [], [])
        assert row["text"].startswith(why)
        assert "可以咨询（省工信厅2024年通知）：政策咨询电子邮箱：Ingxtrsc@163.com" in row["text"]
        assert "疑为“lngxtrsc@163.com”" in row["text"]

    @pytest.mark.parametrize(
        ("question", "said"),
        [
            ("北京评高工怎么报", "资料里没有北京这方面的通知，请问当地主管部门。"),
            ("护理高级职称怎么报", "现有通知都没有说到这个系列或这项考试。请问负责评审或者组织考试的部门。"),
            ("公积金怎么提取", "这不是职称方面的事；这里只能按职称通知回答。"),
        ],
    )
    def test_a_mailbox_of_the_notices_is_not_given_for_what_another_office_decides(
        self, ask: Ask, question: str, said: str
    ) -> None:
        text = ask(question, SUMMER)["text"]
        assert text.startswith(f"{said}\n这里所收通知的事，可以咨询（省工信厅2024年通知）：")
        assert "不是答案" not in text

    def test_clarify_cites_each_case_and_offers_the_ways_to_narrow(self, ask: Ask) -> None:
        row = ask("什么时候截止申报？", SUMMER)
        assert row["status"] == "clarify"
        scopes = {(each["notice"], *each["section"], each["quote"]) for each in row["citations"]}
        assert len(scopes) == len(row["citations"]) >= 2
        assert len(set(row["choices"])) == len(row["choices"]) >= 2
        text = row["text"].splitlines()
        assert text[0] == "情况不同，答案不同，最可能的几种如下："
        assert "请再说明是哪一种：" + " | ".join(row["choices"]) in text

    def test_the_choices_name_what_sets_the_cases_apart_and_nothing_that_they_share(self, ask: Ask) -> None:
        windows = ask("什么时候截止申报？", SUMMER, "--notice", "ln-gxt-2024")["choices"]
        assert windows
        assert not [each for each in windows if "省工信厅2024年通知" in each]
        of_levels = ask("要不要答辩", SUMMER)["choices"]
        assert "省市场监管局2024年通知：工程系列 正高级、副高级" in of_levels

    def test_two_notices_that_differ_stand_side_by_side(self, ask: Ask) -> None:
        row = ask("造假几年不能报", SUMMER)
        assert {"ln-gxt-2024", "ln-scjg-2024"} <= {citation["notice"] for citation in row["citations"]}

    def test_one_notice_alone_is_cited_where_it_is_named(self, ask: Ask) -> None:
        row = ask("什么时候截止申报？", SUMMER, "--notice", "ln-gxt-2024")
        assert {citation["notice"] for citation in row["citations"]} == {"ln-gxt-2024"}


class TestMany:
    def test_answers_come_in_order_and_are_those_of_single_questions(self, run: Run, ask: Ask) -> None:
        asked = [("b", WATER, AUTUMN), ("a", FEE, SUMMER), (3, DEADLINE, SUMMER), (None, WATER, SUMMER)]
        typed = lines(*({"id": name, "question": text, "as_of": day, "gold": 1} for name, text, day in asked))
        result = run("ask", "--jsonl", "-", typed=typed)
        assert result.exit_code == 0
        assert rows_of(result.stdout) == [{**ask(text, day), "id": name} for name, text, day in asked]

    def test_a_file_is_read_and_blank_lines_are_nothing(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "questions.jsonl"
        path.write_text(f"\n{lines({'id': 'x', 'question': WATER})}\n  \n", encoding="utf-8")
        rows = rows_of(run("ask", "--jsonl", str(path), "--as-of", AUTUMN).stdout)
        assert [(row["id"], row["status"]) for row in rows] == [("x", "answered")]

    def test_the_options_hold_where_a_line_says_nothing_else(self, run: Run) -> None:
        typed = lines(
            {"id": 1, "question": MAILBOX},
            {"id": 2, "question": "报卷地址在哪", "notice": "fushun-rsj-2025", "as_of": AUTUMN},
        )
        result = run("ask", "--jsonl", "-", "--notice", "ln-gxt-2024", "--as-of", SUMMER, typed=typed)
        first, second = rows_of(result.stdout)
        assert {citation["notice"] for citation in first["citations"]} == {"ln-gxt-2024"}
        assert {citation["validity"] for citation in first["citations"]} == {"in_force"}
        assert {citation["notice"] for citation in second["citations"]} == {"fushun-rsj-2025"}

    @pytest.mark.parametrize(
        ("line", "name", "said"),
        [
            ("not json", None, "Expecting value"),
            ('{"id": "cut", "question": ', None, "Expecting value"),
            ("[1, 2]", None, "a JSON object"),
            ('"text"', None, "a JSON object"),
            ("null", None, "a JSON object"),
            ({"id": "none"}, "none", "question"),
            ({"id": "null", "question": None}, "null", "question"),
            ({"id": "list", "question": ["x"]}, "list", "question"),
            ({"id": "day", "question": "x", "as_of": "2024-02-30"}, "day", "as_of"),
            ({"id": "word", "question": "x", "as_of": "soon"}, "word", "as_of"),
            ({"id": "number", "question": "x", "as_of": 5}, "number", "as_of"),
            ({"id": "notice", "question": "x", "notice": "ln-gxt-1999"}, "notice", "ln-gxt-1999"),
            ({"id": "kind", "question": "x", "notice": 5}, "kind", "notice"),
        ],
    )
    def test_a_bad_line_gives_its_error_and_the_rest_go_on(
        self, run: Run, line: object, name: str | None, said: str
    ) -> None:
        typed = lines(line, {"id": "next", "question": WATER, "as_of": AUTUMN})
        result = run("ask", "--jsonl", "-", typed=typed)
        bad, good = rows_of(result.stdout)
        assert result.exit_code == 0
        assert list(bad) == ["id", "error"]
        assert bad["id"] == name
        assert said in bad["error"]
        assert "\n" not in bad["error"]
        assert (good["id"], good["status"]) == ("next", "answered")

    def test_octets_that_are_no_text_do_not_stop_the_rest(self, run: Run) -> None:
        typed = b'{"id": 1, "question": "\xff\xfe"}\n' + lines({"id": 2, "question": WATER}).encode()
        rows = rows_of(run("ask", "--jsonl", "-", "--as-of", AUTUMN, typed=typed).stdout)
        assert [(row["id"], row["status"]) for row in rows] == [(1, "no_answer"), (2, "answered")]


@pytest.fixture(scope="module")
def desk(library_file: Path) -> Iterator[LiveLibrary]:
    """A desk that says nothing."""
    with LiveLibrary(library_file, lambda line: None) as opened:
        yield opened


class TestAnyInput:
    @pytest.mark.parametrize("question", ["", " ", "\t\n", "\u3000", "\u200b\u200d\ufeff", "\x00\x07\x1b"])
    def test_nothing_is_answered_with_how_to_ask(self, run: Run, question: str) -> None:
        [row] = rows_of(run("ask", "--jsonl", "-", typed=lines({"id": 1, "question": question})).stdout)
        assert (row["status"], row["citations"]) == ("no_answer", [])
        assert row["text"].startswith("请输入问题")

    @pytest.mark.parametrize(
        "question",
        [
            "？！。……——",
            "😀👷‍♀️🇨🇳",
            "<script>alert(1)</script>",
            '<a href="x">&amp;</a>',
            "'; DROP TABLE passage; --",
            '" OR 1=1 --',
            "%s %d {0} {year}",
            "../../etc/hosts",
            "\u202e右到左\u202c",
            "a" * 500,
            "١٢٣",
            "Ω≈ç√∫",
        ],
    )
    def test_what_no_notice_says_is_no_answer(self, ask: Ask, question: str) -> None:
        row = ask(question, SUMMER)
        assert (row["question"], row["status"], row["citations"]) == (question, "no_answer", [])
        assert row["text"]

    @pytest.mark.parametrize("mark", ["\u200b", "\u2060", "\ufeff", "\u00ad", "\u202e"])
    def test_what_is_invisible_around_a_question_does_not_count(self, ask: Ask, mark: str) -> None:
        assert ask(f"{mark}{WATER}{mark}", AUTUMN)["citations"] == ask(WATER, AUTUMN)["citations"]

    @pytest.mark.parametrize(
        "question", ["撫順水利幾號交材料", "抚顺水利　几号交材料？？", "<b>抚顺水利</b>几号交材料"]
    )
    def test_other_ways_of_writing_find_the_same(self, ask: Ask, question: str) -> None:
        assert ask(question, AUTUMN)["citations"][0]["quote"] == "10月27日-28日:水利行业人员"

    def test_half_of_a_character_is_replaced(self, run: Run) -> None:
        [row] = rows_of(run("ask", "--jsonl", "-", typed='{"id": 1, "question": "\\ud800抚顺"}\n').stdout)
        assert row["question"] == "?抚顺" == printable("\udfff抚顺")

    def test_a_hundred_thousand_characters_are_answered_by_their_beginning(self, ask: Ask) -> None:
        question = ("抚顺水利几号交材料，" * 10_000)[:100_000]
        row = ask(question, AUTUMN)
        assert row["question"] == question
        assert row["text"].splitlines()[0] == "（只读了前 2000 个字。）"
        assert row["citations"][0] == ask(WATER, AUTUMN)["citations"][0]

    @settings(max_examples=60, deadline=None)
    @given(st.text(st.characters(), max_size=60))
    def test_any_text_can_be_asked(self, desk: LiveLibrary, question: str) -> None:
        typed = io.BytesIO(lines({"id": 1, "question": question}).encode())
        [line] = answers(desk, typed, date.fromisoformat(SUMMER), None)
        assert list(json.loads(line.encode())) == ANSWER_KEYS

    def test_the_same_question_gives_the_same_octets(self) -> None:
        first, second = (process("ask", DEADLINE, "--json", "--as-of", SUMMER, PYTHONHASHSEED=s) for s in ("1", "2"))
        assert first.stdout == second.stdout
        assert json.loads(first.stdout)["status"] == "answered"


class TestExitStatus:
    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["ask", "x", "--as-of", "2024-02-30"], "no date of the form YYYY-MM-DD"),
            (["ask", "x", "--as-of", "tomorrow"], "no date of the form YYYY-MM-DD"),
            (["ask"], "either a QUESTION or --jsonl FILE"),
            (["ask", "x", "--jsonl", "-"], "either a QUESTION or --jsonl FILE"),
            (["ask", "--jsonl", "no-such-file.jsonl"], "No such file"),
            (["ask", "x", "y"], "unexpected extra argument"),
            (["ask", "x", "--loud"], "No such option"),
            (["sing"], "No such command"),
        ],
    )
    def test_a_wrong_command_line_is_2(self, run: Run, arguments: list[str], said: str) -> None:
        result = run(*arguments)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert said in result.stderr

    @pytest.mark.parametrize("arguments", [["ask", "x", "--notice", "nope"], ["notices", "nope"]])
    def test_what_is_refused_is_1_and_one_line(
        self, arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(sys, "argv", ["zhicheng", *arguments])
        with pytest.raises(SystemExit) as left:
            main()
        printed = capsys.readouterr()
        assert left.value.code == 1
        assert printed.out == ""
        [line] = printed.err.splitlines()
        assert line.startswith("没有通知 nope；现有：")
        assert {"city-draft-2024", "fushun-rsj-2025", "ln-gxt-2024"} <= set(line.split("：")[1].split(", "))

    def test_processes_end_with_0_1_and_2(self) -> None:
        good = process("ask", WATER, "--as-of", AUTUMN)
        refused = process("ask", WATER, "--notice", "nope")
        wrong = process("ask", WATER, "--as-of", "nope")
        assert [each.returncode for each in (good, refused, wrong)] == [0, 1, 2]
        assert good.stderr == refused.stdout == wrong.stdout == ""
        assert len(refused.stderr.splitlines()) == 1

    def test_octets_on_the_command_line_that_are_no_text_are_replaced(self) -> None:
        result = process("ask", b"\xff " + WATER.encode(), "--json", "--as-of", AUTUMN)
        assert (result.returncode, result.stderr) == (0, "")
        assert json.loads(result.stdout)["question"] == f"? {WATER}"

    def test_a_reader_that_leaves_early_is_no_fault(self) -> None:
        with subprocess.Popen(
            [sys.executable, "-c", "from bot.cli import main; main()", "ask", "--jsonl", "-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as running:
            assert running.stdin
            assert running.stdout
            assert running.stderr
            running.stdout.close()
            running.stdin.write(lines(*({"id": n, "question": WATER} for n in range(20))).encode())
            running.stdin.close()
            assert b"Traceback" not in running.stderr.read()


class TestLibrary:
    def test_a_library_damaged_in_use_is_built_anew(self, library: Library, tmp_path: Path) -> None:
        path, said = copy_of(library, tmp_path / "library.sqlite"), list[str]()
        day = date.fromisoformat(AUTUMN)
        with LiveLibrary(path, said.append) as desk:
            assert desk.answer(WATER, day).status == "answered"
            assert said == []
            with closing(sqlite3.connect(path)) as connection:
                connection.execute("DROP TABLE posting")
            answer = desk.answer("报卷地址在哪", day, "fushun-rsj-2025")
        assert answer.status == "answered"
        assert "no such table: posting" in said[0]
        assert said[-1].startswith("资料库已就绪")
        assert path.with_name("library.sqlite.damaged").exists()
        said.clear()
        with LiveLibrary(path, said.append) as desk:
            assert desk.answer(WATER, day).citations[0].quote == "10月27日-28日:水利行业人员"
        assert said == []

    def test_what_opening_did_is_said_in_one_line_each(self) -> None:
        path = Path("library.sqlite")
        assert list(lines_of(BuildReport(), path)) == []
        assert list(lines_of(BuildReport(3, 2, 1, 4), path)) == [
            "资料库已就绪：段落新建 3、更新 2、删除 1、未变 4（library.sqlite）。"
        ]
        assert next(lines_of(BuildReport(3, damaged="no database"), path)) == (
            "资料库文件已损坏，已重新建立（no database）。"
        )
        assert list(lines_of(BuildReport(outdated="kinds.yaml", left_out=("notice.yaml",)), path)) == [
            "有一份通知读不了，修好之前不用它作答（notice.yaml）。",
            "词表有误，资料库保持原样继续使用（kinds.yaml）。",
        ]
        assert list(lines_of(BuildReport(3, unwritable="disk full"), path)) == [
            "资料库写不进去，这次暂时放在内存里（disk full）。"
        ]

    def test_where_the_library_is(self, library_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        assert library_path() == library_file
        assert history_path() == library_file.with_name("history")
        monkeypatch.delenv("ZHICHENG_LIBRARY")
        assert library_path().parts[-2:] == ("zhicheng", "library.sqlite")


class TestHonesty:
    """What a person must not be told."""

    def test_a_notice_that_does_not_exist_yet_is_not_named(self, run: Run) -> None:
        result = run("ask", WATER, "--as-of", "2024-07-10")
        assert result.stdout.startswith("资料里没有抚顺这方面的通知，请问当地主管部门。\n")
        assert "抚顺市人社局2025年通知" not in result.stdout
        assert "@163.com" in result.stdout

    def test_before_every_notice_a_mailbox_is_still_named(self, run: Run) -> None:
        assert "@163.com" in run("ask", DEADLINE, "--as-of", "2020-01-01").stdout

    def test_a_character_without_width_changes_nothing(self, run: Run) -> None:
        plain, dressed = (
            run("ask", text, "--as-of", AUTUMN).stdout for text in (WATER, WATER[:3] + "\u200b" + WATER[3:])
        )
        assert plain == dressed

    def test_a_single_letter_is_no_question(self, run: Run) -> None:
        assert rows_of(run("ask", "<b>", "--json").stdout)[0]["status"] == "no_answer"

    def test_other_industries_days_do_not_stand_beside_the_one_asked_for(self, run: Run) -> None:
        answer = run("ask", WATER, "--as-of", AUTUMN).stdout
        assert "10月27日-28日" in answer
        assert "建设行业" not in answer

    @pytest.mark.parametrize(
        "line", ["[" * 100_000, '{"id": "\\ud800", "question": "几号截止"}', '{"id": 1, "notice": "\\ud800"}']
    )
    def test_no_line_stops_the_others(self, run: Run, line: str) -> None:
        result = run("ask", "--jsonl", "-", typed=lines(line, {"id": "next", "question": WATER, "as_of": AUTUMN}))
        assert result.exit_code == 0
        assert rows_of(result.stdout)[-1]["id"] == "next"

    def test_a_byte_order_mark_is_no_part_of_the_first_line(self, run: Run) -> None:
        result = run("ask", "--jsonl", "-", typed="\ufeff" + lines({"id": 1, "question": WATER, "as_of": AUTUMN}))
        assert "error" not in rows_of(result.stdout)[0]

    def test_only_the_contracts_form_of_a_date_is_taken(self, run: Run) -> None:
        assert run("ask", WATER, "--as-of", "20240710").exit_code == 2


def test_an_answer_imports_nothing_that_only_building_and_checking_need(library_file: Path) -> None:
    script = (
        "import sys; from bot.cli import main; sys.argv[1:] = ['ask', '网上申报几号截止']\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "slow = {'pydantic', 'ruamel.yaml', 'numpy', 'telegram', 'rich'}\n"
        "assert not slow & sys.modules.keys(), slow & sys.modules.keys()"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
