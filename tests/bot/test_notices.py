"""`zhicheng notices` and `zhicheng search`: what the library holds, and how it ranks."""

import pytest

from knowledge.notice import load_sources
from knowledge.passages import passages_of
from tests.bot.conftest import Ask, Run

IDS = ["city-draft-2024", "fushun-rsj-2025", "ln-gxt-2024", "ln-rst-2024", "ln-scjg-2024"]


def test_every_notice_is_a_line(run: Run) -> None:
    lines = run("notices", "--as-of", "2026-01-01").stdout.splitlines()
    assert [line.split("  ")[0] for line in lines] == IDS
    assert lines[1] == (
        "fushun-rsj-2025  关于做好2025年抚顺市工程系列高级专业技术资格评审工作的通知  抚人社发〔2025〕10号"
        "  抚顺市人力资源和社会保障局  本轮已于 2025-11-18 结束，今后以新通知为准"
    )


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
