"""The style of every page, which stands in it: one request paints it, and the policy allows it by its hash."""

import base64
import hashlib
from functools import cache
from pathlib import Path

from markupsafe import Markup


@cache
def style() -> Markup:
    """The whole style sheet, our own, as it may stand in a page."""
    return Markup(Path(__file__).with_name("pages.css").read_text(encoding="utf-8"))  # noqa: S704


@cache
def style_hash() -> str:
    """Its hash, as a Content-Security-Policy names what may stand in a page."""
    digest = hashlib.sha256(style().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
