"""Octets of a mail → text. What a mail says of its charset is a hint: gb2312 holds GBK, GBK goes undeclared."""

import binascii
import codecs
import re
from collections.abc import Iterator
from string import ascii_letters, digits

from knowledge.words import CONTROL, INVISIBLE

ALIASES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb-2312": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "ms936": "gb18030",
}
ALIASES |= {"gb_2312-80": "gb18030", "chinese": "gb18030", "hz-gb-2312": "hz", "x-mac-chinesesimp": "gb18030"}
ALIASES |= {
    "x-big5": "big5",
    "big5-hkscs": "big5hkscs",
    "cn-big5": "big5",
    "utf8": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
}
KNOWN = re.compile(r"(?:utf|gb|hz|big5|cp|iso|latin|windows|shift|euc|koi|us-ascii|ascii|tis|mac)[\w.-]*")
WESTERN = re.compile(r"us-ascii|ascii|iso-?8859-\d+|latin\w*|windows-125\d|cp125\d")
BIG5 = ("big5", "cp950", "big5hkscs")
LETTERS = re.compile(r"[^\x00-\x7f\u2000-\u206f\u3000-\u303f\uff00-\uffef]")
WORD = re.compile(r"=\?([^?\s]+)\?([bqBQ])\?([^?]*)\?=")
GAP = re.compile(r"(\?=)[ \t\r\n]+(?==\?)")
COMMON_BIG5 = re.compile(rb"[\xa4-\xc6].", re.DOTALL)  # the first level of each charset
COMMON_GB = re.compile(rb"[\xb0-\xd7][\xa1-\xfe]")
NOT_BASE64 = bytes(set(range(256)) - set(f"{ascii_letters}{digits}+/".encode("ascii")))
SAMPLE = 20_000  # octets, or characters, by which a charset is judged
UNCERTAIN = 0.2  # how much likelier Big5 must look before octets without a charset are read as it


def text_of(octets: bytes, declared: str | None = None) -> str:
    """The text of octets: in the charset declared where that holds, else the first of the ladder that does."""
    octets = octets.replace(b"\0", b"") if not octets[:4].count(0) else octets
    for charset in _ladder(octets, declared):
        try:
            return decode(octets, charset)
        except (UnicodeError, LookupError):
            continue
    charset = name_of(declared) or "utf-8"
    return _least_broken(octets, {charset, "utf-8", "gb18030"})


def decode(octets: bytes, charset: str) -> str:
    """The text of octets; what breaks off in the middle of a character is whole up to there."""
    return codecs.getincrementaldecoder(charset)().decode(octets)


def _ladder(octets: bytes, declared: str | None) -> Iterator[str]:
    """The charsets in the order in which they are tried."""
    name = name_of(declared)
    if _is_chinese(octets, "utf-8"):
        yield "utf-8-sig"
    if name and not _is_untrue(name, octets):
        yield name
        if name in BIG5:
            yield from BIG5
    yield "utf-8-sig"
    yield from BIG5 if _looks_like_big5(octets) else ()
    yield "gb18030"
    yield from BIG5


def _is_untrue(charset: str, octets: bytes) -> bool:
    """Whether octets that are said to be Western are Chinese."""
    is_western = WESTERN.fullmatch(charset) is not None
    return is_western and (_is_chinese(octets, "gb18030") or _looks_like_big5(octets))


def name_of(declared: str | None) -> str | None:
    """Python's name of a declared charset; None where it is none that text is written in."""
    name = (declared or "").strip().strip("\"'").lower()
    name = ALIASES.get(name, name)
    return name if KNOWN.fullmatch(name) else None


def _is_chinese(octets: bytes, charset: str) -> bool:
    """Whether octets are sound in a charset and what is not ASCII in them is mostly Chinese."""
    try:
        text = decode(octets, charset)
    except UnicodeError:
        return False
    foreign = [character for character in text[:SAMPLE] if character > "\x7f"]
    return bool(foreign) and 2 * sum(map(_is_han, foreign)) >= len(foreign)


def _is_han(sign: str) -> bool:
    """Whether a sign is a Chinese character."""
    return "\u3400" <= sign <= "\u9fff" or "\uf900" <= sign <= "\ufaff" or "\U00020000" <= sign <= "\U0003ffff"


def _looks_like_big5(octets: bytes) -> bool:
    """Whether more of the characters are common in Big5 than in GB 2312; each charset takes the other's octets."""
    return _share_of(COMMON_BIG5, octets, "big5") > _share_of(COMMON_GB, octets, "gb18030") + UNCERTAIN


def _share_of(common: re.Pattern[bytes], octets: bytes, charset: str) -> float:
    """How many of the letters are common ones of a charset; -1 where the octets are not sound in it."""
    try:
        letters = LETTERS.findall(decode(octets, charset)[:SAMPLE])
    except UnicodeError:
        return -1.0
    return sum(bool(common.fullmatch(letter.encode(charset))) for letter in letters) / (len(letters) or 1)


def _least_broken(octets: bytes, charsets: set[str]) -> str:
    """The text in the charset that loses the fewest characters, without what marks the lost ones."""
    texts = []
    for charset in sorted(charsets):
        try:
            texts.append(octets.decode(charset, "replace"))
        except (UnicodeError, LookupError):
            continue
    best = min(texts, key=lambda text: text.count("\ufffd"), default="")
    return best.replace("\ufffd", "")


def clean(text: str) -> str:
    """A text without invisible and control characters, its line ends as `\\n`."""
    lines = (
        text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n").replace("\t", " ")
    )
    return CONTROL.sub("", INVISIBLE.sub("", lines)).replace("\ufffd", "")


def unfold(raw: str) -> str:
    """A header's value as it was written, in one line; octets that are not ASCII are read by the ladder."""
    octets = raw.encode("utf-8", "surrogateescape")
    text = octets.decode("ascii") if octets.isascii() else text_of(octets)
    return " ".join(text.split())


def header_text(raw: str) -> str:
    """A header's value in one line: encoded words read, in quotation marks too; nothing behind a line break in them.

    What stands behind a line break inside an encoded word is somebody's attempt to add headers.
    """
    decoded = clean(_decode_words(unfold(raw))).strip()
    return " ".join(decoded.split("\n")[0].split())


def _decode_words(text: str) -> str:
    """A text with its encoded words read; neighbours in one charset are joined first, for a character may span them."""
    pieces, at, pending = list[str](), 0, list[tuple[str, bytes]]()
    text = GAP.sub(r"\1", text)
    for found in WORD.finditer(text):
        between = text[at : found.start()]
        charset, octets = found.group(1).split("*")[0].lower(), octets_of(found.group(2), found.group(3))
        if between or (pending and pending[-1][0] != charset):
            pieces += [_join_words(pending), between]
            pending = []
        pending.append((charset, octets))
        at = found.end()
    return "".join([*pieces, _join_words(pending), text[at:]])


def _join_words(words: list[tuple[str, bytes]]) -> str:
    """Encoded words of one charset as text."""
    return text_of(b"".join(octets for _, octets in words), words[0][0]) if words else ""


def octets_of(encoding: str, content: str) -> bytes:
    """The octets of an encoded word; what is not sound in it is left out."""
    plain = content.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(plain.replace(b"_", b" "), header=False)
    return base64_octets(plain)


def base64_octets(written: bytes) -> bytes:
    """The octets of Base64, whatever else stands in it and wherever it breaks off."""
    letters = written.translate(None, NOT_BASE64)
    return binascii.a2b_base64(letters[: len(letters) - (len(letters) % 4 == 1)] + b"=" * (-len(letters) % 4))
