"""The assistant over the library that all tests share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core.assistant import Assistant
from bot.core.live_library import LiveLibrary


@pytest.fixture(scope="module")
def assistant(library_file: Path) -> Iterator[Assistant]:
    with LiveLibrary(library_file, print) as desk:
        yield Assistant(desk)
