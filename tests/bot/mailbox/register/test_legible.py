"""One row of the register that was damaged is left out, in one line; staff see all the others."""

from datetime import date
from pathlib import Path

import pytest

from bot.mailbox.register.letter_row import LetterRow
from bot.mailbox.register.letters import Letters
from tests.bot.conftest import Run

DAMAGED = {
    "points": ("{", "null", "[1]", '[{"status": "no_answer"}]', "\x00", 7),
    "passages": ("[", '[["ln-gxt-2024"]]', '{"a": 1}', '[["a", "b", "c", "d"]]'),
    "received": ("soon", "2026-11-20T00:00:00", 5),
    "deadline": ("2026-13-01", 5),
    "replied_at": ("later",),
    "asked": ("many",),
    "state": ("lost",),
    "subject": (b"\xff",),
}
EVERY = [(column, value) for column, values in DAMAGED.items() for value in values]


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """Two letters, one of which is to be damaged."""
    path = tmp_path / "letters.sqlite"
    with Letters(path) as letters:
        folder = letters.acquaint("INBOX", 1, date(2026, 1, 1))
        for uid, name in enumerate(("sound", "damaged"), 1):
            row = LetterRow(name, f"m{uid}", "s", "q", "评审费", f"2026-11-20T00:00:0{uid}+00:00", "2026-11-25")
            letters.enrol(row, folder, uid)
    return path


@pytest.mark.parametrize(("column", "value"), EVERY)
@pytest.mark.parametrize(
    "command", [("status", "--json"), ("report", "--since", "2026-11-01", "--until", "2026-11-30")]
)
def test_it_is_left_out_in_one_line(
    column: str, value: object, command: tuple[str, ...], register: Path, run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    with Letters(register) as letters:
        letters.connection.execute("PRAGMA ignore_check_constraints = 1")
        letters.note("damaged", **{column: value})
    result = run("mailbox", *command)
    assert result.exit_code == 0
    assert [("damaged" in message, "\n" in message) for message in caplog.messages] == [(True, False)]
    assert "sound" in result.stdout or command[0] == "report"


def test_rows_that_are_sound_are_all_shown(register: Path, run: Run, caplog: pytest.LogCaptureFixture) -> None:
    assert {"sound", "damaged"} <= set(run("mailbox", "status", "--json").stdout.replace('"', " ").split())
    assert caplog.messages == []
