"""Whether the service lives, and whether it can answer, for what watches over it."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.core.assistant import Assistant


class Health:
    """Says how one assistant stands."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant

    async def alive(self, request: Request) -> Response:
        """The process answers."""
        return PlainTextResponse("alive")

    async def ready(self, request: Request) -> Response:
        """The library can be read, and whether the rules can; an error where it cannot be mended."""
        desk = self.assistant.desk
        desk.attempt(lambda: desk.library.notices)
        return PlainTextResponse("ready" if self.assistant.interviews.is_possible else "ready without the self-check")
