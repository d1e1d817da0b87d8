"""The door put together and run: the Application of python-telegram-bot, updates in, the outbox, and an orderly end."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import telegram
from telegram.error import InvalidToken, TelegramError
from telegram.ext import AIORateLimiter, ApplicationBuilder, TypeHandler
from telegram.request import BaseRequest, HTTPXRequest

from bot.core.assistant import Assistant
from bot.delivery.heartbeat import Heartbeat
from bot.delivery.limits import RateLimits
from bot.delivery.order import PersonAtATime
from bot.errors import StorageError, TelegramRefused
from bot.settings.model import Telegram
from bot.storage.storage import Storage
from bot.telegram import words
from bot.telegram.commands import set_commands
from bot.telegram.door import Door
from bot.telegram.outbox import AT_ONCE, Outbox
from bot.telegram.polling import ALLOWED, WAITS, Polling
from bot.telegram.posting import Post
from bot.telegram.webhook import Webhook, server

LAST_WORDS = 10.0  # seconds for what is still to be sent at the end
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Network:
    """How requests reach Telegram: `request` in place of HTTPX, and at most `rate` messages a second, 0 for any."""

    request: BaseRequest | None = None
    rate: float = 30


class Service:
    """One bot."""

    def __init__(
        self,
        options: Telegram,
        assistant: Assistant,
        storage: Storage,
        today: Callable[[], date],
        network: Network | None = None,
    ) -> None:
        self.options = options
        network = network or Network()
        self.application = (
            ApplicationBuilder()
            .token(options.token.get_secret_value() if options.token else "")
            .base_url(f"{options.base_url}/bot")
            .base_file_url(f"{options.base_url}/file/bot")
            .request(network.request or http_request(AT_ONCE, options))
            .get_updates_request(network.request or http_request(1, options))
            .rate_limiter(AIORateLimiter(overall_max_rate=network.rate, max_retries=3))
            .concurrent_updates(PersonAtATime())
            .updater(None)  # updates come from `polling` or `webhook`, which wait for the commit
            .job_queue(None)
            .build()
        )
        self.bot = self.application.bot
        self.outbox = Outbox(Post(self.bot, storage), storage)
        limits = RateLimits(options.turns_a_minute, time.monotonic)
        self.storage = storage
        self.door = Door(assistant, storage, self.outbox, limits, today)
        self.application.add_handler(TypeHandler(telegram.Update, self.door.take))
        self.application.add_error_handler(self.door.on_error)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Ready to take updates; what was left to be sent is sent first, and at the end all that can be."""
        try:
            await self._greet()
            with suppress(StorageError):  # it is tried again at the first turn
                self.outbox.take_up()
            yield
        finally:
            await self.outbox.stop(LAST_WORDS)
            await self.application.shutdown()
            await self.bot.shutdown()  # which the application leaves open where it never came up

    async def _greet(self) -> None:
        """Ask Telegram who we are, as often as the network needs, set the commands, take a webhook out of the way."""
        for pause in (*WAITS, None):
            try:
                await self.application.initialize()
                await set_commands(self.bot)
                if self.options.mode == "polling":
                    await self.bot.delete_webhook()
            except InvalidToken as error:
                raise TelegramRefused(words.refused_token()) from error
            except TelegramError as error:
                if pause is None:
                    raise TelegramRefused(words.unreachable(self.options.base_url, str(error))) from error
                logger.warning("Telegram cannot be reached (%s); asked again in %g s", error, pause)
                await asyncio.sleep(pause)
            else:
                return

    async def process(self, update: telegram.Update) -> None:
        """Have the application work on an update; over as soon as the reply is kept."""
        work = self.application.process_update(update)
        await self.application.update_processor.process_update(update, work)

    async def run(self, stop: asyncio.Event, life: Heartbeat) -> None:
        """Work until `stop` is set, and show life meanwhile."""
        async with self.running(), life.beating():
            logger.info("@%s is listening by %s", self.bot.username, self.options.mode)
            await (self.poll(stop) if self.options.mode == "polling" else self.serve(stop))
            logger.info("stopping")

    async def poll(self, stop: asyncio.Event) -> None:
        """Take updates by long polling."""
        await Polling(self.bot, self.process, self.options.poll_timeout).run(stop)

    async def serve(self, stop: asyncio.Event) -> None:
        """Take updates by webhook."""
        web = server(self.webhook, self.options)
        serving = asyncio.create_task(web.serve())
        stopped = asyncio.create_task(stop.wait())
        try:
            await self.announce()
            await asyncio.wait({serving, stopped}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            web.should_exit = True
            stopped.cancel()
            await serving

    @cached_property
    def webhook(self) -> Webhook:
        """What takes updates that are posted."""
        return Webhook(self.bot, self.process, self._secret)

    async def announce(self) -> None:
        """Tell Telegram where updates are to be posted."""
        address = self.options.webhook_url or ""
        try:
            await self.bot.set_webhook(address, allowed_updates=ALLOWED, secret_token=self._secret)
        except TelegramError as error:
            raise TelegramRefused(words.refused_webhook(address, str(error))) from error

    @property
    def _secret(self) -> str:
        """The word that Telegram has to say."""
        return self.options.secret.get_secret_value() if self.options.secret else ""


def http_request(connections: int, options: Telegram) -> HTTPXRequest:
    """Requests over so many connections, through the proxy that is set."""
    proxy = options.proxy.get_secret_value() if options.proxy else None
    return HTTPXRequest(connections, read_timeout=20, pool_timeout=30, proxy=proxy)
