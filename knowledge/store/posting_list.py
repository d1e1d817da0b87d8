"""The passages of one segment of the library that hold a word, with how often each does, packed in octets."""

from array import array
from bisect import bisect_left
from collections.abc import Sequence

BITS = 16  # of a passage's number, which say where in its segment it is
SEGMENT = 1 << BITS  # passages
MOST = (1 << 16) - 1  # times that a word is counted in one passage


class PostingList:
    """Places of passages in their segment, ascending, and beside each how often it holds the word."""

    def __init__(self, octets: bytes = b"") -> None:
        middle = len(octets) // 2
        self.places, self.counts = array("H", octets[:middle]), array("H", octets[middle:])

    @property
    def octets(self) -> bytes:
        """The list as it is stored, two octets a number."""
        return self.places.tobytes() + self.counts.tobytes()

    def extend(self, other: "PostingList") -> None:
        """Take in passages that are not there; most come after those that are."""
        is_behind = not self.places or self.places[-1] < other.places[0]
        self.places.extend(other.places)
        self.counts.extend(other.counts)
        if not is_behind:
            pairs = sorted(zip(self.places, self.counts, strict=True))
            self.places, self.counts = (array("H", column) for column in zip(*pairs, strict=True))

    def drop(self, places: Sequence[int]) -> None:
        """Take out those of some passages that are there."""
        for place in places:
            at = bisect_left(self.places, place)
            if at < len(self.places) and self.places[at] == place:
                del self.places[at], self.counts[at]


def key_of(word: int, segment: int) -> int:
    """The number of the row that holds a word's passages of a segment: a word's rows stand side by side."""
    return word << BITS | segment
