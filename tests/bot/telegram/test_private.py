"""A private chat with the bot, through the real Application and a strict server."""

import pytest

from bot.core.menu import CHAT_COMMANDS
from bot.locale import _, speaking
from bot.telegram import words
from bot.telegram.commands import IN_GROUPS
from tests.bot.telegram.rooms import buttons_of
from tests.bot.telegram.running import Running, TelegramDoor
from tests.bot.telegram.server import BotApi

QUESTION = "抚顺水利几号交材料"


@pytest.fixture
def english(bot: Running) -> TelegramDoor:
    """The chat of somebody whose Telegram speaks English."""
    return TelegramDoor(bot, 1002, "en")


def test_a_question_is_answered_with_its_source(door: TelegramDoor) -> None:
    """An applicant asks, and gets the sentence and where it stands."""
    shown = door.say(QUESTION)
    assert "10月27日" in shown[0]
    assert "抚人社发〔2025〕10号" in shown[0]


@pytest.mark.parametrize("command", ["start", *CHAT_COMMANDS])
def test_every_command_is_answered(door: TelegramDoor, command: str) -> None:
    """Each command that Telegram offers leads to a message."""
    assert all(door.say(f"/{command}"))
    assert door.say(f"/{command}@zhicheng_bot")


def test_every_button_leads_on(english: TelegramDoor) -> None:
    """Whatever is tapped, the tap is answered once and something is shown."""
    for opening in (QUESTION, "/check", "/notices", "/delete", "/language", "/year"):
        english.say(opening)
        for label in english.labels():
            english.say(opening)
            if label in english.labels():
                shown = english.tap(label)
                assert any(shown), (opening, label)
    assert set(english.api.rooms.queries.values()) == {"answered"}


def test_the_menu_comes_with_the_start_and_is_understood(door: TelegramDoor, api: BotApi) -> None:
    """The four buttons below the keyboard, in the person's language, each of which does something of its own."""
    door.say("/start")
    menus = [call["reply_markup"] for call in api.called("sendMessage") if "keyboard" in call.get("reply_markup", {})]
    assert len(menus) == 1
    assert menus[0]["is_persistent"]
    with speaking("zh_CN"):
        assert [[button["text"] for button in row] for row in menus[0]["keyboard"]] == [
            list(row) for row in words.menu()
        ]
        labels = [_(label) for label in words.MENU]
    shown = [door.say(label)[0] for label in labels]
    assert len(set(shown)) == 4


def test_commands_are_offered_by_place_and_language(bot: Running, api: BotApi) -> None:
    """All of them in private chats, a few in groups, Chinese for everybody and English for who speaks it."""
    assert set(api.commands) == {
        (scope, code) for scope in ("all_private_chats", "all_group_chats") for code in ("", "en")
    }
    names = [each["command"] for each in api.commands["all_private_chats", ""]]
    assert names == ["start", *CHAT_COMMANDS]
    assert [each["command"] for each in api.commands["all_group_chats", "en"]] == list(IN_GROUPS)


def test_an_edited_question_edits_its_answer(english: TelegramDoor, api: BotApi) -> None:
    """The message that answered stands there with the new answer, and nothing else was sent."""
    english.say(QUESTION)
    before = [each["message_id"] for each in api.sent(english.user)]
    english.edit("省工信厅工程系列网上申报几号截止")
    after = api.sent(english.user)
    assert [each["message_id"] for each in after][: len(before)] == before[: len(after)]
    assert "7月" in after[0]["text"]
    assert len(api.called("editMessageText")) == 1


def test_an_edit_that_changes_nothing_is_no_fault(english: TelegramDoor, api: BotApi) -> None:
    """Telegram refuses an edit to the same text; nobody hears of it."""
    english.say("/privacy")
    english.edit("/privacy")
    assert len(api.sent(english.user)) == 1


def test_an_edit_can_need_more_messages_or_fewer(english: TelegramDoor, api: BotApi) -> None:
    """What is too much is deleted, what is lacking is sent, and what was deleted by hand is sent anew."""
    english.say("/start")
    english.edit("/privacy")
    english.edit(QUESTION)
    texts = [each["text"] for each in api.sent(english.user)]
    assert any("10月27日" in text for text in texts)
    gone = api.sent(english.user)[-1]
    del api.rooms.messages[english.user, gone["message_id"]]
    assert any("7月" in text for text in english.edit("省工信厅工程系列网上申报几号截止"))


def test_stale_and_foreign_buttons_are_answered_kindly(english: TelegramDoor, api: BotApi) -> None:
    """A token that nobody knows, data of another version, none at all: a word, no fault."""
    english.say(QUESTION)
    message = api.sent(english.user)[-1]
    for data in ("1:AAAAAAAAAAAAAAAA", "0:old", "9:new", "noise", "x" * 64):
        shown = english.shown(lambda data=data: api.rooms.tap(english.user, message, data, "en"))
        assert shown == ["This button is out of date. Please ask again, or send /start."]


