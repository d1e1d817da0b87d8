"""A word as a large library holds it in memory: packed counts, and the most that it gives in each block of passages."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.store.ranking import K1, Postings
from knowledge.store.vectors import Counts, Norms, Passages, counts_of, passages_of

BLOCK = 2  # neighbouring passages, whose counts share an octet
GROUP = 16  # blocks, of which the highest bound is looked at first
LEVELS = 180  # in which bounds are counted, for the most that a word can give
RARE = 32  # a word that one passage of so many holds, or fewer, has nothing for all the others
BITS = 4  # of a count
MANY = (1 << BITS) - 1  # what stands for this count and all above it
END = np.uint32(2**32 - 1)  # which no passage has for its number

Blocks = NDArray[np.intp]
Levels = NDArray[np.uint8]


class Places(NamedTuple):
    """Some passages, the block of each, and where in the octet of a block its count begins."""

    passages: Passages
    blocks: Passages
    shifts: NDArray[np.uint8]

    @classmethod
    def of(cls, passages: Passages) -> "Places":
        """Those of passages of these numbers."""
        return cls(passages, passages // BLOCK, (passages % BLOCK * BITS).astype(np.uint8))


class RareWord(NamedTuple):
    """A word by its passages, ascending: how often each holds it, and what it gives at the most in the block of each.

    Behind the last passage stands `END`, with nothing.
    """

    gain: float
    most: float
    passages: Passages
    counts: Counts
    tops: Levels

    @property
    def octets(self) -> int:
        """How much memory it takes."""
        return self.passages.nbytes + self.counts.nbytes + self.tops.nbytes

    @property
    def blocks(self) -> Passages:
        """The block of each of its passages, and of the end."""
        return self.passages // BLOCK

    def tops_at(self, blocks: Passages) -> Levels:
        """The most that it gives in some blocks, in levels."""
        own = self.blocks
        at = own.searchsorted(blocks)
        tops: Levels = self.tops.take(at) * (own.take(at) == blocks)
        return tops

    def counts_at(self, places: Places) -> Counts:
        """How often each of some passages holds it."""
        at = self.passages.searchsorted(places.passages)
        counts: Counts = self.counts.take(at) * (self.passages.take(at) == places.passages)
        return counts


class FrequentWord(NamedTuple):
    """A word by blocks: the counts of the passages of each in one octet, and what it gives there at the most.

    The passages that hold it `MANY` times, or more often, are listed.
    """

    gain: float
    most: float
    counts: NDArray[np.uint8]
    tops: Levels
    listed: RareWord

    @property
    def octets(self) -> int:
        """How much memory it takes."""
        return self.counts.nbytes + self.tops.nbytes + self.listed.octets

    def tops_at(self, blocks: Passages) -> Levels:
        """The most that it gives in some blocks, in levels."""
        return self.tops.take(blocks)

    def counts_at(self, places: Places) -> Counts:
        """How often each of some passages holds it."""
        counts: Counts = self.counts.take(places.blocks) >> places.shifts & np.uint8(MANY)
        if len(self.listed.counts) > 1 and (counts == MANY).any():
            listed = self.listed.counts_at(places)
            return np.where(listed, listed, counts)
        return counts


HeldWord = RareWord | FrequentWord


def held_word(postings: Postings, norms: Norms, unit: float) -> HeldWord:
    """What is kept of a word's postings; `unit` is what a level is worth."""
    passages, counts, gain = passages_of(postings), counts_of(postings), postings.idf * (K1 + 1)
    scores = gain * counts / (counts + norms.at(passages))
    tops = np.ceil(scores / unit).astype(np.uint8)
    size, most = len(norms), float(scores.max())
    if len(passages) * RARE <= size:
        return _rare_word(gain, most, passages, counts, tops)
    listed = (counts >= MANY).nonzero()[0]
    by_block = _by_block(passages, np.minimum(counts, MANY).astype(np.uint8), tops, blocks_of(size))
    return FrequentWord(gain, most, *by_block, _rare_word(gain, most, passages[listed], counts[listed], tops[listed]))


def blocks_of(passages: int) -> int:
    """How many blocks so many passages make, rounded up to whole groups."""
    return -(-passages // (BLOCK * GROUP)) * GROUP


def _rare_word(gain: float, most: float, passages: Passages, counts: Counts, tops: Levels) -> RareWord:
    """A word by its passages, where two of one block have the same, the highest, level."""
    kind = np.min_scalar_type(counts.max(initial=0))
    every = np.append(tops, np.uint8(0))
    is_second = np.flatnonzero(np.diff(passages // BLOCK) == 0) + 1
    every[is_second] = every[is_second - 1] = np.maximum(every[is_second], every[is_second - 1])
    return RareWord(gain, most, np.append(passages, END), np.append(counts, kind.type(0)).astype(kind), every)


def _by_block(
    passages: Passages, counts: NDArray[np.uint8], levels: Levels, blocks: int
) -> tuple[NDArray[np.uint8], Levels]:
    """The counts of the passages of each block, packed, and the highest of their levels."""
    packed, highest = np.zeros(blocks, np.uint8), np.zeros(blocks, np.uint8)
    for number in range(BLOCK):
        chosen = (passages % BLOCK == number).nonzero()[0]
        own = passages.take(chosen) // BLOCK
        packed[own] |= counts.take(chosen) << np.uint8(number * BITS)
        highest[own] = np.maximum(highest.take(own), levels.take(chosen))
    return packed, highest
