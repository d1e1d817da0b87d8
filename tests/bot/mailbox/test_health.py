"""The checks of the mailbox: each thing that it needs is looked at, and named where it is missing."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from pydantic import SecretStr

from bot.mailbox.health import Check, calendar, checks
from bot.mailbox.settings import MailboxSettings
from tests.bot.mailbox.conftest import Office
from tests.bot.mailbox.dovecot import PASSWORD, Dovecot, dovecot


def settings_of(office: Office, **more: object) -> MailboxSettings:
    """The settings of an office, with some changed."""
    given = {name.rpartition("__")[2].lower(): value for name, value in office.settings.items()}
    return MailboxSettings.model_validate(given | more)


def by_name(settings: MailboxSettings) -> dict[str, Check]:
    """The checks by what they look at."""
    return {each.what: each for each in checks(settings)}


def test_a_mailbox_that_works(office: Office, in_english: None) -> None:
    found = by_name(settings_of(office))
    states = {what: each.state for what, each in found.items() if what != "calendar of working days"}
    assert set(states.values()) == {"ok"}
    assert {"log-in", "folder for drafts", "folder of sent mail", "certificate of the mail server"} <= states.keys()
    assert PASSWORD not in str(found)


def test_what_is_missing_is_named(make_office: Callable[..., Office], server: Dovecot, in_english: None) -> None:
    with dovecot(without=("IDLE", "UIDPLUS")) as running:
        office = make_office(running)
        found = by_name(settings_of(office, drafts="Nowhere", folder="Nothing"))
    assert found["folder for drafts"].state == "failed"
    assert "Nowhere" in found["folder for drafts"].said
    assert found["folder of letters"].state == "failed"
    assert (found["what the server can do"].state, found["what the server can do"].said) == (
        "warning",
        "it lacks IDLE, UIDPLUS",
    )


def test_without_a_secret_or_a_server(office: Office, tmp_path: Path, in_english: None) -> None:
    found = by_name(settings_of(office, password_file=tmp_path / "none"))
    assert found["secret of the mailbox"].state == "failed"
    assert found["log-in"].state == "failed"
    wrong = settings_of(office, password_file=None, password=SecretStr("wrong"))
    assert "not accepted" in by_name(wrong)["log-in"].said


def test_the_calendar_is_asked_for_in_time(in_english: None) -> None:
    assert calendar(date(2024, 5, 1)) == Check("calendar of working days", "ok", "2024")
    assert calendar(date(2026, 11, 1)).state == "ok"
    assert calendar(date(2026, 12, 1)).state in ("ok", "warning")
    assert calendar(date(2099, 1, 1)).state == "failed"
