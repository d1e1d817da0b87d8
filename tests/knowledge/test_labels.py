"""What sentences treat: confirmed by a person in `topics.yaml`, or proposed for a notice that is new."""

import json
from pathlib import Path

import pytest

from knowledge.catalogue import Catalogue
from knowledge.errors import SourceError
from knowledge.labels import load_labels
from knowledge.passages import passages_of
from knowledge.plain import Span
from knowledge.proposals import Proposer, examples
from knowledge.source import Source
from knowledge.terms import search_form
from knowledge.topic_reading import Cut, TopicReader
from knowledge.topic_weights import learn
from tests.knowledge.synthetic import TEXT, source

WINDOW = "报卷时间：8月1日至2日。"


def write_labels(folder: Path, *labels: dict[str, object]) -> None:
    """The topics.yaml of the made notice (JSON is YAML)."""
    path = folder / "made" / "topics.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"sentences": labels}, ensure_ascii=False), encoding="utf-8")


def test_a_sentence_has_the_topics_of_the_quote_that_it_holds(tmp_path: Path, catalogue: Catalogue) -> None:
    write_labels(tmp_path, {"quote": "报卷时间:8月1日 至2日", "topics": ["paper-window", "late"]})
    labels = load_labels(source(TEXT), catalogue, tmp_path)
    assert labels
    start = TEXT.index(WINDOW)
    assert labels.of(Span(start, start + len(WINDOW))) == ("paper-window", "late")
    assert labels.of(Span(0, start)) == ()


def test_a_notice_without_the_file_has_no_labels(tmp_path: Path, catalogue: Catalogue) -> None:
    assert load_labels(source(TEXT), catalogue, tmp_path) is None


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ({"quote": "9月1日", "topics": ["late"]}, "sentences.0.quote: not in the source: 9月1日"),
        ({"quote": WINDOW, "topics": ["lat"]}, "sentences.0.topics: lat is not the id of a topic"),
        ({"quote": WINDOW, "topics": []}, "sentences.0.topics: none given"),
        ({"quote": WINDOW, "topic": "late"}, "sentences.0.topics: Field required"),
    ],
)
def test_a_wrong_label_is_said(tmp_path: Path, catalogue: Catalogue, label: dict[str, object], said: str) -> None:
    write_labels(tmp_path, label)
    with pytest.raises(SourceError, match=r"topics\.yaml: ") as caught:
        load_labels(source(TEXT), catalogue, tmp_path)
    assert said in str(caught.value)


def labelled(sources: dict[str, Source], catalogue: Catalogue) -> dict[str, list[tuple[str, str, tuple[str, ...]]]]:
    """Each sentence of the project's notices that have labels as searched, its headings, and its topics."""
    rows: dict[str, list[tuple[str, str, tuple[str, ...]]]] = {}
    for each in sources.values():
        if labels := load_labels(each, catalogue):
            rows[each.notice.id] = [
                (search_form(each.text[slice(*span)]), search_form(" ".join(passage.path)), labels.of(span))
                for passage in passages_of(each)
                for span in passage.sentences
            ]
    return rows


def test_nearly_every_sentence_of_the_project_is_labelled(sources: dict[str, Source], catalogue: Catalogue) -> None:
    rows = [row for rows in labelled(sources, catalogue).values() for row in rows]
    assert sum(bool(topics) for _, _, topics in rows) / len(rows) > 0.97


def test_most_of_what_is_proposed_for_a_new_notice_is_right(
    sources: dict[str, Source], catalogue: Catalogue, cut: Cut, capsys: pytest.CaptureFixture[str]
) -> None:
    """One notice's labels and the ways heard in it left out; the cues were written by people who had seen all five."""
    rows = labelled(sources, catalogue)
    new = "ln-scjg-2024"
    others = ((text, topics) for notice, rows in rows.items() if notice != new for text, _, topics in rows)
    learned = learn([*catalogue.ways({new}), *examples(others)], cut)
    proposer = Proposer(catalogue, TopicReader(learned.topics, learned.find, cut))
    pairs = [(set(proposer.propose(text, heading)), set(topics)) for text, heading, topics in rows[new] if topics]
    right = sum(len(proposed & confirmed) for proposed, confirmed in pairs)
    precision = right / sum(len(proposed) for proposed, _ in pairs)
    recall = right / sum(len(confirmed) for _, confirmed in pairs)
    with capsys.disabled():
        print(f"\n{new}: proposed labels, precision {precision:.2f}, recall {recall:.2f}")
    assert precision > 0.7
    assert recall > 0.8
