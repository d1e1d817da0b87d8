"""Windows as of a day, and the deadlines that are counted in working days from them."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from eligibility.rulebook.rulebook import ClauseCitation, RuleWindow
from knowledge.notice import Window, WindowState


class OpenWindow(NamedTuple):
    """A window of a case as it stands on a day, with the clause that says so."""

    window: Window
    state: WindowState
    citation: ClauseCitation

    def as_json(self, today: date) -> dict[str, object]:
        """The window as the contract writes it; a day that the notice does not say is null."""
        opens, closes, about = self.window.opens, self.window.closes, self.window.about
        return {
            "what": self.window.what,
            "opens": opens.isoformat() if opens else None,
            "closes": closes.isoformat() if closes else None,
            **({"about": about} if about else {}),
            "state": self.state,
            "citation": self.citation.as_json(today),
        }


def last_day(windows: Iterable[Window | RuleWindow]) -> date | None:
    """The last day of some windows; None where one of them has none that the notice says."""
    days = [None if window.about else window.closes for window in windows]
    known = [day for day in days if day]
    return max(known) if known and len(known) == len(days) else None


class Deadline(NamedTuple):
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
