"""A notice: its text as received and what is known of it (`notices/ID/source.txt`, `notices/ID/notice.yaml`)."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, NamedTuple

from knowledge.errors import SourceError, refuse
from knowledge.file_record import FileRecord
from knowledge.plain import Plain, Span, plain
from knowledge.reading import read_text

NOTICES = Path(__file__).parent / "notices"
PARTS = frozenset({"source.txt", "notice.yaml"})  # of which a folder has one at least, to be a notice

Status = Literal["adopted", "draft"]
Validity = Literal["in_force", "expired", "draft"]
WindowState = Literal["upcoming", "open", "closed", "unknown"]
Level = Literal["full_senior", "associate_senior", "intermediate", "junior"]


@dataclass(frozen=True, kw_only=True)
class Scope(FileRecord):
    """Whom a notice speaks to; an empty list means that it does not narrow this down.

    `round` is true where the notice opens a round of its own: dates, places and contacts of that round are its own.
    `specialties` are those of each series; `called` is how people name the notice or its office; `within` is the place
    that `place` belongs to, where the lexicon does not know it.
    """

    place: str | None = None
    within: str | None = None
    series: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    specialties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    called: tuple[str, ...] = ()
    round: bool = False


@dataclass(frozen=True, kw_only=True)
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

    def __post_init__(self) -> None:
        """A window says something of when it is, and closes on or after the day on which it opens."""
        if not (self.opens or self.closes or self.about):
            raise ValueError("one of opens, closes and about is needed")
        if self.opens and self.closes and self.closes < self.opens:
            raise ValueError(f"closes {self.closes} before it opens {self.opens}")
        if self.about and plain(self.about) not in plain(self.quote):
            raise ValueError(f"about: not in the quote: {self.about}")


@dataclass(frozen=True)
class Mention(FileRecord):
    """A place to hand papers in, or a way to reach the office, in the notice's own words."""

    what: str
    quote: str


@dataclass(frozen=True)
class Erratum(FileRecord):
    """What is printed, what it probably should read (null: nothing is misprinted, yet it misleads), and why."""

    printed: str
    reading: str | None
    why: str


@dataclass(frozen=True, kw_only=True)
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


def revive(record: Mapping[str, Any]) -> Notice:
    """A notice from its JSON record, as `dataclasses.asdict` made it."""
    fields, scope = in_tuples(record), in_tuples(record["scope"])
    scope["specialties"] = in_tuples(scope["specialties"])
    for key in ("issued_on", "repealed_on"):
        fields[key] = in_days(record[key])
    fields |= {
        "scope": Scope(**scope),
        "windows": tuple(
            Window(**{**each, "opens": in_days(each["opens"]), "closes": in_days(each["closes"])})
            for each in record["windows"]
        ),
        "places": tuple(Mention(**each) for each in record["places"]),
        "contacts": tuple(Mention(**each) for each in record["contacts"]),
        "errata": tuple(Erratum(**each) for each in record["errata"]),
    }
    return Notice(**fields)


def in_tuples(record: Mapping[str, Any]) -> dict[str, Any]:
    """The same record with a tuple for each list."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in record.items()}


def in_days(text: str | None) -> date | None:
    """A day from its ISO form, if there is one."""
    return date.fromisoformat(text) if text else None


class Source:
    """The text of a notice as received, never changed; everything cited is a span of it."""

    def __init__(self, notice: Notice, text: str) -> None:
        self.notice = notice
        self.text = text

    @cached_property
    def plain(self) -> Plain:
        """The text as it is compared."""
        return Plain.of(self.text)

    def find(self, quote: str) -> tuple[Span, ...]:
        """Every place where a quote stands, white space and width of characters aside."""
        return tuple(self.plain.find_all(quote))


def load_source(
    notice_id: str, folder: Path = NOTICES, read: Callable[[Path], Mapping[str, object]] | None = None
) -> Source:
    """A notice with its text; `SourceError` where a file is missing, changed, or a quote does not stand in it.

    `read` gives what notice.yaml holds, where that is known more quickly than by reading it.
    """
    source = read_proven_source(notice_id, folder, read)
    for key, quote in source.notice.quotes():
        _expect_quote(source, folder / notice_id / "notice.yaml", key, quote)
    return source


def read_proven_source(
    notice_id: str, folder: Path = NOTICES, read: Callable[[Path], Mapping[str, object]] | None = None
) -> Source:
    """The same of a notice whose quotes are known to stand in it."""
    from knowledge.records import read_yaml, record_of  # noqa: PLC0415  # pydantic and YAML are not needed to answer

    path = folder / notice_id / "notice.yaml"
    notice = record_of(Notice, {**(read or read_yaml)(path), "id": notice_id}, path)
    text_path = path.with_name("source.txt")
    text = read_text(text_path)
    digest = hashlib.sha256(text_path.read_bytes()).hexdigest()
    if digest != notice.sha256:
        raise SourceError(f"{text_path}: its SHA-256 is {digest}, notice.yaml pins {notice.sha256}")
    return Source(notice, text)


def _expect_quote(source: Source, path: Path, key: str, quote: str) -> None:
    """`SourceError` where a quote of a file does not stand in the source."""
    if not source.find(quote):
        raise SourceError(f"{path}: {key}: not in the source: {quote}")


def load_sources(folder: Path = NOTICES, broken: Callable[[SourceError], None] = refuse) -> tuple[Source, ...]:
    """Every notice of a folder, by id, repealed where another one replaces it; otherwise as `read_sources`.

    `SourceError` where there is none, or none that can be read.
    """
    ids = ids_in(folder)
    sources = read_sources(folder, broken, ids)
    if not sources:
        raise nothing_in(folder, ids)
    notices = as_replaced([source.notice for source in sources])
    return tuple(Source(notices[source.notice.id], source.text) for source in sources)


def read_sources(folder: Path, broken: Callable[[SourceError], None], ids: Iterable[str]) -> tuple[Source, ...]:
    """The notices of a folder that have these ids; one that is broken is left out where `broken` lets it be.

    `broken` hears why.
    """
    found = list[Source]()
    for notice_id in ids:
        try:
            found.append(load_source(notice_id, folder))
        except SourceError as error:
            broken(error)
    return tuple(found)


def nothing_in(folder: Path, ids: Collection[str]) -> SourceError:
    """What is said of a folder where there is no notice, or none of these that can be read."""
    tried = f" ({', '.join(ids)} cannot be read)" if ids else ""
    return SourceError(f"{folder}: no notices here{tried}; each has a folder ID/ with source.txt and notice.yaml")


def ids_in(folder: Path) -> list[str]:
    """The ids of the notices of a folder, also of those that are broken."""
    return sorted({path.parent.name for path in folder.glob("*/*") if path.name in PARTS})


def as_replaced(notices: Collection[Notice]) -> dict[str, Notice]:
    """The same notices by id, each that another one replaces repealed by the day on which that one exists."""
    repealed = {replaced: notice.exists_from for notice in notices for replaced in notice.replaces}
    days = {notice.id: notice.repealed_on or repealed.get(notice.id) for notice in notices}
    return {notice.id: replace(notice, repealed_on=days[notice.id]) for notice in notices}
