"""How much a question's words give in parts of a library at the most, counted in levels."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from math import ceil

import numpy as np

from knowledge.store.held_word import GROUP, ROW, STRETCH, Blocks, Tops, blocks_of
from knowledge.store.vectors import Counts, Flags

CAP = 150  # levels from which on bounds in one octet need not differ
WIDE_CAP = 60_000  # the same of two octets


class PartBounds:
    """The bounds of all parts for one question at a time; one that reaches the cap may be higher."""

    def __init__(self, parts: int, unit: float, cap: int, kind: type[np.uint8 | np.uint16], row: np.dtype) -> None:
        self.unit = unit
        self.cap = cap
        self.kind = kind
        self.full = int(np.iinfo(kind).max)
        self.levels: Counts = np.zeros(parts, kind)
        self.row = row  # the levels of a stretch as one number: they are added to in one step, for none ever overflows

    def sum(self, words: Iterable[tuple[float, Tops]], parts: Flags | None) -> None:
        """Have the bounds for a question's words with their weights, of some parts or (None) of all."""
        self.levels.fill(0)
        self.reached = 0
        for weight, tops in words:
            self._add(tops, ceil(weight))
        if parts is not None:
            self.levels *= parts
        self.highest = np.maximum.reduce(self.levels.reshape(GROUP, -1))

    def level_of_best(self, wanted: int) -> int:
        """The highest level that so many parts reach, or nearly; the cap, where more reach that."""
        if wanted >= len(self.highest):
            return 1
        last = len(self.highest) - wanted
        return max(1, min(self.cap, int(np.partition(self.highest.astype(np.uint16), last)[last])))

    def level_of(self, score: float) -> int:
        """The level that parts with passages of such a score reach."""
        return max(1, min(self.cap, int(score / self.unit)))

    def above(self, level: int, below: int | None = None) -> Blocks:
        """The parts with bounds, in order, that are no lower than a level, and lower than another."""
        groups = (self.highest >= level).nonzero()[0]
        parts = np.ravel(np.arange(GROUP)[:, None] * len(self.highest) + groups)
        levels = self.levels.take(parts)
        return parts[levels >= level] if below is None else parts[(levels >= level) & (levels < below)]

    def groups_above(self, level: int) -> int:
        """How many groups have a part that reaches a level."""
        return int(np.count_nonzero(self.highest >= level))

    def _add(self, tops: Tops, times: int) -> None:
        """Add a word's levels to the bounds."""
        most = times * tops.highest
        if most > self.full - self.cap:
            rows = self.levels.reshape(-1, self.row.itemsize // self.levels.itemsize)
            which = slice(None) if tops.stretches is None else tops.stretches
            added = tops.levels.reshape(-1, rows.shape[1]) * np.uint32(times)
            rows[which] = np.minimum(rows[which] + added, self.cap)
            self.reached = max(self.reached, self.cap)
            return
        self._make_room(most)
        levels = (tops.levels if times == 1 else tops.levels * self.kind(times)).astype(self.kind, copy=False)
        if tops.stretches is None:
            np.add(self.levels, levels, out=self.levels)
        else:
            np.add.at(self.levels.view(self.row), tops.stretches, levels.view(self.row))

    def _make_room(self, levels: int) -> None:
        """Have no bound so high any more that so many levels cannot be added to it."""
        if self.reached + levels > self.full:
            self.reached = int(np.maximum.reduce(self.levels))
        if self.reached + levels > self.full:
            np.minimum(self.levels, self.cap, out=self.levels)
            self.reached = self.cap
        self.reached += levels


class Bounds:
    """Room for the bounds of one question at a time: of stretches and, where those leave too many, of blocks."""

    def __init__(self, passages: int, unit: float) -> None:
        self.blocks = blocks_of(passages)
        self.unit = unit
        self.of_stretches = PartBounds(self.blocks // STRETCH, unit, WIDE_CAP, np.uint16, np.dtype(np.uint16))

    @property
    def of_blocks(self) -> Iterator[PartBounds]:
        """Those of blocks, in one octet each and, for questions that give more, in two."""
        yield self._narrow
        yield self._wide

    @cached_property
    def _narrow(self) -> PartBounds:
        """In an octet each."""
        return PartBounds(self.blocks, self.unit, CAP, np.uint8, ROW)

    @cached_property
    def _wide(self) -> PartBounds:
        """In two octets each."""
        return PartBounds(self.blocks, self.unit, WIDE_CAP, np.uint16, np.dtype(f"u{2 * STRETCH}"))
