"""How fast letters are pulled from a real server and drafted: run by `make bench`."""

import json
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.bot.mailbox.conftest import NO_DOVECOT, Office, is_installed, letter
from tests.bot.mailbox.dovecot import dovecot

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


def main(number: int = 2000) -> None:
    """Deliver letters and pull them in one run."""
    if not is_installed():
        print(f"{NO_DOVECOT}: the mailbox is not measured")
        return
    with tempfile.TemporaryDirectory() as folder, dovecot() as server:
        office = Office(server, "office", Path(folder))
        office.run_apart("pull")  # the library is built on the way
        office.deliver(*letters(number))
        started = time.perf_counter()
        said = office.run_apart("pull").stdout
        seconds = time.perf_counter() - started
        print(said, end="")
        print(f"whole process {seconds:.1f} s: {number / seconds:.1f} letters a second; {len(office.drafts())} drafts")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
