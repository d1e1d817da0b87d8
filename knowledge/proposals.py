"""Labels that are proposed for the sentences of a new notice: from the catalogue's cues, and from how they read.

A cue in the sentence is enough; one in a heading needs the reading beside it; a reading alone must be sure. The reader
is one that learned from labelled sentences as well as from ways of asking (`examples`). A person confirms.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from knowledge.catalogue import Catalogue, Topic, Way
from knowledge.passage import says_something
from knowledge.patterns import linear
from knowledge.topic_reading import TopicReader

IN_SENTENCE = 0.30  # what a cue counts as beside the share of the reading
IN_HEADING = 0.12
ENOUGH = 0.30
LIKELIEST = 8  # topics of a reading that are looked at


class Cues(NamedTuple):
    """The patterns of one topic; None where it has none."""

    sentence: re.Pattern[str] | None
    heading: re.Pattern[str] | None
    never: re.Pattern[str] | None

    @classmethod
    def of(cls, topic: Topic) -> "Cues":
        """Those that the catalogue gives."""
        return cls(*(linear(*each) if each else None for each in (topic.cues, topic.heading_cues, topic.not_cues)))

    def weigh(self, text: str, heading: str) -> float:
        """How much they speak for a sentence below a heading, both as searched."""
        if _is_in(self.never, text):
            return 0.0
        if _is_in(self.sentence, text):
            return IN_SENTENCE
        return IN_HEADING if _is_in(self.heading, heading) else 0.0


def _is_in(pattern: re.Pattern[str] | None, text: str) -> bool:
    """Whether a pattern, where there is one, is found in a text."""
    return pattern is not None and pattern.search(text) is not None


class Proposer:
    """Proposes what sentences treat."""

    def __init__(self, catalogue: Catalogue, reader: TopicReader) -> None:
        self.cues = {topic.id: Cues.of(topic) for topic in catalogue.topics.values()}
        self.reader = reader

    def propose(self, text: str, heading: str) -> tuple[str, ...]:
        """The topics of a sentence below a heading, as searched, surest first; one at least where it says anything."""
        if not says_something(text):
            return ()
        reading = self.reader.read(text)
        weights = {topic: cues.weigh(text, heading) for topic, cues in self.cues.items()}
        candidates = {*reading.best(LIKELIEST, 0.0), *(topic for topic, weight in weights.items() if weight)}
        sums = {topic: weights.get(topic, 0.0) + reading.shares.get(topic, 0.0) for topic in candidates}
        sure = sorted((topic for topic in sums if sums[topic] >= ENOUGH), key=lambda topic: (-sums[topic], topic))
        return tuple(sure) or reading.best(1)


def examples(labelled: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[Way]:
    """Labelled sentences as further ways, one for each of their topics, for a reader of sentences to learn from."""
    return (Way(text, topic) for text, topics in labelled for topic in topics)
