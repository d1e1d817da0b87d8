"""How often engines find the passage that answers, among public passages and questions in a folder of the caller's.

Of each set of the folder, NAME.corpus.jsonl.gz has a passage a line (`id`, `title`, `text`) and NAME.queries.jsonl.gz a
question a line (`q`, `gold`: ids of passages that answer).
"""

import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from knowledge.errors import UnreadableDocument
from knowledge.store.library import Library
from knowledge.store.peers import Engine, Make
from knowledge.words import normalise

TEN = 10
ASKED = 200  # questions of a set
AT = "@"  # between a set's name and a passage's id
NEEDED = {"corpus": ("id", "title", "text"), "queries": ("q", "gold")}  # keys of a row, by the kind of its file


class Question(NamedTuple):
    """A question's words, the set that it is of, and the passages that answer it."""

    of: str
    words: Counter[str]
    gold: frozenset[str]


def has_questions(folder: Path) -> bool:
    """Whether a folder holds a set: its passages and its questions."""
    names = [{path.name.split(".")[0] for path in folder.glob(f"*.{kind}.jsonl.gz")} for kind in NEEDED]
    return bool(set.intersection(*names))


def quality(folder: Path, library: Library, engines: Mapping[str, Make]) -> dict[str, dict[str, dict[str, float]]]:
    """Of each engine and set MRR@10, R@1 and R@10, all passages of the folder in one index, cut as the library cuts.

    `UnreadableDocument` names the file and the line that cannot be read.
    """
    stream = library.segmenter.stream
    library.segmenter.read_all()
    ids = [f"{name}{AT}{row['id']}" for name, row in _rows(folder, "corpus")]
    passages = [stream(normalise(f"{row['title']} {row['text']}")) for _, row in _rows(folder, "corpus")]
    questions = list(_questions(folder, lambda text: stream(normalise(text)), library.lexicon.stopwords))
    if not (passages and questions):
        raise UnreadableDocument(f"{folder}: passages and questions were expected, and one of them is empty")
    with TemporaryDirectory() as made, ExitStack() as opened:
        found = {}
        for name, make in engines.items():
            place = Path(made) / name
            place.mkdir()
            found[name] = _of_engine(make(place, opened), ids, passages, questions)
        return found


def _of_engine(
    engine: Engine, ids: Sequence[str], passages: Sequence[Sequence[str]], questions: Sequence[Question]
) -> dict[str, dict[str, float]]:
    """The figures of one engine by set."""
    engine.build(iter(passages))
    rank = engine.open(TEN)
    places: dict[str, list[int | None]] = {}
    for question in questions:
        found = (place for place, number in enumerate(rank(question.words), 1) if ids[number] in question.gold)
        places.setdefault(question.of, []).append(next(found, None))
    return {name: _figures(each) for name, each in places.items()}


def _figures(places: Sequence[int | None]) -> dict[str, float]:
    """MRR@10, R@1 and R@10, of a hundred, from the place of each question's first right passage."""
    found = [place for place in places if place]
    share = 100 / len(places)
    return {
        "mrr_10": round(share * sum(1 / place for place in found), 1),
        "r_1": round(share * found.count(1), 1),
        "r_10": round(share * len(found), 1),
    }


def _questions(folder: Path, stream: Callable[[str], list[str]], stopwords: frozenset[str]) -> Iterator[Question]:
    """The questions of every set, without words that only ask."""
    asked = Counter[str]()
    for name, row in _rows(folder, "queries"):
        asked[name] += 1
        if asked[name] <= ASKED:
            words = Counter(word for word in stream(row["q"]) if word not in stopwords)
            yield Question(name, words, frozenset(f"{name}{AT}{each}" for each in row["gold"]))


def _rows(folder: Path, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of every set's file of a kind, each with the name of its set."""
    for path in sorted(folder.glob(f"*.{kind}.jsonl.gz")):
        try:
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                for number, line in enumerate(lines, 1):
                    yield path.name.split(".")[0], _row_of(line, NEEDED[kind], f"{path}, line {number}")
        except (OSError, EOFError, UnicodeError) as error:
            raise UnreadableDocument(f"{path}: {error}") from None


def _row_of(line: str, needed: Sequence[str], where: str) -> dict[str, Any]:
    """A row of a set's file, which stands at `where`."""
    try:
        row = json.loads(line)
    except ValueError:
        row = None
    if not (isinstance(row, dict) and set(needed) <= row.keys()):
        raise UnreadableDocument(f"{where}: a JSON object with {', '.join(needed)} was expected")
    return row
