"""What a stranger wrote into a letter is never markup, a formula or a command to the terminal, wherever it is shown."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from bot.mailbox.register.letter_row import LetterRow
from bot.mailbox.register.letters import Letters
from bot.mailbox.register.report import report_of
from knowledge.value import replace
from tests.bot.mailbox.conftest import Office, letter, status_of

HOSTILE = (
    "咨询[/b]",
    "[red]咨询[link=file:///etc/passwd]",
    ":smile: 咨询",
    "\x1b]0;咨询\x07\x1b[2J",
    "\x9b31m咨询",
    "\u202e咨询\u2066",
    "=cmd|' /C calc'!A0 咨询",
    "<script>alert(1)</script>咨询",
    "{{ 7 * 7 }} {0} %s 咨询",
)
STEERS = ("\x1b", "\x9b", "\x07", "\u202e", "\u2066")


@pytest.fixture
def office_with_hostile_letters(office: Office) -> Office:
    """A mailbox whose table of letters holds them as an older version may have written them."""
    with Letters(office.folder / "letters.sqlite") as letters:
        folder = letters.acquaint("INBOX", 1, date(2026, 1, 1))
        for uid, words in enumerate(HOSTILE, 1):
            points = json.dumps([{"asked": words, "status": "no_answer"}])
            row = LetterRow(f"letter{uid}", f"m{uid}", "s", "q", words, "2026-11-20T00:00:00+00:00", points=points)
            letters.enrol(replace(row, why=words, state="failed"), folder, uid)
    return office


def words_of(text: str) -> str:
    """A text without its white space, which a table spreads."""
    return "".join(text.split())


@pytest.mark.parametrize("arguments", [("status",), ("report", "--since", "2026-11-01", "--until", "2026-11-30")])
def test_tables_show_what_was_written(
    office_with_hostile_letters: Office, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    done = office_with_hostile_letters.run(*arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert not any(each in done.stdout for each in STEERS)
    shown = words_of(done.stdout)
    for words in ("咨询[/b]", "[red]咨询[link=file:///etc/passwd]", ":smile:咨询", "{{7*7}}{0}%s咨询"):
        assert words in shown


def test_json_loses_nothing_and_steers_no_terminal(office_with_hostile_letters: Office) -> None:
    said = office_with_hostile_letters.run("status", "--json").stdout
    assert not any(each in said for each in STEERS)
    assert {row["subject"] for row in json.loads(said)["letters"]} == set(HOSTILE)


@pytest.fixture
def letters(office_with_hostile_letters: Office) -> Iterator[Letters]:
    """The table itself."""
    with Letters(office_with_hostile_letters.folder / "letters.sqlite") as opened:
        yield opened


def test_neither_the_csv_nor_the_picture_holds_a_stranger_s_words(letters: Letters) -> None:
    from bot.mailbox.register.chart import svg_of

    report = report_of(letters, date(2026, 11, 1), date(2026, 11, 30))
    cells = [cell for row in list(csv.reader(io.StringIO(report.csv())))[1:] for cell in row]
    assert all(cell.replace("-", "").replace(".", "").isdigit() for cell in cells if cell)
    picture = etree.fromstring(svg_of(report))
    assert "咨询" not in "".join(picture.itertext())
    assert not picture.findall(".//{http://www.w3.org/2000/svg}script")


def test_what_lint_and_pull_say_of_a_letter(office: Office) -> None:
    office.deliver(letter("\x1b[2J请问[/b]评审费是多少？", subject="\x1b[2J咨询[/b]"))
    pulled = office.pull()
    linted = office.run("lint").stdout
    assert not any(each in pulled + linted for each in STEERS)
    assert "咨询[/b]" in linted


def test_a_draft_holds_a_stranger_s_words_as_words(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "letter.eml"
    path.write_bytes(letter("请问{{7*7}}评审费\x9b31m是多少\u202e\u2066？", sender='"\x1b[2J张三" <a@example.cn>'))
    assert status_of("draft", str(path)) == 0
    out = capfd.readouterr().out
    assert "{{7*7}}" in out
    assert not any(each in out for each in STEERS)


def test_an_error_is_shown_without_what_steers(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "\x1b[2Jx.eml"
    path.write_bytes(b"no mail")
    assert status_of("draft", str(path)) == 1
    assert "\x1b" not in capfd.readouterr().err
