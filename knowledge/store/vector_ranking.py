"""The same ranking for a large library, with NumPy: passages that cannot be among the best are never scored.

Of each word it is known how much it gives in each stretch of neighbouring passages at the most. The sum of that over a
question's words bounds every passage of a stretch; the stretches with the highest bounds tell what a score must reach,
and only those whose bound reaches it are looked into (Ding & Suel, Faster top-k document retrieval using block-max
indexes, 2011; Mallia, Suel & Tonellotto, Faster learned sparse retrieval with block-max pruning, 2024). Where too many
reach it, the same is done with the blocks that stretches consist of. That leaves out nothing that counts.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from math import log

from knowledge.store.columns import Columns
from knowledge.store.held_word import LEVELS, HeldWord, held_word
from knowledge.store.part_bounds import Bounds
from knowledge.store.question_words import QuestionWords
from knowledge.store.ranking import K1, Ranked, Read, Speaking
from knowledge.store.search import Chosen, Search
from knowledge.store.vectors import SETS, Among, Norms, best_of
from knowledge.store.word_cache import WordCache
from knowledge.store.word_file import WordFile


class VectorRanking:
    """Ranks the passages of a large library."""

    def __init__(self, columns: Columns, average: float, read: Read) -> None:
        self.read = read
        self.shared = WordFile(columns.file, len(columns.lengths))
        self.norms = Norms(columns, average)
        self.among = Among(columns)
        self.chosen = lru_cache(SETS)(self._chosen)
        self.unit = (K1 + 1) * log(1 + 2 * len(self.norms)) / LEVELS
        self.words: WordCache[HeldWord] = WordCache(self._load, lambda held: held.octets, len(self.norms))
        self.spare: list[Bounds] = []

    def rank(self, words: Mapping[str, float], limit: int, notices: Speaking) -> list[Ranked]:
        """The best passages of some notices for words with their weights; equal scores in the order of the library."""
        bounds = self.spare.pop() if self.spare else Bounds(len(self.norms), self.unit)
        asked = QuestionWords([(words[word], held) for word, held in self.words.of(words)], self.norms)
        passages, scores = Search(asked, bounds, self.chosen(notices)).best(limit)
        self.spare = [bounds]  # one that is asked at the same time has its own
        return best_of(passages, scores, limit)

    def _chosen(self, notices: Speaking) -> Chosen | None:
        """The passages of some notices; None where all may be found."""
        among = self.among.of(notices)
        return None if among is None else Chosen.of(among)

    def _load(self, words: Collection[str]) -> Iterator[tuple[str, HeldWord]]:
        """What is held of each of some words that are known; what is made anew is kept for all who ask for it later."""
        found = {word: held for word in words if (held := self.shared.find(word))}
        yield from found.items()
        for word, postings in self.read([word for word in words if word not in found]).items():
            yield word, self.shared.keep(word, held_word(postings, self.norms, self.unit))
