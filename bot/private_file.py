"""Files that hold what somebody told: whole or not at all, their owner's alone, through no link.

A file grows under a hidden name that its process holds a lock on. What was left half done by one that was killed holds
nobody's lock, and whatever is next written into the same folder clears it away: it may hold what was deleted since.
"""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.locale import _

OWNERS = 0o600
DRAFT = ".{name}.unfinished"
EARLIER = ".storage-????????T??????.sqlite.[0-9]*"  # as an earlier version named them
SIDES = ("-wal", "-shm", "-journal")  # what SQLite puts beside a file


def write(path: Path, octets: bytes) -> None:
    """Put a file in its place, or in that of an older one; `OSError` where that is a link, or no file."""
    with draft_of(path) as draft, draft.open("wb") as file:
        file.write(octets)
        file.flush()
        os.fsync(file.fileno())


def touch(path: Path) -> None:
    """Have a file there that is added to; `OSError` where that is a link, or no file."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _refuse_link(path)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, OWNERS))


@contextmanager
def draft_of(path: Path) -> Iterator[Path]:
    """An empty file to be filled, which takes its place once that was done; an error inside leaves all as it was."""
    _refuse_link(path)
    clear(path.parent)
    draft = path.with_name(DRAFT.format(name=path.name))
    held = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, OWNERS)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield draft
        draft.replace(path)
    except BaseException:
        remove(draft)
        raise
    finally:
        os.close(held)


def clear(folder: Path) -> None:
    """Remove every file in a folder that was left half done, and at which nobody is at work."""
    for draft in (*folder.glob(DRAFT.format(name="*")), *folder.glob(EARLIER)):
        with suppress(FileNotFoundError, BlockingIOError):
            held = os.open(draft, os.O_RDWR | os.O_NOFOLLOW)
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                remove(draft)
            finally:
                os.close(held)


def remove(draft: Path) -> None:
    """Remove a file, and before it what lies beside it."""
    for side in (*SIDES, ""):
        draft.with_name(draft.name + side).unlink(missing_ok=True)


def _refuse_link(path: Path) -> None:
    """`OSError` for a path that leads elsewhere: what is written there would be readable to others."""
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise OSError(errno.ELOOP, _("it is a link or no file, and nothing is written through it"), str(path))
