"""Turns: anything can be said, at any time; what is remembered is what is shown; buttons mean what they say."""

import json
from collections import Counter
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.assistant import Assistant
from bot.core.menu import CHAT_COMMANDS
from bot.core.reply import Reply
from bot.core.smalltalk import REPLIES, load_talk
from bot.core.turn import Conversation, Turn
from tests import talks
from tests.bot.conftest import Run
from tests.cases import score
from tests.followups import CASES, FLOORS, share_right

AUTUMN, SUMMER = date(2025, 10, 28), date(2024, 7, 10)
TURNS = [
    "抚顺水利几号交材料",
    "地点呢",
    "那经济系列呢？",
    "造假几年不能报",
    "资格自测",
    "工程系列",
    "1",
    "2",
    "/unsure",
    "/back",
    "是",
    "否",
    "/change",
    "你好",
    "退出",
    "/facet place",
    "/facet place -",
    "/check new",
    "/cancel",
    "/delete",
    "/why",
    "2018年11月",
    "没有",
    "我在沈阳民企，想报机电副高，我这种情况能报吗",
    "网上申报几号截止？",
    "/answer employer - private",
    "/only 1 0",
    "/useless 1 old",
    "/steps",
]


def said(assistant: Assistant, *texts: str, day: date = AUTUMN) -> tuple[list[Reply], Conversation]:
    """The replies to some turns, and what is remembered after them."""
    conversation, replies = Conversation(), []
    for number, text in enumerate(texts, 1):
        reply, conversation = assistant.reply(Turn(text=text, number=number), conversation, day)
        replies.append(reply)
    return replies, conversation


class TestAnything:
    @settings(max_examples=60)
    @given(texts=st.lists(st.sampled_from(TURNS), max_size=12))
    @example(["/check new", "工程系列", "/steps"])
    def test_in_any_order_a_reply_comes_and_can_be_stored(self, assistant: Assistant, texts: list[str]) -> None:
        conversation = Conversation()
        for number, text in enumerate(texts, 1):
            turn = Turn(text=text, number=number)
            reply, after = assistant.reply(turn, conversation, AUTUMN)
            assert reply.text.strip()
            assert Conversation.model_validate_json(after.model_dump_json()) == after
            again, same = assistant.reply(turn, conversation, AUTUMN)
            assert (again.text, same) == (reply.text, after)
            conversation = after

    @settings(max_examples=60)
    @given(text=st.text(max_size=80), begun=st.booleans())
    def test_any_text_gets_a_reply(self, assistant: Assistant, text: str, begun: bool) -> None:
        (*_, reply), _ = said(assistant, *(["资格自测"] if begun else []), text)
        assert reply.text.strip()

    @settings(max_examples=60)
    @given(
        command=st.sampled_from([*CHAT_COMMANDS, "answer", "only", "facet", "useful", "useless", "yes", "no", "steps"]),
        rest=st.text(max_size=20),
    )
    def test_any_command_with_anything_behind_it(self, assistant: Assistant, command: str, rest: str) -> None:
        (reply,), _ = said(assistant, f"/{command} {rest}")
        assert reply.text.strip()


