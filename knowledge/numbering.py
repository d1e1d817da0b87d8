"""How officials number what they write: a table of styles, from the outermost to the innermost.

A style has a rank, which says what closes what, and a pattern for the number at the head of a line. Where a notice was
extracted without its line breaks, the numbers of a style that go on in order cut the line again.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from knowledge.numerals import small_number

Kind = Literal["attachment", "chapter", "article", "part", "section", "bracketed", "step", "item", "question"]
CHINESE = "[一二三四五六七八九十百]{1,4}"
LONG = 150  # characters of a line in which items may run together


class Style(NamedTuple):
    """A way of numbering. `goes_on` finds its numbers inside a line, behind the end of what came before."""

    kind: Kind
    number: re.Pattern[str]
    goes_on: re.Pattern[str] | None = None


class Marker(NamedTuple):
    """The number that opens a section: the rank of its style, which tells what it closes, its kind and its text."""

    rank: int
    kind: Kind
    text: str


TITLE_RANK = 3  # that of 一、, for a heading without a number
GAP = r"\s{0,3}"  # bounded: a pattern that begins with any number of blanks is not linear
ENDED = r"[。；;?？！!：:\s]"
STYLES = (
    Style("attachment", re.compile(r"附\s{0,3}件\s{0,3}(?=[:：])|附\s{0,3}件\s*\d{1,2}\s*$")),
    Style("chapter", re.compile(rf"第{GAP}{CHINESE}{GAP}[章编]")),
    Style("chapter", re.compile(rf"第{GAP}{CHINESE}{GAP}节")),
    Style("section", re.compile(rf"{CHINESE}{GAP}[、.．]"), re.compile(rf"{ENDED}({CHINESE}){GAP}、")),
    Style("bracketed", re.compile(r"【[^】]{2,20}】")),
    Style("article", re.compile(rf"第{GAP}{CHINESE}{GAP}条")),
    Style(
        "part",
        re.compile(rf"第{GAP}{CHINESE}{GAP}部分{GAP}[:：]|[（(]{GAP}{CHINESE}{GAP}[)）]|[㈠-㈩]"),
        re.compile(rf"{ENDED}[（(]{GAP}({CHINESE}){GAP}[)）]"),
    ),
    Style("step", re.compile(rf"第{GAP}{CHINESE}{GAP}步{GAP}[:：]?")),
    Style("question", re.compile(r"(?:\d{1,2}\s{0,3}[.．、])?\s{0,3}问\s{0,3}[:：]")),
    Style(
        "item",
        re.compile(r"\d{1,2}\s{0,3}[.．、](?=\D|\d{4}\s{0,3}年)(?![.．]\d)"),
        re.compile(rf"{ENDED}(\d{{1,2}}){GAP}[.．、](?=\D)"),
    ),
    Style("item", re.compile(r"\d{1,2}[.．]\d{1,2}(?=\s|[^\W\d日月万元倍年号个])")),
    Style("item", re.compile(r"\d{1,2}[.．]\d{1,2}[.．]\d{1,2}(?=\s|[^\W\d日月万元倍年号个])")),
    Style("item", re.compile(r"[（(]\s{0,3}\d{1,2}\s{0,3}[)）]|[⑴-⒇]|\d{1,2}[)）]")),
    Style("item", re.compile(r"[①-⑳]")),
    Style("item", re.compile(r"[一二三四五六七八九十]是(?=\D)")),
)


def marker_of(text: str) -> Marker | None:
    """The number at the head of a text, if there is one."""
    for rank, style in enumerate(STYLES):
        if found := style.number.match(text):
            return Marker(rank, style.kind, found.group())
    return None


def cuts_of(text: str) -> Iterator[int]:
    """Where the items of a long line begin that run together in it, if at least three of one style go on in order."""
    for style in STYLES if len(text) > LONG else ():
        if style.goes_on:
            run = list(_in_order(style.goes_on, text))
            yield from run if len(run) > 2 else ()


def _in_order(numbers: re.Pattern[str], text: str) -> Iterator[int]:
    """Where the numbers stand that go on from one to the next."""
    following = 1
    for found in numbers.finditer(text):
        if small_number(found.group(1)) == following:
            yield found.start() + 1
            following += 1
