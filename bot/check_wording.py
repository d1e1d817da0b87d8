"""The fixed words of the self-check, in one file (`check_words.json`); what a notice says never stands in it."""

import json
from functools import cache
from pathlib import Path

WORDS = Path(__file__).with_name("check_words.json")


@cache
def words() -> dict[str, str | dict[str, str]]:
    """The words by their key."""
    loaded: dict[str, str | dict[str, str]] = json.loads(WORDS.read_text(encoding="utf-8"))
    return loaded


def say(key: str, **values: object) -> str:
    """A sentence with its placeholders filled in."""
    text = words()[key]
    return str(text).format(**values)


def label(group: str, key: str) -> str:
    """The word for one of a closed set of values."""
    found = words()[group]
    return found.get(key, key) if isinstance(found, dict) else key
