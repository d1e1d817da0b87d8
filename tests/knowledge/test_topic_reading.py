"""What a question is about: read from what the ways of asking teach, and explained by the nearest of them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.catalogue import Catalogue, Topic
from knowledge.sentence_reading import SentenceReader
from knowledge.store.library import Library
from knowledge.topic_reading import Cut, Feature, Reading, TopicReader
from knowledge.topic_weights import learn


def topic(name: str, *ways: str) -> Topic:
    """A topic with nothing but ways."""
    return Topic(id=name, group="made", name=name, asks="what", ways=ways, heard={}, cues=())


SMALL = Catalogue(
    {
        each.id: each
        for each in (
            topic("fee", "评审费多少钱", "要交多少钱", "评审收多少钱", "收费吗"),
            topic("copies", "材料一式几份", "要交几份材料", "评定表几份"),
            topic("photo", "照片要几寸", "照片什么底色", "要交几张照片"),
        )
    }
)


def reader_of(catalogue: Catalogue, library: Library) -> TopicReader:
    """A reader that learned from a catalogue."""
    learned = learn(catalogue.ways(), library.cut)
    return TopicReader(learned.topics, learned.find, library.cut)


@pytest.mark.parametrize(("text", "first"), [("评审多少钱", "fee"), ("材料几份", "copies"), ("照片底色", "photo")])
def test_a_question_is_read_as_what_its_words_ask_for(library: Library, text: str, first: str) -> None:
    reading = reader_of(SMALL, library).read(text)
    assert reading.best(1) == (first,)
    assert sum(reading.shares.values()) == pytest.approx(1)
    assert list(reading.shares.values()) == sorted(reading.shares.values(), reverse=True)


@pytest.mark.parametrize("text", ["", "？！", "qwerty", "𠮷", "\x00"])
def test_what_holds_no_known_feature_is_about_nothing(library: Library, text: str) -> None:
    reading = reader_of(SMALL, library).read(text)
    assert reading == Reading({})
    assert reading.best() == ()
    assert reading.among({"fee"}) == 0


def test_many_sentences_are_read_with_numpy_to_the_last_digit(catalogue: Catalogue, topic_reader: TopicReader) -> None:
    reader = SentenceReader(topic_reader.topics, topic_reader.find, topic_reader.cut)
    for text in ("", "qwerty", *(way.text for way in sorted(catalogue.ways())[::40])):
        assert list(reader.read(text).shares.items()) == list(topic_reader.read(text).shares.items())


def test_the_likeliest_are_the_first_whatever_its_share_and_what_is_likely_enough() -> None:
    reading = Reading({"fee": 0.04, "copies": 0.03, "photo": 0.01})
    assert reading.best(3, 0.02) == ("fee", "copies")
    assert reading.best(1) == reading.best(3, 0.5) == ("fee",)
    assert reading.among({"photo", "copies"}) == 0.03


def test_the_nearest_ways_explain_a_reading(library: Library) -> None:
    near = reader_of(SMALL, library).nearest("评审费要多少钱呢", SMALL.topics["fee"].ways, 2)
    assert near[0].text == "评审费多少钱"
    assert 1 >= near[0].likeness > near[1].likeness > 0


def test_a_word_speaks_for_the_topic_that_is_asked_for_in_it(library: Library) -> None:
    reader = reader_of(SMALL, library)
    assert reader.spoken(["照片/"]) == reader.spoken(["从没见过/", "照片/"]) == {"photo"}
    assert reader.spoken(["从没见过/"]) == frozenset()


def test_the_same_ways_teach_the_same_in_whatever_order_they_come(library: Library) -> None:
    ways = list(SMALL.ways())
    assert learn(ways, library.cut) == learn(reversed(ways), library.cut)


def test_a_library_gets_the_same_bytes_each_time(catalogue: Catalogue, cut: Cut) -> None:
    some = list(catalogue.ways())[::8]
    first, second = (learn(some, cut) for _ in range(2))
    assert json.dumps(first.features) == json.dumps(second.features)


@given(st.lists(st.tuples(st.integers(0, 2**16 - 1), st.integers(-(2**15), 2**15 - 1))))
def test_weights_come_back_as_they_were_kept(pairs: list[tuple[int, int]]) -> None:
    feature = Feature(1.5, tuple(topic for topic, _ in pairs), tuple(weight for _, weight in pairs))
    assert Feature.of(*json.loads(json.dumps(feature))) == feature


@given(st.text(max_size=200))
def test_any_text_can_be_read(topic_reader: TopicReader, text: str) -> None:
    shares = topic_reader.read(text).shares
    assert not shares or sum(shares.values()) == pytest.approx(1)


def test_every_topic_is_read_from_most_of_its_own_ways(catalogue: Catalogue, topic_reader: TopicReader) -> None:
    ways = list(catalogue.ways())[::10]
    right = sum(topic_reader.read(way.text).best(1) == (way.topic,) for way in ways)
    assert right / len(ways) > 0.9
