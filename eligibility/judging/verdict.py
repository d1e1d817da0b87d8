"""What a self-check ends in: the outcome, its reasons, and all that goes with it. Values only."""

from datetime import date
from typing import Literal, NamedTuple

from eligibility.judging.saying import Saying
from eligibility.judging.schedule import Deadline, OpenWindow
from eligibility.rulebook.facts import Scalar
from eligibility.rulebook.rulebook import Book, ClauseCitation, Placement, Programme
from knowledge.value import Value

Outcome = Literal["eligible", "not_eligible", "elsewhere", "unclear", "not_covered", "undetermined"]
Result = Literal["met", "failed", "unknown"]


class Reason(Value):
    """One rule and how it stands. Without a citation it rests on a text that is not in the library (`reference`).

    `mend`: what would meet it, where it is not met; it is said of what failed.
    """

    rule: str
    result: Result
    because: Saying
    citations: tuple[ClauseCitation, ...] = ()
    reference: str | None = None
    mend: Saying | None = None

    @property
    def cure(self) -> Saying | None:
        """What is to be done about it, where it failed."""
        return self.mend if self.result == "failed" else None

    def as_json(self, today: date) -> dict[str, object]:
        """The first citation is the reason's own, the others stand beside it."""
        citations = [citation.as_json(today) for citation in self.citations]
        first, others = (citations[0], citations[1:]) if citations else (None, [])
        beside = {"also": others, "reference": self.reference, "mend": self.cure and str(self.cure)}
        return {
            "rule": self.rule,
            "result": self.result,
            "because": str(self.because),
            "citation": first,
            **{name: value for name, value in beside.items() if value},
        }


class Tally(Value):
    """Whether one achievement counts (None: open), and why."""

    index: int
    counts: bool | None
    because: Saying

    def as_json(self) -> dict[str, object]:
        """The tally as the contract writes it."""
        return {"index": self.index, "counts": self.counts, "because": str(self.because)}


class Information(NamedTuple):
    """A place, a contact, a form, a step or a note, as it is shown. `suspected`: what a misprint probably means."""

    what: str
    value: str
    citation: ClauseCitation
    suspected: str | None = None

    def as_json(self, name: str = "text") -> dict[str, object]:
        """`name` is the contract's word for the value: address, value; else text."""
        body: dict[str, object] = {"what": self.what, name: self.value, "citation": self.citation.in_brief()}
        if self.suspected:
            body["suspected"] = self.suspected
        return body


class NextQuestion(NamedTuple):
    """The one thing to ask now. `part` is the part of the fact that is missing; `why` makes it necessary; one answer
    may give all `parts`: a yes those of every year, a title with its day both of them.
    """

    fact: str
    part: str | None
    question: str
    help: str
    kind: str
    choices: tuple[tuple[str, str], ...]
    why: ClauseCitation | None = None
    declined: bool = False
    parts: tuple[str, ...] = ()

    def as_json(self, today: date) -> dict[str, object]:
        """The question as the contract writes it."""
        return {
            "fact": self.fact,
            "question": self.question,
            "choices": [{"value": value, "label": label} for value, label in self.choices],
            "part": self.part,
            "help": self.help,
            "why": self.why.as_json(today) if self.why else None,
            "declined": self.declined,
        }


class Change(NamedTuple):
    """One thing that would have to be different."""

    fact: str
    value: Scalar | str
    text: Saying

    def as_json(self) -> dict[str, object]:
        """The change as the contract writes it."""
        return {"fact": self.fact, "value": _plain_value(self.value), "text": str(self.text)}


class Verdict(Value):
    """The whole answer of a self-check, as of one day; `left_out` are the notices whose rules could not be read."""

    outcome: Outcome
    today: date
    book: Book | None = None
    year: int | None = None
    reasons: tuple[Reason, ...] = ()
    achievements: tuple[Tally, ...] = ()
    windows: tuple[OpenWindow, ...] = ()
    places: tuple[Information, ...] = ()
    contacts: tuple[Information, ...] = ()
    forms: tuple[Information, ...] = ()
    steps: tuple[Deadline, ...] = ()
    notes: tuple[Information, ...] = ()
    earliest_year: int | None = None
    ask_next: NextQuestion | None = None
    advice: tuple[Change, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def programme(self) -> Programme | None:
        """The rule file that the verdict rests on."""
        return self.book.programme if self.book else None

    @property
    def placement(self) -> Placement | None:
        """Where the case belongs, whatever is not known of it: the first of the reasons that all ways share."""
        if self.programme is None or not self.reasons:
            return None
        rule = self.reasons[0].rule
        return next((placement for placement in self.programme.placements if placement.id == rule), None)

    @property
    def is_over(self) -> bool:
        """Whether every window of the round has closed."""
        return bool(self.windows) and all(window.state == "closed" for window in self.windows)

    def as_json(self) -> dict[str, object]:
        """The verdict as the contract writes it."""
        day = self.today
        return {
            "outcome": self.outcome,
            "notice": self.book.programme.id if self.book else None,
            "year": self.year,
            "reasons": [reason.as_json(day) for reason in self.reasons],
            "achievements": list(map(Tally.as_json, self.achievements)),
            **self._surroundings(),
            "earliest_year": self.earliest_year,
            "ask_next": self.ask_next.as_json(day) if self.ask_next else None,
            **({"left_out": list(self.left_out)} if self.left_out else {}),
            "advice": list(map(Change.as_json, self.advice)),
        }

    def _surroundings(self) -> dict[str, object]:
        """When, where and with what to apply, as the contract writes it."""
        return {
            "windows": [window.as_json(self.today) for window in self.windows],
            "places": [place.as_json("address") for place in self.places],
            "contacts": [contact.as_json("value") for contact in self.contacts],
            "forms": list(map(Information.as_json, self.forms)),
            "steps": list(map(Deadline.as_json, self.steps)),
            "notes": list(map(Information.as_json, self.notes)),
        }


def _plain_value(value: Scalar) -> object:
    """A value as it is written in a file of facts."""
    return (
        sorted(value)
        if isinstance(value, frozenset)
        else value
        if isinstance(value, bool | int | float)
        else str(value)
    )
