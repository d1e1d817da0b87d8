"""What a large library holds of its words, in a file beside it that all processes which ask map at once.

A file belongs to one state of the library. It has its full size, most of it not yet taken, from the moment it is there;
words are added at its end by whoever made them first, and nothing in it is ever moved or cut off. So a process can read
while another adds. Every word is sealed: what is not there, or not as it was written, is made anew from the library.
"""

import struct
from collections.abc import Sequence
from contextlib import suppress
from fcntl import LOCK_EX, flock
from hashlib import blake2b
from mmap import ACCESS_READ, mmap
from os import fstat, getpid, pwrite, pwritev
from pathlib import Path
from threading import get_ident
from typing import BinaryIO

import numpy as np

from knowledge.store.held_word import STRETCH, HeldWord, Listed, Tops
from knowledge.store.sealed_file import SealedFile
from knowledge.store.seals import seal_of_octets

LEAST = 16_384  # octets: words that take less are made by each process for itself
OF_A_PASSAGE = 2_400  # octets that a file has room for
WORDS = 65_536  # of which a file can tell where they are
TRIED = 32  # places, the first of which a word's digest tells
KIND = b"words 2\0"
TAKEN = struct.Struct("<8sQ")  # how a file begins: what it is, up to where it is taken
PLACE = struct.Struct("<QQ")  # then for each word its digest and where it begins, in any order; 0 where none is yet
HEAD = struct.Struct("<QddQQQ")  # of a word: its seal, gain, most; how many are named, listed, held (see `_octets`)
NUMBER = 8  # octets of the numbers that come first, of which a listed passage has two
HELD = 2 + 2 * STRETCH  # octets of a stretch
FIRST = TAKEN.size + WORDS * PLACE.size


class WordFile:
    """Finds and keeps the words of a library as it was opened; where none can be kept, each process has its own."""

    def __init__(self, library: SealedFile, passages: int) -> None:
        self.library = library
        self.state = library.state
        self.size = FIRST + OF_A_PASSAGE * passages
        path = library.path
        self.path = path.with_name(f"{path.name}.words-{self.state}") if path and self.state else None
        self.identity: tuple[int, ...] = ()
        self.octets = self._mapped()

    def find(self, word: str) -> HeldWord | None:
        """What is held of a word, if that was kept and is as it was written."""
        _, begin = self._place_of(word)
        return _held(self.octets[begin:], word) if begin else None

    def keep(self, word: str, held: HeldWord) -> HeldWord:
        """Keep what is held of a word; the same, shared with others where that is possible."""
        if self.path is None or held.octets < LEAST or self.library.state != self.state:
            return held
        with suppress(OSError):
            if not self.octets:
                self._create(self.path)
                self.octets = self._mapped()
            with self.path.open("r+b") as file:
                flock(file, LOCK_EX)
                if _identity(file) == self.identity:
                    self._add(file.fileno(), word, _octets(word, held))
        return self.find(word) or held

    def _mapped(self) -> memoryview:
        """The file; nothing where there is none of the right kind and size."""
        with suppress(OSError, ValueError):
            if self.path is not None:
                with self.path.open("rb") as file:
                    mapped = memoryview(mmap(file.fileno(), 0, access=ACCESS_READ))
                    if len(mapped) == self.size and mapped[: len(KIND)] == KIND:
                        self.identity = _identity(file)
                        return mapped
        return memoryview(b"")

    def _create(self, path: Path) -> None:
        """Have a file without words, if there is none that can be mapped; those of other states of the library go."""
        unfinished = path.with_name(f"{path.name}.{getpid()}.{get_ident()}")
        try:
            with unfinished.open("wb") as file:
                file.write(TAKEN.pack(KIND, FIRST))
                file.truncate(self.size)
            try:
                path.hardlink_to(unfinished)
            except FileExistsError:
                if not self._mapped():
                    unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
        any_state = path.name.removesuffix(str(self.state))
        for other in path.parent.iterdir():
            if other.name.startswith(any_state) and not other.name.startswith(path.name):
                other.unlink(missing_ok=True)

    def _place_of(self, word: str) -> tuple[int, int]:
        """Where a file tells about a word, or could, and where the word begins; 0 for nowhere."""
        digest = _digest(word)
        for number in range(digest, digest + TRIED) if self.octets else ():
            place = TAKEN.size + number % WORDS * PLACE.size
            told, begin = PLACE.unpack_from(self.octets, place)
            if told in (0, digest):
                return place, begin
        return 0, 0

    def _add(self, file: int, word: str, octets: Sequence[memoryview]) -> None:
        """Add a word to a file that no other process adds to now; last of all it is told where."""
        place, begin = self._place_of(word)
        taken = self._taken()
        end = _rounded(taken + sum(each.nbytes for each in octets))
        if place and end <= self.size and not (begin and self.find(word)):
            pwritev(file, octets, taken)
            pwrite(file, TAKEN.pack(KIND, end), 0)
            pwrite(file, PLACE.pack(_digest(word), taken), place)

    def _taken(self) -> int:
        """Up to where the file is taken; after a loss of power it may be told of a word behind what else it tells."""
        _, taken = TAKEN.unpack_from(self.octets)
        begins = np.frombuffer(self.octets, np.uint64, 2 * WORDS, TAKEN.size)[1::2]
        last = int(begins[begins <= self.size - HEAD.size].max(initial=0))
        end = last + _length(self.octets[last:]) if last else FIRST
        return _rounded(max(int(taken), end if end <= self.size else FIRST))


