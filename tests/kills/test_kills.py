"""A few kills of every door and job but the mailbox's, in the middle of the work; `make faults` does many."""

import random
from pathlib import Path

import pytest

from tests.kills.doors import JOBS
from tests.kills.job import kill_often

KILLS = 3


@pytest.mark.slow
@pytest.mark.parametrize("name", JOBS)
def test_nothing_is_lost_doubled_or_broken(name: str, tmp_path: Path, library_file: Path) -> None:
    job = JOBS[name](tmp_path, library_file)
    with job.forks:
        account = kill_often(job, KILLS, random.Random(1))
    assert account.kills == KILLS
    assert account.is_clean, account
