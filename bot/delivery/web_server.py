"""A web server that leaves the signals to whoever runs it, and drops nobody when it stops."""

import asyncio
import contextlib
from collections.abc import Iterator
from socket import socket

import uvicorn

LAST_WORDS = 0.2  # seconds for whoever was just let in to say what they ask


class WebServer(uvicorn.Server):
    """A server of uvicorn's; it is stopped by `should_exit`."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take no signal over."""
        yield

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Stop: nobody more is let in, and uvicorn, which drops who has not asked yet, waits for those who were."""
        for server in self.servers:
            server.close()
        await asyncio.sleep(LAST_WORDS)
        await super().shutdown(sockets)
