"""The far side of the Bot API: people, chats, messages and taps; what people do becomes updates."""

import itertools
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.bot.telegram.markup import Refused, check_markup, text_of

ME = {"id": 4242, "is_bot": True, "first_name": "职称问答", "username": "zhicheng_bot"}
Json = dict[str, object]


@dataclass
class Rooms:
    """All chats of the bot. `updated` hears of each new update."""

    updated: Callable[[Json], None]
    messages: dict[tuple[int, int], Json] = field(default_factory=dict)
    queries: dict[str, str] = field(default_factory=dict)
    blocked: set[int] = field(default_factory=set)
    migrated: dict[int, int] = field(default_factory=dict)
    log: list[tuple[str, Json]] = field(default_factory=list)
    ids: itertools.count = field(default_factory=lambda: itertools.count(100))
    update_ids: itertools.count = field(default_factory=lambda: itertools.count(70001))

    def chat(self, number: int) -> Json:
        """A chat: of one person if its number is positive, else a group."""
        if number > 0:
            return {"id": number, "type": "private", "first_name": f"P{number}"}
        return {"id": number, "type": "supergroup", "title": f"G{-number}"}

    def user(self, number: int, language: str | None) -> Json:
        """A person."""
        user = {"id": number, "is_bot": False, "first_name": f"P{number}"}
        return user if language is None else {**user, "language_code": language}

    def update(self, **content: Json) -> int:
        """A new update goes out; its number."""
        number = next(self.update_ids)
        self.updated({"update_id": number, **content})
        return number

    def write(
        self, user: int, text: str | None, chat: int | None = None, language: str | None = "zh-hans", **more: object
    ) -> Json:
        """A person writes a message; `more` is what else it holds."""
        where = chat or user
        message = {"message_id": next(self.ids), "date": int(time.time()), "chat": self.chat(where)}
        message |= {"from": self.user(user, language), **more}
        if text is not None:
            message["text"] = text
        self.messages[where, message["message_id"]] = message
        self.update(message=message)
        return message

    def rewrite(self, message: Json, text: str) -> None:
        """A person edits a message."""
        edited = {**message, "text": text, "edit_date": int(time.time())}
        self.messages[message["chat"]["id"], message["message_id"]] = edited
        self.update(edited_message=edited)

    def tap(self, user: int, message: Json, data: str, language: str | None = "zh-hans") -> str:
        """A person taps a button under a message; the number of the query."""
        query = f"q{next(self.ids)}"
        self.queries[query] = "open"
        self.update(
            callback_query={
                "id": query,
                "from": self.user(user, language),
                "message": message,
                "chat_instance": "c",
                "data": data,
            }
        )
        return query

    def post(self, params: Json, content: Json) -> Json:
        """The bot's message in a chat."""
        chat = self.reachable(params)
        markup = params.get("reply_markup")
        check_markup(markup)
        message = {
            "message_id": next(self.ids),
            "date": int(time.time()),
            "chat": self.chat(chat),
            "from": ME,
            **content,
        }
        if markup and "inline_keyboard" in markup:
            message["reply_markup"] = markup
        elif markup:
            message["has_menu"] = True
        if (reply := params.get("reply_parameters")) is not None:
            asked = self.messages.get((chat, int(reply["message_id"])))
            if asked is None and not reply.get("allow_sending_without_reply"):
                raise Refused("Bad Request: message to be replied not found")
            if asked is not None:
                message["reply_to_message"] = {key: asked[key] for key in asked if key != "reply_to_message"}
        if params.get("message_thread_id"):
            message |= {"message_thread_id": params["message_thread_id"], "is_topic_message": True}
        self.messages[chat, message["message_id"]] = message
        return message

    def reachable(self, params: Json) -> int:
        """The chat of a request, if the bot may write there."""
        chat = int(params["chat_id"])
        if chat in self.blocked:
            raise Refused("Forbidden: bot was blocked by the user", 403)
        if chat in self.migrated:
            raise Refused(
                "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=self.migrated[chat]
            )
        if not any(known == chat for known, _message in self.messages):
            raise Refused("Bad Request: chat not found")
        return chat

    def send_message(self, params: Json) -> Json:
        """sendMessage."""
        text, entities = text_of(params)
        return self.post(params, {"text": text, "entities": entities})

    def edit_message_text(self, params: Json) -> Json:
        """editMessageText."""
        chat, markup = self.reachable(params), params.get("reply_markup")
        old = self.messages.get((chat, int(params["message_id"])))
        if old is None:
            raise Refused("Bad Request: message to edit not found")
        if old["from"] != ME or old.get("has_menu") or (markup and "inline_keyboard" not in markup):
            raise Refused("Bad Request: message can't be edited")
        if "text" not in old:
            raise Refused("Bad Request: there is no text in the message to edit")
        text, entities = text_of(params)
        check_markup(markup)
        if (old["text"], old["entities"], old.get("reply_markup")) == (text, entities, markup):
            raise Refused(
                "Bad Request: message is not modified: specified new message content and reply markup are exactly "
                "the same as a current content and reply markup of the message"
            )
        new = {**old, "text": text, "entities": entities, "edit_date": int(time.time())}
        new.pop("reply_markup", None)
        self.messages[chat, old["message_id"]] = new | ({"reply_markup": markup} if markup else {})
        return self.messages[chat, old["message_id"]]

    def delete_message(self, params: Json) -> bool:
        """deleteMessage."""
        key = (self.reachable(params), int(params["message_id"]))
        if key not in self.messages:
            raise Refused("Bad Request: message to delete not found")
        del self.messages[key]
        return True

    def answer_callback_query(self, params: Json) -> bool:
        """answerCallbackQuery."""
        if len(str(params.get("text", ""))) > 200:
            raise Refused("Bad Request: MESSAGE_TOO_LONG")
        if self.queries.get(str(params["callback_query_id"])) != "open":
            raise Refused("Bad Request: query is too old and response timeout expired or query ID is invalid")
        self.queries[str(params["callback_query_id"])] = "answered"
        return True

    def send_chat_action(self, params: Json) -> bool:
        """sendChatAction."""
        self.reachable(params)
        return True


def buttons_of(message: Json) -> list[Json]:
    """The buttons under a message."""
    return [button for row in message.get("reply_markup", {}).get("inline_keyboard", []) for button in row]


def readable(params: Json) -> Json:
    """The parameters of a request, with what is JSON in them read."""
    return {
        key: json.loads(value) if isinstance(value, str) and value[:1] in "[{" and key != "text" else value
        for key, value in params.items()
    }
