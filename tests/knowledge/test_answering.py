import json
import re
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.answer import Answer
from knowledge.answering import Answerer
from knowledge.lines import tidy
from knowledge.plain import plain
from knowledge.source import Source
from knowledge.store.library import Library

CASES = Path(__file__).parents[1] / "cases" / "questions.jsonl"
CASE_ROWS = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
QUESTIONS = [row["question"] for row in CASE_ROWS]
TODAY = date(2026, 11, 21)
days = st.dates(date(2023, 1, 1), date(2027, 1, 1))
questions = st.sampled_from(QUESTIONS) | st.text(st.characters(), max_size=80)
mixed = st.lists(st.sampled_from(QUESTIONS), min_size=1, max_size=3).map("".join) | questions


def compared(text: str) -> str:
    """A text as the contract compares it: NFKC of the whole, no white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def verbatim(answer: Answer, sources: dict[str, Source]) -> bool:
    """Whether every quote is the source's own at its offsets, and short enough."""
    for citation in (*answer.citations, *answer.nearest):
        text = sources[citation.notice.id].text
        assert tidy(text[slice(*citation.span)]) == citation.quote
        assert compared(citation.quote) in compared(text)
        assert 0 < len(citation.quote) <= 300
    most = 8 if answer.overview else 5
    return len(answer.citations) <= most and bool(answer.citations) == (answer.status != "no_answer")


@settings(max_examples=100)
@given(mixed, days)
def test_every_quote_is_verbatim_and_short_and_silence_cites_nothing(
    answerer: Answerer, sources: dict[str, Source], text: str, today: date
) -> None:
    answer = answerer.answer(text, today)
    assert verbatim(answer, sources)
    assert 0 <= answer.confidence <= 1
    assert answer.status != "clarify" or len(answer.citations) > 1
    assert (answer.silence is None) == (answer.status != "no_answer")
    assert all(citation.notice.exists_from <= today for citation in answer.citations)
    assert all(citation.validity == citation.notice.validity(today) for citation in answer.citations)


@settings(max_examples=40)
@given(questions)
def test_the_same_question_gives_the_same_bytes(library: Library, answerer: Answerer, text: str) -> None:
    assert repr(Answerer(library).answer(text, TODAY)) == repr(answerer.answer(text, TODAY))


@pytest.mark.parametrize("row", [row for row in CASE_ROWS if row["id"].endswith(("1", "6"))], ids=lambda row: row["id"])
def test_questions_of_the_cases_are_answered_verbatim(
    answerer: Answerer, sources: dict[str, Source], row: dict[str, str]
) -> None:
    assert verbatim(answerer.answer(row["question"], date.fromisoformat(row["as_of"])), sources)


@pytest.mark.parametrize(
    ("text", "notice_id", "quote"),
    [
        ("省工信厅工程系列网上申报几号截止", "ln-gxt-2024", "7月1日—7月31日"),
        ("工信厅纸质卷报卷地址在哪", "ln-gxt-2024", "泰山路64号219房间"),
        ("经济副高考试成绩有效期几年", "ln-gxt-2024", "有效期为5年"),
        ("抚顺水利行业哪天报卷", "fushun-rsj-2025", "10月27日-28日"),
        ("市场监管局报卷地点", "ln-scjg-2024", "1009房间"),
        ("质监行业公务员能报吗", "ln-scjg-2024", "公务员不得申报"),
    ],
)
def test_a_plain_question_is_answered_first_by_its_sentence(
    answerer: Answerer, text: str, notice_id: str, quote: str
) -> None:
    best = answerer.answer(text, TODAY).citations[0]
    assert best.notice.id == notice_id
    assert plain(quote) in plain(best.quote)


@pytest.mark.parametrize("text", ["我做木雕，工艺美术师归哪儿管", "工艺美术系列归哪家评", "评高级工艺美术师找谁"])
def test_a_series_that_a_notice_judges_is_not_taken_for_another(answerer: Answerer, text: str) -> None:
    answer = answerer.answer(text, TODAY)
    assert answer.status != "no_answer"


@pytest.mark.parametrize(
    "text",
    [
        "退休两年了还能报副高吗",
        "我叔退下来又被单位找回去上班，能评高工吗",
        "我62岁退休返聘在厂里，报工程师行不",
        "已经退休了报得了不",
    ],
)
def test_who_has_retired_is_told_who_may_apply(answerer: Answerer, text: str) -> None:
    assert "离退休人员" in answerer.answer(text, TODAY).citations[0].quote


