"""`python -m tests.fuzz [SECONDS]`: every target fuzzed for a part of the time, two at once, and a table of it.

What was found is under build/fuzz. Octets that fail go into tests/cases/fuzz/TARGET once they are mended: the tests try
them from then on.
"""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from knowledge.store.building import open_library
from tests.fuzz.targets import NAMES

FOLDER = Path(__file__).parents[2] / "build" / "fuzz"
HEAD = """
| target | runs | slowest run (s of CPU, instrumented) | findings |
|---|--:|--:|--:|
""".strip()
KEPT = {"corpus", "words", "slowest", "log"}


def fuzz(name: str, seconds: int, library: Path) -> str:
    """Fuzz one target; its line of the table."""
    place = FOLDER / name
    place.mkdir(parents=True, exist_ok=True)
    for old in [path for path in place.iterdir() if path.name != "corpus"]:
        old.unlink()
    command = [sys.executable, "-W", "ignore", "-m", "tests.fuzz.run", name, str(seconds), str(library), str(place)]
    with (place / "log").open("w", encoding="utf-8") as log:
        status = subprocess.run(command, stdout=log, stderr=log, check=False).returncode
    said = (place / "log").read_text(encoding="utf-8", errors="replace")
    runs = re.findall(r"number_of_executed_units: *(\d+)", said)
    found = sorted(path.name for path in place.iterdir() if path.name not in KEPT)
    if status and not found:
        found = [f"status {status}, see {place}/log"]
    slowest = (place / "slowest").read_text(encoding="ascii")
    return f"| {name} | {runs[0] if runs else '?'} | {slowest} | {', '.join(found) or 0} |"


def main(seconds: int = 600) -> None:
    """Fuzz all; 1 where anything was found."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    library, _ = open_library(FOLDER / "library.sqlite")
    library.close()
    at_once = min(os.cpu_count() or 1, len(NAMES))
    each = max(1, seconds * at_once // len(NAMES))  # 0 would be for ever
    with ThreadPoolExecutor(at_once) as pool:
        lines = list(pool.map(lambda name: fuzz(name, each, FOLDER / "library.sqlite"), NAMES))
    print(HEAD, *lines, sep="\n")
    sys.exit(not all(line.endswith("| 0 |") for line in lines))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
