"""How the notices that may answer treat what a question is about: which of its topics a sentence of theirs carries."""

from collections.abc import Mapping, Sequence, Set
from functools import cached_property
from itertools import chain
from math import hypot, log

from knowledge.store.library import Library
from knowledge.topic_reading import Reading
from knowledge.value import Value

LIKELIEST = 5  # topics of a question whose sentences are looked at
LEAST = 0.05  # share of one of them, at least
LOOKED_UP = 24  # topics whose carriers are sought at once, the likeliest first
NOTHING = 1e-6  # the share of what was not read at all
SECOND = 0.85  # what a further topic of a sentence counts beside its main one
CROWDED = 0.05  # what each further topic takes away: a sentence of one matter is the main one more often
FOR_SOME = 0.2  # what it takes away that a sentence is for some people only, none of whom the question names
CHATTER = frozenset({"smalltalk"})  # groups of topics that ask nothing


class Treatment(Value):
    """A question's topics beside the passages that carry them, of the notices that may answer."""

    reading: Reading
    passages: Mapping[str, tuple[int, ...]]  # of the likeliest topics; of a broad one, with those of what it covers
    of_some: frozenset[str] = frozenset()  # the topics that are about some people only

    @classmethod
    def of(cls, library: Library, reading: Reading, notices: Set[str]) -> "Treatment":
        """The treatment of a reading by these notices."""
        likeliest = list(reading.shares)[:LOOKED_UP]
        covers = {topic: library.broad.get(topic, ()) for topic in likeliest}
        own = _carriers_in(library, [*likeliest, *chain(*covers.values())], notices)
        passages = {topic: tuple(chain(own[topic], *(own[each] for each in covers[topic]))) for topic in likeliest}
        return cls(reading, passages, library.of_some)

    @cached_property
    def likely(self) -> frozenset[str]:
        """The topics whose sentences are looked at."""
        return frozenset(self.reading.best(LIKELIEST, LEAST))

    @cached_property
    def carriers(self) -> frozenset[int]:
        """The passages that carry a likely topic."""
        return frozenset(passage for topic in self.likely for passage in self.passages.get(topic, ()))

    @cached_property
    def carried(self) -> str | None:
        """The likeliest topic that some passage carries."""
        return next((topic for topic, passages in self.passages.items() if passages), None)

    def share(self, topic: str | None) -> float:
        """The share of a topic."""
        return max(NOTHING, self.reading.shares.get(topic, 0.0)) if topic else NOTHING

    @cached_property
    def margin(self) -> float:
        """How much likelier what is carried is than what is not: the logarithm of the ratio of their shares.

        The likeliest topics count together: among many that are close, one alone tells little.
        """
        carried = hypot(NOTHING, *(self.share(topic) for topic, passages in self.passages.items() if passages))
        unsaid = hypot(NOTHING, *(self.share(topic) for topic, passages in self.passages.items() if not passages))
        return log(carried / unsaid)

    def nearness(self, topics: tuple[str, ...]) -> float:
        """How near what a sentence treats is to what is asked, from 0 to 1; the main topic stands first."""
        if topics not in self._measured:
            self._measured[topics] = self._measure(topics)
        return self._measured[topics]

    @cached_property
    def _measured(self) -> dict[tuple[str, ...], float]:
        """What was measured before."""
        return {}

    def _measure(self, topics: tuple[str, ...]) -> float:
        """The same, as it is remembered: many sentences treat the same."""
        best = self.share(self.carried)
        shares = ((self.share(topic) / best) ** 0.5 * (1.0 if at == 0 else SECOND) for at, topic in enumerate(topics))
        nearest = min(1.0, max(shares, default=0.0)) * (1 - CROWDED * (len(topics) - 1))
        return max(0.0, nearest - FOR_SOME * self._is_for_others(topics))

    def _is_for_others(self, topics: Sequence[str]) -> bool:
        """Whether what treats these topics is for some people only, and none of these are likely meant."""
        groups = self.of_some.intersection(topics)
        return bool(groups) and all(self.share(topic) < LEAST for topic in groups)


def beside(library: Library, reading: Reading, groups: frozenset[str]) -> Reading:
    """A reading without the likely topics of some groups; the same one where none is likely."""
    likely = (library.topic(topic) for topic in reading.best())
    idle = frozenset(topic.id for topic in likely if topic.group in groups)
    return reading.without(idle) if idle else reading


def _carriers_in(library: Library, topics: Sequence[str], notices: Set[str]) -> dict[str, tuple[int, ...]]:
    """The passages of some notices that carry each of these topics, in the order of the library."""
    found = library.carriers(topics).items()
    return {
        topic: tuple(sorted(chain.from_iterable(carriers[notice] for notice in carriers.keys() & notices)))
        for topic, carriers in found
    }