def test_a_window_comes_with_its_quote(answerer: Answerer) -> None:
    best = answerer.answer("省工信厅工程系列网上申报几号截止", TODAY).citations[0]
    assert [(window.opens, window.closes) for window in best.windows] == [(date(2024, 7, 1), date(2024, 7, 31))]
    assert best.validity == "expired"


@pytest.mark.parametrize(
    ("text", "silence"),
    [
        ("", "nothing_asked"),
        (" \n\u3000\u200b", "nothing_asked"),
        ("2026年工信厅网报几号截止", "other_year"),
        ("2019年抚顺副高报卷时间是几号", "other_year"),
        ("北京市人社局职称评审几号截止", "other_place"),
        ("沈阳市副高报卷地点在哪", "other_place"),
        ("主管护师评审材料交几份", "other_series"),
        ("二级建造师考试什么时候报名", "other_series"),
        ("一级建造师报名条件是什么", "other_series"),
        ("抚顺初级几号交卷", "other_level"),
        ("我在本溪，副高材料送到哪个屋", "other_place"),
        ("我做污水处理这一行，归省里哪个厅管评审", "not_said"),
        ("评审费多少钱", "not_said"),
        ("继续教育需要多少学时", "not_said"),
        ("今天天气怎么样", "outside"),
        ("医保怎么报销", "outside"),
        ("小学老师评一级职称要不要支教", "other_series"),
        ("鞍山评高工哪几天交卷", "other_place"),
        ("在丹东上班能领职称补贴吗", "not_said"),
        ("2025年省工信厅网上申报几号开始", "other_year"),
        ("省里2025年的职称什么时候报", "other_year"),
    ],
)
def test_where_the_notices_are_silent_so_is_the_answer(answerer: Answerer, text: str, silence: str) -> None:
    answer = answerer.answer(text, TODAY)
    assert (answer.status, answer.silence, answer.citations) == ("no_answer", silence, ())


@pytest.mark.parametrize(
    "text", ["搞土建的，高工在哪儿评", "修路的高级工程师，几号交材料", "建筑行业的高级工程师是你们这评吗"]
)
def test_who_judges_a_line_of_work_that_no_round_has_is_not_guessed(answerer: Answerer, text: str) -> None:
    answer = answerer.answer(text, date(2024, 7, 10))
    assert (answer.status, answer.silence) == ("no_answer", "other_specialty")


def test_an_opening_is_not_what_a_question_is_about(answerer: Answerer) -> None:
    plainly, politely = (
        answerer.answer(text, TODAY) for text in ("高工什么时候报名", "小同志，您好，我想问一下高工什么时候报名")
    )
    assert politely.question.topics == plainly.question.topics


def test_a_series_that_is_named_is_answered_before_another(answerer: Answerer) -> None:
    for asked in ("工程系列副高哪天截止", "工程副高几号截止"):
        assert "7月1日—7月31日" in answerer.answer(asked, date(2024, 7, 10)).citations[0].quote


def test_how_many_pass_is_asked_of_the_share(answerer: Answerer) -> None:
    for asked in ("一般能过多少人", "一年能过多少人，有没有比例"):
        assert "评审通过率" in answerer.answer(asked, date(2024, 7, 10)).citations[0].quote


def test_the_year_of_an_appraisal_is_not_that_of_the_round(answerer: Answerer) -> None:
    asked = "22年单位给我打了个“基本合格”，23、24都是合格，在抚顺报高工受不受影响"
    assert "合格及以上" in answerer.answer(asked, date(2025, 11, 1)).citations[0].quote


def test_what_a_story_asks_is_what_it_is_about(answerer: Answerer) -> None:
    story = "我是搞机械的，在抚顺一家民营的厂子干了二十多年，大专毕业，2015年拿的工程师，想评高工，请问单位要公示几天"
    answer = answerer.answer(story, date(2025, 10, 27))
    assert "公示期不少于5个工作日" in plain(answer.citations[0].quote)


def test_the_year_of_a_persons_own_work_is_that_of_no_round(answerer: Answerer) -> None:
    answer = answerer.answer("写的是2020年的项目，我2021年才拿到工程师，能用吗", date(2024, 7, 10))
    assert (answer.status, answer.question.facets.year) == ("answered", None)
    assert answerer.answer("2020年的论文有什么要求", date(2024, 7, 10)).silence == "other_year"


