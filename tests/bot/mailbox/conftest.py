"""An office's mailbox on a real server, and the command with its settings."""

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from itertools import count
from pathlib import Path

import pytest

from bot.cli import main, zhicheng
from bot.locale import speaking
from bot.mailbox.register.letters import Letters
from tests.bot.mailbox.dovecot import PASSWORD, Dovecot, dovecot

NUMBERS = count(1)
NO_DOVECOT = "no Dovecot (Debian: dovecot-imapd and dovecot-lmtpd)"
ZHICHENG = (sys.executable, "-c", "from bot.cli import main; main()")
QUESTION = "请问省工信厅2024年工程系列网上申报几号截止？我在沈阳的民营企业，申报电子专业副高级。"


def letter(text: str = QUESTION, sender: str = "zhangsan@example.cn", subject: str = "职称咨询", **more: str) -> bytes:
    """A letter as a mail program sends it."""
    message = EmailMessage(policy=default.clone(linesep="\r\n"))
    message["From"], message["To"], message["Subject"] = sender, "office@example.org", subject
    message["Date"] = "Fri, 20 Nov 2026 09:00:00 +0800"
    message["Message-ID"] = f"<{next(NUMBERS)}@example.cn>"
    for name, value in more.items():
        del message[name.replace("_", "-")]
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


def status_of(*arguments: str) -> int:
    """How a command ends that is run in this process."""
    try:
        main(lambda: zhicheng(list(arguments)))
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def id_of(octets: bytes) -> str:
    """The Message-ID of a letter."""
    return str(message_from_bytes(octets, policy=default)["Message-ID"])


@dataclass
class Office:
    """A mailbox of its own on a server; `settings` are what the command is told."""

    server: Dovecot
    user: str
    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        secret = self.folder / "secret"
        secret.write_text(f"{PASSWORD}\n", encoding="ascii")
        self.set(
            host=self.server.host,
            port=self.server.tls,
            user=self.user,
            password_file=secret,
            authority=self.server.ca,
            letters=self.folder / "letters.sqlite",
            retry="0.1",
        )

    def set(self, **settings: object) -> None:
        """Change settings."""
        self.settings |= {f"ZHICHENG_MAILBOX_{name.upper()}": str(value) for name, value in settings.items()}

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        """The command as a process of its own."""
        return subprocess.Popen(
            (*ZHICHENG, "mailbox", *arguments),
            env={**os.environ, **self.settings, "ZHICHENG_LANGUAGE": "en"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """The command, run to its end in this process."""
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            for name, value in {**self.settings, "ZHICHENG_LANGUAGE": "en"}.items():
                patch.setenv(name, value)
            status = status_of("mailbox", *arguments)
        return subprocess.CompletedProcess(arguments, status, out.getvalue(), err.getvalue())

    def run_apart(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """The command, run to its end as a process of its own."""
        process = self.start(*arguments)
        out, err = process.communicate()
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    def pull(self, *arguments: str) -> str:
        """What a pull that goes well says."""
        done = self.run("pull", *arguments)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    def deliver(self, *letters: bytes) -> None:
        """Have letters come in."""
        self.server.deliver(self.user, *letters)

    def drafts(self, folder: str = "Drafts") -> list[EmailMessage]:
        """The drafts that staff see."""
        return [message_from_bytes(octets, policy=default) for octets in self.server.letters(self.user, folder)]

    def answered(self) -> list[str]:
        """The letters to which there is a draft, one for each draft."""
        return sorted(str(draft["In-Reply-To"]) for draft in self.drafts())

    def states(self) -> list[str]:
        """What became of the letters."""
        with Letters(self.folder / "letters.sqlite") as letters:
            return [entry.state for entry in letters.list_all()]

    def letter_ids(self) -> list[str]:
        """How the letters are called."""
        with Letters(self.folder / "letters.sqlite") as letters:
            return [entry.id for entry in letters.list_all()]


def is_installed() -> bool:
    """Whether there is a Dovecot."""
    return shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin:" + os.environ.get("PATH", "")) is not None


def has_dovecot() -> None:
    """Skip where there is no Dovecot; where nothing may be skipped, fail."""
    if not is_installed():
        if os.environ.get("CI_STRICT") == "1":
            pytest.fail(NO_DOVECOT)
        pytest.skip(NO_DOVECOT)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs a Dovecot is not among the quick tests."""
    for item in items:
        if "make_office" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def server() -> Iterator[Dovecot]:
    """The server that most tests share."""
    has_dovecot()
    with dovecot() as running:
        yield running


@pytest.fixture
def make_office(tmp_path: Path) -> Callable[..., Office]:
    """A mailbox of its own on a server."""

    def make(server: Dovecot) -> Office:
        number = next(NUMBERS)
        folder = tmp_path / str(number)
        folder.mkdir()
        return Office(server, f"office{number}", folder)

    return make


@pytest.fixture
def office(server: Dovecot, make_office: Callable[..., Office]) -> Office:
    """A mailbox on the server that tests share."""
    return make_office(server)


@pytest.fixture
def in_english() -> Iterator[None]:
    """Messages as they stand in the code."""
    with speaking("en"):
        yield
