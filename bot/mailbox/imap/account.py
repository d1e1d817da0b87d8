"""The mailbox as this program uses it: it looks without being seen, stores drafts, and takes back its own."""

import imaplib
import re
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.parser import BytesHeaderParser
from functools import cached_property, wraps
from typing import Concatenate, ParamSpec, TypeVar

from imap_tools import BaseMailBox, FolderInfo
from imap_tools.consts import SHORT_MONTH_NAMES
from imap_tools.errors import MailboxFetchError, MailboxFlagError, MailboxUidsError
from imap_tools.utils import check_command_status

from bot.errors import MailboxError
from bot.locale import _
from bot.mailbox.imap.connection import plainly
from bot.mailbox.reading.letter import addresses
from bot.mailbox.reading.mime import header
from bot.settings.mailbox import MailboxSettings

DRAFTS = ("草稿箱", "草稿", "Drafts")
SENT = ("已发送", "已发邮件", "Sent", "Sent Messages", "Sent Items")
BATCH = 200  # letters whose headings are asked for at once
LARGEST_HEAD = 1_000_000  # octets of a letter's beginning that are read where the letter itself is too large
SLICE = 1.0  # seconds between two looks at whether to stop
HEADINGS = "MESSAGE-ID IN-REPLY-TO REFERENCES X-ZHICHENG-LETTER TO CC BCC SUBJECT"

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Arrival:
    """A letter as the server lists it; nothing of it has been read. `on`: when the server took it in."""

    uid: int
    size: int
    on: datetime
    is_answered: bool


@dataclass(frozen=True)
class Heading:
    """What links a mail to others. `letter` is our own mark in a draft: the letter that it answers."""

    uid: int
    on: datetime
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    letter: str
    recipients: tuple[str, ...] = ()
    subject: str = ""


def _mailbox_errors(method: Callable[Concatenate["Account", P], T]) -> Callable[Concatenate["Account", P], T]:
    """A method whose failures are `MailboxError`s."""

    @wraps(method)
    def telling(account: "Account", /, *args: P.args, **kwargs: P.kwargs) -> T:
        with plainly(account.where):
            return method(account, *args, **kwargs)

    return telling


