"""Templates → pages, in the reader's language and size; what is put into them is always escaped."""

import hashlib
from functools import cached_property
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot.locale import LANGUAGES, _, language, speaking

FOLDER = Path(__file__).parent
STYLE = FOLDER / "static" / "zhicheng.css"
TAGS = {"zh_CN": "zh-CN", "en": "en"}
LARGE = "large"


class Pages:
    """Fills in templates."""

    @cached_property
    def environment(self) -> Environment:
        """The templates; a name that is not given is an error."""
        loader = FileSystemLoader(FOLDER / "templates")
        environment = Environment(
            loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        environment.globals.update(_=_, version=hashlib.sha256(STYLE.read_bytes()).hexdigest()[:12])
        return environment

    def page(self, request: Request, name: str, status: int = 200, **values: object) -> HTMLResponse:
        """A page; its messages are in the language of the request."""
        with speaking(language_of(request) or language()):  # said once, and not looked up for each message
            html = self.environment.get_template(name).render(values | self._surroundings(request))
        return HTMLResponse(html, status)

    def _surroundings(self, request: Request) -> dict[str, object]:
        """What the frame of every page needs."""
        return {
            "path": request.url.path,
            "tag": TAGS[language()],
            "is_large": request.cookies.get("size") == LARGE,
            "is_embedded": request.url.path == "/embed",
        }


def language_of(request: Request) -> str | None:
    """The language that the reader chose; None where it is the usual one."""
    chosen = request.cookies.get("language")
    return chosen if chosen in LANGUAGES else None
