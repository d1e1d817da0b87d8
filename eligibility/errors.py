"""What can go wrong with rules and facts.

EligibilityError      said to a person in one line
├── RuleError         a rule file is not as it must be, or its quote does not stand in the notice
├── FactError         a fact that cannot be: its path, the value found, what is allowed
└── CalendarError     a day whose working calendar is not published yet
"""

from datetime import date


class EligibilityError(Exception):
    """The base of all; its text names what, where and what was allowed."""


class RuleError(EligibilityError):
    """A rule file that does not have its form, or that its notice does not bear out."""


class CalendarError(EligibilityError):
    """A year for which no calendar of working days has been published."""

    def __init__(self, day: date) -> None:
        self.year = day.year
        super().__init__(f"{day}: the working days of {day.year} are not published yet")


class FactError(EligibilityError):
    """A fact that is refused."""

    def __init__(self, path: str, value: object, allowed: str) -> None:
        self.path, self.value, self.allowed = path, value, allowed
        super().__init__(f"{path}: {value!r:.80} is not allowed; allowed: {allowed}")
