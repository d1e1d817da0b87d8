"""Source text → sections, in the order of the text, each with its path of headings and its paragraphs.

Official notices number their headings 一、 （一） 1. (1), in this order, and end with 附件. What arrives is less tidy:
lines broken by a scanner or a page's end, brackets of either width, list marks of a converter (`- 2.`), two sections
五、 in one notice, `1.2024年` meaning item 1. A paragraph is found again by how a line ends and how the next begins;
nothing is changed, every paragraph is a span of the source.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, zip_longest
from typing import NamedTuple

from knowledge.notice import Source
from knowledge.numbering import TITLE_RANK, Marker, cuts_of, marker_of
from knowledge.patterns import linear
from knowledge.plain import Span, plain

FRONT, END, ATTACHMENTS = "文首", "文末", "附件"
OUTER = frozenset({"attachment", "chapter", "section", "part", "question"})  # kinds whose headings may be long
LOWEST = 99  # a rank that every heading closes

LIST_MARK = re.compile(r"\s*(?:[-•·]\s+)?")
ATTACHMENT_ITEM = linear(r"(?m)^(?:[-\s]*附\s*件\s*[:：])?[-\s]*\d{1,2}\s*[.．、]\s*(\S.*)$")
PUBLICATION = linear(r"[（(]此件.*[)）]")
BLANKS = re.compile(r"\s+")
TERMINAL = tuple("。；;！!？?：:")
QUESTION = ("?", "？")
LONGEST_QUESTION = 60  # characters of a question that is a heading
LABELLED = re.compile(r"[^，,。；;、：:()（）《》“”\d]{2,10}[：:]")
STANDS_ALONE = re.compile(
    r"[（(][^（()）]*[)）]"  # (此件公开发布)
    r"|\d{4}\s*年\s*[\d*]{1,2}\s*月\s*[\d*]{1,2}\s*日"  # the day of signature
    r"|[^，,。；;、：:()（）《》“”\d]{2,10}[：:][^，,。；;]{0,30}"  # 联系人：…, one line of a form
)
SIGNED = re.compile(
    r"(?:\d{4}|[〇零一二三四五六七八九]{4})年[\d*一二三四五六七八九十]{1,3}月[\d*一二三四五六七八九十]{1,3}日"
)
TITLE = re.compile(r"[^，,。；;、：:！!？?\d]{4,16}")  # a heading without a number, where a notice numbers nothing
LEADING_TITLE = re.compile(
    r"(?!各)(?:(?![如以]下|下列)[^，,。；;、：:！!？?\d]){2,12}[：:]"
)  # the same above numbered items
ENDED = "。；;！!？?"
ASKED = linear(r"([^。：:；;]+)[?？]\s{0,3}答\s{0,3}[：:]")  # a question may be two: 什么是…?什么是…?
RUN_IN = linear(r"([^。：:；;?？]+)(?:。.|[：:]|[?？])")


class Line(NamedTuple):
    """A line of the source without the white space around it."""

    span: Span
    text: str
    blank_before: int
    tabbed: bool


@dataclass(frozen=True)
class Block:
    """Lines that belong together. `is_heading`: nothing but a heading; `is_table`: cells, not sentences."""

    span: Span
    marker: Marker | None = None
    is_heading: bool = False
    is_table: bool = False
    is_listed: bool = False


@dataclass(frozen=True)
class Section:
    """A heading with what stands directly under it; `path` holds the headings from the top and is unique."""

    path: tuple[str, ...]
    paragraphs: tuple[Block, ...] = ()


@dataclass
class Stack:
    """The open headings while a source is read, by rank."""

    ranks: list[int] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    seen: set[tuple[str, ...]] = field(default_factory=set)

    def close(self, rank: int) -> tuple[str, ...]:
        """Close what this rank ends, and what only led to it, and return the path that remains."""
        while self.ranks and (self.ranks[-1] >= rank or self.labels[-1].endswith("之一")):
            self.ranks.pop()
            self.labels.pop()
        return tuple(self.labels)

    def open(self, rank: int, label: str) -> tuple[str, ...]:
        """Close what this rank ends, open a heading under what remains, and return its path."""
        while self.ranks and self.ranks[-1] >= rank:
            self.ranks.pop()
            self.labels.pop()
        unique, times = label, 1
        while (*self.labels, unique) in self.seen:
            times += 1
            unique = f"{label}〔{times}〕"
        self.ranks.append(rank)
        self.labels.append(unique)
        self.seen.add(tuple(self.labels))
        return tuple(self.labels)


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


def _marker_of(text: str) -> Marker | None:
    """The number at the head of a line, behind a list mark or not."""
    return marker_of(without_list_mark(text))


def is_heading(line: str, marker: Marker) -> bool:
    """Whether a numbered line is a heading of its own, not the first line of a longer paragraph."""
    if marker.kind in ("attachment", "chapter"):
        return True
    if line.endswith(QUESTION):
        return len(plain(line)) <= LONGEST_QUESTION
    if line.endswith(TERMINAL) or marker.kind == "article":
        return False
    if marker.kind == "section":
        return len(plain(line)) <= 30
    return len(plain(line)) <= 22 and not re.search("[，,：:《]", line.split(marker.text, 1)[1])


class Paragraphs:
    """Puts the lines of one source together again."""

    def __init__(self, source: Source) -> None:
        notice = source.notice
        attachments = source.text[max(source.text.rfind("附件："), source.text.rfind("附件:")) :]
        own_lines = [notice.issuer, notice.document_number, *ATTACHMENT_ITEM.findall(attachments)]
        self.known = {plain(text) for text in own_lines if text}
        self.title = plain(notice.title)
        self.text = source.text
        ranks = {marker.rank for line in lines_of(source.text) if (marker := _marker_of(line.text))}
        self.is_numbered = bool(ranks)
        self.numbers_items_only = bool(ranks) and not any(0 < rank <= TITLE_RANK for rank in ranks)

    def standing_alone(self, text: str) -> str:
        """Why a line stands for itself (`title`, `line`), or the empty text."""
        bare = plain(text)
        if len(bare) > 4 and bare in self.title:
            return "title"
        return "line" if bare in self.known or STANDS_ALONE.fullmatch(text) else ""

    def is_title(self, block: Block, below: Block) -> bool:
        """Whether a block without a number is the heading of what stands below it.

        Where nothing is numbered, a short line above a sentence is; where only items are, `普通申报：` above the first.
        """
        text, next_text = self.text[slice(*block.span)], self.text[slice(*below.span)]
        if self.numbers_items_only:
            return not block.marker and below.marker is not None and bool(LEADING_TITLE.fullmatch(text))
        is_short = not self.is_numbered and TITLE.fullmatch(text) and not self.standing_alone(text)
        return bool(is_short) and next_text.endswith(TERMINAL)

    def joins(self, previous: str, line: Line) -> bool:
        """Whether a line goes on with what the line before it began."""
        alone = self.standing_alone(previous), self.standing_alone(line.text)
        if any(alone):
            return alone == ("title", "title")
        if not self.is_numbered and (TITLE.fullmatch(previous) or TITLE.fullmatch(line.text)):
            return False
        starts_anew = _marker_of(line.text) or line.text.startswith(("- ", "注：")) or LABELLED.match(line.text)
        return not starts_anew and not previous.endswith(TERMINAL)

    def __iter__(self) -> Iterator[Block]:
        """The paragraphs in the order of the text; nothing is left out."""
        current: Block | None = None
        last = ""
        for line in _split_joined(_split_attachments(lines_of(self.text))):
            if current and self.goes_on(current, last, line):
                current = replace(current, span=Span(current.span.start, max(line.span.end, current.span.end)))
            else:
                if current:
                    yield current
                current = begin(line)
            last = line.text or last
        if current:
            yield current

    def goes_on(self, current: Block, last: str, line: Line) -> bool:
        """Whether a line belongs to the paragraph that is being read."""
        if current.is_table:
            return line.tabbed or line.blank_before < 2
        if current.is_listed and line.blank_before:
            return False
        return not line.tabbed and not current.is_heading and self.joins(last, line)


def begin(line: Line) -> Block:
    """The paragraph that a line opens."""
    marker = _marker_of(line.text)
    return Block(
        line.span,
        marker,
        is_heading=marker is not None and is_heading(line.text, marker),
        is_table=line.tabbed,
        is_listed=marker is None and line.text.startswith("- "),
    )


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


def label_of(source: Source, paragraph: Block, marker: Marker) -> str:
    """The heading of a numbered paragraph: its own line, the words before its first full stop, or only its number."""
    text = tidy(without_list_mark(source.text[slice(*paragraph.span)]))
    if paragraph.is_heading:
        return text.rstrip("：: ")
    run_in = ASKED.match(text) or RUN_IN.match(text)
    if marker.kind == "article":
        return tidy(marker.text)
    ends = text[run_in.end(1)] if run_in else ""
    longest = LONGEST_QUESTION if ends in QUESTION else 40 if marker.kind in OUTER and ends == "。" else 26
    return run_in.group(1) if run_in and len(run_in.group(1)) <= longest else tidy(marker.text)


def sections_of(source: Source) -> tuple[Section, ...]:
    """The sections of a notice in the order of its text; every paragraph stands in exactly one.

    A section comes again where paragraphs without a number follow the last of its items.
    """
    stack, blocks = Stack(), tuple(_with_titles(Paragraphs(source)))
    closing = _closing(source, blocks)
    sections = [Section(stack.open(LOWEST, FRONT))]
    for at, block in enumerate(blocks):
        if block.marker:
            sections.append(Section(stack.open(block.marker.rank, label_of(source, block, block.marker))))
        elif (at == closing and stack.labels[0] != END) or _ends_attachments(source, block, stack):
            sections.append(Section(stack.open(0, END)))
        elif (item := _item_before(source, blocks, at)) and stack.ranks[-1] == item.rank:
            sections.append(Section(stack.close(item.rank) or stack.open(0, END)))
        sections[-1] = replace(sections[-1], paragraphs=(*sections[-1].paragraphs, block))
    return tuple(section for section in sections if section.paragraphs)


def _with_titles(paragraphs: Paragraphs) -> Iterator[Block]:
    """The same paragraphs; a line that stands above others as their heading, without a number, is one."""
    blocks = list(paragraphs)
    for block, below in zip_longest(blocks, blocks[1:]):
        if below and paragraphs.is_title(block, below):
            yield replace(block, marker=Marker(TITLE_RANK, "section", ""), is_heading=True)
        else:
            yield block


def _item_before(source: Source, blocks: Sequence[Block], at: int) -> Marker | None:
    """The last of several items of one paragraph each, where a paragraph without a number is of none of them."""
    if at < 2:
        return None
    before, item = blocks[at - 2 : at]
    marker = item.marker
    if not marker or not before.marker or before.marker.rank != marker.rank or item.is_heading:
        return None
    following = next((each.marker for each in blocks[at:] if each.marker), None)
    is_last = following is None or following.rank < marker.rank
    return marker if is_last and marker.kind == "item" and source.text[item.span.end - 1] in ENDED else None


def _closing(source: Source, blocks: Sequence[Block]) -> int | None:
    """Where the lines begin that close a notice: who signs it and when, behind its last number."""
    numbered = [at for at, block in enumerate(blocks) if block.marker and block.marker.kind != "attachment"]
    attached = (at for at, block in enumerate(blocks) if block.marker and block.marker.kind == "attachment")
    last = max((at for at in numbered if at < next(attached, len(blocks))), default=None)
    if last is None:
        return None
    signed = (at for at in range(last + 1, len(blocks)) if _signs(source, source.text[slice(*blocks[at].span)]))
    return next(signed, None)


def _signs(source: Source, text: str) -> bool:
    """Whether a paragraph is who issued a notice or the day of it."""
    issuer = plain(source.notice.issuer or "")
    return bool(SIGNED.fullmatch(plain(text))) or plain(text) in {issuer, f"{issuer}办公室"} - {"", "办公室"}


def _ends_attachments(source: Source, paragraph: Block, stack: Stack) -> bool:
    """Whether an unnumbered paragraph is back in the notice itself, behind its list of attachments or the last one."""
    text = source.text[slice(*paragraph.span)]
    return stack.labels[0] == ATTACHMENTS or (
        stack.labels[0].startswith(ATTACHMENTS) and PUBLICATION.fullmatch(text) is not None
    )