class TestWhatIsRemembered:
    def test_a_question_completed_by_the_last_one_is_shown_as_it_was_understood(self, assistant: Assistant) -> None:
        (_, second), after = said(assistant, "工信厅工程系列网报到几号？", "那经济系列呢？", day=SUMMER)
        assert after.question in second.text
        assert second.facets == {"series": "economics", "notice": "ln-gxt-2024"}

    def test_a_question_that_names_its_own_notice_keeps_nothing(self, assistant: Assistant) -> None:
        (_, second), _ = said(assistant, "计量正高要几个奖", "抚顺报卷地址在哪")
        assert second.facets == {"place": "抚顺", "notice": "fushun-rsj-2025"}

    def test_numbers_that_say_who_somebody_is_are_not(self, assistant: Assistant) -> None:
        _, after = said(assistant, "我身份证21010019800101123X电话13800138000，抚顺水利几号交材料")
        kept = after.model_dump_json()
        assert "13800138000" not in kept
        assert "21010019800101123X" not in kept

    def test_an_edited_question_takes_the_place_of_the_last(self, assistant: Assistant) -> None:
        _, conversation = said(assistant, "工信厅工程系列网报到几号？", "那水利呢", day=SUMMER)
        edited = Turn(text="那经济系列呢", number=3, is_edit=True)
        reply, _ = assistant.reply(edited, conversation, SUMMER)
        assert "8月12日—8月30日" in reply.text

    def test_an_edit_that_comes_in_the_middle_of_a_self_check(self, assistant: Assistant) -> None:
        _, conversation = said(assistant, "抚顺水利几号交材料", "资格自测")
        reply, after = assistant.reply(Turn(text="抚顺林草几号交材料？", number=3, is_edit=True), conversation, AUTUMN)
        assert "10月29日-31日" in reply.text
        assert after.is_checking

    @pytest.mark.parametrize(
        ("texts", "series", "level"),
        [
            (("高级经济师必须先考试吗", "不对不对，我问的是正高"), "economics", "full_senior"),
            (("高级工艺美术师要答辩吗", "初级的呢"), "arts_crafts", "junior"),
            (("高级经济师要现场答辩吗", "中级经济师呢"), "economics", "intermediate"),
        ],
    )
    def test_another_level_leaves_the_series_of_a_title_as_it_was(
        self, assistant: Assistant, texts: tuple[str, ...], series: str, level: str
    ) -> None:
        (*_, reply), _ = said(assistant, *texts, day=SUMMER)
        assert (reply.facets["series"], reply.facets["level"]) == (series, level)

    def test_a_place_that_is_named_again_keeps_the_case(self, assistant: Assistant) -> None:
        (*_, reply), _ = said(assistant, "我在大连民企搞机电，在哪评副高", "有大连的通知没", "那正高呢", day=SUMMER)
        assert reply.answer is not None
        assert any("机电" in each.quote for each in reply.answer.citations)

    @pytest.mark.parametrize(
        ("texts", "quote"),
        [
            (("抚顺工程高级几号报卷", "盖房子的呢"), "11月11日-14日"),
            (("抚顺工程高级几号报卷", "搞园林绿化的那些人呢"), "10月29日-31日"),
            (("小学老师怎么评副高", "那省工信厅收材料的地址"), "泰山路64号219房间"),
            (("我是高级技师，开车床的，能评工程师吗", "得干几年才能报高工"), "满4年可申报评审相应专业高级工程师"),
            (("抚顺报卷窗口在哪", "去年交过一次没评上，那些材料还能用吗"), "在提交上一年度报送过"),
            (("论文要查重吗", "工信厅这个，市里发的奖算不算"), "其它奖励不能认定"),
        ],
    )
    def test_a_question_that_goes_on_is_read_by_what_it_names(
        self, assistant: Assistant, texts: tuple[str, ...], quote: str
    ) -> None:
        (*_, reply), _ = said(assistant, *texts)
        assert reply.answer is not None
        assert quote in "".join(each.quote for each in reply.answer.citations[:2])

    @pytest.mark.parametrize(
        "texts",
        [
            ("数据科学的高工谁来评", "它的助工呢"),
            ("数据科学与工程中级有没有人评",),
            ("评中级要去答辩不", "搞数据科学的中级也一样吧"),
        ],
    )
    def test_a_level_that_a_line_of_work_does_not_have_is_said_first(
        self, assistant: Assistant, texts: tuple[str, ...]
    ) -> None:
        (*_, reply), _ = said(assistant, *texts, day=SUMMER)
        assert reply.answer is not None
        assert "只设副高级和正高级" in reply.answer.citations[0].quote

    def test_a_level_told_before_that_there_is_not_keeps_nothing_from_being_answered(
        self, assistant: Assistant
    ) -> None:
        (*_, reply), _ = said(assistant, "数据科学初级咋报", "那评审标准是哪个文件", day=SUMMER)
        assert reply.answer is not None
        assert "数据科学与工程专业：按照" in reply.answer.citations[0].quote

    def test_only_what_is_said_now_is_held_against_the_notice(self, assistant: Assistant) -> None:
        (*_, reply), _ = said(assistant, "网上申报是到8月31号截止吧", "工程的呢", day=SUMMER)
        assert "8月31号" not in reply.text.partition("\n")[2]

    def test_what_asks_of_a_thing_by_itself_is_no_part_of_the_last_question(self, assistant: Assistant) -> None:
        (*_, reply), _ = said(assistant, "公示三天就够了吧", "评定表一份就行是吧", day=SUMMER)
        assert reply.answer is not None
        assert "一式三份" in reply.answer.citations[0].quote
        assert reply.answer.differs == ("1份", "3份")

    @pytest.mark.parametrize(
        ("text", "quote"), [("经济的也是那会儿截止吧", "8月12日—8月30日"), ("今年工程的哪天开始", "7月1日—7月31日")]
    )
    def test_the_short_name_of_a_case_is_heard_before_what_is_asked(
        self, assistant: Assistant, text: str, quote: str
    ) -> None:
        (*_, reply), _ = said(assistant, "网上申报几号截止", text, day=SUMMER)
        assert reply.answer is not None
        assert reply.answer.status == "answered"
        assert quote in reply.answer.citations[0].quote

    def test_a_year_is_that_of_the_notices_there_are_for_the_series(self, assistant: Assistant) -> None:
        (*_, reply), _ = said(assistant, "经济系列网上申报几号截止", "明年呢", day=SUMMER)
        assert reply.answer is not None
        assert reply.answer.silence == "other_year"

    def test_an_own_case_is_no_part_of_the_last_question(self, assistant: Assistant) -> None:
        (*_, reply), _ = said(assistant, "造假几年不能报", "我2018年的工程师，大连民企做纺织，能报高工吗", day=SUMMER)
        assert "造假" not in reply.text
        assert "几年" not in reply.text

    def test_when_and_where_in_one_breath_are_two_questions(self, assistant: Assistant) -> None:
        (reply,), _ = said(assistant, "抚顺修路那块的高工哪几天送卷，在几楼哪个窗口")
        assert reply.answer is not None
        assert "11月6日-7日" in "".join(each.quote for each in reply.answer.citations[:2])
        assert "39号窗口" in "".join(each.quote for each in reply.answer.citations[:3])

    def test_of_several_cases_those_of_the_notice_cited_last_come_first(self, assistant: Assistant) -> None:
        for notice in ("ln-scjg-2024", "ln-gxt-2024"):
            again, _ = assistant.reply(Turn(text="答辩占多少分"), Conversation(cited=notice), SUMMER)
            assert again.answer is not None
            assert again.answer.status == "clarify"
            assert again.answer.citations[0].notice.id == notice

    def test_the_days_for_everybody_come_first_where_no_line_of_work_is_told(self, assistant: Assistant) -> None:
        (*_, reply), _ = said(assistant, "今年抚顺高工什么时候交材料", "去年呢", day=date(2026, 11, 26))
        assert reply.answer is not None
        assert reply.answer.citations[0].quote.startswith("10月27日至11月18日")


