"""What a text tells of yearly appraisals: 「考核2022、2024年合格，2023年基本合格」."""

import re
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path

from knowledge.file_record import FileRecord
from knowledge.kept_yaml import read_kept_record
from knowledge.patterns import Alternatives, Lines, linear
from knowledge.plain import plain
from knowledge.year_words import year_words

FILE = Path(__file__).with_name("appraisals.yaml")
SENTENCES = re.compile(r"[。!?\n]+")
SPAN = 3  # years in 近三年
EARLIEST = 6  # years back of which anybody would tell
YEAR, RANGE = r"(20)?\d\d年度?", r"(20)?\d\d年?度?[-~—–至到](20)?\d\d"
SEVERAL = r"(20)?\d\d([、,和及与](20)?\d\d)+年度?"
DIGITS = re.compile(r"\d{2,4}")


class AppraisalWords(FileRecord):
    """What appraisals.yaml holds."""

    named: Alternatives
    failed: Lines
    passed: Lines
    last_three: Lines
    other: Alternatives

    @cached_property
    def told(self) -> re.Pattern[str]:
        """Finds years and what their appraisals came to."""
        years = {"last": self.last_three, "range": (RANGE,), "several": (SEVERAL,), "year": (YEAR, r"20\d\d")}
        groups = {**years, "failed": self.failed, "passed": self.passed}
        return linear(*(f"(?P<{name}>{'|'.join(lines)})" for name, lines in groups.items()))


@cache
def _words() -> AppraisalWords:
    """The words, read once."""
    return read_kept_record(AppraisalWords, FILE)


def read_appraisals(text: str, year: int) -> dict[str, bool]:
    """Which years' appraisals were passed by a text, seen from a year; a year that it tells in two ways is left out."""
    said: dict[str, set[bool]] = {}
    for sentence in SENTENCES.split(text):
        for each, passed in _told_in(year_words().dated(plain(sentence), year, latest=year), year):
            said.setdefault(str(each), set()).add(passed)
    near = {str(each) for each in range(year - EARLIEST, year + 1)}
    return {each: grades.pop() for each, grades in sorted(said.items()) if each in near and len(grades) == 1}


def _told_in(sentence: str, year: int) -> Iterator[tuple[int, bool]]:
    """The years of a sentence that names appraisals, each with whether it was passed."""
    words, years, at = _words(), list[int](), 0
    for found in words.told.finditer(sentence) if words.named.search(sentence) else ():
        if words.other.search(sentence[at : found.start()]):
            years = []
        at, kind = found.end(), found.lastgroup
        if kind in ("failed", "passed"):
            yield from ((each, kind == "passed") for each in years)
            years = []
        else:
            years += _years_of(found.group(), kind, year)


def _years_of(words: str, kind: str | None, year: int) -> list[int]:
    """The years that a piece of a text names, seen from a year."""
    if kind == "last":
        return list(range(year - SPAN, year))
    named = [2000 + int(each) % 100 for each in DIGITS.findall(words)]
    return list(range(named[0], named[-1] + 1)) if kind == "range" else named
