"""A web server that leaves signals to whoever runs it, bounds the time for a request to come, and drops nobody."""

import asyncio
import contextlib
from collections.abc import Iterator
from socket import socket

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

LAST_WORDS = 0.2  # seconds for whoever was just let in to say what they ask
SLOWEST_HEAD = 15.0  # seconds for the line and the headers of a request to come


class Connection(H11Protocol):
    """One connection; it is closed where a request is not there in time, which uvicorn would go on waiting for."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Wait for the first request."""
        super().connection_made(transport)
        self.waiting = self.loop.call_later(SLOWEST_HEAD, self._give_up)

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        self.waiting.cancel()
        self.waiting = self.loop.call_later(SLOWEST_HEAD, self._give_up)
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self.waiting.cancel()
        super().connection_lost(exc)

    def _give_up(self) -> None:
        """Close the connection unless something is asked."""
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()


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
