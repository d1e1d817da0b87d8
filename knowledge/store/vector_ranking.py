"""The same ranking for a large library, with NumPy: what cannot be among the best is left out early.

Words that give much and stand in few passages are summed first, into one number for every passage. As soon as all
other words together could not lift a further passage among the best, these are looked up only for the few that are
left (Turtle & Flood, Query evaluation: strategies and optimizations, 1995). That leaves out nothing that counts.
"""

import math
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.store.ranking import K1, B, Columns, Postings, Ranked, Read, best

Passages = NDArray[np.uint32]
Scores = NDArray[np.float64]

KEPT = 16_000_000  # postings that stay decoded, 12 octets each
FEW, SHARE = 20_000, 5  # postings that are summed at once: so many, or as many as a fifth of the passages
NARROW, BLOCKS = 64, 512  # passages of which the best stands for all where the least of the best is sought
SLACK = 1 - 1e-9  # sums in another order differ by less
SETS = 64  # sets of notices whose passages are remembered


class Given(NamedTuple):
    """What a word gives to each passage that holds it, and the most that it gives."""

    passages: Passages
    scores: Scores
    most: float


class Weighed(NamedTuple):
    """A question's word: its weight and what it gives."""

    weight: float
    given: Given

    @property
    def most(self) -> float:
        """The most that it adds to a passage."""
        return self.weight * self.given.most

    @property
    def promise(self) -> float:
        """How much it adds for the work that it makes."""
        return self.most / math.sqrt(len(self.given.passages))

    def at(self, passages: Passages) -> Scores:
        """What it adds to each of some passages."""
        places = np.searchsorted(self.given.passages, passages)
        places[places == len(self.given.passages)] = 0
        held = self.given.passages[places] == passages
        return np.where(held, self.weight * self.given.scores[places], 0.0)


class VectorRanking:
    """Ranks the passages of a large library."""

    def __init__(self, columns: Columns, average: float, read: Read) -> None:
        lengths = np.frombuffer(columns.lengths, np.uint32)
        self.notices = np.frombuffer(columns.notices, np.uint32)
        self.norms = K1 * (1 - B + B * lengths / average)
        self.read = read
        self.given: OrderedDict[str, Given] = OrderedDict()
        self.kept = 0
        self.passages_of = lru_cache(SETS)(self._passages_of)

    def rank(self, words: Mapping[str, float], limit: int, notices: frozenset[int]) -> list[Ranked]:
        """The best passages of some notices for words with their weights; equal scores in the order of the library."""
        weighed = self._weighed(words)
        among = self.passages_of(notices)
        if among is None or sum(len(word.given.passages) for word in weighed) < len(among) * len(weighed):
            passages, scores, summed = self._summed(weighed, among, limit)
        else:
            passages, scores, summed = among, np.zeros(len(among)), 0
        for number in range(summed, len(weighed)):
            scores = scores + weighed[number].at(passages)
            if len(scores) > 4 * limit:
                left = sum(word.most for word in weighed[number + 1 :])
                is_kept = scores >= (_least(scores, limit) - left) * SLACK
                passages, scores = passages[is_kept], scores[is_kept]
        held = scores > 0
        return best(zip(passages[held].tolist(), scores[held].tolist(), strict=True), limit)

    def _summed(self, weighed: Sequence[Weighed], among: Passages | None, limit: int) -> tuple[Passages, Scores, int]:
        """The passages that can be among the best, their scores so far, and how many words these are the sum of."""
        rest = [*accumulate((word.most for word in reversed(weighed)), initial=0.0)][::-1]
        scores, summed, postings = self._no_scores(among), 0, max(FEW, len(self.norms) // SHARE)
        least = 0.0
        while summed < len(weighed) and least <= rest[summed]:
            count = _how_many(weighed[summed:], postings)
            total = _sum_of(weighed[summed : summed + count], len(self.norms))
            scores = scores + (total if among is None else total[among])
            least, summed, postings = _low_estimate(scores, limit), summed + count, 2 * postings
        places = np.flatnonzero(scores >= max((least - rest[summed]) * SLACK, np.finfo(float).tiny))
        passages = places.astype(np.uint32) if among is None else among[places]
        return passages, scores[places], summed

    def _no_scores(self, among: Passages | None) -> Scores:
        """Nothing yet for each passage."""
        return np.zeros(len(self.norms) if among is None else len(among))

    def _passages_of(self, notices: frozenset[int]) -> Passages | None:
        """The passages of some notices; None where these are all that there are."""
        is_among = np.isin(self.notices, list(notices))
        if np.all(is_among | (self.notices == 0)):
            return None
        return np.flatnonzero(is_among).astype(np.uint32)

    def _weighed(self, words: Mapping[str, float]) -> list[Weighed]:
        """The words that are known with what they give, the most promising first."""
        for word, postings in self.read(words.keys() - self.given.keys()).items():
            self.given[word] = self._given_by(postings)
            self.kept += len(self.given[word].passages)
        known = [word for word in sorted(words) if word in self.given]
        for word in known:
            self.given.move_to_end(word)
        weighed = [Weighed(words[word], self.given[word]) for word in known]
        while self.kept > KEPT and len(self.given) > len(known):
            _word, given = self.given.popitem(last=False)
            self.kept -= len(given.passages)
        return sorted(weighed, key=lambda word: -word.promise)

    def _given_by(self, postings: Postings) -> Given:
        """What a word gives to each passage that holds it."""
        segments = postings.segments
        passages = np.concatenate(
            [np.frombuffer(held.places, np.uint16) + np.uint32(first) for first, held in segments]
        )
        counts = np.concatenate([np.frombuffer(held.counts, np.uint16) for _, held in segments])
        scores = counts / (counts + self.norms[passages])
        scores *= postings.idf * (K1 + 1)
        return Given(passages, scores, float(scores.max()))


def _how_many(weighed: Sequence[Weighed], postings: int) -> int:
    """How many words have so many postings together, at least one."""
    totals = accumulate(len(word.given.passages) for word in weighed)
    return max(1, sum(total <= postings for total in totals))


def _sum_of(weighed: Sequence[Weighed], size: int) -> Scores:
    """What words give to every passage, by its number."""
    passages = np.concatenate([word.given.passages for word in weighed])
    scores = np.concatenate([word.weight * word.given.scores for word in weighed])
    return np.asarray(np.bincount(passages, scores, size), np.float64)


def _low_estimate(scores: Scores, limit: int) -> float:
    """A score that at least so many passages reach, quickly: that of the best ones of blocks of passages."""
    width = max(NARROW, len(scores) // BLOCKS)
    whole = len(scores) // width * width
    return _least(scores[:whole].reshape(-1, width).max(axis=1), limit) if whole else 0.0


def _least(scores: Scores, limit: int) -> float:
    """The least of the best scores; 0 where there are not so many."""
    return float(np.partition(scores, len(scores) - limit)[len(scores) - limit]) if len(scores) >= limit else 0.0
