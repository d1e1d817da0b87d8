import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from datetime import date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html import unescape
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.clock import CHINA
from bot.core.live_library import LiveLibrary
from bot.errors import TemplateError
from bot.mailbox.drafting.drafter import Draft, Drafter
from bot.mailbox.drafting.outgoing import reply_in, reply_to
from bot.mailbox.drafting.stationery import Stationery
from bot.mailbox.drafting.subjects import subject_of
from bot.mailbox.drafting.wording import salutation
from bot.mailbox.reading.letter import Address, Letter, read_letter
from bot.text.days import write_days
from eligibility.rulebook.loading import load_rulebook
from tests.bot.mailbox.mails import mail
from tests.score_mails import CASES, score

DAY, LATER = date(2024, 7, 2), date(2026, 11, 20)  # some of the notices, and all of them
NOON = datetime(2024, 7, 2, 12, tzinfo=CHINA)
CASE = (
    "我在沈阳示例机电有限公司（民营企业）工作，在职在岗，本科，2018年11月3日取得机电专业工程师资格，"
    "2024年申报机电专业副高级。"
)
Drafts = Callable[..., Draft]


@pytest.fixture(scope="module")
def desk(library_file: Path) -> Iterator[LiveLibrary]:
    with LiveLibrary(library_file, lambda line: None) as opened:
        yield opened


@pytest.fixture(scope="module")
def drafts(desk: LiveLibrary) -> Drafts:
    drafter = Drafter(desk, load_rulebook)

    def draft(text: str, subject: str = "咨询", day: date = DAY, **more: bytes) -> Draft:
        return drafter.draft(read_letter(mail(text, subject, **more)), day)

    return draft


def quoted(draft: Draft, number: int = 0) -> str:
    """Every quote of a point."""
    return " ".join(citation.quote for citation in draft.points[number].citations)


@pytest.mark.parametrize(("cases", "day"), [(CASES, DAY), (CASES, LATER), (CASES.with_name("more-mails.jsonl"), LATER)])
def test_every_example_letter_is_answered_as_it_should_be(desk: LiveLibrary, cases: Path, day: date) -> None:
    _figures, missed = score(cases, desk, day)
    assert missed == []


def test_each_thing_that_one_sentence_asks_is_answered(drafts: Drafts) -> None:
    draft = drafts(
        "我报机电专业正高级，单位是辽宁示例集团有限公司（省属国有企业）。请问纸质卷几个工作日内报送、送到什么地方？"
    )
    assert "5个工作日" in quoted(draft)
    assert "泰山路64号219房间" in quoted(draft)


def test_what_a_letter_tells_elsewhere_reaches_each_question(drafts: Drafts) -> None:
    told = "我是抚顺示例水务有限公司（民营企业）的，2025年报水利专业副高级。"
    assert quoted(drafts(f"{told}请问报卷是哪几天？", day=date(2025, 10, 9))).startswith("10月27日-28日")


def test_this_year_is_the_year_in_which_the_letter_was_written(drafts: Drafts) -> None:
    draft = drafts("请问今年经济系列金融专业正高级网上申报几号截止？我在省属企业。", day=date(2026, 11, 20))
    assert "8月12日—8月30日" in quoted(draft)
    assert "已截止" in draft.body


def test_a_case_stated_in_full_is_judged_and_marked_for_staff(drafts: Drafts) -> None:
    draft = drafts(f"{CASE}请问能不能直接向省工信厅的评委会申报？")
    assert "由所在市负责评审" in quoted(draft)
    assert "按您所述" in draft.body
    assert "【待核对】" in draft.body
    assert draft.is_open


def test_a_case_stated_in_part_is_not_judged(drafts: Drafts) -> None:
    assert "按您所述" not in drafts("我想申报机电专业副高级，请问能不能申报？").body


def test_a_case_that_tells_a_failed_appraisal_is_told_the_clause_that_it_fails(drafts: Drafts) -> None:
    told = (
        "我在抚顺示例特钢有限公司上班，民营，2007年本科毕业，2018年8月拿的工程师，冶金专业。"
        "年度考核2022年合格，2023年我住院半年多，单位给定的“基本合格”，2024年合格。"
    )
    draft = drafts(f"{told}想报今年冶金专业的副高级工程师，您看我这情况到底能不能报？", day=date(2025, 11, 1))
    assert quoted(draft).count("考核结果须在合格及以上方可参加评审") == 1


