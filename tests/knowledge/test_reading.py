from pathlib import Path

import pytest

from knowledge.errors import SourceError
from knowledge.reading import read_text
from knowledge.source import load_source
from tests.knowledge.synthetic import write_notice


def test_a_text_is_read_as_it_is_stored(tmp_path: Path) -> None:
    path = tmp_path / "source.txt"
    path.write_bytes("一\r\n二\u00a0\n".encode())
    assert read_text(path) == "一\r\n二\u00a0\n"


@pytest.mark.parametrize(
    ("octets", "what"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04\x14\x00", "DOCX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "DOC/WPS"),
        (b"{\\rtf1\\ansi", "RTF"),
        ("评审".encode("gb18030"), "byte 0 is not UTF-8"),
        ("一".encode() + b"\xff", "byte 3 is not UTF-8"),
        ("一".encode("utf-16"), "byte 0 is not UTF-8"),
    ],
)
def test_what_is_no_utf_8_text_is_refused_with_its_name(tmp_path: Path, octets: bytes, what: str) -> None:
    path = write_notice(tmp_path, octets).with_name("source.txt")
    with pytest.raises(SourceError) as refused:
        load_source("made", tmp_path)
    assert str(refused.value).startswith(f"{path}: {what}")


def test_a_folder_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Is a directory"):
        read_text(tmp_path)
