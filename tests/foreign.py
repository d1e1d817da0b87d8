"""What a library answers of other places: public notices beside the project's own, without any label or phrase."""

import shutil
from pathlib import Path

from knowledge.notice import NOTICES
from knowledge.store.building import open_library
from knowledge.store.library import Library

FOREIGN = Path(__file__).parent / "cases" / "foreign"


def folder_beside_ours(folder: Path) -> Path:
    """A folder of the project's notices and those of other places."""
    notices = folder / "notices"
    shutil.copytree(NOTICES, notices)
    shutil.copytree(FOREIGN, notices, dirs_exist_ok=True, ignore=shutil.ignore_patterns("README.md"))
    return notices


def library_beside_ours(folder: Path) -> Library:
    """The library of such a folder."""
    return open_library(folder / "library.sqlite", folder_beside_ours(folder))[0]
