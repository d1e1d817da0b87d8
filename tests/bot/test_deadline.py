"""Work that takes too long is broken off, wherever it stands, and nothing rings afterwards."""

import re
import signal
import time

import pytest

from bot.deadline import deadline
from bot.errors import Overdue


def test_a_pattern_that_backtracks_is_broken_off() -> None:
    began = time.perf_counter()
    with pytest.raises(Overdue), deadline(0.1):
        re.search("(a+)+$", "a" * 40 + "b")
    assert time.perf_counter() - began < 2


def test_nothing_rings_after_the_work() -> None:
    with deadline(0.05):
        pass
    time.sleep(0.1)
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_the_outer_deadline_holds() -> None:
    with pytest.raises(Overdue, match=r"0\.1"), deadline(0.1), deadline(60):
        time.sleep(5)


def test_processor_time_is_bounded_by_itself() -> None:
    """Waiting uses none of it, working does."""
    with deadline(60, 0.2):
        time.sleep(0.5)
    began = time.perf_counter()
    with pytest.raises(Overdue, match=r"0\.2"), deadline(60, 0.2):
        re.search("(a+)+$", "a" * 40 + "b")
    assert time.perf_counter() - began < 30
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)
