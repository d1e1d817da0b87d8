"""What the checks of deploy/ need of a machine: without it they are skipped, or failed where CI_STRICT is set."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

DEPLOY = Path(__file__).parents[2] / "deploy"
Needed = Callable[[str, str], str]
BASE = "localhost/zhicheng-base"
IN_A_FOLDER = ("--isolation", "chroot", "--network", "host")
CERTIFICATES = Path("/etc/ssl/certs")
Buildah = Callable[..., str]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs a program of Debian's is slow, and comes first: so one process does it, in its order."""
    debian = [item for item in items if "needed" in getattr(item, "fixturenames", ())]
    for item in debian:
        item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: item not in debian)


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


def done(*command: str | Path) -> str:
    """What a command prints; its last words where it fails."""
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=1200)
    assert result.returncode == 0, f"{result.stdout[-2000:]}\n{result.stderr[-2000:]}"
    return result.stdout


@pytest.fixture(scope="session")
def buildah(tmp_path_factory: pytest.TempPathFactory, needed: Needed) -> Iterator[Buildah]:
    """buildah with images of its own, gone afterwards."""
    program = needed("buildah", "buildah")
    if os.geteuid() != 0:
        missing("an image is built in a chroot, which only root can do")
    folder = tmp_path_factory.mktemp("buildah")
    options = ["--root", str(folder / "root"), "--runroot", str(folder / "run"), "--storage-driver", "vfs"]

    def buildah(command: str, *arguments: str | Path) -> str:
        return done(program, *options, command, *arguments)

    yield buildah
    buildah("rm", "--all")
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def base(buildah: Buildah, tmp_path_factory: pytest.TempPathFactory, needed: Needed) -> str:
    """A bare Debian with Python, as an image."""
    [suite] = [
        line.split("=")[1].strip('"\n')
        for line in Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
        if line.startswith("VERSION_CODENAME=")
    ]
    root = tmp_path_factory.mktemp("debian")
    packages = "--include=python3,python3-venv,ca-certificates"
    done(needed("debootstrap", "debootstrap"), "--variant=minbase", packages, suite, root)
    container = buildah("from", "scratch").strip()
    buildah("copy", "--quiet", container, root, "/")
    buildah("commit", "--quiet", "--rm", container, BASE)
    shutil.rmtree(root)
    return BASE