def test_whether_an_achievement_counts_is_no_question_of_a_verdict(drafts: Drafts) -> None:
    draft = drafts(f"{CASE}我有个大连市政府发的科技进步二等奖，能作为奖项报上去吗？")
    assert "申报奖项主要是指国家级、省部级政府奖励" in quoted(draft)
    assert "按您所述" not in draft.body


def test_what_was_done_last_year_is_no_question_about_last_years_round(drafts: Drafts) -> None:
    told = "我单位是抚顺示例市政工程处（市属事业单位），去年报过一回没过，还是报建设专业副高级。"
    draft = drafts(f"{told}去年装订好的材料能接着用不，还得另外补啥？", day=date(2025, 11, 1))
    assert "同意再次申报证明" in quoted(draft)


def test_what_holds_for_the_case_alone_stands_without_what_holds_for_others(drafts: Drafts) -> None:
    draft = drafts("我们是省属企业，我是金融专业副高级，答辩在总分里占多大比例？")
    assert "答辩占总分权重25%" in quoted(draft)
    assert "40%" not in quoted(draft)


def test_each_of_several_papers_is_answered(drafts: Drafts) -> None:
    draft = drafts("我单位是省属国企，报机电副高。请问评定表、推荐表、破格审核表各需几份？")
    quotes = quoted(draft)
    assert all(f"{paper}》一式三份" in quotes for paper in ("评定表", "报评推荐表", "破格评定人员审核表"))


def test_what_says_too_little_is_asked_of_what_was_asked_before_it(drafts: Drafts) -> None:
    draft = drafts(
        "我单位是省属国企，报机电副高。请问副高是否需要答辩，时间地点何时公布？论文是8月见刊的能算吗？专利证书6月28日授权的呢？"
    )
    assert "均须参加现场答辩" in quoted(draft)
    assert "219房间" not in draft.body
    assert draft.points[-1].status == "answered"


def test_each_of_several_questions_in_one_sentence_is_its_own(drafts: Drafts) -> None:
    draft = drafts(
        "请问高级经济师评审收费标准是多少，继续教育需要多少学时，全国统考成绩2021年合格的还有效吗？我在省属企业，金融专业。"
    )
    assert "有效期为5年" in quoted(draft)
    assert [each[-6:] for each in draft.points[0].unanswered] == ["费标准是多少", "需要多少学时"]


def test_a_long_sentence_asks_at_its_end(drafts: Drafts) -> None:
    told = "我转业到抚顺市属事业单位（抚顺示例水文站）工作，2020年12月取得水利工程师，2022至2024年考核均合格"
    draft = drafts(f"{told}，请问我可以申报水利高级工程师吗？应该什么时间到哪里交卷？", day=date(2025, 10, 20))
    assert len(draft.points) == 2
    assert "10月27日-28日" in quoted(draft, 1)
    assert "临江东路" in quoted(draft, 1)


def test_of_several_people_no_single_verdict_is_given(drafts: Drafts) -> None:
    people = "甲，2018年12月取得机电工程师，本科；乙，2021年9月取得机电工程师。都在省属国有企业，在职，想报机电副高级。"
    draft = drafts(f"{people}请问两人今年是否都可以申报？")
    assert draft.is_open
    assert "按您所述" not in draft.body


def test_of_several_people_each_is_answered_in_a_case_of_their_own(drafts: Drafts) -> None:
    told = "我们是辽宁示例集团（省属国有企业）人事，替两位同事咨询：张工报机电专业正高级，李工报金融专业副高级。"
    both = drafts(f"{told}他们的网上申报是几号到几号？")
    assert "7月1日—7月31日" in quoted(both)
    assert "8月12日—8月30日" in quoted(both)
    one = drafts(f"{told}报金融的网上申报是几号到几号？")
    assert "7月1日—7月31日" not in quoted(one)
    assert "8月12日—8月30日" in quoted(one)


def test_the_days_of_a_round_do_not_hold_open_a_specialty_whose_days_are_past(drafts: Drafts) -> None:
    told = "我是抚顺示例林场（事业单位）的，报林草专业副高级。"
    past = drafts(f"{told}报卷是不是已经过了？", day=date(2025, 11, 3))
    assert "10月29日-31日" in quoted(past)
    assert "正在受理" not in past.body


