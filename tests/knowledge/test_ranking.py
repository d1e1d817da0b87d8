from collections import Counter
from math import log
from random import Random
from unittest.mock import Mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from knowledge.errors import DamagedLibrary
from knowledge.store.dense_ranking import DenseRanking
from knowledge.store.index import Index
from knowledge.store.library import Library
from knowledge.store.ranking import K1, B, PlainRanking, idf
from knowledge.store.search import Search
from knowledge.store.vector_ranking import VectorRanking
from knowledge.store.writing import telling
from tests.knowledge.shelf import Unsealed, shelf

RANKINGS = [PlainRanking, DenseRanking, VectorRanking]
Notices = dict[str, list[list[str]]]  # the words of each passage

word = st.sampled_from(["职", "称", "职称", "评审", "a", "7月31日"])
passages = st.lists(st.lists(word, min_size=1, max_size=12), max_size=6)
libraries = st.lists(passages, min_size=1, max_size=4).filter(any)
questions = st.lists(word, min_size=1, max_size=6)
ways = st.sampled_from(RANKINGS)


class Reference(BM25Okapi):  # type: ignore[misc]  # rank-bm25 has no types
    """rank-bm25 with an idf that is never negative."""

    def _calc_idf(self, nd: dict[str, int]) -> None:
        self.idf = {word: log(1 + (self.corpus_size - n + 0.5) / (n + 0.5)) for word, n in nd.items()}


@settings(max_examples=60, deadline=None)
@given(libraries, libraries, questions, ways)
def test_scores_are_those_of_rank_bm25_also_after_changes(
    before: list[list[list[str]]], after: list[list[list[str]]], question: list[str], way: type
) -> None:
    with shelf(*before) as made:
        made.bring({f"n{number}": each for number, each in enumerate(after)})
        found = dict(made.rank(way, Counter(question), 100))
        wanted = dict(zip(made.numbers, Reference(made.corpus, k1=K1, b=B).get_scores(question), strict=True))
    assert found == pytest.approx({number: score for number, score in wanted.items() if score}, abs=1e-9)


@settings(max_examples=24, deadline=None)
@given(
    st.randoms(use_true_random=False),
    st.integers(1, 20),
    st.booleans(),
    st.sampled_from(RANKINGS[1:]),
    st.sampled_from([1, 60, 150]),
    st.sampled_from([1, 256]),
    st.sampled_from([1, 3, 15]),
    st.sampled_from([0, 64, 1_000]),
)
def test_what_is_left_out_early_is_not_among_the_best(
    random: Random, limit: int, is_narrow: bool, way: type, cap: int, few: int, many: int, some: int
) -> None:
    words = [f"w{number}" for number in range(40)]
    weights = [1 / (number + 1) for number in range(40)]
    texts = [[random.choices(words, weights, k=12) for _ in range(60)] for _ in range(3)]
    question = Counter({word: random.choice([0.3, 1, 1, 2, 7, 40]) for word in random.sample(words, 8)})
    only = "n1" if is_narrow else None
    with pytest.MonkeyPatch.context() as patch, shelf(*texts) as made:
        patch.setattr("knowledge.store.search.TRIED", 1)
        patch.setattr("knowledge.store.search.FEW", few)
        patch.setattr("knowledge.store.search.SOME", some)
        patch.setattr("knowledge.store.held_word.RARE", 4)
        patch.setattr("knowledge.store.held_word.GROUP", 2)
        patch.setattr("knowledge.store.part_bounds.GROUP", 2)
        for module in ("held_word", "question_words"):
            patch.setattr(f"knowledge.store.{module}.MANY", many)
        patch.setattr("knowledge.store.part_bounds.CAP", cap)
        patch.setattr("knowledge.store.word_cache.KEPT", 1_000)
        patch.setattr("knowledge.store.word_cache.OF_A_PASSAGE", 1)
        patch.setattr("knowledge.store.dense_ranking.GROUP", 4)
        patch.setattr("knowledge.store.dense_ranking.FREQUENT", 3)
        assert made.rank(way, question, limit, only) == made.rank(PlainRanking, question, limit, only)


