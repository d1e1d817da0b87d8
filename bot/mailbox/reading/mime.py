"""The structure of a mail: which of its parts a person reads, and what hangs on it. Bounded, whatever was sent."""

import re
from collections.abc import Iterable, Iterator
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from itertools import chain, islice
from typing import NamedTuple

from bot.errors import BrokenOff
from bot.mailbox.attempt import SECONDS, attempt
from bot.mailbox.reading.charset import base64_octets, clean, header_text, text_of, unfold
from bot.mailbox.reading.stray import mended, stray_octets
from knowledge.errors import UnreadableDocument
from knowledge.reading.document import read_document
from knowledge.reading.limits import ReadingLimits

EDGES = b"\r\n\xef\xbb\xbf"  # what may stand before a mail
MOST_OCTETS = 12_000_000  # of a mail that are parsed; what is longer loses its last attachment
MOST_LINES = 200_000  # Base64 of so many octets has fewer
MOST_STEPS = 2_000_000  # of the parser, which holds each line against every boundary around it
FEWEST_LINES = 5_000  # that are parsed however many boundaries there are
MOST_BORDERS = 2_000  # lines that may part two parts
MOST_PARTS = 200
DEEPEST = 20  # parts within parts
MOST_TEXT = 200_000  # characters of all texts of a mail together
MOST_READ = 8  # attachments whose text is read
LONGEST_FIELD = 20_000  # characters that are read of a header
LONGEST_TYPE = 2_000  # characters of a header that describes a part; one with a longer one is left out
HANDED_IN = ReadingLimits(
    octets=5_000_000, unpacked=20_000_000, markup=500_000, pages=10, seconds=1.0, characters=20_000
)
KNOWN_FIELDS = {
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "received",
    "return-path",
    "mime-version",
    "content-type",
}
KNOWN_FIELDS |= {"sender", "reply-to", "cc", "x-mailer", "delivered-to", "in-reply-to", "references", "resent-from"}
FAULTS = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
)  # what the parser trips over in odd headers
NAMED = ("content-disposition", "content-type")
NAME = re.compile(r"name=\"?([^\";]+)", re.IGNORECASE)  # in octets that the parser does not take


class Attachment(NamedTuple):
    """A file that came with a letter. `unread` says why its text was not read."""

    name: str
    media_type: str
    size: int
    text: str = ""
    unread: str | None = None


class Content(NamedTuple):
    """What a mail holds: the texts that are shown, its attachments, and the text of a mail attached to it.

    `is_cut`: there was more text than is read.
    """

    text: str
    attachments: tuple[Attachment, ...] = ()
    attached_mail: str = ""
    parts: tuple[str, ...] = ()
    is_cut: bool = False


class Texts:
    """The texts of a mail's parts, each read once, and no more of all together than is read of a mail."""

    def __init__(self) -> None:
        self.left = MOST_TEXT
        self.read: dict[Message, str] = {}
        self.is_cut = False

    def of(self, part: Message) -> str:
        """The text of a part, as far as it is read."""
        if part not in self.read:
            written = text_of(octets_of(part)[: 4 * MOST_TEXT], parameter(part, "charset"))
            self.is_cut |= len(written) > self.left
            self.read[part] = _body_text(part, written[: self.left])
            self.left -= min(len(written), self.left)
        return self.read[part]

    def outside(self, mail: Message) -> str:
        """The text that stands outside the parts of a mail, as far as it is read."""
        return clean("\n".join(text_of(each[: 4 * self.left], None)[: self.left] for each in stray_octets(mail)))

    def all_of(self, parts: Iterable[Message]) -> list[str]:
        """The texts of those parts that are shown, blank ones left out."""
        return [text for part in parts if _is_body(part) and (text := self.of(part)).strip()]


def beginning(octets: bytes) -> bytes:
    """As much of a mail as is parsed: bounded in lines and parts."""
    steps = MOST_STEPS // (1 + octets.lower().count(b"boundary="))
    return until(until(octets, b"\n--", MOST_BORDERS), b"\n", min(max(steps, FEWEST_LINES), MOST_LINES))


