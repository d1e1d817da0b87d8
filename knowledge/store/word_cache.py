"""What is made of the words of questions, kept for the next one that asks with them."""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from knowledge.store.ranking import Postings, Read

KEPT = 200_000_000  # octets that stay, in any case
OF_A_PASSAGE = 700  # octets that stay of a library of more passages

Made = TypeVar("Made")


class WordCache(Generic[Made]):
    """Of each word that passages hold what is made of its postings; what was asked for longest ago goes first."""

    def __init__(
        self, read: Read, make: Callable[[Postings], Made], octets: Callable[[Made], int], passages: int
    ) -> None:
        self.read = read
        self.make = make
        self.octets = octets
        self.room = max(KEPT, OF_A_PASSAGE * passages)
        self.made: OrderedDict[str, Made] = OrderedDict()
        self.kept = 0

    def of(self, words: Iterable[str]) -> list[tuple[str, Made]]:
        """What is made of those of some words that are known, in the order of words."""
        wanted = sorted(words)
        unread = [word for word in wanted if word not in self.made]
        for word, postings in self.read(unread).items() if unread else ():
            self.made[word] = self.make(postings)
            self.kept += self.octets(self.made[word])
        found = [(word, self.made[word]) for word in wanted if word in self.made]
        for word, _made in found:
            self.made.move_to_end(word)
        self._let_go(len(found))
        return found

    def _let_go(self, last: int) -> None:
        """Keep no more than may be kept, and in any case the words asked for last."""
        while self.kept > self.room and len(self.made) > last:
            _word, made = self.made.popitem(last=False)
            self.kept -= self.octets(made)
