"""The octets of a mail → a `Letter`: who wrote, when, and in which words of their own."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from functools import cached_property
from itertools import chain, islice
from types import MappingProxyType
from typing import NamedTuple

from bot.clock import CHINA
from bot.mailbox.reading.charset import header_text, unfold
from bot.mailbox.reading.history import forwarded_text, own_words
from bot.mailbox.reading.mime import (
    LONGEST_FIELD,
    Attachment,
    content_of,
    header,
    headers_of,
    media_type,
    parse,
    raw_headers,
)
from knowledge.patterns import linear
from knowledge.value import Value

IDENTIFIER = linear(r"<[!-;=?-~]+>")
ADDRESS = re.compile(r"[\w!#$%&'*+/=?^`{|}~.-]{1,64}@[\w.-]{1,255}", re.ASCII)
ENCODED = "=?"  # how an encoded word begins, which is no address
NESTING = "(:[<"  # what groups, comments and routes begin with; the parser goes into each
MOST_NESTED = 100
LONGEST_SUBJECT = 500
LONGEST = 20_000  # characters of a letter's own words: a dozen pages
MOST_LINES = 3_000  # of a text in which they are looked for
MOST_DATES = 20  # headers in which the time is looked for
LONGEST_NAME = 80
MOST_IDENTIFIERS = 200  # of a thread; the first and the last ones are kept
MOST_FIELDS = 200  # headers that are kept
FORWARD = linear(r"(?i:(?:fw|fwd|转发|轉寄|转寄|轉發)\s*[:：])")


class Address(NamedTuple):
    """An address as a mail gives it; either may be empty."""

    name: str = ""
    address: str = ""


NOBODY = Address()


class Letter(Value):
    """A letter as it is understood. `text` holds the sender's own words: history and signature are cut off.

    `passed_on` is the text of a mail that the letter forwards, in it or attached to it; `quoted` is the mail that it
    answers, as it stands below it, with its own history. `headers` are the first of each
    name, the names in lower case. `is_cut`: the letter says more than was read.
    """

    sender: Address = NOBODY
    reply_to: Address | None = None
    subject: str = ""
    text: str = ""
    received: datetime | None = None
    message_id: str | None = None
    references: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    headers: Mapping[str, str] = MappingProxyType({})
    media_type: str = "text/plain"
    parts: tuple[str, ...] = ()
    signature: str = ""
    passed_on: str = ""
    quoted: str = ""
    is_cut: bool = False

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of what the letter says and who says it: the same letter delivered twice has the same."""
        said = "\0".join((self.sender.address.lower(), self.subject, self.text))
        return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()

    @property
    def answer_to(self) -> Address:
        """Where a reply goes."""
        return self.reply_to or self.sender

    @property
    def thread(self) -> tuple[str, ...]:
        """The References of a reply: those of the letter and the letter itself; none where it has no Message-ID."""
        if self.message_id is None:
            return ()
        return (*(each for each in self.references if each != self.message_id), self.message_id)


def read_letter(octets: bytes) -> Letter:
    """The letter that these octets hold; any octets can be read."""
    mail, is_cut = parse(octets)
    content = content_of(mail)
    lines = content.text.split("\n")
    words = own_words("\n".join(lines[:MOST_LINES]))
    is_cut |= content.is_cut or len(words.own) > LONGEST or (len(lines) > MOST_LINES and not words.quoted)
    subject = header(mail, "subject")[:LONGEST_SUBJECT]
    is_forward = bool(FORWARD.match(subject)) or not words.own.strip()
    return Letter(
        sender=next(addresses(mail, "from", "sender", "return-path"), Address(header(mail, "from")[:LONGEST_NAME])),
        reply_to=next(addresses(mail, "reply-to"), None),
        subject=subject,
        text=words.own[:LONGEST],
        received=_arrival_time(mail),
        message_id=next(identifiers(mail, "message-id"), None),
        references=references(mail),
        attachments=content.attachments,
        headers=_first_headers(mail),
        media_type=media_type(mail),
        parts=content.parts,
        signature=words.signature[:LONGEST],
        passed_on=(content.attached_mail or (forwarded_text(words.quoted) if is_forward else ""))[:LONGEST],
        quoted=words.quoted[:LONGEST],
        is_cut=is_cut,
    )


def _first_headers(mail: Message) -> dict[str, str]:
    """The first header of each name, of as many as are read."""
    fields = list(islice(mail.raw_items(), MOST_FIELDS))
    return {name.lower(): header_text(value[:LONGEST_FIELD]) for name, value in reversed(fields)}


def addresses(mail: Message, *names: str) -> Iterator[Address]:
    """The addresses of the headers of these names that a mail can be sent to.

    A header is split before its encoded words are read, so that a comma in a name does not end it.
    """
    for name in names:
        raw = [unfold(value) for value in islice(raw_headers(mail, name), MOST_DATES)]
        for written, address in getaddresses([value for value in raw if sum(map(value.count, NESTING)) <= MOST_NESTED]):
            if ADDRESS.fullmatch(address) and ENCODED not in address:
                yield Address(_without_quotes(header_text(written))[:LONGEST_NAME], address)


def _without_quotes(name: str) -> str:
    """A name without quotation marks around the whole of it, which some programs encode with it."""
    return name[1:-1].strip() if len(name) > 1 and name[0] == name[-1] and name[0] in "\"'" else name


def identifiers(mail: Message, name: str) -> Iterator[str]:
    """The message ids in the headers of a name."""
    for value in headers_of(mail, name):
        yield from IDENTIFIER.findall(value)


def references(mail: Message) -> tuple[str, ...]:
    """The thread that a letter belongs to: its References, else the one letter that it answers (RFC 5322, 3.6.4)."""
    thread = tuple(dict.fromkeys(identifiers(mail, "references")))
    answered = tuple(dict.fromkeys(identifiers(mail, "in-reply-to")))
    whole = thread or (answered if len(answered) == 1 else ())
    return whole if len(whole) <= MOST_IDENTIFIERS else (whole[0], *whole[1 - MOST_IDENTIFIERS :])


def _arrival_time(mail: Message) -> datetime | None:
    """When the letter was written, else when it came in; a time without a zone is China's."""
    received = (value.rpartition(";")[2] for value in headers_of(mail, "received"))
    dates = chain(headers_of(mail, "date"), received)
    for written in islice(dates, MOST_DATES):
        try:
            moment = parsedate_to_datetime(written)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)
    return None
