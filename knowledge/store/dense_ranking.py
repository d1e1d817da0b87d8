"""The same ranking for a library of some thousand passages, with NumPy: all that every word gives is added up.

What a frequent word gives stands ready for every passage, so that adding it goes through memory once; to leave out
what cannot be among the best (`vector_ranking.py`) would take longer than that.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from knowledge.store.columns import Columns
from knowledge.store.ranking import K1, Postings, Ranked, Read, Speaking
from knowledge.store.vectors import ANY, SETS, SLACK, Among, Norms, Scores, best_of, counts_of, passages_of
from knowledge.store.word_cache import WordCache

FREQUENT = 8  # a word that one passage of so many holds is kept with what it gives to every one
TWICE = 2  # the weight of many words
GROUP = 32  # passages of which the best one is looked for first

Places = NDArray[np.intp]
Given = tuple[bytes, bytes] | Scores  # the passages that hold a word and what it gives to each, or that of all passages


class DenseRanking:
    """Ranks the passages of a library that is neither small nor large."""

    def __init__(self, columns: Columns, average: float, read: Read) -> None:
        self.read = read
        self.norms = Norms(columns, average).all
        self.among = Among(columns)
        self.chosen = lru_cache(SETS)(self._chosen)
        self.words: WordCache[Given] = WordCache(self._load, _octets_of, len(self.norms))

    def rank(self, words: Mapping[str, float], limit: int, notices: Speaking) -> list[Ranked]:
        """The best passages of some notices for words with their weights; equal scores in the order of the library."""
        sums = self._sums(words)
        chosen = self.chosen(notices)
        if chosen is not None:
            sums = sums.take(chosen)
        places = (sums >= _least(sums, limit)).nonzero()[0]
        passages = places if chosen is None else chosen.take(places)
        return best_of(passages, sums.take(places), limit)

    def _chosen(self, notices: Speaking) -> Places | None:
        """The passages of some notices; None for all."""
        among = self.among.of(notices)
        return None if among is None else np.flatnonzero(among)

    def _sums(self, words: Mapping[str, float]) -> Scores:
        """What all words give to each passage."""
        places: list[bytes] = []
        rare: list[bytes] = []
        frequent: list[Scores] = []
        for word, given in self.words.of(words):
            weight = words[word]
            if not isinstance(given, tuple):
                frequent.append(given if weight == 1 else weight * given)
                continue
            held, scores = given
            places.append(held)
            if weight == TWICE:  # a few are added once more sooner than multiplied
                places.append(held)
                rare.append(scores)
            rare.append(scores if weight in (1, TWICE) else (weight * np.frombuffer(scores)).tobytes())
        sums = frequent.pop() + frequent.pop() if len(frequent) > 1 else np.zeros(len(self.norms))
        for each in frequent:
            sums += each
        np.add.at(sums, np.frombuffer(b"".join(places), np.intp), np.frombuffer(b"".join(rare)))
        return sums

    def _load(self, words: Collection[str]) -> Iterator[tuple[str, Given]]:
        """What each of some words gives that are known."""
        return ((word, self._given_by(postings)) for word, postings in self.read(words).items())

    def _given_by(self, postings: Postings) -> Given:
        """What a word gives to each passage that holds it."""
        places, counts = passages_of(postings).astype(np.intp), counts_of(postings)
        scores = postings.idf * (K1 + 1) * counts / (counts + self.norms[places])
        if len(places) * FREQUENT < len(self.norms):
            return places.tobytes(), scores.tobytes()  # they are joined three times as fast as vectors
        given = np.zeros(len(self.norms))
        given[places] = scores
        return given


def _least(sums: Scores, limit: int) -> float:
    """What the best passages reach at the least: so many groups have one that does."""
    tops = np.maximum.reduce(sums[: len(sums) // GROUP * GROUP].reshape(GROUP, -1))
    if len(tops) <= limit:
        return ANY
    return max(ANY, SLACK * float(np.partition(tops, len(tops) - limit)[len(tops) - limit]))


def _octets_of(given: Given) -> int:
    """How much memory it takes."""
    return sum(map(len, given)) if isinstance(given, tuple) else given.nbytes
