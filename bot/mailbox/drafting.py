"""A letter → the draft of a reply, in the notices' own words, for staff to edit and send."""

from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from typing import Literal

from bot.desk import Desk
from bot.mailbox.letter import Letter
from eligibility.rulebook import Rulebook
from knowledge.answering import Citation, Status

Kind = Literal["policy", "technical", "green_channel", "automatic", "unclear"]


@dataclass(frozen=True)
class Point:
    """One thing that a letter asks, in its own words, and what the notices say to it."""

    asked: str
    status: Status
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class Draft:
    """A reply to a letter. `skipped` says why there is none; `is_open`: staff have something to fill in."""

    letter: Letter
    kind: Kind
    skipped: str | None = None
    points: tuple[Point, ...] = ()
    missing: tuple[str, ...] = ()
    body: str = ""
    is_open: bool = False

    def as_json(self) -> dict[str, object]:
        """The draft in the contract's form."""
        return {}

    def message(self) -> EmailMessage:
        """The reply as a mail."""
        return EmailMessage()

    def octets(self) -> bytes:
        """The reply as it is stored."""
        return self.message().as_bytes()


class Drafter:
    """Drafts replies to letters."""

    def __init__(self, desk: Desk, rulebook: Rulebook, templates: Path | None = None) -> None:
        self.desk = desk
        self.rulebook = rulebook

    def draft(self, letter: Letter, today: date) -> Draft:
        """The draft of a reply as of a day."""
        return Draft(letter, "unclear")
