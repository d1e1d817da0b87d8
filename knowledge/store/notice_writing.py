"""Writing the notices of the index: the number of each, and which words its passages hold."""

import zlib
from array import array
from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from sqlite3 import Connection

from knowledge.errors import DamagedLibrary
from knowledge.store.index_records import NOTICES, Indexed
from knowledge.store.sealed_file import SealedFile

HELD = "SELECT words FROM held WHERE number = ?"
HOLD = "INSERT OR REPLACE INTO held (number, words) VALUES (?, ?)"
FORGET = "DELETE FROM held WHERE number = ?"

Held = Mapping[int, int]  # how many of a notice's passages hold each of its words, by the words' ids


class NoticeWriter:
    """Keeps account of the notices that are indexed; what it holds back is written by `write`."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.buckets = NOTICES.read_all(SealedFile(connection))
        self.last = max((indexed.number for _, indexed in self.all()), default=0)
        self.changed: set[int] = set()

    def all(self) -> Iterator[tuple[str, Indexed]]:
        """Every notice with what is indexed of it."""
        return chain.from_iterable(bucket.items() for bucket in self.buckets.values())

    def of(self, notice: str) -> Indexed:
        """What is indexed of a notice; of a new one nothing, under a number that no other has."""
        indexed = self.buckets[NOTICES.of(notice)].get(notice)
        if indexed is None:
            self.last += 1
            return Indexed(self.last, 0, 0, is_telling=0)
        return indexed

    def passages_of(self, notices: Collection[str]) -> int:
        """How many passages some notices have."""
        return sum(indexed.passages for notice, indexed in self.all() if notice in notices)

    def words_of(self, number: int) -> dict[int, int]:
        """The words of the notice of this number, with how many of its passages hold each."""
        stored = self.connection.execute(HELD, [number]).fetchone()
        try:
            numbers = array("I", zlib.decompress(stored[0]) if stored else b"")
        except (zlib.error, ValueError) as error:
            raise DamagedLibrary("the library is damaged: the words of a notice were changed in the file") from error
        middle = len(numbers) // 2
        return dict(zip(numbers[:middle], numbers[middle:], strict=True))

    def put(self, notice: str, indexed: Indexed) -> None:
        """Have this of a notice; one without passages goes."""
        number = NOTICES.of(notice)
        self.changed.add(number)
        if indexed.passages:
            self.buckets[number][notice] = indexed
        else:
            self.buckets[number].pop(notice, None)

    def hold(self, number: int, held: Held) -> None:
        """Write which words the passages of the notice of this number hold."""
        if held:
            packed = zlib.compress(array("I", [*held.keys(), *held.values()]).tobytes(), 1)
            self.connection.execute(HOLD, [number, packed])
        else:
            self.connection.execute(FORGET, [number])

    def statistics(self) -> tuple[int, float]:
        """How many passages tell how rare words are, and their average length."""
        telling = [indexed for _, indexed in self.all() if indexed.is_telling]
        passages = sum(indexed.passages for indexed in telling)
        return passages, sum(indexed.length for indexed in telling) / passages if passages else 1.0

    def write(self) -> None:
        """Write the notices that changed."""
        NOTICES.write(self.connection, ((number, self.buckets[number]) for number in sorted(self.changed)))
        self.changed = set()
