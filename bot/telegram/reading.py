"""What comes from outside as an update: the fields that the door reads are checked before anything is made of them."""

import logging
from typing import Annotated

import telegram
from pydantic import BaseModel, ConfigDict, Field
from telegram.ext import ExtBot

from bot.bounds import turn_deadline
from bot.errors import Overdue

Number = Annotated[int, Field(ge=-(2**63), lt=2**63)]
Moment = Annotated[int, Field(ge=0, lt=253402300800)]  # seconds; until the year 9999
UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError, Overdue)
logger = logging.getLogger(__name__)


class Checked(BaseModel):
    """A part of an update; what it holds besides these fields is the library's."""

    model_config = ConfigDict(strict=True)


class User(Checked):
    """A person or a bot."""

    id: Number
    is_bot: bool
    first_name: str
    username: str | None = None
    language_code: str | None = None


class Chat(Checked):
    """Where something is said."""

    id: Number
    type: str


class IncomingMessage(Checked):
    """What somebody said, or what a button stands under."""

    message_id: Number
    date: Moment
    chat: Chat
    from_: User | None = Field(None, alias="from")
    text: str | None = None
    caption: str | None = None
    edit_date: Moment | None = None
    media_group_id: str | None = None
    message_thread_id: Number | None = None
    is_topic_message: bool | None = None
    reply_to_message: "IncomingMessage | None" = None


class Query(Checked):
    """A tap on a button."""

    id: str
    from_: User = Field(alias="from")
    message: IncomingMessage | None = None
    data: str | None = None


class Update(Checked):
    """One update."""

    update_id: Number
    message: IncomingMessage | None = None
    edited_message: IncomingMessage | None = None
    callback_query: Query | None = None


def update_in(raw: object, bot: ExtBot[int]) -> telegram.Update | None:
    """The update that a value of JSON is; None where it is none, or none that can be read."""
    try:
        with turn_deadline():
            Update.model_validate(raw)
            return telegram.Update.de_json(raw, bot)  # type: ignore[arg-type]  # a dict, as was just checked
    except UNREADABLE as error:
        logger.warning("what was sent is no update that can be read: %s", type(error).__name__)
        return None
