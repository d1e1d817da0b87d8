"""What works on the storage alone, killed: the terminal, the backup, the nightly deletion."""

import re
import sqlite3
import time
from contextlib import closing
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from bot.clock import today
from bot.core.reply import Reply
from bot.core.turn import Conversation
from bot.storage.storage import KEPT_DAYS, Storage
from knowledge.answer import Answer
from knowledge.question import Question
from knowledge.scope import Facets
from tests.kills.forks import Forks
from tests.kills.job import Account, Job, complete

QUESTION, QUOTE = "抚顺水利几号交材料", "10月27日-28日:水利行业人员"
LINES, ANSWERS = 5, 300
COPY, BESIDE = re.compile(r"single\.sqlite|storage-\d{8}T\d{6}\.sqlite"), {"storage.deleted"}
KEY = "0123456789abcdef0123456789abcdef"


class OfStorage(Job):
    """A storage in a folder, and processes that work on it."""

    def __init__(self, folder: Path, library: Path) -> None:
        self.path, secret = folder / "storage.sqlite", folder / "secret"
        secret.write_text(KEY, encoding="ascii")
        settings = {
            "LIBRARY": library,
            "STORAGE": self.path,
            "KEY_FILE": secret,
            "MAILBOX_LETTERS": folder / "letters.sqlite",
        }
        super().__init__(Forks(folder, {f"ZHICHENG_{name}": str(value) for name, value in settings.items()}))

    def keep(self, answers: int, ago: int = 0) -> None:
        """Keep so many answers of so many days ago."""
        with Storage(self.path, KEY.encode(), clock=lambda: today() - timedelta(ago)) as storage:
            for number in range(answers):
                with storage.turn(f"person {number % 20}") as record:
                    record.keep(answered(record.number), Conversation(question=QUESTION), today())


def answered(number: int) -> Reply:
    """A reply with an answer."""
    question = Question(QUESTION, QUESTION, Facets(), (), frozenset(), frozenset(), (), {})
    return Reply("answer", (), answer=Answer("answered", question, ()), number=number)


def answers_in(path: Path, since: date = date.min) -> int:
    """How many answers a sound file keeps that are not older than this; -1 for one that is not sound."""
    with closing(sqlite3.connect(path)) as opened:
        try:
            [[sound]] = opened.execute("PRAGMA integrity_check(1)").fetchall()
            [[found]] = opened.execute("SELECT count(*) FROM answer WHERE kept_on >= ?", [str(since)]).fetchall()
        except sqlite3.DatabaseError:
            return -1
    return found if sound == "ok" else -1


class Chat(OfStorage):
    """A conversation in the terminal: what was shown is kept, and nothing is kept twice."""

    def __init__(self, folder: Path, library: Path) -> None:
        super().__init__(folder, library)
        self.asked = self.shown = self.before = 0
        self.forks.typed.write_text(f"{QUESTION}\n" * LINES, encoding="utf-8")

    def start(self) -> None:
        self.see()
        self.asked += LINES
        self.forks.command("chat", "--as-of", "2025-07-01")

    def see(self) -> None:
        """Count what the last process showed."""
        if self.forks.said.exists():
            self.shown += self.forks.said.read_text(encoding="utf-8").count(QUOTE)
            self.forks.said.unlink()

    def account(self) -> Account:
        self.see()
        every = answers_in(self.path)
        kept, self.before = every - self.before, every
        account = Account(lost=max(0, self.shown - kept), doubled=max(0, kept - self.asked), broken=every < 0)
        self.asked = self.shown = 0
        return account


class Backup(OfStorage):
    """Copies into a folder, beside a door that goes on: each is whole, and nothing else is left in the folder."""

    def __init__(self, folder: Path, library: Path) -> None:
        super().__init__(folder, library)
        self.copies, self.single, self.turns = folder / "copies", folder / "copies" / "single.sqlite", count()
        self.copies.mkdir()
        self.keep(ANSWERS)
        self.kept = ANSWERS

    def start(self) -> None:
        self.keep(1)
        self.kept += 1
        if next(self.turns) % 2:
            self.single.unlink(missing_ok=True)
            self.forks.command("backup", str(self.single))
        else:
            time.sleep(1 - time.time() % 1)  # a copy in the folder is named by its second
            self.forks.command("backup", str(self.copies))

    def account(self) -> Account:
        complete(self)  # the other of the two
        names = {path.name for path in self.copies.iterdir()} - BESIDE
        found = [answers_in(self.copies / name) for name in names if COPY.fullmatch(name)]
        return Account(
            lost=max(0, self.kept - answers_in(self.path)),
            broken=sum(not ANSWERS <= each <= self.kept for each in found) + len(names) - len(found),
        )


class Tidy(OfStorage):
    """The nightly deletion: what is old goes, what is not stays."""

    def __init__(self, folder: Path, library: Path) -> None:
        super().__init__(folder, library)
        self.kept = 0

    def start(self) -> None:
        self.keep(ANSWERS // 10, KEPT_DAYS + 1)
        self.keep(1)
        self.kept += 1
        self.forks.command("tidy")

    def account(self) -> Account:
        recent, every = answers_in(self.path, today() - timedelta(KEPT_DAYS)), answers_in(self.path)
        return Account(lost=max(0, self.kept - recent), doubled=every - recent, broken=every < 0)
