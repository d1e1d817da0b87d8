"""What people read: Chinese first, English where it is asked for, the notices' words untouched."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from bot.locale import N_, _, catalogue, language, speaking
from bot.text.days import write_days
from bot.text.sayings import in_words
from eligibility.interview.intake import Intake
from eligibility.judging.evaluation import evaluate
from eligibility.rulebook.loading import load_rulebook
from knowledge.words import han_in
from tests.bot.conftest import Ask, Run
from tests.catalogues import faults, messages_in_code
from tests.eligibility.rows import rows

WATER, AUTUMN = "抚顺水利几号交材料", "2025-10-27"


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """A person who reads English."""
    monkeypatch.setenv("ZHICHENG_LANGUAGE", "en")


def test_every_message_is_translated() -> None:
    assert messages_in_code()
    assert faults() == []


def test_chinese_is_what_one_reads_without_asking() -> None:
    assert language() == "zh_CN"
    assert _("The notices do not say this.") == "现有通知里没有说到这一点。"


@pytest.mark.parametrize("unknown", ["fr", "", "zh", "../en"])
def test_an_unknown_language_reads_chinese(monkeypatch: pytest.MonkeyPatch, unknown: str) -> None:
    monkeypatch.setenv("ZHICHENG_LANGUAGE", unknown)
    assert _("Goodbye.") == "再见。"


def test_a_message_without_translation_is_shown_as_it_is() -> None:
    assert catalogue("zh_CN").gettext("no such message") == "no such message"


def test_marking_a_message_leaves_it_alone() -> None:
    assert N_("in force") == "in force"


@pytest.mark.usefixtures("english")
def test_english_says_where_and_whether_and_quotes_the_notice(ask: Ask) -> None:
    row = ask(WATER, AUTUMN)
    window, quote, *rest = row["text"].splitlines()
    assert window.endswith(": closes on October 28; days left: 1")
    assert quote == "「10月27日-28日:水利行业人员」"
    assert any(line.endswith("(二)具体时间安排 (2025 round, in force)") for line in rest)


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("question", "day", "said"),
    [
        ("", "2024-07-10", "Please type a question"),
        ("评高工要交多少评审费", "2024-07-10", "The notices do not say this: evaluation fee."),
        ("北京评高工怎么报", "2024-07-10", "The library has no notice of 北京 for this"),
        ("护理高级职称怎么报", "2024-07-10", "None of the notices speaks of this series"),
        ("2031年什么时候网上申报", "2024-07-10", "The library has no notice for 2031"),
        (WATER, "2020-01-01", "On 2020-01-01 none of the notices had been issued yet."),
        (WATER, "2025-12-01", "this round is over (last day 2025-11-18)"),
        ("什么时候截止申报？", "2024-07-10", "Say more to narrow it down:"),
        ("政策咨询邮箱是多少", "2024-07-10", "printed “Ingxtrsc@163.com”, probably “lngxtrsc@163.com”"),
    ],
)
def test_every_kind_of_answer_in_english(ask: Ask, question: str, day: str, said: str) -> None:
    assert said in ask(question, day)["text"]


def test_the_language_changes_no_citation(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    chinese = ask(WATER, AUTUMN)
    monkeypatch.setenv("ZHICHENG_LANGUAGE", "en")
    english = ask(WATER, AUTUMN)
    assert english["citations"] == chinese["citations"]
    assert english["text"] != chinese["text"]


@pytest.mark.usefixtures("english")
def test_choices_are_in_english_too(ask: Ask) -> None:
    assert (
        "省市场监管局2024年通知: engineering full senior, associate senior"
        in ask("要不要答辩", "2024-07-10")["choices"]
    )


@pytest.mark.usefixtures("english")
def test_notices_and_search_in_english(run: Run) -> None:
    assert "a draft put out for comment, not in force" in run("notices").stdout
    assert run("search", "--near", WATER).stdout.startswith("terms and weights (? = in no notice): ")


@pytest.mark.usefixtures("english")
def test_the_self_check_asks_and_repeats_in_english(run: Run) -> None:
    told = run("chat", "--as-of", "2024-07-10", typed="资格自测\n1\n电力\n沈阳省属国企\n").stdout
    assert "In which series do you apply for a title?" in told
    assert "2. economics" in told
    assert "kind of employer: provincial state-owned enterprise; place of employer: Shenyang" in told


@pytest.mark.usefixtures("english")
def test_what_speaks_against_an_applicant_is_told_in_english(run: Run, tmp_path: Path) -> None:
    title = {"level": "intermediate", "acquired_on": "2022-11-01/2022-11-30"}
    told = {
        "series": "engineering",
        "specialty": "水利",
        "level": "associate_senior",
        "city": "抚顺",
        "degree": "bachelor",
    }
    told |= {"employer": "private", "employment": "in_service", "title": title}
    done = {"kind": "project", "on": "2024-03-01", "related": True, "used_before": False}
    told |= {"achievements": [done], "appraisals": {"2022": True, "2023": True, "2024": True}}
    (tmp_path / "facts.json").write_text(json.dumps(told), encoding="utf-8")
    shown = run("check", "--facts", str(tmp_path / "facts.json"), "--as-of", "2025-10-10").stdout
    assert "✗ The years since the title held (November 2022) do not reach the national minimum (years: 5)" in shown
    assert "→ Apply in the round in which the years of service are reached." in shown
    assert "- Wait for the 2027 round. Apply in the round in which the years of service are reached." in shown
    assert "“water conservancy” is among its specialties." in shown
    assert "Handing in the papers: October 27 to October 28" in shown


NAMES = "|".join(
    [
        r"[^ ]*〔\d{4}〕\d+号",
        "兴辽英才计划",
        "“[^”]*”",
        "高?级?技师",
        "省直有关部门（单位）",
        "专业技术人员服务处",
    ]
)  # offices, documents, and what the notices call somebody


def test_of_every_verdict_only_quotes_and_names_are_chinese() -> None:
    rulebook = load_rulebook()
    for row in rows():
        day = date.fromisoformat(row["as_of"])
        verdict = evaluate(rulebook, Intake(rulebook.factsheet, day).read(row["facts"]), day)
        with speaking("en"):
            sayings = [each.because for each in (*verdict.reasons, *verdict.achievements)]
            sayings += [each.mend for each in verdict.reasons if each.mend]
            for saying in sayings:
                assert not han_in(re.sub(NAMES, "", in_words(saying))), str(saying)
        assert all(write_days(str(saying)) == in_words(saying) for saying in sayings)


@pytest.mark.usefixtures("english")
def test_the_self_check_is_answered_in_english(run: Run) -> None:
    told = "check my eligibility\n1\nelectronics\nshenyang, provincial state-owned enterprise\nyes\n1\n"
    told += "engineer, 2015-11\nyes\nfull senior\nmaster\nnone of these\nno\n"
    shown = run("chat", "--as-of", "2024-07-10", typed=told).stdout
    assert "kind of employer: provincial state-owned enterprise; place of employer: Shenyang. Is that right?" in shown
    assert "level of the title held: intermediate; day of the title held: November 2015. Is that right?" in shown
    assert "✗ The title held (intermediate) is not the one right below the level applied for (full senior)" in shown
    assert "was not understood" not in shown
