"""Nothing that says who somebody is reaches the disk, and nothing else is lost on the way."""

import json
import stat
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from prompt_toolkit import PromptSession
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.privacy.masking import ATS, fold, mask, storable, unreachable
from bot.storage.person_record import topic_of
from bot.terminal.prompt import history_in, typed_lines
from knowledge.source import load_sources
from tests.bot.privacy.numbers import digits_left, identities, phones, written

CASES = sorted((Path(__file__).parents[2] / "cases").glob("*questions.jsonl"))
IDENTITY, PHONE = "21040219900307681", "13841312349"
words = st.sampled_from(["", "我的身份证", "电话：", "（", "No.", "，能报吗", " ", "号", "2024年", "abc", "统一"])
numbers = st.one_of(identities(), phones())


@given(number=numbers, before=words, after=words, data=st.data())
def test_a_number_is_masked_in_whatever_form_it_is_written(
    number: str, before: str, after: str, data: st.DataObject
) -> None:
    after = after if not after[:1].isdecimal() else "，" + after
    form = data.draw(st.sampled_from(sorted(set(written(number)))))
    text = f"{before}。{form}{after if not after.startswith('2024') else ''}"
    kept = mask(text)
    assert digits_left(kept[len(before) + 1 :][: len(form)]) == 0
    assert len(kept) == len(text)


def test_there_are_many_forms() -> None:
    assert all(len(set(written(number))) >= 60 for number in (PHONE, "210402199003076815"))


@given(number=identities(), before=words)
def test_an_identity_number_of_the_old_kind_is_masked(number: str, before: str) -> None:
    old = number[:6] + number[8:17]
    assert mask(f"{before}{old}") == f"{before}{'*' * 15}"


@given(number=identities().filter(lambda number: number[-1] != "0"), before=words)
def test_an_identity_number_with_a_slip_in_it_is_masked_as_it_is_usually_written(number: str, before: str) -> None:
    assert mask(f"{before}{number[:-1]}0") == f"{before}{'*' * 18}"


@given(st.lists(st.one_of(identities(), phones()), min_size=2, max_size=4), words)
def test_numbers_that_run_together_are_masked(some: list[str], before: str) -> None:
    assert digits_left(mask(f"{before}{''.join(some)}")[len(before) :]) == 0


@given(
    st.one_of(
        st.lists(st.one_of(numbers, st.text(max_size=6)), max_size=6).map("，".join), st.text("0123456789Xx:./- ")
    )
)
@example("21010219800101123X :0")
@example("2101 0219 8001 0112 3X:0,")
def test_masking_again_changes_nothing_and_only_asterisks_come_in(text: str) -> None:
    once = mask(text)
    assert mask(once) == once
    assert all(new in (old, "*") for new, old in zip(once, text, strict=True))


@given(number=numbers, data=st.data())
def test_what_is_made_of_a_masked_text_holds_no_number(number: str, data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(sorted(set(written(number)))))
    assert digits_left(topic_of(storable(f"我的电话{form}能报吗"))) == 0


@given(day=st.dates(date(1990, 1, 1), date(2035, 12, 31)), number=st.integers(1, 999), year=st.integers(2000, 2030))
def test_dates_and_document_numbers_stay(day: date, number: int, year: int) -> None:
    text = (
        f"{day:%Y-%m-%d} {day:%Y%m%d} {day:%Y年%m月%d日}至{day:%Y.%m.%d}，{day:%Y/%m/%d %H:%M:%S}，"
        f"人社部发〔{year}〕{number}号，{day.month}月{day.day}日-{day.day}日 {day:%H:%M}-{day:%H:%M}，"
        f"电话(024)96315-1-{number}、024-{number:08}"
    )
    assert mask(text) == text


@given(st.text("02456789", min_size=12, max_size=40) | st.text("0123456789", max_size=10))
def test_numbers_of_certificates_stay(number: str) -> None:
    assert mask(f"证书编号{number}。") == f"证书编号{number}。"


@pytest.mark.parametrize(
    "text",
    [
        "1、3、5、7、9、11、13、15条",
        "见1.3.1、1.3.2、1.3.3、1.3.4",
        "1998、1999、2000、2001、2002年",
        "15%、20%、30%、40%、50%、5%",
        "¥1500、¥3000、¥200",
        "1999.12.1-2003.12，13:30-16:30(024)96315",
        "上午8:30-11:30,13:00-17:00 024-86893258",
        "一、三、五、七、九，第十三",
        "13.5 14.2 15.8 16.25 17.5",
    ],
)
def test_enumerations_years_amounts_and_hours_stay(text: str) -> None:
    assert mask(text) == text


