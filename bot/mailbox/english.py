"""English → the Chinese words of the field that it holds: enough to find what a notice says, not a translation."""

import re
from functools import cache
from pathlib import Path

from knowledge.records import Model, read_record
from knowledge.words import HAN

TABLE = Path(__file__).with_name("english.yaml")
LETTERS = re.compile(r"[A-Za-z]{2,}")
CHINESE = r"[\u4e00-\u9fff《》〔〕\d]+"


class Glossary(Model):
    """What english.yaml holds: patterns with their Chinese."""

    words: tuple[tuple[str, str], ...]


@cache
def glossary() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """One pattern with a group a line of the glossary, and the Chinese of each group; longer patterns come first."""
    lines = sorted(read_record(Glossary, TABLE).words, key=lambda line: -len(line[0]))
    groups = "|".join(rf"(?P<w{number}>\b(?:{pattern})\b)" for number, (pattern, _) in enumerate(lines))
    return re.compile(rf"{groups}|(?P<own>{CHINESE})"), tuple(chinese for _, chinese in lines)


def is_english(text: str) -> bool:
    """Whether a text is written in English, be it with some Chinese in it."""
    return sum(map(len, LETTERS.findall(text))) > 3 * len(HAN.findall(text)) + 8


def in_chinese(text: str) -> str:
    """The Chinese words that a text stands for, each once, in its order."""
    pattern, chinese = glossary()
    words = [
        found.group() if found.lastgroup == "own" else chinese[int((found.lastgroup or "w0")[1:])]
        for found in pattern.finditer(text.lower())
    ]
    return " ".join(dict.fromkeys(words))
