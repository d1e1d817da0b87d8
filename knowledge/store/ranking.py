"""BM25 over passages: rank-bm25's arithmetic, its numbers kept in SQLite and summed by SQLite.

    score(passage) = Σ weight · idf · count · (k1 + 1) / (count + k1 · (1 − b + b · length / average length))

Robertson & Zaragoza, The Probabilistic Relevance Framework (2009), with Lucene's idf, which is never negative. The
index is one row a word and passage, so that a passage is added or taken away without touching another; only the idf
table is written anew. A question reads the rows of its own words.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from math import log
from typing import NamedTuple

K1 = 0.9
B = 0.6

RANK = """
    SELECT posting.passage,
           SUM(asked.value * word.idf * posting.count * (:k1 + 1)
               / (posting.count + :k1 * (1 - :b + :b * passage.length / :average))) AS score
    FROM json_each(:query) AS asked
    JOIN word ON word.word = asked.key
    JOIN posting ON posting.word = word.id
    JOIN passage ON passage.id = posting.passage
    WHERE :notices IS NULL OR passage.notice IN (SELECT value FROM json_each(:notices))
    GROUP BY posting.passage
    ORDER BY score DESC, posting.passage
    LIMIT :limit
"""


class Ranked(NamedTuple):
    """A passage's number in the library and its score."""

    passage: int
    score: float


def idf(passages: int, holding: int) -> float:
    """How rare a word is: Lucene's form, log(1 + (N - n + 0.5) / (n + 0.5))."""
    return log(1 + (passages - holding + 0.5) / (holding + 0.5))


def statistics(corpus: Iterable[list[str]]) -> tuple[dict[str, float], float]:
    """Each word's idf and the average length, from rank-bm25's own counting of a corpus that is not empty."""
    from rank_bm25 import BM25Okapi  # noqa: PLC0415  # it brings NumPy, which a question does not need

    class Counted(BM25Okapi):  # type: ignore[misc]  # rank-bm25 has no types
        def _calc_idf(self, nd: dict[str, int]) -> None:
            self.idf = {word: idf(self.corpus_size, holding) for word, holding in nd.items()}

    counted = Counted(list(corpus), k1=K1, b=B)
    return counted.idf, counted.avgdl


def rank(
    connection: sqlite3.Connection,
    query: Mapping[str, float],
    average: float,
    limit: int,
    notices: Collection[str] | None = None,
) -> list[Ranked]:
    """The best passages, of these notices only where some are given; equal scores in the order of the library."""
    asked = json.dumps(dict(sorted(query.items())), ensure_ascii=False)
    only = None if notices is None else json.dumps(sorted(notices))
    values = {"query": asked, "k1": K1, "b": B, "average": average, "limit": limit, "notices": only}
    return [Ranked(*row) for row in connection.execute(RANK, values)]
