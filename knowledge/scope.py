"""Whose case a question speaks of, and which notices may answer it.

Facets are read from the question's own words with the tables of `lexicon/scope.yaml`; what is not said stays None. A
notice that opens a round speaks for its own place, year, series and levels; what it says of others it says in a passage
that names them.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, get_args

from knowledge.notice import Level, Notice
from knowledge.patterns import linear
from knowledge.terms import Lexicon, Table, search_form

PROVINCE = "辽宁"
OF_THE_ROUND = frozenset({"when", "where", "phone", "email", "url"})  # what only the round's own notice can say

YEAR = re.compile(r"(?<![\d〔-])(20\d{2}|(?<![了满龄够作限干有过近前])[23]\d)(?!\d)年?度?")
NOT_A_ROUND = linear(  # what stands behind a year of somebody's own past, or of a document
    r"[^,，。；;?？!！]{0,8}?(毕业|拿|取得|获|评上|评的|评了|考过|考下|考的|入职|进厂|进的|来(抚|沈|单位|公司|厂|这|的)|过的|过了)",
    r"[^,，。；;?？!！]{0,8}?(参加工作|调|退|发表|授权|完成|通过|起草|签|出站|生人|出生|的证|发的|参与|作为)",
    r"[-〕]",
    r"[^,，。]{0,3}(号文|\d+号([^截到开交报结网]|$)|标准|那个|版|新版|令)",
    r"\d+月\d*日?(拿|取得|毕业|评|发|获)",
    r"多|岁",
)
AHEAD = 40  # characters behind a year that are looked at
BOTH_SENIOR = re.compile(r"(?<![正副])高级(?!工程师|经济师|技师|工班|技能)")
OFFICE = "工信|人社|市监|市场监管|质监|职称|正高|副高|高级|中级"
SERVICE = ("工龄", "以上", "经验", "老", "了", "多", "来")  # behind a number of years that somebody has worked
RELATIVE = {"今年": 0, "本年度": 0, "这一年": 0, "明年": 1, "来年": 1, "下一年": 1, "后年": 2}
OF_A_ROUND = (
    *("几号", "哪天", "几月", "什么时候", "啥时候", "何时", "截止", "开始", "通知", "日程", "安排", "网报"),
    *("报卷", "政策"),
)
LAST_YEAR = linear(r"(去年|上一?年度)[^,，。]{0,12}(几号|哪天|几月|什么时候|啥时候|截止|通知)")


@dataclass(frozen=True)
class Facets:
    """What a question says of its case; None or empty: not said.

    `named_only` is an examination or a specialty of which only a sentence that names it speaks; `elsewhere` is a place
    outside the province, `is_foreign` whether it is the office or the titles of that place.
    """

    year: int | None = None
    place: str | None = None
    elsewhere: str | None = None
    is_foreign: bool = False
    province: bool = False
    series: tuple[str, ...] = ()
    level: str | None = None
    specialty: str | None = None
    employer: str | None = None
    named_only: str | None = None
    notices: tuple[str, ...] = ()

    def fill(self, told: "Facets") -> "Facets":
        """The same with what was told beside the question; one of another series is not of the told specialty."""
        series = self.series or told.series
        is_same = not self.series or bool(set(self.series) & set(told.series))
        return replace(
            self,
            year=self.year or told.year,
            place=self.place or (None if self.elsewhere else told.place),
            province=self.province or told.province,
            series=series,
            level=self.level or told.level,
            specialty=self.specialty or (told.specialty if is_same else None),
            employer=self.employer or told.employer,
        )


@dataclass(frozen=True)
class Named:
    """What a sentence of a notice names: of such levels, series and specialties it speaks, and of no others.

    `lines` are the numbers of the lexicon's synonym lines that it holds an expression of, `marks` what it is in
    notice.yaml: a window, a place, a contact or a range.
    """

    levels: frozenset[str] = frozenset()
    series: frozenset[str] = frozenset()
    specialties: frozenset[str] = frozenset()
    lines: frozenset[int] = frozenset()
    marks: frozenset[str] = frozenset()

    def record(self) -> dict[str, list[str] | list[int]]:
        """The same as JSON holds it, in one order."""
        return {
            "levels": sorted(self.levels),
            "series": sorted(self.series),
            "specialties": sorted(self.specialties),
            "lines": sorted(self.lines),
            "marks": sorted(self.marks),
        }

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> "Named":
        """What `record` gave."""
        return cls(**{key: frozenset(values) for key, values in record.items()})


class Tables:
    """The tables of `lexicon/scope.yaml`, with the specialties of the notices, made ready to be looked up."""

    def __init__(self, lexicon: Lexicon, notices: Collection[Notice]) -> None:
        table = lexicon.scope
        self.lexicon = lexicon
        self.levels = tuple(level for level in table.levels if level in get_args(Level))
        self.cities = Table(table.cities)
        self.elsewhere = Table({name: [name] for name in table.elsewhere})
        self.foreign = linear(f"({'|'.join(table.elsewhere)})[省市]?(那边|的)?(省|市)?({OFFICE})")
        self.province = Table({PROVINCE: table.province})
        self.series = Table(table.series)
        self.level = Table(table.levels)
        self.employers = Table(table.employers)
        self.named_only = Table({name: [name] for name in [*table.examinations, *table.specialties_elsewhere]})
        self.spoken = frozenset(series for notice in notices for series in notice.scope.series)
        self.called = Table({notice.id: notice.scope.called for notice in notices})
        self.own_specialties = {
            notice.id: frozenset(search_form(name) for names in notice.scope.specialties.values() for name in names)
            for notice in notices
        }
        titles = {
            notice.id: search_form(f"{notice.title}{notice.issuer or ''}{notice.scope.place or ''}{PROVINCE}")
            for notice in notices
        }
        self.titles = {key: (title, Named(lines=lexicon.lines_in(title))) for key, title in titles.items()}
        self.series_of = {
            search_form(name): series
            for notice in notices
            for series, names in notice.scope.specialties.items()
            for name in names
        }
        names = frozenset().union(*self.own_specialties.values())
        self.specialties = Table(
            {name: (lexicon.meanings(lexicon.lines.get(name, ())) - names) | {name} for name in sorted(names)}
        )

    def facets_of(self, text: str, today: date) -> Facets:
        """The facets of a question in its searched form."""
        named = self.level.found_in(text)
        specialty = next(iter(self.specialties.found_in(text)), None)
        series = self.series.found_in(text)
        return Facets(
            year=year_of(text, today),
            place=next(iter(self.cities.found_in(text)), None),
            elsewhere=next(iter(self.elsewhere.found_in(text)), None),
            is_foreign=bool(self.foreign.search(text)),
            province=bool(self.province.found_in(text)),
            series=series or ((self.series_of[specialty],) if specialty else ()),
            level=next((level for level in self.levels if level in named), None),
            specialty=specialty,
            employer=next(iter(self.employers.found_in(text)), None),
            named_only=next(iter(self.named_only.found_in(text)), None),
            notices=self.called.found_in(text),
        )

    def named_in(self, text: str) -> Named:
        """What a searched sentence names; `中初级`, `正副高级`, `副高级及以下` stand for more than one level."""
        levels = set(self.level.found_in(text)) & set(self.levels)
        if "中初级" in text or ("及以下" in text and "associate_senior" in levels):
            levels |= {"intermediate", "junior"}
        if "正副高级" in text or BOTH_SENIOR.search(text):
            levels |= {"full_senior", "associate_senior"}
        if "各层级" in text:
            levels = set()
        return Named(
            frozenset(levels),
            frozenset(self.series.found_in(text)),
            frozenset(self.specialties.found_in(text)),
            self.lexicon.lines_in(text),
        )


def year_of(text: str, today: date) -> int | None:
    """The year of the round that a question names; years of a diploma, a title or a document do not count."""
    years = {
        int(found.group(1)) + (2000 if len(found.group(1)) == 2 else 0)
        for found in YEAR.finditer(text)
        if _is_round(found, text)
    }
    if len(years) == 1:
        return years.pop()
    for word, offset in RELATIVE.items():
        if word in text and any(each in text for each in OF_A_ROUND):
            return today.year + offset
    return today.year - 1 if LAST_YEAR.search(text) else None


def _is_round(found: re.Match[str], text: str) -> bool:
    """Whether a year is that of a round: `年` behind a two-digit one, and no word of a person's own past after it."""
    is_short = len(found.group(1)) == 2
    if is_short and ("年" not in found.group() or text.startswith(SERVICE, found.end())):
        return False
    return not NOT_A_ROUND.match(text[found.end() : found.end() + AHEAD])


