"""Updates of every shape, through the real Application with requests that stay in memory."""

import asyncio
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bot.telegram.memory import Memory, in_memory, taken
from tests.bot.telegram.rooms import ME, Json

ANN = {"id": 1, "is_bot": False, "first_name": "P1", "language_code": "en"}
PRIVATE = {"id": 1, "type": "private"}


def message(**more: object) -> Json:
    """A message in a private chat."""
    return {"message_id": 5, "date": 1, "chat": PRIVATE, "from": ANN, **more}


def told(library_file: Path, storage_file: Path, *updates: Json) -> Memory:
    """What the bot asks of Telegram for these updates."""

    async def run() -> Memory:
        async with in_memory(library_file, storage_file) as (service, memory):
            await taken(service, *updates)
            return memory

    return asyncio.run(run())


@pytest.mark.parametrize(
    "update",
    [
        {},
        {"channel_post": message(text="几号截止")},
        {"message": message(text="几号截止", **{"from": {**ANN, "is_bot": True}})},
        {"message": {key: value for key, value in message(text="几号截止").items() if key != "from"}},
        {"message": message(new_chat_title="x")},
        {"edited_message": message(sticker=None)},
        {"edited_message": message(location={"longitude": 1.0, "latitude": 2.0}, edit_date=2)},
        {"my_chat_member": None},
    ],
)
def test_what_is_not_for_the_bot_is_let_pass(update: Json, library_file: Path, storage_file: Path) -> None:
    """Channels, other bots, what a chat notes of itself, a place that moves."""
    assert told(library_file, storage_file, update).calls == []


def test_a_tap_under_a_message_that_is_gone(library_file: Path, storage_file: Path) -> None:
    """Telegram knows no more of it than its number, or nothing at all: the tap is answered in both cases."""
    query = {"id": "q", "from": ANN, "chat_instance": "c", "data": "1:none"}
    gone = {**query, "message": {"message_id": 4, "date": 0, "chat": PRIVATE}}
    memory = told(library_file, storage_file, {"callback_query": query}, {"callback_query": gone})
    assert [call["text"][:26] for call in memory.called("answerCallbackQuery")] == ["This button is out of date"] * 2


def test_an_edit_of_what_was_never_answered_is_answered(library_file: Path, storage_file: Path) -> None:
    """As an answer to that message."""
    memory = told(library_file, storage_file, {"edited_message": message(text="几号截止", edit_date=2)})
    assert memory.called("sendMessage")[0]["reply_parameters"] == {
        "message_id": 5,
        "allow_sending_without_reply": True,
    }


def test_a_message_of_the_bot_itself_is_not_answered(library_file: Path, storage_file: Path) -> None:
    """Bots do not talk to one another."""
    assert told(library_file, storage_file, {"message": message(text="hello", **{"from": ME})}).calls == []


@given(texts=st.lists(st.text(max_size=200), min_size=1, max_size=5))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_is_answered(texts: list[str], library_file: Path, storage_file: Path) -> None:
    """Any text leads to a message, and to none that says that something went wrong."""
    storage_file.unlink(missing_ok=True)
    memory = told(library_file, storage_file, *({"message": message(text=text or "x")} for text in texts))
    sent = memory.called("sendMessage")
    assert len(sent) >= len(texts)
    assert not any("(error " in call["text"] for call in sent)
