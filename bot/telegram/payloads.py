"""What is to be sent, as values that can wait in the outbox: a reply's messages, buttons, files and edits."""

import html
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from bot.core.reply import File, Option, Rows
from bot.telegram import words
from bot.telegram.incoming import Incoming, Tapped
from bot.telegram.rendering import Message, fits, messages
from bot.text.paragraph import Paragraph
from knowledge.records import Model

VERSION = "1:"


class Button(Model):
    """A button under a message: its text, and what Telegram hands back or opens when it is tapped."""

    text: str
    data: str | None = None
    url: str | None = None


class Payload(Model):
    """One request to Telegram. `edit` and `trim` go by what was answered to `question` before; `octets` are base64.

    `close` takes the buttons away from the message of ours that is `question`.
    """

    do: Literal["send", "edit", "trim", "document", "close"]
    text: str = ""
    buttons: tuple[tuple[Button, ...], ...] = ()
    menu: tuple[tuple[str, ...], ...] = ()
    thread: int | None = None
    answers: int | None = None
    question: int = 0
    index: int = 0
    name: str = ""
    octets: str = ""


def token_of(data: str) -> str | None:
    """The token in a button's data; None for data of another version, or that nobody here wrote."""
    return data.removeprefix(VERSION) if data.startswith(VERSION) and data.isascii() else None


def button(choice: Option, token: Callable[[str], str]) -> Button:
    """A choice as a button; one that says an address opens it."""
    if choice.says.startswith("https://"):
        return Button(text=choice.label, url=choice.says)
    return Button(text=choice.label, data=VERSION + token(choice.says))


def sends(said: Incoming, shown: Iterable[Message], token: Callable[[str], str]) -> Iterator[Payload]:
    """Messages to be sent as they come; in a group the first one answers what was said, so that all know whom."""
    answers: int | None = said.message if said.kind == "edit" or not said.place.is_private else None
    for message in shown:
        buttons = tuple(tuple(button(choice, token) for choice in row) for row in message.rows)
        yield Payload(do="send", text=message.html, buttons=buttons, thread=said.place.thread, answers=answers)
        answers = None


def edits(said: Incoming, sent: Iterable[Payload]) -> Iterator[Payload]:
    """The same messages, each in the place of the one that was sent before it; what is left over goes."""
    payloads = list(sent)
    texts = [payload for payload in payloads if payload.do == "send"]
    for index, payload in enumerate(texts):
        yield payload.model_copy(update={"do": "edit", "index": index, "question": said.message})
    yield Payload(do="trim", index=len(texts), question=said.message)
    yield from (payload for payload in payloads if payload.do == "document")


def closed(said: Incoming, tapped: Tapped, line: str) -> Payload:
    """The message whose button was tapped without its buttons, and with a line that tells what was chosen."""
    added = f"{tapped.html}\n<b>{html.escape(line)}</b>"
    return Payload(do="close", text=added if fits(added) else tapped.html, question=said.message)


def with_menu(paragraphs: tuple[Paragraph, ...], rows: Rows) -> tuple[Message, ...]:
    """Messages of which the first has no button of its own, so that it can bring the menu."""
    if not rows:
        return messages(paragraphs)
    if len(paragraphs) == 1:
        return (*messages([Paragraph(words.menu_is_there())]), *messages(paragraphs, rows))
    return (*messages(paragraphs[:1]), *messages(paragraphs[1:], rows))


def document(said: Incoming, file: File) -> Payload:
    """A file to be sent."""
    octets = b64encode(file.octets).decode("ascii")
    return Payload(do="document", name=file.name, octets=octets, thread=said.place.thread)
