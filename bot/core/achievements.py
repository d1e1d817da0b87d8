"""Achievements, told one after the other: the kind of each, its day, and whether there is another."""

import re
from collections.abc import Mapping
from datetime import date

from bot.core.turn import Check
from bot.locale import _
from eligibility.interview.free_text import is_days, mentions, read_days, read_value
from eligibility.interview.speech import load_speech
from eligibility.judging.verdict import NextQuestion
from eligibility.rulebook.facts import DECLINED, NONE
from eligibility.rulebook.factsheet import Factsheet
from knowledge.plain import plain

Records = tuple[dict[str, str], ...]
PARTS = ("kind", "on")
CLAUSES = re.compile(r"[,，、。;；\s]+|(?<=[项个篇本部])(?=[和跟])|还|(?<=年)[和跟与](?=\d)")
NOTHING: tuple[object, ...] = (NONE, False, [])  # what says that there is no other


class Achievements:
    """Asks for the achievements; the interview asks for what else it needs of each."""

    def __init__(self, factsheet: Factsheet) -> None:
        self.sheet = factsheet.by_path
        self.titles = self.sheet["title.level"]

    def question(self, records: Records) -> NextQuestion:
        """What to ask of the first achievement that was told in part, or whether there is another one."""
        if records and _place_of_partial(records) is None:
            return NextQuestion("achievements", "+.more", _("Is there another achievement?"), "", "flag", ())
        partial = records[_place_of_partial(records) or 0] if records else {}
        missing = next(part for part in PARTS if part not in partial)
        fact, whole = self.sheet[f"achievement.{missing}"], self.sheet["achievements"]
        asked = whole.question if not records else self._named(partial) + fact.question
        return NextQuestion("achievements", f"+.{missing}", asked, fact.help, fact.kind, ())

    def _named(self, record: Mapping[str, str]) -> str:
        """The kind of an achievement, as what stands before a question about it."""
        kind = record.get("kind")
        return f"{self.sheet['achievement.kind'].label_of(kind)}：" if kind else ""

    def take(self, check: Check, part: str, value: object) -> tuple[Check, list[dict[str, str]] | None]:
        """The self-check with one more answer about achievements, and all of them once the last was told."""
        records = check.records or ()
        if value in NOTHING:
            return check.model_copy(update={"records": None}), [each for each in records if set(PARTS) <= each.keys()]
        if part == "+.more":
            after = (*records, value if isinstance(value, dict) else {})
        else:
            place = _place_of_partial(records) or 0
            told = value if isinstance(value, dict) else {part.removeprefix("+."): str(value)}
            after = (*records[:place], {**(records[place] if records else {}), **told}, *records[place + 1 :])
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

    def told(self, text: str, today: date) -> Records:
        """The achievements that a text tells unasked; a day in a clause of its own is that of the last one."""
        told, in_row = list[dict[str, str]](), False
        for clause in filter(None, map(plain, CLAUSES.split(text))):
            day = read_days(clause, today)
            if kind := self._kind_told(clause):
                told.append({"kind": kind})
            elif not (told and load_speech().achieved_on.search(clause)) or any(mentions(self.titles, clause)):
                continue
            elif day and (in_row or is_days(clause)) and "on" in told[-1]:
                told.append({"kind": told[-1]["kind"]})
            in_row = is_days(clause)
            if day and "on" not in told[-1]:
                told[-1]["on"] = str(day)
        return tuple(told)

    def _kind_told(self, clause: str) -> str | None:
        """The kind of an achievement that a clause says to be there: the last that it names."""
        found = load_speech().achieved.search(clause)
        kinds = [kind for kind, _ in mentions(self.sheet["achievement.kind"], found.group())] if found else []
        return kinds[-1] if kinds else None


def joined(records: Records, told: Records) -> Records:
    """Achievements with what was told after them: the day of one that has none, or others beside them."""
    after = [*records]
    for each in told:
        undated = next((n for n, one in enumerate(after) if one.get("kind") == each["kind"] and "on" not in one), None)
        after[slice(len(after), None) if undated is None else slice(undated, undated + 1)] = [each]
    return tuple(after)


def _place_of_partial(records: Records) -> int | None:
    """Where the first achievement stands that was told in part."""
    return next((n for n, each in enumerate(records) if not set(PARTS) <= each.keys()), None)
