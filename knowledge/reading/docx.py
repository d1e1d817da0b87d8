"""A .docx → its text, with the numbers that Word counts itself (第（二）项), which other readers drop."""

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from docx2python import docx2python
from lxml import etree

from knowledge.errors import UnreadableDocument

if TYPE_CHECKING:
    from knowledge.reading.limits import ReadingLimits

DOCUMENT = "word/document.xml"
BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError)
ODD = (LookupError, ValueError, TypeError, AttributeError, etree.LxmlError)  # what docx2python trips over
WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read_docx(octets: bytes, limits: "ReadingLimits") -> str:
    """The text of a .docx, a paragraph a line; `UnreadableDocument` where it is another archive, or a bomb."""
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            check(archive.infolist(), limits)
            markup = archive.read(DOCUMENT)
    except BROKEN as error:
        raise UnreadableDocument(f"a damaged archive ({error})") from None
    try:
        with docx2python(io.BytesIO(octets)) as document:
            return document.text
    except (*BROKEN, *ODD):
        return paragraphs(markup)  # what docx2python stumbles over, such as a file that declares fewer namespaces


def check(parts: list[zipfile.ZipInfo], limits: "ReadingLimits") -> None:
    """Refuse an archive that is no .docx or says that it is too large; zipfile unpacks no more than that."""
    sizes = {part.filename: part.file_size for part in parts}
    if DOCUMENT not in sizes:
        what = "OFD" if "OFD.xml" in sizes else "WPS, OFD or another archive"
        raise UnreadableDocument(f"{what}; save it as .docx or PDF first")
    markup = max(size for name, size in sizes.items() if name.endswith((".xml", ".rels")))
    if len(parts) > limits.parts or sum(sizes.values()) > limits.unpacked or markup > limits.markup:
        raise UnreadableDocument(f"unpacks to {sum(sizes.values())} bytes in {len(parts)} parts, which is too much")


def paragraphs(markup: bytes) -> str:
    """The paragraphs as they are written, without automatic numbers."""
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        root = etree.fromstring(markup, parser)
    except etree.LxmlError as error:
        raise UnreadableDocument(f"a damaged .docx ({error})") from None
    lines = ("".join(text.text or "" for text in each.iter(f"{WORDS}t")) for each in root.iter(f"{WORDS}p"))
    return "\n".join(lines)
