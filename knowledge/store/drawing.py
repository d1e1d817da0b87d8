"""Passages and questions for measuring: words without sense, in the shape of public text or in the hardest one.

The figures of public text, of 8,951 passages and 400 questions cut as the library cuts, stand in docs/performance.md;
the tests hold what is drawn to them.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from random import Random
from typing import Protocol

from knowledge.store.peers import Passage

VOCABULARY = 325_000  # words, as many as those passages have
SHIFT = 150  # Mandelbrot's: the most frequent words are not as frequent as Zipf alone has them
LENGTH, SPREAD = 200, 0.55  # words of a passage: the median, and how much their logarithms vary
OF_A_NOTICE = 5  # passages
OF_ITS_THEME = 0.5  # of the words of a passage, taken from other notices of its theme
REPEATED = 0.15  # of the words of a passage, taken from what its notice has so far
NEW_THEMES = 0.02  # of the notices
REMEMBERED = 200  # words by which a theme is known
COUNTED_TWICE = 4  # one word of so many has two characters, and is a word and a pair at once
ASKED, ASKED_SPREAD = 16, 0.45  # words of a question, in the same way
STRANGE = 0.1  # of the words of a question, not taken from the passage that answers
QUESTIONS = 200


class Drawer(Protocol):
    """Draws passages and questions about them, the same for the same seed."""

    def passages(self, number: int) -> Iterator[Passage]:
        """So many passages."""

    def questions(self) -> list[Counter[str]]:
        """The words of questions, with their weights."""


class PublicDrawer:
    """Draws in the shape of public text: notices of a theme share words, and a question has those of a passage."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311  # nothing secret
        self.words = range(VOCABULARY)
        self.weights = [*accumulate(1 / (number + SHIFT) for number in self.words)]
        self.themes: list[list[int]] = []
        self.asked_about: list[list[int]] = []

    def passages(self, number: int) -> Iterator[Passage]:
        """So many passages; some of them are remembered, to be asked about."""
        each = max(1, number // QUESTIONS)
        for first in range(0, number, OF_A_NOTICE):
            for at, words in enumerate(self._notice(min(OF_A_NOTICE, number - first)), first):
                if at % each == 0 and len(self.asked_about) < QUESTIONS:
                    self.asked_about.append(words)
                yield [*_named(words).elements()]

    def questions(self) -> list[Counter[str]]:
        """The words of a question about each passage that is remembered, with their weights."""
        return [self._question(words) for words in self.asked_about]

    def _notice(self, passages: int) -> Iterator[list[int]]:
        """The words of each passage of a notice."""
        theme = self._theme()
        notice: list[int] = []
        for _ in range(passages):
            length = self._around(LENGTH, SPREAD)
            of_theme = int(OF_ITS_THEME * length) if theme else 0
            repeated = int(REPEATED * length)
            passage = self._any(length - of_theme - repeated) + self.random.choices(theme or [0], k=of_theme)
            passage += self.random.choices(notice + passage, k=repeated)
            notice += passage
            yield passage
        theme[:] = self.random.sample(theme + notice, min(REMEMBERED, len(theme + notice)))

    def _theme(self) -> list[int]:
        """The words of a new theme, none yet, or of one that there is."""
        if not self.themes or self.random.random() < NEW_THEMES:
            self.themes.append([])
            return self.themes[-1]
        return self.random.choice(self.themes)

    def _question(self, passage: list[int]) -> Counter[str]:
        """The words of a question that a passage answers."""
        words = [*dict.fromkeys(passage)]
        length = min(self._around(ASKED, ASKED_SPREAD), len(words))
        strange = int(STRANGE * length)
        asked = self.random.sample(words, length - strange) + self._any(strange)
        return _named([*dict.fromkeys(asked)])

    def _any(self, number: int) -> list[int]:
        """So many words, as often as they stand in public text."""
        return self.random.choices(self.words, cum_weights=self.weights, k=number)

    def _around(self, middle: float, spread: float) -> int:
        """A length, half of the time more than the middle."""
        return max(4, round(middle * self.random.lognormvariate(0, spread)))


def _named(words: list[int]) -> Counter[str]:
    """How often words stand in a passage."""
    counted: Counter[str] = Counter()
    for word, times in Counter(words).items():
        counted[f"w{word}"] = times if word % COUNTED_TWICE else 2 * times
    return counted


class HardestDrawer:
    """Draws every word by itself, those of questions, too: half of a question's words stand in most passages."""

    vocabulary, shift, length, asked = 40_000, 20, 200, 20

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311  # nothing secret
        self.words = [f"w{number}" for number in range(self.vocabulary)]
        self.weights = [*accumulate(1 / (number + self.shift) for number in range(self.vocabulary))]

    def passages(self, number: int) -> Iterator[Passage]:
        """So many passages."""
        return (self._draw(self.length) for _ in range(number))

    def questions(self) -> list[Counter[str]]:
        """The words of questions, with their weights."""
        return [Counter(self._draw(self.asked)) for _ in range(QUESTIONS)]

    def _draw(self, words: int) -> list[str]:
        """So many words."""
        return self.random.choices(self.words, cum_weights=self.weights, k=words)
