"""The headers of every response, written by hand: nothing inline but our style, nothing from elsewhere, no framing."""

from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.style import style_hash

EMBEDDED = "/embed"  # the one page that an office's own site may frame
STATIC = "/static/"
POLICY = (
    "default-src 'self'; style-src {style}; base-uri 'none'; object-src 'none'; form-action 'self'; "
    "frame-ancestors {framed_by}"
)
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noarchive",
}
NOBODY = "'none'"
A_YEAR = "public, max-age=31536000, immutable"


class SecurityHeaders:
    """Adds them to whatever the application answers; `framed_by` are the origins that may frame the embedded page."""

    def __init__(self, app: ASGIApp, framed_by: Sequence[str] = ()) -> None:
        self.app = app
        self.framed_by = " ".join(framed_by)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The application's answer with the headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(MutableHeaders(scope=message), scope)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)

    def _add(self, headers: MutableHeaders, scope: Scope) -> None:
        """The headers of one response: what holds a question or an answer is stored nowhere on its way."""
        path = scope["path"]
        framed_by = self._framed_by(path)
        headers.append("Content-Security-Policy", POLICY.format(style=style_hash(), framed_by=framed_by))
        for name, value in FIXED.items():
            headers.append(name, value)
        if framed_by == NOBODY:
            headers.append("X-Frame-Options", "DENY")
        if scope["scheme"] == "https":
            headers.append("Strict-Transport-Security", "max-age=31536000")
        headers.setdefault("Cache-Control", A_YEAR if path.startswith(STATIC) else "no-store")

    def _framed_by(self, path: str) -> str:
        """Who may frame a page."""
        return self.framed_by if path == EMBEDDED and self.framed_by else NOBODY
