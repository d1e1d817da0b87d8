"""What is known of a notice (`notices/ID/notice.yaml`): whom it speaks to, when it holds, what is told apart in it."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple

from knowledge.file_record import FileRecord
from knowledge.plain import plain

NOTICES = Path(__file__).parent / "notices"

Status = Literal["adopted", "draft"]
Validity = Literal["in_force", "expired", "draft"]
WindowState = Literal["upcoming", "open", "closed", "unknown"]
Level = Literal["full_senior", "associate_senior", "intermediate", "junior"]


class Scope(FileRecord):
    """Whom a notice speaks to; an empty list means that it does not narrow this down.

    `round` is true where the notice opens a round of its own: dates, places and contacts of that round are its own.
    `specialties` are those of each series; `called` is how people name the notice or its office; `within` is the place
    that `place` belongs to, where the lexicon does not know it; `excludes` are places whose people it leaves out.
    """

    place: str | None = None
    within: str | None = None
    excludes: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    specialties: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    called: tuple[str, ...] = ()
    round: bool = False


class Window(FileRecord):
    """Days in which something can be handed in, both inclusive, as far as the notice says them.

    `about` is its own words where it gives no days (`9月中旬`, `另行通知`): `opens` and `closes`, where they are there,
    are then the outermost days that these words can mean.
    """

    what: str
    quote: str
    opens: date | None = None
    closes: date | None = None
    about: str | None = None

    def state(self, today: date) -> WindowState:
        """Where a day stands to the window; its first and its last day are open, what is not said is unknown."""
        if self.closes and today > self.closes:
            return "closed"
        if self.opens and today < self.opens:
            return "upcoming"
        return "unknown" if self.about or not (self.opens and self.closes) else "open"

    def check(self) -> None:
        """A window says something of when it is, and closes on or after the day on which it opens."""
        if not (self.opens or self.closes or self.about):
            raise ValueError("one of opens, closes and about is needed")
        if self.opens and self.closes and self.closes < self.opens:
            raise ValueError(f"closes {self.closes} before it opens {self.opens}")
        if self.about and plain(self.about) not in plain(self.quote):
            raise ValueError(f"about: not in the quote: {self.about}")


class Mention(FileRecord):
    """A place to hand papers in, or a way to reach the office, in the notice's own words."""

    what: str
    quote: str


class Erratum(FileRecord):
    """What is printed, what it probably should read (null: nothing is misprinted, yet it misleads), and why."""

    printed: str
    reading: str | None
    why: str


class Notice(FileRecord):
    """A notice's particulars. Its `title` and every quote stand in its source.

    `year` is that of its round; a document without one holds until another one says in `replaces` that it takes its
    place, or until the day `repealed_on`. `follows` is last year's notice on the same matter. `ranges` are its
    sentences on which cases its committee judges.
    """

    id: str
    title: str
    name: str
    status: Status
    sha256: str
    issuer: str | None = None
    document_number: str | None = None
    issued_on: date | None = None
    year: int | None = None
    rests_on: str | None = None
    follows: str | None = None
    replaces: tuple[str, ...] = ()
    repealed_on: date | None = None
    scope: Scope = Scope()
    windows: tuple[Window, ...] = ()
    places: tuple[Mention, ...] = ()
    contacts: tuple[Mention, ...] = ()
    ranges: tuple[str, ...] = ()
    errata: tuple[Erratum, ...] = ()

    @property
    def round_year(self) -> int | None:
        """The year that the notice is for; None for a rule that stands until it is replaced or repealed.

        A document that opens no round and whose title names no year is such a rule, whenever it was issued.
        """
        return self.year if self.scope.round or str(self.year) in plain(self.title) else None

    @property
    def exists_from(self) -> date:
        """The first day on which the notice can be cited: its date or, where its text bears none, 1 January."""
        return self.issued_on or (date(self.year, 1, 1) if self.year else date.min)

    @property
    def valid_through(self) -> date | None:
        """The last day, inclusive, on which it holds: that of its round; None where only a later text ends it.

        A round ends with its last window or, where it opens none that has an end, on 31 December.
        """
        ends = [self.repealed_on - timedelta(1)] if self.repealed_on else []
        if self.round_year:
            closing = [window.closes for window in self.windows if window.closes]
            ends.append(max(closing, default=date(self.round_year, 12, 31)))
        return min(ends, default=None)

    def validity(self, today: date) -> Validity:
        """A draft is a draft on every day; an adopted notice expires after its last day."""
        if self.status == "draft":
            return "draft"
        return "in_force" if self.valid_through is None or today <= self.valid_through else "expired"

    @property
    def marked(self) -> dict[str, tuple[str, ...]]:
        """The quotes of what is told apart in a notice, by what each is."""
        return {
            "window": tuple(window.quote for window in self.windows),
            "place": tuple(place.quote for place in self.places),
            "contact": tuple(contact.quote for contact in self.contacts),
            "range": self.ranges,
        }

    def quotes(self) -> Iterator[tuple[str, str]]:
        """Every text that must stand in the source, with the key it comes from."""
        yield "title", self.title
        for key, value in (("issuer", self.issuer), ("document_number", self.document_number)):
            if value:
                yield key, value
        yield from ((f"windows.{n}.quote", window.quote) for n, window in enumerate(self.windows))
        yield from ((f"places.{n}.quote", place.quote) for n, place in enumerate(self.places))
        yield from ((f"contacts.{n}.quote", contact.quote) for n, contact in enumerate(self.contacts))
        yield from ((f"ranges.{n}", quote) for n, quote in enumerate(self.ranges))
        yield from ((f"errata.{n}.printed", erratum.printed) for n, erratum in enumerate(self.errata))


class Stored(NamedTuple):
    """A notice as the library holds it, and the digest of all that its passages were made of."""

    notice: Notice
    digest: str


def as_replaced(notices: Collection[Notice]) -> dict[str, Notice]:
    """The same notices by id, each that another one replaces repealed by the day on which that one exists."""
    repealed = {replaced: notice.exists_from for notice in notices for replaced in notice.replaces}
    days = {notice.id: notice.repealed_on or repealed.get(notice.id) for notice in notices}
    return {notice.id: notice.replace(repealed_on=days[notice.id]) for notice in notices}
