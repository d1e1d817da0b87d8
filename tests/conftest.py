"""What every test can ask for: the project's notices, and one library built from them."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from knowledge.answering import Answerer
from knowledge.building import open_library
from knowledge.library import Library
from knowledge.notice import Source, load_sources

settings.register_profile("zhicheng", deadline=None, max_examples=100)
settings.load_profile("zhicheng")


@pytest.fixture(scope="session")
def sources() -> dict[str, Source]:
    """The project's notices by id."""
    return {source.notice.id: source for source in load_sources()}


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library of the project's notices, built once; not to be written to."""
    built, _ = open_library(tmp_path_factory.mktemp("library") / "library.sqlite")
    with built:
        yield built


@pytest.fixture(scope="session")
def answerer(library: Library) -> Answerer:
    """Answers from that library."""
    return Answerer(library)
