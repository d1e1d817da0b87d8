"""How to reach the mailbox, from the environment: `ZHICHENG_MAILBOX__HOST` and so on; secrets come from files."""

import shlex
import subprocess
from pathlib import Path
from typing import Literal

from platformdirs import user_state_path
from pydantic import BaseModel, ByteSize, ConfigDict, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError
from bot.locale import _

TOKEN_SECONDS = 30


class MailboxSettings(BaseModel):
    """The mailbox as the office has set it up. Folders that are None are found by their flags or usual names."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field(min_length=1)
    user: str = Field(min_length=1)
    port: int = Field(0, ge=0, le=65535, description="0: 993, or 143 with STARTTLS")
    security: Literal["tls", "starttls"] = "tls"
    authority: Path | None = Field(None, description="certificates to trust instead of the system's (PEM)")
    password: SecretStr | None = Field(None, description="the password or authorisation code; better in a file")
    password_file: Path | None = None
    token_file: Path | None = Field(None, description="a file with an OAuth2 access token")
    token_command: str | None = Field(None, description="a command that prints an OAuth2 access token")
    folder: str = "INBOX"
    drafts: str | None = None
    sent: str | None = None
    letters: Path = Field(default_factory=lambda: user_state_path("zhicheng") / "letters.sqlite")
    templates: Path | None = Field(None, description="the office's own templates")
    working_days: int = Field(5, ge=1, le=60, description="within how many working days a letter is to be answered")
    first_days: int = Field(30, ge=0, description="how many days back the very first run looks")
    largest: ByteSize = Field(ByteSize(25_000_000), description="larger letters are not read")
    poll: int = Field(60, ge=1, description="seconds between looks, where the server cannot say when mail comes")
    retry: float = Field(2, gt=0, description="seconds until the first new try after a failure")
    timeout: float = Field(60, gt=0, description="seconds to wait for the server")

    @model_validator(mode="after")
    def one_secret(self) -> "MailboxSettings":
        """Exactly one way to log in."""
        ways = ("password", "password_file", "token_file", "token_command")
        if sum(getattr(self, way) is not None for way in ways) != 1:
            raise ValueError(f"exactly one of {', '.join(ways)} must be set")
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
        if self.password:
            return self.password.get_secret_value()
        if self.token_command:
            return printed_by(self.token_command)
        path = self.password_file or self.token_file or Path()
        try:
            text = path.read_text(encoding="utf-8").strip()
        except (OSError, ValueError) as error:
            raise SettingsError(_("The secret cannot be read: {why}").format(why=error)) from None
        if not text:
            raise SettingsError(_("The secret cannot be read: {why}").format(why=f"{path} is empty"))
        return text


class Surroundings(BaseSettings):
    """What the environment says of the mailbox."""

    model_config = SettingsConfigDict(env_prefix="ZHICHENG_", env_nested_delimiter="__", extra="ignore")

    mailbox: MailboxSettings


def mailbox_settings() -> MailboxSettings:
    """The settings of the environment; `SettingsError` names the first one that is missing or cannot be."""
    try:
        return Surroundings().mailbox  # type: ignore[call-arg]  # the environment gives the argument
    except ValidationError as error:
        raise SettingsError(told(error)) from None


def told(error: ValidationError) -> str:
    """The first fault, by the name of the variable; what was found is not repeated, it may be a secret."""
    fault = error.errors()[0]
    where = "__".join(str(part).upper() for part in fault["loc"])
    return _("ZHICHENG_{name}: {fault}").format(name=where, fault=fault["msg"])


def printed_by(command: str) -> str:
    """The first line that a command prints."""
    try:
        done = subprocess.run(  # noqa: S603  # the office's own setting, run without a shell
            shlex.split(command), capture_output=True, check=True, text=True, timeout=TOKEN_SECONDS
        )
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise SettingsError(_("The command for the token failed: {why}").format(why=error)) from None
    return done.stdout.strip().partition("\n")[0]