class Account:
    """One mailbox over one connection."""

    def __init__(self, box: BaseMailBox, settings: MailboxSettings) -> None:
        self.box = box
        self.settings = settings
        self.where = f"{settings.host}:{settings.at}"
        self.opened: str | None = None

    def offers(self, capability: str) -> bool:
        """Whether the server can do this."""
        return capability in self.box.client.capabilities

    @cached_property
    @_mailbox_errors
    def folders(self) -> list[FolderInfo]:
        """Every folder."""
        return self.box.folder.list()

    @cached_property
    def drafts(self) -> str:
        """The folder for drafts; `MailboxError` where there is none."""
        found = self.folder(self.settings.drafts, "\\Drafts", DRAFTS)
        if found is None:
            raise MailboxError(_("{where}: no folder for drafts was found").format(where=self.where))
        return found

    @cached_property
    def sent_folder(self) -> str | None:
        """The folder of what was sent."""
        return self.folder(self.settings.sent, "\\Sent", SENT)

    def folder(self, wanted: str | None, flag: str, usual: Sequence[str]) -> str | None:
        """The folder that was set, else the one with the flag, else one with a usual name."""
        names = [folder.name for folder in self.folders]
        if wanted is not None:
            if wanted in names:
                return wanted
            message = _("{where}: there is no folder {folder}; there are: {names}")
            raise MailboxError(message.format(where=self.where, folder=wanted, names=", ".join(names)))
        return self._usual_folder(flag, usual)

    def _usual_folder(self, flag: str, usual: Sequence[str]) -> str | None:
        """The folder with a flag, else one with a usual name."""
        flagged = [folder.name for folder in self.folders if flag in folder.flags]
        called = {folder.name.split(folder.delim or "\0")[-1]: folder.name for folder in self.folders}
        return next(iter([*flagged, *(called[name] for name in usual if name in called)]), None)

    @_mailbox_errors
    def look_at(self, folder: str) -> int:
        """Open a folder for looking only; its UIDVALIDITY."""
        self.box.folder.set(folder, readonly=True)
        self.opened = folder
        return int(self.box.client.response("UIDVALIDITY")[1][0])

    @_mailbox_errors
    def uids(self, criteria: str = "ALL") -> list[int]:
        """The UIDs of the open folder that a search finds."""
        return sorted(map(int, self.box.uids(criteria, None)))

    def uids_since(self, day: date) -> list[int]:
        """The UIDs of what has come on a day or later, and is not deleted."""
        return self.uids(f"UNDELETED SINCE {day.day}-{SHORT_MONTH_NAMES[day.month - 1]}-{day.year}")

    def arrivals(self, uids: Sequence[int]) -> Iterator[Arrival]:
        """What the server lists of these letters, in their order; those that are gone are left out."""
        for some in _in_batches(uids):
            yield from self._list_arrivals(some)

    @_mailbox_errors
    def _list_arrivals(self, uids: Sequence[int]) -> list[Arrival]:
        """What the server lists of some letters, which it does in an order of its own."""
        rows = (head for head, _octets in self.fetch(uids, "(RFC822.SIZE INTERNALDATE FLAGS)"))
        found = {
            _uid_in(row): Arrival(
                _uid_in(row), int(re.findall(rb"RFC822\.SIZE (\d+)", row)[0]), day_in(row), b"\\Answered" in row
            )
            for row in rows
            if b"RFC822.SIZE" in row
        }
        return [found[uid] for uid in uids if uid in found]

    @_mailbox_errors
    def octets(self, uid: int) -> bytes | None:
        """A letter of the open folder as it is, not marked as seen; None where it is gone."""
        return next((octets for _, octets in self.fetch([uid], "(BODY.PEEK[])") if octets is not None), None)

    @_mailbox_errors
    def head(self, uid: int) -> bytes:
        """The beginning of a letter: its head, and its words where they stand before what hangs on it."""
        found = self.fetch([uid], f"(BODY.PEEK[]<0.{LARGEST_HEAD}>)")
        return next((octets for _, octets in found if octets is not None), b"")

    def headings(self, uids: Sequence[int]) -> Iterator[Heading]:
        """What links these mails of the open folder to others."""
        for some in _in_batches(uids):
            yield from self.links(some)

    @_mailbox_errors
    def links(self, uids: Sequence[int]) -> list[Heading]:
        """What links some mails to others."""
        fetched = self.fetch(uids, f"(INTERNALDATE BODY.PEEK[HEADER.FIELDS ({HEADINGS})])")
        return [_heading_of(row, octets) for row, octets in fetched if octets is not None]

    def fetch(self, uids: Sequence[int], parts: str) -> list[tuple[bytes, bytes | None]]:
        """The server's rows: what it says of a letter, and the octets asked for."""
        if not uids:
            return []
        result = self.box.client.uid("FETCH", ",".join(map(str, uids)), parts)
        check_command_status(result, MailboxFetchError)
        rows: list[tuple[bytes, bytes | None]] = []
        for item in result[1]:
            if isinstance(item, tuple):
                rows.append((item[0], item[1]))
            elif isinstance(item, bytes):
                rows[-1:] = _rows_with(item, rows[-1:])
        return rows

    @_mailbox_errors
    def wait(self, seconds: float, stopped: Callable[[], bool]) -> None:
        """Wait until the server says that mail has come, the time is over or this program is to stop (IDLE)."""
        until = time.monotonic() + seconds
        with self.box.idle as idle:
            while time.monotonic() < until and not stopped():
                asked = time.monotonic()
                lines = idle.poll(timeout=SLICE)
                is_over = not lines and time.monotonic() - asked < SLICE / 2  # the connection was closed
                if is_over or any(map(_ends_waiting, lines)):
                    return

    @_mailbox_errors
    def has_grown(self) -> bool:
        """Whether the server has said that mail came, since the last time that this was asked or the folder opened."""
        return self.box.client.response("EXISTS")[1] != [None]

    @_mailbox_errors
    def store(self, octets: bytes) -> int | None:
        """Put a draft into its folder; its UID where the server says it."""
        result = self.box.append(octets, self.drafts, flag_set=["\\Draft", "\\Seen"])
        found = re.search(rb"APPENDUID \d+ (\d+)", result[1][0] or b"")
        return int(found[1]) if found else None

    @_mailbox_errors
    def take_back(self, uids: Collection[int]) -> bool:
        """Remove drafts for good and leave their folder open; False where they could only be marked as deleted.


        Without UIDPLUS a server expunges everything that is marked, so nothing is where staff have marked other mails.
        """
        self.box.folder.set(self.drafts)
        client, wanted = self.box.client, ",".join(map(str, sorted(uids)))
        check_command_status(client.uid("STORE", wanted, "+FLAGS.SILENT", r"(\Deleted)"), MailboxFlagError)
        if self.offers("UIDPLUS"):
            check_command_status(client.uid("EXPUNGE", wanted), MailboxUidsError)
            return True
        if set(map(int, self.box.uids("DELETED", None))) - set(uids):
            return False
        self.box.expunge()
        return True


def _in_batches(uids: Sequence[int]) -> Iterator[Sequence[int]]:
    """The UIDs, some at a time."""
    for first in range(0, len(uids), BATCH):
        yield uids[first : first + BATCH]


def _uid_in(row: bytes) -> int:
    """The UID that a row of the server names; 0 where it names none."""
    found = re.search(rb"UID (\d+)", row)
    return int(found[1]) if found else 0


def day_in(row: bytes) -> datetime:
    """When the server took a letter in."""
    local = imaplib.Internaldate2tuple(row)
    if local is None:
        return datetime.now(UTC)
    return datetime(*local[:6]).astimezone(UTC)


def _heading_of(row: bytes, octets: bytes) -> Heading:
    """The links of one mail."""
    headers = BytesHeaderParser().parsebytes(octets)
    ids = {name: _ids_in(str(headers.get(name, ""))) for name in ("Message-ID", "In-Reply-To", "References")}
    return Heading(
        _uid_in(row),
        day_in(row),
        message_id="".join(ids["Message-ID"][:1]),
        in_reply_to="".join(ids["In-Reply-To"][:1]),
        references=ids["References"],
        letter=str(headers.get("X-Zhicheng-Letter", "")).strip(),
        recipients=tuple(each.address for each in addresses(headers, "to", "cc", "bcc")),
        subject=header(headers, "subject"),
    )


def _ids_in(text: str) -> tuple[str, ...]:
    """The message ids in a header."""
    return tuple(dict.fromkeys(re.findall(r"<[^<>\s]+>", text)))


def _rows_with(line: bytes, before: list[tuple[bytes, bytes | None]]) -> list[tuple[bytes, bytes | None]]:
    """The row before a line and the line itself, as rows: a server may name the UID after the literal."""
    for head, octets in before:
        if octets is not None and b"UID " not in head:
            return [(head + line, octets)]
    return [*before, (line, None)] if b"UID " in line else before


def _ends_waiting(line: bytes) -> bool:
    """Whether the server says that mail came, or that it hangs up."""
    return line.endswith(b"EXISTS") or line.startswith(b"* BYE")
