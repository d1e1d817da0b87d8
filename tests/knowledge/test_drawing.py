from collections import Counter
from collections.abc import Sequence
from statistics import median, quantiles

import pytest

from knowledge.store.drawing import HardestDrawer, PublicDrawer

PASSAGES = 8_951
# Of so many public passages, and of 400 questions (docs/performance.md).
LENGTH = 250
DIFFERENT = 157
ASKED = 16
HOLDING = (0.00078, 0.0044, 0.0216)
TOUCHED = (0.075, 0.196, 0.57)


class Drawn:
    """Passages and questions, and how they meet."""

    def __init__(self, drawer: PublicDrawer | HardestDrawer) -> None:
        self.passages = [*drawer.passages(PASSAGES)]
        self.questions = drawer.questions()
        holding = Counter(word for passage in self.passages for word in set(passage))
        self.shares = [[holding[word] / PASSAGES for word in question] for question in self.questions]

    @property
    def touched(self) -> Sequence[float]:
        """How many postings each question touches, a passage."""
        return [sum(shares) for shares in self.shares]


@pytest.fixture(scope="module")
def public() -> Drawn:
    return Drawn(PublicDrawer(1))


def test_passages_and_questions_are_as_long_as_public_ones(public: Drawn) -> None:
    assert median(map(len, public.passages)) == pytest.approx(LENGTH, rel=0.1)
    assert median(len(set(passage)) for passage in public.passages) == pytest.approx(DIFFERENT, rel=0.1)
    assert median(map(len, public.questions)) == pytest.approx(ASKED, abs=2)


def test_as_many_passages_hold_a_word_as_of_public_questions(public: Drawn) -> None:
    shares = [share for question in public.shares for share in question if share]
    assert quantiles(shares, n=4) == pytest.approx(HOLDING, rel=0.45)


def test_a_question_touches_as_much_as_public_ones_or_somewhat_more(public: Drawn) -> None:
    assert TOUCHED[1] < median(public.touched) < TOUCHED[2]
    assert TOUCHED[0] < quantiles(public.touched, n=4)[0]


def test_the_hardest_touches_many_times_as_much(public: Drawn) -> None:
    assert median(Drawn(HardestDrawer(1)).touched) > 8 * median(public.touched)


def test_the_same_seed_draws_the_same() -> None:
    first, second = (PublicDrawer(3) for _ in range(2))
    assert [*first.passages(12)] == [*second.passages(12)]
    assert first.questions() == second.questions() != []
