"""Two notices section by section beside each other, as one reads what changed from a year to the next."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import chain

from bot.web.notice_text import DEEPEST, NoticeSection
from knowledge.patterns import linear
from knowledge.plain import plain
from knowledge.value import replace

COUNTED = linear(r"\d+")  # the years in a heading, which differ from round to round
Pair = tuple[NoticeSection | None, NoticeSection | None]


def pairs_of(one: Sequence[NoticeSection], other: Sequence[NoticeSection]) -> Iterator[Pair]:
    """The sections in their order: those of one heading in a pair, one that only one of the notices has alone."""
    matcher = SequenceMatcher(None, [_subject(each) for each in one], [_subject(each) for each in other], False)
    for kind, first, last, begin, end in matcher.get_opcodes():
        left, right = map(_below, one[first:last]), map(_below, other[begin:end])
        if kind == "equal":
            yield from zip(left, right, strict=True)
        else:
            yield from chain(((each, None) for each in left), ((None, each) for each in right))


def _subject(section: NoticeSection) -> str:
    """What a section is about, whatever the year."""
    return COUNTED.sub("", plain(section.label))


def _below(section: NoticeSection) -> NoticeSection:
    """A section without its name, which may stand only once in a page, and its heading under that of its notice."""
    return replace(section, anchor=None, level=min(section.level + 1, DEEPEST))
