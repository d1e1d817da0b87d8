"""The lines of a source → its tables: rows with the heads of their columns.

Three kinds arrive: cells between tabs, cells between bars (`| 系列 | 时间 |`), and a cell a line behind a tab, an empty
line between rows. Heads alone are no table; what nobody filled in below them is a form.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from knowledge.lines import Line, TableRow
from knowledge.numbering import marker_of
from knowledge.plain import Span

BAR = re.compile(r"\|([^|]*)")
TAB = re.compile(r"(?:^|\t)([^\t]*)")
FILLED_IN = re.compile(r"[^\W\d_]|\d{2}")  # more than the number of a row
RULE = re.compile(r"[-:\s]+")  # a cell of the line that some draw under the heads
NO_HEAD = re.compile(r"[：:。；;]|\d{2}|\d[月日]")  # `电话：…` stands in a letter, `9月1日` in a row
NOTHING = Span(0, 0)
LONGEST_CELL = 40  # characters of a cell that has a line to itself


def with_rows(lines: Sequence[Line]) -> Iterator[Line]:
    """The same lines; those of a table are its rows, one a line, with their cells."""
    at = 0
    while at < len(lines):
        there = lines[at:]
        table = _ruled_table(there) or _upright_table(there)
        yield from table.rows if table else filter(_says_something, there[:1])
        at += table.length if table else 1


def _says_something(line: Line) -> bool:
    """Whether a line holds more than a tab."""
    return bool(line.text)


class PrintedTable(NamedTuple):
    """The rows of a table, the heads' own first, and how many lines they took."""

    rows: tuple[Line, ...]
    length: int


def _ruled_table(lines: Sequence[Line]) -> PrintedTable | None:
    """The table that begins here with its cells side by side, if one does."""
    heads = _cells_of(lines[0])
    if len(heads) < 2 or not all(_is_head(lines[0], cell) for cell in heads):
        return None
    below = list(takewhile(lambda line: 1 < len(_cells_of(line)) <= len(heads), lines[1:]))
    rows, above = [lines[0]._replace(row=TableRow(heads))], NOTHING
    for line in below:
        cells = _cells_of(line)
        if _is_rule(line, cells):
            rows[-1] = _joined(rows[-1], line)
        else:
            above = cells[0] if cells[0].start < cells[0].end else above
            rows.append(line._replace(row=TableRow((above, *cells[1:]), heads)))
    return PrintedTable(_rows_or_form(rows), len(below) + 1) if len(rows) > 1 else None


def _rows_or_form(rows: Sequence[Line]) -> tuple[Line, ...]:
    """The rows of a table; those of a form that nobody filled in as one, which says what it asks for."""
    first, *below = rows
    if first.row is None or any(FILLED_IN.search(row.text) for row in below):
        return tuple(rows)
    return (_joined(first, rows[-1])._replace(row=TableRow((), first.row.cells)),)


def _cells_of(line: Line) -> tuple[Span, ...]:
    """The cells of a line that has some side by side; a tab before the first stands behind an empty one."""
    if line.text.startswith("|") and line.text.endswith("|"):
        found = list(BAR.finditer(line.text))[:-1]
    elif "\t" in line.text:
        found = list(TAB.finditer(line.text))
    else:
        return ()
    cells = tuple(_stripped(line, Span(*each.span(1))) for each in found)
    return (Span(line.span.start, line.span.start), *cells) if line.tabbed else cells


def _stripped(line: Line, within: Span) -> Span:
    """What a cell holds, as a span of the source."""
    text = line.text[slice(*within)]
    start = line.span.start + within.start + len(text) - len(text.lstrip())
    return Span(start, start + len(text.strip()))


def _text_of(line: Line, cell: Span) -> str:
    """The text of a cell of a line."""
    return line.text[cell.start - line.span.start : cell.end - line.span.start]


def _is_head(line: Line, cell: Span) -> bool:
    """Whether a cell can head a column: it names something."""
    text = _text_of(line, cell)
    return bool(text) and len(text) <= LONGEST_CELL and not NO_HEAD.search(text)


def _is_rule(line: Line, cells: Sequence[Span]) -> bool:
    """Whether a line is only drawn."""
    return all(RULE.fullmatch(_text_of(line, cell)) for cell in cells)


def _joined(first: Line, last: Line) -> Line:
    """Two lines as one."""
    return first._replace(span=Span(first.span.start, last.span.end))


def _upright_table(lines: Sequence[Line]) -> PrintedTable | None:
    """The table that begins here with a cell a line behind a tab, if one does."""
    if not lines[0].tabbed:
        return None
    taken = [lines[0], *takewhile(lambda line: line.tabbed or line.blank_before < 2, lines[1:])]
    first, *below = _upright_rows(taken)
    heads = tuple(_upright_cells(first))
    if not below or len(heads) < 2 or not all(map(_is_short, first)):
        return None
    made = (_as_row(row, TableRow(tuple(_upright_cells(row)), heads)) for row in below)
    return PrintedTable(_rows_or_form((_as_row(first, TableRow(heads)), *made)), len(taken))


def _upright_rows(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines of each row: one begins with a tab behind an empty line."""
    rows: list[list[Line]] = [[]]
    for line in lines:
        if line.tabbed and line.blank_before and rows[-1]:
            rows.append([])
        rows[-1].append(line)
    return rows


def _is_short(line: Line) -> bool:
    """Whether a line can be of a cell that heads a column, not of a paragraph."""
    return len(line.text) <= LONGEST_CELL and not NO_HEAD.search(line.text) and marker_of(line.text) is None


def _upright_cells(lines: Sequence[Line]) -> Iterator[Span]:
    """The cells of a row, each from its tab to the next."""
    starts = [at for at, line in enumerate(lines) if line.tabbed]
    for first, following in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield Span(lines[first].span.start, lines[following - 1].span.end)


def _as_row(lines: Sequence[Line], row: TableRow) -> Line:
    """The lines of a row as one."""
    return _joined(lines[0], lines[-1])._replace(text="\n".join(line.text for line in lines), row=row)
