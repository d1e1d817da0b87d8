"""What the notices say to a question: their sentences with where they stand, or a silence with its reason."""

from datetime import date
from typing import Literal, NamedTuple, get_args

from knowledge.candidate import Candidate
from knowledge.confidence import NOTHING, Evidence, confidence, fitted_weights
from knowledge.notice import Level, Mention, Notice, Validity, Window
from knowledge.passage import Cell
from knowledge.plain import Span
from knowledge.premise import Difference
from knowledge.question import Question
from knowledge.silence import Silence
from knowledge.value import Value

Status = Literal["answered", "clarify", "no_answer"]


class Citation(NamedTuple):
    """A quote and where it stands; `series` and `levels` are those it speaks of, `windows` those that it opens.

    `topics`: what it treats, the main one first; `cells`: those of the row of a table that it is.
    """

    notice: Notice
    section: tuple[str, ...]
    quote: str
    span: Span
    validity: Validity
    series: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    windows: tuple[Window, ...] = ()
    topics: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()


class Answer(Value):
    """What the notices say: `citations` best first. Where they do not say it: why, what is nearest, and whom to ask.

    `matter` is what they do not treat, `beside` what the nearest treats, `points` what each citation of an overview is
    about, `further` what that leads on to: names of topics; `differs`: a value that the question takes for granted and
    the notice has otherwise; `via`: what an office's contact must be for; `checked`: whether the self-check decides it.
    """

    status: Status
    question: Question
    citations: tuple[Citation, ...]
    silence: Silence | None = None
    nearest: tuple[Citation, ...] = ()
    ask: tuple[Notice, ...] = ()
    matter: str | None = None
    beside: str | None = None
    points: tuple[str, ...] = ()
    further: tuple[str, ...] = ()
    evidence: Evidence = NOTHING
    differs: Difference | None = None
    via: str | None = None
    checked: bool = False

    def contact(self, notice: Notice) -> Mention | None:
        """Of an office to be asked, what it is reached by for this question."""
        fitting = (contact for contact in notice.contacts if self.via and self.via in contact.what)
        return next(fitting, None) or next(iter(notice.contacts), None)

    @property
    def overview(self) -> bool:
        """Whether it answers a broad question, one matter after the other."""
        return bool(self.points)

    @property
    def confidence(self) -> float:
        """How likely it is right, from 0 to 1, as far as what speaks for it tells."""
        return confidence(self.evidence, fitted_weights()["no_answer" if self.status == "no_answer" else "answered"])


def cite(candidate: Candidate, today: date) -> Citation:
    """A candidate as a citation."""
    notice = candidate.notice
    _, series, levels = candidate.case
    return Citation(
        notice,
        candidate.entry.passage.path,
        candidate.quote,
        candidate.span,
        notice.validity(today),
        tuple(sorted(series)),
        tuple(level for level in get_args(Level) if level in levels),
        candidate.windows,
        candidate.topics,
        candidate.entry.passage.cells,
    )
