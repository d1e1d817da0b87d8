"""The catalogue of topics, and what reads questions with it."""

import sqlite3

import pytest

from knowledge.catalogue import Catalogue, load_catalogue
from knowledge.library import Library
from knowledge.topic_reading import TABLES, TopicReader
from knowledge.topic_weights import learn, write
from knowledge.words import Segmenter


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The project's topics."""
    return load_catalogue()


@pytest.fixture(scope="session")
def cutter(library: Library) -> Segmenter:
    """Cuts much text: it has the whole dictionary in memory."""
    segmenter = Segmenter(library.connection, int(library.settings["dictionary_total"]))
    segmenter.read_all()
    return segmenter


@pytest.fixture(scope="session")
def topic_reader(catalogue: Catalogue, cutter: Segmenter, library: Library) -> TopicReader:
    """Reads questions with what the project's ways of asking teach, from tables in memory."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(TABLES)
    write(connection, catalogue, learn(catalogue.ways(), cutter))
    return TopicReader(connection, library.segmenter)
