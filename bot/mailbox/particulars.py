"""What a letter says of its case: employer, specialty and level, and the facets that its questions are answered in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from bot.mailbox.asking import sentences_of
from bot.mailbox.english import in_chinese, is_english
from bot.mailbox.letter import Letter
from knowledge.records import Model, read_record
from knowledge.scope import Facets, Tables
from knowledge.terms import searched
from knowledge.words import simplified

TABLE = Path(__file__).with_name("particulars.yaml")
CLAUSES = re.compile(r"[，,。；;！!？?\n、]")
OFFSET = {"今年度": 0, "今年": 0, "本年度": 0, "明年": 1, "来年": 1, "去年": -1, "上年度": -1}
RELATIVE = re.compile("|".join(OFFSET))


class Patterns(Model):
    """What particulars.yaml holds; `labels` has a key for each particular that a notice wants."""

    labels: dict[str, tuple[str, ...]]
    blank: str
    organisation: str
    short_organisation: str
    english_organisation: str
    office: str
    nameless: str
    kind_of_employer: str
    specialty: str
    specialty_behind: str
    no_specialty: str
    applying: str
    held: str
    domain: str
    of_the_round: str
    employment: str


class Table:
    """The patterns, ready to be held against a letter."""

    def __init__(self, patterns: Patterns) -> None:
        self.names = tuple(patterns.labels)
        self.name_of = {label: name for name, labels in patterns.labels.items() for label in labels}
        labels = "|".join(sorted(self.name_of, key=len, reverse=True))
        self.label = re.compile(
            rf"(?<![\u4e00-\u9fffa-z])({labels})[ \u3000]*[:：][ \u3000]*"
            rf"([^\n]*?)(?=[，,；;。\n]|[ \u3000、]+(?:{labels})[ \u3000]*[:：]|$)",
            re.IGNORECASE | re.MULTILINE,
        )
        self.blank, self.organisation, self.office, self.nameless, self.kind_of_employer = (
            re.compile(each, re.IGNORECASE)
            for each in (
                patterns.blank,
                patterns.organisation,
                patterns.office,
                patterns.nameless,
                patterns.kind_of_employer,
            )
        )
        self.short_organisation = re.compile(patterns.short_organisation)
        self.english_organisation = re.compile(patterns.english_organisation)
        self.specialty_behind = re.compile(patterns.specialty_behind)
        self.employment = re.compile(patterns.employment)
        self.specialty, self.no_specialty, self.applying, self.held, self.domain, self.of_the_round = (
            re.compile(each)
            for each in (
                patterns.specialty,
                patterns.no_specialty,
                patterns.applying,
                patterns.held,
                patterns.domain,
                patterns.of_the_round,
            )
        )


@cache
def table() -> Table:
    """The table of particulars.yaml."""
    return Table(read_record(Patterns, TABLE))


@dataclass(frozen=True)
class Particulars:
    """What is known of a letter's case. `told` is in the words of a question's facets; `text` is what was read.

    `unnamed` is the text without the names of employers, which hold the names of specialties and cities by chance.
    """

    told: Facets
    missing: tuple[str, ...]
    text: str
    unnamed: str


def particulars_of(letter: Letter, tables: Tables) -> Particulars:
    """What a letter says of its case, in its text, its subject and under its signature."""
    text = "\n".join([simplified(letter.text), simplified(letter.subject), english_words(letter.text)])
    labelled = labels_in(text)
    everything = f"{text}\n{simplified(letter.signature)}"
    unnamed = without_employers(text)
    written = letter.received.date() if letter.received else None
    told = told_in(labelled, text, unnamed, tables)
    given = {
        "所在单位": "所在单位" in labelled or names_employer(everything),
        "申报专业": "申报专业" in labelled or told.specialty is not None or names_specialty(unnamed),
        "层级": "层级" in labelled or told.level is not None,
    }
    missing = tuple(name for name in table().names if not given[name])
    return Particulars(replace(told, year=year_of_round(unnamed, tables, written)), missing, text, unnamed)


def english_words(text: str) -> str:
    """The Chinese of an English letter, a line for each of its sentences."""
    return "\n".join(each.understood for each in sentences_of(text)) if is_english(text) else ""


def labels_in(text: str) -> dict[str, str]:
    """What stands behind the labels of a letter; an empty value gives nothing."""
    found = {table().name_of[label.lower()]: value.strip() for label, value in reversed(table().label.findall(text))}
    return {
        name: f"{value} {in_chinese(value)}" if is_english(value) else value
        for name, value in found.items()
        if not table().blank.fullmatch(value)
    }


def without_employers(text: str) -> str:
    """A text in which the names of employers are left out."""
    return table().organisation.sub("单位", text)


def names_employer(text: str) -> bool:
    """Whether a text names an employer, or says at least of what kind it is."""
    names = [found.group() for found in table().organisation.finditer(text)]
    names += table().short_organisation.findall(text)
    is_described = table().kind_of_employer.search(text) or table().english_organisation.search(text)
    return any(is_name(name) for name in names) or bool(is_described)


def is_name(name: str) -> bool:
    """Whether what looks like an employer has a name of its own, and is no office that is written to."""
    if table().office.search(name):
        return False
    core = table().nameless.match(name)
    rest = name[core.end() :] if core else name
    return len(rest) >= 4


def names_specialty(text: str) -> bool:
    """Whether a text names a specialty that no notice lists."""
    named = (not table().no_specialty.fullmatch(found) for found in table().specialty.findall(text))
    return any(named) or bool(table().specialty_behind.search(text))


def told_in(labelled: dict[str, str], text: str, unnamed: str, tables: Tables) -> Facets:
    """The facets of a letter: what its labels say first, then its clauses."""
    clauses = [searched(clause) for clause in CLAUSES.split(unnamed)]
    own = [clause for clause in clauses if table().domain.search(clause)]
    named = {found for clause in own for found in tables.specialties.found_in(clause)}
    specialty = (
        first(tables.specialties.found_in(searched(labelled.get("申报专业", ""))))
        or only(named - tables.called.keys.keys())  # 质量技术监督行业的计量专业: the round, then the specialty
        or only(named)
    )
    series = tables.series.found_in(searched(labelled.get("申报专业", ""))) or tuple(
        dict.fromkeys(found for clause in own for found in tables.series.found_in(clause))
    )
    whole = searched(text)
    return Facets(
        place=only(tables.cities.found_in(whole)),
        series=(tables.series_of[specialty],) if specialty in tables.series_of else series[:1],
        level=level_in(labelled.get("层级", ""), clauses, tables),
        specialty=specialty,
        employer=only(tables.employers.found_in(whole)),
    )


def year_of_round(text: str, tables: Tables, written: date | None) -> int | None:
    """The year of the round that a letter speaks of, where it is only one; 今年 is that in which it was written."""
    clauses = (searched(clause) for clause in CLAUSES.split(dated(text, written)))
    of_round = (clause for clause in clauses if table().of_the_round.search(clause))
    years = {year for clause in of_round if (year := tables.facets_of(clause, date.min).year or None)}
    return years.pop() if len(years) == 1 else None


def dated(text: str, written: date | None) -> str:
    """A text with 今年, 明年 and 去年 as years, where it is known when it was written."""
    if written is None:
        return text
    return RELATIVE.sub(lambda found: f"{written.year + OFFSET[found.group()]}年", text)


def level_in(labelled: str, clauses: list[str], tables: Tables) -> str | None:
    """The level applied for: the labelled one, else that of a clause that speaks of applying, not of a title held."""
    stated = level_of(searched(labelled), tables)
    if stated:
        return stated
    applying = (level_of(clause, tables) for clause in clauses if table().applying.search(clause))
    others = (level_of(clause, tables) for clause in clauses if not table().held.search(clause))
    return next((level for level in applying if level), None) or next((level for level in others if level), None)


def held_in(text: str) -> str:
    """The clauses of a text that speak of a title held, not of one applied for."""
    return "。".join(clause for clause in CLAUSES.split(text) if table().held.search(clause))


def level_of(text: str, tables: Tables) -> str | None:
    """The highest level that a text names."""
    named = tables.level.found_in(text)
    return next((level for level in tables.levels if level in named), None)


def speaks_of_employment(text: str) -> bool:
    """Whether a text says something of who may not apply whatever they have achieved: the retired, civil servants."""
    return bool(table().employment.search(text))


def first(found: tuple[str, ...]) -> str | None:
    """The first of several, if any."""
    return found[0] if found else None


def only(found: Iterable[str]) -> str | None:
    """What is found, where it is only one thing."""
    values = set(found)
    return values.pop() if len(values) == 1 else None
