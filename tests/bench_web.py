"""Questions a second on the pages beside an empty page of Starlette's, and memory over many: run by `make bench`.

The load is wrk's (apt-get install wrk), over 32 connections; people ask popular questions again and again. Both pages
are asked in turns, for a second each, and compared turn by turn: what else the machine does holds up both.
"""

import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import NamedTuple
from urllib.parse import quote
from urllib.request import urlopen

from tests.bot.telegram.server import free_port

CASES = Path(__file__).parent / "cases" / "questions.jsonl"
EMPTY = """
import sys, uvicorn
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route
async def page(request): return HTMLResponse("")
routes = [Route(path, page) for path in ("/", "/readyz")]
uvicorn.run(Starlette(routes=routes), port=int(sys.argv[1]), log_level="error", access_log=False, lifespan="off")
"""
TURNS, SECONDS, CONNECTIONS = 15, 1, 32
WARMING = 5
MANY = int(os.environ.get("REQUESTS", "100000"))
LEAST_RATIO, MOST_GROWTH = 0.2, 1.1  # of an empty page's rate; times
LATEST, SLOWER = 50.0, 3  # milliseconds at the 99th of 100; on a machine that others use, times an empty page's
SEED = 7


class Load(NamedTuple):
    """What wrk measured: requests a second, and milliseconds within which 99 of 100 were answered."""

    rate: float
    late: float


@contextmanager
def served(command: list[str], port: int, environment: dict[str, str]) -> Iterator[int]:
    """The process of a server, once it answers."""
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            try:
                urlopen(f"http://127.0.0.1:{port}/readyz").close()
                break
            except OSError:
                time.sleep(0.1)
        yield process.pid
        process.terminate()


def script_of(folder: Path) -> Path:
    """What wrk asks: the n-th question n times more rarely than the first."""
    questions = [json.loads(line)["question"] for line in CASES.read_text(encoding="utf-8").splitlines()]
    weights = [1 / place for place in range(1, len(questions) + 1)]
    paths = [f"/?q={quote(each)}" for each in random.Random(SEED).choices(questions, weights, k=2000)]
    lines = [f"local paths = {{{','.join(map(json.dumps, paths))}}}", "local number = 0"]
    lines += ["request = function() number = number % #paths + 1 return wrk.format('GET', paths[number]) end"]
    path = folder / "questions.lua"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def load(port: int, seconds: int, script: Path) -> Load:
    """What so many seconds of load come to."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "-s", script]
    told = subprocess.run([*command, f"http://127.0.0.1:{port}/"], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in told or "Socket errors" in told:
        sys.exit(told)
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)\b", told).groups()  # type: ignore[union-attr]  # wrk's own words
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", told).group(1))  # type: ignore[union-attr]  # the same
    return Load(rate, float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit])


def memory(pid: int) -> int:
    """Kilobytes that a process holds."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(re.search(r"VmRSS:\s+(\d+)", status).group(1))  # type: ignore[union-attr]  # the kernel's own words


def main() -> int:
    """Print the figures; 1 where one is beyond its bound."""
    if not shutil.which("wrk"):
        print("the pages are not measured: apt-get install wrk")
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder, (ours, empty) = Path(name), (free_port(), free_port())
        given = {"STORAGE": str(folder / "storage.sqlite"), "WEB_PORT": str(ours), "WEB_TURNS_A_MINUTE": str(10**9)}
        environment = {**os.environ, **{f"ZHICHENG_{key}": value for key, value in given.items()}}
        zhicheng, script = str(Path(sys.executable).with_name("zhicheng")), script_of(folder)
        with (
            served([zhicheng, "web"], ours, environment) as pid,
            served([sys.executable, "-c", EMPTY, str(empty)], empty, environment),
        ):
            load(ours, WARMING, script)  # every question is asked once
            turns = [(load(ours, SECONDS, script), load(empty, SECONDS, script)) for _ in range(TURNS)]
            before, asked = memory(pid), 0.0
            while asked < MANY:
                asked += load(ours, 10, script).rate * 10
            growth = memory(pid) / before
    ratio = median(own.rate / least.rate for own, least in turns)
    slower = median(own.late / least.late for own, least in turns)
    late = median(own.late for own, _least in turns)
    print(
        f"web pages to an empty page: ratio {ratio:.2f} ({median(own.rate for own, _ in turns):.0f} questions a second)"
    )
    print(f"web 99 of 100 at {CONNECTIONS} connections: {slower:.2f} times an empty page's ({late:.1f} ms)")
    print(f"web memory after {asked:.0f} questions: {growth:.3f} times {before // 1024} MB")
    return int(ratio < LEAST_RATIO or (late > LATEST and slower > SLOWER) or growth > MOST_GROWTH)


if __name__ == "__main__":
    sys.exit(main())
