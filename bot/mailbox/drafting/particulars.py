"""What a letter says of its case: employer, specialty and level, and the facets that its questions are answered in."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from bot.mailbox.drafting.particular_patterns import BLANKS, table
from bot.mailbox.drafting.said import Said
from bot.text.glossary import in_chinese, is_english
from knowledge.patterns import linear
from knowledge.scope import Facets, Tables
from knowledge.terms import search_form
from knowledge.value import Value, replace
from knowledge.words import simplify

CLAUSES = re.compile(r"[，,。；;！!？?\n、]")
LONGEST = 1_000  # characters of a clause
SHORT = 16  # characters of a clause that says whose case it is and no more
GAPS = f"{BLANKS}、"
LETTER = linear("[\u4e00-\u9fffa-zA-Z]")


class Particulars(Value):
    """What is known of a letter's case. `told` is in the words of a question's facets; `text` is what was read.

    `unnamed` is the text without the names of employers, which hold the names of specialties and cities by chance.
    """

    told: Facets
    missing: tuple[str, ...]
    text: str
    unnamed: str

    def fill(self, earlier: "Particulars") -> "Particulars":
        """The same with what an earlier letter of the case told; what is said now goes before it."""
        return Particulars(
            self.told.fill(earlier.told),
            tuple(name for name in self.missing if name in earlier.missing),
            f"{self.text}\n{earlier.text}",
            f"{self.unnamed}\n{earlier.unnamed}",
        )


def particulars_of(said: Said, tables: Tables) -> Particulars:
    """What a letter says of its case, in its text, a subject of its own and under its signature."""
    letter = said.letter
    text = "\n".join([said.text, "" if said.earlier.text else said.subject, said.in_chinese])
    labelled = _labels_in(text)
    everything = f"{text}\n{simplify(letter.signature)}"
    unnamed = _without_employers(text)
    written = letter.received.date() if letter.received else None
    told = _told_in(labelled, text, unnamed, tables)
    given = {
        "所在单位": "所在单位" in labelled or told.employer is not None or _names_employer(everything),
        "申报专业": "申报专业" in labelled or told.specialty is not None or _names_specialty(unnamed),
        "层级": "层级" in labelled or told.level is not None,
    }
    missing = tuple(name for name in table().labels if not given[name])
    return Particulars(replace(told, year=_year_of_round(unnamed, tables, written)), missing, text, unnamed)


def _labels_in(text: str) -> dict[str, str]:
    """What stands behind the labels of a letter; an empty value gives nothing."""
    labelled = [pair for line in text.split("\n") for pair in _labels_in_line(line)]
    found = {table().name_of[label.lower()]: value.strip() for label, value in reversed(labelled)}
    return {
        name: f"{value} {in_chinese(value)}" if is_english(value) else value
        for name, value in found.items()
        if not table().says_nothing.fullmatch(value)
    }


def _labels_in_line(line: str) -> Iterator[tuple[str, str]]:
    """The labels of a line, each with what stands behind it up to a sign that ends it, or to a label behind a gap."""
    opened: re.Match[str] | None = None
    for border in table().border.finditer(line):
        if opened and _closes(border, opened):
            yield opened[1], line[opened.end() : border.start()].rstrip(GAPS if border[1] else "")
            opened = None
        if opened is None and border[1] and not LETTER.match(_character_before(border)):
            opened = border
    if opened:
        yield opened[1], line[opened.end() :]


def _closes(border: re.Match[str], opened: re.Match[str]) -> bool:
    """Whether what stands behind a label ends at a border: a sign, or another label behind a gap."""
    return border[1] is None or (border.start() > opened.end() and _character_before(border) in GAPS)


def _character_before(border: re.Match[str]) -> str:
    """The character that stands before a border; empty at the head of a line."""
    return border.string[: border.start()][-1:]


def clauses_of(text: str) -> Iterator[str]:
    """The clauses of a text that are not blank; one that goes on for too long is cut in pieces."""
    for clause in filter(str.strip, CLAUSES.split(text)):
        yield from (clause[at : at + LONGEST] for at in range(0, len(clause), LONGEST))


def _without_employers(text: str) -> str:
    """A text in which the names of employers are left out."""
    return table().employer.sub(lambda _name: "单位", text)  # RE2 takes Chinese in a template for octets


def _names_employer(text: str) -> bool:
    """Whether a text names an employer, or says at least of what kind it is."""
    names = [found.group() for found in table().employer.finditer(text)]
    names += table().short_organisation.findall(text)
    is_described = table().kind_of_employer.search(text) or table().english_organisation.search(text)
    return any(is_name(name) for name in names) or bool(is_described)


def is_name(name: str) -> bool:
    """Whether what looks like an employer has a name of its own, and is no office that is written to."""
    if table().office.search(name):
        return False
    core = table().no_name.match(name)
    rest = name[core.end() :] if core else name
    return len(rest) >= 4


def _names_specialty(text: str) -> bool:
    """Whether a text names a specialty that no notice lists."""
    clauses = list(clauses_of(text))
    names = (name for clause in clauses for name in table().specialty.findall(clause))
    is_named = any(not table().no_specialty.fullmatch(name) for name in names)
    return is_named or any(table().specialty_behind.search(clause) for clause in clauses)


def _told_in(labelled: dict[str, str], text: str, unnamed: str, tables: Tables) -> Facets:
    """The facets of a letter: what its labels say first, then its clauses."""
    clauses = [search_form(clause) for clause in clauses_of(unnamed)]
    own = [each for each in clauses if table().domain.search(each) or is_case(each, tables)]
    labelled_field = search_form(labelled.get("申报专业", ""))
    specialty = _specialty_in(labelled_field, own, tables)
    whole = search_form(text)
    return Facets(
        place=only(tables.places.cities.found_in(whole)) or _place_at_home(text, tables),
        series=_series_in(labelled_field, own, specialty, tables),
        level=_level_in(labelled.get("层级", ""), clauses, tables),
        specialty=specialty,
        employer=only(tables.employers.found_in(whole)),
    )


def is_case(clause: str, tables: Tables) -> bool:
    """Whether a clause says nothing but a specialty, or shortly of which level: 机械, 省属国企冶金正高."""
    is_short = len(clause) <= SHORT and bool(tables.level.found_in(clause) and tables.specialties.found_in(clause))
    return is_short or clause in tables.specialties.expressions


def _place_at_home(text: str, tables: Tables) -> str | None:
    """The place where the writer says to be, where a letter names others beside it."""
    at_home = (search_form(each) for each in clauses_of(text) if table().at_home.search(each.strip(BLANKS)))
    return only(place for clause in at_home for place in tables.places.cities.found_in(clause))


def _specialty_in(labelled: str, clauses: list[str], tables: Tables) -> str | None:
    """The specialty of a letter: the labelled one, else the only one of the clauses that tell what is applied for."""
    free = [clause for clause in clauses if not table().held.search(clause)]
    aimed = [clause for clause in free if table().applying.search(clause)]
    told = (_only_specialty(each, tables) for each in (aimed, free, clauses))
    return first(tables.specialties.found_in(labelled)) or next(filter(None, told), None)


def _only_specialty(clauses: list[str], tables: Tables) -> str | None:
    """The only specialty that clauses name; 质量技术监督行业的计量专业 names the round, then the specialty.

    Where a clause runs on and names more, the only one that is called so: 我报的是冶金专业…水利的都交完了.
    """
    named = {found for clause in clauses for found in tables.specialties.found_in(clause)}
    called = (name for clause in clauses for name in table().specialty.findall(clause))
    of_name = {found for name in called for found in tables.specialties.found_in(name)}
    return only(named - tables.called.expressions) or only(named) or only(of_name)


def _series_in(labelled: str, clauses: list[str], specialty: str | None, tables: Tables) -> tuple[str, ...]:
    """The series of a letter: that of its specialty, the labelled one, or the first that its clauses name."""
    if specialty in tables.series_of:
        return (tables.series_of[specialty],)
    named = (found for clause in clauses for found in tables.series.found_in(clause))
    return (tables.series.found_in(labelled) or tuple(named))[:1]


def _year_of_round(text: str, tables: Tables, written: date | None) -> int | None:
    """The year of the round that a letter speaks of, where it is only one; 今年 is that in which it was written."""
    dated = tables.lexicon.years.dated_where_asked(text, written.year) if written else text
    clauses = (search_form(clause) for clause in clauses_of(dated))
    of_round = (clause for clause in clauses if table().of_the_round.search(clause))
    years = {year for clause in of_round if (year := tables.lexicon.years.round_in_digits(clause))}
    return years.pop() if len(years) == 1 else None


def _level_in(labelled: str, clauses: list[str], tables: Tables) -> str | None:
    """The level applied for: the labelled one, else that of a clause that speaks of applying, not of a title held."""
    told = (level_of(clause, tables) for clause in [search_form(labelled), *_by_aim(clauses, tables)])
    return next(filter(None, told), None)


def _by_aim(clauses: list[str], tables: Tables) -> list[str]:
    """The clauses that may tell a level: first those that speak of applying, unlike 2019年评上的工程师, of one held."""
    names = tables.level.expressions  # 想走电子专业、副高级
    applying = [clause for clause in clauses if table().applying.search(clause) or clause in names]
    free = [clause for clause in clauses if not table().held.search(clause)]
    return [*(clause for clause in applying if clause in free), *applying, *free]


def held_in(text: str) -> str:
    """The clauses of a text that speak of a title held, not of one applied for, nor of what came after it."""
    return "。".join(clause for clause in clauses_of(text) if table().held.search(clause) and not _is_later(clause))


def _is_later(clause: str) -> bool:
    """Whether a clause tells of what came after a title was had: 取得高工以后主持项目."""
    return bool(table().after_held.search(clause))


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
