"""Neighbouring sentences that may answer a question, as choosing among them needs to know them."""

from typing import NamedTuple

from knowledge.lines import tidy
from knowledge.notice import Notice, Window
from knowledge.plain import Span, plain
from knowledge.scope import Facets
from knowledge.store.stored_passage import Run, StoredPassage
from knowledge.value import Value

NARROW = 3  # specialties at most that a sentence names which is for them alone
LEADS_ON = ":："  # what ends a sentence that a list follows


class Case(NamedTuple):
    """For whom sentences speak: their notice, and the series and levels that they or their headings name."""

    notice: str
    series: frozenset[str]
    levels: frozenset[str]


class Candidate(Value):
    """Neighbouring sentences of one passage that may answer, with their score."""

    entry: StoredPassage
    notice: Notice
    run: Run
    score: float
    coverage: float
    kinds: int  # how many of the kinds of answer asked for the sentences are
    own: bool  # whether they hold a telling term themselves, or people ask in one for what they treat
    is_other: bool  # whether they speak of another series or specialty than the question
    is_other_case: bool  # whether they speak of another level or series than the question
    held: int  # the question's terms that the sentences hold, one bit a term
    bm25: float  # the passage's score in the first stage, as a share of the best
    topic: float  # how near what the sentences treat is to what is asked
    has_form: bool  # whether they have the form that an answer must have
    topics: tuple[str, ...]  # what the sentence nearest to it treats

    @property
    def span(self) -> Span:
        """Where the sentences stand in the source."""
        return self.run.span

    @property
    def quote(self) -> str:
        """The notice's own words, broken lines joined."""
        return tidy(self.entry.quote(self.span))

    @property
    def levels(self) -> frozenset[str]:
        """The levels that the sentences themselves name."""
        return frozenset().union(*(sentence.named.levels for sentence in self.run.sentences))

    @property
    def marks(self) -> frozenset[str]:
        """What the sentences are in notice.yaml: a window, a place, a contact or a range."""
        return frozenset().union(*(sentence.named.marks for sentence in self.run.sentences))

    @property
    def case(self) -> Case:
        """For whom the sentences speak."""
        named = self.entry.named
        return Case(self.notice.id, self.run.series or named.series, self.levels or named.levels)

    @property
    def windows(self) -> tuple[Window, ...]:
        """The windows of its notice that the sentences open."""
        quote = plain(self.quote)
        return tuple(window for window in self.notice.windows if plain(window.quote) in quote)

    @property
    def opens_window(self) -> bool:
        """Whether one of the sentences opens a window of a round."""
        return "window" in self.marks

    @property
    def is_narrow(self) -> bool:
        """Whether the sentences are for few specialties only."""
        return 0 < len(self.run.specialties) <= NARROW

    @property
    def leads_on(self) -> bool:
        """Whether the sentences end with what a list follows."""
        return self.run.text[-1:] in LEADS_ON

    def is_of_another_series(self, facets: Facets) -> bool:
        """Whether the sentences themselves speak of series, and not of those of a case."""
        return bool(self.run.series and facets.series) and self.run.series.isdisjoint(facets.series)

    def is_of_another_level(self, facets: Facets) -> bool:
        """Whether the sentences themselves speak of levels, and not of that of a case."""
        return bool(self.levels and facets.level) and facets.level not in self.levels

    def treats(self, topic: str) -> bool:
        """Whether a topic is what one of the sentences treats first of all."""
        return any(sentence.topics[:1] == (topic,) for sentence in self.run.sentences)


def order(candidate: Candidate) -> tuple[float, int, int]:
    """The best first; equal ones in the order of the library."""
    return -candidate.score, candidate.entry.id, candidate.span.start
