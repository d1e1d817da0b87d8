"""A passage as it is cited, whoever cut it out of its notice, and whether a sentence of one can answer anything."""

import re
from typing import NamedTuple

from knowledge.plain import Span

EMPTY = re.compile(
    r".{0,7}:"  # a field of a form
    r"|(?!\d{4}年\d{1,2}月\d{1,2}日)[\d*〇零一二三四五六七八九十年月日]+"  # a number, or a day that is not filled in
)


class Cell(NamedTuple):
    """What a row of a table says in one column, and what heads that column."""

    head: str
    text: str


class Passage(NamedTuple):
    """One paragraph of a notice; all spans are of the source, `sentences` cover it in order.

    `cells` are those of a row of a table that say something.
    """

    notice: str
    number: int
    path: tuple[str, ...]
    span: Span
    sentences: tuple[Span, ...]
    lead: Span | None = None
    cells: tuple[Cell, ...] = ()


def says_something(searched: str) -> bool:
    """Whether a sentence, as searched, can answer anything."""
    return not EMPTY.fullmatch(searched)
