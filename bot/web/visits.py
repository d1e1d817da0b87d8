"""How much one address may ask for in a minute, said in the headers of each answer (RateLimit-…, Retry-After)."""

from ipaddress import IPv4Address, ip_address
from math import ceil

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.delivery.limits import RateLimits
from bot.web.error_pages import API, ErrorAnswer
from bot.web.headers import EMBEDDED

ASKED_AT = ("/", EMBEDDED)
NETWORK = 64  # bits of an IPv6 address that one household or office has to itself


class Visits:
    """Lets an address take so many turns a minute; reading the notices is no turn."""

    def __init__(self, app: ASGIApp, limits: RateLimits, refusal: ErrorAnswer) -> None:
        self.app = app
        self.refusal = refusal
        self.limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """429 where there is no room left, else what the application answers, with what is left in its headers."""
        if scope["type"] != "http" or not _is_turn(scope):
            await self.app(scope, receive, send)
            return
        visitor = _visitor(scope)
        room = self.limits.take(visitor)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(MutableHeaders(scope=message), visitor, is_refused=room != "free")
            await send(message)

        answer = self.app if room == "free" else self.refusal(Request(scope), 429)
        await answer(scope, receive, send_with_headers)

    def _add(self, headers: MutableHeaders, visitor: int, *, is_refused: bool) -> None:
        """What was allowed, what is left, and in how many seconds there is room again."""
        wait = str(ceil(self.limits.wait(visitor)))
        headers.append("RateLimit-Limit", str(self.limits.turns))
        headers.append("RateLimit-Remaining", str(self.limits.left(visitor)))
        headers.append("RateLimit-Reset", wait)
        if is_refused:
            headers.append("Retry-After", wait)


def _is_turn(scope: Scope) -> bool:
    """Whether a request asks for work: a question, an answer, or anything of the API's."""
    is_question = bool(scope["query_string"]) and scope["path"] in ASKED_AT  # however its field's name is encoded
    return is_question or scope["method"] == "POST" or scope["path"].startswith(API)


def _visitor(scope: Scope) -> int:
    """The address that a request comes from, of IPv6 its network; it is only counted, and for a minute."""
    client = scope.get("client")
    try:
        address = ip_address(client[0] if client else "")
    except ValueError:
        return 0
    if isinstance(address, IPv4Address):
        return int(address)
    return int(address.ipv4_mapped or int(address) >> 128 - NETWORK)
