"""What the index knows of every passage by its number, a row a segment: its length in words, and whose it is."""

from array import array
from collections.abc import Mapping
from functools import cached_property
from sqlite3 import Connection
from typing import Literal

from knowledge.errors import DamagedLibrary
from knowledge.store.posting_list import MOST, SEGMENT
from knowledge.store.sealed_file import SealedFile
from knowledge.store.seals import seal_of_octets

Name = Literal["lengths", "notices"]

TYPES: Mapping[Name, Literal["H", "I"]] = {"lengths": "H", "notices": "I"}
READ = "SELECT id, {name}, {name}_seal FROM segment ORDER BY id"
READ_ONE = "SELECT lengths, notices FROM segment WHERE id = ?"
WRITE = "INSERT OR REPLACE INTO segment (id, lengths, lengths_seal, notices, notices_seal) VALUES (?, ?, ?, ?, ?)"


class Columns:
    """Of every passage, by its number, its length and the number of its notice, 0 where there is none.

    Each is read, and proven, when it is asked for first.
    """

    def __init__(self, file: SealedFile) -> None:
        self.file = file

    @cached_property
    def lengths(self) -> "memoryview[int]":
        """The length of every passage in words; no more than `MOST`."""
        return self._read("lengths")

    @cached_property
    def notices(self) -> "memoryview[int]":
        """The number of every passage's notice."""
        return self._read("notices")

    def _read(self, name: Name) -> "memoryview[int]":
        """A column, of all segments."""
        rows = self.file.rows(READ.format(name=name))
        proven = [octets for segment, octets, sealed in rows if seal_of_octets(segment, octets) == sealed]
        column = memoryview(b"".join(proven)).cast(TYPES[name])
        if len(proven) < len(rows) or [segment for segment, *_ in rows] != [*range(-(-len(column) // SEGMENT))]:
            raise DamagedLibrary(f"the library is damaged: the {name} of its passages were changed in the file")
        return column


class ColumnWriter:
    """Changes columns; what changed is written by `write`."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.segments: dict[int, list[array[int]]] = {}

    def put(self, passage: int, length: int, notice: int) -> None:
        """Have a passage's length and the number of its notice."""
        segment, place = divmod(passage, SEGMENT)
        if segment not in self.segments:
            stored = self.connection.execute(READ_ONE, [segment]).fetchone() or (b"", b"")
            self.segments[segment] = [array(*each) for each in zip(TYPES.values(), stored, strict=True)]
        for column, value in zip(self.segments[segment], (min(length, MOST), notice), strict=True):
            column.extend([0] * (place + 1 - len(column)))
            column[place] = value

    def write(self) -> None:
        """Write the segments that changed."""
        for segment, columns in self.segments.items():
            octets = [column.tobytes() for column in columns]
            sealed = [value for each in octets for value in (each, seal_of_octets(segment, each))]
            self.connection.execute(WRITE, [segment, *sealed])
