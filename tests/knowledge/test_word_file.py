import sqlite3
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from unittest.mock import Mock

import pytest
from sqlite_utils import Database

from knowledge.store.index import Index
from knowledge.store.ranking import Ranked
from knowledge.store.schema import migrations
from knowledge.store.vector_ranking import VectorRanking
from knowledge.store.word_file import FIRST, HEAD, TAKEN
from tests.knowledge.shelf import Shelf, Unsealed

TEXTS = [["a", "b"], ["a"] * 40, ["b", "c"], ["a", "b", "c"], ["c"]]


class Kept:
    """A library in a file, and what is kept of its words."""

    def __init__(self, path: Path) -> None:
        self.path = path
        database = Database(sqlite3.connect(path, isolation_level=None))
        migrations.apply(database)
        self.shelf = Shelf(database)
        self.bring(TEXTS, "one")

    def bring(self, texts: list[list[str]], state: str) -> None:
        """Have these passages, in a state that has this seal."""
        self.shelf.bring({"n0": texts})
        self.shelf.connection.execute("INSERT OR REPLACE INTO setting VALUES ('seal', ?)", [state])

    @property
    def files(self) -> list[Path]:
        """The files of words, one a state."""
        return sorted(self.path.parent.glob("*.words-*"))

    def rank(self, asked: str = "abc", *, reads: bool = True) -> list[Ranked]:
        """What another process finds; one that must not read what the library has of words, or may."""
        with closing(sqlite3.connect(self.path)) as connection:
            index = Index(Unsealed(connection))
            postings = index.postings if reads else lambda words: {}
            ranking = VectorRanking(index.columns, float(index.file.settings["average_length"]), postings)
            return ranking.rank(Counter(asked), 10, None)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kept]:
    monkeypatch.setattr("knowledge.store.word_file.LEAST", 0)
    monkeypatch.setattr("knowledge.store.word_file.OF_A_PASSAGE", 4_000)
    made = Kept(tmp_path / "library.sqlite")
    with closing(made.shelf.connection):
        yield made


def test_a_word_that_one_process_made_is_there_for_all(kept: Kept) -> None:
    found = kept.rank()
    assert len(found) == len(TEXTS)
    assert kept.rank(reads=False) == found


@pytest.mark.parametrize("rare", [2, 32])
@pytest.mark.parametrize("many", [1, 15])
def test_a_word_of_any_kind_is_the_same_when_it_was_kept(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, rare: int, many: int
) -> None:
    monkeypatch.setattr("knowledge.store.held_word.RARE", rare)
    for module in ("held_word", "question_words"):
        monkeypatch.setattr(f"knowledge.store.{module}.MANY", many)
    assert kept.rank() == kept.rank(reads=False) != []


@pytest.mark.parametrize("place", [*range(HEAD.size), -200])
def test_a_word_that_is_not_as_it_was_written_is_made_anew(kept: Kept, place: int) -> None:
    found = kept.rank("a")
    [path] = kept.files
    octets = bytearray(path.read_bytes())
    octets[FIRST + place if place >= 0 else len(bytes(octets).rstrip(b"\0")) - 1] ^= 1
    path.write_bytes(octets)
    assert kept.rank("a", reads=False) == []
    assert kept.rank("a") == found == kept.rank("a", reads=False)


@pytest.mark.parametrize("octets", [b"", b"words", b"words 2\0", bytes(FIRST)])
def test_a_file_of_another_kind_or_size_is_made_anew(kept: Kept, octets: bytes) -> None:
    found = kept.rank()
    [path] = kept.files
    path.write_bytes(octets)
    assert kept.rank() == found == kept.rank(reads=False)


def test_words_of_one_digest_are_told_apart(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [kept.rank("a"), kept.rank("b")]
    kept.files[0].unlink()
    monkeypatch.setattr("knowledge.store.word_file._digest", lambda word: 7)
    assert [kept.rank("a"), kept.rank("b"), kept.rank("a")] == [*found, found[0]]


@pytest.mark.parametrize(("name", "value"), [("OF_A_PASSAGE", 10), ("OF_A_PASSAGE", 30), ("WORDS", 1)])
def test_what_a_file_has_no_room_for_each_process_has_for_itself(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, name: str, value: int
) -> None:
    found = kept.rank()
    kept.files[0].unlink()
    monkeypatch.setattr(f"knowledge.store.word_file.{name}", value)
    assert kept.rank() == kept.rank() == found
    assert len(kept.rank(reads=False)) < len(found)


def test_words_of_an_earlier_state_go_and_are_not_taken(kept: Kept) -> None:
    kept.rank()
    before = kept.files[0].name
    kept.bring([["a"], ["b"]], "two")
    assert kept.rank(reads=False) == []
    assert len(kept.rank("a")) == 1
    [path] = kept.files
    assert path.name != before


def test_what_was_read_when_the_library_had_changed_is_not_kept(kept: Kept) -> None:
    with closing(sqlite3.connect(kept.path)) as connection:
        index = Index(Unsealed(connection))
        ranking = VectorRanking(index.columns, 1.0, index.postings)
        kept.shelf.connection.execute("UPDATE setting SET value = 'two' WHERE key = 'seal'")
        assert ranking.rank(Counter("a"), 10, None)
    assert kept.files == []


@pytest.mark.parametrize("function", ["pwrite", "pwritev", "flock", "mmap", "Path.open", "Path.hardlink_to"])
def test_where_nothing_can_be_kept_each_process_has_its_own(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    monkeypatch.setattr(f"knowledge.store.word_file.{function}", Mock(side_effect=OSError("no room")))
    assert len(kept.rank()) == len(TEXTS)


def test_a_file_that_came_in_the_place_of_another_is_not_written_by_who_maps_that(kept: Kept) -> None:
    with closing(sqlite3.connect(kept.path)) as connection:
        index = Index(Unsealed(connection))
        ranking = VectorRanking(index.columns, 1.0, index.postings)
        ranking.rank(Counter("a"), 10, None)
        [path] = kept.files
        octets = path.read_bytes()
        path.unlink()
        path.write_bytes(octets)
        assert ranking.rank(Counter("b"), 10, None)
        assert path.read_bytes() == octets


def test_what_is_told_to_be_free_and_is_taken_is_not_written_over(kept: Kept) -> None:
    found = kept.rank("a")
    [path] = kept.files
    octets = path.read_bytes()
    kept.rank("b")
    later = bytearray(path.read_bytes())
    later[: TAKEN.size] = octets[: TAKEN.size]  # written, and lost with the power, before that came to the disk
    path.write_bytes(later)
    both = kept.rank("ab", reads=False)
    kept.rank("c")
    assert kept.rank("ab", reads=False) == both
    assert kept.rank("a", reads=False) == found


def test_processes_that_add_words_at_once_lose_none(kept: Kept) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(kept.rank, [*"abc", "ab", "bc", "ac"] * 4))
    assert found[:6] == found[6:12] == [kept.rank(asked, reads=False) for asked in [*"abc", "ab", "bc", "ac"]]
    assert len(list(kept.path.parent.iterdir())) == len({"library.sqlite", "its words"})
