"""The lines of a source, and a span of several as a person reads it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from knowledge.plain import Span

LIST_MARK = re.compile(r"\s*(?:[-•·]\s+)?")
BLANKS = re.compile(r"\s+")


class TableRow(NamedTuple):
    """The cells of a row of a table, an empty first one that of the row above, and the heads of its columns.

    The row of the heads itself has no others; a form that nobody filled in has heads, and no cells.
    """

    cells: tuple[Span, ...]
    heads: tuple[Span, ...] = ()


class Line(NamedTuple):
    """A line of the source without the white space around it; `row`: what it is of a table."""

    span: Span
    text: str
    blank_before: int = 0
    tabbed: bool = False
    row: TableRow | None = None


def tidy(text: str) -> str:
    """A span as a person reads it: broken lines and words joined, other white space to one space."""
    return BLANKS.sub(_joint, text.strip())


def _joint(blanks: re.Match[str]) -> str:
    """What stays of white space inside a text: between cells a space, nothing beside a Chinese character or sign."""
    before, behind = blanks.string[blanks.start() - 1], blanks.string[blanks.end()]
    return " " if "\t" in blanks.group() or (before.isascii() and behind.isascii()) else ""


def without_list_mark(text: str) -> str:
    """The text behind a converter's `- `."""
    return LIST_MARK.sub("", text, count=1)


def lines_of(text: str) -> Iterator[Line]:
    """The lines that hold something, with how many empty ones came before."""
    offset = blank = 0
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip()
        if stripped or raw.startswith("\t"):
            start = offset + len(raw) - len(raw.lstrip())
            yield Line(Span(start, start + len(stripped)), stripped, blank, raw.startswith("\t"))
            blank = 0
        else:
            blank += 1
        offset += len(raw)
