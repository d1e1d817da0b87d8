"""A draft → the mail that is kept for staff: addressed, threaded, and never more than a draft."""

import re
from datetime import date, datetime, time
from email.errors import HeaderParseError
from email.headerregistry import Address as Mailbox
from email.message import EmailMessage
from email.policy import EmailPolicy

from bot.day import CHINA
from bot.mailbox.letter import Address, Letter

REPLY = "回复："
PREFIX = re.compile(
    r"\s*(?:(?P<reply>re|aw|sv|antw|automatic reply|(?:自动)?(?:回复|回覆|答复|答覆|回復|答復))"
    r"|(?P<forward>fwd?|转发|轉寄|轉發))"
    r"\s*(?:[\[(（]\d+[\])）])?\s*[:：]\s*",
    re.IGNORECASE,
)
LONGEST_SUBJECT = 200
IDENTIFIERS = {"in-reply-to", "references", "message-id"}


class Threaded(EmailPolicy):
    """Message ids as they are, however long: folded into encoded words they would no longer thread."""

    def header_store_parse(self, name: str, value: str) -> tuple[str, str]:
        """Ids are kept as text."""
        if name.lower() in IDENTIFIERS:
            return name, " ".join(value.split())
        stored: tuple[str, str] = super().header_store_parse(name, value)
        return stored

    def header_fetch_parse(self, name: str, value: str) -> str:
        """Ids are read as text."""
        return value if name.lower() in IDENTIFIERS else str(super().header_fetch_parse(name, value))

    def fold(self, name: str, value: str) -> str:
        """Ids stand on lines of their own."""
        if name.lower() in IDENTIFIERS:
            return f"{name}: {f'{self.linesep} '.join(value.split())}{self.linesep}"
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: str) -> bytes:
        """The same as octets."""
        return self.fold(name, value).encode("ascii", "surrogateescape")


POLICY = Threaded(linesep="\r\n", max_line_length=78)


def subject_of(subject: str) -> str:
    """The subject of a reply: 「回复：」 once, whatever the letter's subject began with; forwarding marks stay."""
    rest, marks = subject, ""
    while found := PREFIX.match(rest):
        marks += found.group().strip() if found["forward"] else ""
        rest = rest[found.end() :]
    return f"{REPLY}{marks}{rest.strip()}"[:LONGEST_SUBJECT] if rest.strip() else f"{REPLY}{marks}您的来信"


def reply_to(letter: Letter, body: str, kind: str, today: date, *, is_open: bool) -> EmailMessage:
    """The reply to a letter. One that staff must still fill in has no recipient, so that it cannot leave by a slip."""
    mail = EmailMessage(policy=POLICY)
    mail["Subject"] = subject_of(letter.subject)
    recipient = mailbox_of(letter.answer_to)
    if recipient and is_open:
        mail["X-Zhicheng-To"] = letter.answer_to.address
    elif recipient:
        mail["To"] = recipient
    mail["Date"] = datetime.combine(today, time(), CHINA)
    if letter.message_id:
        mail["In-Reply-To"] = letter.message_id
        mail["References"] = " ".join(letter.thread)
    mail["X-Zhicheng-Kind"] = kind
    mail.set_content(body, charset="utf-8", cte="base64")
    return mail


def mailbox_of(address: Address) -> Mailbox | None:
    """An address that a header can hold, its name quoted as it must be; None where it is no address."""
    user, at, domain = address.address.rpartition("@")
    if not at:
        return None
    try:
        return Mailbox(address.name, username=user, domain=domain)
    except (HeaderParseError, ValueError, IndexError):
        return None
