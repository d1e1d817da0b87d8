"""How to reach the mailbox: `ZHICHENG_MAILBOX_HOST` and so on; secrets come from files, read at each connection."""

import shlex
import subprocess
from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from pydantic import ByteSize, Field, SecretStr, model_validator

from bot.errors import SettingsError
from bot.locale import _
from bot.settings.secrets import handed_over, read_secret
from knowledge.records import Model

TOKEN_SECONDS = 30
LONGEST_WAIT = 86_400  # seconds
CREDENTIAL = "mailbox-password"  # as systemd hands it over


class MailboxSettings(Model):
    """The mailbox as the office has set it up. Folders that are None are found by their flags or usual names."""

    host: str = ""
    user: str = ""
    port: int = Field(0, ge=0, le=65535, description="0: 993, or 143 with STARTTLS")
    security: Literal["tls", "starttls"] = "tls"
    authority: Path | None = Field(None, description="certificates to trust instead of the system's (PEM)")
    password: SecretStr | None = Field(None, description="or authorisation code; better in a file")
    password_file: Path | None = None
    token_file: Path | None = Field(None, description="a file with an OAuth2 access token")
    token_command: SecretStr | None = Field(None, description="a command that prints an OAuth2 access token")
    folder: str = "INBOX"
    drafts: str | None = None
    sent: str | None = None
    letters: Path = Field(default_factory=lambda: user_data_path("zhicheng") / "letters.sqlite")
    templates: Path | None = Field(None, description="the office's own templates")
    signature: str = Field("", description="the office as it signs its letters; a letter is dated below it")
    working_days: int = Field(5, ge=1, le=60, description="within how many working days a letter is to be answered")
    first_days: int = Field(30, ge=0, le=36_500, description="how many days back the very first run looks")
    largest: ByteSize = Field(ByteSize(25_000_000), description="larger letters are not read")
    poll: int = Field(
        60, ge=1, le=LONGEST_WAIT, description="seconds between looks, where the server cannot say when mail comes"
    )
    retry: float = Field(2, gt=0, le=LONGEST_WAIT, description="seconds until the first new try after a failure")
    timeout: float = Field(60, gt=0, le=LONGEST_WAIT, description="seconds to wait for the server")

    @model_validator(mode="after")
    def one_secret(self) -> "MailboxSettings":
        """One way to log in: a password, which systemd may hand over, or a token."""
        ways = (self.password or self.password_file, self.token_file, self.token_command)
        if sum(map(bool, ways)) > 1 or not (any(ways) or handed_over(CREDENTIAL) or not self.host):
            raise ValueError(_("one of password_file, token_file and token_command is expected"))
        return self

    @property
    def at(self) -> int:
        """The port to connect to."""
        return self.port or (993 if self.security == "tls" else 143)

    @property
    def is_token(self) -> bool:
        """Whether the secret is an OAuth2 access token."""
        return self.token_file is not None or self.token_command is not None

    def secret(self) -> str:
        """The password or the token, read anew each time; `SettingsError` where it cannot be had."""
        if self.token_command:
            return _printed_by(self.token_command.get_secret_value())
        path = self._secret_file()
        try:
            return read_secret(path) if path else self.password.get_secret_value() if self.password else ""
        except ValueError as error:
            raise SettingsError(str(error)) from None

    def _secret_file(self) -> Path | None:
        """The file that holds the secret, if one does: as it was set, else as the system hands it over."""
        return self.token_file or self.password_file or (None if self.password else handed_over(CREDENTIAL))


def _printed_by(command: str) -> str:
    """The first line that a command prints."""
    try:
        done = subprocess.run(  # noqa: S603  # the office's own setting, run without a shell
            shlex.split(command), capture_output=True, check=True, text=True, timeout=TOKEN_SECONDS
        )
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise SettingsError(_("the command for the token failed ({why})").format(why=_why_of(error))) from None
    return done.stdout.strip().partition("\n")[0]


def _why_of(error: Exception) -> str:
    """Why a command failed, without the command: it may hold a secret."""
    if isinstance(error, subprocess.CalledProcessError):
        return _("it ended with status {status}").format(status=error.returncode)
    if isinstance(error, subprocess.TimeoutExpired):
        return _("it did not end within {seconds} s").format(seconds=TOKEN_SECONDS)
    return (error.strerror or "") if isinstance(error, OSError) else str(error)