class TestButtons:
    def test_one_of_an_earlier_question_is_told_so_and_changes_nothing(self, assistant: Assistant) -> None:
        (*_, reply), after = said(assistant, "资格自测", "工程系列", "/answer series - economics")
        assert "之前的消息" in reply.text
        assert after.check is not None
        assert [each.value for each in after.check.given] == ["engineering"]

    def test_narrowing_an_answer_that_is_not_the_last_one(self, assistant: Assistant) -> None:
        (*_, reply), _ = said(assistant, "造假几年不能报", "抚顺水利几号交材料", "/only 1 0", day=SUMMER)
        assert "之前的消息" in reply.text

    def test_every_facet_in_force_can_be_changed(self, assistant: Assistant) -> None:
        (first, *_), _ = said(assistant, "抚顺水利高工几号交材料")
        labels = {choice.says for row in first.rows for choice in row if choice.says.startswith("/facet")}
        assert labels == {"/facet series", "/facet level", "/facet place", "/facet specialty"}
        for says in labels:
            (_, asked), _ = said(assistant, "抚顺水利高工几号交材料", says)
            assert [choice.says for choice in asked.numbered][-1] == f"{says} -"

    def test_feedback_names_the_answer(self, assistant: Assistant) -> None:
        (*_, reply), _ = said(assistant, "抚顺水利几号交材料", "/useless 1", "/useless 1 old")
        assert reply.mark is not None
        assert (reply.mark.number, reply.mark.useful, reply.mark.reason) == (1, False, "old")

    def test_deleting_is_asked_for_twice(self, assistant: Assistant) -> None:
        (_, first, second), after = said(assistant, "抚顺水利几号交材料", "/delete", "/delete yes")
        assert (first.erases, second.erases) == (False, True)
        assert after == Conversation()

    def test_the_year_of_somebodys_title_is_not_the_round_of_what_they_ask_next(self, assistant: Assistant) -> None:
        (*_, reply), _ = said(assistant, "我在抚顺搞水利，2021年评的工程师，能报高工吗", "业绩算到哪天为止")
        assert "2021 年度" not in reply.text
        assert "2025年9月30日" in reply.text

    def test_what_was_asked_by_mistake_is_taken_back(self, assistant: Assistant) -> None:
        (*_, reply), _ = said(assistant, "抚顺机电的哪天交卷", "等等，我刚才问岔了，是水利的")
        assert "10月27日-28日:水利行业人员" in reply.text


