"""What a new notice gets at once: each notice asked about with its own labels left out, in turn.

    python -m tests.left_out

Its sentences then have proposed topics only, and the catalogue none of the ways of asking that were heard in its work.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from bot.text.answers import AnswerText
from knowledge.answering import Answerer
from knowledge.catalogue import Topic, load_catalogue
from knowledge.notice import NOTICES
from knowledge.plain_data import data_of
from knowledge.store.building import open_library
from tests.cases import score

CASES = Path(__file__).parent / "cases"
FILES = ("questions", "more-questions")
MARKS = ("found@1", "found@3")
LABELS = "topics.yaml"


def without(notice_id: str, folder: Path) -> Answerer:
    """What answers from a library in which nobody has worked on a notice."""
    notices, topics = folder / "notices", folder / "topics"
    shutil.copytree(NOTICES, notices)
    (notices / notice_id / LABELS).unlink()
    topics.mkdir()
    for group, members in load_catalogue().groups.items():
        records = [record_of(topic, notice_id) for topic in members]
        (topics / f"{group}.yaml").write_text(json.dumps({"topics": records}, ensure_ascii=False), encoding="utf-8")
    return Answerer(open_library(folder / "library.sqlite", notices, topics=topics)[0])


def record_of(topic: Topic, left_out: str) -> dict[str, object]:
    """A topic as a file has it (JSON is YAML), without what was heard in the work on a notice."""
    heard = {notice: "\n".join(ways) for notice, ways in topic.heard.items() if notice != left_out}
    record = {key: value for key, value in data_of(topic).items() if value and key != "group"}
    return {**record, "ways": "\n".join(topic.ways), "heard": heard}


def measure_in_turn() -> dict[str, float]:
    """How often the first quote, and one of the first three, answers a question that a notice alone answers."""
    marks = [marked for notice in sorted(NOTICES.iterdir()) if notice.is_dir() for marked in _marks(notice.name)]
    return {mark: sum(each[mark] for each in marks) / len(marks) for mark in MARKS}


def _marks(notice_id: str) -> Iterator[dict[str, bool]]:
    """The marks of each question that only one notice answers, asked without the work on that notice."""
    with tempfile.TemporaryDirectory() as folder:
        answerer = without(notice_id, Path(folder))
        for row in _rows_of(notice_id):
            day = date.fromisoformat(row["as_of"])
            answer = answerer.answer(row["question"], day)
            yield score.mark(row, AnswerText(answer, day).as_json(row["question"]))


def _rows_of(notice_id: str) -> Sequence[score.Row]:
    """The questions that a notice answers and no other one does."""
    rows = [row for name in FILES for row in score.read_rows(CASES / f"{name}.jsonl")]
    return [row for row in rows if row["mode"] in ("all", "any") and row["notices"] == [notice_id]]


if __name__ == "__main__":
    print(", ".join(f"{mark} {share:.3f}" for mark, share in measure_in_turn().items()))
