"""The Telegram bot in the process of the pages: its webhook is one more address, and the rest goes on beside them.

The pages do not wait for Telegram, and do not fall with it: as long as it cannot be reached, updates are refused (503),
and Telegram keeps what is refused and posts it again.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from bot.errors import TelegramRefused
from bot.telegram.service import Service

logger = logging.getLogger(__name__)


class BotBeside:
    """Takes the updates of a bot by its webhook."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.is_up = False

    def application(self, pages: ASGIApp) -> Starlette:
        """The pages with the bot's address before them; what is counted and limited there does not hold for it."""
        path = urlsplit(self.service.options.webhook_url or "").path
        return Starlette(routes=[Route(path, self.take, methods=["POST"]), Mount("/", pages)])

    async def take(self, request: Request) -> Response:
        """One update."""
        if not self.is_up:
            raise HTTPException(503)
        return await self.service.webhook.take(request)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The bot at work for as long as this lasts; what is still to be sent at the end is sent."""
        task = asyncio.create_task(self._run())
        try:
            yield
        finally:
            self.is_up = False
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _run(self) -> None:
        """Greet Telegram and stay; what it refuses is in the log, and the pages go on."""
        try:
            async with self.service.running():
                await self.service.announce()
                self.is_up = True
                logger.info("@%s is listening beside the pages", self.service.bot.username)
                await asyncio.Event().wait()
        except TelegramRefused as error:
            logger.error("the bot is not there: %s", error)
