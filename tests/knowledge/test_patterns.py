"""Patterns that meet what strangers write: matched in linear time, and refused in one line where they cannot be."""

import re

import pytest
from pydantic import TypeAdapter, ValidationError

from knowledge.patterns import Alternatives, Lines, linear, several


def test_letters_and_blanks_are_those_of_unicode_and_digits_of_either_width() -> None:
    assert linear(r"[\d三]+年").findall("２３三年 4年") == ["２３三年", "4年"]
    assert linear(r"\w+\s\d").findall("汉字\u30001") == ["汉字\u30001"]
    assert linear(r"\S\D\W").findall("a\u3000a中文。1２，") == ["中文。"]
    assert re.findall(r"\S\D\W", "a\u3000a中文。1２，") == ["中文。"]


@pytest.mark.parametrize("wrong", ["a(", "[", "(?=a)b", "(?<!a)b", r"(.)\1", r"[\S,]"])
def test_what_cannot_be_matched_in_linear_time_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=re.escape(wrong[:2]) + "|missing|cannot"):
        linear(wrong)


@pytest.mark.parametrize("wrong", ["a", [], [""], [1], ["a", "("], ["(?=a"]])
def test_data_that_is_no_list_of_patterns_is_refused(wrong: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Alternatives).validate_python(wrong)


def test_several_patterns_are_told_apart_in_one_go() -> None:
    patterns = several((r"\d月", "几号"), ("信$",), ("几号.{0,3}止",))
    assert patterns.found_in("几号截止") == [0, 2]
    assert patterns.found_in("写信") == [1]
    assert patterns.found_in("") == several().found_in("几号") == []


@pytest.mark.parametrize("wrong", ["a", [], ["a", "("], ["(?=a"]])
def test_lines_of_data_are_checked_and_stay_as_they_are(wrong: object) -> None:
    lines = TypeAdapter(Lines)
    assert lines.validate_python([r"\d", "二"]) == (r"\d", "二")
    with pytest.raises(ValidationError):
        lines.validate_python(wrong)