class TestSmallTalk:
    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("您好！", "greeting"),
            ("谢谢老师", "thanks"),
            ("你是机器人吗？", "who"),
            ("转人工", "person"),
            ("真没用", "complaint"),
            ("讲个笑话", "chat"),
            ("我的材料审核到哪一步了", "individual"),
            ("测试", "test"),
            ("hello", "greeting"),
            ("老师们好啊，我是第一次报，心里没底", "greeting"),
            ("成，记下了", "thanks"),
            ("再见", "farewell"),
            ("你能替我填表不", "proxy"),
            ("拍个照片给你，能认出来吗", "unreadable"),
            ("写得太绕了，说得直白一点", "plainer"),
            ("你这平台算官方的吗", "who"),
        ],
    )
    def test_is_told_from_questions(self, assistant: Assistant, text: str, kind: str) -> None:
        (reply,), _ = said(assistant, text)
        assert reply.kind == "smalltalk"
        assert load_talk().reply(text, names_nothing=True, is_asking=False) == kind

    @pytest.mark.parametrize(
        "text",
        [
            "老师您好，我眼神不济，您别见怪",
            "哈哈，我可真是服了自己",
            "辛苦您这么耐心，我心里亮堂多了",
            "你是电脑在跟我说话吗",
            "谁让你答的呀",
            "还是你靠谱",
        ],
    )
    def test_is_known_by_what_it_is_about(self, assistant: Assistant, text: str) -> None:
        assert said(assistant, text)[0][0].kind == "smalltalk"

    @pytest.mark.parametrize(
        "text", ["谢谢老师，材料交到哪里呢", "你好，抚顺报卷哪天截止", "我这人记性不好，几号截止来着"]
    )
    def test_beside_a_question_is_left_aside(self, assistant: Assistant, text: str) -> None:
        assert said(assistant, text)[0][0].kind == "answer"

    def test_what_is_asked_of_the_notices_is_answered_from_them(self, assistant: Assistant) -> None:
        rows = score.read_rows(CASES / "questions.jsonl")
        replies = [said(assistant, row["question"], day=date.fromisoformat(row["as_of"]))[0][0] for row in rows]
        assert sum(reply.answer is not None for reply in replies) >= 0.98 * len(rows)
        assert Counter(reply.kind for reply in replies)["answer"] >= 0.97 * len(rows)

    def test_every_kind_has_its_reply(self) -> None:
        talk = load_talk()
        assert {*talk.smalltalk, *talk.holds} | {"remark"} == set(REPLIES)
        assert set(talk.topics.values()) <= set(REPLIES)


