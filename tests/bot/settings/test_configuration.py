"""Settings: from the environment or a file, wrong ones refused in one line, secrets never shown."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli import main, zhicheng
from bot.environment import library_path
from bot.errors import SettingsError
from bot.settings.load import settings
from bot.settings.model import FILE, Settings, setting_names
from bot.storage.key import opened_storage

TOKEN = "123456:abcdefghijklmnopqrstuvwxyz_-0123"


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings but those of the test."""
    for name in [name for name in os.environ if name.startswith("ZHICHENG_")] + ["CREDENTIALS_DIRECTORY"]:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A settings file."""
    path = tmp_path / "zhicheng.env"
    path.touch()
    monkeypatch.setenv(FILE, str(path))
    return path


def test_a_machine_without_settings_has_all_that_asking_needs() -> None:
    found = settings()
    assert (found.library.name, found.storage.name, found.telegram.token) == ("library.sqlite", "storage.sqlite", None)
    assert (found.telegram.mode, found.telegram.poll_timeout) == ("polling", 50)


def test_the_environment_stands_over_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text(
        "# a remark\n\nZHICHENG_LIBRARY=/from/file\nZHICHENG_TELEGRAM_POLL_TIMEOUT=7\nZHICHENG_TELEGRAM_PORT='9000'\n"
        "ZHICHENG_TELEGRAM_PROXY=\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("ZHICHENG_TELEGRAM_POLL_TIMEOUT", "9")
    monkeypatch.setenv("ZHICHENG_LANGUAGE", "")
    found = settings()
    assert (found.library, library_path()) == (Path("/from/file"), Path("/from/file"))
    assert (found.telegram.poll_timeout, found.telegram.port, found.telegram.proxy) == (9, 9000, None)
    assert found.language == "zh_CN"


@pytest.mark.parametrize("where", ["file", "environment"])
@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("ZHICHENG_TELEGRAM_TOKN", "ZHICHENG_TELEGRAM_TOKEN"),
        ("ZHICHENG_LIBARY", "ZHICHENG_LIBRARY"),
        ("ZHICHENG_TELEGRAM", "ZHICHENG_TELEGRAM_"),
        ("ZHICHENG_X", "ZHICHENG_"),
    ],
)
def test_an_unknown_setting_is_refused_with_the_nearest_known(
    file: Path, monkeypatch: pytest.MonkeyPatch, where: str, name: str, near: str
) -> None:
    if where == "file":
        file.write_text(f"{name}=sesame\n", encoding="utf-8")
    else:
        monkeypatch.setenv(name, "sesame")
    with pytest.raises(SettingsError) as refused:
        settings()
    said = str(refused.value)
    assert name in said
    assert near in said
    assert "sesame" not in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_TOKEN", "sesame"),
        ("TELEGRAM_SECRET", "sesame open"),
        ("TELEGRAM_MODE", "sesame"),
        ("TELEGRAM_PORT", "0"),
        ("TELEGRAM_POLL_TIMEOUT", "51"),
        ("TELEGRAM_TURNS_A_MINUTE", "0"),
        ("TELEGRAM_PROXY", "sesame"),
        ("TELEGRAM_PROXY", "socks4://127.0.0.1:1080"),
        ("TELEGRAM_PROXY", "http://me:sesame/@127.0.0.1:1080"),
        ("TELEGRAM_BASE_URL", "https://sesame/"),
        ("TELEGRAM_WEBHOOK_URL", "http://sesame/x"),
        ("TELEGRAM_TOKEN_FILE", "/sesame"),
        ("LANGUAGE", "sesame"),
    ],
)
def test_a_wrong_value_is_refused_by_its_name_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"ZHICHENG_{name}", value)
    with pytest.raises(SettingsError) as refused:
        settings()
    assert str(refused.value).startswith("ZHICHENG_TELEGRAM" if "_FILE" in name else f"ZHICHENG_{name}: ")
    assert len(str(refused.value).splitlines()) == 1
    assert "sesame" not in str(refused.value).replace("/sesame", "")


def test_a_webhook_needs_an_address_and_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHICHENG_TELEGRAM_MODE", "webhook")
    with pytest.raises(SettingsError, match="ZHICHENG_TELEGRAM_WEBHOOK_URL"):
        settings()
    monkeypatch.setenv("ZHICHENG_TELEGRAM_WEBHOOK_URL", "https://example.org/hook")
    monkeypatch.setenv("ZHICHENG_TELEGRAM_SECRET", "sesame-sesame-sesame")
    assert settings().telegram.mode == "webhook"


class TestSecrets:
    def test_a_file_stands_over_a_credential_and_that_over_the_setting(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("ZHICHENG_TELEGRAM_TOKEN", f"1{TOKEN}")
        assert self.token() == f"1{TOKEN}"
        monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
        assert self.token() == f"1{TOKEN}"
        (tmp_path / "telegram-token").write_text(f"2{TOKEN}\n", encoding="utf-8")
        assert self.token() == f"2{TOKEN}"
        (tmp_path / "own").write_text(f"3{TOKEN}\r\n", encoding="utf-8")
        monkeypatch.setenv("ZHICHENG_TELEGRAM_TOKEN_FILE", str(tmp_path / "own"))
        assert self.token() == f"3{TOKEN}"

    def token(self) -> str | None:
        token = settings().telegram.token
        return token.get_secret_value() if token else None

    def test_no_secret_shows(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ZHICHENG_TELEGRAM_TOKEN", TOKEN)
        monkeypatch.setenv("ZHICHENG_TELEGRAM_SECRET", "open-sesame-open-sesame")
        monkeypatch.setenv("ZHICHENG_TELEGRAM_PROXY", "http://sesame:sesame@localhost:8080")
        monkeypatch.setenv("ZHICHENG_MAILBOX_TOKEN_COMMAND", "printf sesame")
        found = settings()
        for shown in (str(found), repr(found), found.model_dump_json(), str(found.telegram), str(found.mailbox)):
            assert TOKEN not in shown
            assert "sesame" not in shown

    @pytest.mark.parametrize("octets", [b"", b"\n", b"two words", b"one\ntwo\n", b"\xff\xfe"])
    def test_a_file_that_holds_no_secret_is_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, octets: bytes
    ) -> None:
        (tmp_path / "token").write_bytes(octets)
        monkeypatch.setenv("ZHICHENG_TELEGRAM_TOKEN_FILE", str(tmp_path / "token"))
        with pytest.raises(SettingsError, match="ZHICHENG_TELEGRAM"):
            settings()


class TestFile:
    def test_a_dollar_is_a_dollar(self, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """What looks like a variable is part of a password."""
        monkeypatch.setenv("HOME", "/root")
        lines = ("ZHICHENG_MAILBOX_PASSWORD=a${HOME}b$c", "ZHICHENG_LIBRARY=/tmp/${HOME}/l.sqlite")
        file.write_text("\n".join(lines), encoding="utf-8")
        assert settings().mailbox.secret() == "a${HOME}b$c"
        assert settings().library == library_path() == Path("/tmp/${HOME}/l.sqlite")

    @pytest.mark.parametrize("octets", [b"ZHICHENG_LIBRARY\nthis is no setting\n", b"=x\n", b"\xff\xfe=1\n"])
    def test_a_line_that_is_no_setting_is_refused(self, file: Path, octets: bytes) -> None:
        file.write_bytes(octets)
        with pytest.raises(SettingsError, match=r"zhicheng\.env"):
            settings()

    def test_a_file_that_is_named_and_not_there_is_refused_by_every_command(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv(FILE, "/nowhere/zhicheng.env")
        with pytest.raises(SystemExit) as left:
            main(lambda: zhicheng(["notices"], standalone_mode=False))
        said = capsys.readouterr()
        assert (left.value.code, said.out, len(said.err.splitlines())) == (1, "", 1)
        assert "/nowhere/zhicheng.env" in said.err

    def test_its_language_is_spoken(self, file: Path, library_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
        file.write_text(f"ZHICHENG_LANGUAGE=en\nZHICHENG_LIBRARY={library_file}\n", encoding="utf-8")
        zhicheng(["notices", "--as-of", "2024-07-10"], standalone_mode=False)
        assert "in force" in capsys.readouterr().out

    @given(octets=st.binary(max_size=200))
    def test_any_octets_are_read_or_refused_in_one_line(self, octets: bytes) -> None:
        with NamedTemporaryFile(suffix=".env") as file, pytest.MonkeyPatch.context() as patch:
            Path(file.name).write_bytes(octets)
            patch.setenv(FILE, file.name)
            assert len(said_of(settings).splitlines()) <= 1


def said_of(action: Callable[[], object]) -> str:
    """What an action is refused with; nothing where it is done."""
    try:
        action()
    except SettingsError as refused:
        return str(refused)
    return ""


def test_every_name_is_in_capitals_and_once() -> None:
    assert len(setting_names()) == len(set(setting_names()))
    assert {"ZHICHENG_LIBRARY", "ZHICHENG_TELEGRAM_TOKEN_FILE", "ZHICHENG_KEY_FILE"} <= set(setting_names())
    assert all(name == name.upper() for name in setting_names())
    assert len(setting_names()) > len(Settings.model_fields)


def test_a_question_loads_neither_settings_nor_storage(library_file: Path) -> None:
    code = """
