"""A form as a browser posts it: bounded, and only from a page of ours."""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.core.turn import Conversation
from bot.delivery.bodies import body_of
from bot.web.origin import is_undecided
from bot.web.state import States

LARGEST = 64 * 1024  # bytes; a page that carries a long self-check has a few thousand
MOST_FIELDS = 200
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Form:
    """What was filled in, and where the conversation stood on the page."""

    fields: tuple[tuple[str, str], ...]
    conversation: Conversation

    def value(self, name: str) -> str:
        """The value of a field, the empty text where there is none."""
        return next((value for key, value in self.fields if key == name), "")

    def values(self, name: str) -> list[str]:
        """Every value of a field that can have several."""
        return [value for key, value in self.fields if key == name]


async def form_of(request: Request, states: States) -> Form:
    """The form of a request: 413 or 400 where it is none, 403 where nothing shows that it comes from a page of ours."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != FORM:
        raise HTTPException(415)
    body = await body_of(request, LARGEST)
    try:
        fields = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise HTTPException(400) from None
    conversation = states.open(dict(fields).get("state", ""))
    if conversation is None:
        raise HTTPException(403 if is_undecided(request.headers) else 400)
    return Form(tuple(fields), conversation)
