"""Where things are on this machine: from the environment, else from one file of NAME=value lines.

The file is the one that ZHICHENG_SETTINGS names, else /etc/zhicheng/zhicheng.env where that can be read. All settings
together, checked, are to be had from `bot.settings.load`; a question needs none of it.
"""

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from bot.errors import SettingsError
from bot.locale import _
from knowledge.cache_folder import cache_folder

USUAL_FILE = Path("/etc/zhicheng/zhicheng.env")


def library_path() -> Path:
    """The library's file: ZHICHENG_LIBRARY, or one in the person's own cache folder."""
    if path := read_setting("ZHICHENG_LIBRARY"):
        return Path(path)
    return cache_folder() / "library.sqlite"


def history_path() -> Path:
    """The file in which the terminal keeps the questions typed, for the arrow keys."""
    return library_path().with_name("history")


def read_setting(name: str) -> str | None:
    """What the environment or else the file says of one setting; None where neither says anything."""
    path = settings_file()
    return os.environ.get(name) or (lines_of(path).get(name) if path else None) or None


def settings_file() -> Path | None:
    """The file that is read beside the environment; None where there is none."""
    if named := os.environ.get("ZHICHENG_SETTINGS"):
        return Path(named)
    return USUAL_FILE if os.access(USUAL_FILE, os.R_OK) else None


@cache
def lines_of(path: Path) -> Mapping[str, str | None]:
    """The settings of a file; `SettingsError` where it cannot be read or a line is none."""
    from dotenv import dotenv_values  # noqa: PLC0415  # only needed where there is a file
    from dotenv.parser import parse_stream  # noqa: PLC0415

    try:
        with path.open(encoding="utf-8") as stream:
            wrong = next((line.original.line for line in parse_stream(stream) if line.error), None)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(_("{path}: the settings cannot be read ({why})").format(path=path, why=error)) from error
    if wrong is not None:
        raise SettingsError(_("{path}, line {number}: NAME=value was expected").format(path=path, number=wrong))
    return dotenv_values(path, encoding="utf-8", interpolate=False)  # a $ in a password is a $
