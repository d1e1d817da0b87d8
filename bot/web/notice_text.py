"""A notice as a page shows it: its sections in their order, each with its address, what is cited of it marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.text.answers import errata_lines
from bot.web.anchors import CITED, anchors_of
from knowledge.lines import TableRow, tidy
from knowledge.outline import Section, sections_of
from knowledge.paragraphs import Block
from knowledge.plain import Span
from knowledge.source import Source

TOP, DEEPEST = 2, 6  # of the headings in the page, whose own heading is the first
IN_TREE = 2  # headings deep


@dataclass(frozen=True)
class TextPiece:
    """A part of a text; the cited ones are marked, and the first of them has the name that an address leads to."""

    text: str
    is_cited: bool = False
    name: str | None = None


Pieces = tuple[TextPiece, ...]


@dataclass(frozen=True)
class NoticeParagraph:
    """A paragraph, or the cells of a table, with what is probably misprinted in it."""

    pieces: Pieces = ()
    rows: tuple[tuple[Pieces, ...], ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class NoticeSection:
    """A section: its name in the page, its heading where that is a line of its own, and its paragraphs."""

    anchor: str | None
    label: str
    depth: int
    level: int
    heading: Pieces
    paragraphs: tuple[NoticeParagraph, ...]


class NoticeText:
    """Lays out the text of a notice, of which a span may be cited."""

    def __init__(self, source: Source, cited: Span | None) -> None:
        self.source = source
        self.cited = cited
        self.names = iter([CITED])  # for the first piece that is marked

    def sections(self) -> Iterator[NoticeSection]:
        """The sections; one that comes again after its items has no second name."""
        sections, named = sections_of(self.source), set[str]()
        anchors = anchors_of(section.path for section in sections)
        level = TOP - 1
        for section in sections:
            anchor = anchors[section.path]
            if section.paragraphs[0].is_heading:
                level = min(len(section.path) + TOP - 1, level + 1, DEEPEST)
            yield self._section(section, None if anchor in named else anchor, level)
            named.add(anchor)

    def _section(self, section: Section, anchor: str | None, level: int) -> NoticeSection:
        """One section."""
        first, *others = section.paragraphs
        heading = tuple(self._pieces(first.span)) if first.is_heading else ()
        paragraphs = tuple(self._paragraphs(others if heading else section.paragraphs))
        return NoticeSection(anchor, section.path[-1], len(section.path), level, heading, paragraphs)

    def _paragraphs(self, blocks: Sequence[Block]) -> Iterator[NoticeParagraph]:
        """The paragraphs of a section; the rows of a table, which belong together, are one."""
        for __, together in groupby(blocks, _table_of):
            held = list(together)
            warnings = tuple(warning for block in held for warning in self._warnings(block.span))
            rows = [block.row for block in held if block.row]
            if rows:
                yield NoticeParagraph(rows=tuple(self._rows(rows)), warnings=warnings)
            else:
                yield NoticeParagraph(tuple(self._pieces(held[0].span)), warnings=warnings)

    def _rows(self, rows: Sequence[TableRow]) -> Iterator[tuple[Pieces, ...]]:
        """The heads of a table, then its rows, each as wide as the widest."""
        cells = [rows[0].heads or rows[0].cells, *(row.cells for row in rows if row.heads and row.cells)]
        width = max(map(len, cells))
        for row in cells:
            yield (*(tuple(self._pieces(cell)) for cell in row), *[()] * (width - len(row)))

    def _pieces(self, span: Span) -> Iterator[TextPiece]:
        """A text in up to three pieces: before, inside and behind what is cited."""
        start, end = (min(max(at, span.start), span.end) for at in self.cited or (span.end, span.end))
        for first, last, is_cited in ((span.start, start, False), (start, end, True), (end, span.end, False)):
            if piece := tidy(self.source.text[first:last]):
                yield TextPiece(piece, is_cited, next(self.names, None) if is_cited else None)

    def _warnings(self, span: Span) -> Iterator[str]:
        """What is probably misprinted in a text."""
        return map(str.strip, errata_lines(self.source.notice, self.source.text[slice(*span)]))


def text_of(source: Source, cited: Span | None) -> tuple[NoticeSection, ...]:
    """The sections of a notice, what is cited of it marked."""
    return tuple(NoticeText(source, cited).sections())


def tree_of(sections: Sequence[NoticeSection]) -> list[NoticeSection]:
    """The sections that the table of contents leads to."""
    return [section for section in sections if section.anchor and section.depth <= IN_TREE]


def _table_of(block: Block) -> object:
    """What the blocks of one table have in common: the heads of its columns; any other block stands alone."""
    return (block.row.heads or block.row.cells) if block.row else block.span
