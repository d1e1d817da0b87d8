from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.lines import tidy
from knowledge.passage import Passage
from knowledge.passages import LONGEST_SENTENCE, passages_of, sentences_of
from knowledge.plain import Span, plain
from knowledge.source import Source
from tests.knowledge.synthetic import source

PLACES = [
    ("ln-gxt-2024", "在我省工作1年以上的自由职业人员", "一、申报基本条件"),
    ("ln-gxt-2024", "离退休人员和公务员不得申报", "一、申报基本条件"),
    (
        "ln-gxt-2024",
        "具体专业名称在网上申报时系统显示",
        "二、评审权限 > (一)工程系列 > 1.相关行业正高级专业技术资格评审权限",
    ),
    (
        "ln-gxt-2024",
        "数据科学与工程专业评审层级只设副高级和正高级",
        "二、评审权限 > (一)工程系列 > 3.有关新兴专业技术资格评审权限",
    ),
    (
        "ln-gxt-2024",
        "经济副高全国统一考试成绩有效期为5年",
        "二、评审权限 > (二)经济系列 > 2.副高级专业技术资格评审权限",
    ),
    ("ln-gxt-2024", "辽人社职〔2024〕35号", "三、申报基本标准 > 2.工程系列新兴专业 > (6)无人机科学与工程专业"),
    ("ln-gxt-2024", "辽人社职〔2023〕35号", "三、申报基本标准 > 2.工程系列新兴专业 > (4)管理科学与工程专业"),
    (
        "ln-gxt-2024",
        "截至到2024年6月30日",
        "四、时间要求 > (一)申报有效业绩计算时间 > 1.工程系列有关行业(含工艺美术)及新兴专业",
    ),
    ("ln-gxt-2024", "8月12日—8月30日", "四、时间要求 > (三)网上申报系统开放时间"),
    ("ln-gxt-2024", "记录期限为3年", "五、申报程序 > (一)个人申请"),
    ("ln-gxt-2024", "公示期不少于5个工作日", "五、申报程序 > (四)单位公示"),
    ("ln-gxt-2024", "只有3次提交审核机会(不含提交盖章页)", "五、申报程序 > (五)网上申报 > 3."),
    ("ln-gxt-2024", "沈阳市皇姑区泰山路64号219房间", "五、申报程序 > (七)报送纸质卷材料"),
    ("ln-gxt-2024", "答辩占总分权重25%", "七、评审方式"),
    ("ln-gxt-2024", "Ingxtrsc@163.com", "文末"),
    ("ln-gxt-2024", "额外提供2张一寸本人半年内正面免冠证件照", "附件2 > 三、填报表格要求 > 8."),
    ("ln-scjg-2024", "不受户籍、地域、身份、档案、人事关系等制约", "一、评审范围及权限"),
    ("ln-scjg-2024", "量化赋分占总分权重的50%", "四、评价方式"),
    ("ln-scjg-2024", "起草国家标准，可按国家级论文对待", "五、相关政策规定 > 2."),
    ("ln-scjg-2024", "取消申请人当年和以后2年的申报资格", "五、相关政策规定 > 4."),
    ("ln-scjg-2024", "粘贴**本人一寸近期彩色照片一张", "五、报卷说明 > 1."),
    ("ln-scjg-2024", "从公示的第二天算起", "六、申报流程 > (三)集中公示"),
    ("ln-scjg-2024", "省市场监管局1009房间", "七、时间安排及报卷地点"),
    ("fushun-rsj-2025", "评审通过率原则上不超过50%", "四、评价方式"),
    ("fushun-rsj-2025", "从事技术技能工作满4年", "六、关于高技能人才参加评审 > (二)"),
    ("fushun-rsj-2025", "主卷装订材料要控制在200页以内", "七、其他要求 > (四)主卷装订材料要控制在200页以内"),
    ("fushun-rsj-2025", "三年内不得申报晋升专业技术资格", "七、其他要求 > (十)继续实行个人和单位双重承诺制"),
    ("fushun-rsj-2025", "10月27日-28日: 水利行业人员", "八、报卷时间及地点 > (二)具体时间安排"),
    ("fushun-rsj-2025", "电话: 52424116", "八、报卷时间及地点 > (三)报卷地址"),
    ("ln-rst-2024", "原则上不超过 50%", "二、规范评审程序，健全科学评价体系 > （八）严格规范职称申报评审程序"),
    (
        "ln-rst-2024",
        "积极探索全省实行电子职称证书",
        "二、规范评审程序，健全科学评价体系 > （十）加速职称数字化赋能改革",
    ),
    (
        "ln-rst-2024",
        "40岁以下青年人才担任省级以上重大科技任务",
        "一、深化改革创新，发挥正向激励作用 > （五）坚持加强引育青年人才，储备创新型战略人才力量",
    ),
    ("city-draft-2024", "可采取“退二晋一”办法", "三、强化岗位管理，有序做好聘用工作 > （十）持续规范专业技术岗位聘用"),
]
IDS = ["city-draft-2024", "fushun-rsj-2025", "ln-gxt-2024", "ln-rst-2024", "ln-scjg-2024"]