@pytest.mark.parametrize("years", ["2022–2024", "2022至2024", "2022~2024", "2022年到2024年"])
def test_years_from_one_to_another_are_those_of_no_round(answerer: Answerer, years: str) -> None:
    answer = answerer.answer(f"抚顺{years}三年考核都要合格吗", date(2025, 10, 27))
    assert "近三年(2022-2024)年度考核结果" in plain(answer.citations[0].quote)


def test_a_draft_is_no_choice_beside_what_holds(answerer: Answerer) -> None:
    answer = answerer.answer("2022至2024年度考核都要合格吗", date(2025, 10, 27))
    assert {each.notice.status for each in answer.citations} == {"adopted"}


def test_whoever_asks_for_all_is_told_each_case(answerer: Answerer) -> None:
    answer = answerer.answer("评审怎么打分的，各占多少", date(2024, 7, 10))
    assert {"60%", "75%", "50%"} <= set(re.findall("[0-9]+%", " ".join(each.quote for each in answer.citations)))


def test_who_calls_himself_an_engineer_asks_for_the_round_there_is(answerer: Answerer) -> None:
    answer = answerer.answer("我是抚顺的林业工程师，几号交卷", date(2025, 10, 20))
    assert "10月29日-31日" in answer.citations[0].quote


def test_a_silence_names_an_office_to_ask(answerer: Answerer) -> None:
    (office,) = answerer.answer("评审费多少钱", TODAY).ask
    assert any("@" in contact.quote for contact in office.contacts)
    (city,) = answerer.answer("抚顺评审费多少钱", TODAY).ask
    assert city.id == "fushun-rsj-2025"


@pytest.mark.parametrize("text", ["医保怎么报销", "护士评副高要考几门", "鞍山评高工哪几天交卷", "一建几月份考试"])
def test_what_no_notice_treats_has_nothing_near(answerer: Answerer, text: str) -> None:
    answer = answerer.answer(text, TODAY)
    assert (answer.status, answer.nearest) == ("no_answer", ())


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("人快退休了，年龄上卡不卡", "离退休人员和公务员不得申报"),
        ("专利是外观的，评副高好使不", "国家发明专利或实用新型专利1项"),
    ],
)
def test_a_neighbour_of_the_matter_is_found_though_nothing_of_it_was_asked(
    answerer: Answerer, text: str, piece: str
) -> None:
    answer = answerer.answer(text, date(2024, 7, 10))
    (near,) = answer.nearest
    assert (answer.status, piece in near.quote) == ("no_answer", True)


def test_only_a_neighbour_of_the_matter_is_shown_as_nearest(answerer: Answerer) -> None:
    (near,) = answerer.answer("论文查重率要低于多少", TODAY).nearest
    assert "paper-search" in near.topics
    assert answerer.answer("评上高工退休金能涨多少", TODAY).nearest == ()


@pytest.mark.parametrize("today", [date(2023, 12, 31), date.min])
def test_before_any_notice_nothing_is_answered(answerer: Answerer, today: date) -> None:
    answer = answerer.answer("工程系列网上申报几号截止", today)
    assert (answer.status, answer.silence, answer.citations) == ("no_answer", "not_yet", ())


def test_a_notice_answers_from_the_day_of_its_issue(answerer: Answerer) -> None:
    text = "省工信厅工程系列网上申报几号截止"
    assert answerer.answer(text, date(2024, 6, 18)).status == "no_answer"
    assert answerer.answer(text, date(2024, 6, 19)).citations[0].validity == "in_force"


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("建设口的档案袋哪天提溜过去", "11月11日-14日:建设行业人员"),
        ("水利的照片啥时候捎过去", "10月27日-28日:水利行业人员"),
    ],
)
def test_when_is_answered_whatever_the_thing_is_called(answerer: Answerer, text: str, window: str) -> None:
    assert answerer.answer(text, date(2025, 10, 27)).citations[0].quote == window


@pytest.mark.parametrize("text", ["评审会上答辩会告诉题目吗", "现场答辩的题提前给不给"])
def test_a_round_of_another_office_stands_first_only_where_it_says_the_same(answerer: Answerer, text: str) -> None:
    assert "不指定答辩内容" in answerer.answer(text, date(2025, 11, 1)).citations[0].quote


