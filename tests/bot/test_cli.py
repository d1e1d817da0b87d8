"""The first help: it says of every command what the command says of itself, and loads none of them for that."""

import re
import subprocess
import sys

import click
import pytest

from bot.cli import COMMANDS, main, zhicheng

TYPED = "我在沈阳做机电"
LOADED = """
import sys
from bot.cli import zhicheng
zhicheng(["--help"], standalone_mode=False)
print([name for name in sys.modules if name.startswith(("bot.commands", "bot.core", "bot.mailbox", "telegram"))])
"""


@pytest.mark.parametrize("name", COMMANDS)
def test_help_says_of_a_command_what_it_says_of_itself(name: str) -> None:
    command = zhicheng.get_command(click.Context(zhicheng), name)
    assert command is not None
    own = " ".join((command.help or "").split())
    assert own.startswith(COMMANDS[name][1])


def test_help_loads_no_command() -> None:
    shown = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, check=True, text=True).stdout
    assert [name for name in COMMANDS if f"\n  {name} " not in shown] == []
    assert shown.splitlines()[-1] == "[]"


def test_a_fault_of_our_own_is_told_by_a_number(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise RecursionError(f"too deep for {TYPED}")

    with pytest.raises(SystemExit, match="1"):
        main(fail)
    told = capsys.readouterr().err
    assert re.search(r"[0-9a-f]{6}", told)[0] in caplog.text
    assert "in fail" in caplog.text
    assert TYPED not in told + caplog.text
