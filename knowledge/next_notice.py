"""Next year's `notice.yaml` from last year's: what the new source still says is carried over, the rest is listed."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass

from knowledge.notice import Erratum, Mention, Notice
from knowledge.plain import plain


@dataclass(frozen=True)
class CarriedOver:
    """The particulars of a notice made from an earlier one's, and the keys that a person has to fill in."""

    record: Mapping[str, object]
    blank: tuple[str, ...]


def carry_over(earlier: Notice, octets: bytes, year: int) -> CarriedOver:
    """What the particulars of an earlier notice can say of a later source; days and pins are left open."""
    said = plain(octets.decode("utf-8"))
    title = earlier.title.replace(str(earlier.year), str(year))
    record: dict[str, object] = {
        "title": title if plain(title) in said else "",
        "name": earlier.name.replace(str(earlier.year), str(year)),
        "issuer": earlier.issuer if earlier.issuer and plain(earlier.issuer) in said else None,
        "year": year,
        "status": earlier.status,
        "sha256": hashlib.sha256(octets).hexdigest(),
        "follows": earlier.id,
        "scope": {key: value for key, value in asdict(earlier.scope).items() if value not in (None, ())},
        "places": [asdict(each) for each in earlier.places if plain(each.quote) in said],
        "contacts": [asdict(each) for each in earlier.contacts if plain(each.quote) in said],
        "ranges": [each for each in earlier.ranges if plain(each) in said],
        "errata": [asdict(each) for each in earlier.errata if plain(each.printed) in said],
    }
    return CarriedOver(record, tuple(_blank(earlier, record, said)))


def _blank(earlier: Notice, record: Mapping[str, object], said: str) -> Iterator[str]:
    """What is left to a person: days and numbers always, and each quote that the new source does not have."""
    yield from (key for key in ("title", "issuer") if not record[key] and getattr(earlier, key))
    yield from (key for key in ("document_number", "issued_on", "rests_on") if getattr(earlier, key))
    yield from (f"windows: {window.what}" for window in earlier.windows)
    groups: Mapping[str, Iterable[Mention | Erratum | str]] = {
        "places": earlier.places,
        "contacts": earlier.contacts,
        "ranges": earlier.ranges,
        "errata": earlier.errata,
    }
    for key, group in groups.items():
        yield from (f"{key}: {quote}" for quote in map(_quote_of, group) if plain(quote) not in said)


def _quote_of(each: Mention | Erratum | str) -> str:
    """The notice's own words in a part of its particulars."""
    if isinstance(each, str):
        return each
    return each.printed if isinstance(each, Erratum) else each.quote
