"""What an update says to the bot: who, where, and the text that the core is asked; None is not for the bot."""

import re
from dataclasses import dataclass
from typing import Literal

import telegram
import telegram.constants

from bot.telegram.commands import TELEGRAM_COMMANDS

Kind = Literal["text", "edit", "tap", "media"]
COMMAND = re.compile(r"/(?P<name>[A-Za-z0-9_]{1,32})(?:@(?P<bot>\w+))?(?=\s|$)(?P<rest>.*)", re.DOTALL)
MEDIA = (
    "photo",
    "voice",
    "audio",
    "video",
    "video_note",
    "animation",
    "sticker",
    "location",
    "venue",
    "contact",
    "document",
    "poll",
    "dice",
    "story",
    "game",
    "paid_media",
    "checklist",
)


@dataclass(frozen=True)
class Destination:
    """Where an answer goes: the chat, its topic, and in a group the message that is answered."""

    chat: int
    is_private: bool
    thread: int | None = None


@dataclass(frozen=True)
class Incoming:
    """One thing that a person said. `text` is what was typed, for a tap the button's data, for media its kind.

    `message` is the one that was typed, or the one whose button was tapped; `owner` wrote what that one answers, and
    `beside` is the kind of media that the text stands under.
    """

    update: int
    kind: Kind
    user: int
    place: Destination
    message: int
    text: str
    language: str | None = None
    query: str | None = None
    owner: int | None = None
    album: str | None = None
    beside: str = ""

    @property
    def group(self) -> str:
        """The group that it was said in; none for a chat of one's own."""
        return "" if self.place.is_private else str(self.place.chat)


def incoming(update: telegram.Update, me: telegram.User) -> Incoming | None:
    """What an update says to the bot `me`."""
    if update.callback_query is not None:
        return _read_tap(update, update.callback_query)
    message = update.message or update.edited_message
    if message is None or message.from_user is None or message.from_user.is_bot:
        return None
    text = _text_for_us(message, me)
    place = place_of(message)
    if text is None or (update.edited_message is not None and not place.is_private):
        return None
    kind: Kind = "edit" if update.edited_message is not None else "text"
    if not text and (found := _media_of(message)):
        if kind == "edit":
            return None
        kind, text = "media", found
    elif not text and message.text is None and message.caption is None:
        return None
    return Incoming(
        update=update.update_id,
        kind=kind,
        user=message.from_user.id,
        place=place,
        message=message.message_id,
        text=text,
        language=message.from_user.language_code,
        album=message.media_group_id,
        beside=_media_of(message) if message.caption else "",
    )


def _read_tap(update: telegram.Update, query: telegram.CallbackQuery) -> Incoming | None:
    """A tap on a button, with whom the buttons were meant for; one without a message is too old to be answered."""
    message = query.message
    if message is None:
        return None
    asked = message.reply_to_message if isinstance(message, telegram.Message) else None
    return Incoming(
        update=update.update_id,
        kind="tap",
        user=query.from_user.id,
        place=place_of(message),
        message=message.message_id,
        text=query.data or "",
        language=query.from_user.language_code,
        query=query.id,
        owner=asked.from_user.id if asked is not None and asked.from_user is not None else None,
    )


def place_of(message: telegram.MaybeInaccessibleMessage) -> Destination:
    """Where a message stands."""
    thread = message.message_thread_id if isinstance(message, telegram.Message) and message.is_topic_message else None
    return Destination(message.chat.id, message.chat.type == telegram.constants.ChatType.PRIVATE, thread)


def _text_for_us(message: telegram.Message, me: telegram.User) -> str | None:
    """The text as the core is asked it; None where a group talks of something else.

    In a group only what mentions the bot, answers one of its messages or is a command for it is meant for it.
    """
    text = (message.text or message.caption or "").strip()
    private = message.chat.type == telegram.constants.ChatType.PRIVATE
    if command := COMMAND.fullmatch(text):
        name, named = command["name"].lower(), (command["bot"] or "").lower()
        is_ours = named == (me.username or "").lower() if named else private or name in TELEGRAM_COMMANDS
        return f"/{name}{command['rest']}" if is_ours else None
    if private:
        return text
    mention = re.compile(rf"@{re.escape(me.username or '')}\b", re.IGNORECASE)
    answers = message.reply_to_message is not None and message.reply_to_message.from_user == me
    if mention.search(text) or answers:
        return re.sub(r"[ \t]{2,}", " ", mention.sub("", text)).strip(" ,，:：\n")
    return None


def _media_of(message: telegram.Message) -> str:
    """What a message without a text holds, by Telegram's word for it; empty for a note of the chat itself."""
    return next((name for name in MEDIA if getattr(message, name, None)), "")
