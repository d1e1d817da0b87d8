"""Achievements, told one after the other: the kind of each, its day, and whether there is another."""

from datetime import date

from bot.core.turn import Check
from bot.locale import _
from eligibility.interview.free_text import read_value
from eligibility.judging.verdict import NextQuestion
from eligibility.rulebook.facts import DECLINED, NONE
from eligibility.rulebook.factsheet import Factsheet

Records = tuple[dict[str, str], ...]
PARTS = ("kind", "on")
NOTHING: tuple[object, ...] = (NONE, False, [])  # what says that there is no other


class Achievements:
    """Asks for the achievements; the interview asks for what else it needs of each."""

    def __init__(self, factsheet: Factsheet) -> None:
        self.sheet = factsheet.by_path

    def question(self, records: Records) -> NextQuestion:
        """What to ask of the last achievement, or whether there is another one."""
        last = records[-1] if records else {}
        missing = next((part for part in PARTS if part not in last), None)
        if missing is None:
            return NextQuestion("achievements", "+.more", _("Is there another achievement?"), "", "flag", ())
        fact, whole = self.sheet[f"achievement.{missing}"], self.sheet["achievements"]
        asked = whole.question if not records else fact.question
        return NextQuestion("achievements", f"+.{missing}", asked, fact.help, fact.kind, ())

    def take(self, check: Check, part: str, value: object) -> tuple[Check, list[dict[str, str]] | None]:
        """The self-check with one more answer about achievements, and all of them once the last was told."""
        records = check.records or ()
        if value in NOTHING:
            return check.model_copy(update={"records": None}), [each for each in records if set(PARTS) <= each.keys()]
        if part == "+.more":
            after = (*records, value if isinstance(value, dict) else {})
        else:
            *before, last = records or ({},)
            after = (*before, {**last, **(value if isinstance(value, dict) else {part.removeprefix("+."): str(value)})})
        return check.model_copy(update={"records": after}), None

    def unsure(self, check: Check, part: str) -> tuple[Check, list[dict[str, str]] | None]:
        """The self-check where a part of an achievement is not clear; what was told before stays."""
        return self.take(check, part, DECLINED if part == "+.on" else False)

    def read(self, text: str, today: date) -> dict[str, str] | None:
        """Kind and day of an achievement out of what was typed; None where it names no kind."""
        kind, day = (read_value(self.sheet[f"achievement.{part}"], text, today) for part in PARTS)
        if kind is None:
            return None
        return {"kind": str(kind), **({"on": str(day)} if day and not text.isdecimal() else {})}
