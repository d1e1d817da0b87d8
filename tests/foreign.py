"""What a library answers of other places: their notices beside the project's own, without any label or phrase.

Those in `cases/foreign/` are public ones, those in `cases/further/` were made up in styles that these do not have.
"""

import shutil
from pathlib import Path

from knowledge.notice import NOTICES
from knowledge.store.building import open_library
from knowledge.store.library import Library

CASES = Path(__file__).parent / "cases"
OTHERS = {name: CASES / name for name in ("foreign", "further")}


def folder_beside_ours(folder: Path) -> Path:
    """A folder of the project's notices and those of other places."""
    notices = folder / "notices"
    shutil.copytree(NOTICES, notices)
    for others in OTHERS.values():
        shutil.copytree(others, notices, dirs_exist_ok=True, ignore=shutil.ignore_patterns("README.md"))
    return notices


def library_beside_ours(folder: Path) -> Library:
    """The library of such a folder."""
    return open_library(folder / "library.sqlite", folder_beside_ours(folder))[0]
