"""`zhicheng telegram`: the Telegram bot, and a check of how it is set up."""

import asyncio
import signal
import sys

import click
from telegram.ext import AIORateLimiter, ExtBot

from bot.clock import today
from bot.delivery import logs
from bot.delivery.heartbeat import Heartbeat
from bot.delivery.serving import serving
from bot.errors import SettingsError
from bot.locale import _
from bot.settings.load import settings
from bot.settings.model import Telegram
from bot.telegram.checking import findings
from bot.telegram.service import Service, http_request


@click.command()
@click.option("--check", is_flag=True, help="Only look whether all is set up, on the server it is pointed at.")
def telegram(*, check: bool) -> None:
    """Answer people on Telegram until stopped (Ctrl-C, or SIGTERM)."""
    found = settings()
    if found.telegram.token is None:
        raise SettingsError(_no_token())
    logs.set_up()
    if check:
        sys.exit(0 if asyncio.run(_report_findings(found.telegram)) else 1)
    with serving("telegram", found) as opened:
        service = Service(found.telegram, opened.assistant, opened.storage, today)
        asyncio.run(_run_until_stopped(service, opened.life))


def _no_token() -> str:
    """What to do first."""
    return _(
        "There is no Telegram token yet. Write to @BotFather on Telegram (/newbot), put the token that it gives into a "
        "file that only this account can read, and name it: ZHICHENG_TELEGRAM_TOKEN_FILE=/path/to/token"
    )


async def _run_until_stopped(service: Service, life: Heartbeat) -> None:
    """Run the service until a signal ends it in good order."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await service.run(stop, life)


async def _report_findings(options: Telegram) -> bool:
    """Whether all is right; each finding is a line."""
    token = options.token.get_secret_value() if options.token else ""
    request = http_request(2, options)
    bot = ExtBot(token, f"{options.base_url}/bot", request=request, rate_limiter=AIORateLimiter())
    is_right = True
    async for finding in findings(bot, options):
        click.echo(finding.line)
        is_right = is_right and finding.sound is True
    return is_right
