"""`zhicheng notices` and `zhicheng search`: what the library holds, what is wrong with a notice, and how it ranks."""

from datetime import date
from pathlib import Path

import click

from bot.clock import today
from bot.core.live_library import LiveLibrary, unknown_notice
from bot.environment import library_path
from bot.locale import _
from bot.options import Day
from bot.showing import printable
from bot.text.notice_faults import fault_line
from bot.text.notices import notice_line, ranking_lines, tree
from knowledge.next_notice import carry_over, write_folder
from knowledge.notice import NOTICES
from knowledge.notice_faults import ids_in
from knowledge.notice_faults import lint as faults_of
from knowledge.patterns import linear
from knowledge.source import load_source
from knowledge.terms import Lexicon

ID = linear(r"[a-z0-9]+(-[a-z0-9]+)*")  # it is the name of a folder, and stands in addresses and rule files
FOLDER = click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=NOTICES,
    help="Where the notices are; default: those of the program.",
)


class NoticesGroup(click.Group):
    """A group whose command may be left out: `notices ID` shows that notice, `notices` lists all."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments, with `show` where none of the commands is named."""
        words = [each for each in args if not each.startswith("-")]
        if "--help" not in args and not (words and words[0] in self.commands):
            args = ["show", *args]
        return super().parse_args(ctx, args)


@click.group(cls=NoticesGroup)
def notices() -> None:
    """List the notices, or print the section tree of one (`notices ID`); check one, or begin next year's."""


@notices.command(hidden=True)
@click.argument("notice_id", metavar="[ID]", required=False)
@click.option("--as-of", type=Day(), default=None, help="Validity as on this day; default: today.")
def show(notice_id: str | None, as_of: date | None) -> None:
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


@notices.command()
@click.argument("notice_id", metavar="[ID]", required=False)
@FOLDER
def lint(notice_id: str | None, folder: Path) -> None:
    """Say everything that is wrong with a notice's folder, or with those of all notices."""
    if notice_id is not None and notice_id not in (known := ids_in(folder)):
        raise unknown_notice(notice_id, known)
    found = [fault_line(fault) for fault in faults_of(folder, Lexicon.read(), notice_id)]
    for line in found:
        click.echo(line)
    if found:
        raise click.exceptions.Exit(1)
    click.echo(_("no faults"))


@notices.command()
@click.argument("notice_id", metavar="ID")
@click.option("--from", "earlier", required=True, metavar="ID", help="Last year's notice on the same matter.")
@click.option("--source", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True, help="Its text.")
@click.option("--year", type=click.IntRange(2000, 2100), required=True, help="The year of the new round.")
@FOLDER
def new(notice_id: str, earlier: str, source: Path, year: int, folder: Path) -> None:
    """Make next year's folder from last year's: what the new text still says is carried over, the rest is listed."""
    path, known = folder / notice_id, ids_in(folder)
    if not ID.fullmatch(notice_id):
        raise click.UsageError(
            _("{id}: an id is made of a-z, 0-9 and -, like {like}").format(id=notice_id, like=earlier)
        )
    if path.exists():
        raise click.UsageError(_("{path} is there already").format(path=path))
    if earlier not in known:
        raise unknown_notice(earlier, known)
    carried = carry_over(load_source(earlier, folder).notice, source, year)
    write_folder(path, source, carried.record)
    click.echo(_("{path} is made; to be filled in from the text:").format(path=path))
    for key in carried.blank:
        click.echo(f"  {key}")


@click.command()
@click.option("--near", "question", required=True, metavar="QUESTION", help="The question to rank passages for.")
@click.option("--as-of", type=Day(), default=None, help="Rank as on this day; default: today.")
@click.option("--most", default=10, show_default=True, type=click.IntRange(1, 80), help="How many passages.")
def search(question: str, as_of: date | None, most: int) -> None:
    """Show the passages that come nearest to a question, with their scores, as `ask` ranks them."""
    day = as_of or today()
    with LiveLibrary(library_path(), lambda line: click.echo(line, err=True)) as desk:
        click.echo("\n".join(desk.attempt(lambda: ranking_lines(desk.answerer, printable(question), day, most))))
