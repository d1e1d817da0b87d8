"""One payload as one request to Telegram, and what can still be done where Telegram refuses it.

Messages go out and come back as JSON: made into the library's objects, both would take several times as long. The
library does that for the methods that it knows; what it does not know by name it sends as it is.
"""

import html
import logging
import re
from base64 import b64decode
from contextlib import suppress

import telegram
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from bot.storage.rows import Delivery
from bot.storage.storage import Storage
from bot.telegram.incoming import Destination
from bot.telegram.payloads import Button, Payload

SEND, EDIT = "send__message", "edit__message_text"  # names that go out as sendMessage and editMessageText
NO_PREVIEW = {"is_disabled": True}
FILE = "file "  # before the number of a message that holds a file: its text cannot be edited
logger = logging.getLogger(__name__)


class Post:
    """Sends, edits and deletes; knows which messages answered a question."""

    def __init__(self, bot: ExtBot[int], storage: Storage) -> None:
        self.bot = bot
        self.storage = storage

    async def send(self, delivery: Delivery) -> str | None:
        """Do what a payload says; the number of the message that came of it."""
        payload = Payload.model_validate(delivery.payload)
        actions = {
            "send": self.say,
            "edit": self.edit,
            "trim": self.trim,
            "document": self.document,
            "close": self.close,
        }
        return await actions[payload.do](delivery.chat, payload)

    async def say(self, chat: str, payload: Payload) -> str | None:
        """A new message; one whose HTML is refused all the same goes as plain text."""
        try:
            return await self.message(chat, payload, payload.text, ParseMode.HTML)
        except BadRequest as error:
            if "can't parse entities" not in error.message.lower():
                raise
            logger.error("message refused, sent as plain text: %s", error)
            return await self.message(chat, payload, _plain_of(payload.text), None)

    async def message(self, chat: str, payload: Payload, text: str, mode: ParseMode | None) -> str:
        """A new message, in the topic and under the message that it answers."""
        reply = {"message_id": payload.answers, "allow_sending_without_reply": True}
        message = {
            "chat_id": int(chat),
            "text": text,
            "parse_mode": mode,
            "message_thread_id": payload.thread,
            "reply_markup": markup(payload),
            "reply_parameters": reply if payload.answers else None,
            "link_preview_options": NO_PREVIEW,
        }
        sent = await self.bot.do_api_request(SEND, message)
        return str(sent["message_id"])

    async def edit(self, chat: str, payload: Payload) -> str | None:
        """The message that was sent in this place before, with a new text; a new message where there is none.

        One sent because the old message is gone is not remembered: in the old one's place it would be taken for more.
        """
        sent = [each for each in self.messages_of(chat, payload) if not each.startswith(FILE)]
        if payload.index >= len(sent):
            return await self.say(chat, payload)
        try:
            await self.change(chat, int(sent[payload.index]), payload)
        except BadRequest as error:
            if "message is not modified" not in error.message.lower():
                await self.say(chat, payload)
        return None

    async def close(self, chat: str, payload: Payload) -> None:
        """One of our messages without its buttons; one that is gone, or closed already, stays as it is."""
        with suppress(BadRequest):
            await self.change(chat, payload.question, payload)

    async def change(self, chat: str, message: int, payload: Payload) -> None:
        """One of our messages with the text and the buttons of a payload."""
        new = {
            "chat_id": int(chat),
            "message_id": message,
            "text": payload.text,
            "parse_mode": ParseMode.HTML,
            "reply_markup": buttons(payload),
            "link_preview_options": NO_PREVIEW,
        }
        await self.bot.do_api_request(EDIT, new)

    async def trim(self, chat: str, payload: Payload) -> None:
        """Delete what a question was answered with before and is not any more."""
        sent = self.messages_of(chat, payload)
        texts = [each for each in sent if not each.startswith(FILE)]
        for message in [*texts[payload.index :], *(each for each in sent if each.startswith(FILE))]:
            with suppress(BadRequest):
                await self.bot.delete_message(int(chat), int(message.removeprefix(FILE)))

    async def document(self, chat: str, payload: Payload) -> str:
        """A file."""
        file = telegram.InputFile(b64decode(payload.octets), payload.name)
        sent = await self.bot.send_document(int(chat), file, message_thread_id=payload.thread)
        return f"{FILE}{sent.message_id}"

    def messages_of(self, chat: str, payload: Payload) -> list[str]:
        """The messages that a question was answered with."""
        return self.storage.messages_of(chat, str(payload.question))

    async def answer(self, query: str, text: str) -> None:
        """A word beside the button that was tapped; nothing where it comes too late."""
        try:
            await self.bot.answer_callback_query(query, text or None, show_alert=bool(text))
        except TelegramError as error:
            logger.info("a tap was not answered: %s", error)

    async def typing(self, place: Destination) -> None:
        """The word that an answer is being written."""
        with suppress(TelegramError):
            await self.bot.send_chat_action(place.chat, ChatAction.TYPING, message_thread_id=place.thread)


def buttons(payload: Payload) -> dict[str, object] | None:
    """The buttons under a message, as Telegram takes them."""
    rows = [[_as_sent(each) for each in row] for row in payload.buttons]
    return {"inline_keyboard": rows} if rows else None


def _as_sent(button: Button) -> dict[str, str | None]:
    """A button as Telegram takes it: with what it hands back, or opens, when it is tapped."""
    what, given = ("url", button.url) if button.url else ("callback_data", button.data)
    return {"text": button.text, what: given}


def markup(payload: Payload) -> dict[str, object] | None:
    """The buttons under a message, or those below the keyboard, as Telegram takes them."""
    if not payload.menu:
        return buttons(payload)
    rows = [[{"text": each} for each in row] for row in payload.menu]
    return {"keyboard": rows, "is_persistent": True, "resize_keyboard": True}


def _plain_of(text: str) -> str:
    """A message without its tags."""
    return html.unescape(re.sub(r"<[^<>]*>", "", text))
