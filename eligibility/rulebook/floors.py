"""The national floor of degrees and years (`rules/floors.yaml`): who falls short cannot apply by the normal route."""

from typing import Literal, get_args

from eligibility.rulebook.days import Days
from eligibility.rulebook.facts import NONE, Facts
from eligibility.rulebook.logic import Truth, consensus, truth
from knowledge.file_record import FileRecord
from knowledge.notice import Level

Degree = Literal["doctor", "master", "bachelor", "college", "secondary"]
BELOW: dict[str, str] = {
    "full_senior": "associate_senior",
    "associate_senior": "intermediate",
    "intermediate": "junior",
}


class Step(FileRecord):
    """What one degree asks for a level.

    `years`: full years since the title below. `title`: false where no title is needed. `unread`: what else is asked
    and cannot be checked here (years in post, years as 技术员).
    """

    years: int = 0
    title: bool = True
    unread: str | None = None


class Floor(FileRecord):
    """One national table: its document number, its name, and the steps by level and degree; no step: never."""

    reference: str
    name: str
    levels: dict[Level, dict[Degree, Step]]

    def steps(self, facts: Facts) -> list[Step | None]:
        """The steps that may apply: one where the degree is known; None stands for a degree that never opens it."""
        level, degree = facts.get("level"), facts.get("degree")
        by_degree = next((steps for each, steps in self.levels.items() if each == level), {})
        return [by_degree.get(each) for each in get_args(Degree) if degree in (None, each)]

    def degree(self, facts: Facts) -> Truth:
        """Whether the degree opens the level."""
        if facts.get("level") is None:
            return Truth.UNKNOWN
        return consensus(truth(step is not None) for step in self.steps(facts))

    def title(self, facts: Facts) -> Truth:
        """Whether the title held is the one right below the level; the level itself or a higher one is not."""
        level, held = facts.get("level"), facts.get("title.level")
        if level is None:
            return Truth.UNKNOWN
        opening = [step for step in self.steps(facts) if step]  # a degree that never opens it fails by itself
        return consensus(self.title_for(step, str(level), held) for step in opening) if opening else truth(False)

    def title_for(self, step: Step, level: str, held: object) -> Truth:
        """How the title stands for one step."""
        if held is None:
            return Truth.UNKNOWN
        if held == BELOW.get(level):
            return Truth.MET
        return truth(not step.title and held == NONE)

    def service(self, facts: Facts, year: int) -> Truth:
        """Whether the years are reached within the year, on whichever day the title was obtained."""
        if facts.get("level") is None:
            return Truth.UNKNOWN
        opening = [step for step in self.steps(facts) if step]
        return consensus(_is_reached(step, facts, year) for step in opening) if opening else truth(False)

    def earliest(self, facts: Facts) -> int | None:
        """The first year in which the years are reached; None where that is open or never."""
        acquired, level = facts.get("title.acquired_on"), facts.get("level")
        steps = [step for step in self.steps(facts) if step]
        if not isinstance(acquired, Days) or facts.get("title.level") != BELOW.get(str(level)):
            return None
        reached_in = {end.year + step.years for step in steps for end in (acquired.first, acquired.last)}
        return reached_in.pop() if len(reached_in) == 1 else None


def _is_reached(step: Step, facts: Facts, year: int) -> Truth:
    """Whether the years of one step are reached within a year."""
    if step.unread or facts.get("title.level") == NONE:
        return Truth.MET
    acquired = facts.get("title.acquired_on")
    if step.years == 0:
        return Truth.MET
    if not isinstance(acquired, Days):
        return Truth.UNKNOWN
    first, last = acquired.first.year + step.years, acquired.last.year + step.years
    return Truth.MET if last <= year else truth(False) if first > year else Truth.UNKNOWN