def until(octets: bytes, mark: bytes, most: int) -> bytes:
    """Octets up to a mark that stands in them too often."""
    pieces = octets.split(mark, most)
    return octets if len(pieces) <= most else mark.join(pieces[:most])


def parse(octets: bytes) -> tuple[Message, bool]:
    """The mail as the parser sees it, and whether there is more; of one that is nested too deeply only the headers.

    The parser's own policy, `compat32`, is not named: `email.policy` takes 2 ms of a start to import.
    """
    whole = octets[:MOST_OCTETS].lstrip(EDGES)
    read = beginning(whole)
    try:
        return BytesParser().parsebytes(read), len(read) < len(whole)
    except RecursionError:
        return BytesHeaderParser().parsebytes(read), True


def is_mail(octets: bytes) -> bool:
    """Whether octets are a mail at all: one of the fields that mails have stands at their head."""
    mail = BytesHeaderParser().parsebytes(beginning(octets[:MOST_OCTETS].lstrip(EDGES)))
    return any(name.lower() in KNOWN_FIELDS for name in mail)


def header(mail: Message, name: str) -> str:
    """A header in one line; empty where there is none."""
    return next(headers_of(mail, name), "")


def headers_of(mail: Message, name: str) -> Iterator[str]:
    """Every header of a name."""
    yield from map(header_text, raw_headers(mail, name))


def raw_headers(mail: Message, name: str) -> Iterator[str]:
    """Every header of a name as it was written, as far as it is read."""
    yield from (value[:LONGEST_FIELD] for field, value in mail.raw_items() if field.lower() == name)


def content_of(mail: Message) -> Content:
    """What a person sees of a mail, and what hangs on it."""
    texts, mail = Texts(), mended(mail) or mail
    leaves = list(islice(_leaves_of(mail, 0, texts), MOST_PARTS + 1))
    shown, hanging = texts.all_of(leaves[:MOST_PARTS]), [part for part in leaves[:MOST_PARTS] if not _is_body(part)]
    mails = [part for part in hanging if _is_mail_itself(part)]
    return Content(
        "\n".join(shown) or texts.outside(mail),
        tuple(_attachment_of(part, number < MOST_READ) for number, part in enumerate(hanging)),
        _attached_text(mails[0], texts) if mails else "",
        tuple(islice(dict.fromkeys(_kinds_of(mail, 0)), MOST_PARTS)),
        texts.is_cut or len(leaves) > MOST_PARTS,
    )


def _is_mail_itself(part: Message) -> bool:
    """Whether a part that hangs on a mail is one, be it sent as any file."""
    return media_type(part) == "message/rfc822" or (name_of(part).lower().endswith(".eml") and is_mail(octets_of(part)))


def _kinds_of(part: Message, depth: int) -> Iterator[str]:
    """The media types of all parts, those of alternatives that are not read, too."""
    yield media_type(part)
    if depth < DEEPEST and not media_type(part).startswith("message/"):
        for each in parts_of(part):
            yield from _kinds_of(each, depth + 1)


def parts_of(part: Message) -> list[Message]:
    """The parts that a part is made of; none where it is a text."""
    payload = part.get_payload() if part.is_multipart() else []
    return [each for each in payload[:MOST_PARTS] if isinstance(each, Message)] if isinstance(payload, list) else []


def _leaves_of(part: Message, depth: int, texts: Texts) -> Iterator[Message]:
    """The parts that are shown or hang on a mail; of alternatives the one that is read."""
    if any(len(str(part.get(name, ""))) > LONGEST_TYPE for name in NAMED):
        return
    if not part.is_multipart() or media_type(part).startswith("message/"):
        yield part
        return
    if depth >= DEEPEST:
        texts.is_cut = True
        return
    yield from _leaves_below(part, depth, texts)


