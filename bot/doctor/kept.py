"""What `zhicheng doctor` says of what is kept. A copy is put back only where the file itself is damaged."""

from bot.errors import DamagedStorage, InUse, NewerStorage, NoRoom, NotWritable, SettingsError, StorageError
from bot.finding import Finding
from bot.locale import N_, _
from bot.settings.model import Settings
from bot.storage.faults import fault_of, set_aside_at
from bot.storage.key import opened_storage

MENDS: dict[type[Exception], str] = {
    NoRoom: N_("make room on the disk; what is kept is whole, so put no copy back"),
    NotWritable: N_("let this account write there (owner, mode, a read-only disk); put no copy back"),
    InUse: N_("wait, or end the process that holds it; put no copy back"),
    NewerStorage: N_("install the newer version again; put no copy back"),
    DamagedStorage: N_("stop the service, and have zhicheng restore put the latest copy back"),
    SettingsError: N_("put the key back from where it is kept safe; without it nobody is known again"),
    StorageError: N_("check the disk and the settings; put a copy back only if the file is damaged"),
}


def database(settings: Settings) -> Finding:
    """Whether what is kept can be opened, is whole and can be written."""
    name, path = _("database"), settings.storage
    try:
        if not path.exists():
            return Finding(name, None, _("{path}: nothing has been kept yet").format(path=path))
        with opened_storage(settings) as storage:
            storage.examine()
    except OSError as error:
        return trouble(fault_of(path, error))
    except (StorageError, SettingsError) as error:
        return trouble(error)
    return Finding(name, True, _("{path} is whole and can be written").format(path=path))


def trouble(error: StorageError | SettingsError) -> Finding:
    """What is wrong, and what mends just that."""
    return Finding(_("database"), False, str(error), _(MENDS[type(error)]))


def put_aside(settings: Settings) -> Finding:
    """Whether damaged files were put aside, in which something may still be found."""
    name, found = _("damaged copies"), set_aside_at(settings.storage)
    if not found:
        return Finding(name, True, _("none"))
    said = _("{count} beside {path}, the latest {latest}").format(
        count=len(found), path=settings.storage, latest=found[-1].name
    )
    mend = _(
        "stop the service and put the latest copy of the backup in the place of {path}, or read the damaged file with "
        "sqlite3 (.recover); zhicheng tidy deletes it after 7 days"
    )
    return Finding(name, None, said, mend.format(path=settings.storage))
