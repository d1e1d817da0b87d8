from pathlib import Path

import pytest

from bot.privacy import masked
from bot.prompt import history_in


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
    history = history_in(tmp_path / "home" / "history")
    history.store_string("我叫某某，13800000001，能报副高吗")
    kept = (tmp_path / "home" / "history").read_text(encoding="utf-8")
    assert "13800000001" not in kept
    assert "能报副高吗" in kept


def test_a_history_that_cannot_be_written_lives_in_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    history = history_in(tmp_path / "file" / "history")
    history.append_string("几号截止")
    assert history.get_strings() == ["几号截止"]
