"""What every test can ask for: the project's notices, and one library built from them."""

import os
from collections.abc import Iterator
from fcntl import LOCK_EX, flock
from pathlib import Path

import pytest
from hypothesis import settings

from knowledge.answering import Answerer
from knowledge.source import Source, load_sources
from knowledge.store.building import open_library
from knowledge.store.library import Library

# Where nothing may be left out, the same examples each time: a failure there is one of the change. Others by hand.
REPEATED = os.environ.get("CI_STRICT") == "1"
settings.register_profile("zhicheng", deadline=None, max_examples=100, derandomize=REPEATED)
settings.load_profile("zhicheng")


def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are processors: there is always one that waits, for a server or for a service."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session")
def sources() -> dict[str, Source]:
    """The project's notices by id."""
    return {source.notice.id: source for source in load_sources()}


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what is made once for all processes that test at the same time."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session")
def library(shared: Path) -> Iterator[Library]:
    """A library of the project's notices, built once; not to be written to."""
    with (shared / "library.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        built, _ = open_library(shared / "library.sqlite")
    with built:
        yield built


@pytest.fixture(scope="session")
def library_file(library: Library) -> Path:
    """The file of the library that all tests share."""
    return Path(library.connection.execute("PRAGMA database_list").fetchone()[2])


@pytest.fixture(scope="session")
def answerer(library: Library) -> Answerer:
    """Answers from that library."""
    return Answerer(library)
