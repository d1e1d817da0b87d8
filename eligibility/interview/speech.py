"""How people speak of themselves (`speech.yaml`): what shows that a title is held or aimed at, and a correction."""

import re
from functools import cache
from pathlib import Path

from knowledge.file_record import FileRecord
from knowledge.kept_yaml import read_kept_record
from knowledge.patterns import Alternatives
from knowledge.plain import plain

FILE = Path(__file__).with_name("speech.yaml")
GAPS = Alternatives([r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])"])  # which divide as commas do
COMMAS = re.compile("[,，、。.!！…~\\s]+")


class Around(FileRecord):
    """Words before and behind an answer that are no part of it."""

    before: tuple[str, ...]
    behind: tuple[str, ...]


class Speech(FileRecord):
    """The tables of `speech.yaml`."""

    held: Alternatives
    aimed: Alternatives
    wished: Alternatives
    denied: Alternatives
    held_behind: Alternatives
    aimed_behind: Alternatives
    turning: Alternatives
    got: Alternatives
    other_days: Alternatives
    years_held: Alternatives
    achieved: Alternatives
    achieved_on: Alternatives
    passed: dict[str, Alternatives]
    granted: dict[str, Alternatives]
    refused: dict[str, Alternatives]
    never: dict[str, Alternatives]
    placing: Alternatives
    correcting: Alternatives
    takes_back: Alternatives
    of_whom: Alternatives
    no_specialty: Alternatives
    yes: Alternatives
    no: Alternatives
    not_right: Alternatives
    no_other: Alternatives
    around: Around

    def is_yes(self, text: str) -> bool:
        """Whether a text is a yes and nothing else."""
        return _is_whole(self.yes, text)

    def is_no(self, text: str) -> bool:
        """Whether a text is a no and nothing else."""
        return _is_whole(self.no, text)

    def is_yes_or_no(self, text: str) -> bool:
        """Whether a text is one of them."""
        return self.is_yes(text) or self.is_no(text)

    def is_not_right(self, text: str) -> bool:
        """Whether a text says that what was heard is wrong."""
        return _is_whole(self.not_right, text)

    def is_no_other(self, text: str) -> bool:
        """Whether a text says that there is nothing more."""
        return _is_whole(self.no_other, text)

    def corrected(self, text: str) -> str | None:
        """What a text says instead of an earlier answer, always shorter; None where it takes nothing back."""
        said = bare = COMMAS.sub(",", plain(GAPS.sub(",", text))).strip(",")
        if not self.takes_back.search(said):
            return None
        while found := self.correcting.match(bare):
            bare = bare[found.end() :].lstrip(",")
        instead, __, behind = bare.rpartition(",")
        bare = instead if self.correcting.fullmatch(behind) else bare
        return None if bare == said else bare

    def is_of_another(self, text: str, before: str) -> bool:
        """Whether a text begins to speak of somebody who is not spoken of in what was said before."""
        found = self.of_whom.search(COMMAS.sub(",", plain(text)))
        return found is not None and found["who"] not in plain(before)

    def core(self, text: str) -> str:
        """An answer without the words around it: 「我是干土建的」 says 土建."""
        bare = plain(text).lower().strip("。.!！,，?？")
        before = next((word for word in self.around.before if bare.startswith(word) and len(bare) > len(word)), "")
        bare = bare.removeprefix(before)
        behind = next((word for word in self.around.behind if bare.endswith(word) and len(bare) > len(word)), "")
        bare = bare.removesuffix(behind)
        return self.core(bare) if before or behind else bare


def _is_whole(words: Alternatives, text: str) -> bool:
    """Whether a text is one of some words."""
    return words.fullmatch(plain(text).lower()) is not None


@cache
def load_speech() -> Speech:
    """The tables, read once."""
    return read_kept_record(Speech, FILE)
