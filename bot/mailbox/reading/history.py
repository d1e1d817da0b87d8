"""A mail's text → the sender's own words; what is quoted and what is signature are told apart by a table of our own."""

import re
from collections.abc import Iterator
from functools import cache, cached_property
from itertools import dropwhile
from pathlib import Path
from typing import NamedTuple

from knowledge.file_record import FileRecord
from knowledge.kept_yaml import read_kept_record
from knowledge.patterns import Alternatives, linear

TABLE = Path(__file__).with_name("history.yaml")
LONGEST_LINE = 300  # a longer one is somebody's words
NEAR = 6  # lines within which a second field of a quoted header stands
MARKS = (">", "＞")
EDGES = " \u3000\t*|>＞"


class HistoryPatterns(FileRecord):
    """What history.yaml holds, ready to be held against lines in lower case."""

    separators: Alternatives
    attributions: Alternatives
    fields: tuple[str, ...]
    signatures: Alternatives
    dropped: Alternatives

    def check(self) -> None:
        """The patterns that are made of others are checked with them, when the file is loaded."""
        _ = self.field

    @cached_property
    def field(self) -> re.Pattern[str]:
        """A line of a quoted header, its name as the group."""
        names = "|".join("[ \u3000]*".join(name) for name in self.fields)
        return linear(rf"({names})\s*[|*]*\s*[:：|].*")

    def _field_in(self, line: str) -> str | None:
        """The name of the field that a line of a quoted header holds."""
        found = self.field.fullmatch(bare(line))
        return "".join(found[1].split()) if found else None

    def _opens_header(self, lines: list[str], at: int) -> bool:
        """Whether the fields of a quoted header begin at a line."""
        first = self._field_in(lines[at])
        if first is None:
            return False
        return any(self._field_in(line) not in (None, first) for line in lines[at + 1 : at + NEAR])

    def _is_attribution(self, lines: list[str], at: int) -> int:
        """How many lines say who wrote what follows; mail programs break a long one in two."""
        for count in (1, 2):
            line = " ".join(bare(each) for each in lines[at : at + count])
            if len(line) <= LONGEST_LINE and self.attributions.fullmatch(line):
                return count
        return 0


class LetterParts(NamedTuple):
    """A text taken apart: the sender's own words, the signature under them, and the mail quoted below."""

    own: str
    signature: str = ""
    quoted: str = ""


@cache
def table() -> HistoryPatterns:
    """The table of history.yaml."""
    return read_kept_record(HistoryPatterns, TABLE)


def bare(line: str) -> str:
    """A line in lower case, without spaces, quotation marks and rules of a table at its ends."""
    return (line.strip(EDGES) if len(line) <= LONGEST_LINE else line).lower()


def _is_quoted(line: str) -> bool:
    """Whether a line is marked as quoted."""
    return line.lstrip().startswith(MARKS)


def own_words(text: str) -> LetterParts:
    """A text taken apart."""
    lines = text.split("\n")
    own, signature = list[str](), list[str]()
    kept = own
    for at, attributed in _places(lines):
        below = _quoted_from(lines, at, attributed)
        if below is not None:
            return words(own, signature, lines[below:])
        if _is_signature(lines[at]):
            kept = signature
        elif not (attributed or _is_dropped(lines[at])):
            kept.append(lines[at])
    return words(own, signature, list(filter(_is_quoted, lines)))


def _places(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Each place of a text, with how many lines there say who wrote what follows; these lines are one place."""
    at = 0
    while at < len(lines):
        attributed = table()._is_attribution(lines, at)
        yield at, attributed
        at += attributed or 1


def _quoted_from(lines: list[str], at: int, attributed: int) -> int | None:
    """From which line on everything is a quoted mail, where one begins at this place."""
    if table().separators.fullmatch(bare(lines[at])) or table()._opens_header(lines, at):
        return at
    below = at + attributed
    return below if attributed and not _quotes_next(lines, below) else None


def _is_signature(line: str) -> bool:
    """Whether the signature stands from a line on."""
    return len(bare(line)) <= LONGEST_LINE and bool(table().signatures.fullmatch(line.rstrip("\r").lower()))


def _is_dropped(line: str) -> bool:
    """Whether a line is quoted, or of the mail program."""
    return _is_quoted(line) or bool(table().dropped.fullmatch(bare(line)))


def _quotes_next(lines: list[str], at: int) -> bool:
    """Whether the next line with anything on it is marked as quoted."""
    return next((_is_quoted(lines[number]) for number in range(at, len(lines)) if lines[number].strip()), False)


def words(own: list[str], signature: list[str], quoted: list[str]) -> LetterParts:
    """The lines as texts."""
    return LetterParts("\n".join(own).strip("\n"), "\n".join(signature).strip("\n"), "\n".join(quoted).strip("\n"))


def forwarded_text(quoted: str) -> str:
    """The words of a mail that is passed on, without the header over it and without its own history."""
    return quoted_parts(quoted).own


def quoted_parts(quoted: str) -> LetterParts:
    """A quoted mail taken apart, without the header over it."""
    lines = (line.lstrip("> ") for line in quoted.split("\n"))
    return own_words("\n".join(dropwhile(_is_over_words, lines)))


def _is_over_words(line: str) -> bool:
    """Whether a line stands over the words of a mail that is passed on: blank, a separator, or a field."""
    known, words = table(), bare(line)
    return not words or bool(known.separators.fullmatch(words)) or known._field_in(line) is not None
