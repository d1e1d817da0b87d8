"""A question's words, as a large library holds them, with what passages are given for them."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from knowledge.store.held_word import BITS, BLOCK, MANY, Blocks, HeldWord, Octets
from knowledge.store.vectors import Counts, Norms, Passages, Scores, joined

Weighed = tuple[float, HeldWord]  # a word: its weight and what is held of it


class Tried(NamedTuple):
    """Blocks, in order, of which the passages are scored: those of all `levels` that reach one."""

    blocks: Blocks
    levels: Counts
    level: int

    def among(self, blocks: Blocks) -> Blocks:
        """Where in some blocks those that are tried stand."""
        return (self.levels.take(blocks) >= self.level).nonzero()[0]


class QuestionWords:
    """Some words of a question with their weights; `norms` are those of the library's passages."""

    def __init__(self, weighed: Sequence[Weighed], norms: Norms) -> None:
        self.weighed = weighed
        self.norms = norms
        self.frequent = [(weight * word.gain, word.counts) for weight, word in weighed if word.blocks is None]
        self.rare = [
            (weight * word.gain, word.blocks, word.counts) for weight, word in weighed if word.blocks is not None
        ]
        self.listed = [(weight * word.gain, *word.listed) for weight, word in weighed if word.listed]

    @property
    def most(self) -> float:
        """What the words give at the most, if each gave that in one passage."""
        return sum(weight * word.most for weight, word in self.weighed)

    def scores_of(self, tried: Tried) -> tuple[Passages, Scores]:
        """The passages of some blocks, and what the words give to each."""
        passages = np.arange(BLOCK)[:, None] + tried.blocks * BLOCK
        norms = self.norms.at(passages)
        scores = self._of_frequent(tried, norms) + self._of_rare(tried, norms)
        for gain, blocks, places, counts in self.listed:
            at = tried.among(blocks)
            where = places[at], tried.blocks.searchsorted(blocks[at])
            scores[where] += gain * counts[at] / (counts[at] + norms[where])
        return passages.ravel(), scores.ravel()

    def _of_frequent(self, tried: Tried, norms: Scores) -> Scores:
        """What the words give that are held for every block, a row for the first passages, one for the second ones."""
        octets = np.empty((len(self.frequent), len(tried.blocks)), np.uint8)
        for row, (_, counts) in zip(octets, self.frequent, strict=True):
            counts.take(tried.blocks, out=row, mode="clip")
        gains = np.array([gain for gain, _ in self.frequent])
        scores: Scores = np.add.reduce(_given(octets, norms[:, None], gains[:, None]), axis=1)
        return scores

    def _of_rare(self, tried: Tried, norms: Scores) -> Scores:
        """The same of the other words."""
        scores = np.zeros_like(norms)
        found = [
            (gain, blocks.take(at), counts.take(at))
            for gain, blocks, counts in self.rare
            if len(at := tried.among(blocks))
        ]
        if found:
            places = tried.blocks.searchsorted(joined([blocks for _, blocks, _ in found], np.intp))
            gains = np.repeat([gain for gain, _, _ in found], [len(blocks) for _, blocks, _ in found])
            octets = joined([counts for _, _, counts in found], np.uint8)
            for row, given in zip(scores, _given(octets, norms.take(places, axis=1), gains), strict=True):
                np.add.at(row, places, given)
        return scores


def _given(octets: Octets, norms: Scores, gains: Scores) -> Scores:
    """What the passages of blocks are given for the counts that octets hold, first by passages of a block."""
    given = np.empty((BLOCK, *octets.shape))
    for number, row in enumerate(given):
        row[:] = octets >> np.uint8(number * BITS) & np.uint8(MANY)
    given /= given + norms
    given *= gains
    return given
