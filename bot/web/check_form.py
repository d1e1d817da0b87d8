"""The self-check as one form: a field for each fact, and what was filled in as facts."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.locale import N_, _, fact_text
from bot.web.form import Form
from eligibility.errors import FactError
from eligibility.interview.free_text import read_value
from eligibility.interview.intake import Intake
from eligibility.rulebook.facts import DECLINED, NONE
from eligibility.rulebook.factsheet import Fact, Factsheet

ACHIEVEMENTS = 3  # that the form has room for; the interview takes more
TYPED = ("name", "date", "number", "whole")
RECORDS = "records"
LATER = ("yearly",)  # what only the interview can ask, since the years depend on the rest
Raw = dict[str, object]
WRONG = N_("“{text}” was not understood.")


@dataclass(frozen=True)
class Field:
    """One field: its name, what it asks, what helps, can be chosen and was filled in, and what is wrong with that."""

    name: str
    fact: Fact
    label: str
    help: str = ""
    options: tuple[tuple[str, str], ...] = ()
    filled: tuple[str, ...] = ()
    wrong: str | None = None

    @property
    def is_listed(self) -> bool:
        """Whether it is typed, some of what it can be being offered: there is more that would be understood."""
        return self.fact.kind == "name" or any(choice.usual for choice in self.fact.choices)


@dataclass(frozen=True)
class CheckForm:
    """The fields in their order, by the heading that they stand under."""

    groups: tuple[tuple[str, tuple[Field, ...]], ...]

    @property
    def faults(self) -> list[Field]:
        """The fields with what cannot be read."""
        return [field for _heading, fields in self.groups for field in fields if field.wrong]


def form_with(intake: Intake, form: Form | None) -> CheckForm:
    """The form, filled in as it was."""
    groups = (
        (heading, tuple(_field(name, fact, form, intake) for name, fact in named))
        for heading, named in _groups_of(intake.factsheet)
    )
    return CheckForm(tuple(groups))


def facts_in(intake: Intake, form: Form) -> Raw:
    """The facts that were filled in; what was left out is not there, what cannot be read neither."""
    raw: Raw = {}
    for _heading, named in _groups_of(intake.factsheet):
        for name, fact in named:
            value = _value(fact, form.values(name), intake)
            if value is not None:
                _put(raw, name.split("."), value)
    if records := raw.get("achievements"):
        raw["achievements"] = list(records.values()) if isinstance(records, dict) else records
    return raw


def _groups_of(sheet: Factsheet) -> Iterator[tuple[str, list[tuple[str, Fact]]]]:
    """The facts by heading, each with the name of its field."""
    yield _("About you"), list(_single(sheet))
    records = next(fact for fact in sheet.facts if fact.kind == RECORDS)
    for number in range(ACHIEVEMENTS):
        yield _("Achievement {number}").format(number=number + 1), _parts_of(records, f"{records.key}.{number}")


def _single(sheet: Factsheet) -> Iterator[tuple[str, Fact]]:
    """The facts that there is one of, of a record its parts, each with the name of its field."""
    for fact in sheet.facts:
        if fact.asked and fact.kind not in (RECORDS, *LATER):
            yield from _parts_of(fact, fact.key) or [(fact.key, fact)]


def _parts_of(fact: Fact, above: str) -> list[tuple[str, Fact]]:
    """The parts of a record with the names of their fields; nothing where it has none."""
    return [(f"{above}.{part.key}", part) for part in fact.parts]


def _field(name: str, fact: Fact, form: Form | None, intake: Intake) -> Field:
    """One field."""
    filled = tuple(value for value in form.values(name) if value) if form else ()
    is_wrong = bool(filled) and _value(fact, list(filled), intake) is None
    wrong = _(WRONG).format(text=filled[0]) if is_wrong else None
    return Field(name, fact, fact_text(fact.question), fact_text(fact.help), tuple(_options(fact)), filled, wrong)


def _options(fact: Fact) -> Iterator[tuple[str, str]]:
    """What can be chosen of a fact that is not typed."""
    if fact.kind == "flag":
        yield from (("yes", _("yes")), ("no", _("no")))
    yield from ((choice.value, fact_text(choice.label)) for choice in fact.choices)
    if fact.kind != "many":
        yield DECLINED, _("not sure")


def _value(fact: Fact, filled: list[str], intake: Intake) -> object | None:
    """What was filled in, as it stands in a file of facts; None where there is nothing, or it cannot be read."""
    given = list(filter(None, map(str.strip, filled)))
    if not given:
        return None
    return _chosen(fact, given) if fact.kind == "many" else _read(fact, given[0], intake)


def _chosen(fact: Fact, given: list[str]) -> list[str] | None:
    """The boxes that were ticked."""
    known = {choice.value for choice in fact.choices}
    return [value for value in given if value in known] or None


def _read(fact: Fact, text: str, intake: Intake) -> object | None:
    """What was typed or selected; None where the fact cannot be that."""
    if text == DECLINED or (text == NONE and fact.may_be_none):
        return text
    value = read_value(fact, text, intake.today)
    try:
        return None if value is None or intake.value(fact, value, fact.key) is None else value
    except FactError:
        return None


def _put(raw: Raw, path: list[str], value: object) -> None:
    """Put a value into its record."""
    *above, last = path
    for key in above:
        held = raw.setdefault(key, {})
        raw = held if isinstance(held, dict) else {}
    raw[last] = value
