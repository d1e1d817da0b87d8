"""A rule file that its notice does not bear out, or that has another form, stops the load and says where."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from unittest.mock import Mock

import pytest

from eligibility.errors import RuleError
from eligibility.judging.evaluation import evaluate
from eligibility.review.coverage import OPEN, coverage
from eligibility.review.lint import bears, faults
from eligibility.rulebook import citing
from eligibility.rulebook.citing import read_rules
from eligibility.rulebook.facts import Facts
from eligibility.rulebook.floors import Floor
from eligibility.rulebook.loading import RULES, load_rulebook
from eligibility.rulebook.rulebook import Rulebook

Change = Callable[[str], str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(RULES, tmp_path / "rules"))


def changed(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("ln-gxt-2024.yaml", "有效期为5年", "有效期为6年", "found 0 times"),
        ("ln-gxt-2024.yaml", "sources:\n  ln-gxt-2024: 48", "sources:\n  ln-gxt-2024: 49", "pins 49"),
        ("ln-gxt-2024.yaml", "year: 2024\n", "year: 2024\nyear: 2024\n", "duplicate"),
        ("ln-gxt-2024.yaml", "year: 2024\n", "year: 2024\nminister: nobody\n", "minister"),
        ("ln-gxt-2024.yaml", "id: ln-gxt-2024", "id: ln-gxt-2025", "not the name of the file"),
        ("ln-gxt-2024.yaml", "cites: [data_levels, emerging]", "cites: [data_level]", "cites 'data_level'"),
        ("ln-gxt-2024.yaml", "at_least: {freelance_years: 1}", "at_leest: {freelance_years: 1}", "at_leest"),
        ("ln-gxt-2024.yaml", "cites: [who]\n    mend", "mend", "neither cites nor reference"),
        ("ln-gxt-2024.yaml", "at_least: {freelance_years: 1}", "at_least: {freelance_yeers: 1}", "'freelance_yeers'"),
        ("ln-gxt-2024.yaml", "degree_for: engineering", "degree_for: enginery", "'enginery'"),
        ("ln-gxt-2024.yaml", "remedy: {waits: freelance_years}", "remedy: {waits: employment}", "'employment' has no"),
        ("ln-scjg-2024.yaml", "opens: 2024-08-01, closes: 2024-08-02", "about: 8月中旬", "about: not in the quote"),
        ("ln-scjg-2024.yaml", "opens: 2024-08-01, closes: 2024-08-02, ", "", "opens, closes and about"),
        ("facts.yaml", "stage: bars", "stage: bar", "stage"),
        ("floors.yaml", "years: 2", "years: two", "years"),
    ],
)
def test_refused(folder: Path, name: str, old: str, new: str, message: str) -> None:
    changed(folder, name, old, new)
    with pytest.raises(RuleError) as caught:
        load_rulebook(folder, None)
    assert message in str(caught.value)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


BROKEN = {
    "no YAML": b"id: [\n",
    "no text": b"\xff\xfe",
    "no programme": b"id: ln-gxt-2024\n",
    "no such day": b"year: 2024-13-45\n",
}


@pytest.mark.parametrize("octets", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_leaves_its_own_programme_out_where_that_is_allowed(folder: Path, octets: bytes) -> None:
    path = folder / "ln-gxt-2024.yaml"
    path.write_bytes(octets)
    with pytest.raises(RuleError, match="ln-gxt-2024"):
        load_rulebook(folder, None)
    rulebook = load_rulebook(folder, None, is_strict=False)
    assert "ln-gxt-2024" not in {book.programme.id for book in rulebook.books}
    assert list(rulebook.left_out) == ["ln-gxt-2024"]
    assert str(path) in rulebook.left_out["ln-gxt-2024"]
    assert "\n" not in rulebook.left_out["ln-gxt-2024"]


def test_no_verdict_is_silent_about_rules_that_were_left_out(folder: Path, rulebook: Rulebook) -> None:
    facts = Facts({"series": "economics", "level": "full_senior", "year": 2024})
    day = date(2024, 7, 10)
    (folder / "ln-gxt-2024.yaml").write_text("id: [", encoding="utf-8")
    verdict = evaluate(load_rulebook(folder, None, is_strict=False), facts, day)
    assert verdict.outcome == "not_covered"
    assert "ln-gxt-2024的规则现在读不出来" in str(verdict.reasons[0].because)
    assert verdict.as_json()["left_out"] == ["ln-gxt-2024"]
    assert "left_out" not in evaluate(rulebook, facts, day).as_json()


@pytest.mark.parametrize("name", ["facts.yaml", "floors.yaml"])
def test_without_a_file_that_all_rules_share_there_are_none(folder: Path, name: str) -> None:
    (folder / name).write_text("- a\n", encoding="utf-8")
    with pytest.raises(RuleError, match=name):
        load_rulebook(folder, None, is_strict=False)


def test_where_every_file_is_broken_there_are_no_rules(folder: Path) -> None:
    for path in folder.glob("*-*.yaml"):
        path.write_text("- a\n", encoding="utf-8")
    with pytest.raises(RuleError, match="no rule files here that can be read"):
        load_rulebook(folder, None, is_strict=False)


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    shutil.copy(RULES / "facts.yaml", tmp_path)
    shutil.copy(RULES / "floors.yaml", tmp_path)
    with pytest.raises(RuleError, match="no rule files"):
        load_rulebook(tmp_path, None)


def test_the_rules_have_no_faults(rulebook: Rulebook) -> None:
    assert not list(faults(rulebook))


def test_a_number_that_its_quote_does_not_bear_is_a_fault(folder: Path) -> None:
    changed(folder, "ln-gxt-2024.yaml", "achievement.on: 2024-06-30", "achievement.on: 2024-06-29")
    assert any("2024-06-29 stands in none" in fault for fault in faults(load_rulebook(folder, None)))


@pytest.mark.parametrize(
    ("quotes", "number", "wanted"),
    [
        ("有效期为5年", "5", True),
        ("三年内", "3", True),
        ("满15年", "5", False),
        ("1000万元以上", "1000", True),
        ("1000万元", "100", False),
    ],
)
def test_numbers_in_quotes(quotes: str, number: str, wanted: bool) -> None:
    assert bears(quotes, number) is wanted


def test_every_sentence_is_accounted_for(rulebook: Rulebook) -> None:
    lines = coverage(rulebook)
    assert {line.notice for line in lines} == {"ln-gxt-2024", "ln-scjg-2024", "fushun-rsj-2025"}
    assert not [line for line in lines if line.by == OPEN]


def test_a_sentence_nobody_accounted_for_is_found(rulebook: Rulebook, folder: Path) -> None:
    changed(folder, "coverage.yaml", "    - '建议用台式或笔记本电脑浏览。'\n", "")
    assert [line.sentence for line in coverage(rulebook, folder) if line.by == OPEN] == ["建议用台式或笔记本电脑浏览。"]


def test_a_kept_copy_is_used_and_a_damaged_one_is_not(folder: Path, tmp_path: Path) -> None:
    path, cache = folder / "floors.yaml", tmp_path / "cache"
    fresh = read_rules(dict[str, Floor], path, cache)
    copy = next(cache.iterdir())
    assert read_rules(dict[str, Floor], path, cache) == fresh
    copy.write_text("{", encoding="utf-8")
    assert read_rules(dict[str, Floor], path, cache) == fresh


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("closes: 2024-08-02", (None, "2024-08-02", None, "unknown")),
        ("opens: 2024-08-01", ("2024-08-01", None, None, "unknown")),
        ("about: 8月1至2日", (None, None, "8月1至2日", "unknown")),
    ],
)
def test_a_verdict_gives_of_a_window_what_its_notice_says(
    folder: Path, kept: str, said: tuple[str | None, ...]
) -> None:
    changed(folder, "ln-scjg-2024.yaml", "opens: 2024-08-01, closes: 2024-08-02", kept)
    case = {
        "employment": "in_service",
        "employer": "provincial_institution",
        "series": "engineering",
        "specialty": "计量",
        "level": "associate_senior",
    }
    window, *_ = evaluate(load_rulebook(folder, None), Facts(dict(case)), date(2024, 8, 1)).windows
    printed = window.as_json(date(2024, 8, 1))
    assert tuple(printed.get(key) for key in ("opens", "closes", "about", "state")) == said


def test_quotes_are_looked_for_once_and_again_where_a_file_changed(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    first = load_rulebook(folder, kept).books
    load_rulebook.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(citing, "_places_of", Mock(side_effect=AssertionError("a quote is looked for again")))
        again = load_rulebook(folder, kept).books
    for one, other in zip(first, again, strict=True):
        assert {name: each.in_brief() for name, each in one.citations.items()} == {
            name: each.in_brief() for name, each in other.citations.items()
        }
    changed(folder, "ln-gxt-2024.yaml", "quote: ", "quote: 没有这样写，")
    load_rulebook.cache_clear()
    with pytest.raises(RuleError, match="found 0 times"):
        load_rulebook(folder, kept)
