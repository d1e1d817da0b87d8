"""`zhicheng backup`: copies of what is kept, made while the doors go on."""

from datetime import date, datetime
from pathlib import Path

import click

from bot import private_file
from bot.clock import CHINA
from bot.commands.tidy import first_day
from bot.errors import StorageError
from bot.locale import _
from bot.mailbox.register.retention import forget_words_in
from bot.settings.load import settings
from bot.settings.model import Settings
from bot.storage.copies import NAME, copy, delete_older, new_at
from bot.storage.key import existing_storage, key_of, key_path
from bot.storage.storage import KEPT_DAYS, Storage


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--keep", default=7, show_default=True, type=click.IntRange(1, 100), help="In a folder: how many copies.")
@click.option("--with-keys", is_flag=True, help="In a folder: the keys, too; whoever has both can read more.")
def backup(path: Path, keep: int, *, with_keys: bool) -> None:
    """Copy what is kept into a new file at PATH, or into the folder PATH, where the latest copies stay.

    One copy a night is expected in a folder, with the register of letters, and with the list of those who were deleted.
    What would grow older than 180 days in it is left out.
    """
    found = settings()
    is_folder = path.is_dir()
    if found.storage.exists() or not (is_folder and found.mailbox.letters.exists()):
        existing_storage(found).close()
    try:
        if is_folder:
            _into_folder(found, path, keep, with_keys=with_keys)
            return
        with new_at(path) as draft:
            copy(found.storage, draft)
        click.echo(_("Copied to {path}.").format(path=path))
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}") from error


def _into_folder(found: Settings, folder: Path, keep: int, *, with_keys: bool) -> None:
    """Copies of everything; the older ones, and what was left half done, are deleted."""
    now = datetime.now(CHINA)
    since = first_day(now.date(), KEPT_DAYS - keep + 1)
    sources = {"storage": found.storage, "letters": found.mailbox.letters}
    for kind, source in sources.items():
        if not source.exists():
            continue
        target = folder / NAME.format(kind=kind, moment=now)
        with new_at(target) as draft:
            copy(source, draft)
            _leave_out(kind, draft, since, found)
        gone = delete_older(target, kind, keep, now)
        click.echo(_("Copied to {path}; {gone} older copies deleted.").format(path=target, gone=gone))
    for source in beside(found, with_keys=with_keys):
        if source.exists():
            private_file.write(folder / source.name, source.read_bytes())


def _leave_out(kind: str, draft: Path, since: date, found: Settings) -> None:
    """Drop from a copy what would grow too old in it."""
    if kind == "letters":
        forget_words_in(draft, since)
        return
    with Storage(draft, key_of(found)) as copied:
        copied.forget(since)
        copied.sweeper.insist()


def beside(found: Settings, *, with_keys: bool) -> list[Path]:
    """The files that belong to the copies: who was deleted, and the keys where they are asked for."""
    keys = [key_path(found), found.mailbox.letters.with_suffix(".key")] if with_keys else []
    return [found.storage.with_suffix(".deleted"), *keys]
