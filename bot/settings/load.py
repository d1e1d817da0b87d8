"""All settings of this process, checked; reading them takes longer than an answer, hence only where they are wanted."""

from typing import TYPE_CHECKING

from bot.errors import SettingsError
from bot.locale import _

if TYPE_CHECKING:
    from bot.settings.mailbox import MailboxSettings
    from bot.settings.model import Settings


def settings() -> "Settings":
    """All settings; `SettingsError` says in one line which one is wrong."""
    from bot.settings.model import read_settings  # noqa: PLC0415  # pydantic-settings takes longer than an answer

    return read_settings()


def mailbox_settings() -> "MailboxSettings":
    """The settings of the mailbox; `SettingsError` where it is not set up."""
    found = settings().mailbox
    if not (found.host and found.user):
        raise SettingsError(_("ZHICHENG_MAILBOX_HOST and ZHICHENG_MAILBOX_USER: the mailbox is not set up"))
    return found
