"""The rulebook, loaded once."""

import pytest

from eligibility.rulebook.loading import load_rulebook
from eligibility.rulebook.rulebook import Rulebook


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return load_rulebook()
