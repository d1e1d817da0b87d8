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
class Tapped:
    """A message whose button was tapped, as HTML, and what the button reads."""

    html: str
    label: str


@dataclass(frozen=True)
class Incoming:
    """One thing that a person said. `text` is what was typed, for a tap the button's data, for media its kind.

    `message` is the one that was typed, or the one whose button was `tapped`; `owner` wrote what that one answers,
    `replied` is the data of the buttons under the message of ours that is replied to, and `beside` is the kind of media
    that the text stands under.
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
    tapped: Tapped | None = None
    replied: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """The group that it was said in; none for a chat of one's own."""
        return "" if self.place.is_private else str(self.place.chat)


def incoming(update: telegram.Update, me: telegram.User) -> Incoming | None:
    """What an update says to the bot `me`."""
    if update.callback_query is not None:
        return _read_tap(update, update.callback_query)
    message, is_edit = update.message or update.edited_message, update.edited_message is not None
    person = _person_in(message)
    if message is None or person is None:
        return None
    place = place_of(message)
    kind, text = _said_in(message, me)
    if text is None or (is_edit and not (place.is_private and kind == "text")):
        return None
    return Incoming(
        update=update.update_id,
        kind="edit" if is_edit else kind,
        user=person.id,
        place=place,
        message=message.message_id,
        text=text,
        language=person.language_code,
        album=message.media_group_id,
        beside=_media_of(message) if message.caption else "",
        replied=tuple(_buttons_of(message.reply_to_message)),
    )


def _person_in(message: telegram.Message | None) -> telegram.User | None:
    """Who wrote a message; None where nobody did, or a bot."""
    person = message.from_user if message else None
    return None if person is None or person.is_bot else person


def _said_in(message: telegram.Message, me: telegram.User) -> tuple[Kind, str | None]:
    """The words of a message, or what it holds instead; no text where the bot is not spoken to."""
    text = _text_for_us(message, me)
    if text == "" and (media := _media_of(message)):
        return "media", media
    is_note = message.text is None and message.caption is None
    return "text", None if is_note else text


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
        tapped=_tapped(message, query.data),
    )


def _tapped(message: telegram.MaybeInaccessibleMessage, data: str | None) -> Tapped | None:
    """What a tap leaves to be read; None where the message cannot be seen any more."""
    if not isinstance(message, telegram.Message) or not message.text:
        return None
    return Tapped(message.text_html, _buttons_of(message).get(data or "", ""))


def _buttons_of(message: telegram.Message | None) -> dict[str, str]:
    """What the buttons under a message read, by their data."""
    rows = message.reply_markup.inline_keyboard if message and message.reply_markup else ()
    return {str(button.callback_data): button.text for row in rows for button in row if button.callback_data}


def place_of(message: telegram.MaybeInaccessibleMessage) -> Destination:
    """Where a message stands."""
    thread = message.message_thread_id if isinstance(message, telegram.Message) and message.is_topic_message else None
    return Destination(message.chat.id, message.chat.type == telegram.constants.ChatType.PRIVATE, thread)


def _text_for_us(message: telegram.Message, me: telegram.User) -> str | None:
    """The text as the core is asked it; None where a group talks of something else.

    In a group only what mentions the bot, answers one of its messages or is a command for it is meant for it.
    """
    text = (message.text or message.caption or "").strip()
    is_private = message.chat.type == telegram.constants.ChatType.PRIVATE
    if command := COMMAND.fullmatch(text):
        return _command_to_us(command, me, is_private=is_private)
    return text if is_private else _words_to_us(text, message, me)


def _command_to_us(command: re.Match[str], me: telegram.User, *, is_private: bool) -> str | None:
    """A command without the name of the bot; None where it is another's, or one in a group that is nobody's here."""
    name, named = command["name"].lower(), command["bot"]
    is_known = is_private or name in TELEGRAM_COMMANDS
    is_ours = named.lower() == (me.username or "").lower() if named else is_known
    return f"/{name}{command['rest']}" if is_ours else None


def _words_to_us(text: str, message: telegram.Message, me: telegram.User) -> str | None:
    """What a group says to the bot, without its name; None where it speaks to others."""
    mention = re.compile(rf"@{re.escape(me.username or '')}\b", re.IGNORECASE)
    answers = message.reply_to_message is not None and message.reply_to_message.from_user == me
    if mention.search(text) or answers:
        return re.sub(r"[ \t]{2,}", " ", mention.sub("", text)).strip(" ,，:：\n")
    return None


def _media_of(message: telegram.Message) -> str:
    """What a message without a text holds, by Telegram's word for it; empty for a note of the chat itself."""
    return next((name for name in MEDIA if getattr(message, name, None)), "")
