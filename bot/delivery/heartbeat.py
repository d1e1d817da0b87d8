"""The sign of life of a service: to systemd's watchdog, and as the time of a file that `zhicheng doctor` looks at.

systemd's own protocol is one datagram a word, so that no library is needed. A service that is stopped in good order
takes its file away; one that froze, crashed or never came up leaves it with the time at which it was last alive.
"""

import asyncio
import os
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

BEAT = 10.0  # seconds between two signs; the watchdog of the Telegram service waits for three


class Heartbeat:
    """The sign of life of a service, beside what it keeps; neither a full disk nor an absent systemd stops it."""

    def __init__(self, service: str, beside: Path) -> None:
        self.path = beside.with_name(f"{service}.alive")

    def begin(self) -> None:
        """Have the file there before anything can go wrong; a new one says that there was no sign yet."""
        if not self.path.exists():
            self.date(0)

    def ready(self) -> None:
        """The service is at work."""
        notify("READY=1")
        self.beat()

    def beat(self) -> None:
        """The service is alive now."""
        notify("WATCHDOG=1")
        self.date(time.time())

    def end(self) -> None:
        """The service was stopped in good order."""
        notify("STOPPING=1")
        with suppress(OSError):
            self.path.unlink(missing_ok=True)

    def latest(self) -> float | None:
        """When there was life, in seconds since 1970, 0 if there never was; None where no service is to run."""
        try:
            return self.path.stat().st_mtime
        except OSError:
            return None

    def date(self, moment: float) -> None:
        """Set the time of the file, which only its owner can read and no link leads away from."""
        with suppress(OSError):
            file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            try:
                os.utime(file, (moment, moment))
            finally:
                os.close(file)

    @asynccontextmanager
    async def beating(self) -> AsyncIterator[None]:
        """Show life from within the loop for as long as this lasts: a loop that stands still shows none."""
        self.ready()
        task = asyncio.create_task(self._beat_on())
        try:
            yield
        finally:
            task.cancel()

    async def _beat_on(self) -> None:
        """Show life again and again."""
        while True:
            await asyncio.sleep(BEAT)
            self.beat()


def notify(word: str) -> None:
    """Tell systemd how the service stands, where systemd started it."""
    name = os.environ.get("NOTIFY_SOCKET", "")
    if name:
        address = f"\0{name[1:]}" if name.startswith("@") else name
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as wire:
            wire.setblocking(False)
            wire.sendto(word.encode("ascii"), address)
