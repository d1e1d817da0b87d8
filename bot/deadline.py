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
CLOCKS = {signal.ITIMER_REAL: signal.SIGALRM, signal.ITIMER_VIRTUAL: signal.SIGVTALRM}  # on the wall, of the processor


@contextmanager
def deadline(seconds: float, working: float = 0) -> Iterator[None]:
    """Raise `Overdue` in the work inside after so many seconds; inside another deadline, that one holds.

    `working` is a second bound: seconds of processor time, which a busy machine does not use up.
    """
    if threading.current_thread() is not threading.main_thread() or signal.getitimer(signal.ITIMER_REAL)[0] > 0:
        yield
        return
    bounds = {signal.ITIMER_REAL: seconds, signal.ITIMER_VIRTUAL: working}
    is_at_work = True

    def ring(number: int, _frame: object) -> None:
        if is_at_work:
            raise Overdue(seconds if number == signal.SIGALRM else working)

    before = {number: signal.signal(number, ring) for number in CLOCKS.values()}
    for clock, bound in bounds.items():
        signal.setitimer(clock, bound, AGAIN)
    try:
        yield
    finally:
        is_at_work = False
        for clock, number in CLOCKS.items():
            signal.setitimer(clock, 0)
            signal.signal(number, before[number])


@contextmanager
def no_deadline() -> Iterator[None]:
    """Let work that no stranger's text asks for take its time; a deadline around it goes on afterwards."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    left = {clock: signal.setitimer(clock, 0) for clock in CLOCKS}
    try:
        yield
    finally:
        for clock, (seconds, again) in left.items():
            signal.setitimer(clock, seconds, again)
