"""The year that people mean: in digits, or by how far it is from that of the day (今年, 去年, 大前年)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from knowledge.file_record import FileRecord
from knowledge.kept_yaml import read_kept_record
from knowledge.patterns import Lines, linear

YEAR = re.compile(r"(?<![\d〔-])(20\d{2}|[23]\d)(?!\d)年?度?")
SHORTLY, AHEAD = 8, 40  # characters before and behind a year that are looked at
TABLE = Path(__file__).with_name("lexicon") / "years.yaml"


class RelativeYear(NamedTuple):
    """A word for a year where it stands in a text, and how many years it is from that of the day."""

    start: int
    end: int
    steps: int


class YearWords(FileRecord):
    """What `years.yaml` holds: the words, what holds one by chance, and what makes a year that of a round or not."""

    steps: Mapping[str, int]
    apart_from: Lines
    of_a_round: tuple[str, ...]
    of_a_past_round: Lines
    earlier_rounds: Lines
    before_a_count: str
    behind_a_count: tuple[str, ...]
    before_own_past: Lines
    behind_own_past: Lines

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """Finds the words, a longer one before a shorter, and what holds one by chance before both."""
        return linear(*self.apart_from, *sorted(self.steps, key=len, reverse=True))

    @cached_property
    def _behind_past(self) -> re.Pattern[str]:
        """What stands behind the year of a round that is over."""
        return linear(*self.of_a_past_round)

    @cached_property
    def _own_past(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        """What stands before, and what behind, a year in digits of somebody's own past or of a document."""
        return linear(f"({'|'.join(self.before_own_past)})$"), linear(*self.behind_own_past)

    @cached_property
    def earlier(self) -> re.Pattern[str]:
        """The words for rounds that were held, whichever year."""
        return linear(*self.earlier_rounds)

    def found_in(self, text: str) -> Iterator[RelativeYear]:
        """The words that stand in a text, from the left."""
        for found in self._pattern.finditer(text):
            if found.group() in self.steps:
                yield RelativeYear(*found.span(), self.steps[found.group()])

    def dated(self, text: str, year: int, latest: int | None = None) -> str:
        """A text with its words for a year, seen from one, in digits; those for years behind the latest stay."""
        words = (each for each in self.found_in(text) if latest is None or year + each.steps <= latest)
        return _with_digits(text, words, year)

    def undated(self, text: str) -> str:
        """A text without its words for years to come."""
        return "".join(_between(text, [each for each in self.found_in(text) if each.steps > 0]))

    def dated_as_rounds(self, text: str, year: int) -> str:
        """A text with its words for the year of a round in digits; those of somebody's own past stay: 去年报过没过."""
        return _with_digits(text, (each for each in self.found_in(text) if not self._is_own_past(text, each)), year)

    def dated_where_asked(self, text: str, year: int) -> str:
        """A text with this year and those to come in digits, a past one only where it is asked about as a round is."""
        words = (each for each in self.found_in(text) if each.steps >= 0 or self._is_of_a_round(each, text))
        return _with_digits(text, words, year)

    def _is_own_past(self, text: str, word: RelativeYear) -> bool:
        """Whether a word for a year that is over is one of somebody's own past."""
        return word.steps < 0 and self._is_beside_past(text, word.start, word.end)

    def round_in(self, text: str, year: int) -> int | None:
        """The round that a question asks for by such a word, seen from a year; one that is over comes last."""
        asked = [each.steps for each in self.found_in(text) if self._is_of_a_round(each, text)]
        return next((year + steps for steps in sorted(asked, key=lambda steps: steps < 0)), None)

    def _is_of_a_round(self, word: RelativeYear, text: str) -> bool:
        """Whether a word for a year is asked about as a round is; people tell of their own past."""
        if word.steps < 0:
            return bool(self._behind_past.match(text[word.end :]))
        return any(each in text for each in self.of_a_round)

    def round_in_digits(self, text: str) -> int | None:
        """The year of the only round that a text names; years of a diploma, a title or a document do not count."""
        years = {2000 + int(found.group(1)) % 100 for found in self.rounds_in_digits(text)}
        return years.pop() if len(years) == 1 else None

    def rounds_in_digits(self, text: str) -> Iterator[re.Match[str]]:
        """Where a text names the year of a round, in digits; beside this year or one to come, that must be said."""
        found = (each for each in YEAR.finditer(text) if self._is_a_round(each, text))
        if any(word.steps >= 0 for word in self.found_in(text)):
            return (each for each in found if self._behind_past.match(text[each.end() :]))
        return found

    def _is_a_round(self, found: re.Match[str], text: str) -> bool:
        """Whether a number is the year of a round, neither a count of years nor one of a person's own past."""
        start, end = found.span()
        if len(found.group(1)) == 2 and self._is_a_count(found.group(), *_around(text, start, end)):
            return False
        return not self._is_beside_past(text, start, end)

    def _is_beside_past(self, text: str, start: int, end: int) -> bool:
        """Whether what stands around a year says that it is one of somebody's own past, or of a document."""
        (before_past, behind_past), (before, behind) = self._own_past, _around(text, start, end)
        return bool(before_past.search(before) or behind_past.match(behind))

    def _is_a_count(self, said: str, before: str, behind: str) -> bool:
        """Whether two digits say how many years: without `年` behind them, or beside a word of counts."""
        return "年" not in said or before.endswith(tuple(self.before_a_count)) or behind.startswith(self.behind_a_count)


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands shortly before a year, and what ahead of it."""
    return text[max(0, start - SHORTLY) : start], text[end : end + AHEAD]


def _between(text: str, words: Iterable[RelativeYear]) -> Iterator[str]:
    """What stands between some words of a text, and behind the last."""
    at = 0
    for start, end, _steps in words:
        yield text[at:start]
        at = end
    yield text[at:]


def _with_digits(text: str, words: Iterable[RelativeYear], year: int) -> str:
    """A text with some of its words for a year in digits."""
    pieces, at = [], 0
    for start, end, steps in words:
        pieces += [text[at:start], f"{year + steps}年"]
        at = end
    return "".join([*pieces, text[at:]])


@cache
def year_words() -> YearWords:
    """The table, for who has no library at hand."""
    return read_kept_record(YearWords, TABLE)
