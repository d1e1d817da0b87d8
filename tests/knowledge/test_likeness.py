"""How like a question a sentence reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.likeness import Likeness

RARITY = {"公": 4.0, "示": 5.0, "几": 2.0, "天": 3.0}


def test_the_sentence_that_shares_rarer_characters_is_liker() -> None:
    likeness = Likeness(RARITY)
    assert likeness.of("公示不少于五日") > likeness.of("几点到哪一天呢") > likeness.of("评审结果另发") == 0


def test_of_two_sentences_that_share_the_same_the_shorter_is_liker() -> None:
    assert Likeness(RARITY).of("公示五日") > Likeness(RARITY).of("公示五日，并在网上发布有关结果")


@pytest.mark.parametrize("text", ["", "公示"])
def test_a_question_without_known_characters_is_like_nothing(text: str) -> None:
    assert Likeness({}).of(text) == 0


@given(st.text())
def test_likeness_is_never_negative(text: str) -> None:
    assert Likeness(RARITY).of(text) >= 0