def test_a_button_can_be_tapped_twice(english: TelegramDoor, api: BotApi) -> None:
    """Both taps are answered."""
    english.say("/language")
    message, button = english.button("English")
    english.shown(lambda: [api.rooms.tap(english.user, message, button["callback_data"]) for _time in range(2)])
    assert set(api.rooms.queries.values()) == {"answered"}


def test_a_tapped_answer_stays_to_be_read_and_its_buttons_go(door: TelegramDoor, api: BotApi) -> None:
    door.say("/check")
    question, button = door.button("工程系列")
    door.tap("工程系列")
    left = api.rooms.messages[door.chat, question["message_id"]]
    assert left["text"].endswith("\n申报系列：工程系列 ✓")
    assert "您申报哪个系列" in left["text"]
    assert not buttons_of(left)
    api.rooms.tap(door.user, question, button["callback_data"])
    door.bot.settle()
    assert api.rooms.messages[door.chat, question["message_id"]]["text"].count("✓") == 1


def test_a_reply_to_an_older_answer_is_about_that_answer(door: TelegramDoor, api: BotApi) -> None:
    door.say("抚顺水利几号交材料")
    older = api.sent(door.chat)[-1]
    door.say("评高工要交多少评审费")
    assert "10月2" in "".join(door.send("林草呢", reply_to_message=older))


def test_button_data_fits(english: TelegramDoor, api: BotApi) -> None:
    """Whatever a choice says, its data is short and versioned."""
    english.say("/check")
    data = [button["callback_data"] for button in buttons_of(api.sent(english.user)[-1])]
    assert data
    assert all(each.startswith("1:") and len(each.encode()) <= 64 for each in data)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("photo", [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]),
        ("voice", {"file_id": "v", "file_unique_id": "v", "duration": 3}),
        ("video_note", {"file_id": "v", "file_unique_id": "v", "duration": 3, "length": 9}),
        ("location", {"longitude": 123.4, "latitude": 41.8}),
        ("contact", {"phone_number": "1", "first_name": "P"}),
        ("document", {"file_id": "d", "file_unique_id": "d"}),
        ("dice", {"emoji": "🎲", "value": 3}),
        ("poll", None),
    ],
)
def test_what_is_no_text_gets_a_word(english: TelegramDoor, kind: str, content: object) -> None:
    """A picture, a recording, a place: the person is told what can be done instead."""
    shown = english.send(None, **({kind: content} if content else {"sticker": STICKER}))
    assert len(shown) == 1
    assert "type" in shown[0].lower()


STICKER = {
    "file_id": "s",
    "file_unique_id": "s",
    "width": 1,
    "height": 1,
    "is_animated": False,
    "is_video": False,
    "type": "regular",
}
PHOTO = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]


def test_the_words_under_a_picture_are_answered(english: TelegramDoor) -> None:
    """With a note that the picture itself was not looked at."""
    shown = english.send(None, photo=PHOTO, caption=QUESTION)
    assert shown[0].startswith("I cannot look at pictures.")
    assert "10月27日" in shown[0]


def test_an_album_is_spoken_of_once(english: TelegramDoor) -> None:
    """Ten pictures sent together are one thing."""
    shown = english.shown(lambda: [english.write(None, photo=PHOTO, media_group_id="a") for _picture in range(5)])
    assert len(shown) == 1


def test_what_is_too_long_or_empty_gets_a_word(english: TelegramDoor) -> None:
    """Nobody waits for an answer in vain."""
    assert "too long" in english.say("字" * 4096)[0]
    assert "too long" in english.say("😀" * 2001)[0]
    assert english.say("字" * 2000)
    assert english.say(" \u200b ")


def test_what_the_chat_itself_notes_is_not_answered(english: TelegramDoor) -> None:
    """A pinned message, a new timer: nothing is said."""
    assert english.send(None, message_auto_delete_timer_changed={"message_auto_delete_time": 86400}) == []


def test_the_language_is_the_persons(bot: Running) -> None:
    """Chinese for who speaks Chinese or says nothing, else English, until it is changed; then it stays."""
    sticker = {"sticker": STICKER}
    with speaking("zh_CN"):
        chinese = words.to_media("sticker")
    assert TelegramDoor(bot, 1, "zh-hans").send(None, **sticker) == [chinese]
    assert TelegramDoor(bot, 2, None).send(None, **sticker) == [chinese]
    assert "Type a question" in TelegramDoor(bot, 3, "de").send(None, **sticker)[0]
    changed = TelegramDoor(bot, 4, "zh-hans")
    changed.say("/language")
    changed.tap("English")
    assert "Type a question" in changed.send(None, **sticker)[0]


def test_deleting_deletes(english: TelegramDoor, bot: Running) -> None:
    """After the confirmation nothing of the person is in the file."""
    english.say(QUESTION)
    english.say("/delete")
    english.say("1")
    storage = bot.service.storage
    for table in ("conversation", "answer", "token", "delivery"):
        assert storage.rows(f"SELECT * FROM {table}") == [], table


def test_nothing_waits_in_the_outbox(english: TelegramDoor, bot: Running) -> None:
    """What was sent is not kept."""
    english.say(QUESTION)
    assert bot.service.storage.pending_deliveries() == []
