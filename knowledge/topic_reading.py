"""A question → the topics that it is likely about, from weights learned from the ways of asking (`topic_weights.py`).

    score(topic) = Σ value(feature) · weight(feature, topic)        share = softmax(score / temperature)

Features are jieba's words, pairs of characters and single ones, and the lexicon's lines, so that words of one meaning
count as one; a value is (1 + log count) · idf, all of them scaled to length one. Only the rows of the question's own
features are read.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, islice
from math import exp, hypot, log
from typing import NamedTuple
from zlib import crc32

from knowledge.terms import Lexicon, search_form
from knowledge.words import Segmenter, bigrams, han_in, normalise

BUCKETS = 4096
UNIT = 256  # a weight is kept as a whole number of these parts of one
TEMPERATURE = 1.0
RECENT = 64  # topics whose ways of asking are remembered with their features, 100 KB each
SPEAKING = 0.5  # the weight from which on a feature speaks for a topic


class Feature(NamedTuple):
    """How rare a feature is among the ways of asking, and its weights for the topics that it tells something of."""

    idf: float
    topics: tuple[int, ...]
    weights: tuple[int, ...]

    @classmethod
    def of(cls, idf: float, topics: Sequence[int], weights: Sequence[int]) -> "Feature":
        """A feature from its JSON record, which is a list of its three parts."""
        return cls(idf, tuple(topics), tuple(weights))

    @property
    def spoken(self) -> Iterator[int]:
        """The topics that it speaks for."""
        return (topic for topic, weight in zip(self.topics, self.weights, strict=True) if weight >= UNIT * SPEAKING)


Find = Callable[[Sequence[str]], Iterable[tuple[str, Feature]]]
Cut = Callable[[str], Iterator[str]]  # a text → its features, each as often as it stands there


class NearWay(NamedTuple):
    """A way of asking, and how like it a question is, from 0 to 1."""

    text: str
    likeness: float


class Reading(NamedTuple):
    """What a question was read as: the share of every topic, best first, together 1. Empty where nothing was read."""

    shares: Mapping[str, float]

    def best(self, most: int = 3, least: float = 0.05) -> tuple[str, ...]:
        """The likeliest topics; the first one whatever its share is."""
        likeliest = islice(self.shares.items(), most)
        return tuple(topic for n, (topic, share) in enumerate(likeliest) if n == 0 or share >= least)

    @property
    def first_share(self) -> float:
        """The share of the likeliest topic; 0 where nothing was read."""
        return next(iter(self.shares.values()), 0.0)

    def without(self, topics: Collection[str]) -> "Reading":
        """The same reading of what is left beside some topics; as it was where nothing is."""
        rest = {topic: share for topic, share in self.shares.items() if topic not in topics}
        total = sum(rest.values())
        return Reading({topic: share / total for topic, share in rest.items()}) if total else self

    def blended(self, other: "Reading") -> "Reading":
        """A reading of which half is this one and half another; this one where the other was read as nothing."""
        if not other.shares:
            return self
        shares = {topic: (share + other.shares.get(topic, 0.0)) / 2 for topic, share in self.shares.items()}
        return Reading(dict(sorted(shares.items(), key=lambda each: -each[1])))

    def among(self, topics: Collection[str]) -> float:
        """The share of the likeliest of some topics; 0 where none of them was read."""
        return next((share for topic, share in self.shares.items() if topic in topics), 0.0)


class TopicReader:
    """Reads questions as topics, whose ids are given by their number; `find` gives the features of these names."""

    def __init__(self, topics: Sequence[str], find: Find, cut: Cut) -> None:
        self.topics = topics
        self.find = find
        self.cut = cut
        self.known: dict[str, Feature] = {}
        self.values_of_all = lru_cache(RECENT)(self._values_of_all)

    def read(self, text: str) -> Reading:
        """The topics that a text is likely about; none where no feature of it is known."""
        values = self.values(text)
        if not values:
            return Reading({})
        scores = self.scores(values)
        highest = max(scores)
        odds = [exp((score - highest) / (UNIT * TEMPERATURE)) for score in scores]
        total = sum(odds)
        order = sorted(range(len(odds)), key=odds.__getitem__, reverse=True)  # equal ones stay in their order
        return Reading({self.topics[number]: odds[number] / total for number in order})

    def scores(self, values: Mapping[str, float]) -> list[float]:
        """What features with these values say for each topic."""
        scores = [0.0] * len(self.topics)
        for name, value in values.items():
            feature = self.known[name]
            for topic, weight in zip(feature.topics, feature.weights, strict=True):
                scores[topic] += value * weight
        return scores

    def nearest(self, text: str, ways: Iterable[str], most: int = 3) -> list[NearWay]:
        """Those of some ways of asking that a text is most like."""
        asked = self.values(text)
        near = (NearWay(way, likeness(asked, values)) for way, values in self.values_of_all(tuple(ways)).items())
        return sorted(near, key=lambda each: (-each.likeness, each.text))[:most]

    def _values_of_all(self, texts: tuple[str, ...]) -> dict[str, dict[str, float]]:
        """The features of texts that are known, with their values; `values_of_all` remembers some."""
        counts = {text: Counter(self.cut(text)) for text in texts}
        self._look_up(chain.from_iterable(counts.values()))
        return {text: self._weighed(count) for text, count in counts.items()}

    def spoken(self, names: Sequence[str]) -> frozenset[str]:
        """The topics that one of some features speaks for."""
        self._look_up(names)
        known = (self.known[name] for name in names if name in self.known)
        return frozenset(self.topics[number] for feature in known for number in feature.spoken)

    def holds(self, text: str) -> bool:
        """Whether people ask in every pair of characters of a text."""
        pairs = list(bigrams(text))
        self._look_up(pairs)
        return bool(pairs) and all(pair in self.known for pair in pairs)

    def rarity(self, text: str) -> dict[str, float]:
        """The Chinese characters of a text that are known, with their idf."""
        characters = tuple(dict.fromkeys(han_in(normalise(text))))
        self._look_up(characters)
        return {name: self.known[name].idf for name in characters if name in self.known}

    def values(self, text: str) -> dict[str, float]:
        """The features of a text that are known, with their values."""
        counts = Counter(self.cut(text))
        self._look_up(counts)
        return self._weighed(counts)

    def _weighed(self, counts: Mapping[str, int]) -> dict[str, float]:
        """The features that are known, of those with these counts, with their values."""
        known = {name: count for name, count in counts.items() if name in self.known}
        return scale({name: (1 + log(count)) * self.known[name].idf for name, count in known.items()})

    def _look_up(self, names: Iterable[str]) -> None:
        """Have the features of these names at hand."""
        if unread := sorted(set(names).difference(self.known)):
            self.known.update(self.find(unread))


def features(segmenter: Segmenter, lexicon: Lexicon, text: str) -> Iterator[str]:
    """What a text is read by: words and the lexicon's lines, both marked, pairs of characters and single ones."""
    text = normalise(text)
    yield from map(word_feature, segmenter.words(text))
    yield from bigrams(text)
    yield from han_in(text)
    yield from map(line_feature, sorted(lexicon.lines_found_in(search_form(text))))


def word_feature(word: str) -> str:
    """What a word is called among features."""
    return f"{word}/"


def line_feature(line: int) -> str:
    """What a line of the lexicon is called among features."""
    return f"{line}#"


def bucket_of(name: str) -> int:
    """Where a feature is kept: every bucket is there, so that one that is missing is seen."""
    return crc32(name.encode()) % BUCKETS


def scale(values: Mapping[str, float]) -> dict[str, float]:
    """The same values, their length one."""
    length = hypot(*values.values())
    return {name: value / length for name, value in values.items()}


def likeness(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """The cosine of two scaled texts."""
    return sum(value * other[name] for name, value in one.items() if name in other)
