"""The names of people in mails: of senders, told from nicknames and employers, and of colleagues (`names.yaml`)."""

import re
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated

from knowledge.file_record import FileRecord, ReadBy
from knowledge.kept_yaml import read_kept_record
from knowledge.patterns import linear

TABLE = Path(__file__).with_name("names.yaml")
NAMELESS = "申报人"  # how somebody is called whose name is not given
HAN = linear("[\u4e00-\u9fff·]+")
LATIN = linear(r"[A-Za-z.'-]+(?: [A-Za-z.'-]+)+")
LONGEST_GIVEN = 2  # characters of a Chinese given name
LONGEST_LATIN = 30


def _words_in(value: object) -> frozenset[str]:
    """The words of a text."""
    if not isinstance(value, str):
        raise ValueError("words with blanks between them were expected")
    return frozenset(value.split())


Words = Annotated[frozenset[str], ReadBy(_words_in)]


class NameWords(FileRecord):
    """What names.yaml holds: words with blanks between them."""

    surnames: Words
    titles: Words
    familiar: Words
    words: Words

    @cached_property
    def called(self) -> re.Pattern[str]:
        """How a letter calls somebody: 张工, 小张."""
        surname = "|".join(sorted(self.surnames, key=len, reverse=True))
        return linear(
            rf"(?P<before>{'|'.join(self.familiar)})(?:{surname})", rf"(?:{surname})(?P<title>{'|'.join(self.titles)})"
        )


@cache
def table() -> NameWords:
    """The table of names.yaml."""
    return read_kept_record(NameWords, TABLE)


def is_name(words: str) -> bool:
    """Whether words are the full name of a person: a Chinese one, or one of two Latin words at least."""
    if not HAN.fullmatch(words):
        return len(words) <= LONGEST_LATIN and LATIN.fullmatch(words) is not None
    return surname_of(words) is not None


def surname_of(words: str) -> str | None:
    """The surname of somebody whose full Chinese name words are; None where they are none."""
    heads = (words[:length] for length in (2, 1))
    surname = next((head for head in heads if head in table().surnames), "")
    given = words[len(surname) :] if surname else ""
    is_full = 0 < len(given) <= LONGEST_GIVEN and given not in table().titles and words not in table().words
    return surname if is_full else None


def surnames_in(text: str) -> list[str]:
    """The surnames of the people whom a text calls by them: 张 of 张工, of 小张 and of 张某."""
    called = (found for found in table().called.finditer(text) if found.group() not in table().words)
    return [found.group().removeprefix(found["before"] or "").removesuffix(found["title"] or "") for found in called]
