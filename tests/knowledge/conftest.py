"""The catalogue of topics, and what reads questions with it."""

import pytest

from knowledge.catalogue import Catalogue, load_catalogue
from knowledge.store.library import Library
from knowledge.topic_reading import TopicReader
from knowledge.words import Segmenter


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The project's topics."""
    return load_catalogue()


@pytest.fixture(scope="session")
def cutter(library: Library) -> Segmenter:
    """Cuts much text: it has the whole dictionary in memory."""
    segmenter = Segmenter(library.rows, int(library.settings["dictionary_total"]))
    segmenter.read_all()
    return segmenter


@pytest.fixture(scope="session")
def topic_reader(library: Library) -> TopicReader:
    """Reads questions with what the project's ways of asking teach."""
    return library.topic_reader