@pytest.mark.parametrize("text", ["东西交晚了还给补报吗", "材料错过了还能补交不"])
def test_sentences_that_decide_nothing_ask_nobody_back(answerer: Answerer, text: str) -> None:
    answer = answerer.answer(text, date(2024, 7, 10))
    assert (answer.status, "不得补报" in answer.citations[0].quote) == ("answered", True)


@pytest.mark.parametrize("text", ["工艺美术的职称谁评", "工美职称由谁来评"])
def test_a_series_that_no_way_of_asking_names_leaves_the_matter_as_it_is(answerer: Answerer, text: str) -> None:
    answer = answerer.answer(text, date(2024, 7, 10))
    assert (answer.status, "工艺美术系列" in answer.citations[0].quote) == ("answered", True)


def test_of_matters_about_as_likely_the_one_that_is_called_by_name_is_said_to_be_missing(answerer: Answerer) -> None:
    assert answerer.answer("评审费涨没涨", date(2024, 7, 10)).matter == "评审费"


def test_who_only_told_something_is_no_series_that_the_notices_leave_out(answerer: Answerer) -> None:
    answer = answerer.answer("财务的会计说我发票抬头不对", date(2024, 7, 10))
    assert (answer.status, answer.matter) == ("no_answer", "退费、发票")


def test_a_question_of_nothing_but_a_case_has_all_that_belongs_to_its_answer(answerer: Answerer) -> None:
    quotes = [citation.quote for citation in answerer.answer("高级经济师是考还是评", date(2024, 7, 10)).citations]
    assert any("须提供全国统一考试合格成绩单" in quote for quote in quotes)


@pytest.mark.parametrize(
    "text",
    [
        "听说抚顺那边开始收材料了，我们本溪水利的几号交",
        "抚顺都交完了 丹东啥时候交材料",
        "抚顺的同学说交完了，我在营口，我几号交材料",
    ],
)
def test_days_of_a_city_that_is_only_told_of_are_none_of_the_asker_s(answerer: Answerer, text: str) -> None:
    answer = answerer.answer(text, date(2025, 11, 1))
    assert (answer.status, answer.silence) == ("no_answer", "other_place")


def test_the_year_that_is_asked_about_is_meant_and_not_one_that_is_only_told_of(answerer: Answerer) -> None:
    silent = answerer.answer("2024年省里的正高我错过了，2025年省里工程正高网报是几号到几号", date(2025, 11, 1))
    assert (silent.status, silent.silence) == ("no_answer", "other_year")
    answer = answerer.answer("2024年没报上，2025年抚顺水利几号交卷", date(2025, 11, 1))
    assert "10月27日-28日" in answer.citations[0].quote


def test_an_office_that_is_only_told_of_is_not_the_asker_s(answerer: Answerer) -> None:
    text = "工信厅那边造假听说是记三年，我们计量要是被查出弄虚作假，也是三年吗"
    notices = {citation.notice.id for citation in answerer.answer(text, date(2024, 7, 10)).citations}
    assert "ln-scjg-2024" in notices


def test_a_city_that_is_asked_about_answers_people_of_another(answerer: Answerer) -> None:
    answer = answerer.answer("我是本溪的，抚顺水利的几号交材料", date(2025, 11, 1))
    assert "10月27日-28日" in answer.citations[0].quote


def test_a_city_s_days_are_those_of_the_line_of_work_by_its_everyday_name(answerer: Answerer) -> None:
    answer = answerer.answer("抚顺搞环评的报副高，14号去送卷赶趟吧", date(2025, 11, 1))
    assert "11月5日" in answer.citations[0].quote


def test_who_takes_papers_to_the_seat_of_the_province_is_told_its_door(answerer: Answerer) -> None:
    answer = answerer.answer("从朝阳坐车去沈阳送卷，送到哪个屋", date(2024, 7, 10))
    assert "泰山路64号" in answer.citations[0].quote


@pytest.mark.parametrize("text", ["沈抚示范区的能评吗", "我在沈抚新区上班，跟抚顺一起评行不行", "沈抚那边的人归哪评"])
def test_a_notice_tells_people_whom_it_leaves_out(answerer: Answerer, text: str) -> None:
    assert "沈抚改革创新示范区人员" in answerer.answer(text, date(2025, 11, 1)).citations[0].quote


