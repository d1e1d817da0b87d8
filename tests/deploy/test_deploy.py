"""deploy/: units that systemd takes without a word, an example of every setting, a clean Containerfile."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from configparser import ConfigParser
from itertools import pairwise
from pathlib import Path

import pytest

from bot.cli import COMMANDS
from bot.delivery.heartbeat import BEAT
from bot.settings.load import settings
from bot.settings.model import FILE, Settings, setting_names
from tests.deploy.conftest import DEPLOY, Needed

COMMAND = "/opt/zhicheng/.venv/bin/zhicheng"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
TIMERS = sorted((DEPLOY / "systemd").glob("*.timer"))
SOCKETS = sorted((DEPLOY / "systemd").glob("*.socket"))
EXAMPLE = DEPLOY / ".env.example"
LINE = re.compile(r"^(#?)(ZHICHENG_[A-Z_]+)=(.*)$", re.MULTILINE)


def analysed(program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """What systemd-analyze says."""
    return subprocess.run([program, *arguments], capture_output=True, encoding="utf-8", check=False)


def read_unit(path: Path) -> ConfigParser:
    """A unit's sections; of a key that is given twice the last one."""
    unit = ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # as systemd, which tells capitals apart
    unit.read_string(path.read_text(encoding="utf-8"))
    return unit


def seconds(period: str) -> int:
    """A period as units give it."""
    number, unit = re.fullmatch(r"(\d+)(s|min)", period).groups()
    return int(number) * {"s": 1, "min": 60}[unit]


class TestUnits:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        """The units as installed, with a command that is there."""
        folder = tmp_path / "system"
        shutil.copytree(DEPLOY / "systemd", folder)
        for unit in folder.glob("*.service"):
            text = unit.read_text(encoding="utf-8")
            unit.write_text(text.replace(COMMAND, sys.executable), encoding="utf-8")
        return folder

    def test_systemd_takes_them_without_a_word(self, folder: Path, needed: Needed) -> None:
        units = [*folder.glob("*.service"), *folder.glob("*.timer"), *folder.glob("*.socket")]
        assert len(units) == len(UNITS) + len(TIMERS) + len(SOCKETS)
        result = analysed(needed("systemd-analyze", "systemd"), "verify", *units)
        assert (result.returncode, result.stdout, result.stderr) == (0, "", "")

    def test_a_key_that_systemd_does_not_know_would_be_noticed(self, folder: Path, needed: Needed) -> None:
        hardening = folder / "zhicheng-.service.d" / "hardening.conf"
        hardening.write_text(hardening.read_text(encoding="utf-8") + "ProtectEverything=yes\n", encoding="utf-8")
        result = analysed(needed("systemd-analyze", "systemd"), "verify", *folder.glob("*.service"))
        assert "ProtectEverything" in result.stderr

    @pytest.mark.parametrize("unit", [unit.name for unit in UNITS])
    def test_they_may_do_little(self, folder: Path, unit: str, needed: Needed) -> None:
        program = needed("systemd-analyze", "systemd")
        result = analysed(program, "security", "--offline=yes", "--threshold=20", folder / unit)
        assert result.returncode == 0, result.stdout

    @pytest.mark.parametrize("unit", [unit.name for unit in UNITS])
    def test_without_what_they_share_they_might_do_much(self, folder: Path, unit: str, needed: Needed) -> None:
        program = needed("systemd-analyze", "systemd")
        shutil.rmtree(folder / "zhicheng-.service.d")
        result = analysed(program, "security", "--offline=yes", "--threshold=20", folder / unit)
        assert result.returncode != 0

    @pytest.mark.parametrize("timer", TIMERS, ids=lambda timer: timer.name)
    def test_a_timer_has_its_service_and_comes_every_day(self, timer: Path, needed: Needed) -> None:
        assert timer.with_suffix(".service") in UNITS
        [when] = re.findall(r"^OnCalendar=(.+)$", timer.read_text(encoding="utf-8"), re.MULTILINE)
        assert analysed(needed("systemd-analyze", "systemd"), "calendar", when).returncode == 0

    def test_systemd_listens_where_the_pages_are_and_starts_with_their_service(self) -> None:
        [web] = SOCKETS
        service = read_unit(web.with_suffix(".service"))
        assert read_unit(web)["Socket"]["ListenStream"] == f"{Settings().web.listen}:{Settings().web.port}"
        assert (service["Unit"]["Requires"], service["Install"]["Also"]) == (web.name, web.name)
        assert web.name in service["Unit"]["After"].split()

    def test_a_service_shows_life_in_time_and_whatever_fails_leaves_a_word(self) -> None:
        for unit in UNITS:
            read = read_unit(unit)
            if "Install" in read:
                assert read["Service"]["Type"] == "notify"
                assert seconds(read["Service"]["WatchdogSec"]) >= 3 * BEAT
                assert read["Service"]["Restart"] == "on-failure"
            if "@" not in unit.name:
                assert read["Unit"]["OnFailure"].split()[0] == "zhicheng-failed@%p.service"

    def test_a_night_job_that_fails_does_not_keep_the_next_from_running(self) -> None:
        night = [read_unit(unit) for unit in UNITS if read_unit(unit)["Service"]["Type"] == "oneshot"]
        assert len(night) == 3
        texts = [unit.read_text(encoding="utf-8") for unit in UNITS]
        assert [text.count("\nExecStart=") for text in texts] == [1] * len(texts)
        tidy = read_unit(DEPLOY / "systemd" / "zhicheng-tidy.service")["Unit"]
        assert "zhicheng-backup.service" in tidy["OnSuccess"].split()
        assert "zhicheng-backup.service" in tidy["OnFailure"].split()

    def test_every_command_is_one_of_ours(self) -> None:
        lines = "\n".join(unit.read_text(encoding="utf-8") for unit in UNITS)
        called = re.findall(rf"^Exec\w+=-?{COMMAND} (\w+)", lines, re.MULTILINE)
        assert len(called) == len(re.findall("^Exec", lines, re.MULTILINE))
        assert set(called) <= set(COMMANDS)

    def test_the_user_is_made_before(self, needed: Needed) -> None:
        program = needed("systemd-sysusers", "systemd")
        result = analysed(program, "--dry-run", DEPLOY / "systemd" / "zhicheng.sysusers")
        assert result.returncode == 0, result.stderr
        assert "zhicheng" in result.stdout + result.stderr


