"""BM25 over passages: rank-bm25's arithmetic, summed over the passages that hold a question's words.

    score(passage) = Σ weight · idf · count · (k1 + 1) / (count + k1 · (1 − b + b · length / average length))

Robertson & Zaragoza, The Probabilistic Relevance Framework (2009), with Lucene's idf, which is never negative. What
rank-bm25 finds by walking every passage for every word is read from postings here; the tests hold the two together.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from math import log
from typing import NamedTuple, Protocol

from knowledge.store.columns import Columns
from knowledge.store.posting_list import PostingList

K1 = 0.9
B = 0.6
PARTS = 1e9  # of one, in which scores are told: what is equal stays so in whatever order it is summed


class Ranked(NamedTuple):
    """A passage's number in the library and its score."""

    passage: int
    score: float


class Postings(NamedTuple):
    """How rare a word is, and by segment, which its first passage stands for, the passages that hold it."""

    idf: float
    segments: Sequence[tuple[int, PostingList]]


Read = Callable[[Collection[str]], Mapping[str, Postings]]  # what is known of words; nothing of those that none holds
Speaking = frozenset[int] | None  # the numbers of the notices that may say something; None where all may


def idf(passages: int, holding: int) -> float:
    """How rare a word is: Lucene's form, log(1 + (N - n + 0.5) / (n + 0.5))."""
    return log(1 + (passages - holding + 0.5) / (holding + 0.5))


class Ranking(Protocol):
    """What ranks the passages of a library."""

    def rank(self, words: Mapping[str, float], limit: int, notices: Speaking) -> list[Ranked]:
        """The best passages of some notices for words with their weights; equal scores in the order of the library."""


class PlainRanking:
    """Ranks the passages of a small library, where a few additions take less time than to prepare for many."""

    def __init__(self, columns: Columns, average: float, read: Read) -> None:
        self.columns = columns
        self.read = read
        self.norms = [K1 * (1 - B + B * length / average) for length in columns.lengths]
        self.given: dict[str, list[tuple[int, float]]] = {}

    def rank(self, words: Mapping[str, float], limit: int, notices: Speaking) -> list[Ranked]:
        """The best passages of some notices for words with their weights; equal scores in the order of the library."""
        scores: dict[int, float] = {}
        for weight, given in self._lists(words):
            for passage, score in given:
                scores[passage] = scores.get(passage, 0.0) + weight * score
        if notices is None:
            return best(scores.items(), limit)
        whose = self.columns.notices
        return best(((passage, score) for passage, score in scores.items() if whose[passage] in notices), limit)

    def _lists(self, words: Mapping[str, float]) -> list[tuple[float, list[tuple[int, float]]]]:
        """For each word that is known its weight, and what it gives to each passage that holds it."""
        unread = [word for word in words if word not in self.given]  # `-` would go through all that is given
        for word, postings in self.read(unread).items() if unread else ():
            self.given[word] = list(self._given_by(postings))
        return [(weight, self.given[word]) for word, weight in sorted(words.items()) if word in self.given]

    def _given_by(self, postings: Postings) -> Iterable[tuple[int, float]]:
        """What a word gives to each passage that holds it."""
        gain = postings.idf * (K1 + 1)
        for first, held in postings.segments:
            for place, count in zip(held.places, held.counts, strict=True):
                yield first + place, gain * count / (count + self.norms[first + place])


def best(scores: Iterable[tuple[int, float]], limit: int) -> list[Ranked]:
    """The passages with the highest scores, best first; equal ones in the order of the library."""
    return first([(-round(score * PARTS), passage) for passage, score in scores], limit)


def first(falling: Iterable[tuple[float, int]], limit: int) -> list[Ranked]:
    """The same, of passages with the parts of one in their scores, less than nothing."""
    return [Ranked(passage, -parts / PARTS) for parts, passage in sorted(falling)[:limit]]
