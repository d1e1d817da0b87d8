"""The lines of a source as paragraphs are made of them: cut where two stand in one, tables in rows."""

import re
from collections.abc import Iterator
from itertools import pairwise

from knowledge.lines import Line, lines_of
from knowledge.numbering import cuts_of
from knowledge.plain import Span
from knowledge.table_rows import with_rows


def item_lines(text: str) -> Iterator[Line]:
    """The lines of a source, one in which several numbered items run together cut where each begins, tables in rows."""
    return _split_joined(_split_attachments(with_rows(tuple(lines_of(text)))))


def _split_attachments(lines: Iterator[Line]) -> Iterator[Line]:
    """The same lines, `附件：1.公示模板` cut behind its colon so that the list's first item stands alone."""
    for line in lines:
        found = re.match(r"(?:-\s+)?附\s*件\s*[:：]\s*(?=\S)", line.text)
        if not found or line.row:
            yield line
            continue
        cut = line.span.start + found.end()
        mark = len(found.group()) - len(found.group().lstrip("- "))
        yield line._replace(span=Span(line.span.start + mark, cut), text=found.group().strip("- "))
        yield Line(Span(cut, line.span.end), line.text[found.end() :])


def _split_joined(lines: Iterator[Line]) -> Iterator[Line]:
    """The same lines, one in which many numbered items run together cut where each begins."""
    for line in lines:
        cuts = [] if line.row else sorted({0, len(line.text), *cuts_of(line.text)})
        if len(cuts) < 3:
            yield line
            continue
        for first, last in pairwise(cuts):
            start, text = line.span.start + first, line.text[first:last].rstrip()
            yield Line(Span(start, start + len(text)), text, line.blank_before * (first == 0))
