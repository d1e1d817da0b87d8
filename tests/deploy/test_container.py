"""The image: built from the Containerfile on a bare Debian, and run."""

import json

import pytest

from bot.cli import COMMANDS
from tests.deploy.conftest import CERTIFICATES, DEPLOY, IN_A_FOLDER, VISIT, Buildah

IMAGE = "localhost/zhicheng"


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


def test_it_serves_the_pages_and_ends_when_it_is_told_to(run: Buildah) -> None:
    assert "5个工作日" in run("sh", "-euc", VISIT)


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
