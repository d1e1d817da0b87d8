"""What goes with a verdict: achievements, windows, places, contacts, forms, steps and notes of the programme."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache, lru_cache
from typing import TypeVar

from eligibility.errors import CalendarError
from eligibility.judging.judging import Judgement, earliest_year
from eligibility.judging.placing import PlacedCase
from eligibility.judging.reasons import tallies_of
from eligibility.judging.schedule import Deadline, OpenWindow, last_day
from eligibility.judging.verdict import Information, Verdict
from eligibility.judging.working_days import working_day_after
from eligibility.rulebook.condition import Case
from eligibility.rulebook.facts import Facts, Scalar
from eligibility.rulebook.logic import Truth
from eligibility.rulebook.rulebook import Book, Note, Rulebook, RuleWindow, Shown, Statement
from knowledge.value import Value, replace

S = TypeVar("S", bound=Statement)


class Surroundings(Value):
    """What of a programme applies to a case, whatever the day."""

    windows: tuple[RuleWindow, ...]
    places: tuple[Information, ...]
    contacts: tuple[Information, ...]
    forms: tuple[Information, ...]
    steps: tuple[Note, ...]
    notes: tuple[Information, ...]


def surround(verdict: Verdict, leaf: PlacedCase, judgement: Judgement | None, rulebook: Rulebook) -> Verdict:
    """The verdict with what its programme says besides; only contacts where another or no committee takes the case.

    Where no notice speaks of it, they are those of the applicant's own city, if it has a notice.
    """
    book = leaf.book
    if book is None:
        return replace(verdict, contacts=tuple(_contacts_in(rulebook, leaf.facts, verdict.today)))
    around = surroundings(book, tuple(map(leaf.facts.get, _deciding(book))))
    if judgement is None:
        return replace(verdict, contacts=around.contacts)
    windows = tuple(_open_windows(book, around.windows, verdict.today))
    return replace(
        verdict,
        achievements=tallies_of(leaf, judgement, rulebook),
        windows=windows,
        places=around.places,
        contacts=around.contacts,
        forms=around.forms,
        steps=tuple(deadlines(book, around.steps, windows)),
        notes=around.notes,
        earliest_year=earliest_year(judgement),
    )


def _contacts_in(rulebook: Rulebook, facts: Facts, today: date) -> Iterator[Information]:
    """The contacts that the notices of the applicant's city give."""
    for book in rulebook.books:
        place = book.source.notice.scope.place
        if place is not None and place == facts.get("city") and book.exists(today):
            yield from _information(book, book.programme.contacts, Case(facts, book.programme.year))


@cache
def _deciding(book: Book) -> tuple[str, ...]:
    """The facts by which windows, places, forms, steps and notes apply."""
    programme = book.programme
    shown = (*programme.windows, *programme.places, *programme.contacts, *programme.forms, *programme.steps)
    conditions = [said.when for said in (*shown, *programme.standards, *programme.notes) if said.when]
    return tuple(dict.fromkeys(path for condition in conditions for path in condition.reads()))


@lru_cache(maxsize=4096)
def surroundings(book: Book, values: tuple[Scalar | None, ...]) -> Surroundings:
    """What applies where the deciding facts have these values."""
    known = {path: value for path, value in zip(_deciding(book), values, strict=True) if value is not None}
    case, programme = Case(Facts(known), book.programme.year), book.programme
    return Surroundings(
        windows=tuple(applying(programme.windows, case)),
        places=tuple(_information(book, programme.places, case)),
        contacts=tuple(_information(book, programme.contacts, case)),
        forms=tuple(_information(book, programme.forms, case)),
        steps=tuple(applying(programme.steps, case)),
        notes=tuple(_information(book, (*programme.standards, *programme.notes), case)),
    )


def applying(group: Iterable[S], case: Case) -> Iterator[S]:
    """What applies to a case for certain."""
    return (said for said in group if not said.when or said.when.judge(case) is Truth.MET)


def _open_windows(book: Book, windows: Iterable[RuleWindow], today: date) -> Iterator[OpenWindow]:
    """The windows of a case with their state."""
    for said in windows:
        window = said.resting_on("".join(book.citations[name].quote for name in said.cites))
        yield OpenWindow(window, window.state(today), book.citations[said.cites[0]])


def _information(book: Book, group: Iterable[Shown], case: Case) -> Iterator[Information]:
    """Places, contacts, forms and notes: the value where there is one, else the clause itself."""
    for shown in applying(group, case):
        citation = book.citations[shown.cites[0]]
        value = shown.value or citation.quote
        yield Information(shown.what, value, citation, book.suspected.get(value))


def deadlines(book: Book, steps: Iterable[Note], windows: tuple[OpenWindow, ...]) -> Iterator[Deadline]:
    """The steps to take; those counted in working days from the end of the last window with their day."""
    last = last_day(each.window for each in windows)
    for step in steps:
        cited = book.citations[step.cites[0]]
        try:
            by = working_day_after(last, step.working_days) if last and step.working_days else None
        except CalendarError as error:
            yield Deadline(step.what, None, cited, error.year)
        else:
            yield Deadline(step.what, by, cited)


def draft_notes(rulebook: Rulebook, facts: Facts, today: date) -> Iterator[Information]:
    """What drafts say of a case, as long as no adopted notice says the same."""
    existing = {book.programme.id for book in rulebook.books if book.exists(today)}
    for book in rulebook.books:
        programme = book.programme
        if programme.id in existing and programme.draft_of and programme.draft_of not in existing:
            yield from _information(book, programme.notes, Case(facts, programme.year))
