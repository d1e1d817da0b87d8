"""An assistant that all tests of the pages share, and somebody who visits them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core.assistant import Assistant
from bot.core.live_library import LiveLibrary
from tests.bot.web.visitor import Visitor, app_of


@pytest.fixture(scope="session")
def assistant(library_file: Path) -> Iterator[Assistant]:
    """Answers from the library of all tests."""
    with LiveLibrary(library_file, lambda _line: None) as desk:
        yield Assistant(desk)


@pytest.fixture
def visitor(assistant: Assistant) -> Visitor:
    """Somebody with a browser."""
    return Visitor(app_of(assistant))
