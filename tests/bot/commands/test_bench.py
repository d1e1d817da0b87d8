import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.commands.bench import bench


def test_the_index_is_measured_beside_others_and_as_json(library_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHICHENG_LIBRARY", str(library_file))
    told = CliRunner().invoke(bench, ["--passages", "1200", "--json"], catch_exceptions=False).stdout
    figures = json.loads(told)
    assert figures["passages"] == 1200
    assert figures["engines"].keys() == {"zhicheng", "fts5", "rank-bm25"}
    ours, walked = figures["engines"]["zhicheng"], figures["engines"]["rank-bm25"]
    assert ours.keys() == {"build_s", "add_s", "open_ms", "memory_mb", "file_mb", "median_ms", "p95_ms"}
    assert 0 < ours["median_ms"] < walked["median_ms"]
    assert 0 < figures["answer"]["median_ms"] <= figures["answer"]["p95_ms"]
