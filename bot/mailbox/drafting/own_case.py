"""An own case that a letter states → the self-check's verdict on it, as far as the letter goes."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from bot.mailbox.drafting.particulars import Particulars, held_in, speaks_of_employment
from eligibility.errors import EligibilityError
from eligibility.interview.intake import Intake
from eligibility.interview.told_facts import read_facts
from eligibility.judging.advice import advise
from eligibility.judging.evaluation import evaluate
from eligibility.judging.schedule import Deadline
from eligibility.judging.verdict import Reason, Verdict
from eligibility.rulebook.factsheet import Factsheet
from eligibility.rulebook.rulebook import Rulebook
from knowledge.answering import Citation
from knowledge.scope import Facets

NEEDED = {"series", "level", "employer"}  # without these a verdict must be settled to be given
IN_SERVICE: dict[str, object] = {"employment": "in_service"}  # what counts where a letter says nothing else
MOST = 3  # citations of a verdict
# Which reasons an outcome rests on; else the first.
DECIDES = {"eligible": ("met",), "not_eligible": ("failed",), "undetermined": ("met",)}
STATED = ("employer", "city", "employment", "degree")  # read from the text with the names of employers
TOLD = ("series", "specialty", "level", "employer")


@dataclass(frozen=True)
class OwnCase:
    """A verdict, and what it was given on, as the factsheet calls it."""

    verdict: Verdict
    understood: tuple[tuple[str, str], ...]

    @property
    def is_settled(self) -> bool:
        """Whether the letter says enough for an outcome."""
        return self.verdict.outcome != "undetermined"

    @property
    def is_placed(self) -> bool:
        """Whether the letter says enough to tell which committee takes the case."""
        return self.verdict.placement is not None

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The reasons that decide."""
        if self.verdict.outcome not in DECIDES:
            return self.verdict.reasons[:1]
        return tuple(each for each in self.verdict.reasons if each.result in DECIDES[self.verdict.outcome])

    @property
    def unknown(self) -> tuple[Reason, ...]:
        """The conditions on which the outcome still hangs, where it does."""
        return () if self.is_settled else tuple(each for each in self.verdict.reasons if each.result == "unknown")

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The clauses that decide, each once."""
        cited = [citation for reason in (*self.reasons, *self.unknown) for citation in reason.citations]
        found = {
            (each.source.notice.id, each.span): Citation(
                each.source.notice,
                each.section,
                each.quote,
                each.span,
                each.source.notice.validity(self.verdict.today),
            )
            for each in cited
        }
        return tuple(found.values())[:MOST]


def own_case(particulars: Particulars, rulebook: Rulebook, today: date) -> OwnCase | None:
    """The verdict on the case that a letter states; None where it states too little of one.

    Somebody who writes of no retirement and of no public office counts as in service; staff see that it was understood.
    """
    raw = facts_of(particulars, rulebook, today)
    if not speaks_of_employment(particulars.text):
        raw = IN_SERVICE | raw
    try:
        facts = Intake(rulebook.factsheet, today).read(raw)
        verdict = advise(rulebook, facts, evaluate(rulebook, facts, today))
    except EligibilityError:
        return None
    case = OwnCase(verdict, understood(raw, rulebook))
    return case if case.is_settled or raw.keys() >= NEEDED else None


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
    plain = tuple((fact.label or fact.key, fact.label_of(str(value))) for fact, value in shown if fact.kind != "record")
    title = raw.get("title")
    if not isinstance(title, dict):
        return plain
    level = sheet.by_path["title.level"].label_of(str(title["level"]))
    day = title.get("acquired_on")
    return (*plain, (sheet.by_path["title"].label, f"{level}（{day}取得）" if day else level))


def place_facets(particulars: Particulars, rulebook: Rulebook, today: date, province: str) -> Facets:
    """What was told, with the province where its own committee takes the case wherever the employer is.

    A level or an employer that was not said counts as each of them.
    """
    raw = facts_of(particulars, rulebook, today)
    if "series" not in raw:
        return particulars.told
    is_province = all(takes_case(province, case, rulebook, today) for case in _cases_of(raw, rulebook.factsheet))
    return replace(particulars.told, province=particulars.told.province or is_province)


def _cases_of(raw: dict[str, object], sheet: Factsheet) -> Iterator[dict[str, object]]:
    """The cases that facts leave open: one for each level and employer where these were not said."""
    levels, employers = (
        [raw[key]] if key in raw else [choice.value for choice in sheet.by_path[key].choices]
        for key in ("level", "employer")
    )
    for level, employer in product(levels, employers):
        yield raw | {"level": level, "employer": employer}


def deadlines_of(particulars: Particulars, rulebook: Rulebook, today: date) -> tuple[Deadline, ...]:
    """The steps whose last day is counted in working days, where it is the same whatever the letter leaves open."""
    raw = facts_of(particulars, rulebook, today)
    if "series" not in raw:
        return ()
    steps = {
        (step.what, step.by): step
        for case in _cases_of(raw, rulebook.factsheet)
        for step in _steps_of(case, rulebook, today)
    }
    days = Counter(what for what, _by in steps)
    return tuple(step for (what, _by), step in steps.items() if days[what] == 1)


def _steps_of(raw: dict[str, object], rulebook: Rulebook, today: date) -> Iterator[Deadline]:
    """The steps of a case, of somebody in service, that have a last day."""
    try:
        verdict = evaluate(rulebook, Intake(rulebook.factsheet, today).read(IN_SERVICE | raw), today)
    except EligibilityError:
        return
    yield from (step for step in verdict.steps if step.by)


def takes_case(place: str, raw: dict[str, object], rulebook: Rulebook, today: date) -> bool:
    """Whether a committee of this place takes a case, as far as it is known, of somebody in service."""
    try:
        facts = Intake(rulebook.factsheet, today).read(IN_SERVICE | raw)
        verdict = evaluate(rulebook, facts, today)
    except EligibilityError:
        return False
    placement = verdict.placement
    is_own = placement is not None and placement.outcome == "own"
    return is_own and verdict.book is not None and verdict.book.source.notice.scope.place == place
