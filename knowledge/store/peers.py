"""Other engines that rank passages by their words, to be measured beside the library's own index.

They are not needed to run the assistant: `requirements/bench.txt` has them, and what is not installed is left out.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from knowledge.store.ranking import K1, B

MOST_WALKED = 20_000  # passages that rank-bm25, which walks every one for every word, is asked about
MOST_HELD = 1_000_000  # passages of which the words are held in memory at once, for engines that are built in one go
HEAP = 500_000_000  # octets in which tantivy gathers what it writes

Passage = Sequence[str]
Rank = Callable[[Counter[str]], Sequence[int]]  # the numbers, from 0, of the best passages for a question's words


class Engine(Protocol):
    """What ranks passages by their words, in a folder of its own."""

    def build(self, passages: Iterator[Passage]) -> None:
        """Write an index of passages."""

    def add(self, passages: Sequence[Passage]) -> None:
        """Add the passages of one notice."""

    def open(self, best: int) -> Rank:
        """Open what was built; what finds so many passages."""


Make = Callable[[Path, ExitStack], Engine]


class FullText:
    """SQLite's FTS5 with its bm25()."""

    def __init__(self, folder: Path, opened: ExitStack) -> None:
        self.path = folder / "fts5.sqlite"
        self.opened = opened
        self.connection = opened.enter_context(closing(sqlite3.connect(self.path, isolation_level=None)))
        self.connection.execute("CREATE VIRTUAL TABLE passage USING fts5(words, content='', tokenize='unicode61')")

    def build(self, passages: Iterator[Passage]) -> None:
        """Write an index of passages."""
        self.connection.execute("BEGIN")
        texts = ([" ".join(each)] for each in passages)
        self.connection.executemany("INSERT INTO passage (words) VALUES (?)", texts)
        self.connection.execute("COMMIT")

    def add(self, passages: Sequence[Passage]) -> None:
        """Add the passages of one notice."""
        self.build(iter(passages))

    def open(self, best: int) -> Rank:
        """Open what was built; what finds so many passages."""
        connection = self.opened.enter_context(closing(sqlite3.connect(self.path)))
        query = "SELECT rowid - 1 FROM passage WHERE passage MATCH ? ORDER BY rank LIMIT ?"

        def rank(words: Counter[str]) -> Sequence[int]:
            asked = " OR ".join(f'"{word}"' for word in words)
            return [number for (number,) in connection.execute(query, [asked, best])]

        return rank


class Walked:
    """rank-bm25, which holds everything in memory; to add or to open is to build anew."""

    def __init__(self, _folder: Path, _opened: ExitStack) -> None:
        self.passages: list[Passage] = []

    def build(self, passages: Iterator[Passage]) -> None:
        """Hold the passages."""
        self.passages.extend(passages)
        self.open(1)

    def add(self, passages: Sequence[Passage]) -> None:
        """Build anew with the passages of one notice."""
        self.build(iter(passages))

    def open(self, best: int) -> Rank:
        """What finds so many passages."""
        from rank_bm25 import BM25Okapi  # noqa: PLC0415  # not needed to run the assistant

        counted = BM25Okapi(self.passages, k1=K1, b=B)
        return lambda words: [int(each) for each in counted.get_scores([*words.elements()]).argsort()[::-1][:best]]


class Scored:
    """bm25s, which scores every word of every passage when it is built, and is built anew for one more."""

    backend = "numpy"

    def __init__(self, folder: Path, _opened: ExitStack) -> None:
        self.folder = folder
        self.passages: list[Passage] = []

    def build(self, passages: Iterator[Passage]) -> None:
        """Write an index of passages."""
        import bm25s  # noqa: PLC0415  # not needed to run the assistant

        self.passages.extend(passages)
        index = bm25s.BM25(k1=K1, b=B, method="lucene", backend=self.backend)
        index.index(self.passages, show_progress=False)
        index.save(self.folder, show_progress=False)

    def add(self, passages: Sequence[Passage]) -> None:
        """Build anew with the passages of one notice."""
        self.build(iter(passages))

    def open(self, best: int) -> Rank:
        """Load what was built; what finds so many passages."""
        import bm25s  # noqa: PLC0415

        index = bm25s.BM25.load(self.folder, show_progress=False)
        most = min(best, len(self.passages))

        def rank(words: Counter[str]) -> Sequence[int]:
            found = index.retrieve([[*words.elements()]], k=most, show_progress=False, sorted=True)
            return [int(number) for number in found.documents[0]]

        return rank


class Compiled(Scored):
    """The same, compiled by Numba."""

    backend = "numba"


class Tantivy:
    """tantivy, with words given as they are."""

    def __init__(self, folder: Path, _opened: ExitStack) -> None:
        import tantivy  # noqa: PLC0415  # not needed to run the assistant

        fields = tantivy.SchemaBuilder()
        fields.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
        fields.add_unsigned_field("number", stored=True)
        self.schema = fields.build()
        self.folder = folder
        self.index = tantivy.Index(self.schema, path=str(folder))
        self.count = 0

    def build(self, passages: Iterator[Passage]) -> None:
        """Write an index of passages."""
        import tantivy  # noqa: PLC0415

        writer = self.index.writer(HEAP, 1)
        for words in passages:
            document = tantivy.Document()
            document.add_text("words", " ".join(words))
            document.add_unsigned("number", self.count)
            writer.add_document(document)
            self.count += 1
        writer.commit()
        writer.wait_merging_threads()

    def add(self, passages: Sequence[Passage]) -> None:
        """Add the passages of one notice."""
        self.build(iter(passages))

    def open(self, best: int) -> Rank:
        """Open what was built; what finds so many passages."""
        from tantivy import Index, Occur, Query  # noqa: PLC0415

        searcher = Index.open(str(self.folder)).searcher()

        def rank(words: Counter[str]) -> Sequence[int]:
            terms = ((word, Query.term_query(self.schema, "words", word)) for word in words)
            asked = Query.boolean_query([(Occur.Should, Query.boost_query(term, words[word])) for word, term in terms])
            return [searcher.doc(place)["number"][0] for _, place in searcher.search(asked, best, count=False).hits]

        return rank


PEERS: dict[str, tuple[Make, tuple[str, ...], int | None]] = {  # each with the packages it needs, and its most passages
    "fts5": (FullText, (), None),
    "rank-bm25": (Walked, ("rank_bm25",), MOST_WALKED),
    "bm25s": (Scored, ("bm25s",), MOST_HELD),
    "bm25s-numba": (Compiled, ("bm25s", "numba"), MOST_HELD),
    "tantivy": (Tantivy, ("tantivy",), None),
}


def peers_here(passages: int) -> tuple[dict[str, Make], dict[str, str]]:
    """The engines that can be measured with so many passages, and why the others are left out."""
    here: dict[str, Make] = {}
    left_out: dict[str, str] = {}
    for name, (make, packages, most) in PEERS.items():
        missing = [package for package in packages if not find_spec(package)]
        if missing:
            left_out[name] = f"{', '.join(missing)} is not installed (requirements/bench.txt)"
        elif most and passages > most:
            left_out[name] = f"it is measured up to {most} passages"
        else:
            here[name] = make
    return here, left_out
