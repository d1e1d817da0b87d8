import json
import unicodedata
from pathlib import Path
from time import process_time

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import LexiconError
from knowledge.patterns import linear, several
from knowledge.store.library import Library
from knowledge.terms import FILES, FOLDER, Finder, Lexicon, Table, search_form
from knowledge.wordlists import Demand
from knowledge.words import LONGEST_WORD, bigrams, dictionary_rows, normalise

CASES = Path(__file__).parents[1] / "cases" / "questions.jsonl"
QUESTIONS = [json.loads(line)["question"] for line in CASES.read_text(encoding="utf-8").splitlines()]
written = st.text(
    st.sampled_from("职称评审副高级工程师报名材料的了中华人民共和国数据科学与T恤卡拉OKb超a1.5%@，。 \n")
    | st.characters(exclude_categories=["Cs"]),
    max_size=60,
)


@pytest.fixture(scope="module", autouse=True)
def whole_jieba() -> None:
    """jieba with its whole dictionary in memory."""
    jieba.setLogLevel("ERROR")
    jieba.initialize()


def cut(library: Library, text: str) -> list[str]:
    """A text as the library's own dictionary cuts it, punctuation and all."""
    library.segmenter.learn([text])
    return list(library.segmenter.cut(text))


def test_questions_are_cut_as_jieba_cuts_them(library: Library) -> None:
    assert len(QUESTIONS) > 100
    for question in QUESTIONS:
        text = normalise(question)
        assert cut(library, text) == list(jieba.cut(text, HMM=False))


@given(written)
def test_any_text_is_cut_as_jieba_cuts_it(library: Library, text: str) -> None:
    assert cut(library, text) == list(jieba.cut(text, HMM=False))


def test_no_word_of_the_dictionary_is_longer_than_is_looked_up() -> None:
    assert max(len(word) for word, _, _ in dictionary_rows()) <= LONGEST_WORD


def test_words_leave_punctuation_out(library: Library) -> None:
    assert library.segmenter.words("(网上)申报,几点?") == ["网上", "申报", "几点"]


def test_a_two_character_word_counts_as_word_and_as_bigram(library: Library) -> None:
    assert library.segmenter.stream("职称").count("职称") == 2


def test_bigrams_do_not_reach_over_a_break() -> None:
    assert list(bigrams("评职称，a1报名")) == ["评职", "职称", "报名"]


def test_a_rare_word_tells_more_than_a_common_one(library: Library) -> None:
    rare, common = library.segmenter.usage("房贷"), library.segmenter.usage("可能")
    assert rare is not None
    assert common is not None
    assert rare[0] > common[0]
    assert library.segmenter.usage("没有这个词") is None


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("ＡＢＣ１２３", "abc123"),
        ("（一）", "(一)"),
        ("副高  報名\t時間", "副高 报名 时间"),
        ("職稱評審", "职称评审"),
        ("\ufeff职称", "职称"),
        ("职称\u200b", "职称"),
        ("职称\ud83d", "职称"),
        ("\x00职称\x1b", "职称"),
        ("㎏", "kg"),
        ("", ""),
        (" \n\u3000", ""),
    ],
)
def test_what_is_searched_is_in_one_form(written: str, normal: str) -> None:
    assert normalise(written) == normal


@given(st.text(st.characters()))
def test_nothing_invisible_is_searched(text: str) -> None:
    found = normalise(text)
    assert found == " ".join(found.split(" "))
    assert not [character for character in found if unicodedata.category(character) in ("Cc", "Cs")]
    assert not set(found) & set("\u200b\u200c\u200d\u2060\ufeff\u00ad\u3000\u00a0")


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("一式三份", "一式3份"),
        ("十张照片", "10张照片"),
        ("十五天", "15天"),
        ("二十个月", "20个月"),
        ("三十一号", "31号"),
        ("两年", "2年"),
        ("八月 三十 日", "8月30日"),
        ("一、总则", "一、总则"),
        ("三个", "三个"),
        ("交三 份", "交3份"),
    ],
)
def test_counts_and_dates_are_searched_in_digits(written: str, digits: str) -> None:
    assert search_form(written) == digits


def test_marks_on_letters_without_end_are_no_work() -> None:
    began = process_time()
    text = normalise("a" + "\u0301\u0323" * 50_000 + "e\u0301 \u30ab\u3099" + "。\u0301" * 50)
    assert process_time() - began < 2
    assert text.startswith("\u1ea1")
    assert "\u00e9 \u30ac" in text
    assert len(text) < 200


