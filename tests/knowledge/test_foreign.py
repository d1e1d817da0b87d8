"""Notices of other places beside the project's own: they answer for their own people, and change nothing here."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.text.answers import AnswerText, citation_json
from knowledge.answer import Answer
from knowledge.answering import Answerer
from knowledge.plain import Span, plain
from knowledge.store.library import Library
from tests.cases import score
from tests.foreign import folder_beside_ours
from tests.libraries import grown_from

CASES = Path(__file__).parents[1] / "cases" / "questions.jsonl"
pytestmark = pytest.mark.slow  # it builds a library of fourteen notices


@pytest.fixture(scope="module")
def beside_others(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    """What answers from the project's notices and those of other places."""
    with grown_from(library, folder_beside_ours(tmp_path_factory.mktemp("foreign")))[0] as grown:
        yield Answerer(grown)


def beginning(answer: Answer) -> tuple[str, list[tuple[str, Span]]]:
    """Whether there is an answer, and what it begins with."""
    return answer.status, [(each.notice.id, each.span) for each in answer.citations[:1]]


def begins_right(row: dict[str, str], answer: Answer) -> bool:
    """Whether the first quote holds something that a case asks for."""
    return any(plain(need) in plain(each.quote) for each in answer.citations[:1] for need in row["need"])


def test_notices_of_other_places_change_no_answer_about_this_one(beside_others: Answerer, answerer: Answerer) -> None:
    """The same begins it, or of two sentences that answer the one or the other: how rare a word is may decide that."""
    changed = []
    for row in score.read_rows(CASES):
        asked = row["question"], date.fromisoformat(row["as_of"])
        before, after = answerer.answer(*asked), beside_others.answer(*asked)
        is_right = begins_right(row, before) and begins_right(row, after)
        if beginning(before) != beginning(after) and not is_right:
            changed.append(row["question"])
    assert changed == []


@pytest.mark.parametrize(
    ("text", "day", "notice_id", "said"),
    [
        ("深圳会计正高的费用最后期限是哪天缴费", date(2025, 6, 20), "szkj-2025", "2025年7月31日18時"),
        ("深圳高会要在几号以前交上去", date(2025, 6, 20), "szkj-2025", "7月11日"),
        ("常州的通知是什么文号", date(2025, 6, 1), "cz-2025", "常人社职〔2025〕4号"),
        ("常州高级职称申报有社保要求吗", date(2025, 6, 1), "cz-2025", "缴纳6个月及以上社保"),
        ("包头那个公告是哪天发布的", date(2024, 5, 1), "bt-2024", "2024年4月22日"),
        ("岳麓区中专生工作几年可以认定员级", date(2024, 5, 1), "yl-2024", "中专毕业"),
    ],
)
def test_a_notice_answers_for_its_own_people(
    beside_others: Answerer, text: str, day: date, notice_id: str, said: str
) -> None:
    answer = beside_others.answer(text, day)
    assert answer.citations
    assert (answer.citations[0].notice.id, plain(said) in plain(answer.citations[0].quote)) == (notice_id, True)


@pytest.mark.parametrize("text", ["宁夏什么是破格申报", "宁夏正常申报是啥意思", "宁夏职称评审范围和对象是哪些人"])
def test_a_question_that_heads_a_section_is_never_a_quote(beside_others: Answerer, text: str) -> None:
    quotes = [each.quote for each in beside_others.answer(text, date(2024, 6, 1)).citations]
    assert not [quote for quote in quotes if quote.endswith(("?", "？"))]


@pytest.mark.parametrize("text", ["深圳高会评审收费是多少钱", "济南代管的纸质卷几号送"])
def test_what_a_notice_does_not_say_is_not_answered(beside_others: Answerer, text: str) -> None:
    assert beside_others.answer(text, date(2025, 6, 20)).status == "no_answer"


def shown(answer: Answer) -> list[dict[str, str]]:
    """The cells of the first quote, as a program reads them."""
    return json.loads(json.dumps(citation_json(answer.citations[0])))["cells"]


@pytest.mark.parametrize(
    ("text", "day", "quote", "said"),
    [
        ("甘肃建设专业的高工材料往哪送", date(2023, 9, 10), "建设 10月30日至11月3日", "受理地点：兰州市中央广场1号"),
        ("包头机械专业归哪个评委会", date(2024, 5, 10), "工程中评委|机械", "受理专业：机械、电气、化工、冶金"),
    ],
)
def test_a_row_of_a_table_is_quoted_alone_and_shown_with_the_heads_of_its_columns(
    beside_others: Answerer, text: str, day: date, quote: str, said: str
) -> None:
    answer = beside_others.answer(text, day)
    assert answer.citations[0].quote.startswith(quote)
    assert said in AnswerText(answer, day).text
    assert said.split("：") in [[cell["head"], cell["text"]] for cell in shown(answer)]
