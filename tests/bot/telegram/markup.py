"""Telegram's HTML as its servers read it: what they refuse is refused here, in their own words."""

import re
from html import unescape

TAGS = {
    "b",
    "strong",
    "i",
    "em",
    "u",
    "ins",
    "s",
    "strike",
    "del",
    "code",
    "pre",
    "a",
    "blockquote",
    "span",
    "tg-spoiler",
}
TOKEN = re.compile(
    r"<(/?)([a-zA-Z-]*)((?:[^>\"]|\"[^\"]*\")*)>|<|&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});|[^<&]+|&"
)
ATTRIBUTES = {"blockquote": {"", "expandable"}, "a": None, "span": {'class="tg-spoiler"'}, "code": None}


class Refused(Exception):
    """What the Bot API answers in place of a result."""

    def __init__(self, description: str, code: int = 400, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.body = {"ok": False, "error_code": code, "description": description}
        if parameters:
            self.body["parameters"] = parameters


def units(text: str) -> int:
    """The length in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def faulty(what: str) -> Refused:
    """A refusal of markup."""
    return Refused(f"Bad Request: can't parse entities: {what}")


class Reading:
    """Reads tags one after the other: the plain text so far, its entities, and what is still open."""

    def __init__(self) -> None:
        self.plain = ""
        self.entities: list[dict[str, object]] = []
        self.open: list[tuple[str, int]] = []

    def begin(self, name: str, attributes: str, offset: int) -> None:
        """A start tag."""
        allowed = ATTRIBUTES.get(name, {""})
        if name not in TAGS:
            raise faulty(f'Unsupported start tag "{name}" at byte offset {offset}')
        if allowed is not None and attributes not in allowed:
            raise faulty(f'Unexpected attribute "{attributes}" at byte offset {offset}')
        if name == "blockquote" and any(tag == name for tag, _start in self.open):
            raise faulty(f"Nested blockquote at byte offset {offset}")
        self.open.append((name, units(self.plain)))

    def end(self, name: str, offset: int) -> None:
        """An end tag."""
        if not self.open:
            raise faulty(f"Unexpected end tag at byte offset {offset}")
        expected, start = self.open.pop()
        if name != expected:
            raise faulty(f'Unmatched end tag at byte offset {offset}, expected "</{expected}>", found "</{name}>"')
        if units(self.plain) > start:
            self.entities.append({"type": name, "offset": start, "length": units(self.plain) - start})


def parsed(text: str) -> tuple[str, list[dict[str, object]]]:
    """The text without its tags, and its entities; `Refused` as Telegram would."""
    reading, at = Reading(), 0
    for token in TOKEN.finditer(text):
        offset, whole = len(text[:at].encode()), token.group()
        at = token.end()
        if whole == "<":
            raise faulty(f"Unclosed start tag at byte offset {offset}")
        if not whole.startswith("<"):
            reading.plain += unescape(whole) if len(whole) > 1 else whole
        elif token[1]:
            reading.end(token[2].lower(), offset)
        else:
            reading.begin(token[2].lower(), token[3].strip(), offset)
    if reading.open:
        raise faulty(f'Can\'t find end tag corresponding to start tag "{reading.open[-1][0]}"')
    return reading.plain, reading.entities


def text_of(params: dict[str, object]) -> tuple[str, list[dict[str, object]]]:
    """The text of a message to be sent, within its limits."""
    raw = str(params.get("text", ""))
    text, entities = parsed(raw) if params.get("parse_mode") == "HTML" else (raw, [])
    if not text.strip():
        raise Refused("Bad Request: message text is empty")
    if units(text) > 4096:
        raise Refused("Bad Request: message is too long")
    if len(entities) > 100:
        raise Refused("Bad Request: more than 100 entities, of which Telegram would drop some")
    return text.strip(), entities


def check_markup(markup: dict[str, object] | None) -> None:
    """Refuse buttons that Telegram would refuse."""
    for row in (markup or {}).get("inline_keyboard", []):
        if not 1 <= len(row) <= 8:
            raise Refused("Bad Request: a row has 1 to 8 buttons")
        for button in row:
            check_button(button)
    for row in (markup or {}).get("keyboard", []):
        if any(not button.get("text") for button in row):
            raise Refused("Bad Request: keyboard button text is empty")


def check_button(button: dict[str, str]) -> None:
    """Refuse a button under a message that Telegram would refuse."""
    if not button.get("text"):
        raise Refused("Bad Request: inline keyboard button text is empty")
    if ("callback_data" in button) == ("url" in button):
        raise Refused("Bad Request: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
        raise Refused("Bad Request: BUTTON_DATA_INVALID")
    if "url" in button and not re.match(r"(https?|tg)://[^\s]+$", button["url"]):
        raise Refused("Bad Request: inline keyboard button URL is invalid")


def check_commands(commands: list[dict[str, str]]) -> None:
    """Refuse commands that Telegram would refuse."""
    if len(commands) > 100:
        raise Refused("Bad Request: BOT_COMMANDS_TOO_MUCH")
    for each in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", each["command"]):
            raise Refused("Bad Request: BOT_COMMAND_INVALID")
        if not 1 <= len(each["description"]) <= 256:
            raise Refused("Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
