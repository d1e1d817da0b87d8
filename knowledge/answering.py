"""A question → an answer made of the notices' own sentences, or an honest silence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from knowledge.library import Library
from knowledge.matching import Candidate, Matcher, Weights
from knowledge.notice import Notice, Validity
from knowledge.plain import Span
from knowledge.question import Question, Reader
from knowledge.scope import exists, may_answer, names_series

Status = Literal["answered", "clarify", "no_answer"]

FIRST_STAGE = 80  # passages that BM25 hands on
THRESHOLD = 0.50  # of a question's weight that an answer must hold
NEXT_BEST = 0.80  # of the best score that a further citation must reach


@dataclass(frozen=True)
class Citation:
    """A quote and where it stands."""

    notice: Notice
    section: tuple[str, ...]
    quote: str
    span: Span
    validity: Validity


@dataclass(frozen=True)
class Answer:
    """What the notices say: `citations` best first; `nearest` only where they do not say it."""

    status: Status
    question: Question
    citations: tuple[Citation, ...]
    nearest: tuple[Citation, ...]
    confidence: float


class Answerer:
    """Answers questions from one library; the same question, library and day give the same answer."""

    def __init__(self, library: Library, weights: Weights = Weights()) -> None:  # noqa: B008  # frozen
        self.library = library
        self.reader = Reader(library)
        self.weights = weights

    def candidates(self, question: Question, today: date, only: str | None = None) -> list[Candidate]:
        """What may answer, best first, at most one run of sentences a passage."""
        facets, kinds = question.facets, question.prefer
        allowed = {
            notice.id
            for notice in self.library.notices.values()
            if exists(notice, today) and (notice.id == only if only else may_answer(notice, facets, kinds))
        }
        ranked = self.library.rank(question.words, FIRST_STAGE)
        entries = self.library.passages([each.passage for each in ranked])
        best = ranked[0].score if ranked else 1.0
        matcher = Matcher(self.library, question, self.weights)
        found = [
            matcher.best_of(entry, each.score / best)
            for each, entry in zip(ranked, entries, strict=True)
            if entry.passage.notice in allowed
        ]
        return sorted((each for each in found if each), key=lambda each: (-each.score, each.entry.id))
