"""What sentences show of a question, as sets of bits, and what these weigh."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

# A sentence names the question's series, its level, is marked in notice.yaml, or speaks of another case.
SERIES, LEVEL, MARK, OTHER = 1, 2, 4, 8


class Signs(NamedTuple):
    """What a sentence, or a run of them, shows of a question: sets of bits, a run's being those of its sentences.

    `terms`, `kinds` and `demands`: which of the question's it holds, one bit each. `case`: SERIES, LEVEL, MARK, OTHER.
    `topic`: how near what it treats is to what is asked; `is_off` where it treats nothing that is likely asked;
    `likeness`: how like the question it reads; `spoken`: the terms in which people ask for what it treats.
    """

    terms: int
    kinds: int
    demands: int
    case: int
    topic: float
    is_off: bool
    likeness: float
    spoken: int

    def together_with(self, other: "Signs") -> "Signs":
        """What two sentences show together."""
        return Signs(
            self.terms | other.terms,
            self.kinds | other.kinds,
            self.demands | other.demands,
            self.case | other.case,
            max(self.topic, other.topic),
            self.is_off and other.is_off,
            max(self.likeness, other.likeness),
            self.spoken | other.spoken,
        )


class Weigher:
    """The weight of a set of bits, each sum made once."""

    def __init__(self, weights: Sequence[float]) -> None:
        self.weights = weights
        self.total = sum(weights)
        self.sums: dict[int, float] = {}

    def __call__(self, held: int) -> float:
        """What the bits that are set weigh together."""
        if held not in self.sums:
            self.sums[held] = sum(weight for number, weight in enumerate(self.weights) if held >> number & 1)
        return self.sums[held]


def bits(signs: Iterable[object]) -> int:
    """One bit for each sign, set where it is true."""
    return sum(1 << number for number, sign in enumerate(signs) if sign)
