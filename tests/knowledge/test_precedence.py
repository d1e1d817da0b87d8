"""What stands first whatever the words weigh, and what stands beside it."""

from datetime import date

import pytest

from knowledge.answer import Answer
from knowledge.answering import Answerer
from knowledge.plain import plain

SUMMER, AUTUMN = date(2024, 7, 10), date(2025, 10, 27)


def first(answer: Answer) -> str:
    """The first quote without white space."""
    return plain(answer.citations[0].quote)


@pytest.mark.parametrize(
    ("text", "today", "piece"),
    [
        ("标准化的正高，我们市局统一往省里报送，都是哪几天", SUMMER, "8月7至9日"),
        ("抚顺评副高，得的奖要什么级别，市里发的行不行", AUTUMN, "奖项主要是指"),
        ("工程类的副高按照什么标准来评", AUTUMN, "各行业主管部门现行标准执行"),
        ("报职称的材料是假的，会怎么处理", AUTUMN, "三年内不得申报"),
        ("抚顺电力行业的高工，几号交材料", AUTUMN, "10月27日至11月18日"),
        ("抚顺石油化工行业报卷时间", AUTUMN, "11月17日-18日"),
        ("写总结用，抚顺2025年那次机电专业是哪天收的卷", date(2026, 11, 26), "11月17日-18日"),
        ("我在省直单位驻抚顺的机构，可否参加抚顺市的副高评审", AUTUMN, "出具委托函"),
        ("我们是驻抚的省属单位，高工材料交给谁", AUTUMN, "出具委托函"),
        ("评审结果什么时候公布，在哪看", AUTUMN, "正式发文公布"),
        ("中石油在抚顺的厂子，能参加抚顺市的高工评审不，要啥函", AUTUMN, "出具委托函"),
        ("营口市计量所的，我们市里的计量正高材料是哪几天往省局送", SUMMER, "8月7至9日"),
        ("抚顺还能补交吗", date(2025, 11, 20), "逾期不予受理"),
        ("抚顺中级怎么报", AUTUMN, "负责工程系列副高级专业技术资格评审"),
        ("送卷有没有期限，我这儿网上审过了，章也盖了", SUMMER, "5个工作日内将申报纸质材料"),
        ("省直单位经济副高材料哪天交", SUMMER, "5个工作日内将申报纸质材料"),
        ("经济系列的，知识产权的副高是省里评还是放到市里评", SUMMER, "继续由省级评委会组织评审"),
        ("我们是中直单位，委托评审的函送到省人社厅哪个处", SUMMER, "专业技术人员服务处"),
        ("材料送到省局几楼", SUMMER, "1009房间"),
        ("抚顺的，2023年考核基本合格，2022和2024都合格，还让不让参评", AUTUMN, "合格及以上方可参加评审"),
        ("我是机器人专业的，档案袋封面要标注哪些内容", SUMMER, "空间较大的档案袋"),
    ],
)
def test_what_is_asked_stands_first(answerer: Answerer, text: str, today: date, piece: str) -> None:
    assert piece in first(answerer.answer(text, today))


def test_of_an_office_that_is_meant_no_other_round_stands_beside(answerer: Answerer) -> None:
    answer = answerer.answer("抚顺评副高，市政府给的奖认不认", AUTUMN)
    assert {each.notice.id for each in answer.citations} == {"fushun-rsj-2025"}


@pytest.mark.parametrize(
    ("text", "today"),
    [
        ("安防工程的标准是几号文", date(2026, 11, 26)),
        ("单位注册在沈抚新区，抚顺的副高能报吗", AUTUMN),
    ],
)
def test_what_another_matter_has_of_the_words_stands_not_beside(answerer: Answerer, text: str, today: date) -> None:
    assert len(answerer.answer(text, today).citations) == 1


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("抚顺电力行业的高工，几号交材料，在哪交", "10月27日至11月18日"),
        ("抚顺水利副高几号交卷，交到哪儿", "10月27日-28日"),
    ],
)
def test_what_is_asked_in_the_same_breath_stands_beside(answerer: Answerer, text: str, window: str) -> None:
    quotes = [plain(each.quote) for each in answerer.answer(text, AUTUMN).citations[:2]]
    assert all(any(piece in quote for quote in quotes) for piece in (window, "临江东路"))


def test_of_several_levels_each_is_answered(answerer: Answerer) -> None:
    answer = answerer.answer("质监系列靠专利经济效益申报，正高、副高、工程师分别得一年多少万", SUMMER)
    quotes = plain(" ".join(each.quote for each in answer.citations))
    assert all(f"年创经济效益{each}万元以上" in quotes for each in (1000, 500, 300))


def test_what_is_said_further_of_the_own_line_of_work_stands_beside(answerer: Answerer) -> None:
    answer = answerer.answer("安防专业，我们省属国企有俩人报正高，评定表得上哪盖章", SUMMER)
    assert any("还须经省公共安全防范行业协会审核同意" in plain(each.quote) for each in answer.citations[:2])
