"""The facts that stand in one text, as a file of facts holds them."""

from datetime import date

from eligibility.interview.appraisals import read_appraisals
from eligibility.interview.free_text import mentions, read_days
from eligibility.interview.speech import load_speech
from eligibility.interview.titles import CLAUSES, read_titles
from eligibility.rulebook.facts import NONE
from eligibility.rulebook.factsheet import Fact, Factsheet
from knowledge.plain import plain

SHORTEST = 2  # characters of a name that may stand for something else
CHOSEN = ("series", "specialty", "employer", "city", "employment", "degree")


def read_facts(text: str, factsheet: Factsheet, today: date) -> dict[str, object]:
    """The facts that a text tells; what it says in two ways is left out."""
    sheet, bare = factsheet.by_path, plain(text)
    told: dict[str, object] = {}
    for key in CHOSEN:
        values = _most_telling({value for value, _ in mentions(sheet[key], bare)}, sheet[key])
        if len(values) == 1:
            told[key] = values.pop()
    named = (found.expression for found in sheet["series"].names_in(bare))
    told |= dict(filter(None, map(sheet["series"].beside, named)))
    talents = list(dict.fromkeys(value for value, _ in mentions(sheet["talents"], bare)))
    told |= {"talents": talents} if talents else {}
    if says_untitled(sheet["title.level"], bare):
        told["title"] = {"level": NONE}
    told |= read_titles(text, factsheet, today).raw() | _said_of_oneself(text, today)
    if appraisals := read_appraisals(text, today.year):
        told["appraisals"] = appraisals
    if "series" not in told and (belongs := series_of(told, sheet["specialty"])):
        told["series"] = belongs
    return told


def _said_of_oneself(text: str, today: date) -> dict[str, object]:
    """The facts that a clause tells by how it is said: when an examination was passed, that a paper is there or not,
    that something never happened.
    """
    speech, told = load_speech(), dict[str, object]()
    for clause in map(plain, CLAUSES.split(text)):
        told |= {fact: True for fact, words in speech.granted.items() if words.search(clause)}
        told |= {fact: False for fact, words in speech.refused.items() if words.search(clause)}
        told |= {fact: NONE for fact, words in speech.never.items() if words.search(clause)}
        if days := read_days(clause, today):
            told |= {fact: str(days) for fact, words in speech.passed.items() if words.search(clause)}
    return told


def _most_telling(values: set[str], fact: Fact) -> set[str]:
    """The values without those that others of them imply."""
    return values - {choice.implies for choice in fact.choices if choice.value in values}


def says_untitled(levels: Fact, bare: str) -> bool:
    """Whether a text says that no title is held; a bare 没有, or none, may be about anything."""
    found = (each.expression for each in levels.names_in(bare) if each.expression != NONE)
    return any(levels.names[name] == NONE and len(name) > SHORTEST for name in found)


def series_of(told: dict[str, object], specialties: Fact) -> str | None:
    """The series that a specialty belongs to."""
    return next((choice.of for choice in specialties.choices if choice.value == told.get("specialty")), None)
