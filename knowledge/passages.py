"""Sections → passages: the smallest items that stand alone and can be cited, cut into sentences.

A passage is one paragraph. Its `path` of headings is searched with it and never quoted; its `lead` is the line that
introduces a list (`报卷时间：`), without which an item of that list cannot be understood. A row of a table is a passage
with its cells; the heads of its columns are searched and shown with it, and never quoted.
"""

import re
from collections.abc import Iterator

from knowledge.lines import TableRow, tidy, without_list_mark
from knowledge.outline import FRONT, Section, sections_of
from knowledge.paragraphs import Block
from knowledge.passage import Cell, Passage
from knowledge.patterns import linear
from knowledge.plain import Span, plain
from knowledge.source import Source

LABEL = linear(r"[^：:。，,]+[：:]")
SHORTEST_LEAD = 8  # plain characters; `联系人：` is an empty field of a form
LONGEST_SENTENCE = 240  # plain characters; a longer sentence is cut behind a comma
FULL_STOPS = "。！？!?"
CLOSING = '”’」』"）)》〉】'
OPENING = {"“": "”", "「": "」", "『": "』"}
BARS = "| \t\r\n"


def passages_of(source: Source) -> tuple[Passage, ...]:
    """The passages of a notice in the order of its text."""
    pieces = list(_cited_paragraphs(sections_of(source)))
    leads = dict(_leads_of(source, pieces))
    return tuple(
        Passage(
            source.notice.id,
            number,
            section.path,
            span,
            tuple((_cut_long if paragraph.row else sentences_of)(source.text, span)),
            leads.get(number),
            tuple(_cells_of(source.text, paragraph.row)) if paragraph.row else (),
        )
        for number, (section, paragraph) in enumerate(pieces)
        for span in [bare(source.text, paragraph)]
    )


def _cells_of(text: str, row: TableRow) -> Iterator[Cell]:
    """The cells of a row that say something."""
    for head, cell in zip(row.heads, row.cells, strict=False):
        if cell.start < cell.end:
            yield Cell(tidy(text[slice(*head)]), tidy(text[slice(*cell)]))


def _cited_paragraphs(sections: tuple[Section, ...]) -> Iterator[tuple[Section, Block]]:
    """What can be cited: every paragraph, a heading only where nothing stands under it, of a table what has heads."""
    parents = {section.path[:end] for section in sections for end in range(1, len(section.path))}
    for section in sections:
        alone = len(section.paragraphs) == 1 and section.path not in parents
        yield from ((section, each) for each in section.paragraphs if not _only_heads(each) or (alone and not each.row))


def _only_heads(paragraph: Block) -> bool:
    """Whether a paragraph is a heading, or the row of a table that heads its columns."""
    return paragraph.is_heading or (paragraph.row is not None and not paragraph.row.heads)


def bare(text: str, paragraph: Block) -> Span:
    """The span of a paragraph without a converter's list mark at its head, and of a row without the bars around it."""
    start, end = paragraph.span
    if paragraph.row:
        inner = text[start:end].strip(BARS)
        start += text[start:end].find(inner)
        return Span(start, start + len(inner))
    return Span(end - len(without_list_mark(text[start:end])), end)


def _leads_of(source: Source, pieces: list[tuple[Section, Block]]) -> Iterator[tuple[int, Span]]:
    """The lead-in of each passage that needs one, by the passage's number.

    A paragraph that ends in a colon leads what follows in its section and below it. One that ends in a semicolon hands
    the words before its own colon on to the next (`报卷时间：省直…；` leads `各市…`).
    """
    lead: tuple[tuple[str, ...], Span] | None = None
    label: Span | None = None
    for number, (section, paragraph) in enumerate(pieces):
        if lead and section.path[: len(lead[0])] != lead[0]:
            lead = None
        if label or lead:
            yield number, label or lead[1]  # type: ignore[index]  # one of the two is there
        text = source.text[slice(*paragraph.span)]
        label = _label_handed_on(text, paragraph, label)
        if text.endswith(("：", ":")) and len(plain(text)) > SHORTEST_LEAD and section.path[0] != FRONT:
            lead = section.path, list(sentences_of(source.text, paragraph.span))[-1]


def _label_handed_on(text: str, paragraph: Block, label: Span | None) -> Span | None:
    """What an unnumbered paragraph that ends in a semicolon gives the next one as its lead-in."""
    if paragraph.marker or not text.endswith(("；", ";")):
        return None
    own = LABEL.match(text)
    return Span(paragraph.span.start, paragraph.span.start + own.end()) if own else label


def sentences_of(text: str, span: Span) -> Iterator[Span]:
    """The sentences and clauses of a span: cut behind 。！？ and ；, not inside a quotation."""
    start, closer = span.start, ""
    for offset in range(*span):
        character = text[offset]
        if closer:
            closer = "" if character == closer else closer
        elif character in OPENING:
            closer = OPENING[character]
        elif character == '"' and '"' in text[offset + 1 : span.end]:
            closer = '"'
        if closer or not _ends_here(text, offset, span.end):
            continue
        yield from _cut_long(text, Span(start, offset + 1))
        start = offset + 1
    if text[start : span.end].strip():
        yield from _cut_long(text, Span(start, span.end))


def _ends_here(text: str, offset: int, end: int) -> bool:
    """Whether a sentence or a clause ends with this character."""
    rest = text[offset + 1 : end].lstrip()
    if text[offset] in "；;":
        return bool(rest)
    is_stop = text[offset] in FULL_STOPS or (text[offset] in CLOSING and text[offset - 1] in FULL_STOPS)
    return is_stop and not rest.startswith(tuple(CLOSING))


def _cut_long(text: str, span: Span) -> Iterator[Span]:
    """A sentence without the white space at its ends; one that is too long is cut behind its last fitting comma."""
    start = span.end - len(text[slice(*span)].lstrip())
    end = span.start + len(text[slice(*span)].rstrip())
    while len(plain(text[start:end])) > LONGEST_SENTENCE:
        cuts = [start + found.end() for found in re.finditer("[，,、]", text[start:end])]
        fitting = [cut for cut in cuts if len(plain(text[start:cut])) <= LONGEST_SENTENCE]
        cut = fitting[-1] if fitting else _piece_end(text, start)
        yield Span(start, cut)
        start = cut
    yield Span(start, end)


def _piece_end(text: str, start: int) -> int:
    """The end of the longest piece from an offset that is no longer than a sentence may be."""
    cut = start + 1
    while len(plain(text[start : cut + 1])) <= LONGEST_SENTENCE:
        cut += 1
    return cut