def test_days_and_shares_are_none_of_people_whom_a_notice_leaves_out(answerer: Answerer) -> None:
    for text in ("沈抚示范区几号报卷", "沈抚示范区的评审通过率多少"):
        citations = answerer.answer(text, date(2025, 11, 1)).citations
        assert "fushun-rsj-2025" not in {citation.notice.id for citation in citations}


def test_each_line_of_work_that_is_named_has_its_own_days(answerer: Answerer) -> None:
    answer = answerer.answer("抚顺水利和交通运输的分别哪天报卷", date(2025, 11, 1))
    assert [citation.quote[:7] for citation in answer.citations[:2]] == ["10月27日-", "11月6日-7"]


@pytest.mark.parametrize(
    ("text", "judges"),
    [
        ("沈阳民企评机电副高，省工信厅7月几号网报截止", "民营企业和市及以下所属国企"),
        ("我在本溪市属检测中心，计量副高，省市场监管局哪天报卷", "各市副高资格及以下由当地人社部门安排"),
    ],
)
def test_days_of_an_office_that_does_not_judge_a_case_come_with_who_does(
    answerer: Answerer, text: str, judges: str
) -> None:
    quotes = [citation.quote for citation in answerer.answer(text, date(2024, 7, 10)).citations]
    assert judges in quotes[1]


def test_days_of_an_office_that_judges_a_case_come_alone(answerer: Answerer) -> None:
    answer = answerer.answer("民企机电正高网报几号截止", date(2024, 7, 10))
    assert not any("所在市" in citation.quote for citation in answer.citations)


def test_lines_of_work_of_two_offices_have_each_its_own_answer(answerer: Answerer) -> None:
    answer = answerer.answer("计量和机电的业绩分别截止到哪天", date(2024, 7, 10))
    days = [next(day for day in ("7月31日", "6月30日") if day in each.quote) for each in answer.citations[:2]]
    assert days == ["7月31日", "6月30日"]


def test_what_is_said_of_money_in_passing_asks_for_no_fee(answerer: Answerer) -> None:
    answer = answerer.answer("前些年拍的寸照还剩几张，这回用它中不中，不想再花钱拍", date(2024, 7, 10))
    assert "半年内" in answer.citations[0].quote


def test_how_soon_a_mailbox_answers_is_not_its_address(answerer: Answerer) -> None:
    assert answerer.answer("咨询邮箱发过去多少天回", date(2024, 7, 10)).status == "no_answer"


def test_one_notice_alone_can_be_asked(answerer: Answerer) -> None:
    answer = answerer.answer("公示不少于几个工作日", TODAY, only="ln-scjg-2024")
    assert {citation.notice.id for citation in answer.citations} == {"ln-scjg-2024"}


def test_an_answer_that_differs_by_case_asks_which(answerer: Answerer) -> None:
    answer = answerer.answer("答辩占总分权重多少", TODAY)
    assert answer.status == "clarify"
    assert len({citation.notice.id for citation in answer.citations}) > 1


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("工信厅系统里交了两回都退了，还能交几回", "只有3次提交审核机会"),
        ("抚顺评职称，装订能不能超过二百页", "200页以内"),
    ],
)
def test_what_treats_another_matter_does_not_stand_beside_the_answer(answerer: Answerer, text: str, alone: str) -> None:
    quotes = [citation.quote for citation in answerer.answer(text, TODAY).citations]
    assert alone in plain(quotes[0])
    assert all(alone in plain(quote) for quote in quotes)


def test_copies_are_meant_where_papers_are_counted_by_a_word_that_sounds_alike(answerer: Answerer) -> None:
    assert "一式三份" in answerer.answer("那个评定表得打几分，一份够吗", date(2024, 7, 10)).citations[0].quote


def test_what_is_asked_beside_the_first_matter_is_answered_too(answerer: Answerer) -> None:
    quotes = [citation.quote for citation in answerer.answer("质监报卷送哪个房间，电话多少", TODAY).citations]
    assert any("1009房间" in quote for quote in quotes)
    assert any("96315" in quote for quote in quotes)


def drafted(answer: Answer) -> list[str]:
    """The quotes of an answer that are a draft's."""
    return [citation.quote for citation in answer.citations if citation.notice.status == "draft"]


