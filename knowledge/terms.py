"""The lexicon, and a question's terms: what it asks about, each with everything that means the same."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, TypeVar

from knowledge.asking import AskingWords
from knowledge.errors import LexiconError, SourceError
from knowledge.file_record import FileRecord
from knowledge.following import FollowingWords
from knowledge.kept_yaml import read_kept
from knowledge.numerals import small_number
from knowledge.plain_data import as_data, revive
from knowledge.wordlists import AnswerKinds, Jurisdictions, PremiseWords, ScopeWords, Stopwords, Words
from knowledge.words import normalise
from knowledge.year_words import YearWords

T = TypeVar("T")

FOLDER = Path(__file__).parent / "lexicon"
DIGIT = "[一二三四五六七八九两]"
COUNTED = re.compile(f"(?:{DIGIT}?十)?{DIGIT}?(?=个?(?:月|日|工作日|号|年|天|份|项|次|篇|张|周年|条|轮|岁|页))")
FILES = ("synonyms", "stopwords", "scope", "jurisdiction", "kinds", "asking", "following", "premise", "years")


def search_form(text: str) -> str:
    """A text as it is compared: normalised, without white space, counts and dates in digits."""
    return with_digits(normalise(text).replace(" ", ""))


def with_digits(text: str) -> str:
    """A text with its counts and dates in digits: 三份 as 3份."""
    return COUNTED.sub(_in_digits, text)


def _in_digits(found: re.Match[str]) -> str:
    """A Chinese number below one hundred in digits; nothing where there is none."""
    return str(small_number(found.group())) if found.group() else ""


def _counted_in(data: object) -> object:
    """The same data with the counts of every text in digits, as searched texts have them; keys stay."""
    if isinstance(data, dict):
        return {key: _counted_in(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_counted_in(each) for each in data]
    return with_digits(data) if isinstance(data, str) else data


class Occurrence(NamedTuple):
    """An expression where it stands in a text: `start` inclusive, `end` exclusive."""

    start: int
    end: int
    expression: str


class Lexicon(FileRecord):
    """The word lists: what means the same, a line each, what is not searched for, and what the other files hold."""

    synonyms: tuple[Words, ...]
    stopwords: frozenset[str]
    scope: ScopeWords
    jurisdiction: Jurisdictions
    kinds: AnswerKinds
    asking: AskingWords
    following: FollowingWords
    premise: PremiseWords
    years: YearWords

    @classmethod
    def read(cls, folder: Path = FOLDER) -> "Lexicon":
        """The word lists of a folder; `LexiconError` says in one line what is wrong with one."""
        from knowledge.records import record_of  # noqa: PLC0415  # pydantic is not needed to answer

        def read(name: str, form: type[T]) -> T:
            try:
                path = folder / f"{name}.yaml"
                return record_of(form, read_kept(path), path)
            except SourceError as error:
                raise LexiconError(str(error)) from None

        synonyms = read("synonyms", tuple[Words, ...])
        return cls(
            synonyms=tuple(tuple(map(search_form, line)) for line in synonyms),
            stopwords=frozenset(read("stopwords", Stopwords).words),
            scope=read("scope", ScopeWords),
            jurisdiction=read("jurisdiction", Jurisdictions),
            kinds=revive(AnswerKinds, _counted_in(as_data(read("kinds", AnswerKinds)))),
            asking=read("asking", AskingWords),
            following=read("following", FollowingWords),
            premise=read("premise", PremiseWords),
            years=read("years", YearWords),
        )

    @classmethod
    def from_json(cls, text: str) -> "Lexicon":
        """What `to_json` wrote."""
        return revive(cls, json.loads(text))

    def to_json(self) -> str:
        """All of it as one line, to be kept in the library."""
        return json.dumps(as_data(self), ensure_ascii=False)

    @cached_property
    def lines(self) -> Mapping[str, frozenset[int]]:
        """For each expression the numbers of the synonym lines that have it."""
        lines: dict[str, set[int]] = {}
        for number, line in enumerate(self.synonyms):
            for expression in line:
                lines.setdefault(expression, set()).add(number)
        return {expression: frozenset(numbers) for expression, numbers in lines.items()}

    @cached_property
    def _lengths(self) -> frozenset[int]:
        """How long the expressions are."""
        return frozenset(map(len, self.lines))

    @cached_property
    def finder(self) -> "Finder":
        """Finds the expressions of the synonym lines."""
        return Finder(self.lines)

    def meanings(self, numbers: Iterable[int]) -> frozenset[str]:
        """Every expression of some lines."""
        return frozenset(expression for number in numbers for expression in self.synonyms[number])

    def lines_found_in(self, text: str) -> frozenset[int]:
        """The lines of the expressions that are found in a searched text, none in another."""
        return frozenset(line for found in self.finder.find(text) for line in self.lines[found.expression])

    def lines_in(self, text: str) -> frozenset[int]:
        """The lines one of whose expressions stands in a searched text, anywhere."""
        starts = range(len(text))
        pieces = {text[start : start + length] for length in self._lengths for start in starts}
        return frozenset().union(*(self.lines[piece] for piece in pieces & self.lines.keys()))


def _is_half(text: str, at: int) -> bool:
    """Whether what begins in a text is the second half of what asks for yes or no: 不能报 in 能不能报."""
    return text.startswith("不", at) and at > 0 and text[at - 1] == text[at + 1 : at + 2]


class Finder:
    """Finds expressions in texts."""

    def __init__(self, expressions: Iterable[str]) -> None:
        self.lengths: dict[str, list[int]] = {}
        self.expressions = frozenset(expressions)
        for first, length in sorted({(each[0], len(each)) for each in self.expressions if each}, reverse=True):
            self.lengths.setdefault(first, []).append(length)

    def find(self, text: str, fits: Callable[[Occurrence], bool] = bool) -> Iterator[Occurrence]:
        """The expressions that stand in a text, from the left, the longest that fits at each place, none in another."""
        at = 0
        while at < len(text):
            for length in self.lengths.get(text[at], ()):
                piece = text[at : at + length]
                is_here = piece in self.expressions and not _is_half(text, at)
                if is_here and fits(found := Occurrence(at, at + len(piece), piece)):
                    yield found
                    at += len(piece)
                    break
            else:
                at += 1


class Table(Finder):
    """Keys with their expressions, e.g. each series with the titles that stand for it; one may stand for several.

    `apart_from` are longer expressions that begin as one of these and stand for something else.
    """

    def __init__(self, table: Mapping[str, Iterable[str]], apart_from: Iterable[str] = ()) -> None:
        keys: dict[str, list[str]] = {}
        for key, expressions in table.items():
            for expression in dict.fromkeys(map(search_form, expressions)):
                keys.setdefault(expression, []).append(key)
        self.keys = {expression: tuple(found) for expression, found in keys.items()}
        super().__init__([*self.keys, *apart_from])

    def find(self, text: str, fits: Callable[[Occurrence], bool] = bool) -> Iterator[Occurrence]:
        """Where expressions of the table stand in a text."""
        return (found for found in super().find(text, fits) if found.expression in self.keys)

    def found_in(self, text: str) -> tuple[str, ...]:
        """The keys one of whose expressions stands in a searched text, each once, in the order of the text."""
        return self.keys_of(self.find(text))

    def keys_of(self, found: Iterable[Occurrence]) -> tuple[str, ...]:
        """The keys of what was found, each once, in this order."""
        return tuple(dict.fromkeys(key for each in found for key in self.keys[each.expression]))
