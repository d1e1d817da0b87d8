"""A process that builds a library: `python -m tests.knowledge.builder LIBRARY NOTICES [METHOD]` prints the report.

To be quick, it takes the first words of jieba's dictionary and a short lexicon, which lies beside the notices. With a
method of `Writer`, the process says `there` once that method has done its work, and waits to be killed.
"""

import json
import shutil
import sqlite3
import sys
import time
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path

from knowledge import catalogue, words
from knowledge.notice import NOTICES
from knowledge.records import read_any
from knowledge.store import building, writing
from knowledge.store.index import Index
from knowledge.store.library import Library
from knowledge.store.report import BuildReport
from knowledge.store.sealed_file import SealedFile
from knowledge.terms import FILES, FOLDER


def few_words() -> Iterator[tuple[str, int, str]]:
    """The first words of jieba's dictionary."""
    return islice(words.dictionary_rows(), 500)


def shortened(data: object) -> object:
    """The same data with the first entries of every list and mapping."""
    if isinstance(data, dict):
        return {key: shortened(value) for key, value in islice(data.items(), 24)}
    return [shortened(each) for each in data[:8]] if isinstance(data, list) else data


@cache
def short_lexicon() -> dict[str, str]:
    """The text of each of a short lexicon's files (JSON is YAML)."""
    return {f"{name}.yaml": json.dumps(shortened(read_any(FOLDER / f"{name}.yaml"))) for name in FILES}


@cache
def short_topics() -> str:
    """A group of a few topics with few ways of asking."""
    topics = catalogue.load_catalogue().groups["contact"][:6]
    return json.dumps({"topics": [record_of(topic) for topic in topics]})


def record_of(topic: catalogue.Topic) -> dict[str, object]:
    """A topic as a file has it, with its first ways only."""
    return {"id": topic.id, "name": topic.name, "asks": topic.asks, "ways": "\n".join(topic.ways[:8])}


def make_notices(folder: Path, *ids: str) -> Path:
    """A folder of some of the project's notices, without their labels, and few words and topics beside it."""
    for notice_id in ids:
        copied = folder / "notices" / notice_id
        shutil.copytree(NOTICES / notice_id, copied, ignore=shutil.ignore_patterns("topics.yaml"))
    (folder / "lexicon").mkdir(exist_ok=True)
    for name, text in short_lexicon().items():
        (folder / "lexicon" / name).write_text(text, encoding="utf-8")
    (folder / "topics").mkdir(exist_ok=True)
    (folder / "topics" / "contact.yaml").write_text(short_topics(), encoding="utf-8")
    return folder / "notices"


def open_short(path: Path, notices: Path) -> tuple[Library, BuildReport]:
    """The library of such a folder."""
    return building.open_library(path, notices, notices.parent / "lexicon", notices.parent / "topics")


def rows(path: Path) -> list[tuple[object, ...]]:
    """Everything that the library's index holds, row numbers and times of files aside, the file sound."""
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        passages = connection.execute(
            "SELECT id, notice, number, digest, sentences FROM passage ORDER BY 2, 3"
        ).fetchall()
        named = {passage_id: (notice, number) for passage_id, notice, number, *_ in passages}
        index = Index(SealedFile(connection))
        words = index.words.of(index.every_word())
        postings = sorted(
            (*named[first + place], word, count, words[word][1:])
            for word, held in index.postings(words).items()
            for first, each in held.segments
            for place, count in zip(each.places, each.counts, strict=True)
        )
        notices = connection.execute("SELECT record, digest, lines FROM notice ORDER BY id").fetchall()
        settings = connection.execute(
            "SELECT key, value FROM setting WHERE key NOT IN ('stamp', 'notices', 'seal', 'history') ORDER BY key"
        ).fetchall()
        return [*(row[1:] for row in passages), *postings, *notices, *settings]
    finally:
        connection.close()


def stop_after(name: str) -> None:
    """Let the writer stop once it has done this."""
    method = getattr(writing.Writer, name)

    def stopping(*given: object) -> None:
        method(*given)
        print("there", flush=True)  # the parent reads it
        time.sleep(60)

    setattr(writing.Writer, name, stopping)


if __name__ == "__main__":
    writing.dictionary_rows = few_words
    if len(sys.argv) > 3:
        stop_after(sys.argv[3])
    print(open_short(Path(sys.argv[1]), Path(sys.argv[2]))[1])
