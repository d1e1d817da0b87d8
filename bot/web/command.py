"""`zhicheng web`: the pages, and the API, on an address of this machine; a reverse proxy stands in front of it."""

import asyncio
import signal
import time

import click
import uvicorn

from bot.clock import today
from bot.delivery import logs
from bot.delivery.heartbeat import Heartbeat
from bot.delivery.limits import RateLimits
from bot.delivery.serving import serving
from bot.delivery.web_server import WebServer
from bot.locale import _
from bot.settings.load import settings
from bot.settings.model import Settings, WebSettings
from bot.storage.key import key_of
from bot.web.app import application
from bot.web.door import WebDoor
from bot.web.state import States

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
        click.echo(_("Open {address} in a browser.").format(address=_address(found.web)))
        asyncio.run(_serve(door, found, opened.life))


async def _serve(door: WebDoor, found: Settings, life: Heartbeat) -> None:
    """Answer requests until a signal ends it; those that have begun are brought to their end."""
    server = server_of(door, found.web)
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, setattr, server, "should_exit", True)
    async with life.beating():
        await server.serve()


def server_of(door: WebDoor, options: WebSettings) -> WebServer:
    """The server of a door; who asks is taken from X-Forwarded-For only where the proxy on this machine says it."""
    limits = RateLimits(options.turns_a_minute, time.monotonic)
    config = uvicorn.Config(
        application(door, limits, options.embedded_by.split()),
        host=options.listen,
        port=options.port,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        limit_concurrency=MOST_AT_ONCE,
        h11_max_incomplete_event_size=LONGEST_HEAD,
        timeout_graceful_shutdown=LAST_REQUESTS,
    )
    return WebServer(config)


def _address(options: WebSettings) -> str:
    """Where the pages are on this machine."""
    host = f"[{options.listen}]" if ":" in options.listen else options.listen
    return f"http://{host}:{options.port}/"
