"""Measures the drafts of letters on the cases, and what is taken for a question in them: part of `make eval`."""

import tempfile
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from bot.core.live_library import LiveLibrary
from tests import asking, letter_rubric, score_mails
from tests.cases import score

CASES = Path(__file__).parent / "cases"
LETTERS_DAY = date(2024, 7, 1)  # for a letter without a day of its own
LETTERS = {  # any other key: all
    "letters": {"whole": 0.85, "missing": 0.95, "to": 0.90},
    "stranger-letters": {"whole": 0.95, "points": 0.95, "no_more_points": 0.98, "body_must": 0.95},
}
RUBRIC = {"sent as it is": 0.3, "quotes that belong": 0.75}
WRONG = {"misleading": 0.0, "written anew": 0.10}
MISJUDGED = {"as they came": 0.03, "made up": 0.14}  # whether they ask, each author judged by what others taught


def measure_letters() -> Iterator[str]:
    """Print how many letters, each drafted on its own day, are right key by key; yields what is below its floor."""
    with tempfile.TemporaryDirectory() as folder, LiveLibrary(Path(folder) / "library.sqlite", print) as library:
        for name, floors in LETTERS.items():
            cases = CASES / f"{name}.jsonl"
            figures, misses = score_mails.score(cases, library, LETTERS_DAY)
            figures = {"whole": 1 - len(misses) / len(score.read_rows(cases)), **figures}
            print(f"{name}:", *(f"  {key:<22} {share:.3f}" for key, share in figures.items()), *misses, sep="\n")
            yield from below_floors(name, figures, dict.fromkeys(figures, 1.0) | floors)
            yield from measure_rubric(name, cases, library)


def measure_rubric(name: str, cases: Path, library: LiveLibrary) -> Iterator[str]:
    """Print what staff would do with the drafts of letters that people wrote; yields what is on the wrong side."""
    drafted = (each for each in score_mails.drafts(cases, library, LETTERS_DAY) if each[0]["kind"] != "automatic")
    shares = letter_rubric.shares([letter_rubric.read(row, draft) for row, draft in drafted])
    print(
        f"{name}, as staff would read them:", *(f"  {key:<22} {share:.3f}" for key, share in shares.items()), sep="\n"
    )
    yield from below_floors(name, shares, RUBRIC)
    yield from (
        f"{name}: {key} {shares[key]:.3f} is above {ceiling}" for key, ceiling in WRONG.items() if shares[key] > ceiling
    )


def below_floors(name: str, figures: Mapping[str, float], floors: Mapping[str, float]) -> Iterator[str]:
    """Each figure that is below its floor."""
    for key, floor in floors.items():
        if figures[key] < floor:
            yield f"{name}: {key} {figures[key]:.3f} is below {floor}"


def measure_asking() -> Iterator[str]:
    """Print how many sentences of letters are misjudged by what all others taught; yields what is above its ceiling."""
    sentences = asking.labelled()
    judged = list(asking.held_out(sentences, asking.authors(sentences)))
    for kind, ceiling in MISJUDGED.items():
        some = [
            (number, missed) for author, number, missed in judged if author.startswith("fold") == (kind == "made up")
        ]
        share = sum(missed for _, missed in some) / sum(number for number, _ in some)
        print(f"sentences of letters, {kind}: {share:.3f} misjudged")
        if share > ceiling:
            yield f"asking: {share:.3f} of {kind} misjudged is above {ceiling}"
