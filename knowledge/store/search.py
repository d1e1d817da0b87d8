"""The search for the best passages of a large library: from bounds of its parts to the scores of a few passages."""

from typing import NamedTuple

import numpy as np

from knowledge.store.held_word import BLOCK, STRETCH, Blocks, blocks_of
from knowledge.store.part_bounds import Bounds, PartBounds
from knowledge.store.question_words import QuestionWords
from knowledge.store.vectors import ANY, SLACK, Flags, Passages, Scores

TRIED = 4  # times as many as are sought: the groups of parts in which the best passages are looked for first
OF_GROUPS = 64  # one group of blocks of so many, if that is more
SOME = 64  # one stretch of so many, at the most: more are left to blocks
NEAR = 0.75  # of the best bounds, which the best scores hardly ever stay below, unless the bounds tell little
FEW = 256  # one part of so many: they are scored without further ado


class Chosen(NamedTuple):
    """The passages that may be found: whether each may, and one of each block and stretch; which stretches, if few."""

    passages: Flags
    blocks: Flags
    stretches: Flags
    few: Blocks | None

    @classmethod
    def of(cls, passages: Flags) -> "Chosen":
        """Those that are flagged."""
        padded = np.pad(passages, (0, blocks_of(len(passages)) * BLOCK - len(passages)))
        blocks = np.logical_or.reduce(padded.reshape(-1, BLOCK), axis=1)
        stretches = np.logical_or.reduce(blocks.reshape(-1, STRETCH), axis=1)
        found = np.flatnonzero(stretches)
        return cls(padded, blocks, stretches, found if len(found) * FEW <= len(stretches) else None)


class Search:
    """One question's search, among the passages that may be found (None: all)."""

    def __init__(self, words: QuestionWords, bounds: Bounds, chosen: Chosen | None) -> None:
        self.words = words
        self.bounds = bounds
        self.chosen = chosen

    def best(self, limit: int) -> tuple[Passages, Scores]:
        """So many passages with the highest scores, those that come near, and their scores."""
        if self.chosen is not None and self.chosen.few is not None:
            return _best_of(*self._scored(self.chosen.few), limit)
        return _best_of(*(self._among_stretches(limit) or self._among_blocks(limit)), limit)

    def _among_stretches(self, limit: int) -> tuple[Passages, Scores] | None:
        """Passages with their scores, the best among them, of stretches that may hold one; None where many may."""
        bounds = self.bounds.of_stretches
        bounds.sum(self.words.outlines, None if self.chosen is None else self.chosen.stretches)
        level = bounds.level_of_best(TRIED * limit)
        if _are_many_above(int(NEAR * level), bounds):
            return None
        tried = self._scored(bounds.above(level))
        reached = bounds.level_of(_least_of_best(tried[1], limit))
        if reached >= level:
            return tried
        if _are_many_above(reached, bounds):
            return None
        others = self._scored(bounds.above(reached, level))
        return np.concatenate([tried[0], others[0]]), np.concatenate([tried[1], others[1]])

    def _among_blocks(self, limit: int) -> tuple[Passages, Scores]:
        """The same of blocks, however many."""
        for bounds in self.bounds.of_blocks:
            bounds.sum(self.words.tops, None if self.chosen is None else self.chosen.blocks)
            level = bounds.level_of_best(max(TRIED * limit, len(bounds.highest) // OF_GROUPS))
            if level < bounds.cap:
                break
        found = self._scored(_stretches_of(bounds.above(level)))
        reached = bounds.level_of(_least_of_best(found[1], limit))
        return self._scored(_stretches_of(bounds.above(reached))) if reached < level else found

    def _scored(self, stretches: Blocks) -> tuple[Passages, Scores]:
        """The passages of some stretches and their scores; 0 of those that may not be found."""
        passages, scores = self.words.scores_of(stretches)
        if self.chosen is not None:
            scores *= self.chosen.passages.take(passages)
        return passages, scores


def _are_many_above(level: int, bounds: PartBounds) -> bool:
    """Whether so many stretches may reach a level that blocks had better tell them apart."""
    return bounds.groups_above(level) * SOME > len(bounds.levels)


def _stretches_of(blocks: Blocks) -> Blocks:
    """The stretches that some blocks are of, in order."""
    return np.unique(blocks // STRETCH)


def _least_of_best(scores: Scores, limit: int) -> float:
    """What the best of some scores reach at the least."""
    if len(scores) < limit:
        return ANY
    return max(ANY, SLACK * float(np.partition(scores, len(scores) - limit)[len(scores) - limit]))


def _best_of(passages: Passages, scores: Scores, limit: int) -> tuple[Passages, Scores]:
    """So many passages with the highest scores, and those that come near."""
    are_best = scores >= _least_of_best(scores, limit)
    return passages[are_best], scores[are_best]
