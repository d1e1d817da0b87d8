"""Generated proof: the project's notices among twins of themselves, of another year and of another city."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.text.answers import AnswerText
from knowledge.answer import Answer
from knowledge.answering import Answerer
from knowledge.notice import NOTICES
from knowledge.plain import Span, plain
from knowledge.store.library import Library
from tests.cases import score
from tests.knowledge.twins import copy_notices, of_year, twin
from tests.libraries import grown_from

CASES = Path(__file__).parents[1] / "cases" / "questions.jsonl"
SISTER = {"抚顺": "本溪", "抚 人社发": "本 人社发", "抚人社": "本人社", "11月": "12月", "10月": "11月"}
TWIN_YEAR = 2023  # of which the twins have what the cases say that nobody has
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def among_twins(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    """The project's notices, each with its twin of 2023, the offices' of 2026, and a sister city's."""
    folder = tmp_path_factory.mktemp("twins")
    copy_notices(folder / "notices")
    for path in NOTICES.iterdir():
        of_year(folder / "notices", path.name, 2023)
    of_year(folder / "notices", "ln-gxt-2024", 2026)
    twin(folder / "notices", "fushun-rsj-2025", "benxi-rsj-2025", SISTER)
    grown, report = grown_from(library, folder / "notices")
    assert report.left_out == ()
    with grown:
        yield Answerer(grown)


@pytest.fixture(scope="module")
def beside_the_past(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    """The project's notices, each of the province's beside its round of 2023."""
    folder = tmp_path_factory.mktemp("past")
    copy_notices(folder / "notices")
    for notice_id in ("ln-gxt-2024", "ln-scjg-2024", "ln-rst-2024", "city-draft-2024"):
        of_year(folder / "notices", notice_id, TWIN_YEAR)
    with grown_from(library, folder / "notices")[0] as grown:
        yield Answerer(grown)


def quotes(answer: Answer) -> tuple[str, list[tuple[str, Span]]]:
    """Whether there is an answer, and everything that it quotes."""
    return answer.status, [(each.notice.id, each.span) for each in answer.citations]


def test_a_round_that_is_over_changes_no_answer_about_the_one_that_followed(
    beside_the_past: Answerer, answerer: Answerer
) -> None:
    changed = []
    for row in score.read_rows(CASES):
        asked = row["question"], date.fromisoformat(row["as_of"])
        facets = answerer.reader.read(*asked).facets
        is_past = facets.year == TWIN_YEAR or facets.compares
        if not is_past and quotes(answerer.answer(*asked)) != quotes(beside_the_past.answer(*asked)):
            changed.append(row["question"])
    assert changed == []


def first(answer: Answer) -> tuple[str, str] | None:
    """The notice and the quote that an answer begins with."""
    return next(((each.notice.id, plain(each.quote)) for each in answer.citations), None)


def marked(answerer: Answerer, row: score.Row) -> dict[str, bool]:
    """Which marks of a case an answer earns."""
    day = date.fromisoformat(row["as_of"])
    answer = answerer.answer(row["question"], day)
    return score.mark(row, {"id": row["id"], **AnswerText(answer, day).as_json(row["question"])})


def test_every_case_holds_among_twins(among_twins: Answerer, answerer: Answerer) -> None:
    lost = []
    for row in score.read_rows(CASES):
        facets = answerer.reader.read(row["question"], date.fromisoformat(row["as_of"])).facets
        is_either = facets.place is None and "fushun-rsj-2025" in row["notices"]  # its sister's answer is as right
        if facets.year == TWIN_YEAR or is_either:
            continue
        alone, among = marked(answerer, row), marked(among_twins, row)
        lost += [(row["question"], key) for key, right in alone.items() if right and not among[key]]
    assert lost == []


@pytest.mark.parametrize(
    ("text", "notice_id", "said"),
    [
        ("2023年省里经济系列网报是哪几天", "ln-gxt-2023", "8月12日—8月30日"),
        ("2026年工信厅工程系列网上申报几号截止", "ln-gxt-2026", "7月1日—7月31日"),
        ("本溪水利几号交材料", "benxi-rsj-2025", "11月27日-28日"),
    ],
)
def test_a_twins_own_answers_are_the_twins(among_twins: Answerer, text: str, notice_id: str, said: str) -> None:
    found = first(among_twins.answer(text, date(2026, 7, 10)))
    assert found is not None
    assert (found[0], plain(said) in found[1]) == (notice_id, True)
