"""The lines of a source → its paragraphs: what a scanner or a page's end broke is put together again.

A paragraph is found again by how a line ends and how the next begins; nothing is changed, every one is a span of the
source.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.item_lines import item_lines
from knowledge.lines import Line, TableRow, lines_of, without_list_mark
from knowledge.numbering import TITLE_RANK, Marker, marker_of
from knowledge.patterns import linear
from knowledge.plain import Span, plain
from knowledge.source import Source
from knowledge.value import replace

ATTACHMENT_ITEM = linear(r"(?m)^(?:[-\s]*附\s*件\s*[:：])?[-\s]*\d{1,2}\s*[.．、]\s*(\S.*)$")
TERMINAL = tuple("。；;！!？?：:")
QUESTION = ("?", "？")
LONGEST_QUESTION = 60  # characters of a question that is a heading
LABELLED = re.compile(r"[^，,。；;、：:()（）《》“”\d]{2,10}[：:]")
STANDS_ALONE = re.compile(
    r"[（(][^（()）]*[)）]"  # (此件公开发布)
    r"|\d{4}\s*年\s*[\d*]{1,2}\s*月\s*[\d*]{1,2}\s*日"  # the day of signature
    r"|[^，,。；;、：:()（）《》“”\d]{2,10}[：:][^，,。；;]{0,30}"  # 联系人：…, one line of a form
)
TITLE = re.compile(r"[^，,。；;、：:！!？?\d]{4,16}")  # a heading without a number, where a notice numbers nothing
LEADING_TITLE = re.compile(
    r"(?!各)(?:(?![如以]下|下列)[^，,。；;、：:！!？?\d]){2,12}[：:]"
)  # the same above numbered items


@dataclass(frozen=True)
class Block:
    """Lines that belong together. `is_heading`: nothing but a heading; `row`: cells, not sentences."""

    span: Span
    marker: Marker | None = None
    is_heading: bool = False
    is_listed: bool = False
    row: TableRow | None = None


def _marker_of(text: str) -> Marker | None:
    """The number at the head of a line, behind a list mark or not."""
    return marker_of(without_list_mark(text))


def _is_heading(line: str, marker: Marker) -> bool:
    """Whether a numbered line is a heading of its own, not the first line of a longer paragraph."""
    if marker.kind in ("attachment", "chapter"):
        return True
    if marker.kind == "bracketed":
        return plain(line) == plain(marker.text)
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

    def _standing_alone(self, text: str) -> str:
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
        is_short = not self.is_numbered and TITLE.fullmatch(text) and not self._standing_alone(text)
        return bool(is_short) and (below.row is not None or next_text.endswith(TERMINAL))

    def _joins(self, previous: str, line: Line) -> bool:
        """Whether a line goes on with what the line before it began."""
        alone = self._standing_alone(previous), self._standing_alone(line.text)
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
        for line in item_lines(self.text):
            if current and self._goes_on(current, last, line):
                current = replace(current, span=Span(current.span.start, max(line.span.end, current.span.end)))
            else:
                if current:
                    yield current
                current = _begin(line)
            last = line.text or last
        if current:
            yield current

    def _goes_on(self, current: Block, last: str, line: Line) -> bool:
        """Whether a line belongs to the paragraph that is being read."""
        if current.row or line.row or (current.is_listed and line.blank_before):
            return False
        return not line.tabbed and not current.is_heading and self._joins(last, line)


def _begin(line: Line) -> Block:
    """The paragraph that a line opens."""
    if line.row:
        return Block(line.span, row=line.row)
    marker = _marker_of(line.text)
    return Block(
        line.span,
        marker,
        is_heading=marker is not None and _is_heading(line.text, marker),
        is_listed=marker is None and line.text.startswith("- "),
    )
