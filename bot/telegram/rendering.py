"""A reply as Telegram messages: HTML that always parses, each message within Telegram's limits."""

import html
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.core.reply import Option, Rows
from bot.text.paragraph import Paragraph, Style, blocks
from knowledge.value import replace
from knowledge.words import CONTROL

LONGEST = 4096  # UTF-16 units; Telegram counts them without the tags, here they count too
MOST_TAGS = 90  # Telegram reads 100 entities of a message and drops the others
WIDEST_ROW = 40  # cells of a row of buttons on a narrow telephone
MOST_BUTTONS = 8  # of a row, by Telegram's clients
BOLD = ("<b>", "</b>")
FOLDED = ("<blockquote expandable>", "</blockquote>")
TAGS: dict[Style, tuple[str, str]] = {
    "quote": FOLDED,
    "reason": FOLDED,
    "source": ("<i>", "</i>"),
    "label": BOLD,
    "window": BOLD,
    "question": BOLD,
    "heading": BOLD,
    "met": BOLD,
    "failed": BOLD,
    "open": BOLD,
}
LONG_NOTE = 100  # characters, three lines of a telephone: a longer one is folded
CUTS = ("\n", "。！？；!?", "，、, ")  # where a text is cut: the best first


@dataclass(frozen=True)
class Message:
    """One Telegram message: its HTML and the rows of buttons under it."""

    html: str
    rows: Rows = ()


def messages(paragraphs: Iterable[Paragraph], rows: Rows = ()) -> tuple[Message, ...]:
    """Paragraphs as messages, cut between citations, with the buttons under the last one."""
    texts = tuple(gather(pieces(blocks(join_folded(paragraphs)))))
    if not texts:
        return ()
    return (*(Message(text) for text in texts[:-1]), Message(texts[-1], tuple(_laid_out(rows))))


def join_folded(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """Paragraphs, those that are folded beside one another as one."""
    for is_folded, some in groupby(paragraphs, key=lambda each: each.is_folded):
        if is_folded:
            yield Paragraph("\n".join(each.text.strip() for each in some).strip(), is_folded=True)
        else:
            yield from some


def pieces(parts: Iterable[tuple[Paragraph, ...]]) -> Iterator[str]:
    """Each block as HTML that fits a message; one that does not fit is cut between paragraphs, then at a sentence."""
    for block in parts:
        whole = "\n".join(_marked_up(paragraph) for paragraph in block)
        if fits(whole):
            yield whole
        else:
            yield from (_marked_up(piece) for paragraph in block for piece in cut(paragraph))


def gather(texts: Iterable[str]) -> Iterator[str]:
    """Pieces joined to as few messages as will hold them; one without a visible character is no message."""
    held = ""
    for text in texts:
        joined = f"{held}\n{text}" if held else text
        if fits(joined):
            held = joined
        else:
            yield held
            held = text
    if held.strip():
        yield held


def fits(text: str) -> bool:
    """Whether Telegram takes a text as one message."""
    return units(text) <= LONGEST and text.count("</") <= MOST_TAGS


def units(text: str) -> int:
    """The length as Telegram counts it: in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def _marked_up(paragraph: Paragraph) -> str:
    """A paragraph in Telegram's HTML."""
    shown = clean(paragraph.text).strip()
    is_folded = paragraph.is_folded or (paragraph.style == "note" and len(shown) > LONG_NOTE)
    before, after = FOLDED if is_folded else TAGS.get(paragraph.style, ("", ""))
    return f"{before}{html.escape(shown)}{after}" if shown else ""


def clean(text: str) -> str:
    """A text without halves of characters and control characters, which Telegram refuses or drops."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return CONTROL.sub("", whole)


def cut(paragraph: Paragraph) -> Iterator[Paragraph]:
    """A paragraph in pieces that each fit a message."""
    rest = paragraph
    while not fits(_marked_up(rest)):
        head = longest(rest.text, lambda text: fits(_marked_up(replace(paragraph, text=text))))
        yield replace(paragraph, text=head)
        rest = replace(paragraph, text=rest.text[len(head) :])
    yield rest


def longest(text: str, suits: Callable[[str], bool]) -> str:
    """The longest head of a text that suits, up to a line's or a sentence's end if one stands in its second half."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if suits(text[:middle]) else (low, middle - 1)
    head = text[:low]
    for signs in CUTS:
        end = max(head.rfind(sign) for sign in signs) + 1
        if end > low // 2:
            return head[:end]
    return head


def _laid_out(rows: Rows) -> Iterator[tuple[Option, ...]]:
    """Rows of buttons as wide as a telephone can show."""
    for row in rows:
        held: list[Option] = []
        for choice in row:
            if held and (width([*held, choice]) > WIDEST_ROW or len(held) == MOST_BUTTONS):
                yield tuple(held)
                held = []
            held.append(choice)
        if held:
            yield tuple(held)


def width(choices: Sequence[Option]) -> int:
    """The cells that buttons take beside one another, with two for each one's border."""
    wide = sum(1 for choice in choices for sign in choice.label if unicodedata.east_asian_width(sign) in "WF")
    return wide + sum(len(choice.label) + 2 for choice in choices)
