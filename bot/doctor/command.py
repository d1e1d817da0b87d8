"""`zhicheng doctor`: whether everything is in place, and how to mend what is not."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict

import click

from bot.doctor.local import findings
from bot.errors import SettingsError
from bot.finding import Finding
from bot.locale import _
from bot.settings.load import settings
from bot.settings.model import Telegram

PATIENCE = 10.0  # seconds


@click.command()
@click.option("--online", is_flag=True, help="Ask the Telegram server and the mail server, too.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
def doctor(*, online: bool, as_json: bool) -> None:
    """Check settings, token, library, catalogues, database, files, disk, clock and calendar."""
    found = []
    for finding in _all_findings(online=online):
        found.append(finding)
        if not as_json:
            click.echo(finding.line)
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in found], ensure_ascii=False))
    sys.exit(any(finding.sound is False for finding in found))


def _all_findings(*, online: bool) -> Iterator[Finding]:
    """The settings first; where they are wrong, nothing else can be looked at."""
    try:
        found = settings()
    except SettingsError as error:
        yield Finding(_("settings"), False, str(error), _("see deploy/.env.example"))
        return
    yield Finding(_("settings"), True, _("all known and well-formed"))
    yield from findings(found)
    if online and found.telegram.token:
        yield server(found.telegram, found.telegram.token.get_secret_value())
    if online and found.mailbox.host:
        from bot.mailbox.health import checks  # noqa: PLC0415  # only needed here

        yield from checks(found.mailbox)


def server(telegram: Telegram, token: str) -> Finding:
    """What the Telegram server says of the token; neither it nor an address that holds it is repeated."""
    import httpx  # noqa: PLC0415  # only needed here

    name = _("Telegram server")
    proxy = telegram.proxy.get_secret_value() if telegram.proxy else None
    try:
        with httpx.Client(proxy=proxy, timeout=PATIENCE) as client:
            answer = client.get(f"{telegram.base_url}/bot{token}/getMe")
        me = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        mend = _("check the network, ZHICHENG_TELEGRAM_PROXY and ZHICHENG_TELEGRAM_BASE_URL")
        return Finding(name, False, type(error).__name__, mend)
    if isinstance(me, dict) and me.get("ok"):
        return Finding(name, True, f"@{me['result']['username']}")
    return Finding(name, False, f"HTTP {answer.status_code}", _("get a new token from @BotFather"))
