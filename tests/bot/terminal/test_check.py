"""`zhicheng check`: facts in, verdict out; bad lines say so; the interview in the terminal."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar

from bot.terminal.check import check
from eligibility.errors import FactError

CASES = Path(__file__).parents[2] / "cases"
FACTS = {
    "city": "沈阳",
    "employer": "private",
    "employment": "in_service",
    "series": "engineering",
    "specialty": "电子",
    "level": "full_senior",
    "degree": "bachelor",
    "title": {"level": "associate_senior", "acquired_on": "2018-05-05"},
    "achievements": [{"kind": "project", "on": "2024-06-30", "related": True, "used_before": False}],
}


def run(*args: str, text: str = "") -> Result:
    return CliRunner().invoke(check, [*args, "--as-of", "2024-07-10"], input=text, catch_exceptions=False)


def facts_file(folder: Path, **facts: object) -> str:
    path = folder / "facts.json"
    path.write_text(json.dumps({**FACTS, **facts}), encoding="utf-8")
    return str(path)


def test_text(tmp_path: Path) -> None:
    shown = run("--facts", facts_file(tmp_path)).output
    assert shown.startswith("结论：可以申报")
    assert "「负责全省：建材、机电、电子" in shown
    assert "Ingxtrsc@163.com（疑为 lngxtrsc@163.com" in shown
    assert "截止2024年8月7日" in shown


def test_a_round_that_is_over_says_so(tmp_path: Path) -> None:
    shown = CliRunner().invoke(check, ["--facts", facts_file(tmp_path), "--as-of", "2026-11-20"]).output
    assert shown.startswith("2024年度这一轮已经结束")
    assert "2027" not in shown


def test_what_would_make_it_eligible(tmp_path: Path) -> None:
    late = [{"kind": "paper", "on": "2024-07-01", "related": True, "used_before": False}]
    path = facts_file(tmp_path, achievements=late)
    assert "怎样才能符合" in run("--facts", path).output
    verdict = json.loads(run("--facts", path, "--json").output)
    assert [change["fact"] for change in verdict["advice"]] == ["achievements"]


def test_saving(tmp_path: Path) -> None:
    names = [str(tmp_path / f"verdict{ending}") for ending in (".txt", ".json", ".ics")]
    saves = [part for name in names for part in ("--save", name)]
    shown = run("--facts", facts_file(tmp_path), *saves)
    assert Path(names[0]).read_text(encoding="utf-8") == shown.output
    assert json.loads(Path(names[1]).read_text(encoding="utf-8"))["outcome"] == "eligible"
    calendar = Calendar.from_ical(Path(names[2]).read_bytes())
    days = [(str(event["dtstart"].dt), str(event["dtend"].dt)) for event in calendar.walk("VEVENT")]
    assert days == [("2024-07-01", "2024-08-01"), ("2024-08-07", "2024-08-08")]
    with pytest.raises(FactError, match=r"\.ics"):
        run("--facts", facts_file(tmp_path), "--save", str(tmp_path / "verdict.pdf"))


def test_a_batch_goes_on_behind_bad_lines(tmp_path: Path) -> None:
    lines = [
        {"id": "a", "facts": FACTS},
        {"id": "b", "facts": {**FACTS, "salary": 3}},
        {"id": "c", "facts": FACTS, "as_of": "2024-02-30"},
        {"id": "d"},
        {"id": "e", "facts": FACTS, "as_of": "2024-08-01", "note": "ignored"},
    ]
    text = "\n".join(json.dumps(line) for line in lines) + '\n\n{"id": "f", "facts"\n[1]\n' + "[" * 5000 + "\n"
    results = [json.loads(line) for line in run("--jsonl", "-", text=text).output.splitlines()]
    assert [result["id"] for result in results] == ["a", "b", "c", "d", "e", None, None, None]
    assert ["error" in result for result in results] == [False, True, True, True, False, True, True, True]
    assert "salary" in results[1]["error"]
    assert results[4]["windows"][0]["state"] == "closed"


def test_half_a_surrogate_pair_does_not_stop_a_batch() -> None:
    text = r'{"id": "\ud800", "facts": {"specialty": "\udfff", "series": "other"}}' + "\n" + '{"id": 2, "facts": {}}'
    results = [json.loads(line) for line in run("--jsonl", "-", text=text).output.splitlines()]
    assert [result["outcome"] for result in results] == ["not_covered", "undetermined"]


def test_the_interview(tmp_path: Path) -> None:
    answers = [
        "我在沈阳一家民企，2018年拿的高工，想报电子正高", "", "在职", "本科",
        "去年6月完成一个项目", "", "没有了", "是", "b", "是", "没有", "?",
    ]  # fmt: skip
    shown = run("--save", str(tmp_path / "verdict.json"), text="\n".join(answers) + "\n").output
    assert "申报系列：工程系列；申报专业：电子" in shown
    assert "2023年6月" in shown
    assert "结论：可以申报" in shown
    assert json.loads((tmp_path / "verdict.json").read_text(encoding="utf-8"))["outcome"] == "eligible"


def test_what_is_offered_behind_a_verdict_can_be_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    told = "我在省属国企干冶金，2018年11月的高工，本科，退休了，想报正高，我够条件吗"
    shown = run(text=f"{told}\n是\n保存\n依据\n写信咨询\nc\n4\n在职\nq\n").output
    assert "修改答案  重新开始  写信咨询  s 保存" in shown
    assert "结论：不符合申报条件" in next(tmp_path.glob("*.txt")).read_text(encoding="utf-8")
    assert "主题：" in shown
    assert "4. 在职情况：离退休" in shown
    assert "取得现职称以后，您有哪些业绩成果？" in shown


def test_changing_an_answer_and_leaving() -> None:
    shown = run(text="\n工程系列\n电子\n民企\n大连\nc\n4\n抚顺\nq\n").output
    assert "4. 单位所在地：大连" in shown
    assert "已退出" in shown


def test_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chinese = run("--facts", facts_file(tmp_path)).output
    monkeypatch.setenv("ZHICHENG_LANGUAGE", "en")
    english = run("--facts", facts_file(tmp_path), "--save", str(tmp_path / "verdict.ics")).output
    assert english.startswith("Conclusion: you may apply\n2024 round, according to: ")
    assert "Ingxtrsc@163.com (probably lngxtrsc@163.com, check before sending)" in english
    assert re.findall("「.*?」", english) == re.findall("「.*?」", chinese)
    events = Calendar.from_ical((tmp_path / "verdict.ics").read_bytes()).walk("VEVENT")
    assert [found for event in events for found in re.findall("open now|last day", event["summary"])] == ["last day"]
    left = run(text="\n工程系列\nback\n工程系列\nchange\n\nnot sure\nexit\n").output
    assert left.count("\n  In which series do you apply for a title?\n") == 2
    assert "I understood" not in left
    assert "Which answer is to be changed?" in left
    assert left.endswith("You have left the self-check. Type “check” to go on with it.\n\n")


@pytest.mark.parametrize(
    ("args", "status"),
    [
        (["--facts", "missing.json"], 2),
        (["--as-of", "2024-02-30"], 2),
        (["--facts", "bad"], 1),
        (["--facts", "good"], 0),
    ],
)
def test_exit_status(tmp_path: Path, args: list[str], status: int) -> None:
    bad = tmp_path / "bad"
    bad.write_text('{"level": "professor"}', encoding="utf-8")
    paths = {"bad": str(bad), "good": facts_file(tmp_path)}
    command = [
        sys.executable,
        "-c",
        "from bot.cli import main; main()",
        "check",
        *(paths.get(arg, arg) for arg in args),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == status
    if status == 1:
        assert done.stderr.count("\n") == 1
        assert "level" in done.stderr
        assert "full_senior" in done.stderr


def test_an_answer_of_not_sure_can_be_changed() -> None:
    said = CliRunner().invoke(check, ["--as-of", "2024-07-10"], input="\n?\nc\n1\n1\nq\n")
    assert said.exit_code == 0, said.output
    assert "不清楚" in said.output
