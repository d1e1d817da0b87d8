"""What can go wrong between the bot, Telegram and the people: each is got over, and nothing secret is logged."""

import logging
import re
import sqlite3
import threading
import time
from pathlib import Path

import pytest

from bot.delivery.limits import RateLimits
from bot.delivery.logs import QUIET, Masked
from bot.errors import StorageError, TelegramRefused
from bot.telegram.polling import Polling
from tests.bot.telegram.markup import Refused
from tests.bot.telegram.running import Running, TelegramDoor, running
from tests.bot.telegram.server import TOKEN, BotApi

QUESTION = "抚顺水利几号交材料"
BUSY = Refused("Too Many Requests: retry after 1", 429, retry_after=1)
DOWN = Refused("Bad Gateway", 502)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short pauses after a fault of the network."""
    monkeypatch.setattr("bot.telegram.polling.WAITS", (0.1, 0.2))
    monkeypatch.setattr(Polling.__init__, "__defaults__", ((0.1, 0.2),))


def test_telegram_may_want_to_be_left_alone(door: TelegramDoor, api: BotApi) -> None:
    """After 429 the message arrives, once, when the time is over."""
    began = time.monotonic()
    api.fail("sendMessage", BUSY, 2)
    assert len(door.say(QUESTION)) == 1
    assert time.monotonic() - began > 2


def test_telegram_may_be_down_for_a_moment(door: TelegramDoor, api: BotApi) -> None:
    """A message that could not be sent is sent again; so are fetching and the answer to a tap no fault."""
    api.fail("sendMessage", DOWN)
    api.fail("getUpdates", DOWN)
    api.fail("getUpdates", BUSY)
    assert len(door.say(QUESTION)) == 1
    api.fail("answerCallbackQuery", DOWN)
    assert door.tap(door.labels()[0])


def test_the_network_may_be_gone(door: TelegramDoor, api: BotApi) -> None:
    """What was asked while nobody could be reached is answered once, after that."""
    door.say("/privacy")
    api.stop()
    door.write(QUESTION)
    time.sleep(0.5)
    api.start()
    door.bot.settle()
    assert [("10月27日" in each["text"]) for each in api.sent(door.user)] == [False, True]


def test_two_programs_with_one_token(
    api: BotApi, library_file: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Both say so in the log and go on; when one ends, the other answers."""
    with running(api, library_file, tmp_path / "first.sqlite") as first:
        with running(api, library_file, tmp_path / "second.sqlite"):
            api.wait(lambda: "another program polls" in caplog.text)
        assert TelegramDoor(first).say(QUESTION)


def test_a_webhook_that_is_left_is_taken_away(api: BotApi, library_file: Path, storage_file: Path) -> None:
    """Polling begins by it."""
    api.webhook["url"] = "https://elsewhere.example/hook"
    with running(api, library_file, storage_file) as bot:
        assert TelegramDoor(bot).say(QUESTION)


def test_a_token_that_telegram_refuses(api: BotApi, library_file: Path, storage_file: Path) -> None:
    """One line, at once."""
    bot = Running(api, library_file, storage_file, token="99:" + "B" * 35)
    with pytest.raises(TelegramRefused, match="令牌"):
        bot.start()


def test_who_blocked_the_bot_is_left_in_peace(door: TelegramDoor, api: BotApi) -> None:
    """The message is dropped, and others are answered."""
    door.say("/privacy")
    api.rooms.blocked.add(door.user)
    door.say(QUESTION)
    assert door.bot.service.storage.pending_deliveries() == []
    assert TelegramDoor(door.bot, 1003).say(QUESTION)


def test_html_that_telegram_refuses_goes_as_plain_text(door: TelegramDoor, api: BotApi) -> None:
    """An answer is worth more than its looks."""
    api.fail("sendMessage", Refused("Bad Request: can't parse entities: Unsupported start tag"))
    shown = door.say(QUESTION)
    assert "「" in shown[0]
    assert "<" not in shown[0]
    assert "parse_mode" not in api.called("sendMessage")[-1]


