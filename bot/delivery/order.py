"""In which order updates are worked on: one after the other for a person, side by side for different people."""

import asyncio
from collections.abc import Awaitable

import telegram
from telegram.ext import BaseUpdateProcessor

AT_ONCE = 256


class PersonAtATime(BaseUpdateProcessor):
    """A lock a person and chat, there only as long as somebody waits for it. Tasks that wait first are first."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        super().__init__(at_once)
        self.locks: dict[tuple[int, int], tuple[asyncio.Lock, int]] = {}

    async def do_process_update(self, update: object, coroutine: Awaitable[object]) -> None:
        """Work on an update once what the same person said before it is done."""
        key = _person_of(update)
        lock, waiting = self.locks.get(key, (asyncio.Lock(), 0))
        self.locks[key] = (lock, waiting + 1)
        try:
            async with lock:
                await coroutine
        finally:
            lock, waiting = self.locks.pop(key)
            if waiting > 1:
                self.locks[key] = (lock, waiting - 1)

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to close."""


def _person_of(update: object) -> tuple[int, int]:
    """Whose update it is: the chat and the person, 0 where there is none."""
    if not isinstance(update, telegram.Update):
        return 0, 0
    chat, user = update.effective_chat, update.effective_user
    return chat.id if chat else 0, user.id if user else 0
