"""What the checks of deploy/ need of a machine: without it they are skipped, or failed where CI_STRICT is set."""

import os
import platform
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
ANSWERED = """
import time, urllib.request, urllib.parse
asked = urllib.parse.quote("公示要几天")
for _ in range(300):
    try:
        print(urllib.request.urlopen("http://127.0.0.1:8080/?q=" + asked).read().decode())
        break
    except OSError:
        time.sleep(0.2)
"""
# buildah copies its own program before it runs a command, and the kernel may still hold a page of the copy (fcntl(2),
# F_SEAL_WRITE): nothing was run by then.
UNSEALED = "sealing memfd copy: Device or resource busy"
TRIES = 10
VISIT = f"zhicheng web >/dev/null 2>&1 & python3 -c '{ANSWERED}'; kill $!; wait $!"  # one answer of the pages


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs a program of Debian's is slow; what installs a Debian to begin with has a target of its own."""
    for item in items:
        needs = getattr(item, "fixturenames", ())
        if "buildah" in needs:
            item.add_marker(pytest.mark.installs)
        if "needed" in needs:
            item.add_marker(pytest.mark.slow)


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
    for _ in range(TRIES):
        result = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=1200)
        if UNSEALED not in result.stderr:
            break
    assert result.returncode == 0, f"{result.stdout[-2000:]}\n{result.stderr[-2000:]}"
    return result.stdout


@pytest.fixture(scope="session")
def buildah(tmp_path_factory: pytest.TempPathFactory, needed: Needed) -> Iterator[Buildah]:
    """buildah with images of its own, gone afterwards."""
    program = needed("buildah", "buildah")
    if os.geteuid() != 0:
        missing("an image is built in a chroot, which only root can do")
    for driver in ("overlay", "vfs"):
        folder = tmp_path_factory.mktemp("buildah")
        options = ["--root", str(folder / "root"), "--runroot", str(folder / "run"), "--storage-driver", driver]
        if subprocess.run([program, *options, "from", "scratch"], capture_output=True, check=False).returncode == 0:
            break

    def buildah(command: str, *arguments: str | Path) -> str:
        return done(program, *options, command, *arguments)

    yield buildah
    buildah("rm", "--all")
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def base(buildah: Buildah, needed: Needed) -> str:
    """A bare Debian with Python, as an image."""
    packages = "--include=python3,python3-venv,ca-certificates"
    container = buildah("from", "scratch").strip()
    root = buildah("mount", container).strip()
    suite = platform.freedesktop_os_release()["VERSION_CODENAME"]
    done(needed("debootstrap", "debootstrap"), "--variant=minbase", packages, suite, root)
    buildah("commit", "--quiet", "--rm", container, BASE)
    return BASE
