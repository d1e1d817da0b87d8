"""Records by name, in sealed buckets of which every one is there from the beginning.

So what is in none of them is not in the library: a name that a broken file does not find is not taken for one that
nobody wrote, no check is needed before, and a question reads the buckets of its own names only.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from sqlite3 import Connection
from typing import Generic, TypeVar
from zlib import crc32

from knowledge.errors import DamagedLibrary
from knowledge.store.sealed_file import SealedFile
from knowledge.store.seals import short_seal

READ = "SELECT id, records, seal FROM {table} WHERE id IN (SELECT value FROM json_each(?))"
WRITE = "INSERT OR REPLACE INTO {table} (id, records, seal) VALUES (?, ?, ?)"

Record = TypeVar("Record")


class Buckets(Generic[Record]):
    """A table of so many buckets; `make` makes a record of the values that were written of it."""

    def __init__(self, table: str, number: int, make: Callable[..., Record]) -> None:
        self.table = table
        self.number = number
        self.make = make

    def of(self, name: str) -> int:
        """The number of the bucket that has a name, if any has."""
        return crc32(name.encode()) % self.number

    def read(self, file: SealedFile, numbers: Collection[int]) -> Iterator[tuple[int, dict[str, Record]]]:
        """The buckets of these numbers, proven, with their numbers."""
        rows = file.rows(READ.format(table=self.table), json.dumps(sorted(numbers)))
        if len(rows) != len(numbers):
            raise DamagedLibrary(f"the library is damaged: rows of {self.table} are missing in the file")
        for number, records, sealed in rows:
            if short_seal(number, records) != sealed:
                raise DamagedLibrary(f"the library is damaged: rows of {self.table} were changed in the file")
            yield number, {name: self.make(*values) for name, values in json.loads(records).items()}

    def read_all(self, file: SealedFile) -> dict[int, dict[str, Record]]:
        """Every bucket by its number."""
        return dict(self.read(file, range(self.number)))

    def write(self, connection: Connection, buckets: Iterable[tuple[int, Mapping[str, Record]]]) -> None:
        """Write some buckets in the place of what they were."""
        connection.executemany(WRITE.format(table=self.table), self._rows(buckets))

    def write_empty(self, connection: Connection) -> None:
        """Have every bucket, and nothing in them."""
        self.write(connection, ((number, {}) for number in range(self.number)))

    def _rows(self, buckets: Iterable[tuple[int, Mapping[str, Record]]]) -> Iterator[tuple[int, str, int]]:
        """Buckets as they are written."""
        for number, bucket in buckets:
            records = json.dumps(bucket, ensure_ascii=False)
            yield number, records, short_seal(number, records)


class Lookup(Generic[Record]):
    """Finds the records of names; a bucket is read when a name of it is asked for, and once."""

    def __init__(self, file: SealedFile, buckets: Buckets[Record]) -> None:
        self.file = file
        self.buckets = buckets
        self.known: dict[int, dict[str, Record]] = {}

    def of(self, names: Iterable[str]) -> dict[str, Record]:
        """The records of those names that have one, in the order of names."""
        numbers = {name: self.buckets.of(name) for name in names}
        if unread := set(numbers.values()).difference(self.known):
            self.known.update(self.buckets.read(self.file, unread))
        found = ((name, self.known[number].get(name)) for name, number in numbers.items())
        return {name: record for name, record in found if record is not None}
