"""Who sent a request that changes something: a page of ours, another site's, or nobody can tell.

Sec-Fetch-Site decides where a browser sends it, else Origin; where neither does, the signed state of the form must
(`bot.web.form`). There is no cookie here that would say who somebody is, so that a forged request has nothing to gain.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.web.error_pages import ErrorAnswer

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OWN = frozenset({"same-origin", "none"})  # none: typed by the person, from no page at all


class SameOrigin:
    """Refuses what another site's page had a browser send."""

    def __init__(self, app: ASGIApp, refusal: ErrorAnswer) -> None:
        self.app = app
        self.refusal = refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """403 for a foreign request, else what the application answers."""
        if scope["type"] == "http" and scope["method"] not in SAFE and is_foreign(Headers(scope=scope)):
            await self.refusal(Request(scope), 403)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def is_foreign(headers: Headers) -> bool:
    """Whether the headers say that a request comes from elsewhere."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site not in OWN
    return origin not in (None, "null") and _place_of(origin) != headers.get("host")


def is_undecided(headers: Headers) -> bool:
    """Whether the headers say nothing of where a request comes from."""
    return "sec-fetch-site" not in headers and headers.get("origin") in (None, "null")


def _place_of(origin: str | None) -> str:
    """The host and port of an origin."""
    try:
        return urlsplit(origin or "").netloc
    except ValueError:
        return ""
