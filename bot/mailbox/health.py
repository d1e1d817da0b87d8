"""Whether the mailbox can work as it is set up: each thing that it needs, looked at in turn."""

import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.day import today
from bot.errors import BotError
from bot.locale import _
from bot.mailbox.account import Account
from bot.mailbox.connection import connected, plainly
from bot.mailbox.letters import Letters
from bot.mailbox.settings import MailboxSettings
from eligibility.errors import CalendarError
from eligibility.schedule import is_working_day

SOON = 14  # days


@dataclass(frozen=True)
class Check:
    """One thing looked at. `state`: it serves, it will not for long or not fully, or it does not."""

    what: str
    state: str
    said: str


def checks(settings: MailboxSettings) -> Iterator[Check]:
    """Everything that the mailbox needs; what rests on something that failed is left out."""
    yield looked_at(_("secret of the mailbox"), lambda: settings.secret() and _("it can be read"))
    yield looked_at(_("table of letters"), lambda: table_at(settings))
    if settings.templates is not None:
        there = settings.templates.is_dir()
        yield Check(_("templates"), "ok" if there else "failed", str(settings.templates))
    yield calendar(today())
    try:
        with connected(settings) as box:
            yield Check(_("log-in"), "ok", f"{settings.user} @ {settings.host}:{settings.at}")
            yield certificate(box.client.sock)
            yield from folders(Account(box, settings))
    except BotError as error:
        yield Check(_("log-in"), "failed", str(error))


def looked_at(what: str, look: Callable[[], str]) -> Check:
    """A check that holds unless looking fails."""
    try:
        return Check(what, "ok", look())
    except BotError as error:
        return Check(what, "failed", str(error))


def table_at(settings: MailboxSettings) -> str:
    """Where the table of letters is."""
    with Letters(settings.letters):
        return str(settings.letters)


def calendar(day: date) -> Check:
    """Whether deadlines can be counted: the calendar of next year comes out in autumn."""
    what = _("calendar of working days")
    for year, state in ((day.year, "failed"), (day.year + 1, "warning")):
        try:
            is_working_day(date(year, 1, 1))
        except CalendarError as error:
            if state == "failed" or day.month == 12:
                return Check(what, state, str(error))
    return Check(what, "ok", str(day.year))


def certificate(sock: object) -> Check:
    """For how long the server's certificate holds."""
    what = _("certificate of the mail server")
    given = sock.getpeercert() if isinstance(sock, ssl.SSLSocket) else None
    if not given:
        return Check(what, "failed", _("there is none"))
    until = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(given["notAfter"])), UTC)
    days = (until - datetime.now(UTC)).days
    return Check(what, "ok" if days > SOON else "warning", _("it holds for {days} days").format(days=days))


def folders(account: Account) -> Iterator[Check]:
    """Whether the folders are there, and what the server can do."""
    with plainly(account.where):
        yield looked_at(
            _("folder of letters"), lambda: f"{account.settings.folder} ({account.look_at(account.settings.folder)})"
        )
        yield looked_at(_("folder for drafts"), lambda: account.drafts)
        sent = account.sent
        yield Check(_("folder of sent mail"), "ok" if sent else "warning", sent or _("none was found"))
        lacks = [name for name in ("IDLE", "UIDPLUS") if not account.offers(name)]
        yield Check(
            _("what the server can do"),
            "warning" if lacks else "ok",
            _("it lacks {names}").format(names=", ".join(lacks)) if lacks else "IDLE, UIDPLUS",
        )