def test_a_story_is_read_by_its_end_where_that_alone_is_clear(drafts: Drafts) -> None:
    draft = drafts(
        "我在抚顺示例化工有限公司（民营企业）工作，报石化专业副高级。考核表单位只给了2023、2024两年的，2022年我还在"
        "上一家公司，那年没有考核表，怎么办？",
        day=date(2025, 11, 1),
    )
    assert "近三年(2022-2024)年度考核结果" in quoted(draft)


def test_a_choice_behind_a_question_is_no_question_of_its_own(drafts: Drafts) -> None:
    (point,) = drafts(f"{CASE}请问五年怎么算，是算到年底还是算到报名那天？").points
    assert not point.unanswered


def test_colleagues_are_told_apart_by_their_surnames(drafts: Drafts) -> None:
    told = (
        "我们是辽宁示例集团（省属国有企业），两名员工今年申报：1. 马某，计量专业，正高级；2. 佟某，机电专业，副高级。"
    )
    assert "219房间" not in quoted(drafts(f"{told}马某的纸质材料交到哪里？"))
    assert "219房间" in quoted(drafts(f"{told}佟某的纸质材料交到哪里？"))


def test_what_a_next_round_will_take_is_answered_from_the_last_notice(drafts: Drafts) -> None:
    assert "不同年份" in quoted(drafts(f"{CASE}如本年度未通过，下一年度能否再次使用同一业绩？"))
    (point,) = drafts(f"{CASE}下一年度网上申报是几号？").points
    assert point.status == "no_answer"


def test_what_an_open_verdict_leaves_out_is_quoted(drafts: Drafts) -> None:
    told = "我在抚顺示例建筑公司（民营企业）工作，报建设专业副高级。"
    (point,) = drafts(f"{told}我是外地户口能报吗？", day=date(2025, 11, 1)).points
    assert point.case is None
    assert "不受户籍、身份、档案等限制" in point.citations[0].quote


def test_what_an_answer_rests_on_is_asked_of_that_answer(drafts: Drafts) -> None:
    draft = drafts(
        "我父亲是抚顺示例厂的退休返聘专家，想评正高级工程师，请问是否可以？如果不可以，有什么依据？",
        day=date(2025, 11, 1),
    )
    assert ["离退休人员" in quoted(draft, number) for number in range(len(draft.points))] == [True]


def test_a_choice_is_asked_for_too(drafts: Drafts) -> None:
    draft = drafts("想问下电子副高的业绩材料是截到哪天，还有盖章页是扫描还是拍照上传？我在省属国企。")
    assert "2024年6月30日" in quoted(draft)
    assert "扫描后在网上提交" in quoted(draft)


def test_trouble_told_in_english_goes_to_the_technical_mailbox(drafts: Drafts) -> None:
    draft = drafts("I cannot log in to the application system and the password mail never arrives. What should I do?")
    assert "57440842@qq.com" in quoted(draft)


def test_who_judges_a_case_is_said_before_all_of_it_is_known(drafts: Drafts) -> None:
    draft = drafts("沈阳示例安防有限公司（民营企业）员工，安防工程专业中级，请问我该向省里报还是市里报？")
    assert quoted(draft).startswith("负责全省")
    assert "由所在市负责评审" not in draft.body
    assert "结论" not in draft.body


def test_a_story_around_an_own_case_does_not_hide_it(drafts: Drafts) -> None:
    told = "我是抚顺一家民营水务公司的，2016年本科毕业，2023年8月取得工程师，水利专业，想报副高，我这样符合条件吗？"
    draft = drafts(told, day=date(2025, 10, 20))
    assert "不符合申报条件" in draft.body
    assert "现有通知没有写到" not in draft.body
    assert draft.is_open


@pytest.mark.parametrize("asked", ["还能补吗？", "还能补吗？到哪天为止？"])
def test_a_last_day_in_working_days_is_counted_for_staff_to_confirm(drafts: Drafts, asked: str) -> None:
    told = "我在省属国有企业，今年报经济系列金融专业副高级。系统关闭时盖章页没有传上，"
    draft = drafts(f"{told}{asked}", day=date(2024, 9, 2))
    assert "2024年9月6日" in draft.body
    assert "8月12日—8月30日" not in quoted(draft)
    assert draft.is_open