import sys
from bot.cli import main
try:
    main()
finally:
    print([name for name in ("pydantic_settings", "dotenv", "sqlite_utils", "telegram") if name in sys.modules])
"""
    result = subprocess.run(
        [sys.executable, "-c", code, "ask", "抚顺水利几号交材料"],
        env={**os.environ, "ZHICHENG_LIBRARY": str(library_file)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert result.stdout.splitlines()[-1] == "[]"


class TestKey:
    @pytest.fixture(autouse=True)
    def place(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ZHICHENG_STORAGE", str(tmp_path / "data" / "storage.sqlite"))

    def test_it_is_made_once_and_only_the_owner_reads_it(self, tmp_path: Path) -> None:
        names = set()
        for _ in range(2):
            with opened_storage(settings()) as storage:
                names.add(storage.person("telegram", "1"))
        assert len(names) == 1
        modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in (tmp_path / "data").iterdir()}
        assert modes == {"storage.sqlite": 0o600, "storage.key": 0o600}

    def test_a_key_that_is_gone_is_not_made_anew(self, tmp_path: Path) -> None:
        opened_storage(settings()).close()
        (tmp_path / "data" / "storage.key").unlink()
        with pytest.raises(SettingsError, match=r"storage\.key"):
            opened_storage(settings())
        assert not (tmp_path / "data" / "storage.key").exists()

    def test_it_can_come_from_a_secret_file_or_a_credential(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "storage-key").write_text("0123456789abcdef0123456789abcdef", encoding="ascii")
        monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
        with opened_storage(settings()) as storage:
            handed = storage.person("a", "1")
        monkeypatch.delenv("CREDENTIALS_DIRECTORY")
        monkeypatch.setenv("ZHICHENG_KEY_FILE", str(tmp_path / "storage-key"))
        with opened_storage(settings()) as storage:
            assert storage.person("a", "1") == handed
        monkeypatch.setenv("ZHICHENG_KEY_FILE", str(tmp_path / "none"))
        with pytest.raises(SettingsError, match="none"):
            opened_storage(settings())

    def test_where_it_cannot_be_written_one_line_says_so(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "file").touch()
        monkeypatch.setenv("ZHICHENG_STORAGE", str(tmp_path / "file" / "storage.sqlite"))
        with pytest.raises(SettingsError, match=r"storage\.key"):
            opened_storage(settings())
