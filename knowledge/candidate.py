"""Neighbouring sentences that may answer a question, as choosing among them needs to know them."""

from dataclasses import dataclass

from knowledge.lines import tidy
from knowledge.notice import Notice
from knowledge.plain import Span
from knowledge.store.stored_passage import Run, StoredPassage


@dataclass(frozen=True)
class Candidate:
    """Neighbouring sentences of one passage that may answer, with their score."""

    entry: StoredPassage
    notice: Notice
    run: Run
    score: float
    coverage: float
    kinds: int  # how many of the kinds of answer asked for the sentences are
    own: bool  # whether the sentences themselves hold a telling term
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

    def treats(self, topic: str) -> bool:
        """Whether a topic is what one of the sentences treats first of all."""
        return any(sentence.topics[:1] == (topic,) for sentence in self.run.sentences)


def order(candidate: Candidate) -> tuple[float, int, int]:
    """The best first; equal ones in the order of the library."""
    return -candidate.score, candidate.entry.id, candidate.span.start
