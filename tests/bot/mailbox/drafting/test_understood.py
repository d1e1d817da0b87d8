"""What a letter is understood as: a machine's or a person's, thanks, a complaint, a demand, a thread."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.core.live_library import LiveLibrary
from bot.mailbox.drafting.asking_parts import parts_of
from bot.mailbox.drafting.askings import asks_own_record
from bot.mailbox.drafting.courtesies import thanks_only
from bot.mailbox.drafting.drafter import Draft, Drafter
from bot.mailbox.drafting.said import Said
from bot.mailbox.drafting.sentences import sentences_of
from bot.mailbox.reading.letter import Letter, read_letter
from eligibility.rulebook.loading import load_rulebook
from tests.bot.mailbox.mails import mail

DAY = date(2024, 7, 2)
ASKS = "我在省属国企，报冶金专业副高级。请问评定表要交几份？"
Drafts = Callable[..., Draft]


def quoted(draft: Draft) -> str:
    """All that a draft quotes."""
    return "".join(citation.quote for point in draft.points for citation in point.citations)


@pytest.fixture(scope="module")
def drafts(library_file: Path) -> Iterator[Drafts]:
    with LiveLibrary(library_file, lambda line: None) as desk:
        drafter = Drafter(desk, load_rulebook)

        def draft(text: str, subject: str = "咨询", day: date = DAY, **more: bytes) -> Draft:
            return drafter.draft(read_letter(mail(text, subject, **more)), day)

        yield draft


def asked(text: str) -> list[str]:
    """What a text asks."""
    return [each.asked for each in Said(Letter(text=text)).askings]


@pytest.mark.parametrize(
    ("text", "subject", "extra"),
    [
        (ASKS, "咨询", b"Feedback-ID: 1:provider\r\n"),
        (ASKS, "咨询", b"Precedence: bulk\r\n"),
        (ASKS, "登录短信发送失败", b""),
        (ASKS, "系统退信了", b""),
        (f"{ASKS}\n本邮件由系统自动发送，请勿回复。", "网站留言", b""),
        (ASKS, "网站留言", b"Reply-To: citizen@example.cn\r\nSender: noreply@example.cn\r\n"),
        ("有机构说内部渠道包过、不过全额退款、名额有限，加微信就行，这可信吗？", "代评的广告", b""),
    ],
)
def test_a_letter_that_asks_is_answered_whatever_its_headers_look_like(
    drafts: Drafts, text: str, subject: str, extra: bytes
) -> None:
    assert drafts(text, subject, extra=extra).skipped is None


def test_thanks_over_the_reply_that_they_are_for_ask_nothing_again(drafts: Drafts) -> None:
    draft = drafts(
        "老师，您说的那几条我都看懂了，公章的事也跟主管部门对上了，太谢谢您了，给您点个赞。不用回了。\n柴工\n\n"
        "-----邮件原件-----\n发件人: 职称咨询 <zhicheng@example.cn>\n主题: 答复: 省属医院在哪盖章\n\n"
        "您问：“我们是省属医院，评定表在哪盖章？”\n「省属医院到省卫健委」",
        "答复: 答复: 省属医院在哪盖章",
    )
    assert (draft.points, draft.missing) == ((), ())


def test_a_line_between_thanks_and_the_reply_says_nothing(drafts: Drafts) -> None:
    thanks = (
        "老师，您回得真快，我都看懂了，按您说的去办。辛苦了，祝夏安！\n\n田工\n\n________________________________\n"
    )
    quoted = "发件人: 职称咨询 <zhicheng@example.cn>\n主题: 答复: 业绩证明\n\n您问：“业绩证明要盖章吗？”"
    assert drafts(f"{thanks}{quoted}", "答复: 答复: 业绩证明").missing == ()


def test_a_machine_s_mail_that_asks_nothing_is_still_skipped(drafts: Drafts) -> None:
    assert drafts("各位用户，系统将于今晚升级。", "通知", extra=b"Precedence: bulk\r\n").skipped == "list"
    assert drafts("您的邮件未能送达。", "邮件发送失败").skipped == "bounce"


def test_staff_can_have_a_skipped_letter_drafted_after_all(drafts: Drafts, library_file: Path) -> None:
    listed = read_letter(mail(ASKS, extra=b"List-Id: <staff.example.cn>\r\n"))
    with LiveLibrary(library_file, lambda line: None) as desk:
        drafter = Drafter(desk, load_rulebook)
        assert drafter.draft(listed, DAY).skipped == "list"
        assert "一式三份" in drafter.draft(listed, DAY, all_the_same=True).body


@pytest.mark.parametrize(
    "text",
    [
        "跑了四趟都没盖上章，您说气不气人？",
        "别的市都能报，就我们不行，这合理吗？",
        "电话永远占线，还有没有人管？",
        "一个章跑半个月，你们是不是在踢皮球？",
        "这叫什么服务？",
        "凭什么让我们来回跑？",
        "谁受得了这样折腾？",
        "拖了这么久，你们心里过得去吗？",
        "截止都过了才通知，叫我们外地的怎么办？",
        "不要再打官腔了，行不行？",
    ],
)
def test_a_question_that_only_complains_is_not_answered(text: str) -> None:
    assert asked(text) == []


def test_what_is_asked_beside_a_complaint_is_answered() -> None:
    assert asked("这公平吗？请问公示要几天？") == ["请问公示要几天？"]


@pytest.mark.parametrize("text", ["要求公开评审得分。", "请求对我的答辩成绩重新审核", "强烈要求书面答复不予通过的理由"])
def test_what_is_demanded_is_asked(text: str) -> None:
    assert asked(text)


@pytest.mark.parametrize(
    "text",
    [
        "麻烦帮我查询一下审核到哪一步了",
        "我的申报材料初审通过了吗",
        "能帮我看看为什么没过吗",
        "我的卷卡在哪里了",
        "请提供我单位两名同志答辩和业绩各项的打分",
    ],
)
def test_one_s_own_file_is_for_staff_to_look_up(text: str) -> None:
    assert asks_own_record(text)


@pytest.mark.parametrize("text", ["审核一般要几天？", "公示通过后怎么报卷？", "网上提交几次机会？"])
def test_a_question_of_policy_is_no_look_up(text: str) -> None:
    assert not asks_own_record(text)


@pytest.mark.parametrize(
    ("text", "is_thanks"),
    [
        ("好的，明白了，谢谢老师！", True),
        ("来函收悉，非常感谢。\n祝工作顺利！", True),
        ("收到了，又给您添麻烦了！", True),
        ("老师好", False),
        ("谢谢老师，我是水利专业的。", False),
    ],
)
def test_thanks_alone_want_no_reply(text: str, is_thanks: bool) -> None:
    assert thanks_only(sentences_of(text)) is is_thanks


def test_thanks_are_not_asked_for_particulars(drafts: Drafts) -> None:
    draft = drafts("问题解决了，多谢！")
    assert draft.is_thanks
    assert "请您" not in draft.body


OURS = """

