"""`zhicheng backup`: a copy of what is kept, made while the doors go on."""

import os
from datetime import date, datetime
from pathlib import Path

import click

from bot.configuration import Settings
from bot.day import CHINA
from bot.errors import StorageError
from bot.keyring import existing_storage, key_of
from bot.locale import _
from bot.settings import settings
from bot.storage import KEPT_DAYS, Storage
from bot.tidy import oldest_kept

NAME = "storage-{moment:%Y%m%dT%H%M%S}.sqlite"
EVERY = "storage-????????T??????.sqlite"


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--keep", default=7, show_default=True, type=click.IntRange(1, 100), help="In a folder: how many copies.")
def backup(path: Path, keep: int) -> None:
    """Copy what is kept into a new file at PATH, or into the folder PATH, where the latest copies stay.

    One copy a night is expected in a folder. What would grow older than 180 days in it is left out.
    """
    found = settings()
    with existing_storage(found) as storage:
        if not path.is_dir():
            copy(storage, path)
            click.echo(_("Copied to {path}.").format(path=path))
            return
        moment = datetime.now(CHINA)
        target = path / NAME.format(moment=moment)
        copy(storage, target, found, oldest_kept(moment.date(), KEPT_DAYS - keep + 1))
    gone = sorted(path.glob(EVERY))[:-keep]
    for each in gone:
        each.unlink()
    click.echo(_("Copied to {path}; {gone} older copies deleted.").format(path=target, gone=len(gone)))


def copy(storage: Storage, target: Path, settings: Settings | None = None, since: date | None = None) -> None:
    """A copy under its name only once it is whole and sound."""
    if target.exists():
        raise StorageError(_("{path} is there already; it is not overwritten.").format(path=target))
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        storage.copy(draft)
        if settings and since:
            with Storage(draft, key_of(settings)) as copied:
                copied.forget(since)
        draft.rename(target)
    except OSError as error:
        raise StorageError(f"{target}: {error.strerror}") from error
    finally:
        draft.unlink(missing_ok=True)
