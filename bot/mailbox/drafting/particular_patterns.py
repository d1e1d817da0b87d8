"""How letters tell their particulars: the table of `particulars.yaml`."""

import re
from functools import cache, cached_property
from pathlib import Path

from knowledge.file_record import FileRecord
from knowledge.kept_yaml import read_kept_record
from knowledge.patterns import Alternatives, Lines, linear

TABLE = Path(__file__).with_name("particulars.yaml")
BLANKS = " \u3000"


class ParticularPatterns(FileRecord):
    """What particulars.yaml holds; `labels` has a key for each particular that a notice wants."""

    labels: dict[str, tuple[str, ...]]
    blank: Lines
    organisation: Lines
    never_named: str
    short_organisation: Alternatives
    english_organisation: Alternatives
    office: Alternatives
    nameless: Lines
    kind_of_employer: Alternatives
    specialty: Alternatives
    specialty_behind: Alternatives
    no_specialty: Alternatives
    applying: Alternatives
    held: Alternatives
    after_held: Alternatives
    at_home: Alternatives
    domain: Alternatives
    of_the_round: Alternatives
    employment: Alternatives

    def check(self) -> None:
        """The patterns that are made of others are checked with them, when the file is loaded."""
        _ = self.border, self.employer, self.says_nothing, self.no_name

    @cached_property
    def name_of(self) -> dict[str, str]:
        """Which particular each label heads."""
        return {label: name for name, labels in self.labels.items() for label in labels}

    @cached_property
    def border(self) -> re.Pattern[str]:
        """A label with its colon, or a sign at which what stands behind one ends."""
        labels = "|".join(sorted(self.name_of, key=len, reverse=True))
        return linear(f"(?i:({labels}))[{BLANKS}]*[:：][{BLANKS}]*", "[，,；;。]")

    @cached_property
    def employer(self) -> re.Pattern[str]:
        """The name of an employer: a name of its own, and what it is."""
        return linear(rf"[^\s{self.never_named}]{{2,}}?(?:{'|'.join(self.organisation)})")

    @cached_property
    def says_nothing(self) -> re.Pattern[str]:
        """Any number of blank words."""
        return linear(f"(?:{'|'.join(self.blank)})*")

    @cached_property
    def no_name(self) -> re.Pattern[str]:
        """Any number of words before an employer's own name."""
        return linear(f"(?:{'|'.join(self.nameless)})*")


@cache
def table() -> ParticularPatterns:
    """The table of particulars.yaml."""
    return read_kept_record(ParticularPatterns, TABLE)