def _identity(file: BinaryIO) -> tuple[int, ...]:
    """What tells an open file from others of its name."""
    told = fstat(file.fileno())
    return told.st_dev, told.st_ino


def _digest(word: str) -> int:
    """The number by which a file knows a word; it may have that of another, and the seal tells."""
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little") or 1


def _octets(word: str, held: HeldWord) -> Sequence[memoryview]:
    """A word: its head, stretches by number, listed passages, levels of stretches, counts and levels of blocks."""
    stretches = held.outline.stretches
    numbers = [each.astype(np.int64, copy=False) for each in (stretches, *(held.listed or ())) if each is not None]
    body = [each.data for each in (*numbers, held.outline.levels, held.counts, held.tops.levels)]
    named = 0 if stretches is None else len(stretches)
    listed = 0 if held.listed is None else len(held.listed.passages)
    head = (held.gain, held.most, named, listed, len(held.outline.levels))
    sealed = seal_of_octets(0, word.encode(), HEAD.pack(0, *head), *body)
    return [memoryview(HEAD.pack(sealed, *head)), *body]


def _length(octets: memoryview) -> int:
    """How many octets the word at their beginning takes."""
    *_, named, listed, size = HEAD.unpack_from(octets)
    return HEAD.size + NUMBER * int(named + 2 * listed) + HELD * int(size)


def _rounded(place: int) -> int:
    """The next place where numbers may stand."""
    return place + -place % NUMBER


def _held(octets: memoryview, word: str) -> HeldWord | None:
    """The word at the beginning of octets; None where it is not as it was written."""
    if len(octets) < HEAD.size:
        return None
    sealed, gain, most, named, listed, size = HEAD.unpack_from(octets)
    body = octets[HEAD.size : _length(octets)]
    head = HEAD.pack(0, gain, most, named, listed, size)
    if not size or seal_of_octets(0, word.encode(), head, body) != sealed:
        return None
    numbers = np.frombuffer(body, np.int64, named + 2 * listed).astype(np.intp, copy=False)
    of_stretches, *of_listed = np.split(numbers, [named, named + listed])
    stretches = of_stretches if named else None
    outline = np.frombuffer(body, np.uint16, size, numbers.nbytes)
    counts, tops = np.split(np.frombuffer(body, np.uint8, offset=numbers.nbytes + outline.nbytes), 2)
    of_parts = Tops.of(stretches, tops), Tops.of(stretches, outline)
    return HeldWord(gain, most, counts, *of_parts, Listed(*of_listed) if listed else None)
