import io
import zipfile

import pypdfium2
import pytest

from knowledge.errors import UnreadableDocument
from knowledge.reading.document import ReadingLimits, read_document
from knowledge.reading.html import text_of_html

WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/numbering.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/></Types>'
)
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
NUMBERING = (
    f'<w:numbering xmlns:w="{WORDS}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
ITEM = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'


def archive(parts: dict[str, str | bytes]) -> bytes:
    """A ZIP archive."""
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return octets.getvalue()


def document(paragraphs: str, declared: str = f' xmlns:r="{RELATED}"', numbering: str = NUMBERING) -> bytes:
    """A .docx with these paragraphs and a numbered list."""
    return archive(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="a" Type="{RELATED}/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="b" '
            f'Type="{RELATED}/numbering" Target="numbering.xml"/></Relationships>',
            "word/numbering.xml": numbering,
            "word/document.xml": f'<w:document xmlns:w="{WORDS}"{declared}><w:body>{paragraphs}</w:body></w:document>',
        }
    )


def test_the_numbers_that_word_counts_itself_are_kept() -> None:
    text = read_document(document(ITEM.format("评定表") + ITEM.format("推荐表")))
    assert [line.split() for line in text.split("\n") if line] == [["1)", "评定表"], ["2)", "推荐表"]]


def test_a_docx_that_declares_fewer_namespaces_is_read_too() -> None:
    assert "评定表" in read_document(document("<w:p><w:r><w:t>评定表</w:t></w:r></w:p>", declared=""))


def test_a_pdf_without_text_is_said_to_be_a_scan() -> None:
    blank = pypdfium2.PdfDocument.new()
    blank.new_page(100, 100)
    octets = io.BytesIO()
    blank.save(octets)
    with pytest.raises(UnreadableDocument, match="scan"):
        read_document(octets.getvalue())


PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj "
    b"4 0 obj<</Length 40>>stream\nBT /F 12 Tf 20 100 Td (2024-07-31) Tj ET  \nendstream endobj "
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>"
)


def test_a_pdf_gives_its_text() -> None:
    assert read_document(PDF).strip() == "2024-07-31"


def test_no_more_pages_are_turned_than_the_limits_allow() -> None:
    with pytest.raises(UnreadableDocument):
        read_document(PDF, limits=ReadingLimits(pages=0))


@pytest.mark.parametrize(
    ("octets", "what"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "DOC"),
        (b"{\\rtf1", "RTF"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"\x89PNG\r\n", "picture"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b"%PDF-1.7\n", "cannot be opened"),
        (b"PK\x03\x04broken", "damaged archive"),
        (archive({"OFD.xml": "<a/>"}), "OFD"),
        (archive({"a.txt": "a"}), "another archive"),
        (archive({"word/document.xml": "<w"}), "no text"),
        (archive({"word/document.xml": b"a" * 70_000_000}), "too much"),
        (b"\0\1\2", "neither"),
        (b"", "no text"),
    ],
)
def test_what_cannot_be_read_is_named(octets: bytes, what: str) -> None:
    with pytest.raises(UnreadableDocument, match=what):
        read_document(octets)


def test_entities_that_swell_are_not_followed() -> None:
    swelling = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    body = f'<w:document xmlns:w="{WORDS}"><w:p><w:t>&e8;x</w:t></w:p></w:document>'
    markup = f'<!DOCTYPE w [<!ENTITY e0 "aaaaaaaaaa">{swelling}]>{body}'
    try:
        assert len(read_document(archive({"word/document.xml": markup}))) < 100
    except UnreadableDocument:
        return


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_plain_text_and_pages_are_read(charset: str) -> None:
    assert read_document("评定表".encode(charset), "a.txt") == "评定表"


def test_a_page_declares_its_own_charset() -> None:
    page = '<meta charset="gbk"><p>评定表<p>推荐表'.encode("gbk")
    assert read_document(page, "a.html").split() == ["评定表", "推荐表"]


def test_quotations_are_marked_and_cells_kept_apart() -> None:
    assert text_of_html("<table><tr><td>单位</td><td>甲</td></tr></table>").strip() == "单位 甲"
    assert "> 旧" in text_of_html("<p>新</p><blockquote>旧</blockquote>").split("\n")