def test_a_letter_writes_days_as_people_do(drafts: Drafts) -> None:
    told = "我在省属国有企业，报冶金专业副高级。"
    draft = drafts(f"{told}请问2024年网上申报几号截止？", day=date(2024, 12, 2))
    assert "2024年7月1日至7月31日，已截止" in draft.body
    assert not re.search(r"\d{4}-\d{2}", draft.body)


def test_a_window_of_one_day_is_said_as_one_day(drafts: Drafts) -> None:
    draft = drafts("抚顺自然资源行业副高几号报卷？", day=date(2025, 10, 20))
    assert "2025年11月10日，尚未开始" in draft.body
    assert "10日至" not in draft.body


@pytest.mark.parametrize(
    ("iso", "written"),
    [
        ("至 2024-07-31 止", "至2024年7月31日止"),
        ("2022-12-01/2022-12-31取得", "2022年12月取得"),
        ("2022-03-05/2022-04-06取得", "2022年3月5日至2022年4月6日取得"),
    ],
)
def test_a_day_or_a_month_is_written_out(iso: str, written: str) -> None:
    assert write_days(iso) == written


def test_a_level_that_is_applied_for_is_not_a_title_held(drafts: Drafts) -> None:
    draft = drafts("我在沈阳示例安防有限公司（民营企业）工作，安防工程专业中级，请问能不能申报？")
    assert "不符合" not in draft.body


def test_another_series_does_not_answer(drafts: Drafts) -> None:
    draft = drafts("我在辽宁示例钢铁集团有限公司（省属国有企业），冶金专业副高级。请问网上申报截止日期？")
    assert "7月1日—7月31日" in quoted(draft)
    assert "8月12日" not in draft.body


def test_what_is_asked_of_two_things_is_answered_for_each(drafts: Drafts) -> None:
    draft = drafts("我报纺织专业正高级。请问评定表和推荐表分别要几份，照片要几张？")
    assert "评定表》一式三份" in quoted(draft)
    assert "推荐表》一式三份" in quoted(draft)
    assert "2张一寸" in quoted(draft)


def test_an_answer_begins_with_one_sentence_of_the_notice_and_no_quote_is_said_twice(drafts: Drafts) -> None:
    body = drafts("我报轻工专业中级，单位是省属国企。请问单位公示最少几天？").body
    conclusion = re.search("^答：(.*)。$", body, re.MULTILINE)
    assert conclusion
    assert "不少于5个工作日" in conclusion[1]
    assert body.count(conclusion[1]) == 1
    assert re.search("^依据：.*《.*》（.*）", body, re.MULTILINE)


def test_readers_of_html_see_what_the_plain_text_says(drafts: Drafts) -> None:
    written = message_from_bytes(drafts("我在省属国企。<b>请问</b> 评定表 & 推荐表各几份？").octets, policy=default)
    plain_text, html = (written.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert written.get_content_type() == "multipart/alternative"
    assert "".join(html_text(html).split()) == "".join(plain_text.split())


def html_text(html: str) -> str:
    """What a reader of HTML sees."""
    return unescape(re.sub("<[^>]*>", " ", html))


def test_the_letter_stands_below_the_reply_without_its_identity_numbers(drafts: Drafts) -> None:
    written = message_from_bytes(drafts("请问评定表要交几份？我的身份证号210102199001011237。").octets, policy=default)
    below = written.get_body(("plain",)).get_content().partition("原始邮件")[2]
    assert "请问评定表要交几份？" in below
    assert "210102199001011237" not in below


def test_where_the_notices_are_silent_staff_fill_in(drafts: Drafts) -> None:
    draft = drafts("请问2024年度的评审费是多少？")
    assert [point.status for point in draft.points] == ["no_answer"]
    assert "【待补充】" in draft.body
    assert draft.is_open


def test_a_draft_with_something_open_has_no_recipient(drafts: Drafts) -> None:
    message = drafts("请问2024年度的评审费是多少？").message()
    assert message["To"] is None
    assert message["X-Zhicheng-To"] == "zhang@example.cn"


def test_notices_that_differ_stand_side_by_side(drafts: Drafts) -> None:
    draft = drafts("请问2024年业绩成果算到哪一天为止？")
    assert draft.points[0].status == "clarify"
    assert {citation.notice.id for citation in draft.points[0].citations} == {"ln-gxt-2024", "ln-scjg-2024"}


def test_a_misprint_is_shown_with_what_it_probably_means(drafts: Drafts) -> None:
    draft = drafts("请问省工信厅的政策咨询邮箱是多少？")
    assert "Ingxtrsc@163.com" in draft.body
    assert "lngxtrsc@163.com" in draft.body
    assert "疑为" in draft.body


def test_nothing_that_says_who_somebody_is_gets_into_the_body(drafts: Drafts) -> None:
    draft = drafts("请问我（身份证210102199001011237，手机13800001111）的评定表要交几份？家里老人住院。")
    assert "210102199001011237" not in draft.body
    assert "13800001111" not in draft.body
    assert "住院" not in draft.body


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("系统登录不上，一直提示密码错误，请问怎么解决？", "technical"),
        ("上传附件报错，浏览器换了也不行。", "technical"),
        ("请问网上申报系统什么时候开放？", "policy"),
        ("上传失败错过了截止时间，请问还能补报吗？", "policy"),
        ("我拟走绿色通道申报正高级，业绩见附件。", "green_channel"),
        ("我不走绿色通道。请问评定表要交几份？", "policy"),
        ("收到，谢谢老师！", "unclear"),
        ("", "unclear"),
        ("能否尽快回复？盼复。", "unclear"),
    ],
)
def test_the_kind_of_a_letter(drafts: Drafts, text: str, kind: str) -> None:
    assert drafts(text, "您好").kind == kind


