"""How fast a question is answered, as ratios measured in one run: run by `make bench`."""

import json
import os
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
ZHICHENG = (sys.executable, "-c", "from bot.cli import main; main()", "ask")
JIEBA = (sys.executable, "-c", "import jieba; jieba.initialize()")
ROUNDS = 7


def seconds(command: Sequence[str], text: str | None = None) -> float:
    """How long a whole process takes."""
    started = time.perf_counter()
    subprocess.run(command, input=text, capture_output=True, check=True, text=True)
    return time.perf_counter() - started


def cold() -> None:
    """A whole process that answers one question, beside one that only loads jieba's dictionary."""
    pairs = [(seconds((*ZHICHENG, "省工信厅工程系列网上申报几号截止")), seconds(JIEBA)) for _ in range(ROUNDS)]
    ours, jieba = (median(times) for times in zip(*pairs, strict=True))
    print(f"cold answer {ours * 1000:.0f} ms, jieba alone {jieba * 1000:.0f} ms: ratio {ours / jieba:.2f}")


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
        cold()
        warm()
        batch()


if __name__ == "__main__":
    main()
