"""What a run over the mailbox has done so far, and what it works with."""

import resource
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bot.locale import _
from bot.mailbox.drafting.drafter import Drafter
from bot.mailbox.register.letters import Letters
from bot.showing import Say

ENDS = ("drafted", "joined", "skipped", "failed", "aside")  # what becomes of a letter


@dataclass
class RunTally:
    """What a run has done so far: letters by what became of them."""

    counts: Counter[str] = field(default_factory=Counter)
    started: float = field(default_factory=time.monotonic)
    no_calendar: set[int] = field(default_factory=set)

    @property
    def letters(self) -> int:
        """The letters brought to an end."""
        return sum(self.counts[name] for name in ENDS)

    @property
    def is_worth_saying(self) -> bool:
        """Whether anything was done."""
        return bool(self.letters or self.counts["closed"] or self.counts["renewed"])

    @property
    def seconds(self) -> float:
        """How long it has taken."""
        return time.monotonic() - self.started

    def lines(self) -> Iterator[str]:
        """What a person should know of it."""
        counts = {name: self.counts[name] for name in (*ENDS, "closed", "renewed")}
        yield _(
            "{letters} letters: {drafted} drafted, {joined} joined, {skipped} skipped, {failed} failed, "
            "{aside} set aside; {closed} closed, {renewed} drafts renewed; "
            "{seconds:.1f} s, {rate:.1f} a second, peak memory {peak} MB"
        ).format(
            letters=self.letters,
            **counts,
            seconds=self.seconds,
            rate=self.letters / max(self.seconds, 0.001),
            peak=_peak_megabytes(),
        )
        for year in sorted(self.no_calendar):
            message = _("The working days of {year} are not published yet: some letters have no deadline.")
            yield message.format(year=year)


@dataclass(frozen=True)
class Tools:
    """What a run works with. `clock` gives the time, `stopped` says whether to stop after the letter in hand."""

    letters: Letters
    drafter: Drafter
    say: Say
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    stopped: Callable[[], bool] = lambda: False


def _peak_megabytes() -> int:
    """The most memory that this process has had; Linux's own figure, as getrusage's counts the parent's, too."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text(encoding="utf-8").splitlines())
        return int(lines["VmHWM"].split()[0]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 * 1024)
