"""`python -m tests.fuzz.run TARGET SECONDS LIBRARY FOLDER`: one target fuzzed by atheris; what fails is in the folder.

Findings do not end the run: each place that raises is written down once, with the octets that lead there.
"""

import hashlib
import random
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import atheris

from tests.fuzz.seeds import repeated, seeds, words

with atheris.instrument_imports(include=["bot", "knowledge", "eligibility"]):
    from tests.fuzz.targets import Targets, Timed

LONGEST = {"chat": 4_000, "letters": 50_000, "readers": 50_000, "facts": 20_000}  # bytes
HANGS = 60  # seconds after which a run is given up


def main(name: str, seconds: str, library: str, folder: str) -> None:
    """Fuzz one target for so many seconds."""
    place, corpus = Path(folder), Path(folder) / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for octets in seeds(name):
        (corpus / hashlib.sha256(octets).hexdigest()).write_bytes(octets[: LONGEST[name]])
    (place / "words").write_text("".join(map(quoted, words())), encoding="ascii")
    with Targets(Path(library)) as targets:
        options = {"max_total_time": seconds, "max_len": LONGEST[name], "timeout": HANGS, "rss_limit_mb": 4000}
        options |= {
            "report_slow_units": HANGS,
            "dict": place / "words",
            "artifact_prefix": f"{place}/",
            "print_final_stats": 1,
        }
        given = [sys.argv[0], *(f"-{option}={value}" for option, value in options.items()), str(corpus)]
        atheris.Setup(given, noted(Timed(targets.by_name[name]), place), custom_mutator=mutated)
        atheris.Fuzz()


def quoted(word: str) -> str:
    """A word as a line of libFuzzer's dictionary."""
    escaped = "".join(f"\\x{octet:02x}" for octet in word.encode())
    return f'"{escaped}"\n'


def mutated(octets: bytes, longest: int, seed: int) -> bytes:
    """The octets changed: now and then something is put in many times over, else libFuzzer does as it likes."""
    chance = random.Random(seed)
    if chance.random() < 0.3:
        return repeated(octets, chance.choice(words()).encode(), chance)[:longest]
    return bytes(atheris.Mutate(octets, longest))


def noted(target: Timed, place: Path) -> Callable[[bytes], None]:
    """A target whose failures are written down, each place once, and its slowest run as it is found."""
    found: set[str] = set()
    slowest = 0.0

    def run(octets: bytes) -> None:
        nonlocal slowest
        try:
            target(octets)
        except Exception as error:  # noqa: BLE001  # whatever is raised is what is looked for
            where = traceback.extract_tb(error.__traceback__)[-1]
            kind = f"{type(error).__name__}-{Path(where.filename).stem}-{where.lineno}"
            if kind not in found:
                found.add(kind)
                (place / kind).write_bytes(octets)
                traceback.print_exc()
        if target.seconds > slowest:
            slowest = target.seconds
            (place / "slowest").write_text(f"{slowest:.3f}", encoding="ascii")

    return run


if __name__ == "__main__":
    main(*sys.argv[1:])
