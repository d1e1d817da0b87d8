"""Every command, however its streams and its surroundings are: no traceback, and the right exit status."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

import pytest

Shell = Callable[..., subprocess.CompletedProcess[bytes]]
ROOT = Path(__file__).parents[2]
WATER = "抚顺水利几号交材料"
# With -P, as the installed command is: in a folder that is gone, Python 3.13.0 itself breaks at imports without it.
PROGRAM = f'{shlex.quote(sys.executable)} -P -c "from bot.cli import main; main()"'
COMMANDS = {
    "ask": f"ask {WATER} --as-of 2025-10-27",
    "ask many": "ask --jsonl -",
    "chat": "chat",
    "talk": "talk --jsonl -",
    "check": "check",
    "check facts": "check --facts -",
    "rules": "rules lint",
    "notices": "notices",
    "search": f"search --near {WATER}",
    "queue": "queue",
    "doctor": "doctor",
    "draft": "draft mail.eml",
    "mailbox": "mailbox status",
    "mailbox report": "mailbox report --since 2026-11-01 --until 2026-11-30",
    "telegram": "telegram",
    "tidy": "tidy",
    "backup": "backup copy.sqlite",
    "why": "why 1",
    "help": "--help",
}
NOTHING_KEPT = ("queue", "tidy", "backup", "why")  # refused in one line where nothing was ever kept
MAIL = f"From: a <a@example.cn>\nMessage-ID: <m@example.cn>\nSubject: q\n\n{WATER}\n"
ALPHABETS = (
    {"LC_ALL": "C"},
    {"PYTHONIOENCODING": "ascii"},
    {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
)


@pytest.fixture
def shell(tmp_path: Path, library_file: Path) -> Shell:
    """The program in a shell, in a folder and with settings of its own."""
    (tmp_path / "mail.eml").write_text(MAIL, encoding="utf-8")
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), "ZHICHENG_LIBRARY": str(library_file)}

    def shell(command: str, **more: str) -> subprocess.CompletedProcess[bytes]:
        environment = {key: value for key, value in {**surroundings, **more}.items() if value}
        line = command.replace("zhicheng", PROGRAM)
        found = subprocess.run(
            ["bash", "-c", f"set -o pipefail; {line}"], env=environment, capture_output=True, cwd=tmp_path, check=False
        )
        assert b"Traceback" not in found.stderr, found.stderr.decode()
        assert b"Exception ignored" not in found.stderr, found.stderr.decode()
        return found

    return shell


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_standard_input_may_be_closed(shell: Shell, command: str) -> None:
    found = shell(f"zhicheng {command} <&-")
    refused = command.startswith(("check --facts", *NOTHING_KEPT, "telegram"))
    assert found.returncode == refused
    assert found.stderr.count(b"\n") == refused


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory, library_file: Path) -> Path:
    """A folder with what is kept of one question that was asked."""
    folder = tmp_path_factory.mktemp("kept")
    places = {
        "LIBRARY": library_file,
        "STORAGE": folder / "storage.sqlite",
        "MAILBOX_LETTERS": folder / "letters.sqlite",
    }
    settings = {f"ZHICHENG_{name}": str(path) for name, path in places.items()}
    asked = subprocess.run(
        ["bash", "-c", f"{PROGRAM} chat <<< {WATER}"],
        env={**os.environ, "PYTHONPATH": str(ROOT), **settings},
        capture_output=True,
        check=True,
    )
    assert asked.stdout
    return folder


@pytest.fixture
def kept(storage: Path, tmp_path: Path) -> None:
    """A copy of it, where a command looks."""
    shutil.copytree(storage, tmp_path, dirs_exist_ok=True)


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("command", [each for each in COMMANDS.values() if each not in ("queue", "telegram")])
def test_a_full_disk_behind_standard_output_is_said_in_one_line(shell: Shell, command: str) -> None:
    typed = {"ask --jsonl -": '{"question": "x"}', "talk --jsonl -": '{"turns": ["x"]}'}.get(command, "{}")
    found = shell(f"echo '{typed}' | zhicheng {command} >/dev/full")
    assert found.returncode == 1
    assert b"No space left on device" in found.stderr
    assert found.stderr.count(b"\n") == 1


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&- <&-"])
def test_closed_outputs_are_no_fault(shell: Shell, closed: str) -> None:
    assert shell(f"zhicheng {COMMANDS['ask']} {closed}").returncode == 0


def test_an_error_that_cannot_be_said_is_still_an_error(shell: Shell) -> None:
    assert shell("zhicheng queue 2>/dev/full").returncode == 1
    assert shell("zhicheng queue 2>&-").returncode == 1


@pytest.mark.parametrize("command", ["ask --jsonl lines", "notices ln-gxt-2024", "rules coverage"])
def test_a_reader_that_leaves_ends_it_quietly(shell: Shell, tmp_path: Path, command: str) -> None:
    (tmp_path / "lines").write_text(f'{{"question": "{WATER}"}}\n' * 200, encoding="utf-8")
    found = shell(f"zhicheng {command} | head -1")
    assert found.stdout.count(b"\n") == 1
    assert found.stderr == b""


SPOKEN = (
    f"chat <<< {WATER}",
    *(COMMANDS[each] for each in ("notices", "doctor", "draft", "mailbox", "tidy", "backup", "why")),
)


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    ("command", "alphabet"),
    [*((COMMANDS["ask"], each) for each in ALPHABETS), *zip(SPOKEN, cycle(ALPHABETS), strict=False)],
)
def test_chinese_is_written_whatever_the_locale(shell: Shell, command: str, alphabet: dict[str, str]) -> None:
    found = shell(f"zhicheng {command}", **alphabet)
    assert found.returncode == 0
    assert any("\u4e00" <= each <= "\u9fff" for each in found.stdout.decode("utf-8"))


@pytest.mark.parametrize("command", [COMMANDS["ask"], "notices", "check --facts facts", "doctor"])
def test_neither_home_nor_folder_nor_cache_is_needed(shell: Shell, tmp_path: Path, command: str) -> None:
    gone = tmp_path / "gone"
    (tmp_path / "facts").write_text("{}", encoding="utf-8")
    command = command.replace("facts facts", f"facts {tmp_path / 'facts'}")
    assert shell(f"zhicheng {command}", HOME="").returncode == 0
    nowhere = {"XDG_CACHE_HOME": "/proc/none", "HOME": "/proc/none"}
    assert shell(f"mkdir {gone}; cd {gone}; rmdir {gone}; zhicheng {command}", **nowhere).returncode == 0
