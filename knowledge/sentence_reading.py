"""Reading many sentences as topics, with NumPy: the same shares as a `TopicReader` gives, to the last digit."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.topic_reading import Cut, Find, TopicReader

Vectors = tuple[NDArray[np.intp], NDArray[np.float64]]  # topics by number, and the weights for them


class SentenceReader(TopicReader):
    """Reads sentences, so many that what a feature tells is worth to be kept as vectors."""

    def __init__(self, topics: Sequence[str], find: Find, cut: Cut) -> None:
        super().__init__(topics, find, cut)
        self.vectors: dict[str, Vectors] = {}

    def scores(self, values: Mapping[str, float]) -> list[float]:
        """What features with these values say for each topic, summed in the same order."""
        topics, weights = zip(*map(self._vectors_of, values), strict=True)
        times = np.repeat([*values.values()], [*map(len, topics)])
        given = times * np.concatenate(weights)
        scores: list[float] = np.bincount(np.concatenate(topics), given, len(self.topics)).tolist()
        return scores

    def _vectors_of(self, name: str) -> Vectors:
        """What a feature that was met tells."""
        if name not in self.vectors:
            feature = self.known[name]
            self.vectors[name] = np.array(feature.topics, np.intp), np.array(feature.weights, np.float64)
        return self.vectors[name]
