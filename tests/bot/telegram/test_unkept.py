"""The bot while nothing can be kept, and after what it kept was damaged."""

import logging
import sqlite3
from pathlib import Path

import pytest

from bot.storage.faults import set_aside_at
from tests.bot.telegram.running import Running, TelegramDoor

QUESTION, QUOTE = "抚顺水利几号交材料", "10月27日"


def test_questions_are_answered_once_each_where_nothing_can_be_kept(
    door: TelegramDoor, bot: Running, caplog: pytest.LogCaptureFixture
) -> None:
    bot.service.storage.rows("PRAGMA query_only = 1")
    with caplog.at_level(logging.ERROR, "bot.telegram.unkept"):
        assert [QUOTE in text for text in door.say(QUESTION)] == [True]
        assert [QUOTE in text for text in door.say(QUESTION)] == [True]
        for text in ("资格自测", "/delete", "/delete yes", "/useful 1"):
            assert ["暂时只能逐条回答提问" in told for told in door.say(text)] == [True]
    assert len(caplog.messages) == 1
    bot.service.storage.rows("PRAGMA query_only = 0")
    assert [QUOTE in text for text in door.say(QUESTION)] == [True]
    assert bot.service.storage.pending_deliveries() == []


def test_what_was_sent_while_that_could_not_be_kept_is_not_sent_again(door: TelegramDoor, bot: Running) -> None:
    outbox, storage = bot.service.outbox, bot.service.storage
    sent = outbox.post.send

    async def send_and_fill(delivery: object) -> str | None:
        message = await sent(delivery)
        storage.rows("PRAGMA query_only = 1")
        return message

    outbox.post.send = send_and_fill
    assert [QUOTE in text for text in door.say(QUESTION)] == [True]
    outbox.post.send = sent
    assert len(storage.pending_deliveries()) == 1
    storage.rows("PRAGMA query_only = 0")
    door.say(QUESTION)
    assert storage.pending_deliveries() == []


def test_damage_is_put_aside_and_the_turn_answered(door: TelegramDoor, bot: Running, storage_file: Path) -> None:
    door.say(QUESTION)
    connection = sqlite3.connect(storage_file)
    connection.execute("DROP TABLE conversation")
    connection.close()
    assert [QUOTE in text for text in door.say(QUESTION)] == [True]
    [aside] = [each for each in set_aside_at(storage_file) if each.suffix == ".damaged"]
    assert aside.stat().st_size > 0
    assert [QUOTE in text for text in door.say(QUESTION)] == [True]
