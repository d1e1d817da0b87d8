"""Work that is killed again and again, and the account of what became of it."""

import random
import signal
import time
from dataclasses import astuple, dataclass

from tests.kills.forks import Forks

TOGETHER = 10  # kills between two accounts
LONGEST = 120.0  # seconds that work may take when nobody kills it


@dataclass(frozen=True)
class Account:
    """What kills did. `again` came twice as ADR 0010 allows, `doubled` beyond that; `broken` is no whole file."""

    kills: int = 0
    lost: int = 0
    again: int = 0
    doubled: int = 0
    broken: int = 0
    seconds: float = 0

    def __add__(self, other: "Account") -> "Account":
        return Account(*(one + more for one, more in zip(astuple(self), astuple(other), strict=True)))

    @property
    def is_clean(self) -> bool:
        """Whether nothing was lost, doubled or broken."""
        return not (self.lost or self.doubled or self.broken)


class Job:
    """Something that a process does, one at a time."""

    def __init__(self, forks: Forks) -> None:
        self.forks = forks

    def start(self) -> None:
        """Give it something more to do, and start the process."""
        raise NotImplementedError

    def is_done(self) -> bool:
        """Whether a process that never ends by itself has done all that it was given."""
        return False

    def account(self) -> Account:
        """What is lost, doubled or broken of all that it was given since the last time, now that it is at its end."""
        raise NotImplementedError


def complete(job: Job) -> float:
    """Have the work done without a kill; the seconds that it took."""
    begun = time.monotonic()
    job.start()
    while not (job.forks.ends(0.02) or job.is_done()):
        assert time.monotonic() < begun + LONGEST, "the work does not end"
    seconds = time.monotonic() - begun
    job.forks.kill(signal.SIGTERM)
    assert job.forks.status == 0, job.forks.said.read_text(encoding="utf-8")
    return seconds


def kill_often(job: Job, kills: int, chance: random.Random) -> Account:
    """Kill the work so many times, each at a random moment of it, and account for it every few kills."""
    begun, whole = time.monotonic(), complete(job)
    total = job.account()
    while total.kills < kills:
        for _ in range(min(TOGETHER, kills - total.kills)):
            job.start()
            if not job.forks.ends(chance.uniform(0, 1.2 * whole)) and job.forks.kill():
                total += Account(kills=1)
        whole = complete(job)
        total += job.account()
    return total + Account(seconds=time.monotonic() - begun)
