"""The image: built from the Containerfile on a bare Debian, and run."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.cli import COMMANDS
from tests.deploy.conftest import DEPLOY, Needed, missing

BASE, IMAGE = "localhost/zhicheng-base", "localhost/zhicheng"
IN_A_FOLDER = ("--isolation", "chroot", "--network", "host")
CERTIFICATES = Path("/etc/ssl/certs")
Buildah = Callable[..., str]


def done(*command: str | Path) -> str:
    """What a command prints; its last words where it fails."""
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=1200)
    assert result.returncode == 0, f"{result.stdout[-2000:]}\n{result.stderr[-2000:]}"
    return result.stdout


@pytest.fixture(scope="module")
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


@pytest.fixture(scope="module")
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


@pytest.fixture(scope="module")
def run(buildah: Buildah, base: str) -> Buildah:
    """A command in a container of the image."""
    buildah(
        "build",
        *IN_A_FOLDER,
        *("--format", "docker", "--layers=false", "--build-arg", f"BASE={base}", "--tag", IMAGE),
        *("--volume", f"{CERTIFICATES}:{CERTIFICATES}:ro"),
        *("--file", DEPLOY / "Containerfile", "--ignorefile", DEPLOY / "Containerfile.dockerignore"),
        DEPLOY.parent,
    )
    container = buildah("from", IMAGE).strip()
    return lambda *command: buildah("run", *IN_A_FOLDER, container, "--", *command)


def test_it_answers(run: Buildah) -> None:
    assert "10月27日-28日:水利行业人员" in run("zhicheng", "ask", "抚顺水利几号交材料", "--as-of", "2025-10-27")


def test_its_doctor_finds_nothing_wrong(run: Buildah) -> None:
    found = json.loads(run("zhicheng", "doctor", "--json"))
    assert len(found) > 5
    assert [row for row in found if row["sound"] is False] == []


def test_it_is_nobody_in_particular_and_cannot_change_itself(run: Buildah) -> None:
    assert run("id", "-u").strip() == "10001"
    assert run("find", "/opt/zhicheng", "-writable", "-not", "-type", "l").strip() == ""


def test_it_holds_no_more_than_it_needs(run: Buildah) -> None:
    packages = run("ls", "/opt/zhicheng/bin").split()
    assert "zhicheng" in packages
    assert not {"pip", "pytest", "hatchling"} & set(packages)


def test_what_it_is_started_with(buildah: Buildah, run: Buildah) -> None:
    config = json.loads(buildah("inspect", "--type", "image", IMAGE))["Docker"]["config"]
    assert config["Entrypoint"] == ["zhicheng"]
    assert config["Cmd"][0] in COMMANDS
    assert config["Healthcheck"]["Test"] == ["CMD", "zhicheng", "doctor"]
    assert config["User"] == "10001:10001"
