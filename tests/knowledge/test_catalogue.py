"""The catalogue of topics: what the project has, and how a fault in a file is said."""

from pathlib import Path

import pytest

from knowledge.catalogue import Catalogue, load_catalogue
from knowledge.errors import KnowledgeError, LexiconError

GOOD = """
topics:
- id: fee
  name: 评审费
  asks: how_many
  ways: |
    要交多少钱
    收费吗
  heard:
    made-2024: |
      评审要花钱不
  cues: ['收费标准']
  confusable: {refund: 退钱}
- id: refund
  name: 退费
  asks: how
  ways: |
    钱能退吗
"""


def write(folder: Path, text: str) -> Path:
    """A catalogue of one group."""
    (folder / "money.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_topic_has_its_group_from_its_file_and_its_ways_one_a_line(tmp_path: Path) -> None:
    fee = load_catalogue(write(tmp_path, GOOD)).topics["fee"]
    assert (fee.group, fee.name, fee.ways) == ("money", "评审费", ("要交多少钱", "收费吗"))
    assert [way.text for way in fee.all_ways()] == ["要交多少钱", "收费吗", "评审要花钱不"]


def test_what_was_heard_in_a_notice_can_be_left_out(tmp_path: Path) -> None:
    catalogue = load_catalogue(write(tmp_path, GOOD))
    assert {way.text for way in catalogue.ways()} - {way.text for way in catalogue.ways({"made-2024"})} == {
        "评审要花钱不"
    }


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("{refund: 退钱}", "{refnd: 退钱}", "fee.confusable: refnd is not the id of a topic"),
        ("钱能退吗", "收费吗?", "refund.ways: 收费吗? is a way of fee as well"),
        ("    钱能退吗\n", "", "refund.ways: no way of asking"),
        ("'收费标准'", "'收费(?!员)'", "fee.cues: 收费(?!员): (?! cannot be matched in linear time"),
        ("'收费标准'", "'收费('", "fee.cues: missing )"),
        ("id: refund", "id: fee", "fee: this id is given twice"),
        ("asks: how\n", "asks: why\n", "refund.asks: Input should be"),
        ("name: 退费", "nane: 退费", "refund.name: Field required"),
        ("asks: how\n", "asks: how\n  broad: true\n", "refund.covers: a broad topic covers others"),
        ("    收费吗", "  收费吗", "expected"),
    ],
)
def test_a_fault_is_said_in_one_line_with_file_and_key(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    assert right in GOOD
    folder = write(tmp_path, GOOD.replace(right, wrong))
    with pytest.raises(KnowledgeError) as caught:
        load_catalogue(folder)
    message = str(caught.value)
    assert "money.yaml" in message
    assert said in message
    assert "\n" not in message


@pytest.mark.parametrize("text", ["topics: []", "topics: {}", "topics: [fee]"])
def test_a_file_that_lists_no_topics_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(LexiconError, match="a list of topics was expected"):
        load_catalogue(write(tmp_path, text))


def test_a_folder_without_topics_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="no topics here"):
        load_catalogue(tmp_path)


def test_every_topic_of_the_project_can_be_named_and_asked_for(catalogue: Catalogue) -> None:
    assert len(catalogue.topics) >= 330
    for topic in catalogue.topics.values():
        assert 2 <= len(topic.name) <= 10, topic.id
        assert len(topic.ways) >= 8, topic.id


def test_a_topic_is_never_a_place_or_an_office(catalogue: Catalogue) -> None:
    assert not [topic.id for topic in catalogue.topics.values() if "辽宁" in topic.name or "抚顺" in topic.name]


def test_an_overview_shows_more_than_one_topic(catalogue: Catalogue) -> None:
    broad = [topic for topic in catalogue.topics.values() if topic.broad]
    assert len(broad) == 12
    for topic in broad:
        assert len(topic.covers) > 1
