"""Which passages can still be among the best while a question's words are taken, one after the other."""

import math
from collections.abc import Sequence
from itertools import accumulate

import numpy as np

from knowledge.store.vectors import SLACK, Flags, Passages, Scores
from knowledge.store.weighed_word import Weighed

FEW = 16_000  # postings of the first words, which are summed before anything is left out
DEAR = 4  # postings that are summed in the time in which one is looked up
MANY = 1_000  # candidates from which on it is worth while to score the best of them by all words
TRIED = 4  # times as many as are sought: the candidates that are scored so


class Contest:
    """The candidates for the best passages; what is given to each passage so far stands in `sums`, by its number.

    A passage that was left out once stays so: all words together could not lift it among the best. Its sum may lack
    what was not looked up for it, and is never more than its score.
    """

    def __init__(self, weighed: Sequence[Weighed], sums: Scores, limit: int, among: Flags | None = None) -> None:
        self.weighed = weighed
        self.sums = sums
        self.limit = limit
        self.among = among
        self.rest = [*accumulate((word.most for word in reversed(weighed)), initial=0.0)][::-1]
        self.candidates = np.empty(0, np.uint32)
        self.touched: list[Passages] = []
        self.least = 0.0

    def hold(self) -> tuple[Passages, Scores]:
        """The passages that are left when all words are taken, with their scores; all sums are zero again."""
        begun = self._begin()
        self._leave_out(begun)
        for number in range(begun, len(self.weighed)):
            self._take(self.weighed[number], self.rest[number + 1])
            self._leave_out(number + 1)
        scores = self.sums[self.candidates]
        for passages in self.touched:
            self.sums[passages] = 0.0
        return self.candidates, scores

    def _begin(self) -> int:
        """Sum the first words, as many as have few postings together; how many these are."""
        totals = accumulate(len(word.given.passages) for word in self.weighed)
        first = sum(total <= FEW for total in totals)
        for word in self.weighed[:first]:
            self._sum(word, math.inf)
        return first

    def _take(self, word: Weighed, rest: float) -> None:
        """Add what a word gives, in the way that is less work; those after it can add `rest` to a passage."""
        if len(self.candidates) * DEAR > len(word.given.passages):
            self._sum(word, rest)
        else:
            self._look_up(word, rest)

    def _sum(self, word: Weighed, rest: float) -> None:
        """Add what a word gives to each passage that holds it."""
        passages, scores = self._of_those_who_may_speak(*word.all)
        before = self.sums[passages]
        self.sums[passages] = before + scores
        self.touched.append(passages)
        self._enter(passages[(before == 0) & (scores >= (self.least - rest) * SLACK)])

    def _look_up(self, word: Weighed, rest: float) -> None:
        """Add what a word gives to the candidates; to others only where that can bring them among the best."""
        self.sums[self.candidates] += word.at(self.candidates)
        wanted = (self.least - rest) * SLACK
        if wanted > word.most:
            return
        passages, scores = self._of_those_who_may_speak(*word.above(wanted))
        is_new = self.sums[passages] == 0
        passages = passages[is_new]
        self.sums[passages] = scores[is_new]
        self.touched.append(passages)
        self._enter(passages)

    def _of_those_who_may_speak(self, passages: Passages, scores: Scores) -> tuple[Passages, Scores]:
        """The same of the passages that are wanted."""
        if self.among is None:
            return passages, scores
        is_among = self.among[passages]
        return passages[is_among], scores[is_among]

    def _enter(self, passages: Passages) -> None:
        """Further candidates."""
        if len(passages):
            self.candidates = np.concatenate([self.candidates, passages])

    def _leave_out(self, taken: int) -> None:
        """Go on with the candidates that the words which are not taken yet could lift among the best."""
        if len(self.candidates) <= TRIED * self.limit:
            return
        scores = self.sums[self.candidates]
        self.least = max(self.least, self._reached(scores, taken))
        self.candidates = self.candidates[scores >= (self.least - self.rest[taken]) * SLACK]

    def _reached(self, scores: Scores, taken: int) -> float:
        """A score that so many candidates reach as are sought: of many the best ones are scored by all words first."""
        if len(scores) > MANY:
            best = np.argpartition(scores, len(scores) - TRIED * self.limit)[-TRIED * self.limit :]
            passages, scores = self.candidates[best], scores[best]
            for word in self.weighed[taken:]:
                scores = scores + word.at(passages)
        return float(np.partition(scores, len(scores) - self.limit)[len(scores) - self.limit])
