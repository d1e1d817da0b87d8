"""A letter's draft on its way into the folder for drafts: exactly one, whatever breaks on the way.

What is about to be stored is written down first, under the Message-ID that the draft will bear. After a crash the
draft either stands under that id, and is taken as stored, or it does not, and is stored again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Literal

from bot.clock import CHINA
from bot.errors import Full, MailboxError, Unreachable
from bot.locale import N_, _, speaking
from bot.mailbox.drafting.drafter import LANGUAGE, Draft
from bot.mailbox.imap.account import Account
from bot.mailbox.imap.drafts_folder import DRAFT_HOST, DraftsFolder, draft_digest, draft_id, mark
from bot.mailbox.register.earlier import EarlierLetters
from bot.mailbox.register.letter_row import LetterRow, State, contents_of, message_digest, question_of
from bot.mailbox.register.letters import Letters
from bot.showing import Say
from bot.text.days import day_in_words
from knowledge.value import replace

OTHERS = N_("a reply is in Drafts already")
CHANGED = N_("staff have changed the draft of the earlier letter")
FULL = N_("the mailbox was full")
THANKS = N_("it says thanks, and asks nothing")
ABOVE = 40 * "-"  # the line below what staff have to do (`templates/staff.txt`)
Contents = dict[str, object]


class Filing:
    """Puts drafts into their folder, and takes back our own as long as nobody has changed them."""

    def __init__(self, account: Account, letters: Letters, library: str | None, say: Say) -> None:
        self.account = account
        self.letters = letters
        self.library = library
        self.say = say
        self.shelf = DraftsFolder(account)

    def settle(self, entry: LetterRow, draft: Draft, now: datetime) -> State:
        """Bring a letter that was claimed to its end; what became of it."""
        if why := _reason_for_none(entry, draft):
            state: State = "skipped" if draft.skipped else "closed"
            self.letters.release(entry.id, state, why=why, kind=draft.kind)
            return state
        question = question_of(draft, self.letters.key)
        contents = {**contents_of(draft), "question": question, "library": self.library}
        same = None if entry.wanted else self._answered_with(entry, draft, question)
        if same and self._join(entry, same, contents):
            return "joined"
        recognised = self._recognise(entry, contents, same, now)
        return recognised or self.store(entry, _with_earlier(draft, same), contents, same, now)

    def _answered_with(self, entry: LetterRow, draft: Draft, question: str) -> LetterRow | None:
        """The earlier letter that a draft answers, too: it asks the same, or is put right by this one."""
        earlier = EarlierLetters(self.letters)
        thread = list(map(message_digest, draft.letter.thread))
        corrected = earlier.corrected(entry, thread) if draft.corrects else None
        return earlier.asking_the_same(entry, question) or corrected

    def _join(self, entry: LetterRow, same: LetterRow, contents: Contents) -> bool:
        """Join a letter to one that asks the same, where that came later or staff have changed its draft; whether."""
        is_later = same.received > entry.received
        if not is_later and self.standing(same) != "changed":
            return False
        self.letters.join(entry, same, why=None if is_later else CHANGED, **contents)
        return True

    def _recognise(
        self, entry: LetterRow, contents: Contents, earlier: LetterRow | None, now: datetime
    ) -> State | None:
        """What becomes of a letter that has a reply in Drafts already: ours from a run that was cut off, or staff's."""
        given_up = self.letters.to_remove(entry.id)
        replies = [each for each in self.shelf.replies_to(entry) if each.message_id not in given_up]
        if not replies:
            return None
        ours = [each.message_id for each in replies if each.message_id.endswith(f"@{DRAFT_HOST}>")]
        if not ours:
            self.letters.release(entry.id, "skipped", why=OTHERS, **contents)
            return "skipped"
        if entry.draft not in ours:  # the table was lost: what we wrote then is not known, so it counts as changed
            contents = {**contents, "draft": ours[0], "draft_digest": None, "version": len(given_up) + 1}
        self.letters.note(entry.id, **contents)
        self.letters.mark_drafted(entry, now, earlier)
        return "drafted"

    def store(
        self, entry: LetterRow, draft: Draft, contents: Contents, earlier: LetterRow | None, now: datetime
    ) -> State:
        """Store a draft."""
        resumed = entry.draft if entry.state != "drafted" else None
        ident = resumed or draft_id(entry)
        octets = mark(draft.octets, ident, entry)
        self.letters.write_ahead(entry, ident, draft_digest=draft_digest(octets), **contents)
        try:
            self.account.store(octets)
        except Full:
            self.letters.release(entry.id, "new", why=FULL)
            raise
        except Unreachable:
            self.letters.release(entry.id)
            raise
        except MailboxError as error:
            self.letters.note(entry.id, state="failed", why=str(error), holder=None, leased_until=None)
            self.say(str(error))
            return "failed"
        self.letters.mark_drafted(entry, now, earlier)
        return "drafted"

    def renew(self, entry: LetterRow, draft: Draft, now: datetime) -> bool:
        """Replace the draft of a letter that was claimed, unless it would say the same or staff have changed it."""
        contents = {**contents_of(draft), "library": self.library}
        same = draft_digest(mark(draft.octets, draft_id(entry), entry)) == entry.draft_digest
        if same or draft.skipped is not None or self.standing(entry) != "ours":
            self.letters.release(entry.id, "drafted", library=self.library)
            return False
        return self.store(entry, draft, contents, None, now) == "drafted"

    def standing(self, entry: LetterRow) -> Literal["ours", "changed", "gone"]:
        """How a letter's draft stands; the folder that was open is opened again."""
        with self._drafts_open():
            is_ours = self._is_untouched(entry)
            is_answered = any(each.message_id != entry.draft for each in self.shelf.replies_to(entry))
        if is_answered or (self.shelf.drafts.get(entry.draft or "") and not is_ours):
            return "changed"
        return "ours" if is_ours else "gone"

    def _is_untouched(self, entry: LetterRow) -> bool:
        """Whether a letter's draft stands as we left it."""
        return entry.draft is not None and bool(self.shelf.find_untouched(entry.draft, entry.draft_digest))

    @contextmanager
    def _drafts_open(self) -> Iterator[None]:
        """The folder for drafts, looked at again; the folder that was open is opened again after that."""
        opened = self.account.opened
        self.shelf.refresh()
        yield
        if opened:
            self.account.look_at(opened)

    def tidy(self) -> None:
        """Take back the drafts that have been replaced, and what a broken connection stored twice."""
        with self._drafts_open():
            for removal in self.letters.removals():
                self.take_back(self.shelf.find_untouched(removal.draft, removal.digest, even_deleted=True))
                self.letters.forget_removal(removal.draft)
            for draft, uids in self.shelf.drafts.items():
                if len(uids) > 1 and draft.endswith(f"@{DRAFT_HOST}>"):
                    self.take_back(self._surplus(draft, uids))

    def _surplus(self, draft: str, uids: list[int]) -> list[int]:
        """Which of several copies of a draft are too many: those that nobody has changed, but for one at least."""
        entry = self.letters.find_drafted_as(draft)
        untouched = self.shelf.find_untouched(draft, entry.draft_digest) if entry else []
        return untouched[1:] if len(untouched) == len(uids) else untouched

    def take_back(self, uids: list[int]) -> None:
        """Remove drafts; where the server cannot remove only these, they are marked as deleted."""
        if uids and not self.account.take_back(uids):
            self.say(_("An old draft is marked as deleted and stays until staff empty the folder's deleted mails."))


def _reason_for_none(entry: LetterRow, draft: Draft) -> str | None:
    """Why a letter gets no draft: it wants none, or says thanks only."""
    return draft.skipped or (THANKS if draft.is_thanks and not entry.wanted else None)


def _with_earlier(draft: Draft, earlier: LetterRow | None) -> Draft:
    """A draft that also answers an earlier letter, if there is one, and says so after the salutation."""
    if earlier is None:
        return draft
    day = datetime.fromisoformat(earlier.received).astimezone(CHINA).date()
    with speaking(LANGUAGE):
        note = _("Your letter of {day} with the same question has been received as well; this answers both.")
        told = note.format(day=day_in_words(day))
    staff, line, letter = draft.body.rpartition(f"{ABOVE}\n\n")
    salutation, blank, rest = letter.partition("\n\n")
    return replace(draft, body=f"{staff}{line}{salutation}\n\n{told}{blank}{rest}")
