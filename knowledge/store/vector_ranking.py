"""The same ranking for a large library, with NumPy: what cannot be among the best is never touched.

Words that give much and stand in few passages are summed first. The best of these passages are then scored by all
words, which tells what a score must reach. From there on a word brings in only passages to which it alone gives so much
that those after it could make up the rest, found by the most that it gives in each block of its passages; it is looked
up for the passages that are left where that is less work (Turtle & Flood, Query evaluation: strategies and
optimizations, 1995; Ding & Suel, Faster top-k document retrieval using block-max indexes, 2011). That leaves out
nothing that counts.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from knowledge.store.contest import Contest
from knowledge.store.ranking import K1, B, Columns, Postings, Ranked, Read, best
from knowledge.store.weighed_word import Given, Scores, Weighed

KEPT = 16_000_000  # postings that stay decoded, 12 octets each
SETS = 64  # sets of notices whose passages are remembered


class VectorRanking:
    """Ranks the passages of a large library."""

    def __init__(self, columns: Columns, average: float, read: Read) -> None:
        lengths = np.frombuffer(columns.lengths, np.uint32)
        self.notices = np.frombuffer(columns.notices, np.uint32)
        self.norms = K1 * (1 - B + B * lengths / average)
        self.read = read
        self.given: OrderedDict[str, Given] = OrderedDict()
        self.kept = 0
        self.spare: list[Scores] = []
        self.among = lru_cache(SETS)(self._among)

    def rank(self, words: Mapping[str, float], limit: int, notices: frozenset[int]) -> list[Ranked]:
        """The best passages of some notices for words with their weights; equal scores in the order of the library."""
        sums = self.spare.pop() if self.spare else np.zeros(len(self.norms))
        contest = Contest(self._weighed(words), sums, limit, self.among(notices))
        passages, scores = contest.hold()
        self.spare = [sums]  # which is all zero again; of a question that was broken off it is not, and is not kept
        return best(zip(passages.tolist(), scores.tolist(), strict=True), limit)

    def _among(self, notices: frozenset[int]) -> NDArray[np.bool_] | None:
        """For each passage whether it is one of these notices'; None where all are."""
        is_among = np.isin(self.notices, list(notices))
        return None if np.all(is_among | (self.notices == 0)) else is_among

    def _weighed(self, words: Mapping[str, float]) -> Sequence[Weighed]:
        """The words that are known with what they give, the most promising first."""
        unread = [word for word in words if word not in self.given]  # `-` would go through all that is given
        for word, postings in self.read(unread).items() if unread else ():
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
        return Given.of(passages, scores)