def test_the_longest_expression_wins_and_none_lies_inside_another() -> None:
    found = list(Finder(["高级", "正高级", "正高级工程师", "工程师"]).find("正高级工程师和高级"))
    assert [(each.start, each.end, each.expression) for each in found] == [(0, 6, "正高级工程师"), (7, 9, "高级")]


def test_an_expression_at_the_end_of_a_text_ends_there() -> None:
    assert list(Finder(["工程", "工程系列"]).find("报工程")) == [(1, 3, "工程")]


def test_a_table_gives_each_key_once_in_the_order_of_the_text() -> None:
    assert Table({"b": ["乙", "二"], "a": ["甲"]}).found_in("二甲乙") == ("b", "a")


def test_the_lexicon_comes_back_from_its_line() -> None:
    lexicon = Lexicon.read()
    assert Lexicon.from_json(lexicon.to_json()) == lexicon


def test_the_lexicon_knows_what_means_the_same() -> None:
    lexicon = Lexicon.read()
    assert {"副高级", "高级工程师"} <= lexicon.meanings(lexicon.lines["副高"])


@pytest.mark.parametrize(
    ("name", "text"),
    [("synonyms", "a: b\n"), ("synonyms", "- a\n"), ("kinds", "- a\n"), ("scope", "1\n"), ("stopwords", "")],
)
def test_a_word_list_of_another_form_is_named(tmp_path: Path, name: str, text: str) -> None:
    for each in FILES:
        (tmp_path / f"{each}.yaml").write_bytes((FOLDER / f"{each}.yaml").read_bytes())
    (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=f"{name}.yaml"):
        Lexicon.read(tmp_path)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("kinds", "{prefer: {}, measures: {}, demand: {fee: {holds: [费用]}}}", r"demand\.fee\.asks: .*required"),
        (
            "kinds",
            "{prefer: {}, measures: {}, demand: {fee: {asks: 费用}}}",
            r"demand\.fee\.asks: .*list.*found '费用'",
        ),
        ("kinds", "{prefer: {}, measures: {}, demand: {fee: {asks: ['费(']}}}", r"demand\.fee\.asks: .*missing \)"),
        (
            "kinds",
            "{prefer: {}, measures: {}, demand: {fee: {asks: ['(?<!a)b']}}}",
            r"demand\.fee\.asks: .*linear time",
        ),
        ("kinds", "{prefer: {}, measures: {}, demand: {fee: {asks: [a], ask: [a]}}}", r"demand\.fee\.ask: "),
        (
            "kinds",
            "{prefer: {a: {asks: [a], weight: 1, mark: b}}, measures: {}, demand: {}}",
            r"prefer\.a\.mark: .*'window'",
        ),
        ("scope", "{cities: {沈阳: 沈阳}}", r"cities\.沈阳: "),
        ("following", "{leads: [那], tails: [], pointing: [], short: {a: [b]}}", r"short\.a: "),
        ("synonyms", "- [a, {b: c}]", r"0\.1: "),
    ],
)
def test_a_slip_in_a_word_list_is_said_in_one_line(tmp_path: Path, name: str, text: str, said: str) -> None:
    for each in FILES:
        (tmp_path / f"{each}.yaml").write_bytes((FOLDER / f"{each}.yaml").read_bytes())
    (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=rf"^[^\n]*{name}\.yaml: {said}[^\n]*$"):
        Lexicon.read(tmp_path)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("几号文", {"document"}),
        ("几号文几号截止", {"document", "when"}),
        ("哪几天报名", {"when"}),
        ("考试网上报名时间", {"examination"}),
        ("网上报名时间", set()),
        ("网上报名时间报名入口", set()),
        ("二建报名时间", {"examination"}),
        ("花钱买论文", set()),
        ("评审费", {"fee"}),
        ("评审费效益", set()),
    ],
)
def test_what_looks_like_asking_for_a_kind_does_not_ask_for_it(text: str, kinds: set[str]) -> None:
    assert Lexicon.read().kinds.asked_in(text) & {"document", "when", "duration", "examination", "fee"} == kinds


def test_a_kind_without_words_is_held_by_nothing() -> None:
    kind = Demand(asks=("a",))
    assert not any(linear(*kind.holds).search(text) for text in ("", "a", "$.", "\n"))
    assert several(kind.holds).found_in("a") == []
