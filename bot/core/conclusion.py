"""The end of a self-check as a reply: the verdict, what can be done with it, and its files."""

from collections.abc import Iterable, Iterator

from bot.core.reply import File, Option, Reply, Rows
from bot.locale import _
from bot.text.paragraph import Paragraph, paragraphs
from bot.text.verdicts import brief_of, committee_lines, guide_lines, text_of
from eligibility.judging.verdict import Verdict


def conclusion(verdict: Verdict, before: Iterable[str] = (), recap: str = "", changes: Rows = ()) -> Reply:
    """The verdict with its files and what it rests on; `before` are lines that stand above it, `changes` lead back."""
    lines = [*before, *brief_of(verdict), *_told_lines(recap)]
    return Reply("interview", paragraphs(lines), (*ways_on(verdict), *changes), tuple(_files_of(verdict)))


def committee(verdict: Verdict, before: Iterable[str] = (), recap: str = "", changes: Rows = ()) -> Reply:
    """Which committee takes the case, and what that rests on; whether one may apply is left to be asked."""
    rows = (
        (Option(_("whether I may apply"), "/check on"), Option(_("change an answer"), "/change")),
        (Option(_("start anew"), "/check new"), Option(_("write to the office"), "/mail")),
        *changes,
    )
    return Reply("interview", paragraphs([*before, *committee_lines(verdict), *_told_lines(recap)]), rows)


def _told_lines(recap: str) -> Iterator[Paragraph]:
    """What the person told, to be found wrong and changed."""
    if recap:
        yield Paragraph(_("You told: {answers}. What is wrong can be changed.").format(answers=recap), "note")


def ways_on(verdict: Verdict) -> Rows:
    """What can be done behind a verdict."""
    more = [Option(_("steps and papers"), "/steps")] if any(guide_lines(verdict)) else []
    return (
        (Option(_("change an answer"), "/change"), Option(_("start anew"), "/check new")),
        (*more, Option(_("write to the office"), "/mail")),
    )


def _files_of(verdict: Verdict) -> Iterator[File]:
    """The verdict as text, and its days as a calendar where there are any."""
    yield File(_("self-check.txt"), "text/plain; charset=utf-8", text_of(verdict).encode())
    if verdict.windows or any(step.by for step in verdict.steps):
        from bot.text.calendar import calendar_of  # noqa: PLC0415  # icalendar takes half a second to load

        yield File(_("calendar.ics"), "text/calendar; charset=utf-8", calendar_of(verdict))
