"""What NumPy makes of the rows of the index: lengths, postings and notices as vectors."""

from functools import cached_property, lru_cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from knowledge.store.columns import Columns
from knowledge.store.ranking import K1, PARTS, B, Postings, Ranked, Speaking, first

SETS = 16  # sets of notices whose passages are remembered
SLACK = 1 - 1e-9  # sums in another order differ by less
CLOSE = 4  # times as many as are sought: more that come near are sorted by NumPy
ANY = float(np.finfo(float).tiny)  # less than what any word gives

Kind = TypeVar("Kind", bound=np.generic)
Passages = NDArray[np.integer]
Counts = NDArray[np.unsignedinteger]
Scores = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Norms:
    """What the length of passages adds to how often they hold a word."""

    def __init__(self, columns: Columns, average: float) -> None:
        self.lengths = np.frombuffer(columns.lengths, np.uint16)
        self.average = average

    def __len__(self) -> int:
        return len(self.lengths)

    @cached_property
    def all(self) -> Scores:
        """Those of every passage."""
        return self._of(self.lengths)

    def at(self, passages: Passages) -> Scores:
        """Those of some passages; of a number behind the last one, those of the last."""
        return self._of(self.lengths.take(passages, mode="clip"))

    def _of(self, lengths: NDArray[np.uint16]) -> Scores:
        """Those of passages of these lengths."""
        return np.float64(K1 * (1 - B)) + np.float64(K1 * B / self.average) * lengths


def passages_of(postings: Postings) -> Passages:
    """The passages that hold a word."""
    return np.concatenate(
        [np.frombuffer(held.places, np.uint16) + np.uint32(first) for first, held in postings.segments]
    )


def counts_of(postings: Postings) -> Counts:
    """How often each of them holds it."""
    return np.concatenate([np.frombuffer(held.counts, np.uint16) for _, held in postings.segments])


def best_of(passages: Passages, scores: Scores, limit: int) -> list[Ranked]:
    """The passages with the highest scores, best first; equal ones in the order of the library."""
    falling = np.rint(scores * -PARTS)
    if len(passages) > CLOSE * limit:
        order = np.lexsort((passages, falling))[:limit]
        passages, falling = passages[order], falling[order]
    return first(zip(falling.tolist(), passages.tolist(), strict=True), limit)


class Among:
    """Which passages are of some notices."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.of = lru_cache(SETS)(self._of)

    def _of(self, notices: Speaking) -> Flags | None:
        """For each passage whether it is one of these notices'; None where all are."""
        if notices is None:
            return None
        numbers = np.frombuffer(self.columns.notices, np.uint32)
        is_among = np.isin(numbers, list(notices))
        return None if np.all(is_among | (numbers == 0)) else is_among
