"""What people say out of turn, in their own order and words: it is kept, taken for what it is, and led on."""

import pytest

from bot.core.assistant import Assistant
from tests.bot.core.turns import AUTUMN, talk

BEGUN = ("自测", "工程", "机电")
AT_ACHIEVEMENTS = ("省属国企，工程系列机电，高工2015年3月，硕士，在职，想报正高，能报吗", "对")


@pytest.mark.parametrize(
    ("told", "noted"),
    [
        ("有俩专利，还发了三篇论文", "专利、论文"),
        ("软著两个，2022年的", "软件著作权 2022年"),
        ("就两个项目，19年和22年验收的", "项目 2019年、项目 2022年"),
        ("业绩有个项目，2022年5月结题的，就是本专业的", "项目 2022年5月"),
        ("委托函下来了", "委托评审函：是"),
        ("考试2020年过的", "统考合格时间：2020年"),
    ],
)
def test_what_is_told_before_it_is_asked_for_is_noted(assistant: Assistant, told: str, noted: str) -> None:
    reply = talk(assistant, *BEGUN, told)
    assert noted in reply.text
    assert reply.asks == "employer"


def test_an_achievement_told_early_is_only_asked_for_its_day(assistant: Assistant) -> None:
    begun = AT_ACHIEVEMENTS[0].replace("，能报吗", "，发了一篇论文，能报吗")
    assert "论文：这项业绩是哪一天" in talk(assistant, begun, "对").text
    assert "还有别的业绩吗" in talk(assistant, begun, "对", "2020-05-10").text


@pytest.mark.parametrize("nothing", ["没了", "没有业绩", "啥也没有"])
def test_no_achievement_is_said_in_many_ways(assistant: Assistant, nothing: str) -> None:
    assert talk(assistant, *AT_ACHIEVEMENTS, nothing).asks != "achievements"


def test_nothing_more_is_no_answer_to_yes_or_no(assistant: Assistant) -> None:
    told = "抚顺的机电工程师，想评副高，17年拿的证，本科，市属国企，在职"
    reply = talk(assistant, told, "是", "没了", day=AUTUMN)
    assert reply.asks == "appraisals"


@pytest.mark.parametrize("nonsense", ["asdfghjk", "食堂呢"])
def test_what_names_nothing_that_the_notices_know_goes_on_with_nothing(assistant: Assistant, nonsense: str) -> None:
    reply = talk(assistant, "公示几天", nonsense)
    assert reply.answer is None or reply.answer.status == "no_answer"


@pytest.mark.parametrize(
    "again",
    ["重新来吧 填错了", "全填错了，重新填", "错了，重新测", "推倒重来", "重新测一次吧，前面的不算", "都不对 重新弄"],
)
def test_one_can_begin_anew_in_every_mood_and_twice(assistant: Assistant, again: str) -> None:
    for turns in ((*BEGUN, again), (*BEGUN, again, again)):
        reply = talk(assistant, *turns)
        assert reply.asks == "series"
        assert reply.facets == {}


def test_a_level_in_doubt_is_settled_by_the_title_told_behind_it(assistant: Assistant) -> None:
    assert "现职称取得时间：2018年；申报层级：副高级" in talk(assistant, *BEGUN, "副高", "工程师 2018").text


def test_words_of_every_day_told_first_are_offered_when_their_fact_is_asked_for(assistant: Assistant) -> None:
    reply = talk(assistant, "我在鞍钢干炼钢的，高工评了六年了，想报正高，本科", "对")
    assert reply.asks == "specialty"
    assert [choice.label for choice in reply.numbered] == ["冶金"]


def test_under_which_name_a_line_of_work_comes_can_be_asked_back(assistant: Assistant) -> None:
    reply = talk(assistant, "自测", "工程", "不知道算啥专业，我是搞给排水的")
    assert [choice.label for choice in reply.numbered] == ["建设"]


@pytest.mark.parametrize(
    ("text", "unheard"),
    [("外省评的中级，在辽宁能接着报高级吗", "单位所在地"), ("人事档案在人才市场行不", "申报系列")],
)
def test_a_word_that_only_looks_like_a_fact_is_none(assistant: Assistant, text: str, unheard: str) -> None:
    assert unheard not in talk(assistant, text).text


def test_pasted_lines_of_a_notice_are_nobodys_case(assistant: Assistant) -> None:
    pasted = "工程系列有关行业(含工艺美术)及新兴专业：7月1日—7月31日 。\n经济系列正高级、副高级：8月12日—8月30日。"
    reply = talk(assistant, pasted)
    assert reply.kind == "answer"
    assert "7月1日—7月31日" in reply.text


def test_what_is_told_before_two_questions_holds_for_both(assistant: Assistant) -> None:
    reply = talk(assistant, "抚顺 林业局 什么时候交 在哪交", day=AUTUMN)
    assert "10月29日-31日" in reply.text
    assert "临江东路19-10号" in reply.text


@pytest.mark.parametrize("loss", ["那我怎么知道", "那我咋办", "那问谁"])
def test_who_is_at_a_loss_behind_a_silence_is_told_whom_to_ask(assistant: Assistant, loss: str) -> None:
    reply = talk(assistant, "评审费多少", loss)
    assert "前面说过" in reply.text
    assert "可以咨询" in reply.text


def test_how_to_know_of_it_is_answered_with_where_it_is_published(assistant: Assistant) -> None:
    assert "官方网站" in talk(assistant, "抚顺什么时候答辩", "那我怎么知道啊", day=AUTUMN).text


def test_an_exceptional_way_goes_on_being_spoken_of(assistant: Assistant) -> None:
    assert "破格评定人员审核表" in talk(assistant, "破格需要什么条件", "那要填什么表").text
    assert "破格" not in talk(assistant, "破格需要什么条件", "网报几号截止").text


