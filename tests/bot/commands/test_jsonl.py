"""Whatever stands on a line: one line of JSON comes out for it, and the next line is answered."""

import json
import re
from pathlib import Path
from typing import NoReturn

import pytest

from bot.bounds import LONGEST_LINE
from bot.core.assistant import Assistant
from tests.bot.conftest import Run, failing_at

GOOD = {
    "ask": '{"id": "next", "question": "抚顺水利几号交材料"}',
    "talk": '{"id": "next", "turns": ["你好"]}',
    "check": '{"id": "next", "facts": {}}',
}
REFUSED = {
    "NaN": (b'{"id": NaN}', "NaN"),
    "infinity": (b'{"id": [1, -Infinity]}', "-Infinity"),
    "too large": (b'{"id": 1e999}', "1e999"),
    "5,000 digits": (b'{"id": %s}' % (b"7" * 5_000), "5000 digits"),
    "301 digits": (b'{"id": %s}' % (b"7" * 301), "301 digits"),
    "a key twice": (b'{"id": 1, "id": 2}', "given twice"),
    "a key twice inside": (b'{"id": 1, "facts": {"level": "junior", "level": "senior"}}', "given twice"),
    "many keys twice": (b'{"id": 1%s}' % (b', "a": 1' * 50_000), "given twice"),
    "deep lists": (b"[" * 100_000, "nested"),
    "deep objects": (b'{"a":' * 100_000, "nested"),
    "10 MB": (b'{"id": "%s"}' % (b"x" * 10_000_000), f"{LONGEST_LINE}"),
    "10 MB of nothing": (b" " * 10_000_000, f"{LONGEST_LINE}"),
    "a NUL": (b'{"id": "\0"}', "control"),
    "UTF-16": ('{"id": 1}'.encode("utf-16"), "Expecting"),
    "two on a line": (b'{"id": 1} {"id": 2}', "Extra data"),
    "a list": (b"[1]", "object"),
}


def no_constant(name: str) -> NoReturn:
    raise AssertionError(f"{name} was printed")


def rows_of(printed: str) -> list[dict[str, object]]:
    """Lines of strict JSON."""
    return [json.loads(line, parse_constant=no_constant) for line in printed.splitlines()]


@pytest.mark.parametrize("command", GOOD)
@pytest.mark.parametrize(("line", "why"), REFUSED.values(), ids=REFUSED)
def test_a_line_that_is_no_json_is_refused_and_the_next_answered(run: Run, command: str, line: bytes, why: str) -> None:
    result = run(command, "--jsonl", "-", typed=line + b"\n" + GOOD[command].encode() + b"\n")
    assert result.exit_code == 0
    bad, good = rows_of(result.stdout)
    assert list(bad) == ["id", "error"]
    assert (bad["id"], why in str(bad["error"]), len(str(bad["error"])) < 200) == (None, True, True)
    assert (good["id"], "error" in good) == ("next", False)


@pytest.mark.parametrize("command", GOOD)
def test_marks_of_other_systems_are_no_part_of_a_line(run: Run, command: str) -> None:
    typed = f"\ufeff{GOOD[command]}\r\n\r\n \n{GOOD[command]}"
    first, second = rows_of(run(command, "--jsonl", "-", typed=typed.encode()).stdout)
    assert first == second
    assert "error" not in first


@pytest.mark.parametrize("command", GOOD)
def test_a_line_that_its_command_refuses_keeps_its_id(run: Run, command: str) -> None:
    [row] = rows_of(run(command, "--jsonl", "-", typed='{"id": 7, "as_of": "2024-02-30"}').stdout)
    assert list(row) == ["id", "error"]
    assert row["id"] == 7


@pytest.mark.parametrize("number", ["1" * 300, "-" + "1" * 299, "1e300", "-1e-300", "0.1", "1e-999"])
@pytest.mark.parametrize("fact", ["year", "freelance_years", "items_required", "appraisals"])
def test_no_number_stops_a_self_check(run: Run, fact: str, number: str) -> None:
    typed = f'{{"id": 1, "facts": {{"{fact}": {number}}}}}\n{GOOD["check"]}\n'
    first, second = rows_of(run("check", "--jsonl", "-", typed=typed).stdout)
    assert (first["id"], second["id"]) == (1, "next")


@pytest.mark.parametrize("line", [line for line, _why in REFUSED.values()], ids=REFUSED)
def test_a_file_of_facts_that_is_none_is_refused_in_one_line(
    line: bytes, tmp_path: Path, run: Run, capfd: pytest.CaptureFixture[str]
) -> None:
    from bot.cli import main

    path = tmp_path / "facts.json"
    path.write_bytes(line)
    with pytest.raises(SystemExit) as left:
        main(lambda: run("check", "--facts", str(path)))
    assert left.value.code == 1
    said = capfd.readouterr().err
    assert (said.count("\n"), len(said) < 300) == (1, True)


def test_a_fault_of_our_own_costs_its_row_alone(
    run: Run, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    monkeypatch.setattr(Assistant, "reply", failing_at("我的事", Assistant.reply))
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"id": "told", "turns": ["我的事"]}\n' + GOOD["talk"], encoding="utf-8")
    told, following = map(json.loads, run("talk", "--jsonl", str(rows)).stdout.splitlines())
    assert told["id"] == "told"
    assert re.search(r"[0-9a-f]{6}", told["error"])[0] in caplog.text
    assert "我的事" not in caplog.text
    assert following["replies"]