def sentences(text: str) -> list[str]:
    """The sentences of a whole text as a person reads them."""
    return [tidy(text[slice(*span)]) for span in sentences_of(text, Span(0, len(text)))]


def holding(source: Source, quote: str) -> list[Passage]:
    """The passages in which a quote stands whole."""
    spans = source.find(quote)
    return [
        passage
        for passage in passages_of(source)
        if any(passage.span.start <= span.start and span.end <= passage.span.end for span in spans)
    ]


@pytest.mark.parametrize(("notice_id", "quote", "path"), PLACES)
def test_a_fact_stands_in_one_passage_under_its_headings(
    sources: dict[str, Source], notice_id: str, quote: str, path: str
) -> None:
    assert [" > ".join(passage.path) for passage in holding(sources[notice_id], quote)] == [path]


@pytest.mark.parametrize("notice_id", IDS)
def test_the_sentences_of_a_notice_cover_each_passage_in_order(sources: dict[str, Source], notice_id: str) -> None:
    text = sources[notice_id].text
    for passage in passages_of(sources[notice_id]):
        assert all(one.end <= other.start for one, other in pairwise(passage.sentences))
        assert "".join(plain(text[slice(*each)]) for each in passage.sentences) == plain(text[slice(*passage.span)])


@pytest.mark.parametrize("notice_id", IDS)
def test_no_sentence_of_a_notice_is_too_long_to_quote(sources: dict[str, Source], notice_id: str) -> None:
    text = sources[notice_id].text
    lengths = [
        len(plain(text[slice(*each)])) for passage in passages_of(sources[notice_id]) for each in passage.sentences
    ]
    assert max(lengths) <= LONGEST_SENTENCE


@pytest.mark.parametrize("notice_id", IDS)
def test_no_sentence_of_a_notice_cuts_a_quotation(sources: dict[str, Source], notice_id: str) -> None:
    text = sources[notice_id].text
    for passage in passages_of(sources[notice_id]):
        for each in passage.sentences:
            sentence = text[slice(*each)]
            assert sentence.count("“") == sentence.count("”")
            assert sentence.count('"') % 2 == 0


@pytest.mark.parametrize("notice_id", IDS)
def test_passages_are_numbered_in_the_order_of_the_text(sources: dict[str, Source], notice_id: str) -> None:
    found = passages_of(sources[notice_id])
    assert [passage.number for passage in found] == list(range(len(found)))
    assert all(one.span.end <= other.span.start for one, other in pairwise(found))


def test_a_list_mark_is_no_part_of_a_passage(sources: dict[str, Source]) -> None:
    text = sources["fushun-rsj-2025"].text
    assert not [each for each in passages_of(sources["fushun-rsj-2025"]) if text[each.span.start] in "- "]