@pytest.mark.parametrize("text", ["嗯", "对", "ok", "yes", "No", "yes yes", "sure"])
def test_a_yes_or_no_for_which_nothing_waits_is_no_question(assistant: Assistant, text: str) -> None:
    (_, reply), _ = said(assistant, "公示几天", text, day=SUMMER)
    assert reply.kind == "smalltalk"


@pytest.mark.parametrize("kind", ["answer", "smalltalk", "interview", "command"])
def test_what_people_say_is_taken_for_what_it_is(assistant: Assistant, kind: str) -> None:
    rows = [row for row in score.read_rows(CASES / "kinds.jsonl") if row["kind"] == kind]
    wrong = []
    for row in rows:
        (reply,), _ = said(assistant, row["text"], day=SUMMER)
        if reply.kind not in (kind, row.get("also")):
            wrong.append((reply.kind, row["text"]))
    assert len(wrong) <= 0.2 * len(rows), wrong


@pytest.mark.parametrize("name", FLOORS)
def test_follow_ups(assistant: Assistant, name: str) -> None:
    share, misses = share_right(assistant, name)
    assert share >= FLOORS[name], misses


class TestWishes:
    @pytest.mark.parametrize("text", ["带我自测一遍呗", "那就测测吧", "来，给俺测测", "咋自测啊"])
    def test_begin_the_self_check(self, assistant: Assistant, text: str) -> None:
        (*_, reply), after = said(assistant, "抚顺水利几号交材料", text)
        assert reply.kind == "interview"
        assert after.is_checking

    @pytest.mark.parametrize(
        "text", ["替我测测呗", "你刚刚问我啥来着", "没听明白", "我们继续", "自测", "填到第几步了，接着来"]
    )
    def test_ask_for_what_is_being_asked_lose_nothing(self, assistant: Assistant, text: str) -> None:
        (*_, asked, again), after = said(assistant, "我在抚顺民企搞建设，2018年评的工程师，能报高工吗", "对", text)
        assert again.asks == asked.asks
        assert after.is_checking

    @pytest.mark.parametrize("text", ["全部删除", "都给我清空"])
    def test_delete_everything(self, assistant: Assistant, text: str) -> None:
        assert "/delete yes" in said(assistant, "资格自测", text)[0][-1].labels.values()

    @pytest.mark.parametrize("text", ["停", "先停一下吧", "够了别问了", "回头再弄吧", "你别问我了"])
    def test_leave_the_self_check(self, assistant: Assistant, text: str) -> None:
        _, after = said(assistant, "资格自测", "工程系列", text)
        assert not after.is_checking

    @pytest.mark.parametrize("text", ["评定表是不是得重新填", "公示时有人提意见，公示要不要从头再来一遍"])
    def test_are_none_where_their_words_stand_in_a_question(self, assistant: Assistant, text: str) -> None:
        assert said(assistant, text)[0][0].kind == "answer"

    def test_ask_for_the_last_answer_once_more(self, assistant: Assistant) -> None:
        (first, again), _ = said(assistant, "抚顺水利几号交材料", "再说一遍")
        assert again.text == first.text

    @pytest.mark.parametrize("text", ["你这里都有哪几个市的文件啊", "你最新的通知是啥时候的", "资料多久更新一次"])
    def test_ask_for_the_notices_there_are(self, assistant: Assistant, text: str) -> None:
        (*_, reply), _ = said(assistant, "抚顺水利几号交材料", text)
        assert reply.kind == "command"
        assert "fushun-rsj-2025" in reply.text

    @pytest.mark.parametrize("text", ["营口单独出了通知没", "有丹东的文件没", "锦州有专门的通知没"])
    def test_a_place_without_a_notice_has_none(self, assistant: Assistant, text: str) -> None:
        (reply,), _ = said(assistant, text)
        assert reply.answer is not None
        assert reply.answer.silence == "other_place"


