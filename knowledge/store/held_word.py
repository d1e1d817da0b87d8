"""A word as a large library holds it in memory: packed counts, and the most that it gives in each block of passages."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.store.ranking import K1, Postings
from knowledge.store.vectors import Flags, Norms, counts_of, passages_of

BLOCK = 2  # neighbouring passages, whose counts share an octet
GROUP = 16  # blocks, of which the highest bound is looked at first
LEVELS = 180  # in which bounds are counted, for the most that a word can give
RARE = 32  # a word that one passage of so many holds, or fewer, has nothing for all the other blocks
BITS = 4  # of a count
MANY = (1 << BITS) - 1  # the highest count of a passage that an octet has; what holds a word more often is listed

Blocks = NDArray[np.intp]
Octets = NDArray[np.uint8]


class Listed(NamedTuple):
    """Passages by their block and their place in it, and how often each holds a word."""

    blocks: Blocks
    places: Blocks
    counts: Blocks

    @classmethod
    def of(cls, *columns: NDArray[np.integer], which: Flags) -> "Listed | None":
        """Those that are flagged; None where none is."""
        return cls(*(column[which].astype(np.intp) for column in columns)) if which.any() else None


class HeldWord(NamedTuple):
    """A word by blocks, of a rare one those that hold it, of another (None) all.

    `counts` has how often the passages of each hold it, `tops` what it gives there at the most, in levels. The passages
    that hold it more than `MANY` times are listed, and counted there only.
    """

    gain: float
    most: float
    blocks: Blocks | None
    counts: Octets
    tops: Octets
    listed: Listed | None

    @property
    def octets(self) -> int:
        """How much memory it takes."""
        arrays = (self.blocks, self.counts, self.tops, *(self.listed or ()))
        return sum(each.nbytes for each in arrays if each is not None)


def held_word(postings: Postings, norms: Norms, unit: float) -> HeldWord:
    """What is kept of a word's postings; `unit` is what a level is worth."""
    passages, counts, gain = passages_of(postings), counts_of(postings), postings.idf * (K1 + 1)
    scores = gain * counts / (counts + norms.at(passages))
    blocks, places = (passages // BLOCK).astype(np.intp), passages.astype(np.uint8) & np.uint8(BLOCK - 1)
    listed = Listed.of(blocks, places, counts, which=counts > MANY)
    own, at, size = None, blocks, blocks_of(len(norms))
    if len(passages) * RARE <= len(norms):
        own, at = np.unique(blocks, return_inverse=True)
        size = len(own)
    by_block = np.zeros(size, np.uint8), np.zeros(size, np.uint8)
    np.add.at(by_block[0], at, np.where(counts > MANY, 0, counts).astype(np.uint8) << places * np.uint8(BITS))
    np.maximum.at(by_block[1], at, np.ceil(scores / unit).astype(np.uint8))
    return HeldWord(gain, float(scores.max()), own, *by_block, listed)


def blocks_of(passages: int) -> int:
    """How many blocks so many passages make, rounded up to whole groups."""
    return -(-passages // (BLOCK * GROUP)) * GROUP
