"""The rulebook, loaded once."""

import pytest

from eligibility.books import load_rulebook
from eligibility.rulebook import Rulebook


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return load_rulebook()
