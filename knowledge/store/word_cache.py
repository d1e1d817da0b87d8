"""What is made of the words of questions, kept for the next one that asks with them."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable
from typing import Generic, TypeVar

KEPT = 200_000_000  # octets that stay, in any case
UNKNOWN = 200  # octets that a word takes which no passage holds
OF_A_PASSAGE = 1_200  # octets that stay of a library of more passages

Made = TypeVar("Made")
Load = Callable[[Collection[str]], Iterable[tuple[str, Made]]]  # what is made of words; nothing of unknown ones


class WordCache(Generic[Made]):
    """Of each word that passages hold what `load` makes of it; what was asked for longest ago goes first."""

    def __init__(self, load: Load[Made], octets: Callable[[Made], int], passages: int) -> None:
        self.load = load
        self.octets = octets
        self.room = max(KEPT, OF_A_PASSAGE * passages)
        self.made: OrderedDict[str, Made | None] = OrderedDict()
        self.kept = 0

    def of(self, words: Iterable[str]) -> list[tuple[str, Made]]:
        """What is made of those of some words that are known, in the order of words."""
        wanted = sorted(words)
        if unread := [word for word in wanted if word not in self.made]:
            self._take_in(unread)
        for word in wanted:
            self.made.move_to_end(word)
        self._let_go(len(wanted))
        return [(word, made) for word in wanted if (made := self.made[word]) is not None]

    def _take_in(self, words: Collection[str]) -> None:
        """Have what is made of some words, and remember those that no passage holds."""
        self.made.update({**dict.fromkeys(words), **dict(self.load(words))})
        self.kept += sum(self._octets_of(self.made[word]) for word in words)

    def _octets_of(self, made: Made | None) -> int:
        """How much memory it takes."""
        return UNKNOWN if made is None else self.octets(made)

    def _let_go(self, last: int) -> None:
        """Keep no more than may be kept, and in any case the words asked for last."""
        while self.kept > self.room and len(self.made) > last:
            _word, made = self.made.popitem(last=False)
            self.kept -= self._octets_of(made)
