"""`python -m tests.kills [KILLS]`: so many kills over all doors and jobs, and what they did, as a table."""

import argparse
import random
import tempfile
from contextlib import ExitStack
from pathlib import Path

from knowledge.store.building import open_library
from tests.bot.mailbox.conftest import NO_DOVECOT, is_installed
from tests.bot.mailbox.dovecot import dovecot
from tests.kills.doors import JOBS, OF_THE_MAILBOX, Make, of_the_mailbox
from tests.kills.job import Account, kill_often

HEAD = """
| door or job | kills | lost | again (ADR 0010) | doubled | broken or left | seconds |
|---|--:|--:|--:|--:|--:|--:|
""".strip()


def row(name: str, account: Account) -> str:
    """A line of the table."""
    figures = (account.kills, account.lost, account.again, account.doubled, account.broken, f"{account.seconds:.0f}")
    return f"| {name} | {' | '.join(map(str, figures))} |"


def main() -> None:
    """Kill, and say what came of it; 1 where anything was lost, doubled or broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kills", type=int, nargs="?", default=1000)
    parser.add_argument("--seed", type=int, default=20261125)
    given = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        library, _ = open_library(folder / "library.sqlite")
        library.close()
        jobs: dict[str, Make] = dict(JOBS)
        if is_installed():
            server = stack.enter_context(dovecot())
            jobs |= {name: of_the_mailbox(server, name) for name in OF_THE_MAILBOX}
        else:
            print(NO_DOVECOT)
        print(HEAD, flush=True)
        total = Account()
        for number, (name, make) in enumerate(jobs.items()):
            kills = given.kills * (number + 1) // len(jobs) - given.kills * number // len(jobs)
            place = folder / f"job{number}"
            place.mkdir()
            job = make(place, folder / "library.sqlite")
            with job.forks:
                account = kill_often(job, kills, random.Random(given.seed + number))
            print(row(name, account), flush=True)
            total += account
        print(row("all", total))
    raise SystemExit(not total.is_clean)


if __name__ == "__main__":
    main()
