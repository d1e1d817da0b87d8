"""What every condition of a rule file is: it says how it stands for a case, and which facts it reads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from pydantic import ConfigDict

from eligibility.rulebook.facts import Facts, Scalar
from eligibility.rulebook.floors import Floor
from eligibility.rulebook.logic import Truth
from knowledge.records import Model


class RuleModel(Model):
    """A piece of a rule file; what is found out about it once may be remembered with it."""

    model_config = ConfigDict(ignored_types=(cached_property,))


@dataclass(frozen=True)
class Case:
    """What a condition is judged on. `closes`: the last day of the window; None where it is not known which."""

    facts: Facts
    year: int = 0
    closes: date | None = None
    floors: Mapping[str, Floor] = field(default_factory=dict)
    counted: tuple[tuple[Truth, Scalar | None], ...] | None = None

    def with_facts(self, facts: Facts) -> "Case":
        """The same case with other facts."""
        return replace(self, facts=facts)


class Condition(RuleModel):
    """The base of all."""

    def judge(self, case: Case) -> Truth:
        """How the condition stands."""
        raise NotImplementedError

    def reads(self) -> Iterator[str]:
        """The paths of the facts that it looks at."""
        raise NotImplementedError

    def parts(self) -> Iterator["Condition"]:
        """This condition and every one inside it."""
        yield self

    @property
    def table(self) -> str | None:
        """The national table that it goes by."""
        return None
