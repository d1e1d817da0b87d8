"""What people tell of themselves is heard as they say it, and nothing that was told is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.assistant import Assistant
from tests.bot.core.turns import AUTUMN, talk

TOLD = "我在省属国企干机电，2021年3月评的工程师，硕士，想报副高，我够条件吗"


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("俺是桓仁的，在县里水利站干了快三十年，想评个高工咋弄", "单位所在地：本溪"),
        ("我09年的工程师，在鞍山私企搞轧钢，能不能上副高", "现职称取得时间：2009年"),
        ("我在岫岩公路段，11年的中级，退休前想评副高，够不够条件", "在职情况：在职在岗"),
        ("她在省属国企搞数控，15年评的工程师，要上副高行不行", "单位性质：省属国有企业"),
    ],
)
def test_an_own_case_is_heard(assistant: Assistant, text: str, heard: str) -> None:
    reply = talk(assistant, text)
    assert reply.asks == "confirm"
    assert heard in reply.text


@pytest.mark.parametrize(
    "text",
    [
        "我在央企干机电，2017年评的高工，够评正高级吗",
        "俺在省国企搞冶金，2018年拿的工程师，本科，今年奔高工有谱没",
        "俺在外省一家公司上班，人在沈阳，2018年的工程师，想在辽宁评副高，成不",
    ],
)
def test_who_tells_a_title_and_asks_whether_is_led_to_the_self_check(assistant: Assistant, text: str) -> None:
    assert talk(assistant, text).asks == "confirm"


def test_what_was_told_is_said_as_facets(assistant: Assistant) -> None:
    told = {
        "series": "engineering",
        "level": "associate_senior",
        "specialty": "机电",
        "employer": "provincial_enterprise",
    }
    assert talk(assistant, TOLD).facets.items() >= told.items()


def test_what_holds_everywhere_is_answered_for_a_place_without_a_notice(assistant: Assistant) -> None:
    reply = talk(assistant, "我在大连民企做纺织，2018年评的工程师，想报高工，我够条件吗", "对了，著作去哪个网站检索")
    assert reply.answer
    assert "检索" in reply.answer.citations[0].quote
    silent = talk(assistant, "我在大连民企做纺织，2018年评的工程师，想报高工，我够条件吗", "对了，几号报卷")
    assert silent.answer
    assert silent.answer.status == "no_answer"


def test_a_place_that_is_named_answers_for_itself(assistant: Assistant) -> None:
    reply = talk(assistant, "资格自测", "经济", "金融", "央企", "抚顺咨询电话多少", day=AUTUMN)
    assert reply.answer
    assert "52424116" in reply.answer.citations[0].quote


@pytest.mark.parametrize("text", ["这题啥意思", "你问的这个是什么意思"])
def test_what_a_question_means_is_why_it_is_asked(assistant: Assistant, text: str) -> None:
    reply = talk(assistant, "资格自测", "工程", text)
    assert "只问还可能影响结论的情况" in reply.text
    assert reply.asks == "specialty"


def test_a_skill_that_was_told_counts_for_what_is_asked_next(assistant: Assistant) -> None:
    reply = talk(assistant, "我是高级技师，2019年拿的证，干数控的，我能报高工吗", "得干满几年才行", day=AUTUMN)
    assert reply.answer
    assert "高级技师" in reply.answer.citations[0].quote


@pytest.mark.parametrize(
    "beside", ["在职呢，还没退休", "我是博士", "是事业单位", "随便什么", "我记得经济系列不用答辩吧"]
)
def test_what_was_heard_waits_for_its_yes(assistant: Assistant, beside: str) -> None:
    reply = talk(assistant, TOLD, beside, "是")
    assert reply.kind == "interview"
    assert reply.asks not in ("series", "specialty", "level", "employer")


@pytest.mark.parametrize("text", ["我没有工程师证，能直接报高工吗", "我还没评上工程师，能直接报高工吗"])
def test_a_title_that_is_denied_is_not_held(assistant: Assistant, text: str) -> None:
    assert "现职称层级：中级" not in talk(assistant, text).text


def test_an_answer_is_taken_back_by_its_day(assistant: Assistant) -> None:
    reply = talk(assistant, TOLD, "是", "不对，是2020年5月的")
    assert "现职称取得时间：2020年5月" in reply.text


def test_what_asks_takes_nothing_back(assistant: Assistant) -> None:
    assert talk(assistant, TOLD, "我问错了，网上申报几号截止").kind == "answer"


@pytest.mark.parametrize("asked", ["那最早哪年能报", "我得等到啥时候才能报副高", "还差几年"])
def test_from_when_on_the_years_suffice(assistant: Assistant, asked: str) -> None:
    assert "2026" in talk(assistant, TOLD, asked).text
    assert "2026" in talk(assistant, TOLD, "是", asked).text


def test_a_short_answer_is_offered_what_it_may_mean(assistant: Assistant) -> None:
    reply = talk(assistant, "资格自测", "工程", "机电", "国企")
    assert [option.label for option in reply.numbered] == ["省属国有企业", "市及以下所属国企、事业单位"]
    reply = talk(assistant, "资格自测", "工程", "机电", "国企，省属的")
    assert [option.label for option in reply.numbered] == ["省属国有企业"]


def test_a_yes_takes_the_only_choice_that_is_offered(assistant: Assistant) -> None:
    assert talk(assistant, "资格自测", "工程", "焊接机器人维修").numbered
    assert talk(assistant, "资格自测", "工程", "焊接机器人维修", "对").facets["specialty"] == "机电"


@pytest.mark.parametrize(
    "text",
    [
        "没有",
        "没造过假",
        "有两个专利，一个是2020年的",
        "近三年考核全是称职",
        "省属研究院",
        "得过一个市里的奖",
        "本溪一个水泥厂",
    ],
)
def test_no_sentence_is_taken_for_a_specialty(assistant: Assistant, text: str) -> None:
    assert f"申报专业：{text}" not in talk(assistant, "资格自测", "工程", text).text


def test_a_silence_is_not_given_twice(assistant: Assistant) -> None:
    first, again = (talk(assistant, *["评审费多少钱"] * times) for times in (1, 2))
    assert first.text != again.text
    assert "前面说过" in again.text
    assert "省工信厅2024年通知" in again.text
    assert "/notices" in again.labels.values()
    assert again.numbered


def test_a_courtesy_is_not_given_twice(assistant: Assistant) -> None:
    assert talk(assistant, "你好").text != talk(assistant, "你好", "你好").text


ELIGIBLE = "我在抚顺民企搞冶金，2016年9月的工程师，本科，在职，想报副高，我够条件吗"
ACHIEVEMENT = ("专利", "2022年5月20日", "没了", "是", "否")


@pytest.mark.parametrize("never", ["没有", "没造过假", "从来没有"])
def test_misconduct_is_asked_last_with_yes_or_no(assistant: Assistant, never: str) -> None:
    told = (ELIGIBLE, "是", "都合格", *ACHIEVEMENT, "不清楚")
    asked = talk(assistant, *told, day=AUTUMN)
    assert asked.asks == "misconduct_on"
    assert [option.label for option in asked.numbered] == ["有", "没有"]
    assert "可以申报" in talk(assistant, *told, never, day=AUTUMN).text
    assert "哪一天" in talk(assistant, *told, "有", day=AUTUMN).text
    assert "结论：不符合申报条件" in talk(assistant, *told, "有", "2025年3月1日", day=AUTUMN).text


def test_each_fact_that_a_verdict_rests_on_can_be_changed_by_its_name(assistant: Assistant) -> None:
    told = (ELIGIBLE, "是", "都合格", *ACHIEVEMENT, "不清楚", "没有")
    verdict = talk(assistant, *told, day=AUTUMN)
    assert "2023 年度考核：是" in verdict.text
    assert {"改单位性质", "改学历学位", "改现职称"} <= verdict.labels.keys()
    assert talk(assistant, *told, "改单位性质", day=AUTUMN).asks == "employer"
    assert talk(assistant, *told, "改学历学位", "大专", day=AUTUMN).facets["level"] == "associate_senior"


def test_a_day_in_digits_need_not_be_confirmed(assistant: Assistant) -> None:
    told = (ELIGIBLE, "是", "都合格", "专利")
    assert "还有别的业绩吗" in talk(assistant, *told, "2022年5月", day=AUTUMN).text
    assert talk(assistant, *told, "前年年底", day=AUTUMN).asks == "confirm"


@pytest.mark.parametrize("told", ["工程师，2018年11月", "2018年11月拿的中级", "中级 2018.11"])
def test_a_title_and_its_day_are_one_answer(assistant: Assistant, told: str) -> None:
    asked = talk(assistant, "我在省属国企干冶金，在职，想报副高，我够条件吗", "是", "本科")
    assert "哪一天取得" in asked.text
    after = talk(assistant, "我在省属国企干冶金，在职，想报副高，我够条件吗", "是", "本科", told)
    assert "已记下：现职称层级：中级；现职称取得时间：2018年11月" in after.text
    assert after.asks == "achievements"


def test_a_mail_holds_what_the_self_check_was_told(assistant: Assistant) -> None:
    mail = talk(assistant, "资格自测", "工程系列", "纺织", "省属国企", "写信咨询").text
    assert "所在单位及性质：省属国有企业" in mail
    assert "申报专业：纺织" in mail
    assert "申报层级：＿" in mail


def test_the_steps_are_named_first_and_quoted_where_they_are_wanted(assistant: Assistant) -> None:
    eligible = (ELIGIBLE, "是", "都合格", *ACHIEVEMENT, "不清楚", "没有")
    named = talk(assistant, *eligible, "办理步骤和材料", day=AUTUMN)
    quoted = talk(assistant, *eligible, "办理步骤和材料", "步骤和材料的原文", day=AUTUMN)
    assert "办理步骤" in named.text
    assert "「" not in named.text
    assert quoted.text.count("「") > 9
    assert "/change" in quoted.labels.values()


@pytest.mark.parametrize("asked", ["哪个评委会收我的材料", "我的材料该交给哪个评委会？", "/committee"])
def test_the_short_way_to_a_committee_asks_what_places_a_case(assistant: Assistant, asked: str) -> None:
    told = ("工程系列", "纺织", "省属国企", "在职", "副高")
    placed = talk(assistant, asked, *told)
    assert placed.asks is None
    assert "由省工信厅的评委会评审" in placed.paragraphs[0].text
    assert "7月31日截止" in placed.text
    assert "泰山路64号" in placed.text
    assert "结论" not in placed.text
    assert talk(assistant, asked, *told, "接着看能不能报").asks == "degree"
    elsewhere = talk(assistant, asked, "工程系列", "纺织", "民企", "营口", "在职", "副高")
    assert "没有写那个评委会的联系方式" in elsewhere.text


def test_what_is_told_behind_a_verdict_changes_it(assistant: Assistant) -> None:
    told = ("我在抚顺民企搞冶金，2022年9月拿的工程师证，本科，想报副高，我够条件吗", "是", "退休了")
    assert "不符合" in talk(assistant, *told, day=AUTUMN).text
    assert talk(assistant, *told, "说错了，在职", day=AUTUMN).kind == "interview"
    assert "已记下：学历学位：硕士" in talk(assistant, *told, "我有硕士学位", day=AUTUMN).text


def test_that_the_years_do_not_suffice_yet_is_said_at_once(assistant: Assistant) -> None:
    told = ("我在抚顺民企搞冶金，2022年9月拿的工程师证，想报副高，我够条件吗", "是")
    assert "2027" in talk(assistant, *told, "本科学历", day=AUTUMN).text


@pytest.mark.parametrize("remark", ["哎，这可太折腾人了", "挺好用", "我回去琢磨琢磨", "等我问问单位"])
def test_a_remark_is_no_question(assistant: Assistant, remark: str) -> None:
    assert talk(assistant, "抚顺水利几号交材料", remark, day=AUTUMN).kind == "smalltalk"


@pytest.mark.parametrize("followed", ["林草的", "那去年", "地点"])
def test_a_few_words_that_name_a_case_or_a_matter_go_on(assistant: Assistant, followed: str) -> None:
    assert talk(assistant, "抚顺水利几号交材料", followed, day=AUTUMN).kind == "answer"


@pytest.mark.parametrize(
    ("told", "asked", "needed"),
    [
        ("我在本溪的省属国企搞电子，2018年评的工程师，想报高工，够条件吗", "那网上报到几号", "7月1日—7月31日"),
        ("我在锦州一家民企，做机电的，想评副高，能报吗", "正高归哪评", "负责全省：建材、机电、电子"),
    ],
)
def test_a_question_after_an_own_case_is_asked_for_it(assistant: Assistant, told: str, asked: str, needed: str) -> None:
    answer = talk(assistant, told, asked).answer
    assert answer
    assert needed in answer.citations[0].quote


def test_a_title_with_its_year_names_no_round(assistant: Assistant) -> None:
    told = "我在省属企业搞人事，2019年中级经济师，想弄高级经济师，行吗"
    assert talk(assistant, told, day=AUTUMN).kind == "interview"


@pytest.mark.parametrize(
    ("turns", "needed"),
    [
        (("抚顺交通的高工哪天报卷", "过的比例有多高"), "不超过50%"),
        (("安防工程民企能报吗", "按哪个标准"), "辽人社职〔2024〕36号"),
        (("造假了怎么处理", "那质监的呢"), "以后2年的申报资格"),
        (("网报几号截止", "多谢您，那经济的几号关"), "8月12日—8月30日"),
    ],
)
def test_the_case_told_before_counts_where_it_decides(
    assistant: Assistant, turns: tuple[str, ...], needed: str
) -> None:
    answer = talk(assistant, *turns, day=AUTUMN).answer
    assert answer
    assert needed in answer.citations[0].quote.replace(" ", "").replace("\n", "")


def test_a_level_is_no_line_of_work(assistant: Assistant) -> None:
    assert talk(assistant, "资格自测", "工程", "副高").asks == "level"


def test_nothing_that_waits_for_its_yes_is_lost(assistant: Assistant) -> None:
    texts = (
        "自测",
        "工程系列",
        "水利",
        "抚顺市水务局下面的事业单位",
        "在岗",
        "工程师 2017年12月",
        "等等是2018年12月",
        "副高",
    )
    reply = talk(assistant, *texts, "对", "/change", day=AUTUMN)
    assert "2018年12月" in reply.text or any("2018年12月" in each.label for each in reply.numbered)
    assert any("水利" in each.label for each in reply.numbered)
    assert any("在职在岗" in each.label for each in reply.numbered)


def test_a_level_above_the_title_is_aimed_at(assistant: Assistant) -> None:
    reply = talk(assistant, "我在抚顺民企搞建设，2018年评的工程师", "副高", day=AUTUMN)
    assert "申报层级：副高级" in reply.text


@pytest.mark.parametrize(
    "texts",
    [
        ("我是开数控机床的，小公司，在大连", "想评副高"),
        ("经济师今年啥时候网报", "我是中级，2018年考的", "在省属国企，人力资源，能报副高吧"),
        ("她想在辽宁评电子高工，咋弄",),
    ],
)
def test_a_case_that_is_told_turn_by_turn_is_heard(assistant: Assistant, texts: tuple[str, ...]) -> None:
    reply = talk(assistant, *texts)
    assert reply.asks == "confirm"
    assert "申报层级：副高级" in reply.text


def test_who_is_not_what_they_deny(assistant: Assistant) -> None:
    reply = talk(assistant, "我在沈阳民营厂子，16年的助工，能报工程师不", "哦对了是省里国企控股的，不是民营")
    assert "单位性质：省属国有企业" in reply.text


def test_starting_anew_and_saying_why_in_one_breath(assistant: Assistant) -> None:
    anew = talk(assistant, "自测", "工程系列的", "是", "重来吧，刚才填错了")
    assert (anew.kind, anew.asks) == ("interview", "series")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(["不对", "填错了", "我说错了", "改成", "，", "大连", "重来", "专业", "民企"]), max_size=6)
)
def test_whatever_is_taken_back_the_self_check_goes_on(assistant: Assistant, parts: list[str]) -> None:
    assert talk(assistant, "自测", "工程系列的", "是", "".join(parts) or "？").text


def test_leaving_the_self_check_and_asking_in_one_breath(assistant: Assistant) -> None:
    reply = talk(assistant, "资格自测", "别问了，抚顺水利几号报卷", day=AUTUMN)
    assert reply.kind == "answer"
    assert "10月27日-28日" in reply.text


def test_whether_the_province_or_the_city_judges_names_neither(assistant: Assistant) -> None:
    reply = talk(assistant, "我在沈阳民企，16年的助工，能报工程师不", "那归你们省里评还是市里评")
    assert reply.facets["place"] == "沈阳"


def test_a_level_told_to_the_way_to_the_committee_is_the_one_applied_for(assistant: Assistant) -> None:
    reply = talk(assistant, "/committee", "副高", day=AUTUMN)
    assert "申报层级：副高级" in reply.text
    assert reply.asks == "series"


def test_a_verdict_says_what_it_was_told(assistant: Assistant) -> None:
    reply = talk(assistant, "我退休了，在抚顺民企搞建设，2018年评的工程师，能报高工吗", "对", day=AUTUMN)
    assert "以上按您说的：" in reply.text
    assert "在职情况：离退休" in reply.text


@pytest.mark.parametrize(("city", "whom"), [("抚顺", "52424116"), ("铁岭", "这里没有当地主管部门的联系方式")])
def test_who_is_asked_where_no_notice_speaks_of_a_case(assistant: Assistant, city: str, whom: str) -> None:
    assert whom in talk(assistant, f"我在{city}，民企，搞护理的，想评副高，我能报吗", "对", day=AUTUMN).text
