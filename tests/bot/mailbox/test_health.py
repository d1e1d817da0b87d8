"""The checks of the mailbox: each thing that it needs is looked at, and named where it is missing."""

from collections.abc import Callable
from pathlib import Path

from pydantic import SecretStr

from bot.finding import Finding
from bot.mailbox.health import checks
from bot.settings.mailbox import MailboxSettings
from tests.bot.mailbox.conftest import Office
from tests.bot.mailbox.dovecot import PASSWORD, Dovecot, dovecot

PREFIX = "ZHICHENG_MAILBOX_"


def settings_of(office: Office, **more: object) -> MailboxSettings:
    """The settings of an office, with some changed."""
    given = {
        name.removeprefix(PREFIX).lower(): value for name, value in office.settings.items() if name.startswith(PREFIX)
    }
    return MailboxSettings.model_validate(given | more)


def by_name(settings: MailboxSettings) -> dict[str, Finding]:
    """The findings by what was looked at."""
    return {each.check: each for each in checks(settings)}


def test_a_mailbox_that_works(office: Office, in_english: None) -> None:
    found = by_name(settings_of(office))
    assert {each.sound for each in found.values()} == {True}
    assert {"mail server", "table of letters", "folder for drafts", "folder of sent mail"} <= found.keys()
    assert PASSWORD not in str(found)


def test_what_is_missing_is_named(
    make_office: Callable[..., Office], server: Dovecot, tmp_path: Path, in_english: None
) -> None:
    with dovecot(without=("IDLE", "UIDPLUS")) as running:
        office = make_office(running)
        found = by_name(settings_of(office, drafts="Nowhere", folder="Nothing", templates=tmp_path / "none"))
    assert not found["folder for drafts"].sound
    assert "Nowhere" in found["folder for drafts"].said
    assert found["folder of letters"].sound is False
    assert found["templates of the drafts"].sound is False
    assert found["what the mail server can do"].sound is None
    assert "it lacks IDLE, UIDPLUS" in found["what the mail server can do"].said


def test_without_a_secret_or_a_server(office: Office, tmp_path: Path, in_english: None) -> None:
    found = by_name(settings_of(office, password_file=tmp_path / "none"))
    assert "the secret cannot be read" in found["mail server"].said
    wrong = settings_of(office, password_file=None, password=SecretStr("wrong"))
    assert "not accepted" in by_name(wrong)["mail server"].said
