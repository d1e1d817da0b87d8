import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.commands.bench import bench
from knowledge.errors import UnreadableDocument
from knowledge.store.bench_quality import quality
from knowledge.store.library import Library
from knowledge.store.peers import PEERS

FIGURES = ("build_s", "add_s", "open_ms", "memory_mb", "file_mb", "median_ms", "p95_ms")


def packed(path: Path, *rows: object) -> None:
    """Write a packed file of one row a line."""
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))


def test_the_index_is_measured_beside_others_and_as_json(
    library_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed(
        tmp_path / "some.corpus.jsonl.gz", *({"id": n, "title": "", "text": t} for n, t in enumerate(["评审", "公示"]))
    )
    packed(tmp_path / "some.queries.jsonl.gz", {"id": 1, "q": "公示几天", "gold": [1]})
    monkeypatch.setenv("ZHICHENG_LIBRARY", str(library_file))
    told = (
        CliRunner()
        .invoke(bench, ["--passages", "1200", "--data", str(tmp_path), "--json"], catch_exceptions=False)
        .stdout
    )
    figures = json.loads(told)
    assert figures["passages"] == 1200
    assert figures["engines"].keys() == {"zhicheng", *PEERS} - figures["left_out"].keys()
    ours, walked = figures["engines"]["zhicheng"], figures["engines"]["rank-bm25"]
    assert ours.keys() == {*FIGURES, "build_mb", "add_mb"}
    assert 0 < ours["median_ms"] < walked["median_ms"]
    assert figures["quality"]["zhicheng"]["some"] == {"mrr_10": 100.0, "r_1": 100.0, "r_10": 100.0}
    assert 0 < figures["answer"]["median_ms"] <= figures["answer"]["p95_ms"]


def test_a_folder_without_questions_is_refused_before_anything_is_measured(tmp_path: Path) -> None:
    packed(tmp_path / "some.corpus.jsonl.gz", {"id": 1, "title": "", "text": "评审"})
    refused = CliRunner().invoke(bench, ["--data", str(tmp_path)])
    assert refused.exit_code == 2
    assert "NAME.queries.jsonl.gz" in refused.stderr


@pytest.mark.parametrize("row", [{"id": 1, "q": "公示几天"}, {}, None])
def test_a_row_that_is_none_is_named_by_its_file_and_line(tmp_path: Path, library: Library, row: object) -> None:
    packed(tmp_path / "some.corpus.jsonl.gz", {"id": 1, "title": "", "text": "评审"})
    packed(tmp_path / "some.queries.jsonl.gz", {"q": "评审", "gold": [1]}, row)
    with pytest.raises(UnreadableDocument, match=r"some\.queries\.jsonl\.gz, line 2: .*q, gold was expected"):
        quality(tmp_path, library, {})
