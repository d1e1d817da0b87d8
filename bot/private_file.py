"""Files that hold somebody's verdict, draft or questions: whole or not at all, their owner's alone, through no link."""

import errno
import os
import secrets
from pathlib import Path

from bot.locale import _

OWNERS = 0o600


def write(path: Path, octets: bytes) -> None:
    """Put a file in its place, or in that of an older one; `OSError` where that is a link, or no file."""
    refuse_link(path)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNERS), "wb") as file:
            file.write(octets)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def touch(path: Path) -> None:
    """Have a file there that is added to; `OSError` where that is a link, or no file."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    refuse_link(path)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, OWNERS))


def refuse_link(path: Path) -> None:
    """`OSError` for a path that leads elsewhere: what is written there would be readable to others."""
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise OSError(errno.ELOOP, _("it is a link or no file, and nothing is written through it"), str(path))
