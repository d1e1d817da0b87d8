"""Saved drafts read again: may they leave as they are? What staff changed is checked like what we wrote."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes
from email.policy import default
from functools import cached_property
from itertools import chain

from bot.errors import BrokenOff
from bot.locale import _, speaking
from bot.mailbox.attempt import SECONDS, attempt, reason
from bot.mailbox.drafting.drafter import LANGUAGE, OPEN
from bot.mailbox.drafting.outgoing import reply_in
from bot.mailbox.drafting.wording import STATES, state_of
from bot.mailbox.imap.account import Account
from bot.mailbox.imap.drafts_folder import DraftsFolder, text_of
from bot.mailbox.register.letter_row import LetterRow, message_digest
from bot.mailbox.register.letters import Letters
from bot.privacy.masking import mask
from bot.text.answers import short_title
from bot.text.windows import window_line
from knowledge.patterns import linear
from knowledge.plain import plain
from knowledge.source import Source

QUOTE = linear(
    r"(?m:^)(?:（[^（）\n]*）)?「(?P<quote>(?:[^\n]|\n[ \t　]*[^\s」])+?)」[ \t]*(?:\n|$)",  # no line in it is blank
    r"(?m:^)答：(?P<conclusion>[^\n]+?)。?[ \t]*(?:\n|$)",
)
BASIS = linear(r"(?m:^)[ \t　]*依据：?(.*)")


@dataclass(frozen=True)
class Saved:
    """A draft as it lies in the folder for drafts."""

    to: str
    subject: str
    text: str

    @classmethod
    def of(cls, octets: bytes) -> "Saved":
        """The draft that these octets hold."""
        message = message_from_bytes(octets, policy=default)
        text = text_of(message).replace("\r\n", "\n")
        return cls(str(message.get("To", "")).strip(), str(message.get("Subject", "")), text)


class Lint:
    """Checks drafts against the notices as of a day."""

    def __init__(self, sources: Sequence[Source], today: date) -> None:
        self.sources = sources
        self.today = today

    def findings(self, saved: Saved) -> Iterator[str]:
        """What is wrong with a draft, one line each."""
        unresolved = OPEN.findall(saved.text)
        if unresolved:
            yield _("not finished: {marks}").format(marks=" ".join(unresolved))
        if unresolved and saved.to:
            yield _("it has a recipient although it is not finished: {to}").format(to=mask(saved.to))
        own = QUOTE.sub("", saved.text)
        if mask(own) != own or mask(saved.subject) != saved.subject:
            yield _("it repeats an identity or phone number")
        yield from self._quote_faults(reply_in(saved.text))
        yield from self._window_faults(reply_in(saved.text))

    def _quote_faults(self, text: str) -> Iterator[str]:
        """What is wrong with the quotes, each held against the notice that is named below it."""
        named: list[Source] = []
        for words, basis in chain.from_iterable(map(_pieces_of, re.split(r"\n\s*\n", text))):
            named = self._named_in(basis, named) if basis else []
            for found in QUOTE.finditer(words):
                yield from self._faults_of(found["quote"] or found["conclusion"], basis, named)
            if basis:
                yield from self._state_faults(words, named)

    def _named_in(self, basis: str, before: list[Source]) -> list[Source]:
        """The notices that a source names; the same as before where it says so."""
        with speaking(LANGUAGE):
            is_same = basis.strip().startswith(_("the same notice, {section}").partition("{")[0])
        return before if is_same else [each for each in self.sources if f"《{short_title(each.notice)}》" in basis]

    def _faults_of(self, quote: str, basis: str, named: list[Source]) -> Iterator[str]:
        """What is wrong with a quote and the source below it."""
        shown = f"{quote[:30]}……" if len(quote) > 30 else quote
        if not basis:
            yield _("a quote without its source: {quote}").format(quote=shown)
        elif not named:
            yield _("a source that is not in the library: {source}").format(source=basis.strip())
        if not any(plain(quote) in plain(each.text) for each in (named or self.sources)):
            yield _("not the notice's words any more: {quote}").format(quote=shown)

    def _state_faults(self, words: str, named: list[Source]) -> Iterator[str]:
        """What is said wrongly, or not said, of whether a notice still holds."""
        with speaking(LANGUAGE):
            wanted = {state_of(each.notice, each.notice.validity(self.today)) for each in named}
            known = {state_of(each.notice, name) for each in named for name in STATES}
        said = {state for state in known if state in words}
        if named and said != wanted - {""}:
            yield _("the source does not stand as it is said today: {quote}").format(quote=words.strip()[:30])

    def _window_faults(self, text: str) -> Iterator[str]:
        """What is said of a window and does not hold today."""
        for line in text.split("\n"):
            said = line.rstrip("。")
            if said.startswith(self._window_heads) and said not in self._windows_today:
                yield _("what it says of a window does not hold today: {line}").format(line=said)

    @cached_property
    def _windows_today(self) -> set[str]:
        """How a draft words every window today."""
        windows = [window for source in self.sources for window in source.notice.windows]
        with speaking(LANGUAGE):
            return {window_line(each, self.today) for each in windows}

    @cached_property
    def _window_heads(self) -> tuple[str, ...]:
        """How the lines on windows begin."""
        return tuple({f"{window.what}：" for source in self.sources for window in source.notice.windows})


def _pieces_of(paragraph: str) -> Iterator[tuple[str, str]]:
    """The words of a paragraph up to each source that stands below them, with it; "" behind the last."""
    at = 0
    for basis in BASIS.finditer(paragraph):
        yield paragraph[at : basis.start()], basis[1]
        at = basis.end()
    yield paragraph[at:], ""


def lint_drafts(account: Account, letters: Letters, lint: Lint) -> Iterator[tuple[str, str]]:
    """Every draft that answers a letter of ours, by its subject: each finding, and \"\" at its end."""
    shelf = DraftsFolder(account)
    shelf.refresh()
    for uid, heading in shelf.standing():
        entry = letters.find_answered(heading.letter, message_digest(heading.in_reply_to))
        octets = account.octets(uid) if entry else None
        if entry and octets is not None:
            yield from _faults_in_draft(entry, octets, lint)


def _faults_in_draft(entry: LetterRow, octets: bytes, lint: Lint) -> Iterator[tuple[str, str]]:
    """What is wrong with the draft for a letter, by its subject, and \"\" at its end."""
    subject, findings = _check_draft(octets, lint)
    name = subject or entry.id
    if entry.state == "closed":
        yield name, _("the letter has been answered; this draft is left over")
    yield from ((name, finding) for finding in [*findings, ""])


def _check_draft(octets: bytes, lint: Lint) -> tuple[str, list[str]]:
    """The subject of a draft and what is wrong with it; also that it cannot be read, for staff quote strangers."""
    try:
        saved = attempt(lambda: Saved.of(octets), SECONDS)
        return saved.subject, attempt(lambda: list(lint.findings(saved)), SECONDS)
    except BrokenOff as error:
        return "", [reason(error.why)]
