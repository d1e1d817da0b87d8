"""A page of HTML → the text that a person sees of it."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from knowledge.errors import UnreadableDocument
from knowledge.patterns import linear

if TYPE_CHECKING:
    from knowledge.reading.limits import ReadingLimits

UNSEEN = {"script", "style", "template", "head", "title", "noscript", "object", "svg", "select", "textarea", "math"}
BLOCKS = {
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "tr",
    "table",
    "blockquote",
    "section",
    "article",
    "header",
    "footer",
    "pre",
    "hr",
}
BLOCKS |= {f"h{level}" for level in range(1, 7)}
DEEPEST = 8  # quotations within quotations that are marked as such
HIDING = re.compile(
    r"display:none|visibility:hidden|font-size:0(?![.\d])|mso-hide:all|opacity:0(?![.\d])|max-height:0(?!\d)"
)
MOST_TAGS = 20_000  # of a page that are read
SIMPLE = linear(r"[a-z]*([.#][\w-]+)")


def read_html(octets: bytes, limits: "ReadingLimits") -> str:
    """The text of octets in the charset that the page itself declares."""
    if len(octets) > limits.markup:
        raise UnreadableDocument(f"{len(octets)} bytes of HTML, at most {limits.markup} are read")
    return _text_of_page(BeautifulSoup(b"<".join(octets.split(b"<", MOST_TAGS)[:MOST_TAGS]), "lxml"))


def text_of_html(markup: str) -> str:
    """The text of a page: hidden elements, comments and scripts left out, what is quoted marked with `>`."""
    return _text_of_page(BeautifulSoup("<".join(markup.split("<", MOST_TAGS)[:MOST_TAGS]), "lxml"))


def _text_of_page(page: BeautifulSoup) -> str:
    """The text of a parsed page, white space as a browser shows it."""
    hidden = _hidden_names(page)
    written = ("\n" + "> " * min(depth, DEEPEST) if piece == "\n" else piece for piece, depth in pieces(page, hidden))
    return "\n".join(line.strip() for line in "".join(written).split("\n"))


def pieces(page: BeautifulSoup, hidden: frozenset[str]) -> Iterator[tuple[str, int]]:
    """Each text and each line break, with the number of quotations around it; the tree is walked, not recursed into."""
    node, inside, depth, counts = next(iter(page.contents), None), list[Tag](), 0, dict[int, int]()
    while node is not None:
        while inside and inside[-1] is not node.parent:
            ended = inside.pop()
            depth -= ended.name == "blockquote"
            if ended.name in BLOCKS:
                yield "\n", depth
        if isinstance(node, Tag):
            if node.name in UNSEEN or _is_hidden(node, hidden):
                node = after(node)
                continue
            inside.append(node)
            depth += node.name == "blockquote"
            yield from marks(node, depth, counts)
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            yield re.sub(r"[ \t\r\n\f]+", " ", str(node)).replace("\xa0", " "), depth
        node = node.next_element


def marks(tag: Tag, depth: int, counts: dict[int, int]) -> Iterator[tuple[str, int]]:
    """What a tag itself shows: a line break, the number of an item, the space between cells."""
    if tag.name == "br" or tag.name in BLOCKS:
        yield "\n", depth
    if tag.name in ("td", "th"):
        yield " ", depth
    elif tag.name == "li" and tag.parent is not None and tag.parent.name == "ol":
        counts[id(tag.parent)] = counts.get(id(tag.parent), 0) + 1
        yield f"{counts[id(tag.parent)]}. ", depth


def after(tag: Tag) -> "Tag | NavigableString | None":
    """What follows a whole element."""
    last: Tag | NavigableString = tag
    while isinstance(last, Tag) and last.contents:
        last = last.contents[-1]  # type: ignore[assignment]  # contents are tags and strings
    return last.next_element  # type: ignore[return-value]  # the same


def _hidden_names(page: BeautifulSoup) -> frozenset[str]:
    """The classes (.name) and ids (#name) that the page's own style sheets hide."""
    names: set[str] = set()
    for sheet in page.find_all("style"):
        for selectors, style in _rules_of(sheet.get_text()):
            if hides(style):
                names.update(
                    found.group(1) for each in selectors.split(",") if (found := SIMPLE.fullmatch(each.strip()))
                )
    return frozenset(names)


def _rules_of(sheet: str) -> Iterator[tuple[str, str]]:
    """The rules of a style sheet that hold no others: their selectors, and what they say."""
    for rule in sheet.split("}")[:-1]:
        before, _brace, style = rule.rpartition("{")
        yield before.rpartition("{")[2], style


def hides(style: str) -> bool:
    """Whether a style hides what it is for."""
    return bool(HIDING.search("".join(style.lower().split())))


def _is_hidden(tag: Tag, hidden: frozenset[str]) -> bool:
    """Whether a person does not see an element."""
    names = {f".{each}" for each in tag.get_attribute_list("class")} | {f"#{tag.get('id')}"}
    return tag.has_attr("hidden") or hides(str(tag.get("style", ""))) or bool(names & hidden)
