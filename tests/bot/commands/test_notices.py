"""`zhicheng notices` and `zhicheng search`: what the library holds, and how it ranks."""

import json
from pathlib import Path

import pytest

from knowledge.errors import KnowledgeError
from knowledge.notice import NOTICES
from knowledge.passages import passages_of
from knowledge.source import load_source, load_sources
from tests.bot.conftest import Ask, Run
from tests.knowledge.builder import make_notices, open_short
from tests.knowledge.synthetic import write_notice
from tests.knowledge.twins import copy_notices

IDS = ["city-draft-2024", "fushun-rsj-2025", "ln-gxt-2024", "ln-rst-2024", "ln-scjg-2024"]


def test_every_notice_is_a_line(run: Run) -> None:
    lines = run("notices", "--as-of", "2026-01-01").stdout.splitlines()
    assert [line.split("  ")[0] for line in lines] == sorted({*IDS, *(path.name for path in NOTICES.iterdir())})
    assert (
        "fushun-rsj-2025  关于做好2025年抚顺市工程系列高级专业技术资格评审工作的通知  抚人社发〔2025〕10号"
        "  抚顺市人力资源和社会保障局  本轮已于 2025-11-18 结束，今后以新通知为准"
    ) in lines


@pytest.mark.parametrize(
    ("notice", "day", "said"),
    [
        ("ln-gxt-2024", "2024-08-30", "2024-06-19  有效"),
        ("ln-gxt-2024", "2024-08-31", "本轮已于 2024-08-30 结束，今后以新通知为准"),
        ("ln-rst-2024", "2024-12-31", "2024-03-28  有效"),
        ("ln-rst-2024", "2025-01-01", "本轮已于 2024-12-31 结束，今后以新通知为准"),
        ("city-draft-2024", "2024-08-30", "征求意见稿，未生效"),
        ("city-draft-2024", "2030-01-01", "征求意见稿，未生效"),
    ],
)
def test_a_notice_says_whether_it_holds(run: Run, notice: str, day: str, said: str) -> None:
    first = run("notices", notice, "--as-of", day).stdout.splitlines()[0]
    assert first.startswith(f"{notice}  ")
    assert first.endswith(said)


@pytest.mark.parametrize("notice", IDS)
def test_the_tree_shows_every_section_under_its_parent(run: Run, notice: str) -> None:
    [source] = [source for source in load_sources() if source.notice.id == notice]
    _, *tree = run("notices", notice).stdout.splitlines()
    shown: list[tuple[str, ...]] = []
    for line in tree:
        label = line.lstrip(" ")
        depth = (len(line) - len(label)) // 2
        above = shown[-1][: depth - 1] if shown else ()
        assert len(above) == depth - 1
        shown.append((*above, label))
    wanted = {passage.path[:end] for passage in passages_of(source) for end in range(1, len(passage.path) + 1)}
    assert set(shown) == wanted
    assert len(shown) == len(wanted)


def test_sections_of_the_same_number_stand_apart(run: Run) -> None:
    tree = run("notices", "ln-scjg-2024").stdout.splitlines()
    assert len({line for line in tree if line.startswith("  五、")}) == 2


def test_search_ranks_as_ask_answers(run: Run, ask: Ask) -> None:
    question, day = "抚顺水利几号交材料", "2025-10-27"
    terms, matters, score, place, quote, *_ = run("search", "--near", question, "--as-of", day).stdout.splitlines()
    best = ask(question, day)["citations"][0]
    assert terms.startswith("词与权重")
    assert "水利" in terms
    assert matters.startswith("读作「")
    assert "命中：" in score
    assert "水利" in score.split("命中：")[1]
    assert place == f"  {best['notice']} {' > '.join(best['section'])}"
    assert quote == f"  {best['quote']}"


def test_search_shows_the_best_first_and_as_many_as_asked_for(run: Run) -> None:
    lines = run("search", "--near", "报卷地址在哪里", "--as-of", "2024-07-10", "--most", "4").stdout.splitlines()[2:]
    assert len(lines) == 4 * 3
    scores = [float(line.split("（")[0]) for line in lines[::3]]
    assert scores == sorted(scores, reverse=True)


def test_search_marks_a_word_that_no_notice_has(run: Run) -> None:
    terms = run("search", "--near", "量子纠缠", "--as-of", "2024-07-10").stdout.splitlines()[0]
    assert terms.split("：")[-1].endswith("?")


