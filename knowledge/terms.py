"""The lexicon, and a question's terms: what it asks about, each with everything that means the same."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from knowledge.errors import LexiconError
from knowledge.words import normalise

FOLDER = Path(__file__).parent / "lexicon"
DIGITS = dict(zip("一二三四五六七八九两", [*range(1, 10), 2], strict=True))
DIGIT = f"([{''.join(DIGITS)}])"
COUNTED = re.compile(f"(?:{DIGIT}?(十))?{DIGIT}?(?=个?(?:月|日|工作日|号|年|天|份|项|次|篇|张|周年|条|轮|岁|页))")
FILES = ("synonyms", "stopwords", "scope", "kinds", "following")


def searched(text: str) -> str:
    """A text as it is compared: normalised, without white space, counts and dates in digits."""
    return counted(normalise(text).replace(" ", ""))


def counted(text: str) -> str:
    """A text with its counts and dates in digits: 三份 as 3份."""
    return COUNTED.sub(in_digits, text)


def in_digits(found: re.Match[str]) -> str:
    """A Chinese number below one hundred in digits; nothing where there is none."""
    tens, ten, units = found.groups()
    if not (ten or units):
        return ""
    return str((DIGITS[tens] if tens else 1) * 10 * bool(ten) + (DIGITS[units] if units else 0))


def counted_in(data: Any) -> Any:
    """The same data with the counts of every text in digits, as searched texts have them."""
    if isinstance(data, dict):
        return {key: counted_in(value) for key, value in data.items()}
    return counted(data) if isinstance(data, str) else data


class Found(NamedTuple):
    """An expression where it stands in a text: `start` inclusive, `end` exclusive."""

    start: int
    end: int
    expression: str


@dataclass(frozen=True)
class Lexicon:
    """The word lists as data: `synonyms` a list of lines, the others mappings, as their files have them."""

    synonyms: tuple[tuple[str, ...], ...]
    stopwords: frozenset[str]
    scope: Mapping[str, Any]
    kinds: Mapping[str, Any]
    following: Mapping[str, Any]

    @classmethod
    def read(cls, folder: Path = FOLDER) -> "Lexicon":
        """The word lists of a folder; `LexiconError` names the file that does not have its form."""
        from knowledge.records import read_any  # noqa: PLC0415  # YAML is not needed to answer

        lines, stopwords, *tables = (read_any(folder / f"{name}.yaml") for name in FILES)
        if not (isinstance(lines, list) and all(isinstance(line, list) for line in lines)):
            raise LexiconError(f"{folder / 'synonyms.yaml'}: a list of lines [expression, …] was expected")
        for name, data in zip(FILES[1:], (stopwords, *tables), strict=True):
            if not isinstance(data, dict):
                raise LexiconError(f"{folder / name}.yaml: a mapping was expected")
        return cls.from_json(
            json.dumps(
                {
                    "synonyms": [[searched(str(each)) for each in line] for line in lines],
                    "stopwords": [str(word) for word in stopwords["words"]],  # type: ignore[index]  # a mapping
                    **{name: counted_in(table) for name, table in zip(FILES[2:], tables, strict=True)},
                },
                ensure_ascii=False,
            )
        )

    @classmethod
    def from_json(cls, text: str) -> "Lexicon":
        """What `to_json` wrote."""
        data = json.loads(text)
        tables = (data[name] for name in FILES[2:])
        return cls(tuple(map(tuple, data["synonyms"])), frozenset(data["stopwords"]), *tables)

    def to_json(self) -> str:
        """All of it as one line, to be kept in the library."""
        data = {name: getattr(self, name) for name in FILES} | {"stopwords": sorted(self.stopwords)}
        return json.dumps(data, ensure_ascii=False)

    @cached_property
    def lines(self) -> Mapping[str, frozenset[int]]:
        """For each expression the numbers of the synonym lines that have it."""
        lines: dict[str, set[int]] = {}
        for number, line in enumerate(self.synonyms):
            for expression in line:
                lines.setdefault(expression, set()).add(number)
        return {expression: frozenset(numbers) for expression, numbers in lines.items()}

    @cached_property
    def finder(self) -> "Finder":
        """Finds the expressions of the synonym lines."""
        return Finder(self.lines)

    def meanings(self, numbers: Iterable[int]) -> frozenset[str]:
        """Every expression of some lines."""
        return frozenset(expression for number in numbers for expression in self.synonyms[number])

    def lines_in(self, text: str) -> frozenset[int]:
        """The lines one of whose expressions stands in a searched text, anywhere."""
        return frozenset(number for number, line in enumerate(self.synonyms) if any(each in text for each in line))


class Finder:
    """Finds expressions in texts."""

    def __init__(self, expressions: Iterable[str]) -> None:
        self.lengths: dict[str, list[int]] = {}
        self.expressions = frozenset(expressions)
        for first, length in sorted({(each[0], len(each)) for each in self.expressions if each}, reverse=True):
            self.lengths.setdefault(first, []).append(length)

    def find(self, text: str) -> Iterator[Found]:
        """The expressions that stand in a text, from the left, the longest at each place, none inside another."""
        at = 0
        while at < len(text):
            for length in self.lengths.get(text[at], ()):
                if (piece := text[at : at + length]) in self.expressions:
                    yield Found(at, at + len(piece), piece)
                    at += len(piece)
                    break
            else:
                at += 1


class Table(Finder):
    """Keys with their expressions, e.g. each series with the titles that stand for it."""

    def __init__(self, table: Mapping[str, Iterable[str]]) -> None:
        self.keys = {searched(expression): key for key, expressions in table.items() for expression in expressions}
        super().__init__(self.keys)

    def found_in(self, text: str) -> tuple[str, ...]:
        """The keys one of whose expressions stands in a searched text, each once, in the order of the text."""
        return tuple(dict.fromkeys(self.keys[found.expression] for found in self.find(text)))
