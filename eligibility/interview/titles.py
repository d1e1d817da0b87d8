"""Which titles a text says to be held and since when, and which level to be aimed at.

「高工五年了，想上正高」 holds one and aims at another. A level of which neither is said is aimed at beside a lower one
that is held; alone it may be either (`doubt`).
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from eligibility.interview.free_text import mentions, read_days
from eligibility.interview.speech import Speech, load_speech
from eligibility.rulebook.days import Days
from eligibility.rulebook.facts import NONE
from eligibility.rulebook.factsheet import Factsheet
from knowledge.notice import Level
from knowledge.numerals import small_number
from knowledge.plain import plain
from knowledge.value import Value, replace

if TYPE_CHECKING:
    from knowledge.patterns import Alternatives

Use = Literal["held", "aimed", "bare", "denied"]
CLAUSES = re.compile(r"[,，。;；、!！?？\s]+")
IN_DATES = re.compile(r"(?<=\d)\s+(?=[年月日号])|(?<=[年月])\s+(?=\d)")
YEAR_BEFORE, A_YEAR = (
    re.compile(r"((19|20)\d\d年?|(?<!\d)\d\d年)(\d\d?月(\d\d?[日号])?)?的?$"),
    re.compile(r"(19|20)\d\d|[去前]年"),
)
LEVELS = get_args(Level)[::-1]  # from the lowest


class TitlesTold(Value):
    """What a text says of titles; `doubt` is a level of which it is not said whether it is held or aimed at."""

    held: str | None = None
    acquired: Days | None = None
    aimed: str | None = None
    skilled: str | None = None
    skilled_on: Days | None = None
    doubt: str | None = None

    def beside(self, level: str) -> "TitlesTold":
        """The same with a level of which nothing is said but that it stands beside another one."""
        lower, higher = self.held or level, self.aimed or level
        return replace(self, held=lower, aimed=higher) if is_above(higher, lower) else self

    def raw(self) -> dict[str, object]:
        """The same as a file of facts holds it."""
        told: dict[str, object] = {"level": self.aimed} if self.aimed else {}
        if self.held:
            told["title"] = {"level": self.held, **({"acquired_on": str(self.acquired)} if self.acquired else {})}
        if self.skilled:
            told["skilled"] = {
                "grade": self.skilled,
                **({"acquired_on": str(self.skilled_on)} if self.skilled_on else {}),
            }
        return told


class TitleMention(NamedTuple):
    """A level that a clause names, between the words before and behind it."""

    level: str
    before: str
    behind: str


def read_titles(text: str, factsheet: Factsheet, today: date) -> TitlesTold:
    """What a text says of titles, clause by clause."""
    told, bare, day = TitlesTold(), list[str](), None
    divided = load_speech().turning.sub(",", IN_DATES.sub("", text))
    for clause in filter(None, map(plain, CLAUSES.split(divided))):
        named = list(mentions_in(clause, factsheet))
        if skilled := _skilled_in(clause, factsheet):
            told = replace(told, skilled=skilled, skilled_on=since(TitleMention("", "", clause), today))
        elif not named:
            told, day = dated(told, clause, today), day or _day_alone(clause, bare, today)
        for mention in named:
            use = use_of(mention, load_speech())
            if use == "bare":
                bare.append(mention.level)
            elif use != "denied":
                told = _with_mention(told, mention, use, today)
    return with_bare(told, list(dict.fromkeys(bare)), day)


def _skilled_in(clause: str, factsheet: Factsheet) -> str | None:
    """The grade of skill that a clause names."""
    grades = (value for value, _ in mentions(factsheet.by_path["skilled.grade"], clause))
    return next((grade for grade in grades if grade != NONE), None)


def _with_mention(told: TitlesTold, mention: TitleMention, use: Use, today: date) -> TitlesTold:
    """What was told, with a level that is held or aimed at."""
    if use == "aimed":
        return replace(told, aimed=mention.level)
    return replace(told, held=mention.level, acquired=since(mention, today) or told.acquired)


def dated(told: TitlesTold, clause: str, today: date) -> TitlesTold:
    """A day in a clause of its own belongs to the title, or the certificate, that was told before it."""
    days = day_of_getting(clause, today) if load_speech().got.search(clause) else None
    if told.held and not told.acquired:
        return replace(told, acquired=days)
    return replace(told, skilled_on=told.skilled_on or days) if told.skilled else told


def _day_alone(clause: str, bare: list[str], today: date) -> Days | None:
    """The day that is all a clause says behind one with a level and nothing else: 工程师 2017年12月."""
    return day_of_getting(clause, today) if bare and load_speech().got.search(clause) else None


def with_bare(told: TitlesTold, bare: list[str], day: Days | None = None) -> TitlesTold:
    """Levels of which nothing is said: beside another one the higher is aimed at, the lower held; one with a day is."""
    levels = sorted(bare, key=LEVELS.index)
    if levels and not (told.held or told.aimed):
        lowest, *levels = levels
        is_held = bool(levels or day)
        told = replace(told, held=lowest, acquired=day) if is_held else replace(told, doubt=lowest)
    for level in levels:
        told = told.beside(level)
    return replace(told, acquired=day) if told.held and day and not told.acquired else told


def is_above(level: str, other: str) -> bool:
    """Whether a level stands above another one."""
    return LEVELS.index(level) > LEVELS.index(other)


def mentions_in(clause: str, factsheet: Factsheet) -> Iterator[TitleMention]:
    """The levels that a clause names; a name of both tables counts once, the longer one first."""
    found: dict[int, tuple[int, str]] = {}
    for path in ("level", "title.level"):
        fact = factsheet.by_path[path]
        for each in fact.names_in(clause):
            if fact.names[each.expression] != NONE and each.end > found.get(each.start, (0, ""))[0]:
                found[each.start] = each.end, fact.names[each.expression]
    last = 0
    places = [(start, end, level) for start, (end, level) in sorted(found.items())]
    for n, (start, end, level) in enumerate(places):
        if start >= last:
            following = places[n + 1][0] if n + 1 < len(places) else len(clause)
            yield TitleMention(level, clause[last:start], clause[end:following])
            last = end


def use_of(mention: TitleMention, speech: Speech) -> Use:
    """What the words around a level say of it: the last verb before it decides, else what stands behind."""
    if speech.denied.search(mention.before):
        return "denied"
    return _use_by_verb(mention.before, speech) or _use_by_what_follows(mention, speech)


def _use_by_verb(before: str, speech: Speech) -> Use | None:
    """What the last verb says; None where there is none."""
    held, aimed = _last(speech.held, before), _last(speech.aimed, before)
    if held is None or (aimed and aimed.end() > held.end()):
        return "aimed" if aimed else None
    return "aimed" if speech.wished.search(before[: held.start()]) else "held"


def _last(words: "Alternatives", text: str) -> "re.Match[str] | None":
    """The last of some words in a text; None where there is none."""
    return max(words.finditer(text), key=lambda found: found.end(), default=None)


def _use_by_what_follows(mention: TitleMention, speech: Speech) -> Use:
    """What stands behind a level, or a year before it, says of it."""
    if speech.held_behind.search(mention.behind) or YEAR_BEFORE.search(mention.before):
        return "held"
    return "aimed" if speech.aimed_behind.search(mention.behind) and mention.behind else "bare"


def since(mention: TitleMention, today: date) -> Days | None:
    """Since when a title is held, by the day or the years beside it."""
    beside = mention.before + "|" + mention.behind
    years = load_speech().years_held.search(mention.behind) or load_speech().years_held.search(mention.before)
    if not A_YEAR.search(beside) and years:
        return held_for(small_number(years["count"] or years["full"]), today)
    return day_of_getting(beside, today)


def day_of_getting(clause: str, today: date) -> Days | None:
    """The day that a clause names, where it is not that of something else."""
    return None if load_speech().other_days.search(clause) else read_days(clause, today)


def held_for(years: int, today: date) -> Days:
    """The days on which something was got that is held for so many whole years."""
    last = years_before(today, years)
    return Days(years_before(today, years + 1) + timedelta(days=1), last)


def years_before(day: date, years: int) -> date:
    """The same day some years earlier; 28 February for the 29th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
