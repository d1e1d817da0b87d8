"""Whether a question is broad, and which topic covers all that it asks for.

It is broad that is read as a topic that covers others, whose words ask for all of something (讲讲, 捋一遍,
`lexicon/kinds.yaml`), or whose clauses ask for several matters that one topic covers (啥人能报 门槛高不高).
"""

from collections.abc import Iterator
from itertools import chain

from knowledge.catalogue import Topic
from knowledge.question import CLAUSE, Question
from knowledge.store.library import Library
from knowledge.thresholds import LIMITS, Thresholds
from knowledge.treatment import Treatment


class Breadth:
    """Tells broad questions to one library from those for one matter."""

    def __init__(self, library: Library, limits: Thresholds = LIMITS) -> None:
        self.library = library
        self.limits = limits

    def umbrella(self, question: Question, treatment: Treatment) -> Topic | None:
        """The topic that covers what a question asks for, where it is broad; None where it is not."""
        if question.demand or question.facets.named_only or question.facets.is_foreign:
            return None
        found = self._read_as_broad(question, treatment) or self._asked_in_parts(question, treatment)
        return self.library.topic(found) if found else None

    def _read_as_broad(self, question: Question, treatment: Treatment) -> str | None:
        """The topic that covers what a question is read as, or what its words ask for all of."""
        shares, broad, limits = treatment.reading.shares, self.library.broad, self.limits
        best, second = [*shares, "", ""][:2]
        if best in broad:
            return best if question.is_broad or shares[best] > limits.broad else None
        if best in broad.get(second, ()) and shares[second] >= limits.broad_beside:
            return second
        return self._asked_for_in_words(best, treatment) if best and question.is_broad else None

    def _asked_for_in_words(self, best: str, treatment: Treatment) -> str | None:
        """The likeliest topic that covers others, else one that covers the best; none where that alone is meant."""
        shares, broad = treatment.reading.shares, self.library.broad
        if shares[best] >= self.limits.alone or not treatment.passages[best]:
            return None
        likely = (topic for topic, share in shares.items() if topic in broad and share >= self.limits.broad_in_words)
        return next(chain(likely, (topic for topic, covers in broad.items() if best in covers)), None)

    def _asked_in_parts(self, question: Question, treatment: Treatment) -> str | None:
        """The topic that covers what each of several clauses asks for, one of them its first matter or all of it.

        None where a value is asked for, or yes or no, or where all of them together are about one matter.
        """
        best = treatment.reading.best(1)
        if treatment.reading.among(best) >= self.limits.full:
            return None
        over = [topic for topic, covers in self.library.broad.items() if {topic, *covers}.issuperset(best)]
        if not best or question.prefer or question.measures or not over:
            return None
        asked = frozenset(self._asked_by_clauses(question))
        if len(asked) < 2 or any(self.library.topic(topic).asks == "yesno" for topic in asked):
            return None
        return next((topic for topic in over if self._is_all_under(topic, asked)), None)

    def _is_all_under(self, topic: str, asked: frozenset[str]) -> bool:
        """Whether a topic covers others, and one of these is its first matter or the topic itself."""
        covers = self.library.broad[topic]
        return asked <= {topic, *covers} and not asked.isdisjoint({topic, *covers[:1]})

    def _asked_by_clauses(self, question: Question) -> Iterator[str]:
        """What each clause that asks is likely about first of all."""
        for clause in filter(self.library.lexicon.asking.is_question, CLAUSE.split(question.text)):
            reading = self.library.topic_reader.read(clause)
            yield from (topic for topic in reading.best(1) if reading.shares[topic] >= self.limits.broad_beside)
