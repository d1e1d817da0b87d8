"""Windows as of a day, and the deadlines that are counted in working days from them."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from eligibility.rulebook.rulebook import ClauseCitation

State = Literal["upcoming", "open", "closed"]


@dataclass(frozen=True)
class OpenWindow:
    """A window with its state on a day; `opens` and `closes` are both inclusive."""

    what: str
    opens: date
    closes: date
    state: State
    citation: ClauseCitation

    def as_json(self, today: date) -> dict[str, object]:
        """The window as the contract writes it."""
        return {
            "what": self.what,
            "opens": self.opens.isoformat(),
            "closes": self.closes.isoformat(),
            "state": self.state,
            "citation": self.citation.as_json(today),
        }


@dataclass(frozen=True)
class Deadline:
    """A step to take; `by` is its last day, where that can be counted from the windows.

    `unknown_year`: the year whose working days it would take to count it, and which are not published.
    """

    what: str
    by: date | None
    citation: ClauseCitation
    unknown_year: int | None = None

    def as_json(self) -> dict[str, object]:
        """The step with its last day, or null where nothing fixes one."""
        return {
            "what": self.what,
            "by": self.by.isoformat() if self.by else None,
            "citation": self.citation.in_brief(),
        } | ({"unknown_year": self.unknown_year} if self.unknown_year else {})


def state_of(opens: date, closes: date, today: date) -> State:
    """How a window stands on a day."""
    return "upcoming" if today < opens else "closed" if today > closes else "open"
