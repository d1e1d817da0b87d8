"""What a terminal's lines look like, whatever stands in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from bot.terminal.layout import CLOSING, columns, lines_of
from knowledge.plain import plain

QUOTED = "      「按照评审权限，民营企业和市及以下所属国企、事业单位由所在市负责评审。」（省工信厅2024年通知）"
TEXTS = st.text(st.sampled_from("职称，。「」（）——…ab1- "), max_size=200)


@given(TEXTS, st.integers(24, 120))
def test_nothing_is_lost_and_nothing_is_too_wide(text: str, width: int) -> None:
    lines = list(lines_of(text, width))
    assert plain("".join(lines)) == plain(text)
    assert all(cell_len(line) <= width for line in lines)


@pytest.mark.parametrize("width", range(24, 80))
def test_what_goes_on_hangs_and_begins_with_no_closing_sign(width: int) -> None:
    first, *others = lines_of(QUOTED, width)
    assert first.startswith("      「按照")
    assert others
    for line in others:
        assert line.startswith(" " * 8) or width < 28
        assert line.lstrip()[0] not in CLOSING


def test_a_pipe_gets_each_line_whole() -> None:
    assert list(lines_of(f"{QUOTED}\n{QUOTED}", None)) == [QUOTED, QUOTED]


def test_short_cells_stand_beside_one_another() -> None:
    assert list(columns(["1. 沈阳", "2. 沈抚示范区"], 40)) == ["1. 沈阳         2. 沈抚示范区"]
    assert list(columns(["1. 沈阳", "2. 大连"], None)) == ["1. 沈阳", "2. 大连"]
