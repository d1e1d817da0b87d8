"""How like a question a sentence is, whatever it treats: the characters that both have, the rarer the more.

    likeness = Σ rarity(shared)² / (√Σ rarity(asked)² · √characters of the sentence · USUAL)

It tells sentences of one topic apart where jieba cuts the same thing in two ways; measured on ways of asking that were
held out, it brings more than pairs of characters or words do.
"""

from collections.abc import Mapping
from math import hypot, sqrt

USUAL = 5.0  # the rarity of a usual character, so that a text is about as like itself as one


class Likeness:
    """Holds sentences against the characters of one question, each with how rare it is among the ways of asking."""

    def __init__(self, rarity: Mapping[str, float]) -> None:
        length = USUAL * hypot(*rarity.values()) or 1.0
        self.shares = {character: each**2 / length for character, each in rarity.items()}

    def of(self, text: str) -> float:
        """How like a searched text is, from nothing to about one."""
        shared = sum(share for character, share in self.shares.items() if character in text)
        return shared / sqrt(len(set(text)) or 1)