class TestExample:
    @pytest.fixture(autouse=True)
    def bare(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in [name for name in os.environ if name.startswith("ZHICHENG_")]:
            monkeypatch.delenv(name)

    def lines(self) -> Iterator[tuple[str, str, str]]:
        yield from LINE.findall(EXAMPLE.read_text(encoding="utf-8"))

    def test_it_names_every_setting_once_and_no_other(self) -> None:
        names = [name for _, name, _ in self.lines()]
        assert sorted(names) == sorted(setting_names())

    def test_as_it_stands_it_is_taken_and_puts_things_where_the_units_do(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(FILE, str(EXAMPLE))
        found = settings()
        set_here = {name for remark, name, _ in self.lines() if not remark}
        assert set_here == {"ZHICHENG_LIBRARY", "ZHICHENG_STORAGE", "ZHICHENG_MAILBOX_LETTERS"}
        assert (str(found.storage), str(found.library), str(found.mailbox.letters)) == (
            "/var/lib/zhicheng/storage.sqlite",
            "/var/cache/zhicheng/library.sqlite",
            "/var/lib/zhicheng/letters.sqlite",
        )
        container = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
        assert all(f"{name}={value_of(found, name)}" in container for name in set_here)

    def test_what_it_calls_a_default_is_one(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        defaults = [(name, value) for remark, name, value in self.lines() if remark]
        (tmp_path / "all.env").write_text("".join(f"{name}={value}\n" for name, value in defaults), encoding="utf-8")
        bare = settings()
        monkeypatch.setenv(FILE, str(tmp_path / "all.env"))
        assert settings() == bare
        unset = {name for name, value in defaults if not value}
        held = {name: value_of(bare, name) for name in setting_names()}
        assert unset == {name for name, value in held.items() if not value and value is not False}

    def test_each_setting_is_explained_in_the_lines_above_it(self) -> None:
        blocks = EXAMPLE.read_text(encoding="utf-8").split("\n")
        for before, line in pairwise(blocks):
            if LINE.match(line):
                assert before.startswith("#"), line


def value_of(found: Settings, name: str) -> object:
    """What a setting holds, by its name in the environment."""
    at = name.removeprefix("ZHICHENG_").lower()
    if at in type(found).model_fields:
        return getattr(found, at)
    door, _, field = at.partition("_")
    return getattr(getattr(found, door), field)


class TestReadme:
    README = (DEPLOY / "README.md").read_text(encoding="utf-8")

    def test_every_file_is_named_and_every_name_is_there(self) -> None:
        named = set(re.findall(r"(?<![/\w])(?:deploy/)?((?:systemd|nginx)/[\w.-]*\w|Containerfile[\w.]*)", self.README))
        assert named
        for name in named:
            assert list(DEPLOY.glob(f"{name}*")), name
        for name in ("Containerfile", ".env.example", "nginx/zhicheng.conf", "systemd/zhicheng.sysusers"):
            assert name in self.README

    def test_every_setting_and_command_is_one(self) -> None:
        assert set(re.findall(r"ZHICHENG_[A-Z_]+", self.README)) <= set(setting_names())
        assert set(re.findall(r"-- zhicheng (\w+)|exec zhicheng zhicheng (\w+)", self.README)) <= {
            pair for command in COMMANDS for pair in ((command, ""), ("", command))
        }


def test_hadolint_has_nothing_to_say_of_the_containerfile() -> None:
    program = Path(sys.executable).with_name("hadolint")
    result = subprocess.run([program, DEPLOY / "Containerfile"], capture_output=True, encoding="utf-8", check=False)
    assert (result.returncode, result.stdout) == (0, "")
