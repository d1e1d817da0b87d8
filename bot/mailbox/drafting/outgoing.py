"""A draft → the mail that is kept for staff: addressed, threaded, and never more than a draft."""

import hashlib
import re
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from html import escape

from bot.clock import CHINA
from bot.mailbox.drafting.subjects import subject_of
from bot.mailbox.headers import RecentHeaders
from bot.mailbox.reading.letter import Address, Letter
from bot.privacy.masking import mask

ORIGINAL = "------------------ 原始邮件 ------------------"  # over the letter, as mail programs write it
IDENTIFIERS = {"in-reply-to", "references", "message-id"}
PLAIN_NAME = re.compile(r"[\w!#$%&'*+/=?^`{|}~ -]*", re.ASCII)
WIDTH = 75  # characters of an encoded word (RFC 2047)
ENCODED = "=?"  # how one begins
PLAIN = re.compile(r"[ -~]{0,60}")


class Threaded(EmailPolicy):
    """Headers as they were composed: the standard library folds long ids into encoded words, which do not thread."""

    def header_store_parse(self, name: str, value: str) -> tuple[str, str]:
        """Only the headers of the content are parsed; any other is one line of text."""
        if name.lower().startswith(("content-", "mime-")):
            stored: tuple[str, str] = super().header_store_parse(name, value)
            return stored
        return name, " ".join(value.split())

    def header_fetch_parse(self, name: str, value: str) -> str:
        """A header as it was stored."""
        return value

    def fold(self, name: str, value: str) -> str:
        """Ids stand on lines of their own, other words are encoded where they must be."""
        if name.lower().startswith(("content-", "mime-")):
            return str(super().fold(name, value))
        lines = value.split() if name.lower() in IDENTIFIERS else _encode_header(value)
        if name.lower() == "to":
            words, _, address = value.rpartition(" ")
            lines = [*_encode_header(words), address] if words else [address]
        return f"{name}: {f'{self.linesep} '.join(lines)}{self.linesep}"

    def fold_binary(self, name: str, value: str) -> bytes:
        """The same as octets."""
        return self.fold(name, value).encode("ascii", "replace")


POLICY = Threaded(linesep="\r\n", max_line_length=78, header_factory=RecentHeaders())


def _encode_header(text: str) -> list[str]:
    """A header's text as the lines that it is written in, whole characters in each."""
    if PLAIN.fullmatch(text) and ENCODED not in text:
        return [text]
    return Header(text.encode("utf-8", "replace").decode(), "utf-8", maxlinelen=WIDTH).encode(splitchars="").split()


def reply_to(letter: Letter, body: str, kind: str, written: datetime, *, is_open: bool) -> EmailMessage:
    """The reply to a letter, which stands below it; one that staff must still fill in cannot leave by a slip.

    It has no recipient. What a reader of HTML sees is the plain text.
    """
    mail = EmailMessage(policy=POLICY)
    mail["Subject"] = subject_of(letter.subject)
    recipient = letter.answer_to
    if recipient.address and is_open:
        mail["X-Zhicheng-To"] = recipient.address
    elif recipient.address:
        mail["To"] = _format_address(recipient)
    mail["Date"] = format_datetime(written.astimezone(CHINA))
    if letter.message_id:
        mail["In-Reply-To"] = letter.message_id
        mail["References"] = " ".join(letter.thread)
    mail["X-Zhicheng-Kind"] = kind
    _set_text(mail, body, original_of(letter))
    return mail


def _set_text(mail: EmailMessage, body: str, original: str) -> None:
    """Give a mail its text, plain and as HTML; the border between the two is made of what they say."""
    text = f"{body}\n{original}" if original else body
    mail.set_content(text, charset="utf-8", cte="base64")
    mail.add_alternative(html_of(body, original), subtype="html", charset="utf-8", cte="base64")
    mail.set_boundary(f"=_{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:32]}")


def original_of(letter: Letter) -> str:
    """A letter as it stands below the reply, identity and phone numbers masked; empty where it says nothing."""
    if not letter.text.strip():
        return ""
    written = f"{letter.received:%Y-%m-%d %H:%M}" if letter.received else ""
    fields = {"发件人": letter.sender.name or letter.sender.address, "日期": written, "主题": letter.subject}
    head = [f"{name}：{' '.join(value.split())}" for name, value in fields.items() if value]
    return mask("\n".join([ORIGINAL, *head, "", letter.text.strip()])) + "\n"


def reply_in(text: str) -> str:
    """The words of a draft without the letter below them."""
    return text.replace("\r\n", "\n").partition(f"\n{ORIGINAL}\n")[0]


def html_of(body: str, original: str) -> str:
    """A draft as simple HTML: a paragraph for each of the plain text, a line for each of its lines."""
    below = f'<blockquote style="color:#555">\n{_html_paragraphs(original)}\n</blockquote>\n' if original else ""
    return f"<html><body>\n{_html_paragraphs(body)}\n{below}</body></html>\n"


def _html_paragraphs(text: str) -> str:
    """The paragraphs of a text as HTML."""
    paragraphs = filter(str.strip, text.split("\n\n"))
    return "\n".join(f"<p>{'<br>'.join(map(escape, each.strip().split(chr(10))))}</p>" for each in paragraphs)


def _format_address(recipient: Address) -> str:
    """An address with its name in front, in quotation marks where the name is not made of plain words."""
    name = recipient.name
    if name.isascii() and not PLAIN_NAME.fullmatch(name):
        name = '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'
    return f"{name} <{recipient.address}>" if recipient.name else recipient.address
