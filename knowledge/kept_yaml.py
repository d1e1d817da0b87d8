"""What YAML files hold, kept as JSON, which is read a hundred times faster.

The copy stands in a folder of the user's own under the SHA-256 of the YAML: a file that has changed has another name, a
copy that is damaged is not used.
"""

import hashlib
import json
from pathlib import Path
from typing import TypeVar

from platformdirs import user_cache_path

from knowledge.errors import SourceError
from knowledge.records import read_any, record_of

CACHE = user_cache_path("zhicheng") / "yaml"
T = TypeVar("T")


def read_kept(path: Path, folder: Path | None = CACHE) -> object:
    """What a YAML file holds, from its copy where there is one; days are written out. `SourceError` as from YAML."""
    try:
        octets = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror}") from None
    kept = folder / f"{hashlib.sha256(octets).hexdigest()}.json" if folder else None
    found = copy_at(kept) if kept else None
    if found is None:
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


def read_kept_record(kind: type[T], path: Path, folder: Path | None = CACHE) -> T:
    """What a YAML file holds as a value of this type, in the same way; `SourceError` where it is not of that form."""
    return record_of(kind, read_kept(path, folder), path)


def copy_at(path: Path) -> object:
    """What a copy holds; None where there is none that can be read."""
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None


def keep(path: Path, data: object) -> None:
    """Write a copy in one step; a folder that cannot be written is no reason to stop."""
    part = path.with_suffix(".part")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.write_text(json.dumps(data, ensure_ascii=False, default=str), encoding="utf-8")
        part.replace(path)
    except OSError:
        return
