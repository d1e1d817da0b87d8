"""A bound on work that a stranger's text can ask for: what takes too long is broken off, wherever it stands.

The process's alarm interrupts Python code and Python's own patterns, in the main thread, where every door does its
work; what runs in another thread is not bounded. Nothing that is matched in linear time ever comes near it.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from bot.errors import Overdue

AGAIN = 0.5  # seconds until an alarm that somebody swallowed goes off once more


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise `Overdue` in the work inside once it has taken so many seconds; inside another deadline, that one holds."""
    if threading.current_thread() is not threading.main_thread() or signal.getitimer(signal.ITIMER_REAL)[0] > 0:
        yield
        return
    is_at_work = True

    def ring(_signal: int, _frame: object) -> None:
        if is_at_work:
            raise Overdue(seconds)

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        yield
    finally:
        is_at_work = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def unbounded() -> Iterator[None]:
    """Let work that no stranger's text asks for take its time; a deadline around it goes on afterwards."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    left, again = signal.setitimer(signal.ITIMER_REAL, 0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, left, again)
