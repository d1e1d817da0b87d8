"""What the checks of deploy/ need of a machine: without it they are skipped, or failed where CI_STRICT is set."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

DEPLOY = Path(__file__).parents[2] / "deploy"
Needed = Callable[[str, str], str]


@pytest.fixture(scope="session")
def needed() -> Needed:
    """Finds a program by its name and Debian package."""

    def find(program: str, package: str) -> str:
        if found := shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin:/sbin"):
            return found
        return missing(f"{program} is not there: apt-get install {package}")

    return find


def missing(why: str) -> str:
    """Skip the test, or fail it where nothing may be left out."""
    if os.environ.get("CI_STRICT") == "1":
        pytest.fail(why)
    pytest.skip(why)
