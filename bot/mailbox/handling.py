"""One letter from its arrival to its end: it is enrolled before a word of it is read, then read, drafted and stored."""

from datetime import date

from bot.clock import CHINA
from bot.errors import BotError, BrokenOff
from bot.locale import N_, _
from bot.mailbox.attempt import SECONDS, attempt, reason
from bot.mailbox.drafting.askings import corrects_earlier
from bot.mailbox.drafting.drafter import Draft
from bot.mailbox.filing import Filing
from bot.mailbox.imap.account import Account, Arrival
from bot.mailbox.reading.letter import Letter, read_letter
from bot.mailbox.register.earlier import EarlierLetters
from bot.mailbox.register.letter_row import UNFINISHED, LetterRow, arrival_row, identify, message_digest
from bot.mailbox.register.letters import Folder
from bot.mailbox.register.replies import Replies
from bot.mailbox.tally import RunTally, Tools
from eligibility.errors import CalendarError, EligibilityError
from eligibility.judging.working_days import working_day_after
from knowledge.errors import KnowledgeError
from knowledge.value import replace
from knowledge.words import simplify

GONE = N_("no longer in the folder")


class LetterHandler:
    """Takes letters to their end, one at a time, in one run over one mailbox."""

    def __init__(self, account: Account, tools: Tools, tally: RunTally) -> None:
        self.account = account
        self.settings = account.settings
        self.tools = tools
        self.letters = tools.letters
        self.tally = tally
        self.storing = Filing(account, tools.letters, tools.drafter.desk.library.built_from, tools.say)

    @property
    def today(self) -> date:
        """The day that it is in China."""
        return self.tools.clock().astimezone(CHINA).date()

    def handle(self, arrival: Arrival, folder: Folder) -> str:
        """Work on one letter; what became of it."""
        is_large = arrival.size > self.settings.largest
        octets = self.account.head(arrival.uid) if is_large else self.account.octets(arrival.uid)
        if octets is None:
            return "gone"
        entry = self.letters.enrol(arrival_row(arrival, octets, self.due(arrival)), folder, arrival.uid)
        if not self.take(entry, arrival):
            return "known"
        try:
            return self.finish(entry, octets, arrival, is_large)
        except BrokenOff as error:
            return self.set_aside(self.letters.at(folder, arrival.uid) or entry, arrival, error)

    def due(self, arrival: Arrival) -> str | None:
        """The day by which a letter is to be answered, where the calendar is published."""
        day = arrival.on.astimezone(CHINA).date()
        try:
            return working_day_after(day, self.settings.working_days).isoformat()
        except CalendarError:
            self.tally.no_calendar.add(day.year)
            return None

    def take(self, entry: LetterRow, arrival: Arrival) -> bool:
        """Claim a letter that is still to be worked on; one that was answered is closed."""
        if entry.state == "skipped" and entry.why == GONE:
            self.letters.note(entry.id, state="new", why=None)
        if self._close_answered(entry, arrival):
            return False
        return self.letters.claim(entry.id, UNFINISHED, self.tools.clock().timestamp())

    def _close_answered(self, entry: LetterRow, arrival: Arrival) -> bool:
        """Close a letter to which a reply was sent; whether it is closed."""
        answered = Replies(self.letters).time_of(entry) or (
            arrival.is_answered and arrival.on.isoformat(timespec="seconds")
        )
        closed = self.letters.close(entry.id, answered) if answered else 0
        self.tally.counts["closed"] += closed
        return closed > 0

    def finish(self, entry: LetterRow, octets: bytes, arrival: Arrival, is_large: bool) -> str:
        """Read a letter that was claimed and draft the reply; `BrokenOff` where it stands in the way itself."""
        letter = attempt(lambda: read_letter(octets), SECONDS)
        own = identify(entry, letter, arrival, self.letters.key)
        if self.letters.identify(entry, own):
            entry = own
            if self._close_answered(
                entry, arrival
            ):  # who wrote it is known only now, and so whether they were answered
                return "known"
        elif not self.take(entry := self.letters.get(own.id) or own, arrival):
            return "known"
        return self.draft(entry, replace(letter, is_cut=True) if is_large else letter)

    def draft(self, entry: LetterRow, letter: Letter) -> str:
        """Draft the reply to a letter that was claimed, and store it."""
        claimed = self.letters.get(entry.id) or entry
        try:
            draft = self.compose(self._with_corrected(claimed, letter), all_the_same=bool(claimed.wanted))
        except BrokenOff:
            raise
        except BotError:  # no letter's fault: a template of the office
            self.letters.release(entry.id)
            raise
        except (KnowledgeError, EligibilityError) as error:
            self.letters.note(entry.id, state="failed", why=str(error), holder=None, leased_until=None)
            return "failed"
        return self.storing.settle(claimed, draft, self.tools.clock())

    def _with_corrected(self, entry: LetterRow, letter: Letter) -> Letter:
        """A letter; where it puts an earlier one right and quotes nothing, with that one below it."""
        if letter.quoted or not corrects_earlier(simplify(letter.text)):
            return letter
        earlier = EarlierLetters(self.letters).corrected(entry, list(map(message_digest, letter.thread)))
        uid = self.letters.uid_of(earlier.id, self.settings.folder) if earlier else None
        octets = self.account.octets(uid) if uid else None
        return replace(letter, quoted=attempt(lambda: read_letter(octets), SECONDS).text) if octets else letter

    def compose(self, letter: Letter, *, all_the_same: bool = False) -> Draft:
        """The draft of a reply, its octets composed; `BrokenOff` where there is none in time."""
        drafted = attempt(lambda: self.tools.drafter.draft(letter, self.today, all_the_same=all_the_same), SECONDS)
        draft = replace(drafted, written=self.tools.clock())
        if draft.skipped is None:
            attempt(lambda: draft.octets, SECONDS)
        return draft

    def set_aside(self, entry: LetterRow, arrival: Arrival, error: BrokenOff) -> str:
        """Leave a letter to staff that cannot be read or takes too long; it is not taken up again by itself."""
        message = _("The letter that came at {time} was set aside: {why} (letter {letter}).")
        time = arrival.on.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
        self.tools.say(message.format(time=time, why=reason(error.why), letter=entry.id))
        self.letters.release(entry.id, "aside", why=error.why)
        return "aside"

    def renew(self, entry: LetterRow, octets: bytes) -> bool:
        """Whether a letter that was claimed got a draft with other words."""
        try:
            letter = self._with_corrected(entry, attempt(lambda: read_letter(octets), SECONDS))
            draft = self.compose(letter, all_the_same=bool(entry.wanted))
        except BrokenOff:  # the draft that stands was good enough for the library before
            self.letters.release(entry.id, "drafted", library=self.storing.library)
            return False
        return self.storing.renew(self.letters.get(entry.id) or entry, draft, self.tools.clock())
