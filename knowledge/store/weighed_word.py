"""A word of a question: what it gives to each passage that holds it, and where it gives much."""

import math
from typing import NamedTuple

import numpy as np

from knowledge.store.vectors import Passages, Scores

BLOCK = 128  # neighbouring passages of a word, of which the most that it gives is known


class Given(NamedTuple):
    """What a word gives to each passage that holds it, the most that it gives in each block of these, and in all."""

    passages: Passages
    scores: Scores
    tops: Scores
    most: float

    @classmethod
    def of(cls, passages: Passages, scores: Scores) -> "Given":
        """What is given to passages in the order of their numbers."""
        tops = np.maximum.reduceat(scores, np.arange(0, len(scores), BLOCK))
        return cls(passages, scores, tops, float(tops.max()))

    @property
    def octets(self) -> int:
        """How much memory it takes."""
        return self.passages.nbytes + self.scores.nbytes + self.tops.nbytes


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

    @property
    def all(self) -> tuple[Passages, Scores]:
        """The passages that hold it, and what it adds to each."""
        return self.given.passages, self.weight * self.given.scores

    def at(self, passages: Passages) -> Scores:
        """What it adds to each of some passages."""
        places = self.given.passages.searchsorted(passages)
        places[places == len(self.given.passages)] = 0
        held = self.given.passages[places] == passages
        return np.where(held, self.weight * self.given.scores[places], 0.0)

    def above(self, least: float) -> tuple[Passages, Scores]:
        """The passages to which it adds so much at the least, and what; blocks that hold none are not looked into."""
        blocks = np.flatnonzero(self.weight * self.given.tops >= least)
        places = (blocks[:, None] * BLOCK + np.arange(BLOCK)).ravel()
        places = places[: np.searchsorted(places, len(self.given.passages))]
        added = self.weight * self.given.scores[places]
        is_much = added >= least
        return self.given.passages[places[is_much]], added[is_much]
