"""What was asked last: a text, and the words of the case that is told beside it."""

from typing import NamedTuple

LONGEST = 2_000  # characters that are read of a question; with one more it is known that it was longer


class Asked(NamedTuple):
    """A question and the case that it is asked for, in the words in which both were said."""

    text: str = ""
    case: str = ""

    @property
    def whole(self) -> str:
        """Both in one line, as a person reads them."""
        return f"{self.case} {self.text}".strip()
