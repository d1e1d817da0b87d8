"""What goes with a verdict: achievements, windows, places, contacts, forms, steps and notes of the programme."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import TypeVar

from eligibility.conditions import Case
from eligibility.facts import Facts
from eligibility.judging import Judgement, earliest_year
from eligibility.logic import Truth
from eligibility.placing import Leaf
from eligibility.reasons import tallies_of
from eligibility.rulebook import Book, Note, Rulebook, Said, Window
from eligibility.schedule import Deadline, OpenWindow, state_of, working_day_after
from eligibility.verdict import Information, Verdict
from knowledge.plain import plain

S = TypeVar("S", bound=Said)


def surround(verdict: Verdict, leaf: Leaf, judgement: Judgement | None, rulebook: Rulebook) -> Verdict:
    """The verdict with what its programme says besides; only contacts where another or no committee takes the case."""
    book = leaf.book
    if book is None:
        return verdict
    case = Case(leaf.facts, book.programme.year)
    verdict = replace(verdict, contacts=tuple(information(book, book.programme.contacts, case)))
    if judgement is None:
        return verdict
    windows = tuple(open_windows(book, case, verdict.today))
    return replace(
        verdict,
        achievements=tallies_of(leaf, judgement, rulebook),
        windows=windows,
        places=tuple(information(book, book.programme.places, case)),
        forms=tuple(information(book, book.programme.forms, case)),
        steps=tuple(deadlines(book, case, windows)),
        notes=tuple(information(book, (*book.programme.standards, *book.programme.notes), case)),
        earliest_year=earliest_year(judgement),
    )


def applying(group: Iterable[S], case: Case) -> Iterator[S]:
    """What applies to a case for certain."""
    return (said for said in group if not said.when or said.when.judge(case) is Truth.MET)


def open_windows(book: Book, case: Case, today: date) -> Iterator[OpenWindow]:
    """The windows of a case with their state."""
    window: Window
    for window in applying(book.programme.windows, case):
        state = state_of(window.opens, window.closes, today)
        yield OpenWindow(window.what, window.opens, window.closes, state, book.citations[window.cites[0]])


def information(book: Book, group: Iterable[Said], case: Case) -> Iterator[Information]:
    """Places, contacts, forms and notes: the value where there is one, else the clause itself."""
    for said in applying(group, case):
        citation = book.citations[said.cites[0]]
        value = next((getattr(said, name) for name in ("address", "value", "number") if hasattr(said, name)), citation.quote)
        yield Information(getattr(said, "what", "评审标准"), value, citation, suspected_reading(book, value))


def suspected_reading(book: Book, value: str) -> str | None:
    """What a misprint in the value probably means, by the notice's errata."""
    for erratum in book.source.notice.errata:
        if erratum.reading and plain(erratum.printed) in plain(value):
            return plain(value).replace(plain(erratum.printed), erratum.reading)
    return None


def deadlines(book: Book, case: Case, windows: tuple[OpenWindow, ...]) -> Iterator[Deadline]:
    """The steps to take; those counted in working days from the end of the last window with their day."""
    last = max((window.closes for window in windows), default=None)
    step: Note
    for step in applying(book.programme.steps, case):
        by = working_day_after(last, step.working_days) if last and step.working_days else None
        yield Deadline(step.what, by, book.citations[step.cites[0]])


def draft_notes(rulebook: Rulebook, facts: Facts, today: date) -> Iterator[Information]:
    """What drafts say of a case, as long as no adopted notice says the same."""
    existing = {book.programme.id for book in rulebook.books if book.exists(today)}
    for book in rulebook.books:
        programme = book.programme
        if programme.id in existing and programme.draft_of and programme.draft_of not in existing:
            yield from information(book, programme.notes, Case(facts, programme.year))
