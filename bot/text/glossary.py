"""English → the Chinese words of the field that it holds: enough to find what a notice says, not a translation."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from knowledge.file_record import FileRecord
from knowledge.kept_yaml import read_kept_record
from knowledge.patterns import linear
from knowledge.words import han_in

TABLE = Path(__file__).with_name("english.yaml")
LETTERS = re.compile(r"[A-Za-z]{2,}")
CHINESE = r"[一-鿿《》〔〕\d]+(?:[-./]\d+)*"  # dates among it


class Glossary(FileRecord):
    """What english.yaml holds: the Chinese of each list of patterns."""

    words: dict[str, tuple[str, ...]]


@cache
def glossary() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """One pattern with a group for each entry of the glossary, and the Chinese of each group; longer ones come first.

    The signs before and behind a word are part of what is found, for RE2 knows the borders of ASCII's words only.
    """
    words = read_kept_record(Glossary, TABLE).words
    entries = sorted(words.items(), key=lambda entry: -len("|".join(entry[1])))
    groups = "|".join(f"(?P<w{number}>{'|'.join(patterns)})" for number, (_, patterns) in enumerate(entries))
    pattern = linear(rf"(?:^|[^\w])(?:{groups})(?:[^\w]|$)", f"(?P<own>{CHINESE})")
    return pattern, tuple(chinese for chinese, _ in entries)


def is_english(text: str) -> bool:
    """Whether a text is written in English, be it with some Chinese in it."""
    return sum(map(len, LETTERS.findall(text))) > 3 * len(han_in(text)) + 8


def in_chinese(text: str) -> str:
    """The Chinese words that a text stands for, each once, in its order."""
    return " ".join(dict.fromkeys(words_in(text.lower())))


def words_in(text: str) -> Iterator[str]:
    """The Chinese words that a text in lower case stands for; the sign between two words borders on both."""
    pattern, chinese = glossary()
    at = 0
    while found := pattern.search(text, at):
        name, at = found.lastgroup or "", found.end(found.lastindex or 0)
        yield found["own"] or chinese[int(name[1:])]
