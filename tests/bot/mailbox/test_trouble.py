"""What goes wrong is said in one line, and nothing is lost by it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme

from tests.bot.mailbox.conftest import Office, id_of, letter
from tests.bot.mailbox.dovecot import Dovecot, dovecot, free_port


def refused(office: Office, *arguments: str) -> str:
    """The one line that a command says that does not go well."""
    done = office.run(*(arguments or ("pull",)))
    assert done.returncode == 1, done.stdout + done.stderr
    (line,) = done.stderr.splitlines()
    return line


def test_wrong_password(office: Office) -> None:
    (office.folder / "secret").write_text("wrong", encoding="ascii")
    line = refused(office)
    assert "the name or password is not accepted" in line
    assert "wrong" not in line


def test_no_secret(office: Office) -> None:
    (office.folder / "secret").unlink()
    assert "the secret cannot be read" in refused(office)


def test_settings_are_named_by_their_variable(office: Office) -> None:
    office.set(security="none")
    assert refused(office).startswith("ZHICHENG_MAILBOX_SECURITY: ")
    office.set(security="tls", password="visible", token_file="other")
    line = refused(office)
    assert "one of password_file, token_file and token_command is expected" in line
    assert "visible" not in line


def test_a_password_that_systemd_hands_over(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    del office.settings["ZHICHENG_MAILBOX_PASSWORD_FILE"]
    assert "one of password_file" in refused(office)
    (office.folder / "secret").rename(office.folder / "mailbox-password")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(office.folder))
    office.deliver(letter())
    assert "1 drafted" in office.pull()


def test_certificates_that_do_not_hold(make_office: Callable[..., Office], server: Dovecot) -> None:
    with dovecot(expires=datetime(2021, 1, 1, tzinfo=UTC)) as running:
        office = make_office(running)
        assert "certificate has expired" in refused(office)
        running.certify("mail.example.org")
        running.restart()
        assert "certificate is for another name" in refused(office)
        running.certify("127.0.0.1")
        running.restart()
        office.deliver(letter())
        assert "1 drafted" in office.pull()


def test_a_certificate_that_nobody_trusts(office: Office, tmp_path: Path) -> None:
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "other.pem"))
    office.set(authority=tmp_path / "other.pem")
    assert "certificate is not trusted" in refused(office)
    office.set(authority=tmp_path / "none.pem")
    assert "cannot be read" in refused(office)


def test_nobody_there(office: Office) -> None:
    office.set(port=free_port())
    assert "the server cannot be reached" in refused(office)
    office.set(host="mail.invalid")
    assert "there is no server of this name" in refused(office)


def test_a_full_mailbox_loses_nothing(make_office: Callable[..., Office], server: Dovecot) -> None:
    with dovecot() as running:
        office = make_office(running)
        letters = [letter(sender=f"{each}@example.cn") for each in range(20)]
        office.deliver(*letters)
        running.quota = f"*:storage={sum(map(len, letters)) // 1024 + 20}K"
        running.restart()
        done = office.run("pull")
        assert done.returncode == 1
        assert len(done.stderr.splitlines()) == 1
        assert "the mailbox is full" in done.stderr
        assert 0 < len(office.drafts()) < len(letters)
        running.quota = ""
        running.restart()
        office.pull()
        assert office.answered() == sorted(map(id_of, letters))


def test_a_table_that_cannot_be_opened(office: Office) -> None:
    office.set(letters=office.folder)
    assert "the table of letters cannot be opened" in refused(office)
    broken = office.folder / "broken.sqlite"
    broken.write_bytes(b"no table" * 1000)
    office.set(letters=broken)
    assert "the table of letters cannot be opened" in refused(office)


def test_a_letter_at_which_the_program_always_stops_is_left_to_staff(office: Office) -> None:
    from bot.mailbox.register.letters import LIMIT, Letters

    bad, good = letter(sender="a@example.cn"), letter(sender="b@example.cn")
    office.deliver(bad, good)
    office.pull()
    with office.server.mailbox(office.user, "Drafts") as box:
        box.delete(box.uids())
    with Letters(office.folder / "letters.sqlite") as letters:
        first, second = letters.list_all()
        letters.note(first.id, state="drafting", attempts=LIMIT)
        letters.note(second.id, state="drafting", attempts=LIMIT - 1)
    office.pull()
    assert office.states() == ["aside", "drafted"]


@pytest.mark.parametrize("octets", [b"\r\n", b"\0" * 1000, b"From: <<>>\r\n\r\n\xff\xfe", b"Message-ID: \r\n\r\nx"])
def test_letters_that_are_none_do_not_stop_the_rest(office: Office, octets: bytes) -> None:
    good = letter()
    with office.server.mailbox(office.user) as box:
        box.append(octets.replace(b"\0", b" "), "INBOX")
    office.deliver(good)
    office.pull()
    assert id_of(good) in office.answered()
