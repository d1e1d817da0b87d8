"""The same ranking for a large library, with NumPy: what cannot be among the best is never touched.

Words that give much and stand in few passages are summed first. The best of these passages are then scored by all
words, which tells what a score must reach. From there on a word brings in only passages to which it alone gives so much
that those after it could make up the rest, found by the most that it gives in each block of its passages; it is looked
up for the passages that are left where that is less work (Turtle & Flood, Query evaluation: strategies and
optimizations, 1995; Ding & Suel, Faster top-k document retrieval using block-max indexes, 2011). That leaves out
nothing that counts.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from knowledge.store.columns import Columns
from knowledge.store.contest import Contest
from knowledge.store.ranking import Postings, Ranked, Read, Speaking, best
from knowledge.store.vectors import Among, Scores, norms_of, scores_of
from knowledge.store.weighed_word import Given, Weighed
from knowledge.store.word_cache import WordCache


class VectorRanking:
    """Ranks the passages of a large library."""

    def __init__(self, columns: Columns, average: float, read: Read) -> None:
        self.norms = norms_of(columns, average)
        self.among = Among(columns)
        self.words: WordCache[Given] = WordCache(read, self._given_by, lambda given: given.octets)
        self.spare: list[Scores] = []

    def rank(self, words: Mapping[str, float], limit: int, notices: Speaking) -> list[Ranked]:
        """The best passages of some notices for words with their weights; equal scores in the order of the library."""
        sums = self.spare.pop() if self.spare else np.zeros(len(self.norms))
        contest = Contest(self._weighed(words), sums, limit, self.among.of(notices))
        passages, scores = contest.hold()
        self.spare = [sums]  # which is all zero again; of a question that was broken off it is not, and is not kept
        return best(zip(passages.tolist(), scores.tolist(), strict=True), limit)

    def _weighed(self, words: Mapping[str, float]) -> Sequence[Weighed]:
        """The words that are known with what they give, the most promising first."""
        weighed = (Weighed(words[word], given) for word, given in self.words.of(words))
        return sorted(weighed, key=lambda word: -word.promise)

    def _given_by(self, postings: Postings) -> Given:
        """What a word gives to each passage that holds it."""
        return Given.of(*scores_of(postings, self.norms))
