"""How the letters stand: counted by state, and those that are still open with their deadlines."""

from collections import Counter
from datetime import date, datetime, timedelta

from rich import box
from rich.table import Table

from bot.clock import CHINA
from bot.locale import N_, _
from bot.mailbox.attempt import reason
from bot.mailbox.register.legible import legible
from bot.mailbox.register.letter_row import STATES, LetterRow
from bot.mailbox.register.letters import Letters
from bot.showing import for_terminal

MONTH = 30  # days for which letters without a draft of their own are listed
WIDE = 16  # columns for the reason of a state, so that no word of it is broken
NEVER = "9999"  # sorts behind every deadline
SHORT = 8  # characters of a letter's id by which it is named
LEFT = ("skipped", "joined")
OPEN = ("new", "drafting", "drafted", "failed", "aside")
NAMES = {
    "new": N_("new"),
    "drafting": N_("being drafted"),
    "drafted": N_("drafted"),
    "joined": N_("joined"),
    "skipped": N_("skipped"),
    "failed": N_("failed"),
    "aside": N_("set aside"),
    "closed": N_("answered"),
}


class Backlog:
    """The letters as they stand on a day."""

    def __init__(self, letters: Letters, today: date) -> None:
        self.today = today
        entries = sorted(legible(letters.list_all()), key=lambda entry: entry.deadline or NEVER)
        self.counts = Counter(entry.state for entry in entries)
        self.open = [entry for entry in entries if entry.state in OPEN]
        self.left = [entry for entry in entries if entry.state in LEFT and day_of(entry) >= self._month_ago]

    @property
    def _month_ago(self) -> str:
        """The day from which letters are listed that got no draft of their own."""
        return (self.today - timedelta(MONTH)).isoformat()

    def _is_late(self, entry: LetterRow) -> bool:
        """Whether a letter should have been answered by now."""
        return entry.deadline is not None and entry.deadline < self.today.isoformat()

    def as_json(self) -> dict[str, object]:
        """The same for programs."""
        return {
            "counts": {state: self.counts[state] for state in STATES},
            "late": sum(map(self._is_late, self.open)),
            "letters": [self.row(entry) for entry in self.open],
            "left": [self.row(entry) for entry in self.left],
        }

    def row(self, entry: LetterRow) -> dict[str, object]:
        """One open letter for programs."""
        return {
            "letter": entry.id,
            "subject": entry.subject,
            "received": entry.received,
            "deadline": entry.deadline,
            "late": self._is_late(entry),
            "kind": entry.kind,
            "asked": entry.asked,
            "answered": entry.answered,
            "state": entry.state,
            "why": entry.why,
            "held_by": entry.holder,
        }

    def summary(self) -> str:
        """The counts in one line."""
        return ", ".join(f"{_(NAMES[state])} {self.counts[state]}" for state in STATES)

    def table(self) -> Table:
        """The open letters for people, the most urgent first."""
        table = Table(box=box.SIMPLE_HEAD)
        for heading in (_("letter"), _("received"), _("due"), _("answered"), _("state"), _("subject")):
            table.add_column(heading, overflow="fold", min_width=WIDE if heading == _("state") else None)
        for entry in self.open:
            table.add_row(
                entry.id[:SHORT],
                day_of(entry),
                self.due(entry),
                f"{entry.answered}/{entry.asked}" if entry.asked is not None else "",
                _state_of(entry),
                for_terminal(entry.subject) or _came_at(entry),
                style="bold" if self._is_late(entry) else None,
            )
        return table

    def left_table(self) -> Table:
        """The letters of the last month that got no draft of their own, each with its reason."""
        table = Table(box=box.SIMPLE_HEAD, title=_("Without a draft; zhicheng mailbox draft LETTER has one made"))
        for heading in (_("letter"), _("received"), _("state"), _("subject")):
            table.add_column(heading, overflow="fold")
        for entry in self.left:
            table.add_row(
                entry.id[:SHORT], day_of(entry), _state_of(entry), for_terminal(entry.subject) or _came_at(entry)
            )
        return table

    def due(self, entry: LetterRow) -> str:
        """The deadline, or why there is none."""
        if entry.deadline is None:
            return _("calendar not published")
        late = _("late")
        return f"{entry.deadline} {late}" if self._is_late(entry) else entry.deadline


def _state_of(entry: LetterRow) -> str:
    """The state of a letter with its reason."""
    return _(NAMES[entry.state]) + (f" ({for_terminal(reason(entry.why))})" if entry.why else "")


def _came_at(entry: LetterRow) -> str:
    """When a letter came, by which one without a subject is found in the mailbox."""
    return datetime.fromisoformat(entry.received).astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")


def day_of(entry: LetterRow) -> str:
    """The day on which a letter came, in China."""
    return datetime.fromisoformat(entry.received).astimezone(CHINA).date().isoformat()
