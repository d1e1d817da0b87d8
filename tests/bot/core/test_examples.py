"""What is offered as an example can be asked: those of the rounds are made of their notices."""

from datetime import date

import pytest

from bot.core.examples import examples
from knowledge.answering import Answerer


@pytest.mark.parametrize("day", [date(2024, 7, 5), date(2025, 10, 27), date(2026, 11, 26)])
def test_every_example_finds_something_and_the_newest_round_comes_first(answerer: Answerer, day: date) -> None:
    notices = answerer.library.notices
    offered = examples(notices.values(), day)
    answers = [answerer.answer(example, day) for example in offered]
    assert [answer.status for answer in answers if answer.status == "no_answer"] == []
    newest = max((n for n in notices.values() if n.windows and n.exists_from <= day), key=lambda n: n.exists_from)
    assert {citation.notice.id for citation in answers[0].citations} == {newest.id}


def test_before_any_notice_only_what_needs_none_is_offered(answerer: Answerer) -> None:
    assert len(examples(answerer.library.notices.values(), date(2020, 1, 1))) == 2
