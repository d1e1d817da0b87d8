"""How fast a question is answered, as ratios measured in one run: run by `make bench`."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from statistics import median

from bot.environment import library_path
from knowledge.answering import Answerer
from knowledge.store.building import open_library

CASES = Path(__file__).parent / "cases" / "questions.jsonl"
CHECKS = CASES.with_name("checks.jsonl")
PROGRAM = (sys.executable, "-c", "from bot.cli import main; main()")
ZHICHENG = (*PROGRAM, "ask")
JIEBA = (sys.executable, "-c", "import jieba; jieba.initialize()")
LETTER = CASES.parent / "letters" / "c03-own-complete.eml"
STARTS = {  # and how long each may take, as a share of what jieba takes to load its dictionary
    "ask": ((*ZHICHENG, "省工信厅工程系列网上申报几号截止"), 0.25),
    "check": ((*PROGRAM, "check", "--json", "--as-of", "2024-07-10", "--facts"), 0.5),
    "draft": ((*PROGRAM, "draft", str(LETTER), "--json", "--as-of", "2025-10-20"), 0.5),
    "help": ((*PROGRAM, "--help"), 0.2),
}
ROUNDS = 7


def seconds(command: Sequence[str], text: str | None = None) -> float:
    """How long a whole process takes."""
    started = time.perf_counter()
    subprocess.run(command, input=text, capture_output=True, check=True, text=True)
    return time.perf_counter() - started


def seconds_of_processor(command: Sequence[str]) -> float:
    """How long a whole process keeps the processor."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def cold(facts: Path) -> None:
    """Whole processes, in turn with one that only loads jieba's dictionary; the first of each is not counted."""
    facts.write_text(json.dumps(json.loads(CHECKS.read_text(encoding="utf-8").splitlines()[0])["facts"]), "utf-8")
    commands = {name: command for name, (command, _) in STARTS.items()} | {"jieba": JIEBA}
    commands["check"] = (*commands["check"], str(facts))
    rounds = [{name: seconds_of_processor(each) for name, each in commands.items()} for _ in range(ROUNDS + 1)][1:]
    taken = {name: median(each[name] for each in rounds) for name in commands}
    print(f"jieba alone {taken['jieba'] * 1000:.0f} ms of the processor")
    for name, (_, wanted) in STARTS.items():
        print(
            f"cold {name:5} {taken[name] * 1000:4.0f} ms: ratio {taken[name] / taken['jieba']:.2f} (wanted: {wanted})"
        )


def warm() -> None:
    """The median of an answer in a running process."""
    library, _ = open_library(library_path())
    answerer = Answerer(library)
    rows = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        answerer.answer(row["question"], date.fromisoformat(row["as_of"]))
    times = []
    for row in rows:
        started = time.perf_counter()
        answerer.answer(row["question"], date.fromisoformat(row["as_of"]))
        times.append(time.perf_counter() - started)
    print(f"warm answer median {median(times) * 1000:.2f} ms, longest {max(times) * 1000:.1f} ms")


def batch() -> None:
    """200 questions through --jsonl, a whole process."""
    lines = (CASES.read_text(encoding="utf-8").splitlines() * 2)[:200]
    text = "\n".join(lines)
    print(f"200 questions by --jsonl {seconds((*ZHICHENG, '--jsonl', '-'), text):.2f} s")


def main() -> None:
    """Measure in a library of its own."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ZHICHENG_LIBRARY"] = str(Path(folder) / "library.sqlite")
        print(f"first answer, library built on the way: {seconds((*ZHICHENG, '几号截止')):.1f} s")
        cold(Path(folder) / "facts.json")
        warm()
        batch()


if __name__ == "__main__":
    main()
