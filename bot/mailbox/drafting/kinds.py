"""Which kind of letter this is: a mail that no reply is due to, a technical trouble, a green channel, or policy."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from bot.mailbox.drafting.asking_parts import clauses_asking
from bot.mailbox.drafting.askings import Asking, asks_own_record, without_pointing
from bot.mailbox.drafting.courtesies import complains_last, is_idle
from bot.mailbox.drafting.said import Said
from bot.mailbox.reading.letter import Letter
from knowledge.file_record import FileRecord
from knowledge.kept_yaml import read_kept_record
from knowledge.patterns import Alternatives, Lines, several
from knowledge.words import han_in, simplify

TABLE = Path(__file__).with_name("kinds.yaml")


class Sign(FileRecord):
    """What shows that a mail was sent by a machine, and why it gets no reply.

    `yields`: people's mail may bear it too, so that a letter that asks something is answered. `words`: how many words
    of adverts, `unless` somebody asks about one.
    """

    reason: str
    yields: bool = False
    answer_to: Alternatives | None = None
    unless: Alternatives | None = None
    headers: Mapping[str, Alternatives] = MappingProxyType({})
    media_type: Alternatives | None = None
    parts: Alternatives | None = None
    subject: Alternatives | None = None
    text: Alternatives | None = None
    words: int | None = None


class Technical(FileRecord):
    """What tells a trouble with the system from a question of policy."""

    contact: str
    thing: Alternatives
    fault: Alternatives
    remedy: Alternatives


class GreenChannel(FileRecord):
    """What tells that somebody applies by the green channel; `query` finds what a notice wants of them."""

    named: Alternatives
    meant: Alternatives
    refused: Alternatives
    query: str
    wanted: str
    phone: Alternatives


class Complaint(FileRecord):
    """What tells that somebody complains of how they were treated."""

    named: Alternatives


class LetterKinds(FileRecord):
    """What kinds.yaml holds."""

    automatic: tuple[Sign, ...]
    advert: tuple[Lines, ...]
    technical: Technical
    green_channel: GreenChannel
    complaint: Complaint


@cache
def kinds() -> LetterKinds:
    """The table of kinds.yaml."""
    return read_kept_record(LetterKinds, TABLE)


def skip_reason(said: Said) -> str | None:
    """Why a mail gets no reply: a machine sent it, for certain. None where a person may have."""
    headers = said.letter.headers
    if headers.get("return-path", "").replace(" ", "") == "<>":
        return "auto_reply" if "auto-submitted" in headers else "bounce"
    return next((sign.reason for sign in kinds().automatic if _shows(sign, said) and not _yields(sign, said)), None)


def _yields(sign: Sign, said: Said) -> bool:
    """Whether a mail that bears a sign is answered all the same."""
    is_asked_about = sign.unless is not None and sign.unless.search(f"{said.subject}\n{said.text}".lower())
    return bool(is_asked_about) or (sign.yields and bool(said.askings))


def _shows(sign: Sign, said: Said) -> bool:
    """Whether a mail bears a sign."""
    letter, subject, text = said.letter, said.subject.lower(), simplify(said.letter.text).lower()
    pairs = [
        *((sign.headers[name], letter.headers[name].lower()) for name in sign.headers if name in letter.headers),
        *((sign.parts, kind) for kind in letter.parts),
        (sign.media_type, letter.media_type),
        (sign.answer_to, letter.answer_to.address.lower()),
        (sign.subject, subject),
        (sign.text, text),
    ]
    if any(pattern.search(words) for pattern, words in pairs if pattern):
        return True
    return sign.words is not None and _adverts_in(f"{subject}\n{text}") >= sign.words


def _adverts_in(text: str) -> int:
    """How many different words of adverts a text holds."""
    return len(several(*kinds().advert).found_in(text))


def is_technical(asking: Asking, said: Said) -> bool:
    """Whether somebody asks to have a machine mended: they name its fault, and ask for nothing but a remedy."""
    signs, words = kinds().technical, asking.understood.lower()
    if not signs.remedy.search(words) or asks_own_record(asking.understood):
        return False
    if signs.fault.search(f"{asking.sentence} {asking.before}".lower()):
        return True
    told = f"{said.subject}\n{said.text}\n{said.in_chinese}".lower()
    names_nothing = not han_in(without_pointing(signs.remedy.sub("", words)))  # 这怎么办
    return bool(signs.fault.search(told) and (names_nothing or signs.thing.search(words)))


def without_stories(askings: list[Asking], said: Said) -> list[Asking]:
    """What is asked beside a machine that does not work: not the sentence that only tells how, where another asks."""
    asked = [each for each in askings if each.is_marked or not tells_trouble(each.sentence) or is_technical(each, said)]
    return asked if any(is_technical(each, said) for each in asked) else askings


def tells_trouble(text: str) -> bool:
    """Whether a text that asks nothing tells of a machine that does not work."""
    signs, words = kinds().technical, text.lower()
    return bool(signs.fault.search(words) and signs.thing.search(words))


def is_complaint(said: Said) -> bool:
    """Whether somebody who asks nothing complains: in so many words, or by questions that want no answer."""
    is_named = kinds().complaint.named.search(f"{said.subject}\n{said.text}")
    marked = [each.understood for each in said.sentences if each.is_marked]
    return bool(is_named) or any(complains_last(words) or not is_idle(words) for words in marked)


def is_green_channel(said: Said, askings: list[Asking]) -> bool:
    """Whether somebody means to apply by the green channel, or asks for nothing but it."""
    signs = kinds().green_channel
    text, subject = said.text.lower(), said.subject.lower()
    if signs.refused.search(text):
        return False
    asked = [asking for asking in askings if names_green_channel(asking)]
    is_meant = signs.meant.search(text) or signs.named.search(subject)
    return bool(is_meant) or bool(asked and len(asked) == len(askings))


def names_green_channel(asking: Asking) -> bool:
    """Whether a sentence that asks speaks of the green channel."""
    return bool(kinds().green_channel.named.search(f"{asking.sentence} {asking.understood}".lower()))


def only_means_to_apply(asking: Asking) -> bool:
    """Whether a sentence that seems to ask only says that somebody means to go by the green channel."""
    return bool(kinds().green_channel.meant.search(asking.understood.lower())) and not clauses_asking(asking.understood)


def gives_phone(letter: Letter) -> bool:
    """Whether a letter says how its writer can be reached by telephone."""
    return bool(kinds().green_channel.phone.search(f"{letter.text}\n{letter.signature}"))
