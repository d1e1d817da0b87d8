"""A word as a large library holds it in memory: packed counts, and the most that it gives in parts of the library."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.store.ranking import K1, Postings
from knowledge.store.vectors import Counts, Norms, Passages, counts_of, passages_of

BLOCK = 2  # neighbouring passages, whose counts share an octet
STRETCH = 2  # neighbouring blocks, of which the most is looked at first
GROUP = 32  # stretches, or blocks, of which the highest bound is looked at first
LEVELS = 180  # in which bounds are counted, for the most that a word can give
RARE = 32  # a word that one passage of so many holds, or fewer, has nothing for all the other stretches
BITS = 4  # of a count
MANY = 15  # stands for a count of so many or more, which is listed

ROW = np.dtype(f"u{STRETCH}")  # the octets of a stretch as one number

Blocks = NDArray[np.intp]
Octets = NDArray[np.uint8]


class Listed(NamedTuple):
    """Passages, in order, and how often each holds a word."""

    passages: Blocks
    counts: Blocks

    def counts_of(self, passages: Passages) -> Blocks:
        """The counts of some passages that are listed."""
        return self.counts.take(self.passages.searchsorted(passages))


class Tops(NamedTuple):
    """The most that a word gives in parts of the library, in levels, by stretches: some of them, or (None) each."""

    stretches: Blocks | None
    levels: Counts
    highest: int

    @classmethod
    def of(cls, stretches: Blocks | None, levels: Counts) -> "Tops":
        """Those of some stretches, or of each."""
        return cls(stretches, levels, int(levels.max()))


class HeldWord(NamedTuple):
    """A word by stretches, of a rare one those that hold it, of another all.

    `counts` has how often the passages of each of their blocks hold it, `tops` and `outline` what it gives at the most
    in blocks and in stretches. The passages that hold it `MANY` times or more are listed.
    """

    gain: float
    most: float
    counts: Octets
    tops: Tops
    outline: Tops
    listed: Listed | None

    @property
    def octets(self) -> int:
        """How much memory it takes."""
        arrays = (self.counts, self.tops.levels, self.outline.levels, self.outline.stretches, *(self.listed or ()))
        return sum(each.nbytes for each in arrays if each is not None)

    def look_up(self, stretches: Blocks, found: Blocks, octets: Octets) -> None:
        """Put for each of some stretches the nearest one that is kept, and the counts of that one's blocks."""
        at, own = stretches, self.outline.stretches
        if own is None:
            found[:] = stretches
        else:
            at = own.searchsorted(stretches)
            own.take(at, out=found, mode="clip")
        self.counts.view(ROW).take(at, out=octets.view(ROW), mode="clip")


def held_word(postings: Postings, norms: Norms, unit: float) -> HeldWord:
    """What is kept of a word's postings; `unit` is what a level is worth."""
    passages, counts, gain = passages_of(postings), counts_of(postings), postings.idf * (K1 + 1)
    scores = gain * counts / (counts + norms.at(passages))
    blocks, places = (passages // BLOCK).astype(np.intp), passages.astype(np.uint8) & np.uint8(BLOCK - 1)
    are_many = counts >= MANY
    listed = Listed(passages[are_many].astype(np.intp), counts[are_many].astype(np.intp)) if are_many.any() else None
    stretches, at, size = None, blocks, blocks_of(len(norms))
    if len(passages) * RARE <= len(norms):
        stretches, rows = np.unique(blocks // STRETCH, return_inverse=True)
        at, size = rows * STRETCH + blocks % STRETCH, len(stretches) * STRETCH
    packed, tops = np.zeros(size, np.uint8), np.zeros(size, np.uint8)
    np.add.at(packed, at, np.minimum(counts, MANY).astype(np.uint8) << places * np.uint8(BITS))
    np.maximum.at(tops, at, np.ceil(scores / unit).astype(np.uint8))
    outline = np.maximum.reduce(tops.reshape(-1, STRETCH), axis=1).astype(np.uint16)  # many can be added up
    of_parts = Tops.of(stretches, tops), Tops.of(stretches, outline)
    return HeldWord(gain, float(scores.max()), packed, *of_parts, listed)


def blocks_of(passages: int) -> int:
    """How many blocks so many passages make, rounded up to whole groups of stretches."""
    whole = STRETCH * GROUP
    return -(-passages // (BLOCK * whole)) * whole
