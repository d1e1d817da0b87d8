"""The library opened for a door: what opening it did is said, and a library that breaks in use is built anew once."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

from bot.deadline import no_deadline
from bot.locale import _, language
from bot.showing import Say
from bot.text.notices import ranking_lines
from knowledge.answer import Answer
from knowledge.answering import RECENT, Answerer
from knowledge.asked import Asked
from knowledge.errors import DamagedLibrary, UnknownNotice
from knowledge.follow_up import Follower, FollowUp
from knowledge.notice import NOTICES, Notice
from knowledge.question import Reader
from knowledge.scope import Facets
from knowledge.store.building import built_anew, open_library
from knowledge.store.folders import Folders
from knowledge.store.library import Library
from knowledge.store.report import BuildReport
from knowledge.store.stored_passage import StoredPassage

REMEMBERED = 2048  # answers: many people ask the same
ANSWERS_TO_A_TEXT = 4  # for so many cases the same is asked: a door that many people use remembers more texts, too
P = ParamSpec("P")
T = TypeVar("T")


class LiveLibrary:
    """Answers from the library at a path; `say` hears, in one line each, what a person should know of the library.

    `remembered`: how many answers are kept in memory.
    """

    def __init__(self, path: Path, say: Say, notices: Path = NOTICES, remembered: int = REMEMBERED) -> None:
        self.remembered = remembered
        self.path = path
        self.say = say
        self.notices = notices
        self.forgetting: list[Callable[[], None]] = []
        self.open()

    def open(self) -> None:
        """Open the library, built anew where that is needed."""
        told = partial(self.say, _("Building the library from the notices, a few seconds ..."))
        self.take(*open_library(self.path, self.notices, before=told))

    def take(self, library: Library, report: BuildReport) -> None:
        """Answer from a library from now on, and say what opening it did."""
        self.answerer = Answerer(library, texts=max(RECENT, self.remembered // ANSWERS_TO_A_TEXT))
        self.ranked = lru_cache(self.remembered)(self._ranking_lines)
        self.answered = lru_cache(self.remembered)(self.answerer.answer)
        self.follower = Follower(self.answerer, self.answered)
        self.followed = lru_cache(self.remembered)(self.follower.answer)
        for forget in self.forgetting:
            forget()
        for line in lines_of(report, self.path):
            self.say(line)

    def __enter__(self) -> "LiveLibrary":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the library."""
        self.library.close()

    @property
    def reader(self) -> Reader:
        """How questions are read."""
        return self.answerer.reader

    @property
    def library(self) -> Library:
        """The library that answers come from."""
        return self.answerer.library

    def remembering(self, function: Callable[P, T]) -> Callable[P, T]:
        """The same function of texts and days, which remembers what it gave for as long as this library answers."""
        remembers = lru_cache(self.remembered)(function)
        self.forgetting.append(remembers.cache_clear)
        return cast("Callable[P, T]", remembers)

    def attempt(self, action: Callable[[], T]) -> T:
        """What an action gives; a library that it finds damaged is put aside and built anew first."""
        try:
            return action()
        except DamagedLibrary as error:
            broken = self.library
            with no_deadline():
                self.take(*built_anew(self.path, error, Folders(self.notices)))
            broken.close()
            return action()

    def answer(self, question: str, today: date, notice: str | None = None, told: Facets | None = None) -> Answer:
        """The answer as of a day, from one notice only where one is given; `told` is known of the case beside it."""
        if notice is not None:
            self.notice(notice)
        return self.attempt(lambda: self.answered(question, today, notice, told))

    def answer_asked(self, asked: Asked, today: date) -> Answer:
        """The answer to what was asked, for its case."""
        return self.attempt(lambda: self.follower.in_case.answer(*asked, today))

    def ranking_lines(self, asked: Asked, today: date, most: int) -> tuple[str, ...]:
        """How what was asked was read, for its case, and what came nearest, with the scores."""
        return self.attempt(lambda: self.ranked(asked, today, most, language()))

    def _ranking_lines(self, asked: Asked, today: date, most: int, _language: str) -> tuple[str, ...]:
        """The same; `ranked` remembers the latest."""
        told = self.follower.in_case.facets_of(asked.case, today)
        return tuple(ranking_lines(self.answerer, asked.text, today, most, told))

    def follow(self, before: Asked, text: str, today: date) -> FollowUp:
        """The answer to a text that follows what was asked before; that of the text itself where nothing was."""
        return self.attempt(lambda: self.followed(before, text, today))

    def passages_of(self, notice_id: str) -> list[StoredPassage]:
        """Every passage of a notice in the order of its text."""
        return self.attempt(lambda: self.library.passages_of(notice_id))

    def notice(self, notice_id: str) -> Notice:
        """The notice of this id; `UnknownNotice` says which there are."""
        known = self.attempt(lambda: self.library.notices)
        if notice_id not in known:
            raise unknown_notice(notice_id, known)
        return known[notice_id]


def lines_of(report: BuildReport, path: Path) -> Iterator[str]:
    """What a report of opening the library says to a person; nothing where nothing was done."""
    for why in report.left_out:
        yield _("A notice is left out until it is mended ({why}).").format(why=why)
    if report.outdated:
        yield _("A word list is broken, so the library stays as it was ({why}).").format(why=report.outdated)
    if report.damaged:
        yield _("The library was damaged and has been built anew ({why}).").format(why=report.damaged)
    if report.unwritable:
        yield _("The library cannot be written, so it is kept in memory for now ({why}).").format(why=report.unwritable)
    elif report.created or report.updated or report.deleted:
        yield _(
            "Library built ({path}): {created} passages new, {updated} changed, {deleted} gone, {skipped} as before."
        ).format(
            created=report.created, updated=report.updated, deleted=report.deleted, skipped=report.skipped, path=path
        )


def unknown_notice(notice_id: str, known: Iterable[str]) -> UnknownNotice:
    """What is said where no notice has this id: which there are."""
    message = _("There is no notice {notice}; there are: {known}")
    return UnknownNotice(message.format(notice=notice_id, known=", ".join(known)))
