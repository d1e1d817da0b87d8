"""`zhicheng why`: an answer that was given, shown again with what it rests on."""

from collections.abc import Iterator

import click

from bot.core.live_library import LiveLibrary
from bot.environment import library_path
from bot.errors import NoSuchNumber
from bot.locale import N_, _
from bot.settings.load import settings
from bot.storage.key import existing_storage
from bot.storage.rows import Kept
from bot.text.answers import AnswerText

STATUS = {"answered": N_("answered"), "clarify": N_("asked back"), "no_answer": N_("not answered")}


@click.command()
@click.argument("number", type=click.IntRange(min=1))
@click.option("--most", default=10, show_default=True, type=click.IntRange(1, 80), help="How many passages.")
def why(number: int, most: int) -> None:
    """Show the answer of a NUMBER again, with the scores and the passages that were rejected."""
    with existing_storage(settings()) as storage:
        kept = storage.answer(number)
    if kept is None:
        raise NoSuchNumber(_("No answer has the number {number}, or it was deleted since.").format(number=number))
    with LiveLibrary(library_path(), lambda line: click.echo(line, err=True)) as desk:
        click.echo("\n".join(_explanation(desk, kept, most)))


def _explanation(desk: LiveLibrary, kept: Kept, most: int) -> Iterator[str]:
    """The particulars of an answer, the answer as it is given now as of its day, and how its passages ranked."""
    asked = kept.asked.whole
    yield _("Number {number}, as of {day}: {question}").format(number=kept.number, day=kept.day, question=asked)
    yield _("Library {edition}; {status}, confidence {confidence:.2f}").format(
        edition=kept.edition[:12] or "-", status=_(STATUS[kept.status]), confidence=kept.confidence
    )
    if kept.useful is not None:
        told = _("useful") if kept.useful else _("not useful")
        yield f"{told}{f'：{kept.reason}' if kept.reason else ''}"
    if kept.edition != desk.library.built_from:
        yield _("The library has changed since, so that the answer below may differ from the one given.")
    yield ""
    shown = AnswerText(desk.answer_asked(kept.asked, kept.day), kept.day)
    yield from (each.text for each in (*shown.paragraphs(), *shown.sources()))
    yield ""
    yield from desk.ranking_lines(kept.asked, kept.day, most)
