"""The index as a question reads it: of each of its words the rows that hold it, proven, and what is made of them."""

from collections.abc import Callable, Collection, Mapping
from functools import cached_property, lru_cache

from knowledge.errors import DamagedLibrary
from knowledge.store.buckets import Lookup
from knowledge.store.columns import Columns
from knowledge.store.index_records import NOTICES, WORDS, Word
from knowledge.store.posting_list import SEGMENT, PostingList, key_of
from knowledge.store.ranking import PlainRanking, Postings, Ranked, Ranking, Read, idf
from knowledge.store.sealed_file import SealedFile
from knowledge.store.seals import seal_of_octets

SMALL = 1_000  # passages up to which plain Python ranks as fast as NumPy, which takes its time to load
LARGE = 50_000  # passages up to which adding all up takes less time than finding out what can be left out
SETS = 64  # sets of notices that are remembered by their numbers

POSTINGS = "SELECT id, list, seal FROM posting WHERE id BETWEEN ? AND ? ORDER BY id"


class Index:
    """Finds passages by their words."""

    def __init__(self, file: SealedFile) -> None:
        self.file = file
        self.words = Lookup(file, WORDS)
        self.notices = Lookup(file, NOTICES)
        self.columns = Columns(file)
        self.numbers_of = lru_cache(SETS)(self._numbers_of)

    @cached_property
    def counted(self) -> int:
        """How many passages tell how rare words are."""
        return int(self.file.settings["counted"])

    def idf(self, words: Collection[str]) -> dict[str, float]:
        """How rare words are in the passages; one that none holds is left out.

        A word that only passages hold which do not tell is as rare as one in a single passage of those that do.
        """
        return {word: idf(self.counted, max(1, held.telling)) for word, held in self.words.of(words).items()}

    def every_word(self) -> list[str]:
        """All words that passages hold."""
        return [word for bucket in WORDS.read_all(self.file).values() for word in bucket]

    def postings(self, words: Collection[str]) -> dict[str, Postings]:
        """The passages that hold each of some words."""
        found = self.words.of(words)
        rarity = self.idf(found)
        return {word: self._postings_of(word, held, rarity[word]) for word, held in found.items()}

    def _postings_of(self, word: str, held: Word, rarity: float) -> Postings:
        """The passages that hold a word, of all segments."""
        rows = self.file.rows(POSTINGS, key_of(held.id, 0), key_of(held.id, SEGMENT - 1))
        segments = [(key % SEGMENT * SEGMENT, PostingList(octets)) for key, octets, _seal in rows]
        is_whole = all(seal_of_octets(key, octets) == sealed for key, octets, sealed in rows)
        if not is_whole or sum(len(postings.places) for _, postings in segments) != held.passages:
            raise DamagedLibrary(f"the library is damaged: the postings of {word!r:.40} were changed in the file")
        return Postings(rarity, segments)

    @cached_property
    def ranking(self) -> Ranking:
        """What ranks passages, as it suits their number."""
        average = float(self.file.settings["average_length"])
        return _way_for(len(self.columns.lengths))(self.columns, average, self.postings)

    def rank(self, words: Mapping[str, float], limit: int, notices: Collection[str] | None = None) -> list[Ranked]:
        """The best passages of some notices, or of all, for words with their weights."""
        return self.ranking.rank(words, limit, None if notices is None else self.numbers_of(frozenset(notices)))

    def _numbers_of(self, notices: frozenset[str]) -> frozenset[int]:
        """The numbers of some notices, as they are remembered."""
        return frozenset(indexed.number for indexed in self.notices.of(notices).values())


def _way_for(passages: int) -> Callable[[Columns, float, Read], Ranking]:
    """What ranks so many passages soonest."""
    if passages <= SMALL:
        return PlainRanking
    if passages <= LARGE:
        from knowledge.store.dense_ranking import DenseRanking  # noqa: PLC0415  # it brings NumPy

        return DenseRanking
    from knowledge.store.vector_ranking import VectorRanking  # noqa: PLC0415  # it brings NumPy

    return VectorRanking
