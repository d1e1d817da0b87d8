"""Updates by webhook: one path, one secret, and an answer to Telegram only once the update is answered in our file."""

import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import telegram
import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram.ext import ExtBot

from bot.delivery.bodies import body_of
from bot.delivery.web_server import Connection, WebServer
from bot.settings.model import Telegram
from bot.telegram.reading import update_in

HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST = 512 * 1024  # bytes; Telegram's updates have a few thousand
Process = Callable[[telegram.Update], Awaitable[None]]
logger = logging.getLogger(__name__)


class Webhook:
    """Takes what Telegram posts; anybody else is turned away."""

    def __init__(self, bot: ExtBot[int], process: Process, secret: str) -> None:
        self.bot = bot
        self.process = process
        self.secret = secret.encode("ascii")

    def app(self, path: str) -> Starlette:
        """The web application: this path, and 404 elsewhere."""
        return Starlette(routes=[Route(path, self.take, methods=["POST"])])

    async def take(self, request: Request) -> Response:
        """One update; 403 without the secret, 400 if it is none."""
        given = request.headers.get(HEADER, "").encode("latin-1")
        if not hmac.compare_digest(given, self.secret):
            raise HTTPException(403)
        update = self._update_of(await body_of(request, LARGEST))
        if update is None:
            raise HTTPException(400)
        await self.process(update)
        return Response()

    def _update_of(self, body: bytes) -> telegram.Update | None:
        """The update that a body holds; None where it holds none."""
        try:
            return update_in(json.loads(body), self.bot)
        except (ValueError, RecursionError) as error:
            logger.warning("a request with the right secret holds no JSON: %s", type(error).__name__)
            return None


def server(webhook: Webhook, options: Telegram) -> WebServer:
    """The server of a webhook, on the address that the reverse proxy asks."""
    config = uvicorn.Config(
        webhook.app(urlsplit(options.webhook_url or "").path),
        host=options.listen,
        port=options.port,
        http=Connection,
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=5,
    )
    return WebServer(config)
