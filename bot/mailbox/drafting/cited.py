"""The citations of several answers, put together for one point."""

from collections.abc import Iterable
from itertools import chain

from knowledge.answer import Answer, Citation
from knowledge.plain import plain

MOST = 5  # citations of a point, however much it asks


def beside_first(answer: Answer) -> list[Citation]:
    """The citations of an answer; where the first is of a notice in force, none of a round that is over."""
    is_current = any(each.validity == "in_force" for each in answer.citations[:1])
    return [each for each in answer.citations if not (is_current and each.validity == "expired")]


def merge(groups: Iterable[Iterable[Citation]]) -> tuple[Citation, ...]:
    """The citations of several answers, each sentence once, the longer quote where one holds the other."""
    chosen: list[Citation] = []
    for citation in chain.from_iterable(groups):
        same = [at for at, each in enumerate(chosen) if overlap(each, citation)]
        if not same:
            chosen.append(citation)
        elif plain(chosen[same[0]].quote) in plain(citation.quote):
            chosen[same[0]] = citation
    return tuple(chosen[:MOST])


def overlap(one: Citation, other: Citation) -> bool:
    """Whether two citations share characters of one notice."""
    return one.notice.id == other.notice.id and one.span.start < other.span.end and other.span.start < one.span.end
