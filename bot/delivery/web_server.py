"""A web server that leaves the signals to whoever runs it."""

import contextlib
from collections.abc import Iterator

import uvicorn


class WebServer(uvicorn.Server):
    """A server of uvicorn's; it is stopped by `should_exit`."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take no signal over."""
        yield
