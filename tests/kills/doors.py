"""Every door and job that is killed, by name."""

from collections.abc import Callable
from pathlib import Path

from tests.bot.mailbox.conftest import Office
from tests.bot.mailbox.dovecot import Dovecot
from tests.kills.job import Job
from tests.kills.library import Building
from tests.kills.mailbox import Mailbox
from tests.kills.storage import Backup, Chat, Tidy
from tests.kills.telegram import Telegram

Make = Callable[[Path, Path], Job]  # of a folder of its own and the library
JOBS: dict[str, Make] = {
    "telegram, polling": lambda folder, library: Telegram(folder, library, "polling"),
    "telegram, webhook": lambda folder, library: Telegram(folder, library, "webhook"),
    "chat": Chat,
    "backup": Backup,
    "tidy": Tidy,
    "library": lambda folder, _library: Building(folder),
}
OF_THE_MAILBOX = {"pull": ("pull", 0), "pull, the same people": ("pull", 5), "watch": ("watch", 0)}


def of_the_mailbox(server: Dovecot, name: str) -> Make:
    """A job of the mailbox on a server."""
    command, people = OF_THE_MAILBOX[name]

    def make(folder: Path, library: Path) -> Job:
        return Mailbox(Office(server, folder.name, folder), str(library), command, people)

    return make
