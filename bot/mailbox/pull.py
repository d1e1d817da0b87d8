"""One look at the mailbox: new letters are drafted, answered ones closed, and what a crash left is put right."""

import resource
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.day import CHINA
from bot.desk import Say
from bot.errors import BotError
from bot.locale import N_, _
from bot.mailbox.account import Account, Arrival
from bot.mailbox.drafting import Drafter
from bot.mailbox.entry import UNFINISHED, Entry, entry_of, message_digest
from bot.mailbox.letter import Letter, read_letter
from bot.mailbox.letters import Folder, Letters
from bot.mailbox.storing import Storing
from eligibility.errors import CalendarError, EligibilityError
from eligibility.schedule import working_day_after
from knowledge.errors import KnowledgeError

BATCH = 100  # letters between two looks at the drafts
GONE = N_("no longer in the folder")
TOO_LARGE = N_("too large")


@dataclass
class Tally:
    """What a run has done so far: letters by what became of them."""

    counts: Counter[str] = field(default_factory=Counter)
    started: float = field(default_factory=time.monotonic)
    no_calendar: set[int] = field(default_factory=set)

    @property
    def letters(self) -> int:
        """The letters brought to an end."""
        return sum(self.counts[name] for name in ("drafted", "joined", "skipped", "failed"))

    @property
    def is_worth_saying(self) -> bool:
        """Whether anything was done."""
        return bool(self.letters or self.counts["closed"] or self.counts["renewed"])

    @property
    def seconds(self) -> float:
        """How long it has taken."""
        return time.monotonic() - self.started

    def lines(self) -> Iterator[str]:
        """What a person should know of it."""
        counts = {name: self.counts[name] for name in ("drafted", "joined", "skipped", "failed", "closed", "renewed")}
        yield _(
            "{letters} letters: {drafted} drafted, {joined} joined, {skipped} skipped, {failed} failed; "
            "{closed} closed, {renewed} drafts renewed; {seconds:.1f} s, {rate:.1f} a second, peak memory {peak} MB"
        ).format(
            letters=self.letters,
            **counts,
            seconds=self.seconds,
            rate=self.letters / max(self.seconds, 0.001),
            peak=peak_megabytes(),
        )
        for year in sorted(self.no_calendar):
            message = _("The working days of {year} are not published yet: some letters have no deadline.")
            yield message.format(year=year)


@dataclass(frozen=True)
class Tools:
    """What a run works with. `clock` gives the time, `stopped` says whether to stop after the letter in hand."""

    letters: Letters
    drafter: Drafter
    say: Say
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    stopped: Callable[[], bool] = lambda: False


