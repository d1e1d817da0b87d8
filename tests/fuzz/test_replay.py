"""What fuzzing begins with and what it found, tried again without its machinery: nothing raises, nothing is slow."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fuzz.seeds import repeated, seeds, words
from tests.fuzz.targets import NAMES, Targets, Timed

REPEATED = 120  # words for each target
EVERY = {"chat": 20, "letters": 3, "readers": 1, "facts": 20}  # of the cases, which other tests try in full


@pytest.fixture(scope="module")
def targets(library_file: Path) -> Iterator[Targets]:
    with Targets(library_file) as targets:
        yield targets


@pytest.mark.parametrize("name", NAMES)
def test_nothing_raises_and_nothing_is_slow(name: str, targets: Targets) -> None:
    chance, target = random.Random(20261125), Timed(targets.by_name[name])
    begun_with = list(seeds(name))
    for octets in begun_with[:: EVERY[name]]:
        target(octets)
    for word in chance.sample(words(), REPEATED):
        target(repeated(chance.choice(begun_with), word.encode(), chance))


def test_the_words_are_those_of_the_field() -> None:
    assert {"评审费", "请问", "哈", " ", "<style>"} <= set(words())
    assert len(words()) > 500
