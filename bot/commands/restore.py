"""`zhicheng restore`: a copy put in the place of what is kept, without what was deleted since it was made."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal

import click

from bot.clock import CHINA, today
from bot.errors import SettingsError, StorageError
from bot.locale import _
from bot.mailbox.register.retention import forget_words_in
from bot.private_file import SIDES, draft_of
from bot.settings.load import settings
from bot.settings.model import Settings
from bot.storage.copies import check, copy, refuse_open, tables_of
from bot.storage.deletions import Deletions
from bot.storage.key import key_of, key_path
from bot.storage.storage import KEPT_DAYS, Storage

Kind = Literal["storage", "letters"]
TABLES: dict[str, Kind] = {"answer": "storage", "letter": "letters"}


@click.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(path: Path) -> None:
    """Put the copy PATH back, of conversations or of letters; stop the services first.

    Who was deleted since stays deleted, and what is older than 180 days is left out.
    """
    found = settings()
    check(path)
    kind = kind_of(path)
    target = found.storage if kind == "storage" else found.mailbox.letters
    refuse_open(target)
    restored = _restored_storage if kind == "storage" else _restored_letters
    try:
        with draft_of(target) as draft:
            copy(path, draft)
            told = restored(draft, path, found, today() - timedelta(KEPT_DAYS - 1))
            for side in SIDES:  # of a damaged file: SQLite would take them for those of the new one
                target.with_name(target.name + side).unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(f"{target}: {error.strerror}") from error
    click.echo(_("{path} is back in place as {target}.").format(path=path, target=target))
    click.echo(told)


def kind_of(path: Path) -> Kind:
    """What a copy is of."""
    found = tables_of(path)
    if kind := next((kind for table, kind in TABLES.items() if table in found), None):
        return kind
    raise StorageError(_("{path} is a copy neither of conversations nor of letters.").format(path=path))


def _restored_storage(draft: Path, path: Path, found: Settings, since: date) -> str:
    """Bring a copy of conversations up to date; what was left out of it."""
    _require(key_path(found))
    with Storage(draft, key_of(found)) as storage:
        storage.erasing.list = _known_deletions(found.storage, path)
        gone = storage.erasing.go_through()
        old = sum(storage.forget(since))
        storage.number_on(datetime.now(CHINA))
        storage.sweeper.insist()
        kept = storage.answers
    message = _("{kept} answers; left out: {gone} people who were deleted since, {old} rows of more than 180 days.")
    return message.format(kept=kept, gone=gone, old=old)


def _known_deletions(storage: Path, path: Path) -> Deletions:
    """The list of those who were deleted, with those of whom only the list beside the copy knows."""
    own, other = (Deletions(each.with_name(storage.with_suffix(".deleted").name)) for each in (storage, path))
    known = set(own.all())
    own.add(each for each in other.all() if each not in known)
    return own


def _require(key: Path) -> None:
    """`SettingsError` where a key is not there: with a new one, nobody would be known again."""
    if not key.exists():
        raise SettingsError(_("{path}: the key is missing; put it back first.").format(path=key))


def _restored_letters(draft: Path, _path: Path, found: Settings, since: date) -> str:
    """Bring a copy of the register of letters up to date; what was left out of it."""
    _require(found.mailbox.letters.with_suffix(".key"))
    kept, old = forget_words_in(draft, since)
    message = _("{kept} letters; left out: the words of {old} letters of more than 180 days.")
    return message.format(kept=kept, old=old)