class Pull:
    """One run over one mailbox."""

    def __init__(self, account: Account, tools: Tools) -> None:
        self.account = account
        self.settings = account.settings
        self.tools = tools
        self.letters = tools.letters
        self.storing = Storing(account, tools.letters, tools.drafter.desk.library.built_from, tools.say)
        self.tally = Tally()

    @property
    def today(self) -> date:
        """The day that it is in China."""
        return self.tools.clock().astimezone(CHINA).date()

    def run(self, again: bool = False) -> Tally:
        """Do everything that there is to do; `again`: make the drafts that nobody has changed anew."""
        with self.letters.sound():
            return self.everything(again)

    def everything(self, again: bool) -> Tally:
        """The run, step by step."""
        self.letters.release_dead()
        self.letters.give_up()
        self.letters.forget(self.today)
        self.look_at_sent()
        self.storing.tidy()
        folder = self.open_incoming()
        there = self.account.uids_since(folder.since)
        self.look_at_answered(folder)
        for uids in batches(self.work(folder, there)):
            for arrival in self.account.arrivals(uids):
                if self.tools.stopped():
                    return self.tally
                self.tally.counts[self.handle(arrival, folder)] += 1
            self.storing.tidy()
        self.renew(folder, again)
        return self.tally

    def unseen(self) -> set[int]:
        """The UIDs of letters that have come since; the folder of letters is the open one after that."""
        with self.letters.sound():
            folder = self.open_incoming()
            self.account.has_grown()
            unseen = set(self.account.uids_since(folder.since)) - self.letters.places(folder).keys()
        return unseen | ({0} if self.account.has_grown() else set())

    def open_incoming(self) -> Folder:
        """The folder of letters, open."""
        return self.acquaint(self.settings.folder)

    def acquaint(self, name: str) -> Folder:
        """A folder, open; of one that was never seen, what came long ago is left alone."""
        since = self.today - timedelta(self.settings.first_days)
        return self.letters.acquaint(name, self.account.look_at(name), since)

    def look_at_sent(self) -> None:
        """Close the letters to which a reply was sent."""
        name = self.account.sent
        if name is None:
            self.tools.say(_("No folder of sent mail was found; replies are noticed by the letters' own marks only."))
            return
        folder = self.acquaint(name)
        uids = [uid for uid in self.account.uids_since(folder.since) if uid > folder.upto]
        for some in batches(uids):
            replies = {
                message_digest(each): heading.on
                for heading in self.account.headings(some)
                for each in (heading.in_reply_to, *heading.references)
                if each
            }
            self.tally.counts["closed"] += self.letters.replied(replies, folder, some[-1])

    def look_at_answered(self, folder: Folder) -> None:
        """Close the letters that a mail program has marked as answered."""
        places, now = self.letters.places(folder), self.tools.clock().isoformat(timespec="seconds")
        for uid in self.account.uids("ANSWERED"):
            if uid in places:
                self.tally.counts["closed"] += self.letters.close(places[uid], now)

    def work(self, folder: Folder, there: Sequence[int]) -> list[int]:
        """The UIDs of the letters to be worked on, in their order, but those that failed again and again at the end."""
        places = self.letters.places(folder)
        at = {places[uid]: uid for uid in there if uid in places}
        unfinished = self.letters.unfinished()
        for entry in unfinished:
            if entry.id not in at:
                self.letters.note(entry.id, state="skipped", why=GONE)
        again = {at[entry.id]: entry.attempts for entry in unfinished if entry.id in at}
        wanted = [uid for uid in there if uid in again or uid not in places]
        return sorted(wanted, key=lambda uid: (again.get(uid, 0) > 1, uid))

    def handle(self, arrival: Arrival, folder: Folder) -> str:
        """Work on one letter; what became of it."""
        is_large = arrival.size > self.settings.largest
        octets = self.account.head(arrival.uid) if is_large else self.account.octets(arrival.uid)
        if octets is None:
            return "gone"
        letter = read_letter(octets)
        entry = self.letters.enrol(self.entry_of(letter, arrival), folder, arrival.uid)
        if entry.state == "skipped" and entry.why == GONE:
            self.letters.note(entry.id, state="new", why=None)
        answered = self.letters.reply_to(entry) or (arrival.is_answered and arrival.on.isoformat(timespec="seconds"))
        if answered:
            self.tally.counts["closed"] += self.letters.close(entry.id, answered)
        if not self.letters.claim(entry.id, UNFINISHED, self.tools.clock().timestamp()):
            return "known"
        if is_large:
            return self.skip_large(entry, arrival)
        return self.draft(entry, letter)

    def draft(self, entry: Entry, letter: Letter) -> str:
        """Draft the reply to a letter that was claimed, and store it."""
        claimed = self.letters.get(entry.id) or entry
        try:
            draft = self.tools.drafter.draft(letter, self.today)
        except BotError:  # no letter's fault: a template of the office
            self.letters.release(entry.id)
            raise
        except (KnowledgeError, EligibilityError) as error:
            self.letters.note(entry.id, state="failed", why=str(error), holder=None, leased_until=None)
            return "failed"
        return self.storing.settle(claimed, draft, self.tools.clock())

    def skip_large(self, entry: Entry, arrival: Arrival) -> str:
        """Leave a letter that is too large to staff."""
        message = _("A letter of {size} MB was not read: more than {largest} MB (letter {letter}).")
        megabytes = {"size": arrival.size // 1_000_000, "largest": self.settings.largest // 1_000_000}
        self.tools.say(message.format(**megabytes, letter=entry.id))
        self.letters.release(entry.id, "skipped", why=TOO_LARGE)
        return "skipped"

    def renew(self, folder: Folder, again: bool) -> None:
        """Draft anew where the library has changed since, or everything that is open."""
        old = self.letters.find("state = 'drafted' AND (? OR library IS NOT ?)", again, self.storing.library)
        places = {letter: uid for uid, letter in self.letters.places(folder).items()} if old else {}
        for entry in old:
            octets = self.account.octets(places[entry.id]) if entry.id in places else None
            if self.tools.stopped() or octets is None:
                continue
            if self.letters.claim(entry.id, ("drafted",), self.tools.clock().timestamp()):
                self.tally.counts["renewed"] += self.renewed(entry.id, read_letter(octets))
        if old:
            self.storing.tidy()

    def renewed(self, letter_id: str, letter: Letter) -> bool:
        """Whether a letter that was claimed got a draft with other words."""
        entry = self.letters.find("id = ?", letter_id)[0]
        draft = self.tools.drafter.draft(letter, self.today)
        return self.storing.renew(entry, draft, self.tools.clock())

    def entry_of(self, letter: Letter, arrival: Arrival) -> Entry:
        """The row of a letter, with its deadline where the calendar is published."""
        day = arrival.on.astimezone(CHINA).date()
        try:
            deadline = working_day_after(day, self.settings.working_days).isoformat()
        except CalendarError:
            self.tally.no_calendar.add(day.year)
            deadline = None
        return entry_of(letter, arrival, deadline, self.letters.key)


def batches(uids: Sequence[int]) -> Iterator[Sequence[int]]:
    """The UIDs, so many at a time."""
    for first in range(0, len(uids), BATCH):
        yield uids[first : first + BATCH]


def peak_megabytes() -> int:
    """The most memory that this process has had; Linux's own figure, as getrusage's counts the parent's, too."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text(encoding="utf-8").splitlines())
        return int(lines["VmHWM"].split()[0]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 * 1024)
