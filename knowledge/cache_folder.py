"""The folder of the user's own for what can be made again."""

import os
import sys
from pathlib import Path

NAME = "zhicheng"


def cache_folder() -> Path:
    """Where it is. On Linux the usual case is told without `platformdirs`, which takes 5 ms to import."""
    named = os.environ.get("XDG_CACHE_HOME", "").strip() or os.path.expanduser("~/.cache")  # noqa: PTH111  # never fails
    if sys.platform == "linux" and named.startswith("/"):
        return Path(named) / NAME
    from platformdirs import user_cache_path  # noqa: PLC0415  # only needed where the usual case is not

    return user_cache_path(NAME)
