"""What stands in the folder for drafts: ours as we left them, and those that staff write or have changed."""

import hashlib
import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import EmailPolicy

from bot.errors import BrokenOff
from bot.mailbox.attempt import SECONDS, attempt
from bot.mailbox.headers import RecentHeaders
from bot.mailbox.imap.account import Account, Heading
from bot.mailbox.register.letter_row import LetterRow, message_digest

DRAFT_HOST = "zhicheng.invalid"  # our drafts' ids; a mail program gives what it sends an id of its own
MESSAGE_ID = re.compile(rb"^message-id:.*\r?\n(?:[ \t].*\r?\n)*", re.IGNORECASE | re.MULTILINE)
READING = EmailPolicy(header_factory=RecentHeaders())


class DraftsFolder:
    """The folder for drafts; the heading of each is read once."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.validity = 0
        self.headings: dict[int, Heading] = {}
        self.drafts: dict[str, list[int]] = {}
        self.links: dict[str, list[int]] = {}
        self.deleted: dict[str, list[int]] = {}

    def refresh(self) -> None:
        """Look at the folder again; it is the open one after that."""
        validity = self.account.look_at(self.account.drafts)
        if validity != self.validity:
            self.validity, self.headings = validity, {}
        there, deleted = self.account.uids(), set(self.account.uids("DELETED"))
        self.headings = self._headings_at(there)
        self.drafts, self.links, self.deleted = {}, {}, {}
        for uid, heading in self.headings.items():
            if uid in deleted:
                self.deleted.setdefault(heading.message_id, []).append(uid)
                continue
            self.drafts.setdefault(heading.message_id, []).append(uid)
            for link in {heading.letter, message_digest(heading.in_reply_to)} - {""}:
                self.links.setdefault(link, []).append(uid)

    def _headings_at(self, there: list[int]) -> dict[int, Heading]:
        """What links the mails at these UIDs to others; only new ones are fetched."""
        fresh = self.account.headings([uid for uid in there if uid not in self.headings])
        known = {**self.headings, **{heading.uid: heading for heading in fresh}}
        return {uid: known[uid] for uid in there if uid in known}

    def standing(self) -> list[tuple[int, Heading]]:
        """Every draft that is not marked as deleted."""
        gone = {uid for uids in self.deleted.values() for uid in uids}
        return [(uid, heading) for uid, heading in self.headings.items() if uid not in gone]

    def replies_to(self, entry: LetterRow) -> list[Heading]:
        """The drafts that answer a letter, whoever wrote them."""
        uids = [*self.links.get(entry.id, ()), *(self.links.get(entry.message, ()) if entry.message else ())]
        return [self.headings[uid] for uid in dict.fromkeys(uids)]

    def find_untouched(self, draft: str, digest: str | None, even_deleted: bool = False) -> list[int]:
        """The UIDs at which a draft of ours stands as we left it; the folder must be the open one.

        `even_deleted`: also where it is marked as deleted, by us before a crash, and was not expunged.
        """
        uids = [*self.drafts.get(draft, ()), *(self.deleted.get(draft, ()) if even_deleted else ())]
        octets = ((uid, self.account.octets(uid)) for uid in uids)
        return [uid for uid, found in octets if found is not None and _is_as_left(found, digest)]


def draft_id(entry: LetterRow) -> str:
    """The Message-ID of a letter's next draft."""
    return f"<{entry.id}.{entry.version + 1}@{DRAFT_HOST}>"


def mark(octets: bytes, draft: str, entry: LetterRow) -> bytes:
    """A draft with its own Message-ID and the mark of its letter."""
    head, blank, body = octets.replace(b"\r\n", b"\n").partition(b"\n\n")
    rest = MESSAGE_ID.sub(b"", head + b"\n").rstrip(b"\n")
    own = f"Message-ID: {draft}\nX-Zhicheng-Letter: {entry.id}\n".encode("ascii")
    return (own + rest + blank + body).replace(b"\n", b"\r\n")


def _is_as_left(octets: bytes, digest: str | None) -> bool:
    """Whether a draft is still what it was; one that cannot be read has been changed."""
    try:
        return attempt(lambda: draft_digest(octets), SECONDS) == digest
    except BrokenOff:
        return False


def draft_digest(octets: bytes) -> str:
    """The same until somebody changes whom a draft goes to, its subject or its text; other headers do not count."""
    message = message_from_bytes(octets, policy=READING)
    parts = [str(message.get(name, "")) for name in ("To", "Cc", "Subject")]
    lines = [line.rstrip() for line in text_of(message).splitlines()]
    said = "\0".join((*(" ".join(part.split()) for part in parts), "\n".join(lines).strip()))
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()


def text_of(message: EmailMessage) -> str:
    """The plain text of a draft; an attachment or a text in a broken charset is part of what was changed."""
    body = message.get_body(("plain", "html"))
    if body is None:
        return ""
    try:
        text: str = body.get_content()
    except (LookupError, ValueError):
        return str(body.get_payload())
    return text
