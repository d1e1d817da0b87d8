"""The first help: it says of every command what the command says of itself, and loads none of them for that."""

import subprocess
import sys

import click
import pytest

from bot.cli import COMMANDS, zhicheng

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
