"""The key under which people's ids are hashed, and what is kept, opened with it."""

import os
import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.clock import CHINA
from bot.errors import DamagedStorage, InUse, NoRoom, NotWritable, SettingsError, StorageError
from bot.locale import _
from bot.settings.model import Settings
from bot.settings.secrets import read_secret
from bot.storage.faults import fault_of, put_aside
from bot.storage.storage import Storage


def opened_storage(settings: Settings, edition: str = "") -> Storage:
    """What the doors keep, as the settings place it; `edition` is the library's fingerprint."""
    return Storage(settings.storage, key_of(settings), edition)


def service_storage(settings: Settings, edition: str, say: Callable[[str], None]) -> Storage:
    """The same for a door that must answer: a damaged file is put aside, which `say` hears, and begun anew."""
    try:
        return opened_storage(settings, edition)
    except DamagedStorage as error:
        say(begun_anew(put_aside(settings.storage, datetime.now(CHINA)), error))
        return opened_storage(settings, edition)


def patient_storage(settings: Settings, edition: str, say: Callable[[str], None]) -> Storage:
    """The same for a door that answers without it, too: where nothing can be kept, it is opened once that can be."""
    try:
        return service_storage(settings, edition, say)
    except (InUse, NoRoom, NotWritable) as error:
        say(_("Nothing is kept from here on: {why}").format(why=error))
        return Storage(settings.storage, key_of(settings), edition, at_once=False)


def begun_anew(aside: Path, error: DamagedStorage) -> str:
    """What is said of a damaged file that was put aside."""
    message = _("{why}; it was put aside as {aside}, and an empty one is begun (zhicheng doctor says how to mend it).")
    return message.format(why=error, aside=aside.name)


def existing_storage(settings: Settings) -> Storage:
    """The same for a command that looks into it; `StorageError` where nothing was ever kept."""
    try:
        is_there = settings.storage.exists()
    except OSError as error:
        raise fault_of(settings.storage, error) from error
    if not is_there:
        message = _("{path}: nothing has been kept there yet; ZHICHENG_STORAGE says where it is.")
        raise StorageError(message.format(path=settings.storage))
    return opened_storage(settings)


def key_path(settings: Settings) -> Path:
    """The key's file: the one that the settings name, systemd's credential `storage-key`, or beside the database."""
    if settings.key_file:
        return settings.key_file
    handed = Path(os.environ.get("CREDENTIALS_DIRECTORY", "/nowhere"), "storage-key")
    return handed if handed.is_file() else settings.storage.with_suffix(".key")


def key_of(settings: Settings) -> bytes:
    """The key, made on first use; not where something is kept already, since a new key would know nobody again."""
    path = key_path(settings)
    beside = settings.storage.with_suffix(".key")
    if path == beside and not path.exists():
        if settings.storage.exists():
            raise SettingsError(
                _("{path}: the key of {storage} is missing; put it back.").format(path=path, storage=settings.storage)
            )
        _make_key(path)
    try:
        return read_secret(path).encode()
    except ValueError as error:
        raise SettingsError(f"{path}: {error}") from None


def _make_key(path: Path) -> None:
    """Write a new key that only its owner can read; one that another process just wrote stays."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32) + "\n")
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    except OSError as error:
        raise SettingsError(
            _("{path}: the key cannot be written ({why})").format(path=path, why=error.strerror)
        ) from error
