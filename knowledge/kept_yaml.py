"""What YAML files hold, kept as JSON, which is read a hundred times faster; records are checked before they are kept.

A copy stands in a folder of the user's own under the SHA-256 of all that decides it: a file that has changed has
another name. It begins with its own SHA-256: one that is damaged is not used, and made anew. What is old goes when
something new is kept: it is a copy of what has changed since, or is soon made again.
"""

import hashlib
import json
import time
from inspect import getfile
from pathlib import Path
from typing import TypeVar, cast, get_args

from knowledge.cache_folder import cache_folder
from knowledge.errors import SourceError
from knowledge.plain_data import as_data, revive
from knowledge.store.look import stamp_of_code

CACHE = cache_folder() / "yaml"
OLD = 30 * 24 * 60 * 60  # seconds
T = TypeVar("T")


def read_kept(path: Path, folder: Path | None = CACHE) -> object:
    """What a YAML file holds, from its copy where there is one; days are written out. `SourceError` as from YAML."""
    octets = _octets_of(path)
    kept = folder / f"{_digest(octets)}.json" if folder else None
    found = copy_at(kept) if kept else None
    if found is None:
        from knowledge.records import read_any  # noqa: PLC0415  # slow to import, and what is kept needs no YAML

        found = read_any(path)
        if kept:
            keep(kept, found)
    return found


def read_kept_mapping(path: Path, folder: Path | None = CACHE) -> dict[str, object]:
    """The mapping that a YAML file holds, in the same way; `SourceError` says where it is not one."""
    data = read_kept(path, folder)
    if not isinstance(data, dict):
        raise SourceError(f"{path}: a mapping of keys was expected")
    return data


def read_kept_record(kind: type[T], path: Path, folder: Path | None = CACHE, **given: object) -> T:
    """What a YAML file holds, `given` added to it, as a value of this type; `SourceError` where it has another form.

    It is checked once, and then kept for as long as the file and the code of its form are the same.
    """
    kept = folder / f"{_digest(_octets_of(path), f'{kind}{given}'.encode(), _code_of(kind))}.json" if folder else None
    found = copy_at(kept) if kept else None
    if found is not None:
        return revive(kind, found)
    from knowledge.records import read_record  # noqa: PLC0415  # slow to import, and what was checked needs no pydantic

    record = read_record(kind, path, **given)
    if kept:
        keep(kept, as_data(record))
    return record


def _octets_of(path: Path) -> bytes:
    """What a file holds."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror}") from None


def _code_of(kind: object) -> bytes:
    """What tells the code of the folder in which a type, or its last part, is written from other code."""
    written = cast("type", (kind, *get_args(kind))[-1])
    return stamp_of_code(Path(getfile(written)).parent).encode()


def _digest(*octets: bytes) -> str:
    """One SHA-256 of all."""
    return hashlib.sha256(b"\0".join(octets)).hexdigest()


def copy_at(path: Path) -> object:
    """What a copy holds; None where there is none, or none that is as it was written."""
    try:
        seal, __, octets = path.read_bytes().partition(b"\n")
        return json.loads(octets) if seal == _digest(octets).encode() else None
    except (OSError, ValueError):
        return None


def keep(path: Path, data: object) -> None:
    """Write a copy in one step; a folder that cannot be written is no reason to stop."""
    part = path.with_suffix(".part")
    octets = json.dumps(data, ensure_ascii=False, default=str).encode()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.write_bytes(_digest(octets).encode() + b"\n" + octets)
        part.replace(path)
        let_old_go(path.parent)
    except OSError:
        return


def let_old_go(folder: Path) -> None:
    """Remove the copies of a folder that were written long ago."""
    for each in folder.glob("*.json"):
        if time.time() - each.stat().st_mtime > OLD:
            each.unlink(missing_ok=True)
