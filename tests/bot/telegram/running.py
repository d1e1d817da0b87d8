"""The real bot in a thread of this process, and what one person sees of it."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from bot.core.assistant import Assistant
from bot.core.live_library import LiveLibrary
from bot.delivery.heartbeat import Heartbeat
from bot.settings.model import Telegram
from bot.storage.storage import Storage
from bot.telegram.service import Network, Service
from tests.bot.telegram.rooms import Json, buttons_of
from tests.bot.telegram.server import TOKEN, BotApi

KEY = b"0123456789abcdef0123456789abcdef"
DAY = date(2025, 7, 1)
SECRET = "s" * 32


def silent(line: str) -> None:
    """Hear what a desk says, and say nothing."""


class Running:
    """A bot that works in its own thread, on a server that it was pointed at."""

    def __init__(self, api: BotApi, library: Path, storage: Path, day: date = DAY, **options: object) -> None:
        self.api = api
        self.library, self.path, self.day = library, storage, day
        given = {"token": TOKEN, "base_url": api.url, "poll_timeout": 1, "turns_a_minute": 1000, **options}
        self.options = Telegram.model_validate(given)
        self.ready = threading.Event()
        self.error: BaseException | None = None
        self.thread = threading.Thread(target=self.work, daemon=True)

    def work(self) -> None:
        """Run the bot until it is told to stop."""
        try:
            asyncio.run(self.main())
        except Exception as error:  # noqa: BLE001  # raised again in the thread of the test
            self.error = error
        finally:
            self.ready.set()

    async def main(self) -> None:
        """Put the bot together, and run it."""
        self.loop, self.stopping = asyncio.get_running_loop(), asyncio.Event()
        with Storage(self.path, KEY) as storage, LiveLibrary(self.library, silent) as desk:
            self.service = Service(self.options, Assistant(desk), storage, lambda: self.day, Network(rate=0))
            self.loop.call_later(0.01, self.ready.set)
            await self.service.run(self.stopping, Heartbeat("telegram", self.path))

    def start(self) -> None:
        """Begin, and wait until updates are asked for."""
        asked, before = len(self.api.called("setWebhook")), self.api.poller
        self.thread.start()
        self.ready.wait(30)
        self.api.wait(lambda: self.error or self.api.poller > before or len(self.api.called("setWebhook")) > asked)
        if self.error:
            raise self.error

    def stop(self) -> None:
        """End in good order; what went wrong in the bot is raised here."""
        self.loop.call_soon_threadsafe(self.stopping.set)
        self.thread.join(20)
        if self.error:
            raise self.error

    def settle(self) -> None:
        """Wait until everything that was said is answered."""

        async def idle() -> bool:
            return await self.service.outbox.idle(0.2)

        def settled() -> bool:
            if self.api.pending or self.api.in_flight:
                return False
            return asyncio.run_coroutine_threadsafe(idle(), self.loop).result(5)

        self.api.wait(settled, 60)


@contextmanager
def running(api: BotApi, library: Path, storage: Path, **options: object) -> Iterator[Running]:
    """A bot on this server, for as long as this lasts."""
    bot = Running(api, library, storage, **options)
    bot.start()
    try:
        yield bot
    finally:
        bot.stop()


class TelegramDoor:
    """One person's chat with the running bot: what is said and tapped, and what is shown for it as plain text."""

    def __init__(
        self, bot: Running, user: int = 1001, language: str | None = "zh-hans", chat: int | None = None
    ) -> None:
        self.bot, self.api = bot, bot.api
        self.user, self.language, self.chat = user, language, chat or user
        self.last: Json = {}

    def say(self, text: str) -> list[str]:
        """Type a text; the texts that came of it."""
        return self.shown(lambda: setattr(self, "last", self.write(text)))

    def tap(self, label: str) -> list[str]:
        """Tap the newest button of this label; the texts that came of it, the word beside the button first."""
        message, button = self.button(label)
        return self.shown(lambda: self.api.rooms.tap(self.user, message, button["callback_data"], self.language))

    def edit(self, text: str) -> list[str]:
        """Change what was typed last; the texts that came of it."""
        return self.shown(lambda: self.api.rooms.rewrite(self.last, text))

    def send(self, text: str | None, **more: object) -> list[str]:
        """Send a message that holds something else than text."""
        return self.shown(lambda: self.write(text, **more))

    def labels(self) -> list[str]:
        """The buttons that are on offer now: those under the last message, and those below the keyboard."""
        messages = [each for each in self.api.sent(self.chat) if "text" in each]
        return [str(button["text"]) for button in buttons_of(messages[-1])] if messages else []

    def write(self, text: str | None, **more: object) -> Json:
        """Write into the chat."""
        return self.api.rooms.write(self.user, text, self.chat, self.language, **more)

    def button(self, label: str) -> tuple[Json, Json]:
        """The newest button of a label, and the message that it stands under."""
        for message in reversed(self.api.sent(self.chat)):
            for button in buttons_of(message):
                if button["text"] == label:
                    return message, button
        raise AssertionError(f"no button {label!r}; there are {self.labels()}")

    def shown(self, act: object) -> list[str]:
        """What the bot shows in answer to something that is done."""
        before = len(self.api.calls)
        act()
        self.bot.settle()
        return [text for name, params, result in self.api.calls[before:] if (text := seen(name, params, result))]


def seen(name: str, params: Json, result: object) -> str:
    """What a person sees of one call of the bot; empty if nothing."""
    if name in ("sendMessage", "editMessageText") and "text" in result:
        return str(result["text"])
    if name == "answerCallbackQuery":
        return str(params.get("text", ""))
    return f"[{result['document']['file_name']}]" if name == "sendDocument" and "document" in result else ""
