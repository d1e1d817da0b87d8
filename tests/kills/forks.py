"""Processes to be killed, forked where everything is imported already: so a kill meets the work, not the start.

`python -m tests.kills.forks` reads orders as JSON lines and runs one process after the other: it prints its number and,
when it is over, its status. `Forks` is the other end. Coverage measures none of them: one that is killed writes nothing
down, and to be traced it would begin twice as slowly.
"""

import importlib
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

IMPORTED = (
    "bot.commands.backup",
    "bot.mailbox.command",
    "bot.mailbox.imap.connection",
    "bot.mailbox.drafting.drafter",
    "bot.mailbox.register.letters",
    "bot.mailbox.pull",
    "bot.mailbox.register.schema",
    "bot.mailbox.watch",
    "bot.telegram.command",
    "bot.terminal.command",
    "bot.commands.tidy",
    "sqlite_utils",
    "tests.kills.library",
)
COMMAND = "tests.kills.forks:command"


class Forks:
    """Starts one process at a time; what it prints goes into the file `said`, what it is told comes from `typed`."""

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        self.said, self.typed = folder / "said", folder / "typed"
        self.typed.touch()
        bare = {name: value for name, value in os.environ.items() if not name.startswith(("COVERAGE_", "COV_"))}
        self.server = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.kills.forks"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**bare, **settings, "ZHICHENG_LANGUAGE": "en"},
            cwd=Path(__file__).parents[2],
        )
        self.process, self.status = 0, 0

    def __enter__(self) -> "Forks":
        return self

    def __exit__(self, *error: object) -> None:
        if self.process:
            self.kill()
        self.server.communicate()

    def command(self, *arguments: str) -> None:
        """Start `zhicheng` with these arguments."""
        self.start(COMMAND, *arguments)

    def start(self, action: str, *arguments: str) -> None:
        """Start a process that calls a function (`module:name`)."""
        order = {"action": action, "arguments": arguments, "said": str(self.said), "typed": str(self.typed)}
        assert self.server.stdin is not None
        self.server.stdin.write(json.dumps(order).encode() + b"\n")
        self.server.stdin.flush()
        self.process = self.read()

    def read(self) -> int:
        """The next number that the server prints."""
        assert self.server.stdout is not None
        return int(self.server.stdout.readline())

    def ends(self, seconds: float | None = None) -> bool:
        """Whether the process ends by itself within so many seconds; `status` is then what it ended with."""
        if self.process and select.select([self.server.stdout], [], [], seconds)[0]:
            self.process, self.status = 0, self.read()
        return not self.process

    def kill(self, number: int = signal.SIGKILL) -> bool:
        """Kill the process; whether it was still there to be killed."""
        if self.process:
            with suppress(ProcessLookupError):  # it has just ended by itself
                os.kill(self.process, number)
            self.ends()
        return self.status == -number


def command(*arguments: str) -> None:
    """`zhicheng` with these arguments."""
    from bot.cli import main, zhicheng

    main(lambda: zhicheng(list(arguments)))


def obey(order: dict[str, str]) -> int:
    """Do what an order says in this process; its status."""
    for path, flags, number in (
        (order["typed"], os.O_RDONLY, 0),
        (order["said"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 1),
    ):
        os.dup2(os.open(path, flags, 0o600), number)
    os.dup2(1, 2)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115  # what was read ahead is not its own
    module, name = order["action"].split(":")
    try:
        getattr(importlib.import_module(module), name)(*order["arguments"])
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def serve() -> None:
    """Fork a process for each order."""
    for name in IMPORTED:
        importlib.import_module(name)
    for line in sys.stdin:
        process = os.fork()
        if not process:
            status = 1
            try:
                status = obey(json.loads(line))
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(status)
        print(process, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)


if __name__ == "__main__":
    serve()
