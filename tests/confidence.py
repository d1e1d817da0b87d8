"""Fits how sure answers are to questions with known answers: run by `make confidence`, which writes `confidence.json`.

    python -m tests.confidence [--check FILE …]

A sign's weight is that of a logistic regression over every answer to the cases, strangers' questions counting more than
ours, which were there when the rest was tuned. `care` is the largest at which, each file of cases judged by weights
that were fitted without it, of the answers at 0.9 or above at most 2 in 100 are wrong: 3 are promised, and the
rest of answering was tuned on these cases. Prints how often answers of each
confidence are right, also on further files that were given to check.
"""

import argparse
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bot.text.answers import AnswerText
from knowledge.answer import Answer
from knowledge.answering import Answerer
from knowledge.confidence import ALWAYS, CARE, WEIGHTS, Evidence, SignWeights, confidence
from knowledge.store.building import open_library
from tests.cases import score

CASES = Path(__file__).parent / "cases"
FILES = {"questions": 1, "more-questions": 1, "real-questions": 4, "strangers": 4}  # how much a row of each counts
SURE, WRONG = 0.9, 0.02
CARES = [step / 50 for step in range(50, 14, -1)]
RIDGE = 1.0
BOUNDS = (0.0, 0.5, 0.7, 0.8, SURE, 1.01)


class Judged(NamedTuple):
    """An answer that a case judges: what spoke for it, and whether it was right; `is_silent` where it said nothing."""

    file: str
    evidence: Evidence
    is_silent: bool
    is_right: bool
    confidence: float


def judge(path: Path, answerer: Answerer) -> Iterator[Judged]:
    """Each answer to the cases of a file; what the notices answer in part only is left out."""
    for row in score.read_rows(path):
        if not row.get("soft"):
            day = date.fromisoformat(row["as_of"])
            answer = answerer.answer(row["question"], day)
            right = is_right(row, answer, day)
            yield Judged(path.stem, answer.evidence, answer.status == "no_answer", right, answer.confidence)


def is_right(row: score.Row, answer: Answer, day: date) -> bool:
    """Whether one of the first three quotes answers, or nothing is said where nothing is to be said.

    Of a question whose answer differs by the case, that of one case is right.
    """
    if answer.status == "no_answer" or row["mode"] == "none":
        return bool((answer.status == "no_answer") == (row["mode"] == "none"))
    case = {**row, "mode": "any"} if row["mode"] == "clarify" else row
    return score.mark(case, AnswerText(answer, day).as_json(row["question"]))["found@3"]


def fit(answers: Sequence[Judged], care: float = 1.0) -> SignWeights:
    """The weights under which these answers are likeliest."""
    signs = np.array([(1.0, *each.evidence) for each in answers])
    right = np.array([each.is_right for each in answers], float)
    counts = np.array([FILES[each.file] for each in answers], float)
    weights, ridge = np.zeros(signs.shape[1]), RIDGE * np.diag([1e-6] + [1.0] * (signs.shape[1] - 1))
    for _ in range(30):
        shares = 1 / (1 + np.exp(-signs @ weights))
        slope = signs.T @ (counts * (shares - right)) + ridge @ weights
        curve = (signs.T * (counts * shares * (1 - shares))) @ signs + ridge
        weights -= np.linalg.solve(curve, slope)
    names = (ALWAYS, *Evidence._fields)
    return {CARE: care, **{name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}}


def careful(answers: Sequence[Judged]) -> float:
    """The largest care at which enough of what is sure is right, each file judged by the others."""
    held_out = [
        (each, fit([other for other in answers if other.file != name]))
        for name in FILES
        for each in answers
        if each.file == name
    ]
    return next(care for care in CARES if wrong_share(held_out, care) <= WRONG)


def wrong_share(held_out: Iterable[tuple[Judged, SignWeights]], care: float) -> float:
    """How many of the sure ones are wrong, rows counted by their file."""
    sure = [each for each, weights in held_out if confidence(each.evidence, {**weights, CARE: care}) >= SURE]
    wrong = sum(FILES[each.file] for each in sure if not each.is_right)
    return wrong / max(1, sum(FILES[each.file] for each in sure))


def reliability(answers: Iterable[Judged]) -> Iterator[str]:
    """How many answers of each confidence there are, and how many of them are right; silences apart."""
    judged = list(answers)
    for is_silent in (False, True):
        for low, high in pairwise(BOUNDS):
            right = [each.is_right for each in judged if each.is_silent == is_silent and low <= each.confidence < high]
            if right:
                told = f"{low:.1f} to {min(high, 1):.1f}: {sum(right) / len(right):.3f} right of {len(right)}"
                yield f"{'silences' if is_silent else 'answers'} at {told}"


def fitted(answers: Sequence[Judged]) -> Mapping[str, SignWeights]:
    """The weights of answers and of silences."""
    kinds = {"answered": False, "no_answer": True}
    of = {kind: [each for each in answers if each.is_silent == is_silent] for kind, is_silent in kinds.items()}
    return {kind: fit(some, careful(some)) for kind, some in of.items()}


def main() -> None:
    """Fit, write, and print how reliable it is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", type=Path, nargs="*", help="further cases to print how reliable it is on")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        answerer = Answerer(open_library(Path(folder) / "library.sqlite")[0])
        if not options.check:
            answers = [each for name in FILES for each in judge(CASES / f"{name}.jsonl", answerer)]
            WEIGHTS.write_text(json.dumps(fitted(answers), indent=1) + "\n", encoding="utf-8")
        for path in options.check or ():
            print(path.stem, *reliability(judge(path, answerer)), sep="\n  ")


if __name__ == "__main__":
    main()