def _leaves_below(part: Message, depth: int, texts: Texts) -> Iterator[Message]:
    """The same of a part that is made of others."""
    branches = (_leaves_of(each, depth + 1, texts) for each in parts_of(part))
    if media_type(part) == "multipart/alternative":
        yield from choose([list(branch) for branch in branches], texts)
    else:
        yield from chain.from_iterable(branches)


def choose(branches: list[list[Message]], texts: Texts) -> list[Message]:
    """Of alternatives the plain text, unless it says next to nothing beside the HTML."""
    lengths = [sum(len("".join(text.split())) for text in texts.all_of(branch)) for branch in branches]
    most = max(lengths, default=0)
    return next((branch for branch, length in zip(branches, lengths, strict=True) if 4 * length >= most), [])


def media_type(part: Message) -> str:
    """`text/plain` and the like, in lower case."""
    try:
        return part.get_content_type()
    except FAULTS:
        return "application/octet-stream"


def _is_body(part: Message) -> bool:
    """Whether a part is shown as text of the mail itself."""
    try:
        is_apart = part.get_content_disposition() == "attachment" or bool(part.get_filename())
    except FAULTS:
        is_apart = True
    return not is_apart and media_type(part) in ("text/plain", "text/html", "text/enriched")


def octets_of(part: Message) -> bytes:
    """The octets of a part, as far as its encoding is sound."""
    try:
        if str(part.get("content-transfer-encoding", "")).strip().lower() == "base64" and not part.is_multipart():
            return base64_octets(str(part.get_payload()).encode("ascii", "replace"))
        payload = part.get_payload(decode=True)
    except FAULTS:
        return b""
    return payload if isinstance(payload, bytes) else b""


def _body_text(part: Message, written: str) -> str:
    """The text of a part as it is read."""
    if media_type(part) != "text/plain":
        from knowledge.reading.html import text_of_html  # noqa: PLC0415  # most letters have plain text

        return clean(text_of_html(written))
    return _unflow(clean(written)) if parameter(part, "format") == "flowed" else clean(written)


def parameter(part: Message, name: str) -> str | None:
    """A parameter of the content type, in lower case."""
    try:
        value = part.get_param(name)
    except FAULTS:
        return None
    return value.lower() if isinstance(value, str) else value[2].lower() if isinstance(value, tuple) else None


def _unflow(text: str) -> str:
    """Lines that a mail program broke (RFC 3676) put together again."""
    return re.sub(r"(?<!^--) \n(?![>\s])", " ", text, flags=re.MULTILINE)


def name_of(part: Message) -> str:
    """The name that a part gives itself."""
    raw = (unfold(value) for name in NAMED for value in raw_headers(part, name))
    written = (found.group(1) for each in raw if not each.isascii() and (found := NAME.search(each)))
    return re.sub(r"[\\/:]+", "_", header_text(next(written, None) or _declared_name(part)))[:120]


def _declared_name(part: Message) -> str:
    """The name that the parser finds of a part; empty where there is none."""
    try:
        return part.get_filename() or ""
    except FAULTS:
        return ""


def _attachment_of(part: Message, is_wanted: bool) -> Attachment:
    """A part that hangs on a mail, with its text where it can be had."""
    name, kind, octets = name_of(part), media_type(part), octets_of(part)
    if kind.startswith(("message/", "multipart/")):
        return Attachment(name, kind, len(octets), unread="a mail")
    if not is_wanted:
        return Attachment(name, kind, len(octets), unread="too many attachments")
    try:
        text = attempt(lambda: read_document(octets, name, HANDED_IN), SECONDS)
    except UnreadableDocument as error:
        return Attachment(name, kind, len(octets), unread=str(error))
    except BrokenOff as error:
        return Attachment(name, kind, len(octets), unread=error.why)
    return Attachment(name, kind, len(octets), clean(text))


def _attached_text(part: Message, texts: Texts) -> str:
    """The text of a mail that hangs on another."""
    inner = next(iter(parts_of(part)), None) or parse(octets_of(part))[0]
    shown = texts.all_of(islice(_leaves_of(inner, 1, texts), MOST_PARTS))
    return "\n".join([header(inner, "subject"), *shown])
