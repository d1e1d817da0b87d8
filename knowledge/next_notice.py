"""Next year's `notice.yaml` from last year's: what the new source still says is carried over, the rest is listed."""

import hashlib
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import SourceError
from knowledge.notice import Erratum, Mention, Notice
from knowledge.plain import plain
from knowledge.plain_data import data_of
from knowledge.reading import read_text


@dataclass(frozen=True)
class CarriedOver:
    """The particulars of a notice made from an earlier one's, and the keys that a person has to fill in."""

    record: Mapping[str, object]
    blank: tuple[str, ...]


def carry_over(earlier: Notice, source: Path, year: int) -> CarriedOver:
    """What the particulars of an earlier notice can say of a later source; days and pins are left open.

    `SourceError` where the source is no text.
    """
    said = plain(read_text(source))
    title = earlier.title.replace(str(earlier.year), str(year))
    record: dict[str, object] = {
        "title": title if plain(title) in said else "",
        "name": earlier.name.replace(str(earlier.year), str(year)),
        "issuer": earlier.issuer if earlier.issuer and plain(earlier.issuer) in said else None,
        "year": year,
        "status": earlier.status,
        "sha256": hashlib.sha256(source.read_bytes()).hexdigest(),
        "follows": earlier.id,
        "scope": {key: value for key, value in data_of(earlier.scope).items() if value not in (None, [])},
        "places": [data_of(each) for each in earlier.places if plain(each.quote) in said],
        "contacts": [data_of(each) for each in earlier.contacts if plain(each.quote) in said],
        "ranges": [each for each in earlier.ranges if plain(each) in said],
        "errata": [data_of(each) for each in earlier.errata if plain(each.printed) in said],
    }
    return CarriedOver(record, tuple(_blank(earlier, record, said)))


def write_folder(path: Path, source: Path, record: Mapping[str, object]) -> None:
    """A notice's folder with its source and its particulars, whole or not at all; `SourceError` where it cannot be."""
    from ruamel.yaml import YAML  # noqa: PLC0415  # only needed here

    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style, yaml.allow_unicode, yaml.width = False, True, 120
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # ruamel's own default says None
    part = path.with_name(f".{path.name}")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir()
        shutil.copyfile(source, part / "source.txt")
        with (part / "notice.yaml").open("w", encoding="utf-8") as file:
            yaml.dump(record, file)
        part.rename(path)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise SourceError(f"{path}: {error.strerror}") from None


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
