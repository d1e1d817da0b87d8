import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.commands.bench import bench
from knowledge.store.peers import PEERS


def packed(path: Path, *rows: dict[str, object]) -> None:
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
    assert ours.keys() == {"build_s", "add_s", "open_ms", "memory_mb", "file_mb", "median_ms", "p95_ms"}
    assert 0 < ours["median_ms"] < walked["median_ms"]
    assert figures["quality"]["zhicheng"]["some"] == {"mrr_10": 100.0, "r_1": 100.0, "r_10": 100.0}
    assert 0 < figures["answer"]["median_ms"] <= figures["answer"]["p95_ms"]