def test_no_notice_and_no_question_of_the_cases_holds_what_would_be_masked() -> None:
    asked = [json.loads(line)["question"] for path in CASES for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(asked) > 100
    assert [text for text in asked if storable(text) != text] == []
    assert [source.notice.id for source in load_sources() if storable(source.text) != source.text] == []


@pytest.mark.parametrize("piece", ["1 3 ", "210102 ", "1", "一", "+86 ", "2024-01-", "1\n", "138、4131、", "a@"])
def test_the_time_that_a_text_takes_grows_with_its_length_only(piece: str) -> None:
    def seconds(size: int) -> float:
        text, started = piece * (size // len(piece)), time.process_time()
        assert len(unreachable(text)) == len(text)
        return time.process_time() - started

    assert seconds(60_000) < 40 * seconds(6_000) + 0.5


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("给 zhang.san@qq.com 发信", "给 **************** 发信"),
        ("ｚｈａｎｇ＠１６３．com、li@厂", "*************、li@厂"),
        ("Ingxtrsc@163.com 没人回，疑为lngxtrsc@163.com", "Ingxtrsc@163.com 没人回，疑为lngxtrsc@163.com"),
        ("半个字\ud800", "半个字?"),
    ],
)
def test_mail_addresses_are_kept_of_offices_only(text: str, kept: str) -> None:
    assert storable(text) == kept


def test_every_sign_that_may_be_an_at_sign_is_looked_for() -> None:
    """A text without any of them holds no mail address."""
    signs = map(chr, filter(lambda number: not 0xD800 <= number < 0xE000, range(sys.maxunicode + 1)))
    assert {sign for sign in signs if fold(sign) == "@"} == ATS


def test_of_a_letter_no_long_number_is_kept() -> None:
    said = "电话024-23456789或2345 6789，QQ 1234567，2024年7月31日、2024-2025年、120份"
    assert unreachable(said) == "电话************或*********，QQ *******，2024年7月31日、2024-2025年、120份"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("我身份证21010019800101000X能报吗", "我身份证******************能报吗"),
        ("手机13800000001和138 0000 0002", "手机***********和*************"),
        ("2024年7月31日，辽人社发〔2024〕4号", "2024年7月31日，辽人社发〔2024〕4号"),
        ("电话(024)96315-1-5113、52424116", "电话(024)96315-1-5113、52424116"),
        ("证书编号2101001980010100012345", "证书编号2101001980010100012345"),
    ],
)
def test_personal_numbers_are_masked_and_others_stay(text: str, kept: str) -> None:
    assert mask(text) == kept


def test_no_personal_number_reaches_the_history(tmp_path: Path) -> None:
    history = history_in(tmp_path / "home" / "history", lambda: False)
    history.store_string("我叫某某，13800000001，能报副高吗")
    kept = (tmp_path / "home" / "history").read_text(encoding="utf-8")
    assert "13800000001" not in kept
    assert "能报副高吗" in kept


def test_a_history_that_cannot_be_written_lives_in_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    history = history_in(tmp_path / "file" / "history", lambda: False)
    history.append_string("几号截止")
    assert history.get_strings() == ["几号截止"]


def test_nothing_private_reaches_the_history(tmp_path: Path) -> None:
    history = history_in(tmp_path / "history", lambda: True)
    history.append_string("2018年取得中级")
    assert (tmp_path / "history").read_bytes() == b""


def test_the_arrow_keys_find_nothing_of_a_history_that_was_erased(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, found = tmp_path / "history", list[list[str]]()

    def prompt(session: PromptSession[str], _sign: str) -> str:
        found.append(session.history.get_strings())
        if len(found) == 4:
            raise EOFError
        session.history.append_string(f"line {len(found)}")
        return f"line {len(found)}"

    monkeypatch.setattr(PromptSession, "prompt", prompt)
    with create_pipe_input() as typing, create_app_session(input=typing, output=DummyOutput()):
        for line in typed_lines(path, lambda: False, lambda: ""):
            if line == "line 2":
                path.unlink()
    assert found == [[], ["line 1"], [], ["line 3"]]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "line 2" not in path.read_text(encoding="utf-8")
