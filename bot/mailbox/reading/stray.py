"""The text of a mail that stands outside its parts, because the border between them is absent or was never written."""

import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from itertools import islice

BORDER = re.compile(rb"\s{0,20}+--([^\r\n]{1,70}+)\r?\n")
HEAD = b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="%s"\r\n\r\n'
MOST_PARTS = 200
LETTERS = re.compile(rb"[\x80-\xff]{6}|(?<![A-Za-z])(?:[A-Za-z]{2,40}\s{1,9}){3}")  # that anybody wrote
NOTES = re.compile(rb"(?i)multi-?part message|mime.{0,10}format")  # to programs that know no parts


def mended(part: Message) -> Message | None:
    """A part that says it has others and names no border, with the border that its first line shows; None without."""
    octets = part.get_payload(decode=True)
    if not isinstance(octets, bytes) or part.get_content_maintype() != "multipart":
        return None
    border = BORDER.match(octets)
    if border is None:
        return None
    try:
        return BytesParser().parsebytes(HEAD % border[1].strip().replace(b'"', b"") + octets)
    except RecursionError:  # nested too deeply
        return None


def stray_octets(mail: Message) -> Iterator[bytes]:
    """What was written before, behind or in the place of the parts of a mail."""
    for part in islice(_parts_in(mail), MOST_PARTS):
        if part.get_content_maintype() == "multipart":
            texts = (part.preamble, part.epilogue) if part.is_multipart() else (part.get_payload(decode=True),)
            found = map(_octets_of, texts)
            yield from (octets for octets in found if LETTERS.search(octets) and not NOTES.search(octets))


def _parts_in(mail: Message) -> Iterator[Message]:
    """A mail and its parts, level by level: the library's own walk goes as deep as a mail is nested."""
    level = [mail]
    while level:
        yield from level
        level = [
            each for part in level if part.is_multipart() for each in part.get_payload() if isinstance(each, Message)
        ]


def _octets_of(text: object) -> bytes:
    """The octets of what the parser may have kept as a text."""
    if isinstance(text, bytes):
        return text
    return text.encode("utf-8", "surrogateescape") if isinstance(text, str) else b""