@pytest.mark.parametrize(
    ("extra", "reason"),
    [
        (b"Auto-Submitted: auto-replied\r\n", "auto_reply"),
        (b"X-Autoreply: yes\r\n", "auto_reply"),
        (b"Precedence: list\r\n", "list"),
        (b"List-Id: <a.b>\r\n", "list"),
        (b"Return-Path: <>\r\n", "bounce"),
        (b"X-Zhicheng-Kind: policy\r\n", "own_draft"),
        (b"X-Loop: a@b\r\n", "loop"),
    ],
)
def test_what_a_machine_sent_gets_no_reply_and_says_why(drafts: Drafts, extra: bytes, reason: str) -> None:
    draft = drafts("请问评定表要交几份？", extra=extra)
    assert (draft.kind, draft.skipped, draft.points, draft.body) == ("automatic", reason, (), "")
    assert draft.as_json()["to"] is None


def test_a_draft_of_ours_is_never_answered(drafts: Drafts, desk: LiveLibrary) -> None:
    ours = drafts("请问评定表要交几份？")
    assert Drafter(desk, load_rulebook).draft(read_letter(ours.octets), DAY).skipped == "own_draft"


def test_a_person_who_asks_about_agents_is_answered(drafts: Drafts) -> None:
    assert drafts("网上有中介说可以代办包过，请问申报材料造假会怎么处理？").skipped is None


def test_the_same_letter_and_day_give_the_same_octets(drafts: Drafts) -> None:
    assert drafts("请问评定表要交几份？").octets == drafts("请问评定表要交几份？").octets


@pytest.mark.parametrize(
    ("subject", "reply"),
    [
        ("咨询", "回复：咨询"),
        ("Re: 答复：回复: RE：咨询", "回复：咨询"),
        ("转发: 回复: 咨询", "回复：转发:咨询"),
        ("Re[2]: 咨询", "回复：咨询"),
        ("", "回复：您的来信"),
        ("回复：", "回复：您的来信"),
        ("Regarding: x", "回复：Regarding: x"),
    ],
)
def test_the_subject_is_that_of_a_reply_once(subject: str, reply: str) -> None:
    assert subject_of(subject) == reply


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("张三", "张三"),
        ("周八（单位邮箱）", "周八"),
        ('钱一, "老钱"', "钱一"),
        ("Smith, Jane", "Jane Smith"),
        ("13800001111", "申报人"),
        ("金秋", "申报人"),
        ("a@b.cn", "申报人"),
        ("", "申报人"),
    ],
)
def test_a_sender_is_called_by_name_where_the_mail_gives_one(name: str, called: str) -> None:
    assert salutation(Address(name, "a@b.cn")) == called


IDENTIFIERS = st.from_regex(r"<[a-zA-Z0-9._%+$=-]{1,300}@[a-zA-Z0-9.-]{1,60}>", fullmatch=True)


