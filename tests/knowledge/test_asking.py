import pytest

from knowledge.asking import asking_words
from knowledge.terms import search_form


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("照片要几张", ["张"]),
        ("评定表多少份够", ["份够"]),
        ("材料有几份", []),
        ("干了十几年", []),
        ("份数是多少", ["份数是多少"]),
        ("一共几", []),
    ],
)
def test_what_is_counted_is_told_from_a_few(text: str, things: list[str]) -> None:
    assert [each.thing for each in asking_words().counted_in(search_form(text))] == things


@pytest.mark.parametrize(
    ("sentence", "allows"),
    [
        ("实行一次性报卷，不得补报。", False),
        ("中初级无须参加现场答辩。", False),
        ("博士后可申报副高级职称。", True),
        ("应预留好充足时间。", None),
    ],
)
def test_a_sentence_allows_refuses_or_decides_nothing(sentence: str, allows: bool | None) -> None:
    assert asking_words().allows(sentence) is allows


@pytest.mark.parametrize(
    ("text", "asks"), [("那材料呢", True), ("我在沈阳", False), ("能不能报", True), ("行吧", True)]
)
def test_a_clause_asks_by_its_words(text: str, asks: bool) -> None:
    assert asking_words().is_question(text) is asks
