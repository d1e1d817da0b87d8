import sqlite3
from collections import Counter
from math import log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi
from sqlite_utils import Database

from knowledge.store.library import Library
from knowledge.store.ranking import K1, B, idf, rank, statistics
from knowledge.store.schema import migrations
from knowledge.store.writing import telling

word = st.sampled_from(["职", "称", "职称", "评审", "a", "7月31日"])
corpora = st.lists(st.lists(word, max_size=12), min_size=1, max_size=12).filter(any)


class Reference(BM25Okapi):  # type: ignore[misc]  # rank-bm25 has no types
    """rank-bm25 with an idf that is never negative."""

    def _calc_idf(self, nd: dict[str, int]) -> None:
        self.idf = {word: log(1 + (self.corpus_size - n + 0.5) / (n + 0.5)) for word, n in nd.items()}


def index(corpus: list[list[str]]) -> tuple[sqlite3.Connection, float]:
    """An index of a corpus, its passages numbered from 0, and its average length."""
    db = Database(memory=True)
    migrations.apply(db)
    rarity, average = statistics(corpus)
    numbers = {word: number for number, word in enumerate(sorted(rarity))}
    db.table("word").insert_all({"id": numbers[word], "word": word, "idf": rarity[word]} for word in numbers)
    for number, words in enumerate(corpus):
        db.table("passage").insert({"id": number, "notice": "n", "number": number, "length": len(words)})
        rows = [(numbers[word], number, count) for word, count in Counter(words).items()]
        db.conn.executemany("INSERT INTO posting VALUES (?, ?, ?)", rows)
    return db.conn, average


@settings(max_examples=40)
@given(corpora, st.lists(word, min_size=1, max_size=6))
def test_scores_are_those_of_rank_bm25(corpus: list[list[str]], question: list[str]) -> None:
    connection, average = index(corpus)
    found = dict(rank(connection, Counter(question), average, len(corpus)))
    wanted = Reference(corpus, k1=K1, b=B).get_scores(question)
    connection.close()
    assert [found.get(number, 0.0) for number in range(len(corpus))] == pytest.approx(list(wanted), abs=1e-9)
    assert found.keys() == {number for number, words in enumerate(corpus) if set(words) & set(question)}


def test_the_best_comes_first_and_equal_ones_in_the_order_of_the_library() -> None:
    connection, average = index([["b"], ["a", "b"], ["a"], ["a"]])
    assert [each.passage for each in rank(connection, {"a": 1.0}, average, 10)] == [2, 3, 1]
    assert [each.passage for each in rank(connection, {"a": 1.0}, average, 1)] == [2]
    connection.close()


def test_a_weight_multiplies_what_its_word_gives() -> None:
    connection, average = index([["a"], ["b"]])
    once, thrice = (rank(connection, {"a": weight}, average, 1)[0].score for weight in (1.0, 3.0))
    connection.close()
    assert thrice == pytest.approx(3 * once)


def test_passages_of_other_notices_are_left_out(library: Library) -> None:
    words = dict.fromkeys(library.segmenter.stream("公示"), 1.0)
    found = library.passages([each.passage for each in library.rank(words, 300, ["ln-rst-2024"])])
    assert {entry.passage.notice for entry in found} == {"ln-rst-2024"}
    assert library.rank(words, 300, []) == []


@pytest.mark.parametrize("words", [{}, {"量子": 1.0}, {"'; DROP TABLE word; --": 1.0}])
def test_words_that_no_passage_holds_find_nothing(library: Library, words: dict[str, float]) -> None:
    assert library.rank(words, 10, library.notices) == []


def test_a_word_in_every_passage_still_counts() -> None:
    assert idf(1, 1) > 0
    assert idf(10, 1) > idf(10, 5) > idf(10, 10) > 0


def test_the_library_of_the_project_ranks_as_rank_bm25_does(library: Library) -> None:
    counted = telling(library.tables, list(library.notices.values()))
    rows = library.connection.execute(
        "SELECT notice, passage, word.word, count FROM posting JOIN word ON word.id = posting.word "
        "JOIN passage ON passage.id = passage"
    )
    passages: dict[int, list[str]] = {}
    for notice, passage, text, count in rows:
        if notice in counted:
            passages.setdefault(passage, []).extend([text] * count)
    order = sorted(passages)
    wanted = Reference([passages[number] for number in order], k1=K1, b=B)
    for question in ("工信厅网上申报几号截止", "副高答辩权重", "公示期不少于几天"):
        words = library.segmenter.stream(question)
        found = dict(library.rank(Counter(words), len(order), counted))
        assert [found.get(number, 0.0) for number in order] == pytest.approx(list(wanted.get_scores(words)), abs=1e-9)
