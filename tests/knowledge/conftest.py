"""The catalogue of topics, and what reads questions with it."""

from functools import partial

import pytest

from knowledge.catalogue import Catalogue, load_catalogue
from knowledge.store.library import Library
from knowledge.topic_reading import Cut, TopicReader, features
from knowledge.words import Segmenter


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The project's topics."""
    return load_catalogue()


@pytest.fixture(scope="session")
def cut(library: Library) -> Cut:
    """Cuts much text: it has the whole dictionary in memory."""
    segmenter = Segmenter(library.rows, int(library.settings["dictionary_total"]))
    segmenter.read_all()
    return partial(features, segmenter, library.lexicon)


@pytest.fixture(scope="session")
def topic_reader(library: Library) -> TopicReader:
    """Reads questions with what the project's ways of asking teach."""
    return library.topic_reader
