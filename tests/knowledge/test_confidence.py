"""How sure an answer is means something, and grows with what speaks for it."""

from datetime import date

import pytest

from knowledge.answering import Answerer
from knowledge.confidence import CARE, Evidence, bounded, confidence, fitted_weights
from knowledge.store.library import Library
from tests.confidence import CASES, judge, reliability

SURE = 0.9


@pytest.mark.parametrize("sign", Evidence._fields)
def test_more_evidence_makes_an_answer_surer(sign: str) -> None:
    weights = fitted_weights()["answered"]
    assert confidence(Evidence(**{sign: 1.0}), weights) > confidence(Evidence(), weights)


def test_a_margin_is_bounded() -> None:
    assert [bounded(margin) for margin in (-99, 0, 99)] == [-1, 0, 1]


@pytest.mark.parametrize("kind", ["answered", "no_answer"])
def test_care_only_lowers_what_is_sure(kind: str) -> None:
    assert 0 < fitted_weights()[kind][CARE] <= 1


def test_of_the_sure_answers_to_strangers_hardly_one_is_wrong(library: Library) -> None:
    answerer = Answerer(library)
    files = [CASES / f"{name}.jsonl" for name in ("real-questions", "strangers")]
    judged = [each for file in files for each in judge(file, answerer) if not each.is_silent]
    sure = [each.is_right for each in judged if each.confidence >= SURE]
    unsure = [each.is_right for each in judged if each.confidence < SURE]
    assert len(sure) >= 10
    assert sum(sure) >= 0.94 * len(sure)
    assert sum(unsure) / len(unsure) < sum(sure) / len(sure)


def test_the_table_counts_every_answer_once(library: Library) -> None:
    judged = list(judge(CASES / "real-questions.jsonl", Answerer(library)))
    assert sum(int(line.rsplit(" ", 1)[1].rstrip(".")) for line in reliability(judged)) == len(judged)


def test_a_question_that_says_nothing_gets_no_sure_answer(library: Library) -> None:
    assert Answerer(library).answer("这个呢", date(2024, 7, 1)).confidence < SURE
