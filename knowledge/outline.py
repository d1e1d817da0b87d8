"""Source text → sections, in the order of the text, each with its path of headings and its paragraphs.

Official notices number their headings 一、 （一） 1. (1), in this order, and end with 附件. What arrives is less tidy:
brackets of either width, list marks of a converter (`- 2.`), two sections 五、 in one notice, `1.2024年` for item 1.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from knowledge.lines import tidy, without_list_mark
from knowledge.numbering import TITLE_RANK, Marker
from knowledge.paragraphs import LONGEST_QUESTION, QUESTION, Block, Paragraphs
from knowledge.patterns import linear
from knowledge.plain import plain
from knowledge.source import Source
from knowledge.value import replace

FRONT, END, ATTACHMENTS = "文首", "文末", "附件"
OUTER = frozenset({"attachment", "chapter", "section", "part", "question"})  # kinds whose headings may be long
LOWEST = 99  # a rank that every heading closes

PUBLICATION = linear(r"[（(]此件.*[)）]")
SIGNED = re.compile(
    r"(?:\d{4}|[〇零一二三四五六七八九]{4})年[\d*一二三四五六七八九十]{1,3}月[\d*一二三四五六七八九十]{1,3}日"
)
ENDED = "。；;！!？?"
ASKED = linear(r"([^。：:；;]+)[?？]\s{0,3}答\s{0,3}[：:]")  # a question may be two: 什么是…?什么是…?
RUN_IN = linear(r"([^。：:；;?？]+)(?:。.|[：:]|[?？])")


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


def label_of(source: Source, paragraph: Block, marker: Marker) -> str:
    """The heading of a numbered paragraph: its own line, the words before its first full stop, or only its number."""
    text = tidy(without_list_mark(source.text[slice(*paragraph.span)]))
    if paragraph.is_heading:
        return text.rstrip("：: ")
    number = tidy(marker.text)
    run_in = ASKED.match(text, len(number)) or RUN_IN.match(text, len(number))
    if marker.kind in ("article", "bracketed") or not run_in:
        return number.rstrip("：: ")
    ends, label = text[run_in.end(1)], text[: run_in.end(1)]
    longest = LONGEST_QUESTION if ends in QUESTION else 40 if marker.kind in OUTER and ends == "。" else 26
    return label if len(label) <= longest else number.rstrip("：: ")


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
