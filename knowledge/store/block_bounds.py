"""How much a question's words give in each block of passages at the most, counted in levels."""

from functools import cached_property
from math import ceil

import numpy as np

from knowledge.store.held_word import GROUP, Blocks, FrequentWord, RareWord, blocks_of
from knowledge.store.question_words import QuestionWords
from knowledge.store.vectors import Counts, Flags

LOWER = 0.75  # of a bound to the next one above which the best blocks are looked for
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

    def sum(self, words: QuestionWords, blocks: Flags | None) -> None:
        """Have the bounds for a question's words, of some blocks or (None) of all."""
        self.levels.fill(0)
        reached = 0
        for weight, word in words:
            if isinstance(word, FrequentWord):
                reached = self._add(word, ceil(weight), reached)
        for weight, word in words:
            if isinstance(word, RareWord):
                self._add_in_some(word, ceil(weight))
        if blocks is not None:
            self.levels *= blocks
        self.highest = np.maximum.reduce(self.levels.reshape(GROUP, -1))

    def best(self, wanted: int) -> Blocks:
        """So many blocks with the highest bounds, in order; fewer, where no others have any."""
        level, blocks = float(self.highest.max()), np.empty(0, np.intp)
        while level > 1 and len(blocks) < wanted:
            level *= LOWER
            blocks = self.above(level)
        if len(blocks) > wanted:
            blocks = blocks.take(np.argpartition(self.levels.take(blocks), -wanted)[-wanted:])
            blocks.sort()
        return blocks

    def that_reach(self, score: float) -> Blocks:
        """The blocks with passages that may have such a score, in order."""
        return self.above(min(self.cap, int(score / self.unit)))

    def above(self, level: float) -> Blocks:
        """The blocks with bounds, in order, that are no lower than a level."""
        level = max(1, level)
        groups = (self.highest >= level).nonzero()[0]
        blocks = np.ravel(np.arange(GROUP)[:, None] * len(self.highest) + groups)
        return blocks[self.levels.take(blocks) >= level]

    def _add(self, word: FrequentWord, times: int, reached: int) -> int:
        """Add a word's levels to bounds that are no higher than `reached`; what they are no higher than then."""
        most = times * ceil(word.most / self.unit)
        if most + self.cap > self.full:
            np.minimum(self.levels + word.tops * np.uint32(times), self.cap, out=self.levels, casting="unsafe")
            return self.cap
        if reached + most > self.full:
            np.minimum(self.levels, self.cap, out=self.levels)
            reached = self.cap
        np.add(self.levels, word.tops if times == 1 else word.tops * self.kind(times), out=self.levels)
        return reached + most

    def _add_in_some(self, word: RareWord, times: int) -> None:
        """The same of a word that has levels for some blocks only."""
        blocks, tops = word.blocks[:-1], word.tops[:-1]
        levels = self.levels.take(blocks)
        if times * ceil(word.most / self.unit) <= self.full - self.cap:
            np.minimum(levels, self.cap, out=levels)
            levels += tops if times == 1 else tops * self.kind(times)
        else:
            levels = np.minimum(levels + tops * np.uint32(times), self.full).astype(self.kind)
        self.levels[blocks] = levels
