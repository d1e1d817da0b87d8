"""How much one person may ask for in a minute."""

from collections import deque
from collections.abc import Callable
from typing import Literal

Room = Literal["free", "first refusal", "refused"]


class RateLimits:
    """Turns of the last minute by person, in memory only. `clock` gives seconds."""

    def __init__(self, turns: int, clock: Callable[[], float], period: float = 60) -> None:
        self.turns = turns
        self.clock = clock
        self.period = period
        self.taken: dict[int, deque[float]] = {}
        self.told: set[int] = set()
        self.swept = clock()

    def take(self, person: int) -> Room:
        """Whether there is room for one more turn; the first refusal in a row is marked, so that it is told once."""
        now = self.clock()
        self.sweep(now)
        taken = self.taken.setdefault(person, deque())
        while taken and taken[0] <= now - self.period:
            taken.popleft()
        if len(taken) < self.turns:
            taken.append(now)
            self.told.discard(person)
            return "free"
        if person in self.told:
            return "refused"
        self.told.add(person)
        return "first refusal"

    def charge(self, person: int) -> None:
        """Count a turn that took too long as many: everybody else had to wait for it."""
        self.taken.setdefault(person, deque()).extend([self.clock()] * (self.turns // 2))

    def sweep(self, now: float) -> None:
        """Forget, once in a period, whoever said nothing for that long."""
        if now < self.swept + self.period:
            return
        self.swept = now
        self.taken = {person: taken for person, taken in self.taken.items() if taken[-1] > now - self.period}
        self.told &= self.taken.keys()

    def left(self, person: int) -> int:
        """How many turns there is room for now."""
        return max(0, self.turns - len(self.taken.get(person, ())))

    def wait(self, person: int) -> float:
        """Seconds until the oldest turn that counts is forgotten, 0 where none does."""
        taken = self.taken.get(person)
        return max(0.0, taken[0] + self.period - self.clock()) if taken else 0.0