def exists(notice: Notice, today: date) -> bool:
    """A notice issued after today does not exist yet."""
    return notice.exists_from <= today


def may_answer(notice: Notice, facets: Facets, kinds: frozenset[str]) -> bool:
    """Whether a notice may answer a question with these facets that asks for these kinds of answer."""
    is_outside = bool(facets.level and notice.scope.levels and facets.level not in notice.scope.levels)
    if is_outside and kinds & OF_THE_ROUND and "who" not in kinds:
        return False
    if facets.year and notice.year != facets.year:
        return False
    if facets.notices:
        return notice.id in facets.notices and _speaks_there(notice, facets, kinds)
    return takes(notice, facets.specialty) and _speaks_there(notice, facets, kinds)


def takes(notice: Notice, specialty: str | None) -> bool:
    """Whether a notice is for a specialty: it lists it, or it lists none."""
    listed = {search_form(name) for names in notice.scope.specialties.values() for name in names}
    return specialty is None or not listed or specialty in listed


def _speaks_there(notice: Notice, facets: Facets, kinds: frozenset[str]) -> bool:
    """Whether a notice speaks for the place of a question.

    A city's own round is that city's. A provincial notice says who judges a city's people, but the days and doors of a
    city's round only where the province itself judges.
    """
    if facets.is_foreign or (facets.elsewhere and not (facets.place or facets.province or facets.notices)):
        return False
    if notice.scope.place not in (PROVINCE, None):
        is_named = notice.id in facets.notices
        return is_named or (facets.place in (None, notice.scope.place) and not (facets.province and not facets.place))
    if facets.place is None or facets.province or facets.notices:
        return True
    judged_by_province = facets.level == "full_senior" or facets.employer in PROVINCIAL
    return judged_by_province or "who" in kinds or not kinds & OF_THE_ROUND


PROVINCIAL = frozenset({"provincial_institution", "provincial_enterprise", "provincial_society", "central"})
