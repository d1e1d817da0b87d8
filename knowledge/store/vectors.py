"""What NumPy makes of the rows of the index: lengths, postings and notices as vectors."""

from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from knowledge.store.columns import Columns
from knowledge.store.ranking import K1, B, Postings, Speaking

SETS = 64  # sets of notices whose passages are remembered
SLACK = 1 - 1e-9  # sums in another order differ by less

Passages = NDArray[np.uint32]
Scores = NDArray[np.float64]
Flags = NDArray[np.bool_]


def norms_of(columns: Columns, average: float) -> Scores:
    """Of every passage what its length adds to how often it holds a word."""
    lengths = np.frombuffer(columns.lengths, np.uint16).astype(np.float64)
    return K1 * (1 - B + B * lengths / average)


def scores_of(postings: Postings, norms: Scores) -> tuple[Passages, Scores]:
    """The passages that hold a word, and what it gives to each."""
    segments = postings.segments
    passages = np.concatenate([np.frombuffer(held.places, np.uint16) + np.uint32(first) for first, held in segments])
    counts = np.concatenate([np.frombuffer(held.counts, np.uint16) for _, held in segments])
    scores = counts / (counts + norms[passages])
    scores *= postings.idf * (K1 + 1)
    return passages, scores


class Among:
    """Which passages are of some notices."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.of = lru_cache(SETS)(self._of)

    @cached_property
    def notices(self) -> NDArray[np.uint32]:
        """The number of every passage's notice."""
        return np.frombuffer(self.columns.notices, np.uint32)

    def _of(self, notices: Speaking) -> Flags | None:
        """For each passage whether it is one of these notices'; None where all are."""
        if notices is None:
            return None
        is_among = np.isin(self.notices, list(notices))
        return None if np.all(is_among | (self.notices == 0)) else is_among
