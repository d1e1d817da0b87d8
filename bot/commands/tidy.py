"""`zhicheng tidy`: the nightly deletion of what was kept long enough."""

from datetime import date, timedelta
from pathlib import Path

import click

from bot import private_file
from bot.clock import today
from bot.locale import _
from bot.mailbox.register.letters import Letters
from bot.options import Day
from bot.settings.load import settings
from bot.settings.model import Settings
from bot.storage.faults import set_aside_at
from bot.storage.key import existing_storage
from bot.storage.storage import KEPT_DAYS
from bot.storage.sweeping import Sweeper

DAMAGED_DAYS = 7  # for which a damaged file that was put aside stays, as long as a copy made for safety does


@click.command()
@click.option("--as-of", type=Day(), default=None, help="Delete as on this day; default: today.")
def tidy(as_of: date | None) -> None:
    """Delete what has been kept for 180 days, of letters their words."""
    found, day = settings(), as_of or today()
    has_letters = found.mailbox.letters.exists()
    if has_letters:
        _tidy_letters(found.mailbox.letters, day)
    if found.storage.exists() or not has_letters:
        tidy_storage(found, day)


def tidy_storage(found: Settings, day: date) -> None:
    """Delete what was kept long enough of conversations, and the damaged files that were put aside."""
    before = first_day(day, KEPT_DAYS)
    with existing_storage(found) as storage:
        counts = storage.forget(before)
        storage.erasing.forget(before)
        is_swept = storage.sweeper.insist()
    private_file.clear(found.storage.parent)
    for path in set_aside_at(storage.path, first_day(day, DAMAGED_DAYS)):
        path.unlink(missing_ok=True)
    message = _(
        "Deleted: {answers} answers, {conversations} conversations, {tokens} buttons, {messages} messages,"
        " {deliveries} unsent messages, {updates} updates."
    )
    click.echo(message.format(**counts._asdict()))
    if not is_swept:
        click.echo(_("Another process holds the file: what was deleted is overwritten as soon as it lets go."))


def _tidy_letters(path: Path, day: date) -> None:
    """Drop the words of letters that were kept long enough."""
    with Letters(path) as letters:
        dropped = letters.forget(day)
    Sweeper(path).insist()
    click.echo(_("Dropped the words of {letters} letters.").format(letters=dropped))


def first_day(day: date, days: int) -> date:
    """The first of so many days that end with this one."""
    return day - timedelta(days - 1)
