"""Sends what the turns left to be sent: in order within a chat, many chats at once, again until it arrives.

A message counts as sent once Telegram says so. A process killed between the sending and the note of it sends that one
message again; nothing that was answered is lost.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Coroutine, Iterable

from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.delivery.logs import place_of
from bot.errors import StorageError
from bot.storage.rows import UNKEPT, Delivery
from bot.storage.storage import Storage
from bot.telegram.incoming import Destination
from bot.telegram.posting import Post

AT_ONCE = 8  # requests: enough for the 30 messages a second that Telegram takes; a larger pool of httpx is slower
TYPING_AFTER = 0.5  # seconds; most answers are there before
MOST_TYPING = 16  # people who wait and things to send, above which typing is not shown any more
LONGEST_WAIT = 60.0
logger = logging.getLogger(__name__)


class Outbox:
    """One queue a chat; each is worked off by a task that ends when it is empty."""

    def __init__(self, post: Post, storage: Storage, typing_after: float = TYPING_AFTER) -> None:
        self.post = post
        self.storage = storage
        self.typing_after = typing_after
        self.is_taken_up = False
        self.waiting: dict[str, deque[Delivery]] = {}
        self.expected: dict[str, asyncio.TimerHandle] = {}
        self.unnoted: deque[tuple[int, str | None]] = deque()
        self.room = asyncio.Semaphore(AT_ONCE)
        self.tasks: set[asyncio.Task[None]] = set()

    def take_up(self) -> None:
        """Send, once, what an earlier process left to be sent."""
        if not self.is_taken_up:
            self.send(self.storage.pending_deliveries())
            self.is_taken_up = True

    def send(self, deliveries: Iterable[Delivery]) -> None:
        """Send messages after what already waits for the same chat."""
        for delivery in deliveries:
            if delivery.chat in self.waiting:
                self.waiting[delivery.chat].append(delivery)
            else:
                self.waiting[delivery.chat] = deque([delivery])
                self.start(self._work_off(delivery.chat))

    def answer(self, query: str, text: str) -> None:
        """End the waiting of whoever tapped a button, with a word or without; too late is no fault."""
        self.start(self.alone(self.post.answer(query, text)))

    def expect(self, place: Destination) -> None:
        """Show that an answer is on its way, once it takes so long that a person would wonder."""
        chat = str(place.chat)
        if chat not in self.expected:
            loop = asyncio.get_running_loop()
            self.expected[chat] = loop.call_later(self.typing_after, self.type, place)

    def stop_typing(self, chat: str) -> None:
        """The answer is there, or there will be none: no typing any more."""
        if (timer := self.expected.pop(chat, None)) is not None:
            timer.cancel()

    def type(self, place: Destination) -> None:
        """Show it, unless so many wait that the showing would keep them all waiting longer."""
        if len(self.expected) + len(self.tasks) <= MOST_TYPING:
            self.start(self.alone(self.post.typing(place)))

    async def idle(self, seconds: float | None = None) -> bool:
        """Wait until all is sent, but no longer than so many seconds; whether it was."""
        if self.tasks:
            await asyncio.wait(set(self.tasks), timeout=seconds)
        return not self.tasks

    async def stop(self, seconds: float) -> None:
        """Send what can be sent in so many seconds; the rest is kept for the next start."""
        if not await self.idle(seconds):
            logger.warning(
                "%d chats could not be reached before the end; they are first after the next start", len(self.waiting)
            )
        for chat in list(self.expected):
            self.stop_typing(chat)
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    def start(self, work: Coroutine[None, None, None]) -> None:
        """Run work beside all else, and hold on to it until it is done."""
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.done)

    def done(self, task: asyncio.Task[None]) -> None:
        """Let go of a task; one that failed says so in the log."""
        self.tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("a message could not be sent: %s", place_of(error))

    async def alone(self, request: Coroutine[None, None, None]) -> None:
        """Make a request that no other waits for, when there is room."""
        async with self.room:
            await request

    async def _work_off(self, chat: str) -> None:
        """Send what waits for a chat, in order."""
        waiting = self.waiting[chat]
        try:
            while waiting:
                message = await self.insist(waiting[0])
                self.stop_typing(chat)
                self.note(waiting.popleft().id, message)
        finally:
            del self.waiting[chat]

    def note(self, number: int, message: str | None) -> None:
        """Have it kept that a message was sent; as soon as that is possible again where it is not now."""
        self.unnoted += [(number, message)] if number != UNKEPT else []
        try:
            while self.unnoted:
                self.storage.mark_delivered(*self.unnoted[0])
                self.unnoted.popleft()
        except StorageError as error:
            logger.warning("%d messages were sent, which cannot be kept now: %s", len(self.unnoted), error)

    async def insist(self, delivery: Delivery) -> str | None:
        """Send one message, again as long as the network is at fault; its id, or None where there is none."""
        wait = 1.0
        while True:
            try:
                async with self.room:
                    return await self.post.send(delivery)
            except ChatMigrated as error:
                delivery = delivery._replace(chat=str(error.new_chat_id))
            except (BadRequest, Forbidden) as error:
                logger.warning("message %d is refused, and dropped: %s", delivery.id, error)
                return None
            except RetryAfter as error:
                await asyncio.sleep(seconds_of(error))
            except TelegramError as error:
                logger.warning("message %d is not sent yet: %s", delivery.id, error)
                await asyncio.sleep(wait)
                wait = min(2 * wait, LONGEST_WAIT)


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram wants to be left alone."""
    period = error.retry_after
    return float(period) if isinstance(period, int) else period.total_seconds()
