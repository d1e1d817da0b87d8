"""Labels that are proposed for the sentences of a new notice: from the catalogue's cues, and from how they read.

A cue in the sentence is enough; one in a heading needs the reading beside it; a reading alone must be sure. The reader
is one that learned from labelled sentences as well as from ways of asking (`examples`). A person confirms.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from knowledge.catalogue import Catalogue, Topic, Way
from knowledge.passage import says_something
from knowledge.patterns import Several
from knowledge.topic_reading import TopicReader

IN_SENTENCE = 0.30  # what a cue counts as beside the share of the reading
IN_HEADING = 0.12
ENOUGH = 0.30
LIKELIEST = 8  # topics of a reading that are looked at


class Cues:
    """The patterns of every topic, held against a sentence and the heading above it all at once."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        known = tuple(topics)
        self.sentence = Found({topic.id: topic.cues for topic in known})
        self.heading = Found({topic.id: topic.heading_cues for topic in known})
        self.never = Found({topic.id: topic.not_cues for topic in known})

    def weigh(self, text: str, heading: str) -> dict[str, float]:
        """How much they speak for each topic of a sentence below a heading, both as searched."""
        never = self.never.topics_in(text)
        above = dict.fromkeys(self.heading.topics_in(heading) - never, IN_HEADING)
        return above | dict.fromkeys(self.sentence.topics_in(text) - never, IN_SENTENCE)


class Found:
    """Finds the topics one of whose patterns a text has."""

    def __init__(self, patterns: Mapping[str, Sequence[str]]) -> None:
        self.topics = [topic for topic, each in patterns.items() if each]
        self.patterns = Several(["|".join(patterns[topic]) for topic in self.topics])

    def topics_in(self, text: str) -> set[str]:
        """The topics of the patterns that match somewhere in a text."""
        return {self.topics[number] for number in self.patterns.found_in(text)}


class Proposer:
    """Proposes what sentences treat."""

    def __init__(self, catalogue: Catalogue, reader: TopicReader) -> None:
        self.cues = Cues(catalogue.topics.values())
        self.reader = reader

    def propose(self, text: str, heading: str) -> tuple[str, ...]:
        """The topics of a sentence below a heading, as searched, surest first; one at least where it says anything."""
        if not says_something(text):
            return ()
        reading = self.reader.read(text)
        weights = self.cues.weigh(text, heading)
        candidates = {*reading.best(LIKELIEST, 0.0), *weights}
        sums = {topic: weights.get(topic, 0.0) + reading.shares.get(topic, 0.0) for topic in candidates}
        sure = sorted((topic for topic in sums if sums[topic] >= ENOUGH), key=lambda topic: (-sums[topic], topic))
        return tuple(sure) or reading.best(1)


def examples(labelled: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[Way]:
    """Labelled sentences as further ways, one for each of their topics, for a reader of sentences to learn from."""
    return (Way(text, topic) for text, topics in labelled for topic in topics)
