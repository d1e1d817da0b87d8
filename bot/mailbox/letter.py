"""The octets of a mail → a `Letter`: who wrote, when, and in which words of their own."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property


@dataclass(frozen=True)
class Address:
    """An address as a mail gives it; either may be empty."""

    name: str = ""
    address: str = ""


@dataclass(frozen=True)
class Attachment:
    """A file that came with a letter. `unread` says why its text was not read."""

    name: str
    media_type: str
    size: int
    text: str = ""
    unread: str | None = None


@dataclass(frozen=True)
class Letter:
    """A letter as it is understood. `text` holds the sender's own words: history and signature are cut off.

    `headers` are those that show what kind of mail this is, by their names in lower case.
    """

    sender: Address = Address()
    reply_to: Address | None = None
    subject: str = ""
    text: str = ""
    received: datetime | None = None
    message_id: str | None = None
    references: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict, hash=False)
    media_type: str = "text/plain"

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of what the letter says and who says it: the same letter delivered twice has the same."""
        said = "\0".join((self.sender.address.lower(), self.subject, self.text))
        return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()


def read_letter(octets: bytes) -> Letter:
    """The letter that these octets hold; any octets can be read."""
    return Letter()
