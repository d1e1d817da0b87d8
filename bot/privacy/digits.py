"""The digits of a text as one line, whatever script they are in and whatever stands between them.

１, 一, 壹, ①, ⑴ and 1 are the same here. Blanks, line ends, punctuation, brackets and what cannot be seen are gaps; a
letter, a percent sign, a currency or an asterisk ends a line.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

FOLDED = 8192  # characters whose reading is remembered
LARGEST = 50  # of the numbers in a circle
SPOKEN = {"○": "0", "幺": "1"}  # numerals that Unicode takes for none
CROSS = frozenset("xхχ×")  # what is typed for the last character of an identity number
ENDING = "*%‰‱°"


class Piece(NamedTuple):
    """Digits that stand together, from the nth of the line on, after a gap as `gap_of` compares it."""

    start: int
    gap: str


@dataclass
class DigitLine:
    """The digits of a line, an X among them, and where each stands in the text."""

    said: str = ""
    at: list[int] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    piece_of: list[int] = field(default_factory=list)

    def digits(self, piece: int) -> str:
        """The digits of a piece; none where there is no such piece."""
        if not 0 <= piece < len(self.pieces):
            return ""
        end = self.pieces[piece + 1].start if piece + 1 < len(self.pieces) else len(self.said)
        return self.said[self.pieces[piece].start : end]

    def gap(self, piece: int) -> str:
        """What stands before a piece."""
        return self.pieces[piece].gap if 0 <= piece < len(self.pieces) else ""


def digits_in(text: str) -> int:
    """How many digits a text has, in one line or in several."""
    return sum(map(len, filter(None, map(reading, text))))


def lines_in(text: str, fewest: int) -> Iterator[DigitLine]:
    """The lines of so many digits at least, in their order."""
    characters: list[tuple[str, int]] = []
    said = 0
    for at, character in enumerate(text):
        read = reading(character)
        if read is not None:
            characters.append((character, at))
            said += len(read)
            continue
        if said >= fewest:
            yield line_of(characters)
        characters, said = [], 0
    if said >= fewest:
        yield line_of(characters)


def line_of(characters: list[tuple[str, int]]) -> DigitLine:
    """The line that digits and gaps make; only decimal digits beside one another are one piece."""
    line, read, gap, is_decimal = DigitLine(), [], [], False
    for character, at in characters:
        digits = reading(character) or ""
        if not digits:
            gap.append(character)
            continue
        glues = is_decimal and character.isdecimal() and not gap
        if not glues:
            line.pieces.append(Piece(len(line.at), _gap_of("".join(gap))))
        read.append(digits)
        line.at += [at] * len(digits)
        line.piece_of += [len(line.pieces) - 1] * len(digits)
        gap, is_decimal = [], character.isdecimal()
    line.said = "".join(read)
    return line


@lru_cache(FOLDED)
def reading(character: str) -> str | None:
    """The digits that a character stands for, none for a gap; None for what ends a line."""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if character in SPOKEN:
        return SPOKEN[character]
    kind, value = unicodedata.category(character), unicodedata.numeric(character, -1.0)
    if value.is_integer() and 0 <= value <= (LARGEST if kind == "No" else 9):
        return str(int(value))
    folded = unicodedata.normalize("NFKC", character)
    if folded.casefold() in CROSS:
        return "X"
    return None if kind[0] in "LN" or kind == "Sc" or folded in ENDING else ""


def _gap_of(text: str) -> str:
    """A gap as it is compared: in one width, without blanks and what cannot be seen, unless there is nothing else."""
    seen = [each for each in unicodedata.normalize("NFKC", text) if unicodedata.category(each)[0] in "PS"]
    return "".join(seen) or (" " if text else "")
