import json
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from bot.cli import main
from bot.clock import CHINA
from bot.mailbox.draft import draft
from bot.mailbox.imap.drafts_folder import text_of
from tests.bot.conftest import Run
from tests.bot.mailbox.mails import mail

KEYS = {"subject", "to", "in_reply_to", "references", "kind", "missing", "points", "body", "skipped", "is_open"}


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "mail.eml"
    path.write_bytes(mail("请问2024年工程系列的评定表要交几份？"))
    return path


def test_a_draft_is_printed_as_the_contract_has_it(run: Run, letter: Path) -> None:
    result = run("draft", str(letter), "--json", "--as-of", "2024-07-02")
    body = json.loads(result.stdout)
    assert body.keys() == KEYS
    assert body["points"][0].keys() == {"asked", "status", "citations"}
    assert "一式三份" in body["body"]


def test_a_draft_is_written_to_a_file_and_not_sent(run: Run, letter: Path, tmp_path: Path) -> None:
    path = tmp_path / "reply.eml"
    assert run("draft", str(letter), "-o", str(path)).stdout == ""
    written = message_from_bytes(path.read_bytes(), policy=default)
    assert written["To"].addresses[0].addr_spec == "zhang@example.cn"
    assert written["Subject"] == "回复：咨询"
    assert "一式三份" in text_of(written)


def test_a_draft_bears_the_office_and_the_moment_at_which_it_is_made(
    run: Run, letter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHICHENG_MAILBOX_SIGNATURE", "示例市职称工作办公室")
    path, before = tmp_path / "reply.eml", datetime.now(CHINA).replace(microsecond=0)
    run("draft", str(letter), "-o", str(path))
    written = message_from_bytes(path.read_bytes(), policy=default)
    assert before <= written["Date"].datetime <= datetime.now(CHINA)
    lines = text_of(written).splitlines()
    assert lines[lines.index("示例市职称工作办公室") + 1] == f"{before.year}年{before.month}月{before.day}日"


def test_a_mail_can_come_from_standard_input(run: Run, letter: Path) -> None:
    assert "尊敬的张三" in run("draft", "-", typed=letter.read_bytes()).stdout


def test_a_mail_that_gets_no_reply_writes_no_file(run: Run, letter: Path, tmp_path: Path) -> None:
    letter.write_bytes(b"Auto-Submitted: auto-replied\r\n" + letter.read_bytes())
    path = tmp_path / "reply.eml"
    result = run("draft", str(letter), "-o", str(path))
    assert result.exit_code == 0
    assert "auto_reply" in result.stdout
    assert not path.exists()


@pytest.mark.parametrize("octets", [b"", b"\0\1\2\3" * 50, "请问几份？".encode(), b"\x89PNG\r\n\x1a\n", b"{}\n"])
def test_what_is_no_mail_is_refused_in_one_line(
    octets: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "junk.eml"
    path.write_bytes(octets)
    with pytest.raises(SystemExit) as left:
        main(lambda: draft([str(path)], standalone_mode=False))
    said = capsys.readouterr()
    assert left.value.code == 1
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert str(path) in said.err


def test_a_file_that_cannot_be_written_is_said_in_one_line(
    letter: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(lambda: draft([str(letter), "-o", str(tmp_path / "none" / "reply.eml")], standalone_mode=False))
    assert left.value.code == 1
    assert "reply.eml" in capsys.readouterr().err
