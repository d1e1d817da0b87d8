"""Whether the mailbox can work as it is set up: each thing that it needs, looked at in turn."""

import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from bot.errors import BotError
from bot.finding import Finding
from bot.locale import _
from bot.mailbox.imap.account import Account
from bot.mailbox.imap.connection import connect
from bot.mailbox.register.letters import Letters
from bot.settings.mailbox import MailboxSettings

SOON = 14  # days


def checks(settings: MailboxSettings) -> Iterator[Finding]:
    """Everything that the mailbox needs; what rests on something that is not there is left out."""
    mend = _("put it back from a copy; without it every open letter would be drafted again, so do not just delete it")
    yield _looked_at(_("table of letters"), lambda: _table_at(settings), mend)
    if settings.templates is not None:
        there = settings.templates.is_dir()
        mend = "" if there else _("make the folder, or drop ZHICHENG_MAILBOX_TEMPLATES")
        yield Finding(_("templates of the drafts"), there, str(settings.templates), mend)
    try:
        with connect(settings) as box:
            yield Finding(_("mail server"), True, f"{settings.user}, {settings.host}:{settings.at}")
            yield certificate(box.client.sock)
            yield from folders(Account(box, settings))
    except BotError as error:
        yield Finding(_("mail server"), False, str(error), _("see ZHICHENG_MAILBOX_… in deploy/.env.example"))


def _looked_at(check: str, look: Callable[[], str], mend: str = "") -> Finding:
    """A finding that is sound unless looking fails."""
    try:
        return Finding(check, True, look())
    except BotError as error:
        return Finding(check, False, str(error), mend)


def _table_at(settings: MailboxSettings) -> str:
    """Where the table of letters is."""
    with Letters(settings.letters) as letters:
        letters.examine()
        return str(settings.letters)


def certificate(sock: object) -> Finding:
    """For how long the server's certificate holds."""
    given = sock.getpeercert() if isinstance(sock, ssl.SSLSocket) else None
    until = datetime.fromtimestamp(ssl.cert_time_to_seconds(str((given or {})["notAfter"])), UTC)
    days = (until - datetime.now(UTC)).days
    said = _("it holds for {days} days").format(days=days)
    return Finding(_("certificate of the mail server"), True if days > SOON else None, said)


def folders(account: Account) -> Iterator[Finding]:
    """Whether the folders are there, and what the server can do."""
    incoming = account.settings.folder
    yield _looked_at(_("folder of letters"), lambda: f"{incoming} ({account.look_at(incoming)})")
    yield _looked_at(_("folder for drafts"), lambda: account.drafts)
    yield _looked_at(_("folder of sent mail"), lambda: account.sent_folder or _("none was found"))
    lacks = [name for name in ("IDLE", "UIDPLUS") if not account.offers(name)]
    said = _("it lacks {names}, and works without").format(names=", ".join(lacks)) if lacks else "IDLE, UIDPLUS"
    yield Finding(_("what the mail server can do"), None if lacks else True, said)
