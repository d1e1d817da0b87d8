"""All settings, each checked: from ZHICHENG_… in the environment, else from the settings file, secrets from files.

A secret is taken from the file that its …_FILE names, else from systemd's credential (`telegram-token`), else from the
setting itself. It is a `SecretStr`, which does not show what it holds.
"""

import os
import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from platformdirs import user_data_path
from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from bot.environment import library_path, lines_of, settings_file
from bot.errors import SettingsError
from bot.locale import N_, _
from bot.settings.mailbox import MailboxSettings
from bot.settings.secrets import handed_over, read_secret
from knowledge.patterns import linear
from knowledge.records import Model

PREFIX = "ZHICHENG_"
FILE = "ZHICHENG_SETTINGS"  # where the others stand: from the environment only


def _form_validator(pattern: re.Pattern[str], like: str) -> AfterValidator:
    """What refuses a text, or a secret, that does not have its form; `like` says in words which."""

    def check(value: str | SecretStr) -> str | SecretStr:
        if not pattern.fullmatch(value.get_secret_value() if isinstance(value, SecretStr) else value):
            raise ValueError(_(like))
        return value

    return AfterValidator(check)


Token = Annotated[
    SecretStr,
    _form_validator(linear(r"\d+:[A-Za-z0-9_-]{30,}"), N_("a token as @BotFather gives it, 123456:ABC…, is expected")),
]
Word = Annotated[
    SecretStr, _form_validator(linear(r"[A-Za-z0-9_-]{16,256}"), N_("16 to 256 of A-Z a-z 0-9 _ - are expected"))
]
Server = Annotated[
    str,
    _form_validator(linear(r"https?://[^/\s]+(/\S*[^/\s])?"), N_("https://host without a / at its end is expected")),
]
Proxy = Annotated[
    SecretStr,
    _form_validator(
        linear(r"(https?|socks5h?)://([^\s/?#]*@)?([^][\s/:@]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?(/\S*)?"),
        N_("http://host:port or socks5://host:port is expected"),
    ),
]
Page = Annotated[str, _form_validator(linear(r"https://[^/\s]+/\S+"), N_("https://host/path is expected"))]

Origins = Annotated[
    str,
    _form_validator(
        linear(r"(https?://[a-zA-Z0-9.:-]+( https?://[a-zA-Z0-9.:-]+)*)?"),
        N_("https://host, or several with a space between, are expected"),
    ),
]


class DoorSettings(Model):
    """The settings of one door; beside each secret stands the one for its file.

    `credential` is what the names of the door's secrets begin with where systemd hands them over.
    """

    credential: ClassVar[str]

    @model_validator(mode="before")
    @classmethod
    def read_secrets(cls, values: dict[str, Any]) -> dict[str, Any]:
        """The values with the secrets that stand in files."""
        names = [name.removesuffix("_file") for name in cls.model_fields if name.endswith("_file")]
        found = {name: _secret_of(cls.credential, name, values.get(f"{name}_file")) for name in names}
        return {**values, **{name: secret for name, secret in found.items() if secret is not None}}


class Telegram(DoorSettings):
    """The Telegram door."""

    credential = "telegram"

    token: Token | None = None
    token_file: Path | None = None
    base_url: Server = "https://api.telegram.org"
    proxy: Proxy | None = None
    mode: Literal["polling", "webhook"] = "polling"
    webhook_url: Page | None = None
    listen: str = "127.0.0.1"
    port: int = Field(8443, ge=1, le=65535)
    secret: Word | None = None
    secret_file: Path | None = None
    poll_timeout: int = Field(50, ge=0, le=50)
    turns_a_minute: int = Field(20, ge=1)

    @model_validator(mode="after")
    def is_complete(self) -> "Telegram":
        """A webhook needs an address and a secret."""
        if self.mode == "webhook" and not (self.webhook_url and self.secret):
            raise ValueError(_("webhook mode needs ZHICHENG_TELEGRAM_WEBHOOK_URL and ZHICHENG_TELEGRAM_SECRET"))
        return self


class WebSettings(DoorSettings):
    """The web door. `embedded_by`: the origins that may frame the embedded page, with a space between two; `telegram`:
    whether it takes the updates of the bot, too.
    """

    credential = "web"

    listen: str = "127.0.0.1"
    port: int = Field(8080, ge=1, le=65535)
    turns_a_minute: int = Field(60, ge=1)
    embedded_by: Origins = ""
    telegram: bool = False

    @property
    def address(self) -> str:
        """Where the pages are on this machine."""
        host = f"[{self.listen}]" if ":" in self.listen else self.listen
        return f"http://{host}:{self.port}/"


class SettingsFile(EnvSettingsSource):
    """The lines of the settings file as they are; pydantic-settings' own reader replaces what looks like ${NAME}."""

    def _load_env_vars(self) -> Mapping[str, str | None]:
        path = settings_file()
        lines = lines_of(path) if path else {}
        return {name.lower(): value for name, value in lines.items() if value}


class Settings(BaseSettings):
    """Every setting; one that is not here is refused."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="_",
        env_nested_max_split=1,
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
    )

    language: Literal["zh_CN", "en"] = "zh_CN"
    library: Path = Field(default_factory=library_path)
    storage: Path = Field(default_factory=lambda: user_data_path("zhicheng") / "storage.sqlite")
    key_file: Path | None = None
    telegram: Telegram = Field(default_factory=lambda: Telegram.model_validate({}))
    web: WebSettings = Field(default_factory=lambda: WebSettings.model_validate({}))
    mailbox: MailboxSettings = Field(default_factory=lambda: MailboxSettings.model_validate({}))

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], *_args: object, **_kinds: object
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment, then the file."""
        return EnvSettingsSource(settings_cls), SettingsFile(settings_cls)


def read_settings() -> Settings:
    """The settings of this process; `SettingsError` says in one line what is wrong."""
    path = settings_file()
    for name in {name.upper() for name in os.environ if name.upper().startswith(PREFIX)} - {FILE}:
        _refuse_unknown(name, _("the environment"))
    for name in lines_of(path) if path else ():
        _refuse_unknown(name, str(path))
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError(fault_of(error)) from None


def setting_names() -> list[str]:
    """The names of all settings, in their order."""
    names: list[str] = []
    for name, field in Settings.model_fields.items():
        kind = field.annotation
        parts = kind.model_fields if isinstance(kind, type) and issubclass(kind, Model) else None
        names += [f"{name}_{part}" for part in parts] if parts else [name]
    return [PREFIX + name.upper() for name in names]


def _refuse_unknown(name: str, where: str) -> None:
    """`SettingsError` for a name that no setting has, with the one that comes nearest."""
    if name.upper() in setting_names():
        return
    begun = [each for each in setting_names() if each.startswith(f"{name.upper()}_")]
    near = get_close_matches(name.upper(), begun or setting_names(), 1, 0)[0]
    message = _("{where}: there is no setting {name}; did you mean {near}?")
    raise SettingsError(message.format(where=where, name=name, near=near))


def fault_of(error: ValidationError) -> str:
    """The first fault in one line, without the value: it may be a secret."""
    fault = error.errors(include_input=False, include_url=False)[0]
    names = [str(part) for part in fault["loc"]]
    return f"{PREFIX}{'_'.join(names).upper()}: {fault['msg'].removeprefix('Value error, ')}"


def _secret_of(door: str, name: str, path: str | None) -> str | None:
    """A secret from its file, or from the credential that systemd hands over; None where there is neither."""
    there = Path(path) if path is not None else handed_over(f"{door}-{name}".replace("_", "-"))
    return read_secret(there) if there else None
