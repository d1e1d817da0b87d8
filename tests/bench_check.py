"""How fast a verdict is: `python -m tests.bench_check`."""

import io
import json
import sys
from datetime import date
from statistics import median
from time import perf_counter

from bot.terminal.check import answers
from eligibility.interview.intake import Intake
from eligibility.judging.evaluation import evaluate
from eligibility.rulebook.loading import load_rulebook
from tests.eligibility.rows import rows

BATCH = 10_000


def main() -> None:
    """The median of one verdict, and a batch of facts as `--jsonl` answers it."""
    started = perf_counter()
    rulebook = load_rulebook()
    loaded = perf_counter() - started
    cases = [(date.fromisoformat(row["as_of"]), row["facts"]) for row in rows()]
    times = []
    for day, raw in cases * 5:
        facts = Intake(rulebook.factsheet, day).read(raw)
        started = perf_counter()
        evaluate(rulebook, facts, day)
        times.append(perf_counter() - started)
    lines = [json.dumps({"id": n, **row}).encode() for n, row in zip(range(BATCH), list(rows()) * BATCH, strict=False)]
    started = perf_counter()
    written = sum(map(len, answers(rulebook, io.BytesIO(b"\n".join(lines)), date(2024, 7, 10))))
    taken = perf_counter() - started
    sys.stdout.write(f"rules loaded            {loaded * 1000:8.0f} ms\n")
    sys.stdout.write(f"one verdict, median     {median(times) * 1000:8.2f} ms (wanted: under 1)\n")
    sys.stdout.write(f"one verdict, slowest    {max(times) * 1000:8.2f} ms\n")
    sys.stdout.write(f"{BATCH} facts by --jsonl {taken:8.1f} s (wanted: under 15), {written / 1e6:.0f} MB\n")


if __name__ == "__main__":
    main()
