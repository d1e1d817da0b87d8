"""Patterns that meet what strangers write: matched in linear time, and refused in one line where they cannot be."""

import re

import pytest
from pydantic import TypeAdapter, ValidationError

from knowledge.patterns import Alternatives, linear


def test_digits_letters_and_blanks_are_those_of_unicode() -> None:
    assert linear(r"[\d三]+年").findall("２３三年 4年") == ["２３三年", "4年"]
    assert linear(r"\w+\s\d").findall("汉字\u30001") == ["汉字\u30001"]


@pytest.mark.parametrize("wrong", ["a(", "[", "(?=a)b", "(?<!a)b", r"(.)\1"])
def test_what_cannot_be_matched_in_linear_time_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=re.escape(wrong[:2]) + "|missing|cannot"):
        linear(wrong)


@pytest.mark.parametrize("wrong", ["a", [], [""], [1], ["a", "("], ["(?=a"]])
def test_data_that_is_no_list_of_patterns_is_refused(wrong: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Alternatives).validate_python(wrong)