@given(IDENTIFIERS, st.lists(IDENTIFIERS, max_size=50, unique=True), st.text(max_size=40), st.text(max_size=20))
@example("<a@b>", [f"<{'x' * 990}@b>"], "咨询\r\nBcc: x@y.cn", 'a"b\r\nBcc: x@y.cn')
def test_a_draft_parses_back_with_the_same_threading(own: str, before: list[str], subject: str, name: str) -> None:
    letter = read_letter(raw(own, before, subject, name))
    written = message_from_bytes(reply_to(letter, "正文\n", "policy", NOON, is_open=False).as_bytes(), policy=default)
    assert written["In-Reply-To"] == own
    assert (written["References"] or "").split() == [*(each for each in before if each != own), own]
    assert read_letter(written.as_bytes()).references == letter.thread
    assert written["Bcc"] is None
    assert written["To"].addresses[0].addr_spec == "a@b.cn"
    text = written.get_body(("plain",)).get_content()
    assert reply_in(text).split() == ["正文"]
    assert text.rstrip().endswith("请问？")


def raw(own: str, before: list[str], subject: str, name: str) -> bytes:
    """A letter in a thread; whatever stands in its subject and its sender's name is encoded, line breaks too."""
    words = [f"=?utf-8?B?{b64encode(each.encode('utf-8', 'replace')).decode()}?=" for each in (subject, name)]
    lines = [f"From: {words[1]} <a@b.cn>", f"Subject: {words[0]}", f"Message-ID: {own}"]
    lines += [f"References: {' '.join(before)}"] if before else []
    return "\r\n".join([*lines, "", "请问？"]).encode()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.text(max_size=200))
@example("请问" * 100)
@example("{{ 7 * 7 }}？{% for %}？")
def test_any_text_gets_a_draft_that_can_be_stored(drafts: Drafts, text: str) -> None:
    draft = drafts(text.encode("utf-8", "replace").decode())
    assert isinstance(message_from_bytes(draft.octets, policy=default), EmailMessage)


def test_an_office_can_change_the_words(desk: LiveLibrary, tmp_path: Path) -> None:
    (tmp_path / "unclear.txt").write_text("{{ salutation }}好！请写清：{{ missing | join('、') }}", encoding="utf-8")
    draft = Drafter(desk, load_rulebook, tmp_path).draft(read_letter(mail("您好")), DAY)
    assert draft.body == "张三好！请写清：所在单位、申报专业、层级\n"


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ("{% if %}", "unclear.txt: line 1"),
        ("\n{{ nobody }}", "'nobody' is undefined"),
        ("{{ 1 / 0 }}", "division by zero"),
        ("{{ salutation.__class__.__mro__ }}", "unsafe"),
        ('{% extends "nothing.txt" %}', "nothing.txt"),
    ],
)
def test_a_broken_template_is_named_in_one_line(tmp_path: Path, template: str, fault: str) -> None:
    (tmp_path / "unclear.txt").write_text(template, encoding="utf-8")
    with pytest.raises(TemplateError) as refused:
        Stationery(tmp_path).render("unclear", salutation="甲", points=[], missing=())
    assert fault in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_letter_without_an_address_still_gets_a_draft(desk: LiveLibrary) -> None:
    draft = Drafter(desk, load_rulebook).draft(Letter(subject="咨询", text="请问评定表要交几份？"), DAY)
    assert draft.message()["To"] is None
    assert draft.as_json()["to"] is None


def test_whom_the_notice_bars_is_told_so_though_the_letter_does_not_say_what_kind_of_employer_it_is(
    drafts: Drafts,
) -> None:
    story = "我在抚顺示例水库管理中心，单位改制后参照公务员法管理，我现在岗，本科，2014年5月取得水利工程师资格。"
    drafted = drafts(f"{story}想报2025年水利副高级，像我这样的今年能不能申报？", day=date(2025, 10, 20))
    assert "公务员" in quoted(drafted)
    assert "均可申报" not in quoted(drafted)
    assert "不符合申报条件" in drafted.body
    assert drafted.is_open


def test_whether_somebody_may_apply_is_left_to_staff_where_too_little_is_told(drafts: Drafts) -> None:
    assert drafts("我这种情况能不能报副高？").is_open
    assert not drafts("退休人员能不能申报？").is_open


def test_an_own_case_that_lacks_a_condition_is_told_what_holds_and_what_is_missing(drafts: Drafts) -> None:
    told = CASE.replace("沈阳", "抚顺").replace("2024年申报", "2025年申报")
    drafted = drafts(f"{told}请问我能不能申报？", day=date(2025, 10, 20))
    assert "以下条件符合" in drafted.body
    assert "以下条件来信没有写全" in drafted.body
    assert drafted.is_open


