"""How letters ask: the patterns of `asking.yaml`, read once."""

import re
from functools import cache, cached_property
from pathlib import Path

from knowledge.file_record import FileRecord
from knowledge.kept_yaml import read_kept_record
from knowledge.patterns import Alternatives, Lines, linear

TABLE = Path(__file__).with_name("asking.yaml")


class AskingPatterns(FileRecord):
    """What asking.yaml holds, ready to be held against sentences; English ones against lower case."""

    interrogatives: Alternatives
    choices: Alternatives
    own_choices: Alternatives
    yes_or_no: Alternatives
    leads: Alternatives
    requests: Alternatives
    named: Alternatives
    empty: Lines
    joints: Alternatives
    when_and_where: Alternatives
    of_each: Alternatives
    demands: Alternatives
    rhetorical: Alternatives
    own_record: Alternatives
    same_question: Alternatives
    corrections: Alternatives
    thanks: Alternatives
    closing_words: Alternatives
    statement: Alternatives
    courtesies: Alternatives
    announcing: Alternatives
    counted: Alternatives
    item: Alternatives
    fields: Alternatives
    pointing: Alternatives
    papers: Alternatives
    left_out: Alternatives
    see_subject: Alternatives
    see_attachment: Alternatives
    own_case: Alternatives
    conditions: Alternatives
    beside_case: Alternatives
    more_than_yes: Alternatives
    somebody: Alternatives
    several_people: Alternatives
    of_several: Alternatives
    one_person: Alternatives
    one_like: Alternatives
    basis: Alternatives
    how_then: Alternatives
    handing_in: Alternatives
    whose_case: Alternatives

    def check(self) -> None:
        """The patterns that are made of others are checked with them, when the file is loaded."""
        _ = self.nothing, self.head, self.inline_item

    @cached_property
    def nothing(self) -> re.Pattern[str]:
        """Any number of empty words."""
        return linear(f"(?:{'|'.join(self.empty)})*")

    @cached_property
    def head(self) -> re.Pattern[str]:
        """The head of an item with the white space behind it."""
        return re.compile(rf"(?:{self.item.pattern})\s*")

    @cached_property
    def inline_item(self) -> re.Pattern[str]:
        """The place before an item that stands behind other words."""
        return re.compile(rf"(?<=[,，。；;：:？?！! ])(?={self.item.pattern})")


@cache
def table() -> AskingPatterns:
    """The table of asking.yaml."""
    return read_kept_record(AskingPatterns, TABLE)
