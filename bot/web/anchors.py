"""Addresses inside a notice: `/notices/ln-gxt-2024#四-三` is section 四（三）; `?cited=120-164` marks a span of it."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote

from bot.bounds import number_in
from knowledge.numbering import marker_of
from knowledge.plain import Span, plain

CITED = "cited"  # the name of the span that is marked
SIGNS = re.compile(r"[^\w]+")
LONGEST = 12  # characters of a heading that stand for it
Path = tuple[str, ...]


def anchors_of(paths: Iterable[Path]) -> Mapping[Path, str]:
    """The name of each section inside its page: the numbers of its headings; the words, too, where a number comes
    twice.
    """
    found: dict[Path, str] = {}
    for path in paths:
        for depth in range(1, len(path) + 1):
            above = found.get(path[: depth - 1])
            if path[:depth] not in found:
                found[path[:depth]] = _free_name(f"{above}-" if above else "", path[depth - 1], found.values())
    return found


def address_of(notice_id: str, cited: Span) -> str:
    """Where a span of a notice is to be read."""
    return f"/notices/{quote(notice_id)}?{CITED}={cited.start}-{cited.end}#{CITED}"


def span_in(text: str) -> Span | None:
    """The span that an address names; None where it names none."""
    first, __, last = text.partition("-")
    start, end = number_in(first), number_in(last)
    return Span(start, end) if start is not None and end is not None and start < end else None


def _free_name(above: str, heading: str, taken: Iterable[str]) -> str:
    """A name under another one that no section has yet."""
    text = plain(heading)
    marker = marker_of(text)
    words = SIGNS.sub("", text)[:LONGEST]
    short = above + (SIGNS.sub("", marker.text) if marker else words)
    return above + SIGNS.sub("", text) if short in taken else short
