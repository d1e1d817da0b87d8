"""A mail's text → the sender's own words; what is quoted and what is signature are told apart by a table of our own."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.records import Model, read_record

TABLE = Path(__file__).with_name("history.yaml")
LONGEST_LINE = 300  # a longer one is somebody's words
NEAR = 6  # lines within which a second field of a quoted header stands
QUOTED = re.compile(r"\s*[>＞]")
EDGES = " \u3000\t*|>＞"


class Patterns(Model):
    """What history.yaml holds."""

    separators: tuple[str, ...]
    attributions: tuple[str, ...]
    fields: tuple[str, ...]
    signatures: tuple[str, ...]
    dropped: tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """A text taken apart: the sender's own words, the signature under them, and the mail quoted below."""

    own: str
    signature: str = ""
    quoted: str = ""


class Table:
    """The patterns, ready to be held against lines."""

    def __init__(self, patterns: Patterns) -> None:
        self.separator, self.attribution, self.signature, self.dropped = (
            re.compile("|".join(f"(?:{each})" for each in group), re.IGNORECASE)
            for group in (patterns.separators, patterns.attributions, patterns.signatures, patterns.dropped)
        )
        names = "|".join("[ \u3000]*".join(name) for name in patterns.fields)
        self.field = re.compile(rf"({names})\s*[|*]*\s*[:：|].*", re.IGNORECASE)

    def opens_header(self, lines: list[str], at: int) -> bool:
        """Whether the fields of a quoted header begin at a line."""
        names = (self.field.fullmatch(bare(line)) for line in lines[at : at + NEAR])
        first, *others = ("".join(found.group(1).split()).lower() if found else None for found in names)
        return first is not None and any(other not in (None, first) for other in others)

    def is_attribution(self, lines: list[str], at: int) -> int:
        """How many lines say who wrote what follows; mail programs break a long one in two."""
        for count in (1, 2):
            line = " ".join(bare(each) for each in lines[at : at + count])
            if len(line) <= LONGEST_LINE and self.attribution.fullmatch(line):
                return count
        return 0


@cache
def table() -> Table:
    """The table of history.yaml."""
    return Table(read_record(Patterns, TABLE))


def bare(line: str) -> str:
    """A line without spaces, quotation marks and rules of a table at its ends."""
    return line.strip(EDGES) if len(line) <= LONGEST_LINE else line


def own_words(text: str) -> Words:
    """A text taken apart."""
    lines, known = text.split("\n"), table()
    own, signature = list[str](), list[str]()
    kept, at = own, 0
    while at < len(lines):
        line = bare(lines[at])
        attributed = known.is_attribution(lines, at)
        if known.separator.fullmatch(line) or known.opens_header(lines, at):
            return words(own, signature, lines[at:])
        if attributed and not quotes_next(lines, at + attributed):
            return words(own, signature, lines[at + attributed :])
        if known.signature.fullmatch(lines[at].rstrip("\r")) and len(line) <= LONGEST_LINE:
            kept = signature
        elif not (attributed or QUOTED.match(lines[at]) or known.dropped.fullmatch(line)):
            kept.append(lines[at])
        at += attributed or 1
    return words(own, signature, [line for line in lines if QUOTED.match(line)])


def quotes_next(lines: list[str], at: int) -> bool:
    """Whether the next line with anything on it is marked as quoted."""
    return next((bool(QUOTED.match(line)) for line in lines[at:] if line.strip()), False)


def words(own: list[str], signature: list[str], quoted: list[str]) -> Words:
    """The lines as texts."""
    return Words("\n".join(own).strip("\n"), "\n".join(signature).strip("\n"), "\n".join(quoted).strip("\n"))


def forwarded(quoted: str) -> str:
    """The words of a mail that is passed on, without the header over it and without its own history."""
    known = table()
    lines = [line.lstrip("> ") for line in quoted.split("\n")]
    while lines and (
        not bare(lines[0]) or known.separator.fullmatch(bare(lines[0])) or known.field.fullmatch(bare(lines[0]))
    ):
        del lines[0]
    return own_words("\n".join(lines)).own
