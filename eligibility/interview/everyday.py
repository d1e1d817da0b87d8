"""What people say for a value that the notices call otherwise (`everyday.yaml`): a line of work, a district."""

from difflib import get_close_matches
from functools import cache, cached_property
from pathlib import Path

from eligibility.rulebook.factsheet import Fact
from knowledge.file_record import FileRecord
from knowledge.kept_yaml import read_kept
from knowledge.plain import plain
from knowledge.records import record_of
from knowledge.terms import Finder

FILE = Path(__file__).with_name("everyday.yaml")
MOST = 5  # values that are offered
ALIKE = 0.6  # from here on a text is a name with a wrong character, one of three
Table = dict[str, tuple[str, ...]]


class EverydayWords(FileRecord):
    """The values of a fact, each with the words of every day that lead to it, the nearest first."""

    words: Table

    def values_near(self, fact: Fact, text: str) -> list[str]:
        """The values that a text may mean, by the words it holds; of a closed list else by how it is written."""
        bare = plain(text).lower()
        return self.values_named(bare) or (self._values_written_alike(fact, bare) if fact.kind == "choice" else [])

    def values_named(self, text: str) -> list[str]:
        """The values whose words a text holds, those that most of its words lead to first."""
        ranks: dict[str, tuple[int, int]] = {}
        for found in self.finder.find(text):
            for value, place in self.by_word[found.expression]:
                words, best = ranks.get(value, (0, place))
                ranks[value] = words - 1, min(best, place)
        return sorted(ranks, key=lambda value: ranks[value])[:MOST]

    def _values_written_alike(self, fact: Fact, text: str) -> list[str]:
        """The values that have a name, or a word, which a text is but for a character of it."""
        names = {word: value for word, pairs in self.by_word.items() for value, _ in pairs} | fact.names
        return list(dict.fromkeys(names[name] for name in get_close_matches(text, names, MOST, ALIKE)))

    @cached_property
    def by_word(self) -> dict[str, list[tuple[str, int]]]:
        """For each word of every day the values it leads to, with its place among their words."""
        table: dict[str, list[tuple[str, int]]] = {}
        for value, words in self.words.items():
            for place, word in enumerate(words):
                table.setdefault(word, []).append((value, place))
        return table

    @cached_property
    def finder(self) -> Finder:
        """Finds the words of every day."""
        return Finder(self.by_word)


@cache
def load_everyday() -> dict[str, EverydayWords]:
    """The words of each fact that has some, read once."""
    return {
        fact: EverydayWords(words=words) for fact, words in record_of(dict[str, Table], read_kept(FILE), FILE).items()
    }
