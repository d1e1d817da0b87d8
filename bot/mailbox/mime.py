"""The structure of a mail: which of its parts a person reads, and what hangs on it. Bounded, whatever was sent."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.policy import compat32

from bot.mailbox.charset import base64_octets, clean, header_text, text_of, unfolded
from knowledge.errors import UnreadableDocument
from knowledge.reading.document import read_document

MOST_OCTETS = 12_000_000  # of a mail that are parsed; what is longer loses its last attachment
MOST_PARTS = 200
DEEPEST = 20  # parts within parts
MOST_TEXT = 200_000  # characters of one text
MOST_READ = 8  # attachments whose text is read
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


@dataclass(frozen=True)
class Attachment:
    """A file that came with a letter. `unread` says why its text was not read."""

    name: str
    media_type: str
    size: int
    text: str = ""
    unread: str | None = None


@dataclass(frozen=True)
class Content:
    """What a mail holds: the texts that are shown, its attachments, and the text of a mail attached to it."""

    text: str
    attachments: tuple[Attachment, ...] = ()
    attached_mail: str = ""
    parts: tuple[str, ...] = ()


def parsed(octets: bytes) -> Message:
    """The mail as the parser sees it; of one that is nested too deeply only the headers."""
    octets = octets[:MOST_OCTETS].lstrip(b"\r\n\xef\xbb\xbf")
    try:
        return BytesParser(policy=compat32).parsebytes(octets)
    except RecursionError:
        return BytesHeaderParser(policy=compat32).parsebytes(octets)


def is_mail(mail: Message) -> bool:
    """Whether octets were a mail at all: one of the fields that mails have stands at their head."""
    return any(name.lower() in KNOWN_FIELDS for name in mail)


def header(mail: Message, name: str) -> str:
    """A header in one line; empty where there is none."""
    return next(headers_of(mail, name), "")


def headers_of(mail: Message, name: str) -> Iterator[str]:
    """Every header of a name."""
    yield from (header_text(value) for field, value in mail.raw_items() if field.lower() == name)


def content_of(mail: Message) -> Content:
    """What a person sees of a mail, and what hangs on it."""
    leaves = list(leaves_of(mail, 0))[:MOST_PARTS]
    texts = [body_text(part) for part in leaves if is_body(part)]
    hanging = [part for part in leaves if not is_body(part)]
    mails = [part for part in hanging if media_type(part) == "message/rfc822"]
    return Content(
        "\n".join(text for text in texts if text.strip())[:MOST_TEXT],
        tuple(attachment_of(part, number < MOST_READ) for number, part in enumerate(hanging)),
        attached_text(mails[0]) if mails else "",
        tuple(dict.fromkeys(kinds_of(mail, 0)))[:MOST_PARTS],
    )


def kinds_of(part: Message, depth: int) -> Iterator[str]:
    """The media types of all parts, those of alternatives that are not read, too."""
    yield media_type(part)
    if depth < DEEPEST and not media_type(part).startswith("message/"):
        for each in parts_of(part):
            yield from kinds_of(each, depth + 1)


def parts_of(part: Message) -> list[Message]:
    """The parts that a part is made of; none where it is a text."""
    payload = part.get_payload() if part.is_multipart() else []
    return [each for each in payload[:MOST_PARTS] if isinstance(each, Message)] if isinstance(payload, list) else []


def leaves_of(part: Message, depth: int) -> Iterator[Message]:
    """The parts that are shown or hang on a mail; of alternatives the one that is read."""
    if not part.is_multipart() or media_type(part).startswith("message/"):
        yield part
        return
    if depth >= DEEPEST:
        return
    branches = [list(leaves_of(each, depth + 1)) for each in parts_of(part)]
    if media_type(part) == "multipart/alternative":
        branches = [chosen(branches)] if branches else []
    for branch in branches:
        yield from branch


def chosen(branches: list[list[Message]]) -> list[Message]:
    """Of alternatives the plain text, unless it says next to nothing beside the HTML."""
    lengths = [sum(len("".join(body_text(each).split())) for each in branch if is_body(each)) for branch in branches]
    most = max(lengths)
    return next(branch for branch, length in zip(branches, lengths, strict=True) if 4 * length >= most)


def media_type(part: Message) -> str:
    """`text/plain` and the like, in lower case."""
    try:
        return part.get_content_type()
    except FAULTS:
        return "application/octet-stream"


def is_body(part: Message) -> bool:
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


def body_text(part: Message) -> str:
    """The text of a part as it is read."""
    text = text_of(octets_of(part)[: 4 * MOST_TEXT], parameter(part, "charset"))[:MOST_TEXT]
    if media_type(part) != "text/plain":
        from knowledge.reading.html import text_of_html  # noqa: PLC0415  # most letters have plain text

        return clean(text_of_html(text))
    return unflowed(clean(text)) if parameter(part, "format") == "flowed" else clean(text)


def parameter(part: Message, name: str) -> str | None:
    """A parameter of the content type, in lower case."""
    try:
        value = part.get_param(name)
    except FAULTS:
        return None
    return value.lower() if isinstance(value, str) else value[2].lower() if isinstance(value, tuple) else None


def unflowed(text: str) -> str:
    """Lines that a mail program broke (RFC 3676) put together again."""
    return re.sub(r"(?<!^--) \n(?![>\s])", " ", text, flags=re.MULTILINE)


def name_of(part: Message) -> str:
    """The name that a part gives itself."""
    raw = [unfolded(value) for field, value in part.raw_items() if field.lower() in NAMED]
    written = next((found.group(1) for each in raw if not each.isascii() and (found := NAME.search(each))), None)
    try:
        name = written or part.get_filename() or ""
    except FAULTS:
        name = ""
    return re.sub(r"[\\/:]+", "_", header_text(name))[:120]


def attachment_of(part: Message, is_wanted: bool) -> Attachment:
    """A part that hangs on a mail, with its text where it can be had."""
    name, kind, octets = name_of(part), media_type(part), octets_of(part)
    if kind.startswith(("message/", "multipart/")):
        return Attachment(name, kind, len(octets), unread="a mail")
    if not is_wanted:
        return Attachment(name, kind, len(octets), unread="too many attachments")
    try:
        return Attachment(name, kind, len(octets), clean(read_document(octets, name)))
    except UnreadableDocument as error:
        return Attachment(name, kind, len(octets), unread=str(error))


def attached_text(part: Message) -> str:
    """The text of a mail that hangs on another."""
    inner = next(iter(parts_of(part)), None)
    if inner is None:
        return ""
    shown = [body_text(leaf) for leaf in list(leaves_of(inner, 1))[:MOST_PARTS] if is_body(leaf)]
    return "\n".join([header(inner, "subject"), *shown])[:MOST_TEXT]
