"""Secrets in files: those that a setting names, and those that systemd hands to a service (`LoadCredential=`)."""

import os
from pathlib import Path

from bot.locale import _


def handed_over(name: str) -> Path | None:
    """The file of a credential from systemd; None where there is none of this name."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    path = Path(folder or "/", name)
    return path if folder and path.is_file() else None


def read_secret(path: Path) -> str:
    """The one word of a file; `ValueError` where it cannot be read or holds more or less."""
    try:
        words = path.read_text(encoding="utf-8").split()
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(_("the secret cannot be read ({why})").format(why=error)) from None
    if len(words) != 1:
        raise ValueError(_("{path}: one secret on one line is expected").format(path=path))
    return words[0]
