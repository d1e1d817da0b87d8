"""The strict server refuses what Telegram refuses, in its words: python-telegram-bot is the witness."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx
import pytest
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError

from tests.bot.telegram.markup import Refused
from tests.bot.telegram.server import TOKEN, BotApi

Act = Callable[[Bot], Awaitable[object]]


@pytest.fixture
def ask(api: BotApi) -> Callable[[Act], object]:
    """Do something with a client on the server; person 1 has written to the bot."""
    api.rooms.write(1, "hello")

    def ask(act: Act) -> object:
        async def run() -> object:
            async with Bot(TOKEN, f"{api.url}/bot", f"{api.url}/file/bot") as bot:
                return await act(bot)

        return asyncio.run(run())

    return ask


def html(text: str) -> Act:
    """Send HTML."""
    return lambda bot: bot.send_message(1, text, parse_mode="HTML")


def button(data: str) -> Act:
    """Send a button with this data."""
    return lambda bot: bot.send_message(
        1, "x", reply_markup=InlineKeyboardMarkup.from_button(InlineKeyboardButton("x", callback_data=data))
    )


@pytest.mark.parametrize(
    ("act", "error", "words"),
    [
        (html("<div>x</div>"), BadRequest, 'unsupported start tag "div" at byte offset 0'),
        (html("字<b>x"), BadRequest, 'can\'t find end tag corresponding to start tag "b"'),
        (html("<b>x</i>"), BadRequest, 'unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        (html("x</b>"), BadRequest, "unexpected end tag at byte offset 1"),
        (html("a < b"), BadRequest, "unclosed start tag"),
        (html("<b> </b>"), BadRequest, "message text is empty"),
        (html("😀" * 2049), BadRequest, "message is too long"),
        (button("x" * 65), BadRequest, "button_data_invalid"),
        (lambda bot: bot.send_message(2, "x"), BadRequest, "chat not found"),
        (lambda bot: bot.edit_message_text("x", 1, 999), BadRequest, "message to edit not found"),
        (lambda bot: bot.delete_message(1, 999), BadRequest, "message to delete not found"),
        (lambda bot: bot.answer_callback_query("q0"), BadRequest, "query is too old"),
        (lambda bot: bot.set_my_commands([BotCommand("Check", "x")]), BadRequest, "bot_command_invalid"),
        (lambda bot: bot.set_my_commands([BotCommand("check", "x" * 257)]), BadRequest, "description_invalid"),
        (lambda bot: bot.do_api_request("noSuchMethod"), TelegramError, "not found"),
        (lambda bot: bot.set_webhook("http://x.example"), BadRequest, "https url must be provided"),
    ],
)
def test_refusals(ask: Callable[[Act], object], act: Act, error: type[Exception], words: str) -> None:
    """What Telegram refuses."""
    with pytest.raises(error) as refused:
        ask(act)
    assert words in str(refused.value).lower()


def test_an_edit_to_the_same_is_refused_and_another_is_not(ask: Callable[[Act], object]) -> None:
    """By text and buttons as they are read, not as they are written."""

    async def act(bot: Bot) -> None:
        sent = await bot.send_message(1, "a &amp; b", parse_mode="HTML")
        with pytest.raises(BadRequest, match="not modified"):
            await bot.edit_message_text("a & b", 1, sent.message_id)
        assert (await bot.edit_message_text("a", 1, sent.message_id)).text == "a"

    ask(act)


def test_a_tap_is_answered_once(ask: Callable[[Act], object], api: BotApi) -> None:
    """The second answer is too late."""

    async def act(bot: Bot) -> None:
        sent = await bot.send_message(1, "x")
        query = api.rooms.tap(1, api.rooms.messages[1, sent.message_id], "1:x")
        assert await bot.answer_callback_query(query)
        with pytest.raises(BadRequest, match="too old"):
            await bot.answer_callback_query(query)

    ask(act)


def test_a_later_poll_ends_the_earlier(ask: Callable[[Act], object]) -> None:
    """409 for the first; the second goes on."""

    async def act(bot: Bot) -> None:
        await bot.get_updates(offset=99999)
        first = asyncio.ensure_future(bot.get_updates(timeout=5))
        await asyncio.sleep(0.1)
        async with Bot(TOKEN, bot.base_url.removesuffix(TOKEN)) as other:
            assert await other.get_updates(timeout=0) == ()
        with pytest.raises(Conflict, match="terminated by other getUpdates"):
            await first

    ask(act)


def test_files_go_up_and_come_down(ask: Callable[[Act], object]) -> None:
    """Byte for byte, with their name."""

    async def act(bot: Bot) -> None:
        sent = await bot.send_document(1, b"BEGIN:VCALENDAR\r\n\xff", filename="日历.ics")
        assert sent.document.file_name == "日历.ics"
        file = await bot.get_file(sent.document.file_id)
        assert bytes(await file.download_as_bytearray()) == b"BEGIN:VCALENDAR\r\n\xff"
        with pytest.raises(BadRequest, match=r"(?i)file must be non-empty"):
            await bot.send_document(1, b"", filename="x")

    ask(act)


def test_flood_and_block(ask: Callable[[Act], object], api: BotApi) -> None:
    """429 with how long to wait, 403 from who blocked the bot."""
    api.fail("sendMessage", Refused("Too Many Requests: retry after 7", 429, retry_after=7))
    with pytest.raises(RetryAfter):
        ask(html("x"))
    api.rooms.blocked.add(1)
    with pytest.raises(Forbidden):
        ask(html("x"))


def test_a_wrong_token(api: BotApi) -> None:
    """401 for one of the right form, 404 for any other."""

    async def act() -> None:
        async with Bot("1:x", f"{api.url}/bot"):
            pass

    with pytest.raises(InvalidToken):
        asyncio.run(act())
    assert httpx.post(f"{api.url}/botx/getMe").status_code == 404
    assert httpx.post(f"{api.url}/bot1:x/getMe").status_code == 401
