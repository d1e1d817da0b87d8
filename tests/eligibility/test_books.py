"""A rule file that its notice does not bear out, or that has another form, stops the load and says where."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from eligibility.books import RULES, load_rulebook, mapping
from eligibility.coverage import OPEN, coverage
from eligibility.errors import RuleError
from eligibility.faults import bears, faults
from eligibility.rulebook import Rulebook

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


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
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
    fresh = mapping(path, cache)
    copy = next(cache.iterdir())
    assert mapping(path, cache) == fresh
    copy.write_text("{", encoding="utf-8")
    assert mapping(path, cache) == fresh
