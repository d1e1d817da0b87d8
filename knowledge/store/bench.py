"""How the index fares beside other engines on the same words, in one run: made passages, as many as wanted.

What an engine needs that is not installed here is left out.
"""

import json
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import NamedTuple

from knowledge.store.drawing import OF_A_NOTICE, Drawer
from knowledge.store.index import Index
from knowledge.store.index_writing import IndexWriter
from knowledge.store.peers import Engine, Make, Passage, Rank
from knowledge.store.sealed_file import SealedFile
from knowledge.store.seals import seal

BEST = 16


class Packed:
    """The library's own index; of every notice of five passages, all may speak."""

    def __init__(self, folder: Path, opened: ExitStack) -> None:
        from sqlite_utils import Database  # noqa: PLC0415  # it is slow to import

        from knowledge.store.schema import migrations  # noqa: PLC0415

        self.path = folder / "packed.sqlite"
        self.opened = opened
        self.connection = opened.enter_context(closing(sqlite3.connect(self.path, isolation_level=None)))
        migrations.apply(Database(self.connection))
        self.last = 0

    def build(self, passages: Iterator[Passage]) -> None:
        """Write an index of passages."""
        self._write(passages)

    def add(self, passages: Sequence[Passage]) -> None:
        """Add the passages of one notice."""
        self._write(iter(passages))

    def _write(self, passages: Iterator[Passage]) -> None:
        """Index further passages, in one transaction."""
        self.connection.execute("BEGIN")
        writer = IndexWriter(self.connection, Everything())
        while some := [each for _, each in zip(range(OF_A_NOTICE), passages, strict=False)]:
            numbered = {self.last + at: Counter(each) for at, each in enumerate(some, 1)}
            writer.replace(f"notice-{self.last}", numbered, ())
            self.last += len(some)
        writer.finish()
        counted, average = writer.statistics()
        rows = [("average_length", repr(average)), ("counted", str(counted))]
        self.connection.executemany("INSERT OR REPLACE INTO setting VALUES (?, ?)", [*rows, ("seal", seal(rows))])
        self.connection.execute("COMMIT")

    def open(self, best: int) -> Rank:
        """Open what was built; what finds so many passages."""
        index = Index(SealedFile(self.opened.enter_context(closing(sqlite3.connect(self.path)))))
        return lambda words: [each.passage - 1 for each in index.rank(words, best)]


class Everything(frozenset[str]):
    """A set that holds every notice."""

    def __contains__(self, item: object) -> bool:
        return True


class Figures(NamedTuple):
    """What one engine took; `build_mb` and `add_mb` are what it held beside what was there before, at the most."""

    build_s: float
    add_s: float
    open_ms: float
    memory_mb: float
    file_mb: float
    median_ms: float
    p95_ms: float
    build_mb: float
    add_mb: float


class Measured(NamedTuple):
    """What was measured: engines, seconds of whole answers, how often what answers is found; why some are not here."""

    passages: int
    engines: Mapping[str, Figures]
    answers: Sequence[float]
    quality: Mapping[str, Mapping[str, Mapping[str, float]]]
    left_out: Mapping[str, str]


def measure(passages: int, engines: Mapping[str, Make], drawer: Callable[[], Drawer]) -> dict[str, Figures]:
    """What each engine takes with so many passages, which are drawn anew for each."""
    with TemporaryDirectory() as folder, ExitStack() as opened:
        made = {name: make(_new(Path(folder) / name), opened) for name, make in engines.items()}
        return {name: _measure(engine, Path(folder) / name, passages, drawer()) for name, engine in made.items()}


def _new(folder: Path) -> Path:
    """A folder, made."""
    folder.mkdir()
    return folder


def _measure(engine: Engine, folder: Path, passages: int, drawer: Drawer) -> Figures:
    """What one engine takes."""
    build, build_mb = _seconds_and_memory(lambda: engine.build(drawer.passages(passages)))
    add, add_mb = _seconds_and_memory(lambda: engine.add([*drawer.passages(OF_A_NOTICE)]))
    size = sum(path.stat().st_size for path in folder.rglob("*")) / 1e6
    questions = drawer.questions()
    before, started = _memory(), time.process_time()
    rank = engine.open(BEST)
    rank(Counter([*questions[0]][:1]))
    opened = time.process_time() - started
    times = [_seconds(lambda: rank(each)) for each in questions * 2][len(questions) :]  # noqa: B023  # called at once
    took = build, add, opened * 1000, _memory() - before, size, median(times) * 1000, _p95(times) * 1000
    return Figures(*took, build_mb, add_mb)


def _seconds(action: Callable[[], object]) -> float:
    """How much of a processor an action takes."""
    started = time.process_time()
    action()
    return time.process_time() - started


def _p95(times: Sequence[float]) -> float:
    """What 95 of 100 do not exceed."""
    return quantiles(times, n=20)[-1]


def _seconds_and_memory(action: Callable[[], object]) -> tuple[float, float]:
    """How much of a processor an action takes, and how many megabytes more than before it holds at the most."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the highest is what is held now
    before = _memory()
    return _seconds(action), _memory("VmHWM") - before


def _memory(kind: str = "VmRSS") -> float:
    """Megabytes that this process holds, or held at the most; 0 where the system does not tell."""
    try:
        told = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    lines = dict(line.split(":", 1) for line in told.splitlines())
    return int(lines[kind].split()[0]) / 1000


def as_json(told: Measured) -> str:
    """The figures as one JSON object."""
    answer = {"median_ms": _rounded(median(told.answers) * 1000), "p95_ms": _rounded(_p95(told.answers) * 1000)}
    engines = {
        name: {key: _rounded(value) for key, value in each._asdict().items()} for name, each in told.engines.items()
    }
    return json.dumps(
        {
            "passages": told.passages,
            "engines": engines,
            "answer": answer,
            "quality": told.quality,
            "left_out": told.left_out,
        }
    )


def _rounded(value: float) -> float:
    """A figure with as many digits as mean something."""
    return round(value, 3)