def test_a_draft_is_cited_as_a_draft_for_what_it_alone_says(answerer: Answerer) -> None:
    answer = answerer.answer("退二晋一怎么办理", TODAY)
    assert "退二晋一" in answer.citations[0].quote
    assert (answer.citations[0].notice.id, answer.citations[0].validity) == ("city-draft-2024", "draft")


@pytest.mark.parametrize(
    "text",
    [
        "评审结果公示期不少于几个工作日",
        "评聘分开系列高级职称评审通过率",
        "博士后期满出站可以认定什么职称",
        "兴辽英才计划入选人员限几人",
    ],
)
def test_a_draft_is_not_cited_where_an_adopted_notice_says_the_same(answerer: Answerer, text: str) -> None:
    answer = answerer.answer(text, TODAY)
    assert answer.citations
    assert drafted(answer) == []
    assert answer.citations[0].notice.id == "ln-rst-2024"


@pytest.mark.parametrize("text", QUESTIONS[::3])
def test_no_sentence_of_a_draft_is_cited_that_an_adopted_notice_has(
    answerer: Answerer, sources: dict[str, Source], text: str
) -> None:
    adopted = [source.plain.text for source in sources.values() if source.notice.status == "adopted"]
    assert not [
        quote for quote in drafted(answerer.answer(text, TODAY)) if any(plain(quote) in other for other in adopted)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "公示" * 50_000,
        "？！。，" * 25_000,
        "a" * 100_000,
        "😀👨‍👩‍👧‍👦🇨🇳",
        "<script>alert('公示')</script><b>公示几天</b>",
        "'; DROP TABLE passage; -- 公示几天",
        '" OR 1=1 公示',
        "\ud83d公示\udc00几天",
        "\x00\x01\x1b[31m公示几天\x7f",
        "公示*几天 AND NOT (",
        "%s {0} {公示} \\n",
        "()[]{}?*+|^$.\\",
        "\u202e公示\u2066几天\u2069",
        "十" * 5_000,
        "2024" * 1_000,
    ],
    ids=lambda text: ascii(text[:12]),
)
def test_anything_can_be_asked(answerer: Answerer, sources: dict[str, Source], text: str) -> None:
    assert verbatim(answerer.answer(text, TODAY), sources)
    assert answerer.answer("公示期不少于几个工作日", TODAY).citations


@pytest.mark.parametrize("around", ["哈哈哈哈，{}", "老师好呀，{}", "嘻嘻，你真能聊，{}", "{}，谢谢你啊"])
def test_small_talk_around_a_question_is_never_its_matter(answerer: Answerer, around: str) -> None:
    """The rest is asked: answered as without it where the notices carry it, called by its name where they do not."""
    fee = answerer.answer(around.format("评审费多少"), date(2025, 10, 27))
    assert (fee.status, fee.matter) == ("no_answer", "评审费")
    said = answerer.answer(around.format("抚顺水利几号交材料"), date(2025, 10, 27))
    assert [each.quote for each in said.citations][:1] == ["10月27日-28日:水利行业人员"]


@pytest.mark.parametrize("text", ["哈哈哈哈", "在吗在吗老师", "公积金怎么提取", "你真是个大聪明"])
def test_what_no_notice_on_titles_would_treat_is_not_called_missing(answerer: Answerer, text: str) -> None:
    found = answerer.answer(text, date(2025, 10, 27))
    assert (found.status, found.matter) == ("no_answer", None)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("私营轻工厂的正高，省里评还是市里评", "负责全省：建材"),
        ("私营轻工厂的副高，省里评还是市里评", "负责省属国有企业"),
        ("质监评中级，专利一年效益要多少万才够线", "年创经济效益300万元以上"),
    ],
)
def test_the_sentence_for_the_asker_s_own_level_is_first(answerer: Answerer, text: str, first: str) -> None:
    assert answerer.answer(text, date(2024, 7, 10)).citations[0].quote.startswith(first)


@pytest.mark.parametrize("text", ["司机能评职称吗", "护士想评工程师行吗", "我是跑业务的，能评个工程师不"])
def test_whether_a_line_of_work_has_titles_is_a_matter_of_its_own(answerer: Answerer, text: str) -> None:
    answer = answerer.answer(text, date(2024, 7, 10))
    assert (answer.status, answer.question.topics.best(1)) == ("no_answer", ("occupation",))
