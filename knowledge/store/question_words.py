"""A question's words, as a large library holds them, with what passages are given for them."""

from collections.abc import Iterator, Sequence
from math import ceil

import numpy as np
from numpy.typing import NDArray

from knowledge.store.held_word import HeldWord, Places
from knowledge.store.vectors import Norms, Passages, Scores

Weighed = tuple[float, HeldWord]  # a word: its weight and what is held of it


class QuestionWords:
    """Some words of a question with their weights, the rare ones first; `norms` are those of the library's passages."""

    def __init__(self, weighed: Sequence[Weighed], norms: Norms) -> None:
        self.weighed = sorted(weighed, key=lambda each: -each[1].gain)
        self.norms = norms
        self.gains = np.array([weight * word.gain for weight, word in self.weighed])

    def __iter__(self) -> Iterator[Weighed]:
        return iter(self.weighed)

    @property
    def halves(self) -> tuple["QuestionWords", "QuestionWords"]:
        """The rare half of the words, and the frequent one."""
        middle = (len(self.weighed) + 1) // 2
        return QuestionWords(self.weighed[:middle], self.norms), QuestionWords(self.weighed[middle:], self.norms)

    def scores_of(self, passages: Passages) -> Scores:
        """What the words give to each of some passages."""
        places = Places.of(passages)
        counts = np.empty((len(self.weighed), len(passages)))
        for row, (_, word) in zip(counts, self.weighed, strict=True):
            row[:] = word.counts_at(places)
        counts /= counts + self.norms.at(passages)
        counts *= self.gains[:, None]
        scores: Scores = np.add.reduce(counts)
        return scores

    def bounds_of(self, blocks: Passages) -> NDArray[np.float64]:
        """The most that the words give in each of some blocks, in levels."""
        bounds = np.zeros(len(blocks))
        for weight, word in self.weighed:
            bounds += float(ceil(weight)) * word.tops_at(blocks)
        return bounds
