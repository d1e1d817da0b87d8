"""Requests that go nowhere: what the bot would have said is kept, and Telegram's yes comes back."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import telegram
from telegram.request import BaseRequest, RequestData

from bot.core.assistant import Assistant
from bot.core.live_library import LiveLibrary
from bot.settings.model import Telegram
from bot.storage.storage import Storage
from bot.telegram.service import Network, Service
from tests.bot.telegram.rooms import ME, Json
from tests.bot.telegram.running import DAY, KEY, silent
from tests.bot.telegram.server import TOKEN


class Memory(BaseRequest):
    """Takes every request; a message gets its own text back."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Json]] = []

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    @property
    def read_timeout(self) -> float:
        """Nothing takes time."""
        return 1

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, **_times: object
    ) -> tuple[int, bytes]:
        """Telegram's yes."""
        name, params = url.rsplit("/", 1)[1], request_data.parameters if request_data else {}
        self.calls.append((name, params))
        sent = {"message_id": len(self.calls), "date": 0, "chat": {"id": 1, "type": "private"}, "text": "x"}
        result = {"getMe": ME, "sendMessage": sent, "editMessageText": sent}.get(name, True)
        return 200, json.dumps({"ok": True, "result": result}).encode()

    def called(self, method: str) -> list[Json]:
        """The parameters of each call of a method."""
        return [params for name, params in self.calls if name == method]


@asynccontextmanager
async def in_memory(library: Path, storage: Path) -> AsyncIterator[tuple[Service, Memory]]:
    """The real Application, without a network."""
    memory = Memory()
    with Storage(storage, KEY) as kept, LiveLibrary(library, silent) as desk:
        options = Telegram.model_validate({"token": TOKEN})
        service = Service(options, Assistant(desk), kept, lambda: DAY, Network(memory, 0))
        async with service.running():
            memory.calls.clear()
            yield service, memory


async def taken(service: Service, *updates: Json) -> None:
    """Have updates worked on, and what comes of them sent."""
    for number, update in enumerate(updates, 1):
        read = telegram.Update.de_json({"update_id": number, **update}, service.bot)
        await service.process(read)
    await service.outbox.idle()
