from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.asked import LONGEST
from knowledge.question import Question, Reader
from knowledge.store.library import Library
from knowledge.value import replace

TODAY = date(2026, 11, 21)


def read(library: Library, text: str) -> Question:
    """A question as it is understood."""
    return Reader(library).read(text, TODAY)


def weights(question: Question) -> dict[str, float]:
    """What each term of a question weighs."""
    return {term.said: term.weight for term in question.terms}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("网报几号截止", "when"),
        ("报卷啥时候", "when"),
        ("补盖章页给几天", "duration"),
        ("评定表交几份", "copies"),
        ("材料送哪", "where"),
        ("咨询电话是多少", "phone"),
        ("邮箱是什么", "email"),
        ("官网网址", "url"),
        ("按哪个文件执行", "document"),
        ("答辩占多少", "share"),
        ("民企副高归谁评", "who"),
    ],
)
def test_the_kind_of_answer_that_is_asked_for(library: Library, text: str, kind: str) -> None:
    assert kind in read(library, text).prefer


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("评审费多少钱", "fee"),
        ("封面用几号字", "layout"),
        ("综合分得多少分才过", "pass_mark"),
    ],
)
def test_the_kind_of_answer_that_nothing_else_can_replace(library: Library, text: str, kind: str) -> None:
    assert kind in read(library, text).demand


@pytest.mark.parametrize(("text", "asks_for_pay"), [("副高工资历从哪年算", False), ("评上高工工资涨多少", True)])
def test_seniority_behind_a_title_is_no_pay(library: Library, text: str, asks_for_pay: bool) -> None:
    assert ("pay" in read(library, text).demand) is asks_for_pay


def test_the_number_of_a_document_is_no_date(library: Library) -> None:
    assert "when" not in read(library, "几号文规定的标准").prefer


def test_what_is_counted_is_read(library: Library) -> None:
    assert read(library, "照片交几张").measures == (("张",),)


def test_words_of_asking_are_no_terms(library: Library) -> None:
    assert not weights(read(library, "您好，请问在吗"))


def test_a_place_is_a_facet_and_no_term(library: Library) -> None:
    question = read(library, "抚顺公示")
    assert question.facets.place == "抚顺"
    assert "抚顺" not in weights(question)
    assert "公示" in weights(question)


def lines(question: Question) -> frozenset[int]:
    """The lexicon's lines that a question's terms stand in."""
    return frozenset(line for term in question.terms for line in term.lines)


def test_what_means_the_same_is_the_same_term(library: Library) -> None:
    assert lines(read(library, "报卷")) & lines(read(library, "交材料"))


def test_a_word_that_no_notice_has_is_known_to_be_missing(library: Library) -> None:
    (term,) = read(library, "房贷").terms
    assert not term.known
    assert term.weight > 0


def test_in_a_long_story_what_is_asked_counts_most(library: Library) -> None:
    story = (
        "我在单位干了很多年，去年调过来，业绩都是在原单位做的，领导让我自己看文件，我看了半天也没看明白，今年公示过了。"
    )
    told, asked = weights(read(library, story + "论文要检索吗？")), weights(read(library, "公示，论文要检索吗？"))
    assert told["公示"] < asked["公示"]
    assert told["论文"] == asked["论文"]


def test_a_term_said_twice_counts_once(library: Library) -> None:
    assert weights(read(library, "公示 公示 公示")) == weights(read(library, "公示"))


def test_a_question_is_read_up_to_a_length(library: Library) -> None:
    whole, cut = read(library, "公示" * (LONGEST // 2)), read(library, "公示" * LONGEST)
    assert (whole.is_cut, cut.is_cut) == (False, True)
    assert replace(cut, is_cut=False) == whole


@given(st.text(st.characters()))
def test_any_text_is_read_the_same_way_each_time(library: Library, text: str) -> None:
    question = read(library, text)
    assert question == read(library, text)
    assert all(term.weight >= 0 for term in question.terms)
