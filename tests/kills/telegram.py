"""The Telegram door, killed, while people ask in groups: there each answer hangs on its question."""

import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from tests.bot.telegram.running import SECRET
from tests.bot.telegram.server import TOKEN, BotApi, free_port
from tests.kills.forks import Forks
from tests.kills.job import Account, Job

PEOPLE, GROUPS, TOGETHER = 12, 6, 4
TEXTS = ("抚顺水利几号交材料", "省工信厅工程系列网上申报几号截止", "/privacy", "继续教育要多少学时")
Question = tuple[int, int]  # its chat and its number there


class Telegram(Job):
    """The bot, by polling or by webhook."""

    def __init__(self, folder: Path, library: Path, mode: str) -> None:
        (folder / "token").write_text(TOKEN, encoding="ascii")
        (folder / "word").write_text(SECRET, encoding="ascii")
        self.api, self.chance, port = BotApi(), random.Random(20251121), free_port()
        self.api.redirect = f"http://127.0.0.1:{port}/hook"
        self.storage = folder / "storage.sqlite"
        settings = {
            "TOKEN_FILE": folder / "token",
            "BASE_URL": self.api.url,
            "POLL_TIMEOUT": 1,
            "TURNS_A_MINUTE": 1000,
            "MODE": mode,
            "WEBHOOK_URL": "https://bot.example/hook",
            "SECRET_FILE": folder / "word",
            "PORT": port,
        }
        names = {f"ZHICHENG_TELEGRAM_{name}": str(value) for name, value in settings.items()}
        places = {"ZHICHENG_LIBRARY": str(library), "ZHICHENG_STORAGE": str(self.storage)}
        super().__init__(Forks(folder, {**names, **places}))
        self.asked: set[Question] = set()
        self.set_aside = 0
        self.api.start()

    def start(self) -> None:
        for _ in range(TOGETHER):
            group = -self.chance.randint(1, GROUPS)
            person, text = self.chance.randint(1, PEOPLE), self.chance.choice(TEXTS)
            message = self.api.rooms.write(person, f"@zhicheng_bot {text}", group)
            self.asked.add((group, message["message_id"]))
        self.forks.command("telegram")

    def is_done(self) -> bool:
        if self.api.pending or self.api.in_flight or self.asked - set(self.answers()):
            return False
        count = len(self.api.calls)
        time.sleep(0.1)
        return all(name == "getUpdates" for name, _params, _result in self.api.calls[count:])

    def answers(self) -> Iterator[Question | None]:
        """The questions that were answered, in the order of the answers; None wherever a process begins."""
        for name, _params, result in list(self.api.calls):
            if name == "getMe":
                yield None
            elif name == "sendMessage" and isinstance(result, dict) and "reply_to_message" in result:
                yield result["chat"]["id"], result["reply_to_message"]["message_id"]

    def account(self) -> Account:
        """Only what was said last in a chat may be said again by the next process; set aside is not answered."""
        seen, last, may_come, again, doubled = set[Question](), dict[int, Question](), set[Question](), 0, 0
        for question in self.answers():
            if question is None:
                may_come = set(last.values())
                continue
            again += question in seen & may_come
            doubled += question in seen - may_come
            may_come.discard(question)
            seen.add(question)
            last[question[0]] = question
        before = self.set_aside
        with closing(sqlite3.connect(self.storage)) as storage:
            [[self.set_aside]] = storage.execute("SELECT count(*) FROM set_aside").fetchall()
            [[sound]] = storage.execute("PRAGMA integrity_check(1)").fetchall()
        lost = len(self.asked - seen) + self.set_aside - before
        self.asked.clear()
        self.api.calls.clear()
        return Account(lost=lost, again=again, doubled=doubled, broken=sound != "ok")
