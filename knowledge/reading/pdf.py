"""A PDF → its text, page by page."""

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pypdfium2  # type: ignore[import-untyped]  # it has no types

from knowledge.errors import UnreadableDocument

if TYPE_CHECKING:
    from knowledge.reading.limits import ReadingLimits


def read_pdf(octets: bytes, limits: "ReadingLimits") -> str:
    """The text of a PDF as it is laid out; `UnreadableDocument` where it is locked or damaged."""
    try:
        document = pypdfium2.PdfDocument(octets)
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument(f"a PDF that cannot be opened ({error})") from None
    try:
        return "\n".join(pages(document, limits))
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument(f"a damaged PDF ({error})") from None
    finally:
        document.close()


def pages(document: pypdfium2.PdfDocument, limits: "ReadingLimits") -> Iterator[str]:
    """The text of each page, as many as the limits allow."""
    last = time.monotonic() + limits.seconds
    for number in range(min(len(document), limits.pages)):
        if time.monotonic() > last:
            return
        page = document[number]
        text = page.get_textpage()
        yield text.get_text_range().replace("\r\n", "\n").replace("\ufffe", "")
        text.close()
        page.close()
