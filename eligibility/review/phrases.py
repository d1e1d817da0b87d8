"""Conditions in words, for the graph and the table that a policy officer reads."""

from eligibility.rulebook.condition import Condition
from eligibility.rulebook.conditions import All, AnyOf, Counted, DegreeFor, Not, ServiceFor, TitleFor
from eligibility.rulebook.fact_conditions import After, AtLeast, Has, In, Is, Single, ValidFor, YearsBy
from eligibility.rulebook.facts import Scalar
from eligibility.rulebook.factsheet import Factsheet

AND = " 且 "
DEADLINES = {"year_start": "年度开始", "year_end": "年度结束", "year_before": "上一年末", "window_close": "受理结束"}


def phrase(condition: Condition, sheet: Factsheet) -> str:
    """A condition in words; parts of it in brackets where that is needed."""
    match condition:
        case All():
            return AND.join(_bracket(part, sheet) for part in condition.all_)
        case AnyOf():
            return " 或 ".join(_bracket(part, sheet) for part in condition.any_)
        case Not():
            return f"不是（{phrase(condition.not_, sheet)}）"
        case Single():
            return AND.join(_fact_name(path, sheet) + one(condition, path, sheet) for path in condition.pairs())
        case _:
            return _measure_phrase(condition, sheet)


def one(condition: Condition, path: str, sheet: Factsheet) -> str:
    """What is wanted of one fact."""
    match condition:
        case Is():
            return f"是{_value_name(path, condition.is_[path], sheet)}"
        case In():
            return f"属于{'、'.join(_value_name(path, each, sheet) for each in condition.in_[path])}"
        case Has():
            return f"含{_value_name(path, condition.has[path], sheet)}"
        case AtLeast():
            return f"≥{condition.at_least[path]:g}"
        case _:
            return f"不晚于{getattr(condition, 'until', {}).get(path)}"


def _measure_phrase(condition: Condition, sheet: Factsheet) -> str:
    """A condition on years, degrees, titles or achievements in words."""
    match condition:
        case YearsBy(years_by=limit):
            return f"{_fact_name(limit.since, sheet)}到{DEADLINES.get(str(limit.by), limit.by)}满{limit.years}年"
        case ValidFor(valid_for=good):
            end = DEADLINES.get(str(good.through), good.through)
            return f"{_fact_name(good.since, sheet)}起{good.years}年，到{end}仍有效"
        case _:
            return NAMED[type(condition)]


NAMED: dict[type[Condition], str] = {
    After: "业绩晚于现职称",
    Counted: "计入的业绩够数",
    DegreeFor: "学历达到国家最低要求",
    TitleFor: "现职称是下一级",
    ServiceFor: "年限达到国家最低要求",
}


def _bracket(condition: Condition, sheet: Factsheet) -> str:
    """A part of a condition, in brackets where it is a choice itself."""
    text = phrase(condition, sheet)
    return f"（{text}）" if isinstance(condition, AnyOf) else text


def _fact_name(path: str, sheet: Factsheet) -> str:
    """A fact as it is called."""
    fact = sheet.by_path.get(path)
    return fact.label if fact else path


def _value_name(path: str, value: Scalar, sheet: Factsheet) -> str:
    """A value as it is called."""
    fact = sheet.by_path.get(path)
    if isinstance(value, bool):
        return "是" if value else "否"
    return fact.label_of(str(value)) if fact else str(value)
