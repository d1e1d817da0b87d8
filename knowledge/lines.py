"""The lines of a source, cut where two stand in one, and a span of several as a person reads it."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from knowledge.numbering import cuts_of
from knowledge.plain import Span

LIST_MARK = re.compile(r"\s*(?:[-•·]\s+)?")
BLANKS = re.compile(r"\s+")


class Line(NamedTuple):
    """A line of the source without the white space around it."""

    span: Span
    text: str
    blank_before: int
    tabbed: bool


def tidy(text: str) -> str:
    """A span as a person reads it: broken lines and words joined, other white space to one space."""
    return BLANKS.sub(_joint, text.strip())


def _joint(blanks: re.Match[str]) -> str:
    """What stays of white space inside a text: nothing beside a Chinese character or sign."""
    before, behind = blanks.string[blanks.start() - 1], blanks.string[blanks.end()]
    return " " if before.isascii() and behind.isascii() else ""


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


def item_lines(text: str) -> Iterator[Line]:
    """The same; a line in which several numbered items run together is cut where each begins."""
    return _split_joined(_split_attachments(lines_of(text)))


def _split_attachments(lines: Iterator[Line]) -> Iterator[Line]:
    """The same lines, `附件：1.公示模板` cut behind its colon so that the list's first item stands alone."""
    for line in lines:
        found = re.match(r"(?:-\s+)?附\s*件\s*[:：]\s*(?=\S)", line.text)
        if not found:
            yield line
            continue
        cut = line.span.start + found.end()
        mark = len(found.group()) - len(found.group().lstrip("- "))
        yield line._replace(span=Span(line.span.start + mark, cut), text=found.group().strip("- "))
        yield Line(Span(cut, line.span.end), line.text[found.end() :], 0, tabbed=False)


def _split_joined(lines: Iterator[Line]) -> Iterator[Line]:
    """The same lines, one in which many numbered items run together cut where each begins."""
    for line in lines:
        cuts = sorted({0, len(line.text), *cuts_of(line.text)})
        for first, last in pairwise(cuts):
            start = line.span.start + first
            text = line.text[first:last].rstrip() if len(cuts) > 2 else line.text
            yield Line(Span(start, start + len(text)), text, line.blank_before * (first == 0), line.tabbed)
