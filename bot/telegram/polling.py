"""Fetches updates by long polling. The next request, which tells Telegram that the last ones arrived, goes out only
after they are answered in our file: what is killed in between is fetched again, and known by its number.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from itertools import chain, repeat

import telegram
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.errors import TelegramRefused
from bot.telegram import words
from bot.telegram.outbox import seconds_of
from bot.telegram.reading import UNREADABLE, update_in

ALLOWED = ("message", "edited_message", "callback_query")
WAITS = (1.0, 2.0, 4.0, 8.0, 15.0)  # seconds after a fault, the last one again and again
Process = Callable[[telegram.Update], Awaitable[None]]
logger = logging.getLogger(__name__)


class Polling:
    """One long poll after the other, until it is told to stop."""

    def __init__(self, bot: ExtBot[int], process: Process, seconds: int, waits: Sequence[float] = WAITS) -> None:
        self.bot = bot
        self.process = process
        self.seconds = seconds
        self.offset = 0
        self.pauses = waits
        self.waits = self.fresh()

    def fresh(self) -> "chain[float]":
        """The pauses after faults, from the first one on."""
        return chain(self.pauses, repeat(self.pauses[-1]))

    async def run(self, stop: asyncio.Event) -> None:
        """Fetch and process until `stop` is set; what was fetched last is acknowledged."""
        stopped = asyncio.ensure_future(stop.wait())
        try:
            while not stop.is_set():
                fetching = asyncio.ensure_future(self.fetch())
                await asyncio.wait({fetching, stopped}, return_when=asyncio.FIRST_COMPLETED)
                if not fetching.done():
                    fetching.cancel()
                    break
                await self.take(await fetching)
        finally:
            stopped.cancel()
        await self._acknowledge()

    async def take(self, updates: Sequence[telegram.Update]) -> None:
        """Process updates side by side; the order in which they came is kept for each person."""
        ordered = sorted(updates, key=lambda update: update.update_id)
        await asyncio.gather(*(self.process(update) for update in ordered))
        self.offset = max([self.offset, *(update.update_id + 1 for update in ordered)])

    async def fetch(self) -> Sequence[telegram.Update]:
        """What has come since; nothing, after a pause, where Telegram cannot be asked."""
        try:
            updates = await self.bot.get_updates(self.offset, timeout=self.seconds, allowed_updates=ALLOWED)
        except InvalidToken as error:
            raise TelegramRefused(words.refused_token()) from error
        except RetryAfter as error:
            await asyncio.sleep(seconds_of(error))
        except TelegramError as error:
            await self.pause(fault_of(error))
        except UNREADABLE:
            return await self._fetch_singly()
        else:
            self.waits = self.fresh()
            if not updates:
                self.offset = 0  # all is acknowledged, and after a quiet week the numbers begin anew anywhere
            return updates
        return ()

    async def _fetch_singly(self) -> Sequence[telegram.Update]:
        """The same, each update read by itself: of one that the library cannot read only the number is left."""
        # Telegram takes a method's name in any case; under its own name the library would read the answer itself.
        arguments = {"offset": self.offset, "timeout": 0, "allowed_updates": ALLOWED}
        try:
            waiting = await self.bot.do_api_request("GetUpdates", api_kwargs=arguments)
        except TelegramError as error:
            await self.pause(fault_of(error))
            return ()
        numbers = {update["update_id"]: update for update in waiting if isinstance(update.get("update_id"), int)}
        if not numbers:
            await self.pause("nothing that Telegram sends can be read")
        return [update_in(update, self.bot) or telegram.Update(number) for number, update in numbers.items()]

    async def pause(self, fault: str) -> None:
        """Wait after a fault, longer each time."""
        seconds = next(self.waits)
        logger.warning("%s; asked again in %g s", fault, seconds)
        await asyncio.sleep(seconds)

    async def _acknowledge(self) -> None:
        """Tell Telegram what was taken; if that fails it is sent again and known by its number."""
        if self.offset:
            try:
                await self.bot.get_updates(self.offset, timeout=0, limit=1, allowed_updates=ALLOWED, read_timeout=2)
            except TelegramError as error:
                logger.info("the last updates were not acknowledged: %s", error)


def fault_of(error: TelegramError) -> str:
    """What stands in the way of polling, for the log."""
    if isinstance(error, Conflict):
        return f"another program polls with this token, or a webhook is set ({error}): stop it, or see --check"
    return f"Telegram cannot be reached ({error})"
