"""A value that a question takes for granted is held against what the notice says, and nothing else is."""

import pytest

from knowledge.premise import Difference, difference
from knowledge.store.library import Library

PERIOD = "工程系列有关行业：7月1日—7月31日。"
COPIES = "填写评定表一式三份，装入材料袋中。"
DAYS = "公示期不少于5个工作日，加盖单位公章。"


@pytest.mark.parametrize(
    ("question", "quote", "said", "written"),
    [
        ("网上申报是8月31日截止吧", PERIOD, "8月31日", "7月1日—7月31日"),
        ("系统最后一天是八月三十一号对吗", PERIOD, "8月31号", "7月1日—7月31日"),
        ("评定表是不是交两份", COPIES, "2份", "3份"),
        ("单位公示三天就行吗", DAYS, "3天", "5个工作日"),
        ("通过率最多60%吗", "高级职称评审通过率原则上不超过50%。", "60%", "50%"),
        ("送到1010房间对吧", "报卷地点：省市场监管局1009房间。", "1010房间", "1009房间"),
    ],
)
def test_what_the_notice_has_otherwise_is_said(
    library: Library, question: str, quote: str, said: str, written: str
) -> None:
    assert difference(question, [quote], library.lexicon.premise) == Difference(said, written)


@pytest.mark.parametrize(
    ("question", "quotes"),
    [
        ("网上申报是7月31日截止吧", [PERIOD]),
        ("7月15号还能报吗", [PERIOD]),
        ("我干了三年能报吗", ["取得工程师资格满5年。"]),
        ("我是2019年评的，行吗", ["取得工程师资格满5年。"]),
        ("评定表是不是交两份", ["正高填报一式四份，其他层级三份。"]),
        ("评定表是不是交两份", [COPIES, "各市的评定表一式两份。"]),
        ("公示要盖章吗", [DAYS]),
        ("是三份吗", [DAYS]),
    ],
)
def test_what_is_so_or_open_or_ones_own_is_not_contradicted(library: Library, question: str, quotes: list[str]) -> None:
    assert difference(question, quotes, library.lexicon.premise) is None


DEADLINES = "申报材料的截止时间为2024年7月31日；资历计算截止时间为2024年12月31日，资历年份为周年。"
CUTOFF = "申报有效业绩计算时间截至到2024年7月30日。"


def test_two_deadlines_are_no_period_and_the_day_of_ones_own_paper_is_no_deadline(library: Library) -> None:
    words = library.lexicon.premise
    assert difference("材料是6月30日截止吧", [DEADLINES], words) is None
    assert difference("材料是6月30日截止吧", [CUTOFF], words) == Difference("6月30日", "7月30日")
    assert difference("论文要8月20日才能见刊，行吗", [CUTOFF], words) is None


LATER = "经济系列：8月12日—8月30日。"


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("网上申报是9月30日截止吧", Difference("9月30日", "7月1日—7月31日、8月12日—8月30日")),
        ("网上申报是8月30日截止吧", None),
        ("8月20日还能报对吧", None),
    ],
)
def test_of_cases_that_differ_each_must_have_it_otherwise(
    library: Library, question: str, found: Difference | None
) -> None:
    assert difference(question, [PERIOD, LATER], library.lexicon.premise, of_cases=True) == found


def test_what_another_thing_has_makes_a_wrong_count_no_better(library: Library) -> None:
    quotes = [COPIES, "审核表一式两份。"]
    assert difference("评定表是不是交两份", quotes, library.lexicon.premise) == Difference("2份", "3份")
