"""One look at the mailbox: new letters are drafted, answered ones closed, and what a crash left is put right."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from bot.locale import _
from bot.mailbox.drafting.subjects import bare_subject
from bot.mailbox.handling import GONE, LetterHandler
from bot.mailbox.imap.account import Account, Heading
from bot.mailbox.register.letter_row import LetterRow, address_digest, matter_of, message_digest
from bot.mailbox.register.letters import Folder
from bot.mailbox.register.replies import Replies, SentReply
from bot.mailbox.tally import RunTally, Tools

BATCH = 100  # letters between two looks at the drafts


class Pull:
    """One run over one mailbox."""

    def __init__(self, account: Account, tools: Tools) -> None:
        self.account = account
        self.settings = account.settings
        self.tools = tools
        self.letters = tools.letters
        self.tally = RunTally()
        self.handling = LetterHandler(account, tools, self.tally)
        self.storing = self.handling.storing

    def run(self, again: bool = False, aside: bool = False) -> RunTally:
        """Do everything that there is to do.

        `again`: make the drafts that nobody has changed anew; `aside`: take up the letters that were set aside, too.
        """
        with self.letters.sound():
            if aside:
                self.letters.take_up_again()
            return self.everything(again)

    def everything(self, again: bool) -> RunTally:
        """The run, step by step."""
        self.letters.release_dead()
        self.letters.give_up()
        self.letters.forget(self.handling.today)
        self._look_at_sent()
        self.storing.tidy()
        folder = self._open_incoming()
        there = self.account.uids_since(folder.since)
        self._look_at_answered(folder)
        for uids in _batches(self.work(folder, there)):
            for arrival in self.account.arrivals(uids):
                if self.tools.stopped():
                    return self.tally
                self.tally.counts[self.handling.handle(arrival, folder)] += 1
            self.storing.tidy()
        self.renew(folder, again)
        return self.tally

    def unseen(self) -> set[int]:
        """The UIDs of letters that have come since; the folder of letters is the open one after that."""
        with self.letters.sound():
            folder = self._open_incoming()
            self.account.has_grown()
            unseen = set(self.account.uids_since(folder.since)) - self.letters.places(folder).keys()
        return unseen | ({0} if self.account.has_grown() else set())

    def _open_incoming(self) -> Folder:
        """The folder of letters, open."""
        return self.acquaint(self.settings.folder)

    def acquaint(self, name: str) -> Folder:
        """A folder, open; of one that was never seen, what came long ago is left alone."""
        since = self.handling.today - timedelta(self.settings.first_days)
        return self.letters.acquaint(name, self.account.look_at(name), since)

    def _look_at_sent(self) -> None:
        """Close the letters to which a reply was sent."""
        name = self.account.sent_folder
        if name is None:
            self.tools.say(_("No folder of sent mail was found; replies are noticed by the letters' own marks only."))
            return
        folder = self.acquaint(name)
        uids = [uid for uid in self.account.uids_since(folder.since) if uid > folder.upto]
        for some in _batches(uids):
            replies = [self._reply_of(heading) for heading in self.account.headings(some)]
            self.tally.counts["closed"] += Replies(self.letters).close(replies, folder, some[-1])

    def _reply_of(self, heading: Heading) -> SentReply:
        """A sent mail as the table of letters knows it."""
        named = filter(None, (heading.in_reply_to, *heading.references))
        return SentReply(
            tuple(dict.fromkeys(map(message_digest, named))),
            tuple(address_digest(self.letters.key, each) for each in heading.recipients),
            matter_of(bare_subject(heading.subject)),
            heading.on.isoformat(timespec="seconds"),
        )

    def _look_at_answered(self, folder: Folder) -> None:
        """Close the letters that a mail program has marked as answered."""
        places, now = self.letters.places(folder), self.tools.clock().isoformat(timespec="seconds")
        for uid in self.account.uids("ANSWERED"):
            if uid in places:
                self.tally.counts["closed"] += self.letters.close(places[uid], now, by_mark=True)

    def work(self, folder: Folder, there: Sequence[int]) -> list[int]:
        """The UIDs of the letters to be worked on, in their order; those at which something broke before come last."""
        places = self.letters.places(folder)
        at = {places[uid]: uid for uid in there if uid in places}
        unfinished = self.letters.list_unfinished()
        for entry in unfinished:
            if entry.id not in at:
                self.letters.note(entry.id, state="skipped", why=GONE)
        again = {at[entry.id]: entry.attempts for entry in unfinished if entry.id in at}
        wanted = [uid for uid in there if uid in again or uid not in places]
        return sorted(wanted, key=lambda uid: (again.get(uid, 0) > 0, uid))

    def renew(self, folder: Folder, again: bool) -> None:
        """Draft anew where the library has changed since, or everything that is open."""
        old = self.letters.list_outdated(self.storing.library, again=again)
        if not old:
            return
        places = {letter: uid for uid, letter in self.letters.places(folder).items()}
        for entry in old:
            if entry.id in places:
                self.tally.counts["renewed"] += self._renew_draft(entry, places[entry.id])
        self.storing.tidy()

    def _renew_draft(self, entry: LetterRow, uid: int) -> bool:
        """Whether the letter at a UID got a draft with other words."""
        octets = self.account.octets(uid)
        if self.tools.stopped() or octets is None:
            return False
        is_claimed = self.letters.claim(entry.id, ("drafted",), self.tools.clock().timestamp())
        return is_claimed and self.handling.renew(entry, octets)


def _batches(uids: Sequence[int]) -> Iterator[Sequence[int]]:
    """The UIDs, so many at a time."""
    for first in range(0, len(uids), BATCH):
        yield uids[first : first + BATCH]