def test_the_notice_quoted_before_comes_first_where_a_question_leaves_it_open(assistant: Assistant) -> None:
    reply = talk(assistant, "工程系列网上申报啥时候结束", "那材料啥时候交")
    assert reply.answer is not None
    assert reply.answer.citations[0].notice.id == "ln-gxt-2024"


def test_what_was_asked_aside_is_said_again_too(assistant: Assistant) -> None:
    assert "大连" in talk(assistant, "网报几号截止", "有大连的通知没", "再说一遍").text


def test_english_goes_on_from_what_was_asked_before_and_tells_a_case(assistant: Assistant) -> None:
    assert "8月12日" in talk(assistant, "when is the online application deadline", "for economics?").text
    assert talk(assistant, "can I apply? I am an engineer in Shenyang since 2018").asks == "confirm"
    assert talk(assistant, "网报几号截止", "thank you").kind == "smalltalk"


PLACED = ("我能报吗", "我在沈阳一家私企上班，在职", "专业是机电", "想评的是副高")


@pytest.mark.parametrize("why", ["为啥", "为什么呀", "凭什么", "那是怎么回事"])
def test_why_behind_a_verdict_is_told_by_its_reasons(assistant: Assistant, why: str) -> None:
    assert "由所在市负责评审" in talk(assistant, *PLACED, why).text


@pytest.mark.parametrize("supposed", ["那要是报正高呢", "改成正高呢", "如果是省属国企呢"])
def test_what_is_supposed_behind_a_verdict_is_judged(assistant: Assistant, supposed: str) -> None:
    assert talk(assistant, *PLACED, supposed).kind == "interview"


def test_a_question_that_supposes_something_is_still_a_question(assistant: Assistant) -> None:
    assert talk(assistant, *PLACED, "要是报正高，材料交到哪里").kind == "answer"


@pytest.mark.parametrize("courtesy", ["你好呀 我是单位人事的", "多谢多谢，受教了"])
def test_who_one_is_and_thanks_are_no_question(assistant: Assistant, courtesy: str) -> None:
    assert talk(assistant, courtesy).kind == "smalltalk"


@pytest.mark.parametrize("remark", ["知道了，我等通知吧", "那就等新通知吧"])
def test_who_waits_asks_nothing(assistant: Assistant, remark: str) -> None:
    assert talk(assistant, "抚顺今年什么时候报高工", remark).kind == "smalltalk"


def test_what_goes_on_with_another_matter_is_answered_too(assistant: Assistant) -> None:
    reply = talk(assistant, "省工信厅的公示要贴几天，还有现场答辩都考啥")
    assert "公示期不少于5个工作日" in reply.text
    assert "不指定答辩内容" in reply.text


OF_DALIAN = "我在大连一家私企搞机电的，15年评的工程师，本科，今年能评副高不"


@pytest.mark.parametrize("yes", ["没了", "就这些", "对，没说错", "没错"])
def test_that_nothing_is_to_be_added_finds_right_what_was_understood(assistant: Assistant, yes: str) -> None:
    reply = talk(assistant, OF_DALIAN, yes)
    assert reply.asks == "employment"
    assert "没有看懂" not in reply.text


def test_of_somebody_else_only_the_level_that_was_asked_about_is_kept(assistant: Assistant) -> None:
    father = "我爸让我问问，他在抚顺一个参公单位，能评高工不"
    reply = talk(assistant, father, "那我妈呢，她在抚顺一家民企做建材，工程师是2016年的，大专", day=AUTUMN)
    assert "申报层级：副高级" in reply.text
    assert "参公" not in reply.text


def test_a_skill_with_its_day_is_no_title_though_one_was_asked_about(assistant: Assistant) -> None:
    told = "我自己就是高级技师，2020年考下来的，在抚顺民企干机电，我能报不"
    reply = talk(assistant, "抚顺的 高级技师能直接报高工不", told, day=AUTUMN)
    assert "技能等级取得时间：2020年" in reply.text
    assert "现职称" not in reply.text


def test_another_level_is_judged_behind_a_verdict_and_tells_who_judges_before_one(assistant: Assistant) -> None:
    assert talk(assistant, OF_DALIAN, "对", "在职", "那报正高呢").facets["level"] == "full_senior"
    reply = talk(assistant, OF_DALIAN, "对", "报正高呢")
    assert reply.answer
    assert reply.answer.citations[0].quote.startswith("负责全省")
    assert reply.asks == "employment"


@pytest.mark.parametrize(
    ("before", "likened", "quoted"),
    [
        ("抚顺水利副高几号报卷", "正高也是抚顺评吗", "负责工程系列副高级专业技术资格评审"),
        ("抚顺评高工要是造假咋处理", "质监的也这么罚吗", "取消申请人当年和以后2年的申报资格"),
        ("复印件盖谁的章", "我单位在沈抚示范区，也能报抚顺的吗", "沈抚改革创新示范区人员"),
    ],
)
def test_what_likens_another_case_asks_its_own_question_or_the_last_one(
    assistant: Assistant, before: str, likened: str, quoted: str
) -> None:
    answer = talk(assistant, before, likened, day=AUTUMN).answer
    assert answer
    assert quoted in answer.citations[0].quote


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("这得问几个问题啊", "一句话"),
        ("为啥啊", "只问还可能影响结论的情况"),
        ("先到这儿吧 不弄了", "已退出自测"),
        ("唉 评个职称真难", "明白"),
        ("那你这都有些啥通知啊", "辽宁省工业和信息化厅"),
    ],
)
def test_what_is_said_beside_a_question_of_the_self_check(assistant: Assistant, said: str, told: str) -> None:
    assert told in talk(assistant, *BEGUN, said).text
