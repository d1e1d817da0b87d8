"""What must not reach the disk: numbers and addresses that say who somebody is, in whatever form they are written."""

import unicodedata
from functools import cache

from bot.privacy.digits import digits_in, lines_in
from bot.privacy.personal import FEWEST, numbers_in
from knowledge.notice import NOTICES
from knowledge.patterns import Alternatives
from knowledge.plain import Span

ADDRESS = Alternatives([r"[A-Za-z0-9._%+\-]+\s?@\s?[A-Za-z0-9\-]+(?:\s?[.。]\s?[A-Za-z0-9\-]+)+"])
ATS = frozenset("@﹫＠")  # every sign that is an @ in one width
REACHED = Alternatives(  # a landline, a number of QQ, a postcode: whatever is too long for a year, an amount, a section
    [
        r"\(?0\p{Nd}{2,3}\)?[\s\-]{0,3}\p{Nd}{3,4}[\s\-]?\p{Nd}{4}",
        r"(?:2[1-9]|[3-8]\p{Nd})\p{Nd}{1,2}[\s\-]\p{Nd}{4}",
        r"\p{Nd}{6,}",
    ]
)


def mask(text: str) -> str:
    """A text with identity and mobile phone numbers as asterisks; dates, document and office numbers stay."""
    if digits_in(text) < FEWEST:
        return text
    spans = [
        Span(line.at[number.start], line.at[number.end - 1] + 1)
        for line in lines_in(text, FEWEST)
        for number in numbers_in(line)
    ]
    return star(text, spans)


def storable(text: str) -> str:
    """A text as it may be kept: no such number, no mail address but a notice's, and no half of a character."""
    text = mask(text.encode("utf-8", "replace").decode("utf-8"))
    if ATS.isdisjoint(text):
        return text
    found = ADDRESS.finditer(fold(text))
    return star(
        text, [Span(*each.span()) for each in found if _canonical_address(each.group()) not in _published_addresses()]
    )


def unreachable(text: str) -> str:
    """A text as it may be kept of a letter: without landlines and other long numbers, too."""
    text = storable(text)
    return star(text, [Span(*each.span()) for each in REACHED.finditer(fold(text))])


def star(text: str, spans: list[Span]) -> str:
    """A text with asterisks in these places."""
    characters = list(text)
    for span in spans:
        characters[span.start : span.end] = "*" * (span.end - span.start)
    return "".join(characters)


@cache
def _published_addresses() -> frozenset[str]:
    """The mail addresses that stand in the notices, and what they are thought to be where they are misprinted."""
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(NOTICES.glob("*/*.*"))]
    return frozenset(_canonical_address(each.group()) for text in texts for each in ADDRESS.finditer(fold(text)))


def fold(text: str) -> str:
    """A text in one width, each character in its place."""
    if text.isascii():
        return text
    normal = (unicodedata.normalize("NFKC", each) for each in text)
    return "".join(new if len(new) == 1 else each for new, each in zip(normal, text, strict=True))


def _canonical_address(address: str) -> str:
    """A mail address without what may be written in two ways."""
    return "".join(address.replace("。", ".").split()).casefold().strip(".-")
