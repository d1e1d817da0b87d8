"""The case that a letter tells → what the self-check makes of it: a verdict, who takes it, and its last days."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from itertools import product

from bot.mailbox.drafting.own_case import OwnCase
from bot.mailbox.drafting.particulars import Particulars, held_in, speaks_of_employment
from eligibility.errors import EligibilityError
from eligibility.interview.intake import Intake
from eligibility.interview.told_facts import read_facts
from eligibility.judging.advice import advise
from eligibility.judging.evaluation import evaluate
from eligibility.judging.placing import desk
from eligibility.judging.schedule import Deadline
from eligibility.rulebook.facts import Facts
from eligibility.rulebook.factsheet import Fact, Factsheet
from eligibility.rulebook.rulebook import Rulebook
from knowledge.scope import Facets
from knowledge.value import Value

NEEDED = {"series", "level", "employer"}  # without these a verdict must be settled to be given
IN_SERVICE: dict[str, object] = {"employment": "in_service"}  # what counts where a letter says nothing else
STATED = ("employer", "city", "employment", "degree")  # read from the text with the names of employers
TOLD = ("series", "specialty", "level", "employer")
PARTED = ("record", "records")  # kinds of facts that have parts; of these only the title held is shown
YES, NO = "是", "否"


class LetterCase(Value):
    """The facts that stand in a letter, read once, and what follows from them as of a day."""

    facts: dict[str, object]
    speaks_of_employment: bool
    rulebook: Rulebook
    today: date

    @classmethod
    def of(cls, particulars: Particulars, rulebook: Rulebook, today: date) -> "LetterCase":
        """The case of a letter."""
        facts = facts_of(particulars, rulebook, today)
        return cls(facts, speaks_of_employment(particulars.text), rulebook, today)

    def judge(self) -> OwnCase | None:
        """The verdict; None where the letter states too little.

        Somebody who writes of no retirement and of no public office counts as in service; staff see that it was
        understood.
        """
        raw = self.facts if self.speaks_of_employment else IN_SERVICE | self.facts
        try:
            facts = self._read(raw)
            verdict = advise(self.rulebook, facts, evaluate(self.rulebook, facts, self.today, asks=False))
        except EligibilityError:
            return None
        case = OwnCase(verdict, understood(raw, self.rulebook), bool(raw.get("title")))
        return case if case.is_settled or raw.keys() >= NEEDED else None

    def is_taken_at(self, place: str) -> bool:
        """Whether the committee of a place takes the case, whatever the letter leaves open."""
        return "series" in self.facts and all(self._takes(place, case) for case in self._ways)

    @cached_property
    def deadlines(self) -> tuple[Deadline, ...]:
        """The steps whose last day is counted in working days, where it is the same whatever the letter leaves open."""
        ways = self._ways if "series" in self.facts else ()
        steps = {(step.what, step.by): step for case in ways for step in self._steps_of(case)}
        days = Counter(what for what, _by in steps)
        return tuple(step for (what, _by), step in steps.items() if days[what] == 1)

    @property
    def _ways(self) -> Iterator[dict[str, object]]:
        """The cases that the facts leave open: one for each level and employer where these were not said."""
        sheet, facts = self.rulebook.factsheet, self.facts
        levels, employers = (
            [facts[key]] if key in facts else [choice.value for choice in sheet.by_path[key].choices]
            for key in ("level", "employer")
        )
        for level, employer in product(levels, employers):
            yield IN_SERVICE | self.facts | {"level": level, "employer": employer}

    def _read(self, raw: dict[str, object]) -> Facts:
        """Facts as the self-check takes them."""
        return Intake(self.rulebook.factsheet, self.today).read(raw)

    def _takes(self, place: str, raw: dict[str, object]) -> bool:
        """Whether a committee of a place takes a case."""
        try:
            facts = self._read(raw)
            placed = desk(self.rulebook, self.today, facts.get("year")).certain(facts)
        except EligibilityError:
            return False
        if placed is None or placed.placement is None or placed.book is None:
            return False
        return placed.placement.outcome == "own" and placed.book.source.notice.scope.place == place

    def _steps_of(self, raw: dict[str, object]) -> Iterator[Deadline]:
        """The steps of a case that have a last day."""
        try:
            verdict = evaluate(self.rulebook, self._read(raw), self.today, asks=False)
        except EligibilityError:
            return
        yield from (step for step in verdict.steps if step.by)


def facts_of(particulars: Particulars, rulebook: Rulebook, today: date) -> dict[str, object]:
    """The facts that stand in a letter. The names of employers give a city, but no specialty."""
    sheet, told = rulebook.factsheet, particulars.told
    text, unnamed = (each.replace("\n", "。") for each in (particulars.text, particulars.unnamed))
    about = read_facts(text, sheet, today)
    raw: dict[str, object] = {key: about[key] for key in STATED if key in about}
    more = read_facts(unnamed, sheet, today) | {"title": None} | read_facts(held_in(unnamed), sheet, today)
    raw |= {key: value for key, value in more.items() if value is not None and key not in (*raw, *TOLD)}
    return raw | {key: value for key, value in _facts_told(told, sheet).items() if value is not None}


def _facts_told(told: Facets, sheet: Factsheet) -> dict[str, object]:
    """The facts that the facets of a letter give; one that the self-check does not know is None."""
    known, cities = ({choice.value for choice in sheet.by_path[key].choices} for key in ("specialty", "city"))
    return {
        "city": told.place if told.place in cities else None,
        "series": told.series[0] if told.series and told.series[0] in sheet.by_path["series"].names.values() else None,
        "specialty": told.specialty if told.specialty in known else None,
        "level": told.level,
        "employer": told.employer,
        "year": told.year,
    }


def understood(raw: dict[str, object], rulebook: Rulebook) -> tuple[tuple[str, str], ...]:
    """The facts in words: each with its label."""
    sheet = rulebook.factsheet
    shown = ((sheet.by_path[key], value) for key, value in raw.items() if key in sheet.by_path)
    plain = tuple((fact.label or fact.key, _in_words(fact, value)) for fact, value in shown if fact.kind not in PARTED)
    title = raw.get("title")
    if not isinstance(title, dict):
        return plain
    level = sheet.by_path["title.level"].label_of(str(title["level"]))
    day = title.get("acquired_on")
    return (*plain, (sheet.by_path["title"].label, f"{level}（{day}取得）" if day else level))


def _in_words(fact: Fact, value: object) -> str:
    """What is told of a fact: the labels of what was chosen, the years of a yearly one that were passed."""
    if isinstance(value, dict):
        return "、".join(f"{year}年{YES if passed else NO}" for year, passed in value.items())
    if isinstance(value, list):
        return "、".join(fact.label_of(str(each)) for each in value)
    return (YES if value else NO) if isinstance(value, bool) else fact.label_of(str(value))
