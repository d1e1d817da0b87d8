"""What a broad question gets: each matter by its main sentence, in the asker's case."""

from datetime import date

import pytest

from knowledge.answer import Answer
from knowledge.answering import Answerer
from knowledge.plain import plain

SUMMER, AUTUMN = date(2024, 7, 10), date(2025, 10, 27)


def says(answer: Answer, *pieces: str) -> bool:
    """Whether each piece stands in some quote."""
    return all(any(piece in plain(citation.quote) for citation in answer.citations) for piece in pieces)


@pytest.mark.parametrize(
    ("text", "today", "pieces"),
    [
        ("在抚顺评副高，从头到尾给我说说", AUTUMN, ("不受户籍", "10月27日至11月18日", "量化赋分占总分权重60%")),
        ("学经济的想评高级，介绍一下", SUMMER, ("辽人社发〔2021〕10号", "8月12日—8月30日")),
        ("计量的副高咋申报", SUMMER, ("申请人向所在单位提出", "公示时间不少于5个工作日")),
        ("论文方面都有什么说法", SUMMER, ("国家新闻出版总署", "非相近专业")),
        ("职称上有哪些好政策，梳理一下", SUMMER, ("绿色通道", "博士后", "直通车")),
        ("报职称要准备些什么材料", SUMMER, ("一式三份", "继续教育证明")),
        ("省工信厅报职称的步骤给我理一理", SUMMER, ("向本单位提出申请", "公示期不少于5个工作日")),
    ],
)
def test_a_broad_question_gets_the_main_sentences(
    answerer: Answerer, text: str, today: date, pieces: tuple[str, ...]
) -> None:
    answer = answerer.answer(text, today)
    assert answer.overview
    assert len(answer.points) == len(answer.citations) <= 8
    assert says(answer, *pieces)
    assert answer.further


def test_of_a_place_that_is_named_its_own_notice_speaks_and_no_other_round(answerer: Answerer) -> None:
    answer = answerer.answer("抚顺评职称的时间都给我捋一遍", AUTUMN)
    assert answer.citations[0].notice.id == "fushun-rsj-2025"
    assert not says(answer, "7月1日—7月31日")


@pytest.mark.parametrize(
    "text", ["抚顺现在还能报不", "抚顺今年的报完没有", "抚顺今年报名时间", "抚顺高工今年几号开始报"]
)
def test_of_a_round_of_one_window_that_window_is_said(answerer: Answerer, text: str) -> None:
    answer = answerer.answer(text, AUTUMN)
    assert answer.status == "answered"
    assert says(answer, "10月27日至11月18日")


@pytest.mark.parametrize("text", ["怎么评职称", "职称是咋评的", "高级工程师怎么评"])
def test_how_a_title_is_got_is_told_step_by_step(answerer: Answerer, text: str) -> None:
    assert answerer.answer(text, SUMMER).points[0] == "申报程序"


@pytest.mark.parametrize("text", ["一建几号开始报名", "注会啥时候报名"])
def test_when_one_registers_for_an_examination_is_no_matter_of_the_notices(answerer: Answerer, text: str) -> None:
    assert answerer.answer(text, SUMMER).status == "no_answer"


@pytest.mark.parametrize(
    "text", ["护士评职称是怎么回事", "一建怎么报", "大连医保报销讲讲", "公示几天给讲讲", "介绍一下评审费"]
)
def test_what_is_narrow_or_not_treated_gets_no_overview(answerer: Answerer, text: str) -> None:
    assert not answerer.answer(text, SUMMER).overview


def test_no_sentence_for_few_specialties_stands_in_an_overview_for_all(answerer: Answerer) -> None:
    assert not says(answerer.answer("评高工的流程从头说一遍", SUMMER), "安防工程专业的人员")


@pytest.mark.parametrize("text", ["评职称都得交啥材料", "材料清单给我列一下"])
def test_a_list_that_stands_in_an_annex_is_pointed_to_first(answerer: Answerer, text: str) -> None:
    assert "详见附件2" in answerer.answer(text, SUMMER).citations[0].quote


def test_each_window_of_a_notice_stands_in_an_overview_of_its_times(answerer: Answerer) -> None:
    assert says(answerer.answer("职称都有哪些时间节点", SUMMER), "7月1日—7月31日", "8月12日—8月30日")


def test_a_matter_that_another_sentence_says_too_is_said_once(answerer: Answerer) -> None:
    points = answerer.answer("评职称需要什么条件", SUMMER).points
    assert "在职在岗" in points
    assert "公务员、参公人员" not in points


def test_steps_stand_as_the_notice_in_force_has_them_each_in_one_sentence(answerer: Answerer) -> None:
    quotes = [plain(each.quote) for each in answerer.answer("在抚顺评副高，流程捋一遍", AUTUMN).citations]
    steps = [
        "向本人所在单位提出申请|继续实行个人申报",
        "考评领导小组",
        "公示期不少于5个工作日",
        "逐级上报",
        "加盖公章后",
        "10月27日",
    ]
    found = [
        next(n for n, quote in enumerate(quotes) if any(each in quote for each in step.split("|"))) for step in steps
    ]
    assert found == sorted(found)
    assert {each.notice.id for each in answerer.answer("评职称怎么申报", AUTUMN).citations} == {"fushun-rsj-2025"}


@pytest.mark.parametrize("text", ["高级职称咋个评法 谁来打分 怎么算通过", "抚顺评副高 哪些人能报 得够什么条件"])
def test_a_question_in_parts_that_one_matter_covers_is_broad(answerer: Answerer, text: str) -> None:
    assert answerer.answer(text, AUTUMN).overview


@pytest.mark.parametrize("text", ["评定表打几份 要不要盖章", "央企要委托评审，谁给出函、给谁", "材料送到哪 几号截止"])
def test_details_in_parts_are_not(answerer: Answerer, text: str) -> None:
    assert not answerer.answer(text, SUMMER).overview


def test_papers_of_one_kind_are_all_named(answerer: Answerer) -> None:
    answer = answerer.answer("计量专业报职称都要准备啥", SUMMER)
    assert says(answer, "一式三份", "报评材料》一份", "公示情况说明")
    assert {each.notice.id for each in answer.citations} == {"ln-scjg-2024"}


def test_an_overview_fits_a_screen(answerer: Answerer) -> None:
    for text in ("评职称怎么申报", "评职称要准备什么材料", "评高级职称要符合哪些条件", "职称都有哪些时间节点"):
        assert sum(len(each.quote) for each in answerer.answer(text, SUMMER).citations) <= 600
