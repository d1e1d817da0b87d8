"""How much a question's words give in each block of passages at the most, counted in levels."""

from functools import cached_property
from math import ceil

import numpy as np

from knowledge.store.held_word import GROUP, Blocks, HeldWord, blocks_of
from knowledge.store.question_words import QuestionWords
from knowledge.store.vectors import Counts, Flags

CAP = 150  # levels from which on bounds in one octet need not differ
WIDE_CAP = 60_000  # the same of two octets


class BlockBounds:
    """The bounds of all blocks for one question at a time, in an octet each; one that reaches the cap may be higher."""

    def __init__(self, passages: int, unit: float, cap: int = CAP, kind: type[np.uint8 | np.uint16] = np.uint8) -> None:
        self.passages = passages
        self.unit = unit
        self.cap = cap
        self.kind = kind
        self.full = int(np.iinfo(kind).max)
        self.levels: Counts = np.zeros(blocks_of(passages), kind)

    @property
    def highest_score(self) -> float:
        """The highest score that bounds can be held against."""
        return self.cap * self.unit

    @cached_property
    def wide(self) -> "BlockBounds":
        """The same in two octets each, for questions that give more."""
        return BlockBounds(self.passages, self.unit, WIDE_CAP, np.uint16)

    def mark(self, blocks: Blocks) -> None:
        """Have bounds that only these blocks reach."""
        self.levels.fill(0)
        self.levels[blocks] = 1

    def sum(self, words: QuestionWords, blocks: Flags | None) -> None:
        """Have the bounds for a question's words, of some blocks or (None) of all."""
        self.levels.fill(0)
        self.reached = 0
        for weight, word in words.weighed:
            self._add(word, ceil(weight))
        if blocks is not None:
            self.levels *= blocks
        self.highest = np.maximum.reduce(self.levels.reshape(GROUP, -1))

    def level_of_best(self, wanted: int) -> int:
        """The highest level that so many blocks reach, or nearly; the cap, where more reach that."""
        if wanted >= len(self.highest):
            return 1
        last = len(self.highest) - wanted
        return max(1, min(self.cap, int(np.partition(self.highest.astype(np.uint16), last)[last])))

    def level_of(self, score: float) -> int:
        """The level that blocks with passages of such a score reach."""
        return max(1, min(self.cap, int(score / self.unit)))

    def above(self, level: int) -> Blocks:
        """The blocks with bounds, in order, that are no lower than a level."""
        groups = (self.highest >= level).nonzero()[0]
        blocks = np.ravel(np.arange(GROUP)[:, None] * len(self.highest) + groups)
        return blocks[self.levels.take(blocks) >= level]

    def _add(self, word: HeldWord, times: int) -> None:
        """Add a word's levels to the bounds of its blocks."""
        most = times * ceil(word.most / self.unit)
        if most > self.full - self.cap:
            which = slice(None) if word.blocks is None else word.blocks
            self.levels[which] = np.minimum(self.levels[which] + word.tops * np.uint32(times), self.cap)
            self.reached = max(self.reached, self.cap)
            return
        self._make_room(most)
        tops = (word.tops if times == 1 else word.tops * self.kind(times)).astype(self.kind, copy=False)
        if word.blocks is None:
            np.add(self.levels, tops, out=self.levels)
        else:
            np.add.at(self.levels, word.blocks, tops)

    def _make_room(self, levels: int) -> None:
        """Have no bound so high any more that so many levels cannot be added to it."""
        if self.reached + levels > self.full:
            self.reached = int(np.maximum.reduce(self.levels))
        if self.reached + levels > self.full:
            np.minimum(self.levels, self.cap, out=self.levels)
            self.reached = self.cap
        self.reached += levels