def test_a_silence_is_given_in_three_ways_and_no_more(assistant: Assistant) -> None:
    (first, second, third, fourth), _ = said(
        assistant, "评审费多少", "评审费多少钱啊", "评审费到底多少", "评审费多少啊"
    )
    assert len({first.text, second.text, third.text}) == 3
    assert len(third.text) < len(second.text)
    assert fourth.shown[-1] == third.shown[-1]


class TestTalk:
    def test_a_line_is_a_conversation(self, run: Run) -> None:
        line = {"id": 7, "turns": ["抚顺水利的几号交卷", "林草的呢？", "谢谢", "资格自测"], "as_of": "2025-10-28"}
        result = run("talk", "--jsonl", "-", typed=json.dumps(line, ensure_ascii=False) + "\n")
        row = json.loads(result.stdout)
        assert row["id"] == 7
        assert [reply["kind"] for reply in row["replies"]] == ["answer", "answer", "smalltalk", "interview"]
        assert row["replies"][1]["facets"] == {
            "series": "engineering",
            "place": "抚顺",
            "specialty": "林草",
            "notice": "fushun-rsj-2025",
        }
        assert row["replies"][3]["choices"][0] == "工程系列"
        assert row["replies"][1]["citations"][0]["quote"].startswith("10月29日-31日")

    @pytest.mark.parametrize(
        ("line", "why"),
        [
            ("[]", "a JSON object"),
            ('{"id": 1}', "turns"),
            ('{"id": 1, "turns": [3]}', "turns"),
            ("{", "Expecting"),
            ('{"id": 1, "turns": [], "as_of": "x"}', "as_of"),
        ],
    )
    def test_a_line_that_cannot_be_read_says_why_and_the_rest_go_on(self, run: Run, line: str, why: str) -> None:
        good = '{"id": 2, "turns": ["你好"]}'
        printed = run("talk", "--jsonl", "-", typed=f"{line}\n{good}\n").stdout
        bad, fine = (json.loads(each) for each in printed.splitlines())
        assert why in bad["error"]
        assert len(fine["replies"]) == 1


def test_a_whole_series_leaves_nothing_of_the_line_of_work_before(assistant: Assistant) -> None:
    replies, _ = said(assistant, "2025年抚顺水利是哪两天收的卷", "2024年省里工程的网报呢", day=date(2026, 11, 26))
    assert "7月1日—7月31日" in replies[-1].text


@pytest.mark.parametrize(
    ("before", "word", "matter"),
    [
        ("公示几天", "那材料呢", "materials-overview"),
        ("抚顺水利几号报卷", "条件呢", "eligibility-overview"),
        ("要交什么材料", "流程呢", "procedure-overview"),
        ("评职称需要什么条件", "答辩呢", "defence"),
    ],
)
def test_a_word_that_is_a_whole_question_is_not_answered_as_the_last_one(
    assistant: Assistant, before: str, word: str, matter: str
) -> None:
    (_, reply), _ = said(assistant, before, word, day=SUMMER)
    assert reply.answer is not None
    assert reply.answer.question.topics.best(1)[0].startswith(matter)


@pytest.mark.parametrize("name", talks.FLOORS)
def test_conversations_are_led_as_people_talk(assistant: Assistant, name: str) -> None:
    figures, misses = talks.measure(assistant, name)
    assert [*talks.below(figures, name)] == [], misses
