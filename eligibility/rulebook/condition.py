"""What every condition of a rule file is: it says how it stands for a case, and which facts it reads."""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import ClassVar, Self, cast

from eligibility.rulebook.facts import Facts, Scalar
from eligibility.rulebook.floors import Floor
from eligibility.rulebook.logic import Truth
from knowledge.file_record import FileRecord, key_of
from knowledge.value import Value, replace


class Case(Value):
    """What a condition is judged on. `closes`: the last day of the window; None where it is not known which."""

    facts: Facts
    year: int = 0
    closes: date | None = None
    floors: Mapping[str, Floor] = MappingProxyType({})
    counted: tuple[tuple[Truth, Scalar | None], ...] | None = None

    def with_facts(self, facts: Facts) -> "Case":
        """The same case with other facts."""
        return replace(self, facts=facts)


class Condition(FileRecord):
    """The base of all: each kind has one key, which names it in a rule file."""

    by_key: ClassVar[dict[str, type["Condition"]]] = {}

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        for name in cls.field_names:
            cls.by_key[key_of(name)] = cls

    @classmethod
    def kind_for(cls, data: object) -> type[Self]:
        """The kind whose key some data have, and nothing else."""
        kind = cls.by_key.get(next(iter(data))) if isinstance(data, dict) and len(data) == 1 else None
        if kind is None:
            raise ValueError(f"a condition with one key was expected, of {', '.join(cls.by_key)}")
        return cast("type[Self]", kind)

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
