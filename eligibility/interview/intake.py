"""A file of facts → Facts. What cannot be is refused with its path, the value found, and what is allowed."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from eligibility.errors import FactError
from eligibility.rulebook.days import Days
from eligibility.rulebook.facts import DECLINED, NONE, Facts, Scalar
from eligibility.rulebook.factsheet import Fact, Factsheet
from knowledge.plain import plain
from knowledge.value import replace

LONGEST_NAME = 40
YEAR = re.compile(r"\d{4}")


class Intake:
    """Reads facts by a factsheet; `today` bounds the days that lie in the past.

    In an interview what is absent was not asked yet; in a file of facts it may mean that there is none.
    """

    def __init__(self, factsheet: Factsheet, today: date, *, interview: bool = False) -> None:
        self.factsheet = factsheet
        self.today = today
        self.interview = interview

    def read(self, raw: object) -> Facts:
        """All facts of a JSON object, with what absence means filled in."""
        if not isinstance(raw, dict):
            raise FactError("facts", raw, "an object of facts")
        by_key = {fact.key: fact for fact in self.factsheet.facts}
        for key in raw.keys() - by_key.keys():
            raise FactError(str(key), raw[key], f"no such fact; the facts are {', '.join(by_key)}")
        given = [key for key, value in raw.items() if value is not None]
        facts = absences(self.factsheet, given, only_unasked=self.interview)
        for key, fact in by_key.items():
            if raw.get(key) is not None:
                facts = self.take(facts, fact, raw[key])
        return facts

    def take(self, facts: Facts, fact: Fact, raw: object) -> Facts:
        """The facts with one more, as it stands in a file."""
        if raw == DECLINED:
            return decline(facts, fact.key)
        if fact.kind == "records":
            return replace(facts, achievements=self.records(fact, raw))
        if fact.kind == "record":
            return facts.with_values(self.record(fact, raw, fact.key))
        if fact.kind == "yearly":
            return facts.with_values(self.yearly(fact, raw))
        return facts.with_value(fact.key, self.value(fact, raw, fact.key))

    def records(self, fact: Fact, raw: object) -> tuple[Facts, ...]:
        """A list of achievements."""
        longest = int(fact.maximum or 0)
        if not isinstance(raw, list) or len(raw) > longest:
            found = raw if not isinstance(raw, list) else f"{len(raw)} of them"
            raise FactError(fact.key, found, f"a list of at most {longest}")
        return tuple(
            Facts(self.record(fact, each, f"{fact.key}.{number}", "achievement")) for number, each in enumerate(raw)
        )

    def record(self, fact: Fact, raw: object, path: str, prefix: str | None = None) -> dict[str, Scalar]:
        """The parts of a record; what is null or not clear is left out."""
        if not isinstance(raw, Mapping):
            raise FactError(path, raw, f"an object with {', '.join(fact.by_key)}")
        for key in raw.keys() - fact.by_key.keys():
            raise FactError(f"{path}.{key}", raw[key], f"no such key; the keys are {', '.join(fact.by_key)}")
        return {
            f"{prefix or path}.{key}": self.value(fact.by_key[key], value, f"{path}.{key}")
            for key, value in raw.items()
            if value is not None and value != DECLINED
        }

    def yearly(self, fact: Fact, raw: object) -> dict[str, Scalar]:
        """A yes or no for each of several years."""
        if not isinstance(raw, Mapping):
            raise FactError(fact.key, raw, 'an object of years, {"2024": true}')
        values: dict[str, Scalar] = {}
        for year, value in raw.items():
            path = f"{fact.key}.{year}"
            if not YEAR.fullmatch(str(year)):
                raise FactError(path, value, "a year of four digits as key")
            if value is not None and value != DECLINED:
                values[path] = flag(value, path)
        return values

    def value(self, fact: Fact, raw: object, path: str) -> Scalar:
        """One value by its kind."""
        match fact.kind:
            case "choice":
                return choose(fact, raw, path)
            case "name":
                return name_of(fact, raw, path)
            case "date":
                return self.day(fact, raw, path)
            case "number" | "whole":
                return number(fact, raw, path)
            case "many":
                return several(fact, raw, path)
            case _:
                return flag(raw, path)

    def day(self, fact: Fact, raw: object, path: str) -> Scalar:
        """A day, or a first and a last possible day; not in the future where it must have passed."""
        allowed = "a day that exists, YYYY-MM-DD (or YYYY-MM-DD/YYYY-MM-DD where it is known only roughly)"
        if raw == NONE and fact.may_be_none:
            return NONE
        days = _days_in(raw)
        if days is None:
            raise FactError(path, raw, allowed)
        if not fact.past:
            return days
        if days.first > self.today:
            raise FactError(path, raw, f"a day on or before {self.today}")
        return Days(days.first, min(days.last, self.today))


def _days_in(raw: object) -> Days | None:
    """The days that a text names, of years in which people live; None where it names none."""
    try:
        days = Days.read(raw) if isinstance(raw, str) else None
    except ValueError:
        return None
    return days if days and 1900 <= days.first.year <= days.last.year <= 2100 else None


def absences(factsheet: Factsheet, given: Sequence[str], *, only_unasked: bool = False) -> Facts:
    """What the absence of facts means: none of it, not cleared up, or (where nothing is said) simply not known."""
    facts = Facts()
    for fact in factsheet.facts:
        if fact.absent is None or fact.key in given or (only_unasked and fact.asked):
            continue
        facts = decline(facts, fact.key) if fact.absent == DECLINED else facts.with_values(nothing(fact))
    return facts


def nothing(fact: Fact) -> dict[str, Scalar]:
    """The values that say that there is none."""
    if fact.kind == "record":
        return {f"{fact.key}.{fact.parts[0].key}": NONE}
    return {fact.key: frozenset[str]() if fact.kind == "many" else fact.absent or NONE}


def decline(facts: Facts, key: str) -> Facts:
    """The facts with one answered by 不清楚."""
    return replace(facts, declined=facts.declined | {key})


def choose(fact: Fact, raw: object, path: str) -> str:
    """One of the choices, by its value or another way of writing it."""
    value = fact.names.get(plain(raw)) if isinstance(raw, str) else None
    if value is None:
        raise FactError(path, raw, ", ".join(choice.value for choice in fact.choices))
    return value


def name_of(fact: Fact, raw: object, path: str) -> str:
    """A name: the factsheet's own where it knows it under another one."""
    text = plain(raw) if isinstance(raw, str) else ""
    if not 0 < len(text) <= LONGEST_NAME:
        raise FactError(path, raw, f"a name of 1 to {LONGEST_NAME} characters")
    return fact.names.get(text, text)


def number(fact: Fact, raw: object, path: str) -> int | float:
    """A number within its bounds; a whole one where only these make sense."""
    word, kind = ("whole number", int) if fact.kind == "whole" else ("number", int | float)
    lowest, highest = fact.bounds
    if isinstance(raw, bool) or not isinstance(raw, kind) or not lowest <= raw <= highest:
        raise FactError(path, raw, f"a {word} from {lowest:g} to {highest:g}")
    return raw


def several(fact: Fact, raw: object, path: str) -> frozenset[str]:
    """Any number of the choices."""
    if not isinstance(raw, list) or len(raw) > len(fact.choices):
        raise FactError(path, raw, f"a list out of {', '.join(choice.value for choice in fact.choices)}")
    return frozenset(choose(fact, each, f"{path}.{number}") for number, each in enumerate(raw))


def flag(raw: object, path: str) -> bool:
    """Yes or no."""
    if not isinstance(raw, bool):
        raise FactError(path, raw, "true or false")
    return raw
