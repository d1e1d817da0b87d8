"""A question's words, as a large library holds them, with what passages are given for them."""

from collections.abc import Iterable, Sequence

import numpy as np

from knowledge.store.held_word import BITS, BLOCK, MANY, ROW, STRETCH, Blocks, HeldWord, Tops
from knowledge.store.vectors import Norms, Passages, Scores

Weighed = tuple[float, HeldWord]  # a word: its weight and what is held of it


class QuestionWords:
    """Some words of a question with their weights; `norms` are those of the library's passages."""

    def __init__(self, weighed: Sequence[Weighed], norms: Norms) -> None:
        self.weighed = weighed
        self.norms = norms

    @property
    def outlines(self) -> Iterable[tuple[float, Tops]]:
        """The most that the words give in stretches, with their weights."""
        return ((weight, word.outline) for weight, word in self.weighed)

    @property
    def tops(self) -> Iterable[tuple[float, Tops]]:
        """The most that the words give in blocks, with their weights."""
        return ((weight, word.tops) for weight, word in self.weighed)

    def scores_of(self, stretches: Blocks) -> tuple[Passages, Scores]:
        """The passages of some stretches, and what the words give to each."""
        blocks = np.ravel(stretches[:, None] * STRETCH + np.arange(STRETCH))
        passages = np.arange(BLOCK)[:, None] + blocks * BLOCK
        given = self._counts_of(stretches, passages)
        given /= given + self.norms.at(passages)[:, None]
        given *= np.array([weight * word.gain for weight, word in self.weighed])[:, None]
        return passages.ravel(), np.add.reduce(given, axis=1).ravel()

    def _counts_of(self, stretches: Blocks, passages: Passages) -> Scores:
        """How often passages of some stretches hold each word, by their place in their block."""
        found = np.empty((len(self.weighed), len(stretches)), np.intp)
        octets = np.empty((len(found), len(stretches) * STRETCH), np.uint8)
        for number, (_, word) in enumerate(self.weighed):
            word.look_up(stretches, found[number], octets[number])
        octets.view(ROW)[found != stretches] = 0
        counts = np.empty((BLOCK, *octets.shape))
        for number, row in enumerate(counts):
            row[:] = octets >> np.uint8(number * BITS) & np.uint8((1 << BITS) - 1)
        are_many = counts == MANY
        for number in are_many.any(axis=(0, 2)).nonzero()[0]:
            listed, where = self.weighed[number][1].listed, are_many[:, number]
            counts[:, number][where] = listed.counts_of(passages[where]) if listed else MANY
        return counts
