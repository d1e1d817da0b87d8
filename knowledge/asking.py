"""By which words a text asks, and how many of what; and whether a sentence says yes or no to it."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from knowledge.file_record import FileRecord
from knowledge.kept_yaml import read_kept_record
from knowledge.patterns import Lines, linear

BREAKS = " ,。!:~"  # between an opening and what follows it
TABLE = Path(__file__).with_name("lexicon") / "asking.yaml"


class Counted(NamedTuple):
    """Where a text asks how many: the piece that asks, and what is counted with all that follows it."""

    piece: str
    thing: str


class AskingWords(FileRecord):
    """What `asking.yaml` holds."""

    questions: Lines
    no_questions: Lines
    openings: Lines
    yes_no: Lines
    idle: str
    counts: Lines
    counted_by_nobody: tuple[str, ...]
    counts_apart_from: Lines
    counts_behind: Lines
    refusing: Lines
    allowing: Lines

    def is_question(self, text: str) -> bool:
        """Whether a clause asks something."""
        return bool(linear(*self.questions).search(linear(*self.no_questions).sub(BREAKS[0], text)))

    def without_opening(self, text: str) -> str:
        """A text from where on it says what it is about; as it is where it says nothing else."""
        return self._behind_opening(text) or text

    def is_opening(self, text: str) -> bool:
        """Whether a text only says that something is to be asked: 我妈想问."""
        return not self._behind_opening(text)

    def _behind_opening(self, text: str) -> str:
        """What a text says behind its opening."""
        opening, rest = linear(*self.openings), text
        while found := opening.match(rest):
            rest = rest[found.end() :].lstrip(BREAKS)
        return rest

    def is_yes_or_no(self, text: str) -> bool:
        """Whether a text ends as one that asks for yes or no."""
        return bool(linear(*self.yes_no).search(text))

    def is_idle(self, text: str) -> bool:
        """Whether a text says nothing beside what asks for a kind of answer."""
        return all(character in self.idle or character.isspace() for character in text)

    def counted_in(self, text: str) -> Iterator[Counted]:
        """Where a text asks how many of something, from the left."""
        apart = {found.end() for found in linear(*self.counts_apart_from).finditer(text)}
        for found in linear(*self.counts).finditer(text):
            start, end = found.span()
            is_count = end not in apart and not text.startswith(self.counted_by_nobody, end)
            if is_count and end < len(text) and not text[end].isdecimal():
                yield Counted(text[start : end + 1], text[end:])
        for found in linear(*self.counts_behind).finditer(text):
            yield Counted(found.group(), found.group())

    def allows(self, text: str) -> bool | None:
        """Whether a sentence allows or requires something; None where it decides nothing."""
        if linear(*self.refusing).search(text):
            return False
        return True if linear(*self.allowing).search(text) else None


@cache
def asking_words() -> AskingWords:
    """The table, for who has no library at hand."""
    return read_kept_record(AskingWords, TABLE)