def test_sentences_and_clauses_are_cut_behind_their_stops() -> None:
    assert sentences("须装订。可粘贴吗？不；可钉；") == ["须装订。", "可粘贴吗？", "不；", "可钉；"]


@pytest.mark.parametrize(
    "quotation", ["“本人承诺。真实；有效。”", '"本人承诺。真实;有效。"', "「一。二」", "『三。四？』"]
)
def test_a_quotation_is_not_cut(quotation: str) -> None:
    assert sentences(f"手写：{quotation},并签字。盖章。")[0].startswith(f"手写：{quotation}")


def test_a_closing_mark_goes_with_its_sentence() -> None:
    assert sentences("他说：“可以。”她说：“不行！”（见附件。）再议。") == [
        "他说：“可以。”",
        "她说：“不行！”",
        "（见附件。）",
        "再议。",
    ]


def test_a_full_stop_inside_a_number_cuts_nothing() -> None:
    assert sentences("年创效益1.5万元，网址http://a.b.cn。") == ["年创效益1.5万元，网址http://a.b.cn。"]


def test_a_long_sentence_is_cut_behind_its_last_fitting_comma() -> None:
    first, second = "甲" * 150 + "，", "乙" * 80 + "、"
    assert sentences(first + second + "丙" * 100 + "。") == [first + second, "丙" * 100 + "。"]


@given(st.text(st.sampled_from("职称评，。；、 \n"), min_size=200, max_size=600))
def test_a_long_text_is_cut_and_nothing_is_lost(text: str) -> None:
    spans = list(sentences_of(text, Span(0, len(text))))
    assert "".join(plain(text[slice(*span)]) for span in spans) == plain(text)
    assert all(0 < len(plain(text[slice(*span)])) <= LONGEST_SENTENCE for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


def test_what_ends_in_a_semicolon_hands_its_lead_in_on(sources: dict[str, Source]) -> None:
    found = sources["ln-scjg-2024"]
    (passage,) = holding(found, "各市市场监管局、各主管部门8月7至9日。")
    assert passage.lead is not None
    assert found.text[slice(*passage.lead)] == "报卷时间："


def test_what_ends_in_a_colon_leads_the_items_below_it(sources: dict[str, Source]) -> None:
    found = sources["fushun-rsj-2025"]
    (passage,) = holding(found, "技工院校中级工班")
    assert passage.lead is not None
    assert tidy(found.text[slice(*passage.lead)]).endswith("明确以下事项:")


def test_a_lead_in_ends_with_its_section(sources: dict[str, Source]) -> None:
    (passage,) = holding(sources["fushun-rsj-2025"], "主卷装订材料要控制在200页以内")
    assert passage.lead is None


def test_a_heading_is_cited_only_where_nothing_stands_under_it() -> None:
    made = source("一、总则\n凡在本市工作者。\n二、附则\n")
    assert [made.text[slice(*each.span)] for each in passages_of(made)] == ["凡在本市工作者。", "二、附则"]


@given(st.lists(st.text(max_size=12), max_size=12).map("\n".join))
def test_any_text_gives_passages_whose_sentences_cover_them(text: str) -> None:
    for passage in passages_of(source(text)):
        covered = "".join(plain(text[slice(*each)]) for each in passage.sentences)
        assert covered == plain(text[slice(*passage.span)])


def test_what_folds_to_more_characters_is_still_cut_inside_the_text() -> None:
    made = source("一、总则\n目录" + "…" * 200 + "1\n")
    for passage in passages_of(made):
        assert all(passage.span.start <= span.start < span.end <= passage.span.end for span in passage.sentences)
        assert all(len(plain(made.text[slice(*span)])) <= LONGEST_SENTENCE for span in passage.sentences)


def test_a_long_table_is_cut_where_it_can_still_be_quoted() -> None:
    made = source("一、总则\n" + "\t序号一，内容，完成时间\n" * 60)
    spans = [span for passage in passages_of(made) for span in passage.sentences]
    assert max(len(plain(made.text[slice(*span)])) for span in spans) <= LONGEST_SENTENCE
