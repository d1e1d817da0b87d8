"""The worst letters that are known: each asks far more work of a careless reader than an honest letter can."""

import io
import zipfile

from tests.bot.mailbox.mails import HEAD, attached, html, mail

LONG = 100_000  # characters
TYPE = b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
ASKED = "请问评审费是多少？".encode()
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def repeated(unit: str, length: int = LONG) -> str:
    """So many characters of one thing after the other."""
    return (unit * (length // len(unit) + 1))[:length]


def headed(name: bytes, value: bytes) -> bytes:
    """A letter with this instead of its own header."""
    lines = [line for line in HEAD.split(b"\r\n") if line and not line.startswith(name + b":")]
    return b"\r\n".join([*lines, name + b": " + value, TYPE]) + ASKED


def packed(files: dict[str, str]) -> bytes:
    """An archive."""
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return octets.getvalue()


def nested(depth: int, kind: bytes, leaf: bytes) -> bytes:
    """Parts within parts."""
    heads = b"".join(
        b'Content-Type: multipart/%s; boundary="b%d"\r\n\r\n--b%d\r\n' % (kind, level, level) for level in range(depth)
    )
    return HEAD + heads + leaf


def parts(number: int, part: bytes) -> bytes:
    """Parts beside parts."""
    return HEAD + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + (b"--x\r\n" + part) * number


def docx(body: str) -> bytes:
    """A .docx with this in it."""
    return packed({"word/document.xml": f"<w:document {WORD}><w:body>{body}</w:body></w:document>"})


TEXTS = {
    name: mail(repeated(unit))
    for name, unit in {
        "blanks": " ",
        "digits": "1",
        "a.a.": "a.a.",
        "commas": ",",
        "one character": "之",
        "questions": "请问一下",
        "announcements": "请问,",
        "how many": "多少钱？",
        "full stops": "。",
        "question marks": "？",
        "empty lines": "\n",
        "brackets": "(",
        "labels": "单位：",
        "labels in a row": "单位、专业：",
        "employers": "甲乙丙公司",
        "specialties": "机电专业，",
        "English questions": "how many ",
        "English employers": "Co. ",
        "addresses": "a@b.",
        "items": "1、多少钱？\n",
        "attributions": "在2024-1-1写道：\n\n",
        "quoted header": "发件人: a\n",
        "quoted lines": "> 旧\n",
        "many quotations": ">",
        "two things": "甲和",
        "own case": "有没有资格",
        "traditional": "請問職稱費多少？",
        "open marks": "【待",
    }.items()
}
PAGES = {
    "style": html(f"<style>{repeated('a')}"),
    "style braces": html(f"<style>{repeated('{')}</style>"),
    "style never closed": html(repeated("<style>")),
    "deep page": html(repeated("<div>x")),
    "paragraphs": html(repeated("<p>请问多少？")),
    "items": html(repeated("<ol><li>")),
    "entities": html(repeated("&lt;")),
}
HEADERS = {
    "comments": headed(b"From", b"(" * 4000),
    "groups": headed(b"From", b"a:" * 4000),
    "routes": headed(b"From", b"<" * LONG),
    "addresses": headed(b"From", b"a@b.cn," * 15_000),
    "encoded words": headed(b"Subject", b"=?utf-8?B?5ZKo?= " * 5_000),
    "half encoded words": headed(b"Subject", b"=?utf-8?B?" * 10_000),
    "replies": headed(b"Subject", "回复：".encode() * 30_000),
    "ids": headed(b"References", b"<a@b> " * 20_000),
    "a year of 10^20": headed(b"Date", b"Mon, 1 Jan 100000000000000000000 00:00:00 +0800"),
    "a zone of 10^20": headed(b"Date", b"Mon, 1 Jan 2024 00:00:00 +99999999999999999999"),
    "the last year": headed(b"Date", b"Fri, 31 Dec 9999 23:59:59 -1200"),
    "the first year": headed(b"Date", b"Mon, 1 Jan 0001 00:00:00 +0800"),
    "5,000 digits": headed(b"Content-Length", b"9" * 5000),
    "many headers": b"".join(b"X-%d: y\r\n" % number for number in range(50_000)) + HEAD + TYPE + ASKED,
    "parameters": headed(b"Content-Disposition", b"inline" + b"; a=b" * 20_000),
}
PARTS = {
    "thirty thousand parts": parts(30_000, b"\r\nx\r\n"),
    "pages": parts(200, b"Content-Type: text/html\r\n\r\n" + b"<b>" * 10_000 + b"\r\n"),
    "texts": parts(200, TYPE + ASKED * 1_000 + b"\r\n"),
    "nested": nested(1000, b"mixed", TYPE + b"\r\n" * 100_000),
    "nested in a few": nested(15, b"mixed", TYPE + b"\r\n" * 1_000_000),
    "alternatives": nested(19, b"alternative", b"Content-Type: text/html\r\n\r\n" + b"<b>" * 60_000),
    "mails in mails": HEAD + b"Content-Type: message/rfc822\r\n\r\nFrom: a@b\r\n" * 1000,
    "lines": HEAD + TYPE + b"a\n" * 3_000_000,
    "Base64": HEAD + b"Content-Transfer-Encoding: base64\r\n" + TYPE + b"=" * 5_000_000,
    "another charset": HEAD + b"\r\n" + "请问评审费".encode("gbk") * 80_000,
}
ATTACHMENTS = {
    "a bad name": attached(packed({"word/document.xml": "<x/>", "甲": "x"}).replace("甲".encode(), b"\xff\xfe\xfd")),
    "a bomb": attached(packed({f"{name}.xml": "a" * 7_000_000 for name in ("word/document", *range(6))})),
    "tables in tables": attached(docx("<w:tbl><w:tr><w:tc>" * 5_000)),
    "paragraphs": attached(docx("<w:p/>" * 60_000)),
    "cut off": attached(docx("x")[:200]),
    "no PDF": attached(b"%PDF-1.4\n1 0 obj " + b"[" * 500_000, "a.pdf"),
    "a page": attached(b"<b>" * 1_000_000, "a.html"),
}
WORST = {
    f"{kind}: {name}": octets
    for kind, letters in (
        ("text", TEXTS),
        ("page", PAGES),
        ("header", HEADERS),
        ("parts", PARTS),
        ("attachment", ATTACHMENTS),
    )
    for name, octets in letters.items()
}
