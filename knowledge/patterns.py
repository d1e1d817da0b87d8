"""Patterns that meet what strangers write: RE2 matches in time linear in the text, whatever the pattern is.

RE2 (Cox, "Regular Expression Matching in the Wild", 2010) has no look-around and no back-references. A pattern that
cannot do without them is Python's own, and the tests attack it at the longest text that can reach it. In data a
pattern is a list of alternatives, one a line (`Alternatives`).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Annotated, cast

import re2

from knowledge.file_record import ReadBy

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

RECENT = 256  # sets of patterns that are kept ready
MEMORY = 8 << 20  # bytes that an automaton may take, which grows with what it is held against
TOGETHER = 16  # patterns of one automaton: of many, nearly every text makes states that no other one had
LOOKS_AROUND = re.compile(r"\(\?(?:[=!]|<[=!]|P=)|\\[1-9bBZ]")
PIECE = re.compile(r"\\.|\[|\]|[^\\\[\]]+", re.DOTALL)
HAN = "[一-鿿]"
LETTERS = r"[^\W\da-zA-Z_]"  # for Python, which takes half a millisecond to write down the 21,000 of that range
UNICODE = {  # what stands in a class; RE2's own are of ASCII
    "d": "0-9０-９",  # for the digits of every script, `\p{Nd}`, RE2 takes six times as long at each place
    "w": r"\p{L}\p{N}_",
    "s": r"\s\v\x1c-\x1f\x85\p{Z}",
}


@cache
def linear(*alternatives: str) -> re.Pattern[str]:
    """A pattern of RE2 that matches the first alternative that does; `ValueError` says what is wrong with one.

    It has the methods of Python's own patterns; `$` is the very end of a text. Halves of characters cannot be searched:
    `normalise` leaves them out.
    """
    for each in alternatives:
        if found := LOOKS_AROUND.search(each):
            raise ValueError(f"{each}: {found.group()} cannot be matched in linear time")
    try:
        return cast("re.Pattern[str]", re2.compile(in_unicode("|".join(alternatives)), _quietly()))
    except re2.error as error:
        raise ValueError(error.args[0].decode()) from None


def _quietly() -> re2.Options:
    """Options of RE2 that leave it to us to say what is wrong with a pattern."""
    options = re2.Options()
    options.log_errors = False
    return options


class Several:
    """Patterns that are held against a text some at once, in the time that one takes."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self.sets = [(at, _set_of(patterns[at : at + TOGETHER])) for at in range(0, len(patterns), TOGETHER)]

    def found_in(self, text: str) -> list[int]:
        """The numbers of those that match somewhere in a text, in order."""
        return sorted(at + number for at, each in self.sets for number in each.Match(text) or ())


def _set_of(patterns: Sequence[str]) -> re2.Set:
    """Patterns as one automaton."""
    options = _quietly()
    options.max_mem = MEMORY
    found = re2.Set.SearchSet(options)
    for each in patterns:
        found.Add(in_unicode(each))
    found.Compile()
    return found


@lru_cache(RECENT)
def several(*patterns: tuple[str, ...]) -> Several:
    """Patterns, each given by its alternatives, ready to be held against a text all at once."""
    return Several(["|".join(alternatives) for alternatives in patterns])


def in_unicode(pattern: str) -> str:
    """The same pattern for RE2: letters and white space are those of Unicode, as in Python, digits of either width."""
    if "\\" not in pattern:
        return pattern
    pieces, depth = [], 0
    for piece in PIECE.findall(pattern):
        depth += (piece == "[") - (piece == "]")
        inside = UNICODE.get(piece[1:].lower()) if piece.startswith("\\") else None
        is_negated = inside is not None and piece[1].isupper()
        if is_negated and depth:
            raise ValueError(f"{pattern}: {piece} cannot stand in a class")
        pieces.append(piece if inside is None else inside if depth else f"[^{inside}]" if is_negated else f"[{inside}]")
    return "".join(pieces)


def lines_of(value: object) -> tuple[str, ...]:
    """A list of alternatives, each of which can be matched in linear time, as it stands in data."""
    lines = _nonempty_texts(value)
    for each in lines:
        linear(each)
    return lines


class Alternatives(tuple[str, ...]):
    """A pattern given by its alternatives, one a line in data, and made when it is first held against a text."""

    @cached_property
    def made(self) -> re.Pattern[str]:
        """RE2's pattern, or Python's where an alternative looks around; `ValueError` says what is wrong with one.

        In Python's, what may be any Chinese character may be any letter that is not of ASCII, ① among them.
        """
        if not any(map(LOOKS_AROUND.search, self)):
            return linear(*self)
        try:
            return re.compile(self.pattern.replace(HAN, LETTERS))
        except re.error as error:
            raise ValueError(f"{self.pattern}: {error}") from None

    @property
    def pattern(self) -> str:
        """The alternatives as one expression."""
        return "|".join(self)

    def search(self, text: str) -> re.Match[str] | None:
        """The first place of a text where it matches."""
        return self.made.search(text)

    def match(self, text: str, at: int = 0) -> re.Match[str] | None:
        """Where it matches at the beginning of a text, or of its rest."""
        return self.made.match(text, at)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Where it matches the whole of a text."""
        return self.made.fullmatch(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Every place where it matches, from the left."""
        return self.made.finditer(text)

    def findall(self, text: str) -> list[str]:
        """What stands at those places, of its group where it has one."""
        return self.made.findall(text)

    def sub(self, by: str | Callable[[re.Match[str]], str], text: str, count: int = 0) -> str:
        """A text with something else at those places, or at the first `count`."""
        return self.made.sub(by, text, count)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object) -> "CoreSchema":
        """What pydantic asks a type for."""
        return ReadBy(_alternatives_in).__get_pydantic_core_schema__(source, handler)


def _alternatives_in(value: object) -> Alternatives:
    """The pattern that a list of alternatives stands for, made to see that it can be."""
    found = Alternatives(_nonempty_texts(value))
    _ = found.made
    return found


def _nonempty_texts(value: object) -> tuple[str, ...]:
    """A list of texts, none of them empty."""
    if not (isinstance(value, list | tuple) and value and all(isinstance(each, str) and each for each in value)):
        raise ValueError("a list of patterns was expected, one a line")
    return tuple(value)


Lines = Annotated[tuple[str, ...], ReadBy(lines_of)]