------------------ 原始邮件 ------------------
发件人: "职称咨询" <office@example.cn>;
发送时间: 2024年7月1日(星期一) 上午9:05
主题: 回复：咨询

尊敬的申报人：

您问：“网上申报几号截止？”
为便于准确答复，请您再补充：所在单位、申报专业、层级。
"""


def test_particulars_that_were_asked_for_answer_the_question_asked_before(drafts: Drafts) -> None:
    draft = drafts(f"单位：辽宁示例钢铁集团有限公司（省属国企）\n专业：冶金\n层级：副高级{OURS}")
    assert [point.asked for point in draft.points] == ["网上申报几号截止？"]
    assert "7月1日—7月31日" in draft.points[0].citations[0].quote
    assert draft.missing == ()


def test_who_thanks_for_our_reply_and_only_chats_wants_none(drafts: Drafts) -> None:
    draft = drafts(f"写得清清楚楚，比我们自己瞎琢磨强多了。谢谢老师，天热注意身体！{OURS}")
    assert (draft.is_thanks, draft.points, draft.missing) == (True, (), ())


def test_who_thanks_and_tells_more_of_the_case_goes_on(drafts: Drafts) -> None:
    draft = drafts(f"谢谢老师！我们是省属国企，报冶金副高级。{OURS}")
    assert not draft.is_thanks
    assert draft.points


def test_a_letter_that_joins_in_asks_what_the_other_asked(drafts: Drafts) -> None:
    other = '\n\n在 2024-07-01 10:00:00，"甲" <a@example.cn> 写道：\n> 请问轻工专业中级的评定表要交几份？\n'
    assert [point.asked for point in drafts(f"我也想问这个。{other}").points] == ["请问轻工专业中级的评定表要交几份？"]


def test_what_is_written_without_a_comma_is_answered_part_by_part(drafts: Drafts) -> None:
    draft = drafts(
        "您好我是省属国企沈阳示例冶金集团的职工今年想报冶金专业副高级请问评定表要交几份还有单位公示要几天谢谢"
    )
    said = " ".join(citation.quote for point in draft.points for citation in point.citations)
    assert "评定表》一式三份" in said
    assert "不少于5个工作日" in said


def test_blanks_stand_for_commas_where_there_are_none(drafts: Drafts) -> None:
    draft = drafts("您好 我单位在锦州 民营企业 想报冶金副高 请问评定表要几份 公示几天 谢谢")
    assert [point.asked for point in draft.points] == ["请问评定表要几份", "公示几天"]
    assert not draft.is_open


def test_what_stands_behind_a_blank_hears_what_stands_before(drafts: Drafts) -> None:
    draft = drafts("您好 我报高级经济师 全国统考成绩是21年出的 不知道过没过期 有效期是几年来着 谢谢")
    assert "有效期为5年" in draft.points[0].citations[0].quote
    assert len(draft.points) == 1


def test_what_is_told_behind_a_question_does_not_change_it(drafts: Drafts) -> None:
    draft = drafts(
        "我是抚顺一家民企的，报建设专业副高。卷子往哪儿送，我们公司头一回报谁也整不明白。", day=date(2025, 11, 1)
    )
    assert "临江东路19-10号" in draft.points[0].citations[0].quote


def test_each_of_several_people_is_answered_each_of_several_things(drafts: Drafts) -> None:
    told = "我是一家民营企业的人事，替两位同事咨询：张工报机电专业正高级，李工报人力资源管理专业正高级。"
    said = quoted(drafts(f"{told}他俩网上申报各是从几号到几号，业绩各自算到哪天为止？"))
    for day in ("7月1日—7月31日", "8月12日—8月30日", "2024年6月30日", "2024年7月30日"):
        assert day in said


def test_a_doubt_told_before_a_question_is_no_question(drafts: Drafts) -> None:
    told = "我自己是犹豫的，一则年纪大了，二则不晓得规定上允不允许。"
    draft = drafts(f"{told}想向您请教：退休又返聘的，机电专业正高级还能不能报？")
    assert [point.asked for point in draft.points] == ["想向您请教：退休又返聘的，机电专业正高级还能不能报？"]


def test_what_is_asked_without_a_stop_at_the_end_of_a_long_story_is_heard(drafts: Drafts) -> None:
    draft = drafts(
        "您好我在鞍山一个私人开的厂子上班本科学冶金的15年评的工程师今年想报冶金副高我表哥说你直接往省里报"
        "我媳妇说别听他瞎忽悠他自己连初级都没有你给断断我这样的能不能直接往省工信厅报副高？"
    )
    assert draft.kind == "policy"
    assert "由所在市负责评审" in quoted(draft)


def test_a_question_in_the_middle_of_a_story_is_heard(drafts: Drafts) -> None:
    draft = drafts(
        "我是抚顺一家民企的，报建材副高。还有就是建材的是几号去交，我看单子上水利林草的都完事了，要是错过去我可真得哭了",
        day=date(2025, 11, 1),
    )
    assert "11月17日-18日" in quoted(draft)


def test_an_answer_begins_with_the_sentence_for_the_employer(drafts: Drafts) -> None:
    draft = drafts("我在大连一家市属国企，想报电力副高，这个归省里评还是市里评，网报系统是你们省里这个吗？")
    assert "民营企业和市及以下所属国企、事业单位由所在市负责评审" in draft.body
    assert "答：负责省属国有企业" not in draft.body


def test_a_bare_when_is_asked_of_what_was_asked_before(drafts: Drafts) -> None:
    draft = drafts("我是省属国企的，报冶金副高。盖章页31号传不上去还能传吗？最晚到几号？")
    assert [point.status for point in draft.points] == ["answered"]
    assert "5个工作日内" in quoted(draft)


def test_what_only_tells_beside_a_question_that_announces_itself_is_not_asked(drafts: Drafts) -> None:
    draft = drafts(
        "网上申报已经审核通过，学校的章盖完了，下一步要到上级部门审核盖章。\n"
        "特来信请教，省属高校人员的评定表应当到哪个部门审核盖章，烦请告知。\n材料挺多的重新复印太费劲了，麻烦给说一声"
    )
    assert len(draft.points) == 1
    assert "省属高校到省教育厅" in quoted(draft)


def test_whom_to_ask_about_a_fault_is_a_technical_matter(drafts: Drafts) -> None:
    draft = drafts(
        "上传附件，进度条走到一半页面就变成白屏，报服务器错误500。截图我可以补发。请问这个故障应该找谁解决？"
    )
    assert draft.kind == "technical"


def test_no_line_that_a_mail_program_would_not_break_goes_on_in_the_next(drafts: Drafts) -> None:
    told = "老师好，我在省属企业辽宁样例交通投资集团，报运输经济专业副高级（高级经济师），去年听说只看材料"
    draft = drafts(f"{told}\n今年副高要参加现场答辩吗？")
    assert [point.asked for point in draft.points] == ["今年副高要参加现场答辩吗？"]


def test_why_the_notices_are_silent_is_said(drafts: Drafts) -> None:
    private = drafts("我是沈阳一家民企做人力资源的，想报高级经济师。网报是8月几号开始？")
    assert "资料里没有沈阳这方面的通知" in private.body
    unsaid = drafts("我在省特检院上班，报特种设备专业的高级工程师。网上申报啥时候结束？")
    assert "【待补充】所问，现有通知没有写到“网上申报时间”。" in unsaid.body
    assert "现有通知没有写到这一点。" in unsaid.body


def test_whether_an_achievement_counts_is_no_question_of_whether_somebody_may_apply(drafts: Drafts) -> None:
    draft = drafts("我在省属国企，报冶金副高。我2016年发的论文还能用吗，还是只能用评上工程师以后的？")
    assert draft.points[0].case is None
    assert not draft.is_open


def test_what_the_notices_do_not_say_of_it_is_left_to_staff(drafts: Drafts) -> None:
    draft = drafts("您好我是省属国企的职工想报冶金专业副高级请问评定表要交几份然后咱们食堂几点开门谢谢")
    assert "评定表》一式三份" in draft.body
    assert "食堂几点开门" in "".join(draft.points[0].unanswered)
    assert draft.is_open


def test_what_asks_for_both_ends_of_a_range_asks_once() -> None:
    run_on = "老师您好我是朝阳一家民企的人事我们厂子有三个人都想报职称就是业绩从哪年算到哪年请问公示从第几天算起"
    assert sum("哪年" in part.asked for part in parts_of(run_on)) == 1


def test_a_question_that_goes_on_with_another_is_answered_with_it(drafts: Drafts) -> None:
    told, twice = "我在省属国企，报建材专业中级。", "同一个业绩我们三个人都要用，可以吗？那怎么写？"
    draft = drafts(f"{told}{twice}\n评定表要几份？")
    assert [point.asked for point in draft.points] == [twice, "评定表要几份？"]
    quotes = [line for line in draft.body.splitlines() if line.startswith("「")]
    assert sum("严禁同一业绩成果" in quote for quote in quotes) == 1


def test_what_only_shares_a_sentence_with_another_answer_is_answered_all_the_same(drafts: Drafts) -> None:
    for asking in ("评审结果需要公示多少天？评审会能不能跨年度开？", "评审结果要公示几天？评审会可以跨年度开吗？"):
        body = drafts(f"我是高校人事处的。{asking}", day=date(2024, 5, 15)).body
        assert "公示期不少于5个工作日" in body
        assert "原则上不允许跨年度" in body


@pytest.mark.parametrize(
    ("asking", "conclusion"),
    [
        ("我报高级经济师。考试成绩管几年？", "答：经济副高全国统一考试成绩有效期为5年。"),
        ("我在省属国企，报机电专业正高级。纸质卷往哪儿送？", "答：报卷地址：沈阳市皇姑区泰山路64号219房间。"),
    ],
)
def test_an_answer_begins_with_the_sentence_that_answers(drafts: Drafts, asking: str, conclusion: str) -> None:
    assert conclusion in drafts(asking).body


def test_a_line_that_repeats_the_subject_is_no_question_of_its_own(drafts: Drafts) -> None:
    text = "留言标题：纸质材料送到哪里\n留言内容：我在省属国企，报冶金专业副高级，请问评定表要交几份？"
    (point,) = drafts(text, "网上留言 纸质材料送到哪里").points
    assert "评定表要交几份" in point.asked


def test_a_demand_for_an_answer_alone_asks_nothing() -> None:
    assert asked("一、评审费多少；\n以上请逐条予以明确，万分感激！") == ["评审费多少；"]


def test_an_hour_that_is_asked_for_announces_nothing() -> None:
    assert asked("请问收卷的窗口几点关门") == ["请问收卷的窗口几点关门"]


@pytest.mark.parametrize("label", ["【咨询内容】", "【留言】 ", "问题描述："])
def test_the_label_of_a_form_is_not_asked(label: str) -> None:
    assert asked(f"{label}评定表要交几份？") == ["评定表要交几份？"]


def test_a_list_that_is_announced_by_a_demand_is_asked_item_by_item() -> None:
    listed = "现要求答复以下事项：\n一、评委的名单；\n二、材料由谁保管。"
    assert asked(listed) == ["评委的名单；", "材料由谁保管。"]


def test_a_name_that_no_notice_uses_does_not_hide_a_clear_answer(drafts: Drafts) -> None:
    draft = drafts("我在省属国企，报高级经济师。全国统考的合格凭证几年内有效？2021年考的成绩今年还能用吗？")
    assert all("有效期为5年" in " ".join(each.quote for each in point.citations) for point in draft.points)


def test_what_holds_of_the_last_round_is_told_of_one_to_come_but_no_day_is(drafts: Drafts) -> None:
    told = "我在抚顺一家民企，水利专业，准备2026年报副高级。"
    draft = drafts(f"{told}一个人业绩材料最多装多少页？报卷是哪几天？", day=date(2025, 12, 1))
    pages, days = draft.points
    assert (pages.status, days.status) == ("answered", "no_answer")
    assert "今后年度以当年通知为准" in draft.body


def test_a_window_is_that_of_the_writer_s_kind_of_employer(drafts: Drafts) -> None:
    told = "我院是省直事业单位，拟报质量技术监督行业计量专业高级工程师。请问"
    draft = drafts(f"{told}材料报送的时间、地点？", day=date(2024, 6, 20))
    assert "8月1至2日" in draft.body
    assert "8月7至9日" not in draft.body
    assert "1009房间" in draft.body


def test_the_same_verdict_is_given_once(drafts: Drafts) -> None:
    case = "学历：本科\n单位：沈阳民营机电公司，在职\n现职称：工程师，2018年11月取得\n申报：机电专业副高级"
    draft = drafts(f"我的情况如下，麻烦看看够不够格。\n{case}\n请问我能不能报副高，谢谢")
    (point,) = draft.points
    assert point.case is not None
    assert draft.body.count("比对的结论") == 1


def test_that_somebody_means_to_go_by_the_green_channel_is_no_question_of_its_own(drafts: Drafts) -> None:
    draft = drafts("我在沈阳民企，机电专业正高级。单位动员我申报绿色通道，特来申请。请问绿色通道要先发什么材料？")
    assert [point.asked for point in draft.points] == ["请问绿色通道要先发什么材料？"]


@pytest.mark.parametrize("paper", ["安全生产许可证", "房产证", "排污许可证"])
def test_a_paper_that_no_notice_names_is_not_answered_by_what_is_said_of_others(drafts: Drafts, paper: str) -> None:
    draft = drafts(f"我在抚顺一家民企，报轻工专业副高级。{paper}复印件需要装进卷里吗？", day=date(2025, 10, 21))
    assert draft.points[0].status == "no_answer"
    assert f"没有写到{paper}" in draft.body
    assert draft.is_open


@pytest.mark.parametrize(
    "text",
    ["拖了我三个月，你们于心何忍？", "我要投诉你们互相推诿。", "电话打了一周无人接听，太失望了。"],
)
def test_a_complaint_is_thanked_for_and_left_to_staff(drafts: Drafts, text: str) -> None:
    draft = drafts(text, "反映情况")
    assert (draft.kind, draft.points, draft.is_open) == ("complaint", (), True)
    assert draft.as_json()["kind"] == "unclear"
    assert "感谢您反映情况" in draft.body
    assert "请您把要咨询的问题" not in draft.body


def test_a_title_that_was_applied_for_once_is_not_what_is_applied_for(drafts: Drafts) -> None:
    told = "我在抚顺一家民营企业，在职，本科，2018年5月评的工程师，建设专业，今年考虑上副高。"
    staff = drafts(f"{told}请问我够不够条件？", day=date(2025, 10, 20)).body.partition("----")[0]
    assert "申报层级：副高级" in staff
    assert "中级（2018年5月取得）" in staff


def test_who_tells_a_title_and_asks_for_a_yes_means_their_own_case(drafts: Drafts) -> None:
    told = "本科，沈阳某省直事业单位在职，2018年12月取得机电专业工程师，2022年完成省级课题一项。"
    assert drafts(f"{told}请问今年报副高行不行？").points[0].case is not None
    assert drafts(f"{told}请问创多少效益才够条件报副高？").points[0].case is None


def test_a_specialty_is_told_where_it_stands_with_a_level_alone(drafts: Drafts) -> None:
    draft = drafts("评定表第七部分7月31号才传上去，省属国企电力正高。请问补传盖章页哪天截止？", day=date(2024, 8, 1))
    assert draft.missing == ()  # whose kind is told is known well enough
    assert "最后一天是2024年8月7日" in draft.body


def test_a_clear_question_needs_no_sentence_before_it(drafts: Drafts) -> None:
    draft = drafts("我们单位公章在外地，盖不上。请问能不能晚两天再交？", day=date(2024, 7, 30))
    assert "不予受理" in draft.body
    assert "骑缝章" not in draft.body


def test_what_is_told_of_a_case_is_shown_in_words(drafts: Drafts) -> None:
    told = "我在沈阳一家省属国企，在职，本科，电子专业，2017年评的工程师，有数字技术工程师高级证书，报副高级。"
    staff = drafts(f"{told}请问我能不能申报？").body.partition("----")[0]
    assert "人才身份：数字技术工程师高级专业技术等级证书" in staff
    assert "中级（2017年取得）" in staff


@pytest.mark.parametrize("asking", ["这些材料该由谁报到省局？", "纸质卷是让谁送到评委会？"])
def test_who_hands_papers_in_is_asked_of_the_notices_whoever_judges(drafts: Drafts, asking: str) -> None:
    (point,) = drafts(f"我在营口一家市属事业单位，在职，报特种设备专业正高级。{asking}").points
    assert point.case is None
    assert point.status == "answered"


def test_whose_case_is_meant_is_not_said_where_a_question_is_announced(drafts: Drafts) -> None:
    told = "我在省直事业单位，在职，2016年评的副高，报特种设备正高级。"
    (point,) = drafts(f"{told}我想请教，一项专利得创多少效益才够报正高？").points
    assert point.case is None


def test_what_was_achieved_after_a_title_is_not_when_it_was_had(drafts: Drafts) -> None:
    told = "我在大连一家民营企业，在职，本科，机电专业。2018年5月取得工程师。取得工程师以后主持项目1项（2022年验收）。"
    draft = drafts(f"{told}请问2024年能不能申报副高级？")
    assert "2018年5月" in draft.body.partition("----")[0]
    assert "2022年" not in draft.body.partition("----")[0]


def test_a_sealed_letter_is_named_to_staff(library_file: Path) -> None:
    sealed = "MIIB" * 40
    octets = b"From: a@example.cn\r\nSubject: =?utf-8?b?5ZKo6K+i?=\r\nContent-Transfer-Encoding: base64\r\n"
    octets += f'Content-Type: application/pkcs7-mime; name="smime.p7m"\r\n\r\n{sealed}\r\n'.encode()
    with LiveLibrary(library_file, lambda line: None) as desk:
        draft = Drafter(desk, load_rulebook).draft(read_letter(octets), DAY)
    assert "没有读出的附件：smime.p7m" in draft.body
    assert draft.is_open
