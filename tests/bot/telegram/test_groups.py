"""The bot in a group: only what is meant for it, a conversation a person, the self-check elsewhere."""

import pytest

from tests.bot.telegram.rooms import ME, buttons_of
from tests.bot.telegram.running import Running, TelegramDoor
from tests.bot.telegram.server import BotApi

GROUP = -5001
QUESTION = "抚顺水利几号交材料"


@pytest.fixture
def ann(bot: Running) -> TelegramDoor:
    """One member of the group."""
    return TelegramDoor(bot, 11, "en", GROUP)


@pytest.fixture
def bob(bot: Running) -> TelegramDoor:
    """Another."""
    return TelegramDoor(bot, 12, "en", GROUP)


def test_only_what_is_meant_for_the_bot_is_answered(ann: TelegramDoor, api: BotApi) -> None:
    """A mention, a reply to the bot, a command without a name or with ours."""
    assert ann.say(QUESTION) == []
    assert ann.say("/help@other_bot") == []
    assert ann.say("/roll 6") == []
    assert ann.say("zhicheng_bot 是谁") == []
    assert "10月27日" in ann.say(f"@Zhicheng_Bot {QUESTION}")[0]
    assert ann.say("/help@zhicheng_bot")
    answer = api.sent(GROUP)[0]
    assert ann.send("那什么时候开始", reply_to_message={**answer, "from": ME})


def test_the_answer_hangs_on_the_question(ann: TelegramDoor, api: BotApi) -> None:
    """So that all know whom it answers."""
    ann.say(f"@zhicheng_bot {QUESTION}")
    assert api.sent(GROUP)[0]["reply_to_message"]["message_id"] == ann.last["message_id"]


def test_a_mention_alone_gets_a_word(ann: TelegramDoor) -> None:
    """The name without a question."""
    assert "after my name" in ann.say("@zhicheng_bot")[0]


def test_the_self_check_goes_on_in_private(ann: TelegramDoor, bot: Running, api: BotApi) -> None:
    """The group gets a link; behind it the self-check begins."""
    shown = ann.say("/check@zhicheng_bot")
    assert "between the two of us" in shown[0]
    button = buttons_of(api.sent(GROUP)[-1])[0]
    assert button["url"] == "https://t.me/zhicheng_bot?start=check"
    private = TelegramDoor(bot, 11, "en")
    private.say("/start check")
    assert len(private.labels()) > 2
    assert "「10月27日-28日:水利行业人员」" in ann.say(f"@zhicheng_bot {QUESTION}")[0]


def test_buttons_are_for_the_person_who_asked(ann: TelegramDoor, bob: TelegramDoor) -> None:
    """Somebody else's tap gets a word, and changes nothing."""
    ann.say("@zhicheng_bot /language")
    ann.say("/language@zhicheng_bot")
    assert "for the person who asked" in bob.tap("中文")[0]
    assert ann.tap("English")


def test_two_people_in_a_group_never_mix(ann: TelegramDoor, bob: TelegramDoor) -> None:
    """What one asks is not what the other follows up; the same person in private is a third."""
    ann.say(f"@zhicheng_bot {QUESTION}")
    assert "抚顺水利" not in bob.say("/why@zhicheng_bot")[0]
    assert "抚顺水利" in ann.say("/why@zhicheng_bot")[0]
    assert "抚顺水利" not in TelegramDoor(ann.bot, 11, "en").say("/why")[0]


def test_an_edit_in_a_group_is_left_alone(ann: TelegramDoor) -> None:
    """Others have read the answer."""
    ann.say(f"@zhicheng_bot {QUESTION}")
    assert ann.edit(f"@zhicheng_bot {QUESTION}？") == []


def test_a_topic_is_answered_in_the_topic(ann: TelegramDoor, api: BotApi) -> None:
    """In a forum the answer stands where the question stood."""
    ann.send("/help@zhicheng_bot", message_thread_id=7, is_topic_message=True)
    assert api.called("sendMessage")[-1]["message_thread_id"] == "7"


def test_a_group_that_becomes_a_supergroup_gets_its_answer(ann: TelegramDoor, api: BotApi) -> None:
    """Telegram says where the group is now."""
    ann.say("/help@zhicheng_bot")
    api.rooms.write(11, "hello", -6001)
    api.rooms.migrated[GROUP] = -6001
    ann.say("/privacy@zhicheng_bot")
    assert api.sent(-6001)
