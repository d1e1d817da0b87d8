"""The search for the best passages of a large library: from bounds of blocks to the scores of a few passages."""

from typing import NamedTuple

import numpy as np

from knowledge.store.block_bounds import BlockBounds
from knowledge.store.held_word import BLOCK, Blocks, blocks_of
from knowledge.store.question_words import QuestionWords, Tried
from knowledge.store.vectors import ANY, SLACK, Flags, Passages, Scores

TRIED = 4  # times as many as are sought: the groups of blocks in which the best passages are looked for first
OF_GROUPS = 64  # one group of so many, if that is more
WIDE = 6  # times the cap: words that give more together are bounded in two octets at once
FEW = 256  # one passage of so many: blocks that may be found are scored without further ado


class Chosen(NamedTuple):
    """The passages that may be found: whether each may, whether one of each block may, and which blocks, if few."""

    passages: Flags
    blocks: Flags
    few: Blocks | None

    @classmethod
    def of(cls, passages: Flags) -> "Chosen":
        """Those that are flagged."""
        padded = np.pad(passages, (0, blocks_of(len(passages)) * BLOCK - len(passages)))
        blocks = np.logical_or.reduce(padded.reshape(-1, BLOCK), axis=1)
        found = np.flatnonzero(blocks)
        return cls(padded, blocks, found if len(found) * FEW <= len(blocks) else None)


class Search:
    """One question's search, among the passages that may be found (None: all)."""

    def __init__(self, words: QuestionWords, bounds: BlockBounds, chosen: Chosen | None) -> None:
        self.words = words
        self.bounds = bounds
        self.chosen = chosen

    def best(self, limit: int) -> tuple[Passages, Scores]:
        """So many passages with the highest scores, those that come near, and their scores."""
        if self.chosen is not None and self.chosen.few is not None:
            self.bounds.mark(self.chosen.few)
            return _best_of(*self._scored(self.chosen.few, 1), limit)
        level = self._level_to_try(limit)
        passages, scores = self._scored(self.bounds.above(level), level)
        reached = self.bounds.level_of(_least_of_best(scores, limit))
        if reached < level:
            passages, scores = self._scored(self.bounds.above(reached), reached)
        return _best_of(passages, scores, limit)

    def _level_to_try(self, limit: int) -> int:
        """The level of bounds above which the best passages are looked for first."""
        is_wide = self.words.most > WIDE * self.bounds.highest_score
        for bounds in (self.bounds.wide,) if is_wide else (self.bounds, self.bounds.wide):
            self.bounds = bounds
            self.bounds.sum(self.words, None if self.chosen is None else self.chosen.blocks)
            level = self.bounds.level_of_best(max(TRIED * limit, len(self.bounds.highest) // OF_GROUPS))
            if level < self.bounds.cap:
                break
        return level

    def _scored(self, blocks: Blocks, level: int) -> tuple[Passages, Scores]:
        """The passages of the blocks that reach a level, and their scores; 0 of those that may not be found."""
        passages, scores = self.words.scores_of(Tried(blocks, self.bounds.levels, level))
        if self.chosen is not None:
            scores *= self.chosen.passages.take(passages)
        return passages, scores


def _least_of_best(scores: Scores, limit: int) -> float:
    """What the best of some scores reach at the least."""
    if len(scores) < limit:
        return ANY
    return max(ANY, SLACK * float(np.partition(scores, len(scores) - limit)[len(scores) - limit]))


def _best_of(passages: Passages, scores: Scores, limit: int) -> tuple[Passages, Scores]:
    """So many passages with the highest scores, and those that come near."""
    are_best = scores >= _least_of_best(scores, limit)
    return passages[are_best], scores[are_best]
