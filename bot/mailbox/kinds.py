"""Which kind of letter this is: a mail that no reply is due to, a technical trouble, a green channel, or policy."""

import re
from functools import cache
from pathlib import Path

from pydantic import Field

from bot.mailbox.asking import Asking
from bot.mailbox.letter import Letter
from knowledge.records import Model, read_record
from knowledge.words import simplified

TABLE = Path(__file__).with_name("kinds.yaml")


class Sign(Model):
    """What shows that a mail was sent by a machine, and why it gets no reply. `words`: how many words of adverts."""

    reason: str
    headers: dict[str, str] = Field(default_factory=dict)
    media_type: str = "(?!)"
    parts: str = "(?!)"
    subject: str = "(?!)"
    text: str = "(?!)"
    words: int = 0


class Technical(Model):
    """What tells a trouble with the system from a question of policy."""

    contact: str
    thing: str
    fault: str
    remedy: str


class GreenChannel(Model):
    """What tells that somebody applies by the green channel; `query` finds what a notice wants of them."""

    named: str
    meant: str
    refused: str
    query: str
    wanted: str
    phone: str


class Kinds(Model):
    """What kinds.yaml holds."""

    automatic: tuple[Sign, ...]
    advert: tuple[str, ...]
    technical: Technical
    green_channel: GreenChannel


@cache
def kinds() -> Kinds:
    """The table of kinds.yaml."""
    return read_record(Kinds, TABLE)


def why_skipped(letter: Letter) -> str | None:
    """Why a mail gets no reply: a machine sent it. None where a person did."""
    subject, text = simplified(letter.subject).lower(), simplified(letter.text).lower()
    if letter.headers.get("return-path", "").replace(" ", "") == "<>":
        return "auto_reply" if "auto-submitted" in letter.headers else "bounce"
    return next((sign.reason for sign in kinds().automatic if shows(sign, letter, subject, text)), None)


def shows(sign: Sign, letter: Letter, subject: str, text: str) -> bool:
    """Whether a mail bears a sign."""
    by_headers = (
        re.search(pattern, letter.headers[name], re.IGNORECASE)
        for name, pattern in sign.headers.items()
        if name in letter.headers
    )
    by_parts = any(re.search(sign.parts, kind) for kind in letter.parts)
    if any(by_headers) or by_parts or re.search(sign.media_type, letter.media_type):
        return True
    if re.search(sign.subject, subject) or re.search(sign.text, text):
        return True
    return (
        bool(sign.words) and sum(bool(re.search(word, f"{subject}\n{text}")) for word in kinds().advert) >= sign.words
    )


def is_technical(asking: Asking, text: str) -> bool:
    """Whether somebody asks to have a machine mended: they name its fault, and ask for nothing but a remedy."""
    signs, words = kinds().technical, asking.understood.lower()
    if not re.search(signs.remedy, words):
        return False
    here = re.search(signs.fault, f"{asking.sentence} {asking.before}".lower())
    return bool(here or (re.search(signs.fault, text.lower()) and re.search(signs.thing, words)))


def tells_trouble(text: str) -> bool:
    """Whether a text that asks nothing tells of a machine that does not work."""
    signs, words = kinds().technical, text.lower()
    return bool(re.search(signs.fault, words) and re.search(signs.thing, words))


def is_green_channel(letter: Letter, askings: list[Asking]) -> bool:
    """Whether somebody means to apply by the green channel, or asks for nothing but it."""
    signs = kinds().green_channel
    text, subject = simplified(letter.text).lower(), simplified(letter.subject).lower()
    if re.search(signs.refused, text):
        return False
    asked = [asking for asking in askings if names_green_channel(asking)]
    is_meant = re.search(signs.meant, text) or re.search(signs.named, subject)
    return bool(is_meant) or bool(askings and len(asked) == len(askings))


def names_green_channel(asking: Asking) -> bool:
    """Whether a sentence that asks speaks of the green channel."""
    return bool(re.search(kinds().green_channel.named, f"{asking.sentence} {asking.understood}".lower()))


def gives_phone(letter: Letter) -> bool:
    """Whether a letter says how its writer can be reached by telephone."""
    return bool(re.search(kinds().green_channel.phone, f"{letter.text}\n{letter.signature}"))
