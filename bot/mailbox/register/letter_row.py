"""A letter's row: what is kept of a letter so that it is drafted once, answered in time and counted."""

import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from bot.mailbox.drafting.drafter import Draft
from bot.mailbox.imap.account import Arrival
from bot.mailbox.reading.letter import Letter
from bot.privacy.masking import star, unreachable
from knowledge.patterns import linear
from knowledge.plain import Span, plain
from knowledge.terms import Finder, Lexicon, search_form
from knowledge.value import replace

State = Literal["new", "drafting", "drafted", "joined", "skipped", "failed", "aside", "closed"]
STATES: tuple[State, ...] = ("new", "drafting", "drafted", "joined", "skipped", "failed", "aside", "closed")
UNFINISHED: tuple[State, ...] = ("new", "drafting", "failed")
LONGEST_SUBJECT = 80
HEAD = 65_536  # octets at the beginning of a letter in which its Message-ID is looked for
MESSAGE_ID = re.compile(rb"^message-id:\s*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)
SHORTEST_NAME = 2
INTRODUCED = linear(r"(?:我是|我叫|本人是?|姓名|联系人|单位)[:：是为叫]?[^\s,，。.;；!！?？、]+")


@dataclass(frozen=True)
class LetterRow:
    """A row of the table `letter`; times are ISO texts in UTC.

    `message`, `sender` and `question` are digests. `subject` are words of the lexicon only. `points` is JSON: how each
    was answered, and what was asked where the notices are silent, as far as it may be kept; `passages` is JSON: what
    was quoted. `answer_to` is a digest as well; `opened_at`: when staff opened the letter again by hand; `wanted`: they
    want a draft of it, whatever it seems to be. `draft` is the Message-ID of our draft, chosen before it is stored.
    """

    id: str
    message: str = ""
    sender: str = ""
    question: str = ""
    subject: str = ""
    received: str = ""
    deadline: str | None = None
    kind: str | None = None
    points: str | None = None
    asked: int | None = None
    answered: int | None = None
    passages: str | None = None
    library: str | None = None
    state: State = "new"
    why: str | None = None
    joined_to: str | None = None
    holder: str | None = None
    leased_until: float | None = None
    attempts: int = 0
    version: int = 0
    draft: str | None = None
    draft_digest: str | None = None
    drafted_at: str | None = None
    replied_at: str | None = None
    answer_to: str | None = None
    opened_at: str | None = None
    wanted: int | None = None


def message_digest(message_id: str) -> str:
    """What is kept of a Message-ID."""
    return hashlib.sha256(message_id.encode("utf-8", "replace")).hexdigest()[:32] if message_id else ""


def _letter_id(letter: Letter, arrival: Arrival) -> str:
    """The same for the same letter wherever it lies: from its Message-ID and what it says.

    A letter without a Message-ID is told from another with the same words by its date.
    """
    own = letter.message_id or (letter.received or arrival.on).isoformat()
    return hashlib.sha256(f"{own}\0{letter.digest}".encode("utf-8", "replace")).hexdigest()[:20]


def arrival_row(arrival: Arrival, octets: bytes, deadline: str | None) -> LetterRow:
    """The row of a letter of which nothing has been read but the Message-ID, as far as it stands there plainly."""
    found = MESSAGE_ID.search(octets[:HEAD])
    return LetterRow(
        hashlib.sha256(octets).hexdigest()[:20],
        message_digest(found[1].decode("utf-8", "replace") if found else ""),
        received=arrival.on.isoformat(timespec="seconds"),
        deadline=deadline,
    )


def identify(entry: LetterRow, letter: Letter, arrival: Arrival, key: bytes) -> LetterRow:
    """The row of a letter that has been read."""
    return replace(
        entry,
        id=_letter_id(letter, arrival),
        message=message_digest(letter.message_id or ""),
        sender=address_digest(key, letter.sender.address),
        answer_to=address_digest(key, letter.answer_to.address),
        subject=matter_of(letter.subject),
    )


def question_of(draft: Draft, key: bytes) -> str:
    """The same for the same questions on the same case, whatever their order, spacing and width."""
    asked = sorted(plain(point.asked) for point in draft.points)
    said = asked or [plain(draft.letter.subject), plain(draft.letter.text)]
    return _keyed_digest(key, "\0".join([*said, draft.case]))


def address_digest(key: bytes, address: str) -> str:
    """What is kept of an address."""
    return _keyed_digest(key, address.lower())


def _keyed_digest(key: bytes, text: str) -> str:
    """A digest that nobody without the key can try names on."""
    return hmac.new(key, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:32]


def matter_of(subject: str) -> str:
    """The words of a subject that the lexicon knows: its matter, without anybody's name."""
    return " ".join(found.expression for found in matters().find(search_form(subject[:LONGEST_SUBJECT])))


@cache
def matters() -> Finder:
    """Finds what the lexicon has words for."""
    return Lexicon.read().finder


def _storable_point(asked: str, letter: Letter) -> str:
    """What a letter asks as it may be kept: without numbers, addresses, its sender's name and introduction."""
    text = unreachable(asked)
    for name in {letter.sender.name.strip(), letter.answer_to.name.strip()}:
        text = text.replace(name, "*" * len(name)) if len(name) >= SHORTEST_NAME else text
    return star(text, [Span(*each.span()) for each in INTRODUCED.finditer(text)])


def contents_of(draft: Draft) -> dict[str, object]:
    """What is kept of a draft: its kind, what was asked in vain, what was answered, and the passages quoted."""
    points = [
        {
            "asked": _storable_point(point.asked, draft.letter) if point.status == "no_answer" else "",
            "status": point.status,
        }
        for point in draft.points
    ]
    passages = [
        [each.notice.id, " ".join(each.section), *each.span] for point in draft.points for each in point.citations
    ]
    return {
        "kind": draft.kind,
        "points": json.dumps(points, ensure_ascii=False),
        "asked": len(points),
        "answered": sum(point["status"] == "answered" for point in points),
        "passages": json.dumps(passages),
    }