def test_what_answers_the_words_that_ask_is_the_conclusion(drafts: Drafts) -> None:
    told = "我报电子专业副高级，网站一直打不开，盖章页传不上，"
    drafted = drafts(f"{told}系统关了以后还能不能补传？", day=date(2024, 7, 31))
    assert re.search("答：[^。]*5个工作日", drafted.body)


def test_of_two_places_the_writer_s_own_decides_who_judges(drafts: Drafts) -> None:
    told = "我单位在沈抚示范区，民营企业，报机电专业副高级。抚顺的人说不归他们管，那我该去哪里申报？"
    drafted = drafts(told, day=date(2025, 10, 20))
    assert "沈抚改革创新示范区" in quoted(drafted)
    assert drafted.is_open


def test_the_line_of_work_applied_for_goes_before_that_of_the_title_held(drafts: Drafts) -> None:
    told = "我在沈阳一家民营企业，2018年11月取得工程师（机电专业）。想报无人机科学与工程专业副高级，"
    draft = drafts(f"{told}网上申报到哪天截止？")
    assert "7月1日—7月31日" in draft.points[0].citations[0].quote


def test_what_the_answer_before_says_to_the_next_question_answers_it(drafts: Drafts) -> None:
    asked = "请问期满出站是不是可以直接认定副高级，不用再评？学校说副高岗位已经满了，首次聘用还受不受岗位比例的限制？"
    *_, last = drafts(f"我今年5月博士后期满出站，专业为机电，拟走副高级。\n{asked}").points
    assert last.status == "answered"
    assert "首次聘用不受" in last.citations[0].quote


@pytest.mark.parametrize("text", ["你们审核的人能不能负点责！", "能不能替我们想想！"])
def test_what_only_scolds_asks_nothing(drafts: Drafts, text: str) -> None:
    assert not drafts(text).points


@pytest.mark.parametrize("text", ["这是什么流程？", "我这算什么业绩类别？", "工业设计叫什么专业？"])
def test_what_asks_for_a_name_does_not_scold(drafts: Drafts, text: str) -> None:
    assert drafts(text).points


def test_who_waits_for_an_answer_asks_what_stands_before(drafts: Drafts) -> None:
    draft = drafts("我的业绩都在涉密项目里，不知这类材料应当怎样处理之后才可以申报，盼复。")
    assert "脱密处理" in draft.points[0].citations[0].quote


def test_another_office_s_round_is_cited_only_with_the_word_that_one_s_own_is_silent(drafts: Drafts) -> None:
    told = "我在抚顺市一家民营机械厂，机械专业，报副高。"
    draft = drafts(f"{told}照片要交几张？", day=date(2025, 11, 1))
    assert "2025年的通知没有写到这一点，以下引自辽宁省工业和信息化厅的通知" in draft.body
    assert draft.is_open
    own = drafts(f"{told}报卷是几号？", day=date(2025, 11, 1))
    assert "没有写到这一点" not in own.body
    assert not own.is_open


def test_a_title_that_is_wished_for_is_not_taken_for_the_one_that_is_held(drafts: Drafts) -> None:
    draft = drafts(
        "我在沈阳示例电子有限公司（民营）在职在岗，本科，2012年取得高级工程师，电子专业，一直想评上正高级。"
        "2023年获省级科技奖二等奖。今年能报正高吗？"
    )
    assert "现职称：副高级（2012年取得）" in draft.body


def test_what_no_notice_takes_is_confirmed_by_staff(drafts: Drafts) -> None:
    draft = drafts("我在省属国企从事知识产权，知识产权高级职称是省里统一评，还是放到各市评？")
    assert draft.is_open
    assert "没有一份通知评审“知识产权”" in draft.body


@pytest.mark.parametrize(("day", "is_open"), [(date(2025, 11, 3), True), (date(2025, 11, 20), False)])
def test_whether_it_is_too_late_within_the_whole_round_is_confirmed_by_staff(
    drafts: Drafts, day: date, *, is_open: bool
) -> None:
    draft = drafts("我在抚顺市属事业单位，报林草副高，日子记错了，现在还能不能补交？", day=day)
    assert ("整个报卷期到2025年11月18日才结束" in draft.body) is is_open
    assert draft.is_open is is_open
