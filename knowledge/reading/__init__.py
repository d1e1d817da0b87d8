"""A file → text. A notice is UTF-8 text, or refused with a word on what it is; `document` reads what people send."""

from pathlib import Path

from knowledge.errors import SourceError

SIGNATURES = {
    b"%PDF": "PDF",
    b"PK\x03\x04": "DOCX/WPS/OFD (a ZIP archive)",
    b"\xd0\xcf\x11\xe0": "DOC/WPS (an OLE file)",
    b"{\\rtf": "RTF",
}


def read_text(path: Path) -> str:
    """The text of a file, exactly as stored (line ends too); `SourceError` where it is none."""
    try:
        octets = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror}") from None
    for signature, what in SIGNATURES.items():
        if octets.startswith(signature):
            raise SourceError(f"{path}: {what}; save it as UTF-8 text first")
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}: byte {error.start} is not UTF-8") from None
