"""`zhicheng notices` and `zhicheng search`: what the library holds, and how it ranks."""

from datetime import date

import click

from bot.clock import today
from bot.core.live_library import LiveLibrary
from bot.options import Day
from bot.settings.environment import library_path
from bot.text.notices import notice_line, ranking_lines, tree
from bot.text.showing import printable


@click.command()
@click.argument("notice_id", metavar="[ID]", required=False)
@click.option("--as-of", type=Day(), default=None, help="Validity as on this day; default: today.")
def notices(notice_id: str | None, as_of: date | None) -> None:
    """List the notices, or print the section tree of one."""
    day = as_of or today()
    with LiveLibrary(library_path(), lambda line: click.echo(line, err=True)) as desk:
        if notice_id is None:
            for notice in desk.attempt(lambda: desk.library.notices).values():
                click.echo(notice_line(notice, day))
            return
        click.echo(notice_line(desk.notice(notice_id), day))
        for line in tree(entry.passage.path for entry in desk.passages_of(notice_id)):
            click.echo(line)


@click.command()
@click.option("--near", "question", required=True, metavar="QUESTION", help="The question to rank passages for.")
@click.option("--as-of", type=Day(), default=None, help="Rank as on this day; default: today.")
@click.option("--most", default=10, show_default=True, type=click.IntRange(1, 80), help="How many passages.")
def search(question: str, as_of: date | None, most: int) -> None:
    """Show the passages that come nearest to a question, with their scores, as `ask` ranks them."""
    day = as_of or today()
    with LiveLibrary(library_path(), lambda line: click.echo(line, err=True)) as desk:
        click.echo("\n".join(desk.attempt(lambda: ranking_lines(desk.answerer, printable(question), day, most))))
