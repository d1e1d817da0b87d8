"""How likely an answer is right: what speaks for it, weighed as questions with known answers taught.

    confidence = share(care · (Σ value(sign) · weight(sign) + weight(always)))        share(x) = 1 / (1 + e⁻ˣ)

The weights are data (`confidence.json`), fitted by `make confidence`; `care` below one keeps high values rare.
"""

import json
from collections.abc import Mapping
from functools import cache
from math import exp
from pathlib import Path
from typing import NamedTuple

WEIGHTS = Path(__file__).with_name("confidence.json")
FAR = 5.0  # a margin beyond which more makes nothing surer
ALWAYS, CARE = "always", "care"

SignWeights = Mapping[str, float]


class Evidence(NamedTuple):
    """What speaks for an answer or a silence.

    `margin`: how much likelier what the notices treat is than what they do not, from −1 to 1; `coverage` of the
    question's terms by the best sentences; `lead` of these before the best that treat something else, from 0 to 1.
    """

    margin: float = 0.0
    coverage: float = 0.0
    lead: float = 0.0


NOTHING = Evidence()


def confidence(evidence: Evidence, weights: SignWeights) -> float:
    """How likely an answer with this evidence is right, from 0 to 1, with four digits."""
    total = weights[ALWAYS] + sum(value * weights[sign] for sign, value in evidence._asdict().items())
    return round(1 / (1 + exp(-weights[CARE] * total)), 4)


def bounded(margin: float) -> float:
    """A margin as a sign, from −1 to 1."""
    return max(-1.0, min(1.0, margin / FAR))


@cache
def fitted_weights() -> Mapping[str, SignWeights]:
    """The weights of an answer (`answered`) and of a silence (`no_answer`)."""
    weights: dict[str, dict[str, float]] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return weights
