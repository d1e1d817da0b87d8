"""Files as a bad disk leaves them: the same seed damages the same file in the same way."""

import os
from random import Random

FILES = int(os.environ.get("DAMAGED_FILES", "24"))  # tried a test; `make damage` tries many more
PAGE = 4096  # bytes


def flip(octets: bytearray, random: Random) -> None:
    """One bit."""
    octets[random.randrange(len(octets))] ^= 1 << random.randrange(8)


def scatter(octets: bytearray, random: Random) -> None:
    """Single bytes, all over the file."""
    for _ in range(random.choice([4, 40, 400])):
        octets[random.randrange(len(octets))] = random.randrange(256)


def scribble(octets: bytearray, random: Random) -> None:
    """Some bytes in a row."""
    at, size = random.randrange(len(octets)), random.choice([2, 16, 200])
    octets[at : at + size] = random.randbytes(len(octets[at : at + size]))


def retype(octets: bytearray, random: Random) -> None:
    """A digit that stands for another, which only a digest can tell."""
    digits = [at for at in range(random.randrange(len(octets)), len(octets)) if 0x30 <= octets[at] <= 0x39][:2000]
    for at in random.sample(digits, min(20, len(digits))):
        octets[at] = random.choice(b"0123456789")


def blank(octets: bytearray, random: Random) -> None:
    """A page of zeros."""
    at = random.randrange(0, len(octets), PAGE)
    octets[at : at + PAGE] = bytes(len(octets[at : at + PAGE]))


def swap(octets: bytearray, random: Random) -> None:
    """Two pages in each other's place."""
    one, other = (random.randrange(len(octets) // PAGE) * PAGE for _ in range(2))
    first, second = octets[one : one + PAGE], octets[other : other + PAGE]
    octets[one : one + PAGE], octets[other : other + PAGE] = second, first


def behead(octets: bytearray, random: Random) -> None:
    """Bytes of the first page, where the tables are listed."""
    for _ in range(random.choice([1, 5, 50])):
        octets[random.randrange(min(PAGE, len(octets)))] = random.randrange(256)


def cut(octets: bytearray, random: Random) -> None:
    """The end missing."""
    del octets[random.randrange(len(octets)) :]


WAYS = (flip, scatter, scribble, retype, blank, swap, behead, cut)


def damaged(octets: bytes, seed: int) -> bytes:
    """A file with one kind of damage, each kind in turn."""
    changed = bytearray(octets)
    WAYS[seed % len(WAYS)](changed, Random(seed))
    return bytes(changed)
