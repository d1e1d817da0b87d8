"""What is shown where there is no answer: a page that says what to do, or for a program JSON."""

import logging
from collections.abc import Callable, Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.locale import N_
from bot.showing import printable
from bot.web.pages import Pages

API = "/api/"
UNTAKEN = 422
TOLD: Mapping[int, str] = {
    400: N_("This page is too old or was changed on its way. Please begin again."),
    403: N_("This request did not come from a page of this site. Please begin again."),
    404: N_("There is no page at this address."),
    405: N_("This address cannot be used in this way."),
    408: N_("Your request took too long to come. Please send it again."),
    413: N_("That is too much for one request. Please ask in short parts."),
    415: N_("This address takes forms, and the API JSON."),
    429: N_("Too many questions came from your network within a minute. Please wait a minute, then ask on."),
    500: N_("Something is broken here, and has been noted without your question. Please try again later."),
    503: N_("This took too long to be answered. Please ask it in other, shorter words."),
}
ErrorAnswer = Callable[[Request, int], Response]
logger = logging.getLogger(__name__)


class ErrorPages:
    """Answers in place of a page."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages

    def answer(self, request: Request, status: int) -> Response:
        """What is shown of a status, with a way on."""
        told = TOLD.get(status, TOLD[500])
        if request.url.path.startswith(API):
            return JSONResponse({"error": told}, status)
        return self.pages.page(request, "error.html", status, told=told)

    async def refuse(self, request: Request, error: Exception) -> Response:
        """The page of an HTTPException; a program that sent what cannot be taken is told why."""
        if isinstance(error, HTTPException) and error.status_code == UNTAKEN:
            return JSONResponse({"error": printable(error.detail)}, UNTAKEN)
        return self.answer(request, error.status_code if isinstance(error, HTTPException) else 500)

    async def overdue(self, request: Request, error: Exception) -> Response:
        """The page of a turn that was broken off."""
        logger.warning("a request was broken off: %s", type(error).__name__)
        return self.answer(request, 503)
