"""What is known of an applicant: flat paths (`title.level`) and their values. Unknown is the absence of a value.

Two unknowns are told apart: a fact that was not asked, and one that the person answered with 不清楚 (`declined`).
"""

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType

from eligibility.rulebook.days import Days
from knowledge.value import Value, replace

Scalar = str | bool | int | float | Days | frozenset[str]
NONE = "none"
DECLINED = "unknown"


class Facts(Value):
    """The known values by path, the achievements (None: not known), and what was answered with 不清楚."""

    values: Mapping[str, Scalar] = MappingProxyType({})
    achievements: "tuple[Facts, ...] | None" = None
    declined: frozenset[str] = frozenset()

    @cached_property
    def known(self) -> frozenset[tuple[str, Scalar]]:
        """The known values with their paths, as one value that can be looked up."""
        return frozenset(self.values.items())

    def get(self, path: str) -> Scalar | None:
        """The value at a path, or None where it is not known."""
        return self.values.get(path)

    def with_value(self, path: str, value: Scalar) -> "Facts":
        """The same facts with one more, or another, value."""
        values = MappingProxyType({**self.values, path: value})
        return replace(self, values=values, declined=self.declined - {path})

    def with_values(self, values: Mapping[str, Scalar]) -> "Facts":
        """The same facts with others added; these win."""
        return replace(self, values=MappingProxyType({**self.values, **values}), declined=self.declined - set(values))

    def is_open(self, path: str) -> bool:
        """Whether more can be learned: nothing is known, or a date only roughly."""
        if path == "achievements":
            return True
        value = self.values.get(path)
        return value is None or (isinstance(value, Days) and not value.exact)


def key_of(path: str) -> str:
    """The fact that a path belongs to, as a person is asked for it (`title.level` → `title`)."""
    key = path.split(".", 1)[0]
    return "achievements" if key == "achievement" else key