def test_an_error_has_a_number(bot: Running, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """The person gets it; the log has the place of the fault under it, and nothing that the person wrote."""

    def fail(turn: object, conversation: object, today: object) -> None:
        raise ValueError(f"cannot read {turn}")

    door = TelegramDoor(bot, 1002, "en")
    monkeypatch.setattr(bot.service.door.assistant, "reply", fail)
    shown = door.say("my own story")
    number = re.search(r"error ([0-9a-f]{6})", shown[0])[1]
    assert f"error {number}: ValueError" in caplog.text
    assert "in fail" in caplog.text
    assert "my own story" not in caplog.text
    monkeypatch.undo()
    assert door.say(QUESTION)


def test_a_file_that_cannot_be_written(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """A question is answered all the same; where even that fails, the person hears of it."""

    def fail(*_given: object) -> None:
        raise StorageError("disk full")

    monkeypatch.setattr(bot.service.storage, "turn", fail)
    door = TelegramDoor(bot, 1002, "en")
    assert "10月27日" in door.say(QUESTION)[0]
    monkeypatch.setattr(bot.service.door.assistant, "reply", fail)
    assert "error" in door.say(QUESTION)[0]


def test_logs_hold_neither_token_nor_what_people_say(door: TelegramDoor, caplog: pytest.LogCaptureFixture) -> None:
    """The whole log of a conversation at the finest level that is set up."""
    caplog.set_level(logging.INFO)
    door.say("我的身份证是 210102199003071234 的人能报吗")
    assert "210102199003071234" not in caplog.text
    record = logging.LogRecord("httpx", logging.INFO, "x", 1, f"POST https://host/bot{TOKEN}/getMe", (), None)
    assert Masked("%(message)s").format(record) == "POST https://host/bot***/getMe"


def test_haste_is_told_once(api: BotApi, library_file: Path, storage_file: Path) -> None:
    """The twenty-first message in a minute gets a word, the next ones nothing; a tap is still let go."""
    with running(api, library_file, storage_file, turns_a_minute=3) as bot:
        door = TelegramDoor(bot, 1002, "en")
        shown = door.shown(lambda: [door.write("/language") for _time in range(6)])
        assert len(shown) == 4
        assert "more than 3 messages in a minute" in shown[-1]
        door.tap("English")
        assert set(api.rooms.queries.values()) == {"answered"}
        assert TelegramDoor(bot, 1003).say("/help")


def test_limits_end_with_the_minute() -> None:
    """A refusal is over when the minute is; whoever is silent is forgotten."""
    now = [0.0]
    limits = RateLimits(2, lambda: now[0])
    assert [limits.take(1) for _time in range(4)] == ["free", "free", "first refusal", "refused"]
    now[0] = 61
    assert limits.take(1) == "free"
    now[0] = 200
    limits.take(2)
    assert set(limits.taken) == {2}


def test_typing_is_shown_where_it_takes_long(
    api: BotApi, library_file: Path, storage_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not for an answer that is there at once."""
    with running(api, library_file, storage_file) as bot:
        door = TelegramDoor(bot)
        door.say("/help")
        assert api.called("sendChatAction") == []
        api.delay = 1.0
        door.say(QUESTION)
        assert api.called("sendChatAction")[-1] == {"chat_id": str(door.user), "action": "typing"}


def test_a_busy_file_is_waited_for(door: TelegramDoor, storage_file: Path) -> None:
    """Another process that writes delays an answer, and loses none."""
    other = sqlite3.connect(storage_file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    threading.Timer(0.5, lambda: other.execute("ROLLBACK")).start()
    assert len(door.say(QUESTION)) == 1
    other.close()


def test_what_was_not_sent_is_sent_after_the_next_start(
    api: BotApi, library_file: Path, storage_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that was kept when Telegram could not be reached."""
    monkeypatch.setattr("bot.telegram.service.LAST_WORDS", 0.2)
    with running(api, library_file, storage_file) as bot:
        door = TelegramDoor(bot)
        api.fail("sendMessage", DOWN, 50)
        door.write(QUESTION)
        api.wait(bot.service.storage.pending_deliveries)
    api.faults.clear()
    assert api.sent(door.user) == []
    with running(api, library_file, storage_file) as bot:
        bot.settle()
        assert len(api.sent(door.user)) == 1


def test_an_update_that_cannot_be_read_holds_nobody_up(
    door: TelegramDoor, api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    """One of a kind that the library does not know is passed over, and the others of its batch are answered."""
    for name, level in QUIET.items():
        caplog.set_level(level, name)
    held: list[dict[str, object]] = []
    forward, api.rooms.updated = api.rooms.updated, held.append
    for text in ("/privacy", "a secret", QUESTION):
        door.write(text)
    api.rooms.updated = forward
    held[1]["message"]["date"] = 10**20  # type: ignore[index]  # JSON
    api.pending += held[:2]
    api.updated(held[2])
    door.bot.settle()
    assert len(api.sent(door.user)) == 2
    assert "10月27日" in api.sent(door.user)[-1]["text"]
    assert "a secret" not in caplog.text
    calls = len(api.called("getUpdates"))
    time.sleep(0.5)
    assert len(api.called("getUpdates")) < calls + 3


def test_of_an_error_the_log_says_where_it_arose_and_not_what_was_written(caplog: pytest.LogCaptureFixture) -> None:
    asked = "评高工要几年"
    try:
        {}[asked]
    except KeyError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
    [record] = caplog.records
    record.exc_text = None  # which caplog's own formatter has left there
    line = Masked("%(message)s").format(record)
    assert "KeyError" in line
    assert "test_faults.py" in line
    assert asked not in line
