"""How fast letters are pulled from a real server and drafted: run by `make bench`."""

import json
import random
import re
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import pytest

from bot.mailbox.imap.account import Account
from bot.mailbox.imap.connection import connect
from bot.settings.load import mailbox_settings
from tests.bot.mailbox.conftest import NO_DOVECOT, Office, is_installed, letter
from tests.bot.mailbox.dovecot import dovecot

FIRST_DAY = date(2000, 1, 1)
PEAK = re.compile(r"peak memory (\d+) MB")
LONGEST = 12.0  # times as long as bare copying that a pull may take
MEMORY = 1.25  # times as much memory that ten times as many letters may take: what was read last is remembered
CASES = Path(__file__).parent / "cases" / "questions.jsonl"
GREETINGS = ("您好！", "老师好，", "尊敬的领导：\n\n", "你好，打扰了。", "")
STORIES = ("我在沈阳一家民营企业工作，", "我单位是省属国有企业，想申报电子专业副高级。", "本人大连，事业单位，", "")
OWN_CASE = (
    "我在抚顺一家民营企业，在职在岗，本科，2018年取得工程师，水利专业，2022至2024年考核合格，"
    "想报2025年副高级，我这样能不能申报？"
)
THANKS = ("\n\n谢谢！", "\n此致\n敬礼", "\n\n盼复。", "")


def letters(number: int) -> list[bytes]:
    """So many letters, each from somebody else, with one to three questions of the cases; a third tell an own case."""
    chance = random.Random(20261121)
    questions = [json.loads(line)["question"] for line in CASES.read_text(encoding="utf-8").splitlines()]

    def text() -> str:
        asked = [*chance.sample(questions, chance.choice((1, 1, 1, 2, 3))), *chance.choice(((), (), (OWN_CASE,)))]
        numbered = asked if len(asked) == 1 else [f"{place}. {each}" for place, each in enumerate(asked, 1)]
        return chance.choice(GREETINGS) + chance.choice(STORIES) + "\n".join(numbered) + chance.choice(THANKS)

    return [letter(text(), f"sender{each}@example.cn", f"咨询{each}") for each in range(number)]


def seconds_of_bare_copying(office: Office) -> float:
    """How long it takes to fetch every letter and store as many octets as a draft, with nothing done between."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in office.settings.items():
            patch.setenv(name, value)
        settings = mailbox_settings()
    with connect(settings) as box:
        account = Account(box, settings)
        account.look_at(settings.folder)
        started = time.perf_counter()
        for uid in account.uids_since(FIRST_DAY):
            account.store(account.octets(uid) or b"")
        return time.perf_counter() - started


def pull(office: Office) -> tuple[float, int]:
    """How long a pull takes as a process of its own, and the most memory, in MB, that it has had."""
    started = time.perf_counter()
    said = office.run_apart("pull").stdout
    print(said, end="")
    return time.perf_counter() - started, int(PEAK.findall(said)[0])


def main(number: int = 2000) -> bool:
    """Deliver letters and pull them, a few first, then all others; whether that takes too long, or memory grows."""
    if not is_installed():
        print(f"{NO_DOVECOT}: the mailbox is not measured")
        return False
    sent = letters(number)
    few, rest = sent[: number // 10], sent[number // 10 :]
    with tempfile.TemporaryDirectory() as folder, dovecot() as server:
        office = Office(server, "office", Path(folder))
        office.run_apart("pull")  # the library is built on the way
        office.deliver(*few)
        _, before = pull(office)
        office.deliver(*rest)
        seconds, peak = pull(office)
        drafts, bare = len(office.drafts()), seconds_of_bare_copying(office) * len(rest) / number
    rate, ratio = len(rest) / seconds, seconds / bare
    print(f"{rate:.1f} letters a second, {ratio:.1f} times as long as bare copying; {drafts} drafts, {peak} MB at most")
    return ratio > LONGEST or peak > before * MEMORY


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
