from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn.ric import calc_check_digit

from bot.privacy import GROUPS, masked
from bot.prompt import history_in
from knowledge.notice import load_sources

WIDE = str.maketrans("0123456789X+-() ", "０１２３４５６７８９Ｘ＋－（）　")
PROVINCES = st.sampled_from(["110101", "210102", "210402", "330106", "440305", "659001", "710000", "810000"])
BIRTHDAYS = st.dates(date(1900, 1, 1), date(2019, 12, 31))
words = st.sampled_from(["", "我的身份证", "电话：", "（", "No.", "X", "，能报吗", " ", "号", "2024年", "abc"])

after = words.filter(lambda text: not text[:1].isdecimal())


@st.composite
def identities(draw: st.DrawFn) -> str:
    """An identity number with its check digit."""
    body = f"{draw(PROVINCES)}{draw(BIRTHDAYS):%Y%m%d}{draw(st.integers(0, 999)):03}"
    return body + calc_check_digit(body + "0")


@st.composite
def phones(draw: st.DrawFn) -> str:
    """A mobile phone number as people set it."""
    digits, pieces, at = f"1{draw(st.integers(3, 9))}{draw(st.integers(0, 10**9 - 1)):09}", [], 0
    for size in map(int, draw(st.sampled_from(GROUPS)).split()):
        pieces.append(digits[at : at + size])
        at += size
    before = draw(st.sampled_from(["", "+86", "+86 ", "86-", "0086 ", "(+86)", "0"]))
    return before + draw(st.sampled_from(["", " ", "-", " - "[:2]])).join(pieces)


def digits_of(text: str) -> int:
    return sum(map(str.isdecimal, text))


@given(before=words, number=identities(), after=after, wide=st.booleans(), lower=st.booleans())
def test_an_identity_number_is_masked(before: str, number: str, after: str, wide: bool, lower: bool) -> None:
    number = number.lower() if lower else number
    number = number.translate(WIDE) if wide else number
    assert masked(f"{before}{number}{after}") == f"{before}{'*' * 18}{after}"


@given(number=identities(), gap=st.sampled_from([" ", "-", "　", "·"]), size=st.integers(1, 6))
def test_an_identity_number_in_pieces_is_masked(number: str, gap: str, size: int) -> None:
    pieces = gap.join(number[at : at + size] for at in range(0, 18, size))
    assert digits_of(masked(f"证件{pieces}。")) == 0


@given(number=identities(), before=words)
def test_an_identity_number_of_the_old_kind_is_masked(number: str, before: str) -> None:
    old = number[:6] + number[8:17]
    assert masked(f"{before}{old}") == f"{before}{'*' * 15}"


@given(before=words, number=phones(), after=after, wide=st.booleans())
def test_a_mobile_phone_is_masked(before: str, number: str, after: str, wide: bool) -> None:
    said = number.translate(WIDE) if wide else number
    kept = masked(f"{before}。{said}{after}")
    assert digits_of(kept) == digits_of(before)
    assert len(kept) == len(f"{before}。{said}{after}")


@given(st.lists(st.one_of(identities(), phones(), st.text(max_size=6)), max_size=6).map("，".join))
def test_masking_again_changes_nothing_and_only_asterisks_come_in(text: str) -> None:
    once = masked(text)
    assert masked(once) == once
    assert all(new in (old, "*") for new, old in zip(once, text, strict=True))


@given(day=st.dates(date(1990, 1, 1), date(2035, 12, 31)), number=st.integers(1, 999), year=st.integers(2000, 2030))
def test_dates_and_document_numbers_stay(day: date, number: int, year: int) -> None:
    text = (
        f"{day:%Y-%m-%d} {day:%Y%m%d} {day:%Y年%m月%d日}至{day:%Y.%m.%d}，{day:%Y/%m/%d %H:%M:%S}，"
        f"人社部发〔{year}〕{number}号，{day.month}月{day.day}日-{day.day}日 {day:%H:%M}-{day:%H:%M}，"
        f"电话(024)96315-1-{number}、024-{number:08}"
    )
    assert masked(text) == text


@given(st.text("0123456789", min_size=19, max_size=30) | st.text("0123456789", max_size=10))
def test_numbers_of_certificates_stay(number: str) -> None:
    assert masked(f"证书编号{number}。") == f"证书编号{number}。"


def test_no_notice_holds_what_would_be_masked() -> None:
    assert all(masked(source.text) == source.text for source in load_sources())


@pytest.mark.parametrize(
    "text", ["1 3 " * 20_000, "210102 " * 20_000, "1" * 200_000, "职称" * 100_000, "+86 " * 50_000]
)
def test_no_text_takes_long(text: str) -> None:
    assert len(masked(text)) == len(text)


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
    assert masked(text) == kept


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
