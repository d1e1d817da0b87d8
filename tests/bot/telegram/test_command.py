"""`zhicheng telegram` as a person calls it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.errors import BotError, SettingsError, TelegramRefused
from bot.telegram import command
from tests.bot.telegram.running import running
from tests.bot.telegram.server import TOKEN, BotApi


@pytest.fixture
def configured(api: BotApi, storage_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A token, and the server to ask; English, which the tests read."""
    monkeypatch.setattr("bot.delivery.logs.set_up", lambda: None)
    for name, value in {
        "LANGUAGE": "en",
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_BASE_URL": api.url,
        "STORAGE": str(storage_file),
    }.items():
        monkeypatch.setenv(f"ZHICHENG_{name}", value)


def check() -> Result:
    """`zhicheng telegram --check`; what is refused is raised."""
    result = CliRunner().invoke(command.telegram, ["--check"])
    if isinstance(result.exception, BotError):
        raise result.exception
    return result


def test_without_a_token_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the token comes from and where it goes, whatever is asked."""
    monkeypatch.delenv("ZHICHENG_TELEGRAM_TOKEN", raising=False)
    with pytest.raises(SettingsError, match=r"@BotFather.*ZHICHENG_TELEGRAM_TOKEN_FILE"):
        check()


@pytest.mark.usefixtures("configured")
def test_before_the_first_start_the_commands_are_not_set() -> None:
    """All else is right, and that line says what sets them."""
    result = check()
    assert result.exit_code == 1
    assert [line[0] for line in result.output.splitlines()] == ["✓", "✓", "✓", "✗", "✓"]
    assert "commands → zhicheng telegram sets them when it starts" in result.output


@pytest.mark.usefixtures("configured")
def test_after_a_start_all_is_right(api: BotApi, library_file: Path, storage_file: Path) -> None:
    """Five lines, each right."""
    with running(api, library_file, storage_file):
        pass
    result = check()
    assert result.exit_code == 0, result.output
    assert [line[0] for line in result.output.splitlines()] == ["✓"] * 5


@pytest.mark.usefixtures("configured")
def test_a_webhook_in_the_way_and_wrong_permissions(api: BotApi, library_file: Path, storage_file: Path) -> None:
    """Each is named with what mends it."""
    with running(api, library_file, storage_file):
        pass
    api.webhook["url"] = "https://elsewhere.example/hook"
    api.me |= {"can_join_groups": False, "can_read_all_group_messages": True}
    output = check().output
    assert "✗ updates by polling → a webhook is set (https://elsewhere.example/hook)" in output
    assert "/setjoingroups" in output
    assert "/setprivacy" in output


@pytest.mark.usefixtures("configured")
def test_a_refused_token_ends_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line, and what to do."""
    monkeypatch.setenv("ZHICHENG_TELEGRAM_TOKEN", "99:" + "B" * 35)
    result = check()
    assert result.exit_code == 1
    assert result.output.startswith("✗ token → Telegram does not accept the token")


@pytest.mark.usefixtures("configured")
def test_a_server_that_is_not_there(api: BotApi) -> None:
    """One line, without the token."""
    api.stop()
    with pytest.raises(TelegramRefused, match="cannot be reached") as error:
        check()
    assert TOKEN not in str(error.value)


@pytest.mark.usefixtures("configured")
@pytest.mark.parametrize(("posted", "mark"), [("https://bot.example/hook", "✓"), ("", "✗")])
def test_a_webhook_that_is_wanted(api: BotApi, monkeypatch: pytest.MonkeyPatch, posted: str, mark: str) -> None:
    """Right where Telegram posts to our address and hears no complaint."""
    monkeypatch.setenv("ZHICHENG_TELEGRAM_MODE", "webhook")
    monkeypatch.setenv("ZHICHENG_TELEGRAM_WEBHOOK_URL", "https://bot.example/hook")
    monkeypatch.setenv("ZHICHENG_TELEGRAM_SECRET", "s" * 20)
    api.webhook["url"] = posted
    assert f"{mark} updates by webhook" in check().output
    api.webhook["last_error_message"] = "Wrong response from the webhook: 502"
    assert "✗ updates by webhook" in check().output
