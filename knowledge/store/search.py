"""The search for the best passages of a large library: from bounds of blocks to the scores of a few passages."""

from typing import NamedTuple

import numpy as np

from knowledge.store.block_bounds import BlockBounds
from knowledge.store.held_word import BLOCK, Blocks, blocks_of
from knowledge.store.question_words import QuestionWords
from knowledge.store.vectors import ANY, SLACK, Flags, Passages, Scores

BLOCKS_TRIED = 8  # times as many as are sought: the blocks in which it is looked what a score must reach
TRIED = 4  # times as many as are sought: the passages of these that are scored for it
FEW = 256  # one passage of so many: those that may be found are scored without further ado


class Chosen(NamedTuple):
    """The passages that may be found: whether each may, whether one of each block may, and which, if they are few."""

    passages: Flags
    blocks: Flags
    few: Passages | None

    @classmethod
    def of(cls, passages: Flags) -> "Chosen":
        """Those that are flagged."""
        padded = np.pad(passages, (0, blocks_of(len(passages)) * BLOCK - len(passages)))
        found = np.flatnonzero(passages).astype(np.uint32)
        few = found if len(found) * FEW <= len(passages) else None
        return cls(passages, np.logical_or.reduce(padded.reshape(-1, BLOCK), axis=1), few)


class Search:
    """One question's search, among the passages that may be found (None: all)."""

    def __init__(self, words: QuestionWords, bounds: BlockBounds, chosen: Chosen | None) -> None:
        self.words = words
        self.rare, self.frequent = words.halves
        self.bounds = bounds
        self.chosen = chosen

    def best(self, limit: int) -> tuple[Passages, Scores]:
        """So many passages with the highest scores, those that come near, and their scores."""
        if self.chosen is not None and self.chosen.few is not None:
            return _best_of(self.chosen.few, self.words.scores_of(self.chosen.few), limit)
        least = self._reached(limit)
        if least > self.bounds.highest_score:
            self.bounds = self.bounds.wide
            least = max(least, self._reached(limit))
        return _best_of(*self._those_who_reach(least), limit)

    def _reached(self, limit: int) -> float:
        """A score that so many passages reach: of the blocks with the highest bounds the most promising are scored."""
        self.bounds.sum(self.words, None if self.chosen is None else self.chosen.blocks)
        passages = self._found_in(self.bounds.best(BLOCKS_TRIED * limit))
        tried, scores = _best_of(passages, self.rare.scores_of(passages), TRIED * limit)
        return _least_of_best(scores + self.frequent.scores_of(tried), limit)

    def _those_who_reach(self, least: float) -> tuple[Passages, Scores]:
        """The passages that reach a score, perhaps with others, and their scores; the rare words come first."""
        passages = self._found_in(self.bounds.that_reach(least))
        scores = self.rare.scores_of(passages)
        rest = self.bounds.unit * self.frequent.bounds_of(passages // BLOCK)
        can_reach = scores + rest >= least * SLACK
        passages, scores = passages[can_reach], scores[can_reach]
        return passages, scores + self.frequent.scores_of(passages)

    def _found_in(self, blocks: Blocks) -> Passages:
        """The passages of some blocks that may be found."""
        passages = (blocks[:, None] * BLOCK + np.arange(BLOCK)).astype(np.uint32).ravel()
        passages = passages[passages < len(self.words.norms)]
        return passages if self.chosen is None else passages[self.chosen.passages.take(passages)]


def _least_of_best(scores: Scores, limit: int) -> float:
    """What the best of some scores reach at the least."""
    if len(scores) < limit:
        return ANY
    return max(ANY, SLACK * float(np.partition(scores, len(scores) - limit)[len(scores) - limit]))


def _best_of(passages: Passages, scores: Scores, limit: int) -> tuple[Passages, Scores]:
    """So many passages with the highest scores, and those that come near."""
    are_best = scores >= _least_of_best(scores, limit)
    return passages[are_best], scores[are_best]