@pytest.mark.parametrize("question", ["", "？", "\u200b", "😀", "'; DROP TABLE passage; --"])
def test_search_takes_any_text(run: Run, question: str) -> None:
    result = run("search", "--near", question)
    assert result.exit_code == 0
    assert result.stdout.startswith("词与权重")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["search"], "--near"),
        (["search", "--near", "x", "--most", "0"], "--most"),
        (["search", "--near", "x", "--most", "81"], "--most"),
        (["search", "--near", "x", "--as-of", "never"], "YYYY-MM-DD"),
        (["notices", "--as-of", "2025-13-01"], "YYYY-MM-DD"),
    ],
)
def test_a_wrong_command_line_is_2(run: Run, arguments: list[str], said: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of the project's notices that a test may change."""
    return copy_notices(tmp_path / "notices")


def test_the_projects_own_notices_have_no_faults(run: Run) -> None:
    assert run("notices", "lint").stdout == "没有问题\n"


def test_all_faults_of_a_folder_are_said_at_once_with_what_is_allowed(run: Run, folder: Path) -> None:
    path = write_notice(folder, "一、时间\n<p>报卷：8月</p>\n".encode(), notice_id="bad", title="没有的标题")
    record = json.loads(path.read_text(encoding="utf-8"))
    record["scope"] |= {"series": ["engineering", "乱写"], "place": "沈阳市", "excludes": ["沈抚新区"]}
    record |= {"follows": "nobody", "sha256": "0", "contacts": [{"what": "电话", "quote": "12345"}]}
    path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    result = run("notices", "lint", "bad", "--folder", str(folder))
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    for key, said in {
        "source.txt source.txt": "是网页",
        "notice.yaml sha256": "与原文不符",
        "notice.yaml title": "原文里没有：没有的标题",
        "notice.yaml contacts.0.quote": "原文里没有：12345",
        "notice.yaml scope.series": "不能是“乱写”，可以是：engineering、economics、",
        "notice.yaml scope.place": "不能是“沈阳市”，可以是：沈阳",
        "notice.yaml scope.excludes": "不能是“沈抚新区”，可以是：辽宁、",
        "notice.yaml follows": "不能是“nobody”，可以是：",
    }.items():
        assert [line for line in lines if line.startswith(f"bad/{key}：") and said in line], key


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: x\nlevels: y\n", ("levels：没有这一项", "status：没有写")),
        ("title: [\n", ("notice.yaml：读不了",)),
        ("status: valid\ncontacts: [{what: 电话, quote: 一二三}]\n", ("'adopted' or 'draft'", "原文里没有：一二三")),
    ],
)
def test_a_record_without_its_form_is_checked_as_far_as_it_goes(
    run: Run, folder: Path, text: str, said: tuple[str, ...]
) -> None:
    write_notice(folder, notice_id="bad").write_text(text, encoding="utf-8")
    shown = run("notices", "lint", "bad", "--folder", str(folder)).stdout
    assert [each for each in said if each not in shown] == []


def test_a_folder_without_its_files_is_named(run: Run, folder: Path) -> None:
    (folder / "empty").mkdir()
    shown = run("notices", "lint", "--folder", str(folder)).stdout.splitlines()
    assert [line.split("：")[0] for line in shown] == ["empty/source.txt source.txt", "empty/notice.yaml notice.yaml"]


@pytest.mark.parametrize("changed", [{"place": "沈阳市"}, {"series": ["乱写"]}])
def test_a_notice_with_words_that_nobody_knows_does_not_answer(tmp_path: Path, changed: dict[str, object]) -> None:
    write_notice(tmp_path / "notices", notice_id="good")
    write_notice(tmp_path / "notices", notice_id="bad", scope=changed)
    notices = make_notices(tmp_path, "ln-scjg-2024")
    library, report = open_short(tmp_path / "library.sqlite", notices)
    with library:
        assert (len(report.left_out), "bad" in library.notices, "good" in library.notices) == (1, False, True)


def test_next_years_folder_is_made_from_this_years(run: Run, folder: Path, tmp_path: Path) -> None:
    text = (folder / "ln-gxt-2024" / "source.txt").read_text(encoding="utf-8").replace("2024", "2025")
    source = tmp_path / "new.txt"
    source.write_text(text.replace("57440842@qq.com", "1@example.com"), encoding="utf-8")
    options = ["--from", "ln-gxt-2024", "--source", str(source), "--year", "2025", "--folder", str(folder)]
    result = run("notices", "new", "ln-gxt-2025", *options)
    assert result.exit_code == 0
    assert ("issued_on" in result.stdout, "57440842@qq.com" in result.stdout) == (True, True)
    made = load_source("ln-gxt-2025", folder).notice
    assert (made.year, made.follows, made.windows, made.issued_on) == (2025, "ln-gxt-2024", (), None)
    assert "2025年" in made.title
    assert len(made.places) == 1
    assert run("notices", "lint", "ln-gxt-2025", "--folder", str(folder)).exit_code == 0
    assert run("notices", "new", "ln-gxt-2025", *options).exit_code == 2


@pytest.mark.parametrize("notice_id", ["../x", "/x", ".x", "a b", "A", "年度", "-x", ""])
def test_an_id_is_a_plain_name_of_a_folder(run: Run, folder: Path, tmp_path: Path, notice_id: str) -> None:
    (tmp_path / "new.txt").write_text("一、时间", encoding="utf-8")
    options = [
        "--from",
        "ln-gxt-2024",
        "--source",
        str(tmp_path / "new.txt"),
        "--year",
        "2025",
        "--folder",
        str(folder),
    ]
    before = sorted(tmp_path.rglob("*"))
    assert run("notices", "new", *options, "--", notice_id).exit_code == 2
    assert sorted(tmp_path.rglob("*")) == before


def test_what_cannot_be_made_a_notice_leaves_nothing_behind(run: Run, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "gb.txt").write_bytes("一、时间".encode("gb18030"))
    (tmp_path / "new.txt").write_text("一、时间", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    for earlier, name, said in (("ln-gxt-2024", "gb.txt", "UTF-8"), ("nobody", "new.txt", "ln-gxt-2024")):
        options = ["--from", earlier, "--source", str(tmp_path / name), "--year", "2025", "--folder", str(folder)]
        with pytest.raises(KnowledgeError, match=said) as caught:
            run("notices", "new", "x-2025", *options)
        assert "\n" not in str(caught.value)
    with pytest.raises(KnowledgeError, match="ln-gxt-2024"):
        run("notices", "lint", "nobody", "--folder", str(folder))
    assert sorted(tmp_path.rglob("*")) == before
