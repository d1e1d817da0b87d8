"""Text as it is compared: after NFKC and without white space, with the way back to the original's offsets."""

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple


class Span(NamedTuple):
    """Characters of a notice's source: `start` inclusive, `end` exclusive."""

    start: int
    end: int

    def meets(self, other: "Span") -> bool:
        """Whether the two have a character in common."""
        return self.start < other.end and other.start < self.end


@cache
def fold(character: str) -> str:
    """One character after NFKC, without white space: none, one or several characters."""
    return "".join(unicodedata.normalize("NFKC", character).split())


def plain(text: str) -> str:
    """The text after NFKC, character by character, and without white space."""
    return "".join(map(fold, text))


class Plain(NamedTuple):
    """A text in its plain form, each plain character knowing where it stood.

    `origins[i]` is the offset, in the original, of the character that `text[i]` came from; it never decreases.
    """

    text: str
    origins: tuple[int, ...]

    @classmethod
    def of(cls, original: str) -> "Plain":
        """The plain form of a text."""
        pairs = [(piece, offset) for offset, character in enumerate(original) for piece in fold(character)]
        return cls("".join(piece for piece, _ in pairs), tuple(offset for _, offset in pairs))

    def within(self, span: Span) -> str:
        """The plain text of a span of the original."""
        return self.text[bisect_left(self.origins, span.start) : bisect_left(self.origins, span.end)]

    def find_all(self, quote: str) -> Iterator[Span]:
        """Every place of the original where the quote stands, white space and width of characters aside."""
        wanted = plain(quote)
        at = self.text.find(wanted) if wanted else -1
        while at >= 0:
            yield Span(self.origins[at], self.origins[at + len(wanted) - 1] + 1)
            at = self.text.find(wanted, at + 1)