def test_a_question_that_was_broken_off_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    with shelf([["a", "b"], ["a"], ["b"]]) as made:
        index = Index(Unsealed(made.connection))
        ranking = VectorRanking(index.columns, 1.0, index.postings)
        before = ranking.rank(Counter("ab"), 3, frozenset({1}))
        with monkeypatch.context() as patch:
            patch.setattr(Search, "_scored", Mock(side_effect=KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                ranking.rank(Counter("ab"), 3, frozenset({1}))
        assert ranking.rank(Counter("ab"), 3, frozenset({1})) == before


@pytest.mark.parametrize("way", RANKINGS)
def test_the_best_comes_first_and_equal_ones_in_the_order_of_the_library(way: type) -> None:
    with shelf([["b"], ["a", "b"], ["a"], ["a"]]) as made:
        assert [each.passage for each in made.rank(way, Counter("a"), 10)] == [3, 4, 2]
        assert [each.passage for each in made.rank(way, Counter("a"), 1)] == [3]


@pytest.mark.parametrize("way", RANKINGS)
def test_of_notices_without_passages_nothing_is_found(way: type) -> None:
    with shelf([["a"], ["b"]]) as made:
        assert made.rank(way, Counter("a"), 10, "nowhere") == []


@pytest.mark.parametrize("way", RANKINGS)
def test_many_that_tie_come_in_the_order_of_the_library(way: type) -> None:
    with shelf([["a"]] * 50, [["a", "a"]]) as made:
        assert [each.passage for each in made.rank(way, Counter("a"), 3)] == [51, 1, 2]


@pytest.mark.parametrize("way", RANKINGS)
def test_a_weight_multiplies_what_its_word_gives(way: type) -> None:
    with shelf([["a"], ["b"]]) as made:
        once, thrice = (made.rank(way, Counter({"a": weight}), 1)[0].score for weight in (1, 3))
    assert thrice == pytest.approx(3 * once)


def test_passages_of_more_than_one_segment_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("posting_list", "index", "index_writing", "added_postings"):
        monkeypatch.setattr(f"knowledge.store.{name}.SEGMENT", 4)
    for name in ("posting_list", "added_postings"):
        monkeypatch.setattr(f"knowledge.store.{name}.BITS", 2)
    monkeypatch.setattr("knowledge.store.index_writing.BLOCK", 3)
    with shelf([["a"]] * 9, [["a", "b"]]) as made:
        for way in RANKINGS:
            assert [each.passage for each in made.rank(way, Counter("a"), 20)] == [*range(1, 11)]
        made.bring({"n0": [["a"]] * 2, "n1": [["b"]]})
        assert [each.passage for each in made.rank(PlainRanking, Counter("a"), 20)] == [11, 12]


@pytest.mark.parametrize(
    "changed",
    [
        "UPDATE word SET records = '{}'",
        "DELETE FROM word WHERE id % 2",
        "UPDATE posting SET list = x'00000100'",
        "DELETE FROM posting",
        "UPDATE segment SET lengths = notices",
        "UPDATE segment SET notices = lengths",
        "UPDATE indexed SET records = '{}'",
        "DELETE FROM indexed",
    ],
)
def test_what_was_changed_in_the_file_is_not_ranked_by(changed: str) -> None:
    with shelf([["a", "a"], ["b"]]) as made:
        made.connection.execute(changed)
        with pytest.raises(DamagedLibrary):
            made.rank(PlainRanking, Counter("ab"), 10, "n0")


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
    passages = [entry for notice in sorted(counted) for entry in library.passages_of(notice)]
    words = library.index.postings(library.index.every_word())
    held: dict[int, list[str]] = {entry.id: [] for entry in passages}
    for text, postings in words.items():
        for first, each in postings.segments:
            for place, count in zip(each.places, each.counts, strict=True):
                held.get(first + place, []).extend([text] * count)
    order = sorted(held)
    wanted = Reference([held[number] for number in order], k1=K1, b=B)
    for question in ("工信厅网上申报几号截止", "副高答辩权重", "公示期不少于几天"):
        stream = library.segmenter.stream(question)
        found = dict(library.rank(Counter(stream), len(order), counted))
        assert [found.get(number, 0.0) for number in order] == pytest.approx(list(wanted.get_scores(stream)), abs=1e-9)
