"""What `zhicheng doctor` looks at: each thing as a finding that says how it stands and how to mend it."""

import shutil
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from bot.clock import CHINA
from bot.delivery.heartbeat import Heartbeat
from bot.doctor.data import library, notices, rules
from bot.doctor.kept import database, put_aside
from bot.doctor.page import answering
from bot.errors import SettingsError
from bot.finding import Finding
from bot.locale import FOLDER, _
from bot.settings.model import Settings
from bot.storage.key import key_path
from eligibility.judging.working_days import is_known
from knowledge.source import load_sources

PUBLISHED = 11  # the month from which on next year's holidays are published
LEAST_FREE = 200 * 1024 * 1024  # bytes: the library, what is kept, and room for a copy of it
PATIENCE = {
    "telegram": 60.0,
    "web": 60.0,
    "mailbox": 900.0,
}  # seconds without a sign of life; a mail server may be slow
OTHERS = stat.S_IRWXG | stat.S_IRWXO
OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def catalogues(_settings: Settings) -> Finding:
    """Whether every message catalogue is compiled and says all that it should."""
    name, mend = _("catalogues"), _("make setup, or install the package again")
    for path in sorted(FOLDER.glob("*/LC_MESSAGES/*.po")):
        compiled = path.with_suffix(".mo")
        if not compiled.is_file():
            return Finding(name, False, _("{path} is missing").format(path=compiled), mend)
        with path.open("rb") as wanted, compiled.open("rb") as found:
            lacking = {each.id for each in read_po(wanted) if each.string} - {each.id for each in read_mo(found)}
        if lacking:
            return Finding(
                name, False, _("{path} lacks {count} messages").format(path=compiled, count=len(lacking)), mend
            )
    return Finding(name, True, _("complete"))


def token(settings: Settings) -> Finding:
    """Whether the Telegram door has its token."""
    if settings.telegram.token:
        return Finding(_("Telegram token"), True, _("there, and of the right form"))
    mend = _("get one from @BotFather and put it into the file that ZHICHENG_TELEGRAM_TOKEN_FILE names")
    return Finding(_("Telegram token"), None, _("none"), mend)


def mailbox(settings: Settings) -> Finding:
    """Whether the mailbox has what it takes to log in."""
    name, office = _("mailbox"), settings.mailbox
    if not (office.host and office.user):
        return Finding(name, None, _("not set up"), _("see ZHICHENG_MAILBOX_… in deploy/.env.example"))
    try:
        office.secret()
    except SettingsError as error:
        return Finding(name, False, str(error), _("see ZHICHENG_MAILBOX_… in deploy/.env.example"))
    return Finding(name, True, f"{office.user}, {office.host}:{office.at}")


def privacy(settings: Settings) -> Finding:
    """Whether only the owner can read the secrets and what is kept."""
    name, telegram, office = _("file modes"), settings.telegram, settings.mailbox
    secret = [telegram.token_file, telegram.secret_file, key_path(settings), settings.storage]
    secret += [office.password_file, office.token_file, office.letters]  # systemd sees to its credentials itself
    with suppress(OSError):
        for path in filter(None, secret):
            if path.exists() and "credentials" not in path.parts and path.stat().st_mode & OTHERS:
                return Finding(name, False, _("others can read {path}").format(path=path), f"chmod 600 {path}")
        folder = settings.storage.parent
        if folder.exists() and folder.stat().st_mode & OTHERS_WRITE:
            return Finding(name, False, _("others can write into {path}").format(path=folder), f"chmod 700 {folder}")
    return Finding(name, True, _("secrets and what is kept are the owner's alone"))


def _telegram_service(settings: Settings) -> Finding:
    """Whether the Telegram service, where it is to run, is alive."""
    return _life_of("telegram", settings.storage)


def _web_service(settings: Settings) -> Finding:
    """Whether the web service, where it is to run, is alive and answers."""
    life = _life_of("web", settings.storage)
    return answering(life, settings.web) if life.sound else life


def _mailbox_service(settings: Settings) -> Finding:
    """Whether the watch over the mailbox, where it is to run, is alive."""
    return _life_of("mailbox", settings.mailbox.letters)


def _life_of(service: str, beside: Path) -> Finding:
    """Whether a service that was started and not stopped shows life; one that froze or crashed does not."""
    name, latest = _("service {name}").format(name=service), Heartbeat(service, beside).latest()
    if latest is None:
        return Finding(name, None, _("not started here, or stopped in good order"))
    moment = f"{datetime.fromtimestamp(latest, CHINA):%Y-%m-%d %H:%M:%S}"
    if abs(time.time() - latest) <= PATIENCE[service]:
        return Finding(name, True, _("alive at {moment}").format(moment=moment))
    said = _("frozen or ended: no sign of life since {moment}").format(moment=moment) if latest else _("never came up")
    return Finding(name, False, said, f"systemctl restart zhicheng-{service}; journalctl -u zhicheng-{service}")


def disk(settings: Settings) -> Finding:
    """Whether there is room where things are kept."""
    folder = next(path for path in settings.storage.absolute().parents if is_there(path))
    free = shutil.disk_usage(folder).free
    said = _("{free} MB free at {path}").format(free=free // 1024**2, path=folder)
    return Finding(_("disk"), free >= LEAST_FREE, said, "" if free >= LEAST_FREE else _("make room: 200 MB are needed"))


def is_there(path: Path) -> bool:
    """Whether a path is there for this process to see."""
    try:
        return path.exists()
    except OSError:
        return False


def clock(_settings: Settings) -> Finding:
    """Whether the clock can be right: no notice was issued in the future."""
    now = datetime.now(CHINA)
    said = _("{now} in China").format(now=f"{now:%Y-%m-%d %H:%M}")
    sources = load_sources(broken=lambda _error: None)
    latest = max(source.notice.exists_from for source in sources)
    sound = now.date() >= latest
    return Finding(
        _("clock"), sound, said, "" if sound else _("set the clock: a notice of {day} is there").format(day=latest)
    )


def calendar(_settings: Settings) -> Finding:
    """Whether this year's working days are known and, from November on, next year's."""
    return working_days(datetime.now(CHINA).date())


def working_days(today: date) -> Finding:
    """The same as of a day; next year's may be missing as long as the State Council has not published them."""
    remedy = "pip install --upgrade chinesecalendar"
    if not is_known(today.year):
        return Finding(_("working days"), False, _("not known for {year}").format(year=today.year), remedy)
    known = _("known for {year}").format(year=today.year)
    if today.month < PUBLISHED or is_known(today.year + 1):
        return Finding(_("working days"), True, known)
    missing = _("{known}, not for {year} yet; once it is published: eligibility/holidays/{year}.yaml, or the package")
    return Finding(_("working days"), None, missing.format(known=known, year=today.year + 1), remedy)


CHECKS: tuple[Callable[[Settings], Finding], ...] = (
    token,
    mailbox,
    notices,
    rules,
    library,
    catalogues,
    database,
    put_aside,
    privacy,
    _telegram_service,
    _web_service,
    _mailbox_service,
    disk,
    clock,
    calendar,
)


def findings(settings: Settings) -> Iterator[Finding]:
    """Every finding, in their order; a check that itself breaks off is one, too."""
    for check in CHECKS:
        try:
            yield check(settings)
        except Exception as error:  # noqa: BLE001  # whatever is broken, the other checks are what it is asked for
            yield Finding(check.__name__, False, " ".join(f"{type(error).__name__}: {error}".split()))
