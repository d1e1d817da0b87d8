"""`zhicheng web`: the pages, and the API, on an address of this machine; a reverse proxy stands in front of it."""

import asyncio
import signal
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING

import click
import uvicorn
from starlette.types import ASGIApp

from bot.clock import today
from bot.delivery import logs
from bot.delivery.handed_socket import handed_sockets
from bot.delivery.limits import RateLimits
from bot.delivery.serving import Opened, serving
from bot.delivery.web_server import Connection, WebServer
from bot.errors import SettingsError
from bot.locale import _
from bot.settings.load import settings
from bot.settings.model import Settings, WebSettings
from bot.storage.key import key_of
from bot.web.app import application
from bot.web.door import WebDoor
from bot.web.state import States

if TYPE_CHECKING:
    from bot.web.bot_beside import BotBeside

LAST_REQUESTS = 10  # seconds for what is being answered at the end
MOST_AT_ONCE = 512  # connections; more are told to come again
LONGEST_HEAD = 16 * 1024  # bytes of a request's line and headers


@click.command()
def web() -> None:
    """Answer people in their browsers until stopped (Ctrl-C, or SIGTERM)."""
    found = settings()
    logs.set_up()
    with serving("web", found) as opened:
        door = WebDoor(opened.assistant, States(key_of(found)), opened.storage, today)
        click.echo(_("Open {address} in a browser.").format(address=found.web.address))
        asyncio.run(_serve(door, found, opened))


async def _serve(door: WebDoor, found: Settings, opened: Opened) -> None:
    """Answer requests until a signal ends it; those that have begun are brought to their end."""
    pages = application(door, RateLimits(found.web.turns_a_minute, time.monotonic), found.web.embedded_by.split())
    bot = _bot_of(found, opened) if found.web.telegram else None
    server = server_of(bot.application(pages) if bot else pages, found.web)
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, setattr, server, "should_exit", True)
    async with opened.life.beating(), bot.running() if bot else nullcontext():
        await server.serve(handed_sockets())


def _bot_of(found: Settings, opened: Opened) -> "BotBeside":
    """The bot that works in this process; an error where it is not set up to be posted to."""
    from bot.telegram.service import Service  # noqa: PLC0415  # takes half a second to load
    from bot.web.bot_beside import BotBeside  # noqa: PLC0415  # the same

    if found.telegram.token is None or found.telegram.mode != "webhook":
        raise SettingsError(_("ZHICHENG_WEB_TELEGRAM needs the bot's token and ZHICHENG_TELEGRAM_MODE=webhook"))
    return BotBeside(Service(found.telegram, opened.assistant, opened.storage, today))


def server_of(pages: ASGIApp, options: WebSettings) -> WebServer:
    """The server of the pages; who asks is taken from X-Forwarded-For only where the proxy on this machine says it."""
    config = uvicorn.Config(
        pages,
        host=options.listen,
        port=options.port,
        http=Connection,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        limit_concurrency=MOST_AT_ONCE,
        h11_max_incomplete_event_size=LONGEST_HEAD,
        timeout_graceful_shutdown=LAST_REQUESTS,
    )
    return WebServer(config)
