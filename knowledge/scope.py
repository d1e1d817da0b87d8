"""Whose case a question speaks of, and of which cases a sentence does.

Facets are read from the question's own words with the tables of `lexicon/scope.yaml`; what is not said stays None.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from itertools import chain
from typing import Any, get_args

from knowledge.notice import Level, Notice
from knowledge.patterns import Alternatives
from knowledge.place_words import PlaceWords, first, table_of
from knowledge.specialties import own_specialties, series_of_specialties, specialties_of
from knowledge.terms import Lexicon, Occurrence, Table, search_form
from knowledge.value import Value, replace
from knowledge.words import is_whole

CLAUSE = re.compile("[,。;:?!]")
SHORT = 2  # characters of an expression that may stand by chance where two words meet
BOTH_SENIOR = re.compile(r"(?<![正副])高级(?!工程师|经济师|技师|工班|技能)")


TOLD = (
    "year",
    "place",
    "elsewhere",
    "province",
    "notices",
    "series",
    "level",
    "specialty",
    "employer",
)  # what can be told beside a question


class Facets(Value):
    """What a question says of its case; None or empty: not said.

    `further` are specialties that are named beside the first one; `named_only` is an examination or a specialty of
    which only a sentence that names it speaks; `elsewhere` is a place of which the library has no notice, `is_foreign`
    whether it is the office or the titles of that place. `compares`: the question is about what changed from one round
    to the next.
    """

    year: int | None = None
    compares: bool = False
    place: str | None = None
    elsewhere: str | None = None
    is_foreign: bool = False
    province: bool = False
    series: tuple[str, ...] = ()
    level: str | None = None
    specialty: str | None = None
    further: tuple[str, ...] = ()
    employer: str | None = None
    named_only: str | None = None
    notices: tuple[str, ...] = ()

    def fill(self, told: "Facets") -> "Facets":
        """The same with what was told beside the question; one of another series is not of the told specialty."""
        if self.elsewhere:
            told = replace(told, place=None)
        if self.series and not set(self.series) & set(told.series):
            told = replace(told, specialty=None)
        return replace(self, **{name: getattr(self, name) or getattr(told, name) for name in TOLD})

    @property
    def names_notice(self) -> bool:
        """Whether it is said which notice is meant, or that of which place."""
        return bool(self.notices or self.place)

    @property
    def tells_case(self) -> bool:
        """Whether it is said whose case it is, so that nothing needs to be asked."""
        return bool(self.specialty or self.employer or (self.series and self.level))


class Named(Value):
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

    def __init__(self, lexicon: Lexicon, notices: Collection[Notice], cut: Callable[[str], Iterable[str]]) -> None:
        table = lexicon.scope
        self.lexicon = lexicon
        self.cut = cut
        self.levels = tuple(level for level in table.levels if level in get_args(Level))
        self.places = PlaceWords(lexicon, notices, self.find)
        self.required = Alternatives(table.required)
        self.comparing = Alternatives(table.comparing)
        self.speaking = Alternatives(table.speaking)
        self.taken_to = Alternatives([f"({'|'.join(table.taken_to)})$"])
        self.hearsay = Alternatives(table.hearsay)
        self.series = Table(table.series)
        self.level = Table(table.levels)
        self.callings = frozenset(table.callings)
        self.employers = Table(table.employers)
        self.named_only = table_of([*table.examinations, *table.specialties_elsewhere])
        self.spoken = frozenset(chain.from_iterable(notice.scope.series for notice in notices))
        self.called = Table({notice.id: notice.scope.called for notice in notices})
        self.by_id = {notice.id: notice for notice in notices}
        self.title_of = cache(self._title_of)
        self.offices = table_of(self._names_of_offices(notices))
        self.own_specialties = {notice.id: frozenset(dict(own_specialties(notice))) for notice in notices}
        self.series_of = series_of_specialties(notices)
        self.specialties = specialties_of(lexicon, self.series_of)

    def _title_of(self, notice_id: str) -> tuple[str, Named]:
        """The title of a notice as it is searched, with whose it is, and what it names."""
        notice = self.by_id[notice_id]
        title = search_form(f"{notice.title}{notice.issuer or ''}{notice.scope.place or ''}{self.places.home}")
        return title, Named(lines=self.lexicon.lines_in(title))

    def _names_of_offices(self, notices: Iterable[Notice]) -> Iterator[str]:
        """What the offices of some notices are called, and those of the province in full; no places."""
        called = [name for notice in notices for name in notice.scope.called if name not in self.places.within]
        yield from called
        yield from (name for name in self.lexicon.scope.province if any(each in name for each in called))

    def is_of_levels(self, text: str) -> bool:
        """Whether a question in its searched form names several levels by more than what somebody is called."""
        found = self.level.keys_of(each for each in self.level.find(text) if each.expression not in self.callings)
        return len(set(found) & set(self.levels)) > 1

    def facets_of(self, text: str, today: date, asking: str = "") -> Facets:
        """The facets of a question in its searched form, of which `asking` is what asks where more is told."""
        named = self.level.found_in(text)
        specialty, *further = self.specialties.found_in(text) or (None,)
        series = self._series_asked(text)
        where = self.places.where(text, asking)
        return Facets(
            place=where.place,
            elsewhere=where.elsewhere,
            is_foreign=where.is_foreign,
            year=self._round_in(asking, today) or self._round_in(text, today),
            compares=bool(self.comparing.search(text)),
            province=self.places.names_province(text),
            series=series or ((self.series_of[specialty],) if specialty else ()),
            level=next((level for level in self.levels if level in named), None),
            specialty=specialty,
            further=tuple(further),
            employer=first(self.employers.found_in(text)),
            named_only=first(self.named_only.found_in(text)),
            notices=self._notices_meant(text, asking or text, where.place, specialty),
        )

    def _round_in(self, text: str, today: date) -> int | None:
        """The year of the round that a text names."""
        years = self.lexicon.years
        return years.round_in_digits(text) or years.round_in(text, today.year)

    def _notices_meant(self, text: str, asking: str, place: str | None, specialty: str | None) -> tuple[str, ...]:
        """The notices that a text names; not by an office with no round of its own, to which something is taken,
        nor by what only others told of that is neither asked about nor for the asker's place and line of work.
        """
        named = (each for each in self.called.find(text) if not self._is_taken_to(each, text))
        return self.called.keys_of(
            each
            for each in named
            if each.expression in asking or not self._is_hearsay(each, text) or self._may_be_own(each, place, specialty)
        )

    def _is_hearsay(self, named: Occurrence, text: str) -> bool:
        """Whether the clause of what is named says what others have told or done."""
        before, behind = CLAUSE.split(text[: named.start])[-1], CLAUSE.split(text[named.start :])[0]
        return bool(self.hearsay.search(before + behind))

    def _may_be_own(self, named: Occurrence, place: str | None, specialty: str | None) -> bool:
        """Whether what is named is no other city than the asker's, and a notice of it takes the line of work."""
        notices = (self.own_specialties[notice] for notice in self.called.keys_of([named]))
        is_taken = specialty is None or any(not own or specialty in own for own in notices)
        return is_taken and place in self.places.cities.keys.get(named.expression, (place,))

    def _is_taken_to(self, office: Occurrence, text: str) -> bool:
        """Whether something is taken to an office, of which another office's round tells: 送到省人社厅哪个处."""
        has_round = any(self.by_id[notice].scope.round for notice in self.called.keys_of([office]))
        return not has_round and self.taken_to.search(text[: office.start]) is not None

    def says_level(self, text: str) -> bool:
        """Whether a question in its searched form says a level by more than what somebody is called."""
        return any(found.expression not in self.callings for found in self.level.find(text))

    def whole(self, table: Table, text: str) -> tuple[str, ...]:
        """What a table finds in a searched text; a short expression only where its ends are ends of words.

        例会计划 is not about 会计, nor 离开原单位 about 开原, nor 深化工程 about 化工.
        """
        return table.keys_of(self.find(table, text))

    def find(self, table: Table, text: str) -> Iterator[Occurrence]:
        """Where expressions of a table stand in a searched text, short ones as words of their own."""
        return table.find(text, lambda each: self._is_whole(text, each))

    def _series_asked(self, text: str) -> tuple[str, ...]:
        """The series that a question names, and not those of people who only told something: 会计说, 教授让我."""
        return self.series.keys_of(each for each in self._series_in(text) if not self.speaking.match(text, each.end))

    def asides_in(self, text: str) -> tuple[str, ...]:
        """What a question in its searched form names and is not about: people who only told something, and offices."""
        speakers = (each for each in self._series_in(text) if self.speaking.match(text, each.end))
        return tuple(each.expression for each in chain(speakers, self.offices.find(text)))

    def _series_in(self, text: str) -> Iterator[Occurrence]:
        """Where a question names series, or people of theirs."""
        return self.find(self.series, text)

    def _is_whole(self, text: str, found: Occurrence) -> bool:
        """Whether no word of a text runs across an end of an expression, where this is a short one."""
        return len(found.expression) > SHORT or is_whole(self.cut, text, found.start, found.end)

    def line_of_work(self, specialty: str | None) -> frozenset[str]:
        """A specialty with the trades that hold it, whose sentences speak for it, too; empty where none is told."""
        trades = (trade for trade, within in self.lexicon.scope.trades.items() if specialty in within)
        return frozenset(filter(None, (specialty, *trades)))

    def place_of(self, facets: Facets) -> str:
        """Where the case of a question is: what it names, else the home province."""
        if facets.place:
            return facets.place
        is_home = facets.province or facets.notices or not facets.elsewhere
        return self.places.home if is_home else facets.elsewhere or self.places.home

    def named_in(self, text: str) -> Named:
        """What a searched sentence names; `中初级`, `正副高级`, `副高级及以下` stand for more than one level.

        A title that somebody must hold (`担任工程师职务满5年`) is not the level that the sentence is about.
        """
        levels = set(self.level.found_in(self.required.sub("", text))) & set(self.levels)
        if "中初级" in text or ("及以下" in text and "associate_senior" in levels):
            levels |= {"intermediate", "junior"}
        if "正副高级" in text or BOTH_SENIOR.search(text):
            levels |= {"full_senior", "associate_senior"}
        if "各层级" in text:
            levels = set()
        return Named(
            frozenset(levels),
            frozenset(self.whole(self.series, text)),
            frozenset(self.whole(self.specialties, text)),
            self.lexicon.lines_in(text),
        )
