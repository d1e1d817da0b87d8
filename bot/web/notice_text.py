"""A notice as a page shows it: its sections in their order, each with its address, what is cited of it marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.text.answers import errata_lines
from bot.web.anchors import anchors_of
from knowledge.lines import TableRow, tidy
from knowledge.notice import Source
from knowledge.outline import sections_of
from knowledge.paragraphs import Block
from knowledge.plain import Span

TOP, DEEPEST = 2, 6  # of the headings in the page, whose own heading is the first
IN_TREE = 2  # headings deep


@dataclass(frozen=True)
class TextPiece:
    """A part of a paragraph; the cited one is marked."""

    text: str
    is_cited: bool = False


@dataclass(frozen=True)
class NoticeParagraph:
    """A paragraph, or the cells of a table, with what is probably misprinted in it."""

    pieces: tuple[TextPiece, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class NoticeSection:
    """A section: its name in the page, its heading where that is a line of its own, and its paragraphs."""

    anchor: str | None
    label: str
    depth: int
    level: int
    heading: str | None
    paragraphs: tuple[NoticeParagraph, ...]


def text_of(source: Source, cited: Span | None) -> tuple[NoticeSection, ...]:
    """The sections of a notice; one that comes again after its items has no second name."""
    shown, named = list[NoticeSection](), set[str]()
    level = TOP - 1
    sections = sections_of(source)
    anchors = anchors_of(section.path for section in sections)
    for section in sections:
        anchor = anchors[section.path]
        first = section.paragraphs[0]
        heading = tidy(source.text[slice(*first.span)]) if first.is_heading else None
        if heading:
            level = min(len(section.path) + TOP - 1, level + 1, DEEPEST)
        blocks = section.paragraphs[1:] if heading else section.paragraphs
        paragraphs = tuple(_paragraphs_of(source, blocks, cited))
        own = None if anchor in named else anchor
        shown.append(NoticeSection(own, section.path[-1], len(section.path), level, heading, paragraphs))
        named.add(anchor)
    return tuple(shown)


def tree_of(sections: Sequence[NoticeSection]) -> list[NoticeSection]:
    """The sections that the table of contents leads to."""
    return [section for section in sections if section.anchor and section.depth <= IN_TREE]


def _paragraphs_of(source: Source, blocks: Sequence[Block], cited: Span | None) -> Iterator[NoticeParagraph]:
    """The paragraphs of a section; the rows of a table, which belong together, are one."""
    for __, together in groupby(blocks, _table_of):
        held = list(together)
        warnings = [line for block in held for line in errata_lines(source.notice, source.text[slice(*block.span)])]
        told = tuple(line.strip() for line in warnings)
        rows = [block.row for block in held if block.row]
        if rows:
            yield NoticeParagraph(rows=tuple(_rows_of(source.text, rows)), warnings=told)
        else:
            yield NoticeParagraph(tuple(_pieces_of(source.text, held[0].span, cited)), warnings=told)


def _table_of(block: Block) -> object:
    """What the blocks of one table have in common: the heads of its columns; any other block stands alone."""
    return (block.row.heads or block.row.cells) if block.row else block.span


def _pieces_of(text: str, span: Span, cited: Span | None) -> Iterator[TextPiece]:
    """A paragraph in up to three pieces: before, inside and behind what is cited."""
    start, end = (min(max(at, span.start), span.end) for at in cited or (span.end, span.end))
    for first, last, is_cited in ((span.start, start, False), (start, end, True), (end, span.end, False)):
        if piece := tidy(text[first:last]):
            yield TextPiece(piece, is_cited)


def _rows_of(text: str, rows: Sequence[TableRow]) -> Iterator[tuple[str, ...]]:
    """The heads of a table, then its rows, each as wide as the widest."""
    cells = [rows[0].heads or rows[0].cells, *(row.cells for row in rows if row.heads and row.cells)]
    width = max(map(len, cells))
    return ((*(tidy(text[slice(*cell)]) for cell in row), *[""] * (width - len(row))) for row in cells)
