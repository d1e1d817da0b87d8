"""Where things are on this machine, from the environment."""

import os
from pathlib import Path


def library_path() -> Path:
    """The library's file: ZHICHENG_LIBRARY, or one in the person's own cache folder."""
    if path := os.environ.get("ZHICHENG_LIBRARY"):
        return Path(path)
    from platformdirs import user_cache_path  # noqa: PLC0415  # only needed where nothing is set

    return user_cache_path("zhicheng") / "library.sqlite"


def history_path() -> Path:
    """The file in which the terminal keeps the questions typed, for the arrow keys."""
    return library_path().with_name("history")
