"""How people speak of themselves (`speech.yaml`): what shows that a title is held or aimed at, a correction, and the
words of every day for lines of work.
"""

import re
from functools import cache, cached_property
from pathlib import Path

from knowledge.patterns import Alternatives
from knowledge.plain import plain
from knowledge.records import Model, read_record
from knowledge.terms import Finder

FILE = Path(__file__).with_name("speech.yaml")
MOST_NAMES = 5  # names that are offered for a line of work
COMMAS = re.compile("[,，、。.!！…~\\s]+")


class Around(Model):
    """Words before and behind an answer that are no part of it."""

    before: tuple[str, ...]
    behind: tuple[str, ...]


class Speech(Model):
    """The tables of `speech.yaml`."""

    held: Alternatives
    aimed: Alternatives
    denied: Alternatives
    held_behind: Alternatives
    aimed_behind: Alternatives
    got: Alternatives
    other_days: Alternatives
    years_held: Alternatives
    correcting: Alternatives
    takes_back: Alternatives
    around: Around
    lines_of_work: dict[str, tuple[str, ...]]

    def corrected(self, text: str) -> str | None:
        """What a text says instead of an earlier answer, perhaps nothing; None where it takes nothing back."""
        bare = COMMAS.sub(",", plain(text)).strip(",")
        if not self.takes_back.search(bare):
            return None
        while found := self.correcting.match(bare):
            bare = bare[found.end() :].lstrip(",")
        return bare

    def core(self, text: str) -> str:
        """An answer without the words around it: 「我是干土建的」 says 土建."""
        bare = plain(text).lower().strip("。.!！,，?？")
        before = next((word for word in self.around.before if bare.startswith(word) and len(bare) > len(word)), "")
        bare = bare.removeprefix(before)
        behind = next((word for word in self.around.behind if bare.endswith(word) and len(bare) > len(word)), "")
        bare = bare.removesuffix(behind)
        return self.core(bare) if before or behind else bare

    def names_for(self, text: str) -> list[str]:
        """The names that the notices may have for a line of work, those that most of its words lead to first."""
        ranks: dict[str, tuple[int, int]] = {}
        for found in self.lines.find(plain(text).lower()):
            for name, place in self.by_word[found.expression]:
                words, best = ranks.get(name, (0, place))
                ranks[name] = words - 1, min(best, place)
        return sorted(ranks, key=lambda name: ranks[name])[:MOST_NAMES]

    @cached_property
    def by_word(self) -> dict[str, list[tuple[str, int]]]:
        """For each word of every day the names it leads to, with its place among their words."""
        table: dict[str, list[tuple[str, int]]] = {}
        for name, words in self.lines_of_work.items():
            for place, word in enumerate(words):
                table.setdefault(word, []).append((name, place))
        return table

    @cached_property
    def lines(self) -> Finder:
        """Finds the words of every day."""
        return Finder(self.by_word)


@cache
def load_speech() -> Speech:
    """The tables, read once."""
    return read_record(Speech, FILE)
