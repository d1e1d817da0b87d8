"""The octets of a document that somebody sent → its text, or a word on why it was not read.

What is sent is not trusted: how much is unpacked, how many pages are turned and how long the text may be are bounded.
"""

from collections.abc import Callable

from knowledge.errors import UnreadableDocument
from knowledge.reading.limits import ReadingLimits

REFUSED = {
    b"\xd0\xcf\x11\xe0": "DOC/WPS (an OLE file); save it as .docx or PDF first",
    b"{\\rtf": "RTF; save it as .docx or PDF first",
    b"Rar!": "a RAR archive; send the files themselves",
    b"7z\xbc\xaf": "a 7z archive; send the files themselves",
    b"\x89PNG": "a picture; write the text into the mail",
    b"\xff\xd8\xff": "a picture; write the text into the mail",
    b"GIF8": "a picture; write the text into the mail",
    b"BM": "a picture; write the text into the mail",
}


LIMITS = ReadingLimits()


def read_document(octets: bytes, name: str = "", limits: ReadingLimits = LIMITS) -> str:
    """The text of a .docx, a PDF, a page of HTML or a plain text; `UnreadableDocument` says why there is none."""
    if len(octets) > limits.octets:
        raise UnreadableDocument(f"{len(octets)} bytes, at most {limits.octets} are read")
    for signature, what in REFUSED.items():
        if octets.startswith(signature):
            raise UnreadableDocument(what)
    text = reader_of(octets, name.lower())(octets, limits)
    if not text.strip():
        raise UnreadableDocument("no text in it (a scan?); write the text into the mail")
    return text[: limits.characters]


def reader_of(octets: bytes, name: str) -> Callable[[bytes, ReadingLimits], str]:
    """What reads a document, by what it begins with; its name decides only between kinds of text.

    A reader's library is loaded only where there is something to read with it.
    """
    if octets.startswith(b"%PDF"):
        from knowledge.reading.pdf import read_pdf  # noqa: PLC0415

        return read_pdf
    if octets.startswith(b"PK\x03\x04"):
        from knowledge.reading.docx import read_docx  # noqa: PLC0415

        return read_docx
    if name.endswith((".html", ".htm")):
        from knowledge.reading.html import read_html  # noqa: PLC0415

        return read_html
    return _plain_text


def _plain_text(octets: bytes, limits: ReadingLimits) -> str:
    """The text of octets that are UTF-8 or GB 18030."""
    if b"\0" not in octets:
        for charset in ("utf-8-sig", "gb18030"):
            try:
                return octets.decode(charset)[: limits.characters]
            except UnicodeDecodeError:
                continue
    raise UnreadableDocument("neither .docx, PDF, HTML nor text")
