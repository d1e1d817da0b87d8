"""Templates → pages, in the reader's language and size; what is put into them is always escaped."""

import hashlib
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot.locale import LANGUAGES, _, language, speaking
from bot.web.headers import EMBEDDED
from bot.web.style import style

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"
TAGS = {"zh_CN": "zh-CN", "en": "en"}
LARGE = "large"


class Look(NamedTuple):
    """What the frame of a page needs: its address, `back` to it where it can be opened again, the language that the
    reader chose, and the size of the letters."""

    path: str
    back: str
    language: str | None
    is_large: bool


class Pages:
    """Fills in templates."""

    @cached_property
    def environment(self) -> Environment:
        """The templates; a name that is not given is an error."""
        loader = FileSystemLoader(FOLDER / "templates")
        environment = Environment(
            loader=loader,
            autoescape=True,
            auto_reload=False,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.globals.update(_=_, style=style(), version=_version_of(STATIC))
        return environment

    def page(self, request: Request, name: str, status: int = 200, **values: object) -> HTMLResponse:
        """A page as an answer to a request."""
        return HTMLResponse(self.html(look_of(request), name, **values), status)

    def html(self, look: Look, name: str, **values: object) -> str:
        """A page; its messages are in the language of its reader."""
        with speaking(look.language or language()):  # said once, and not looked up for each message
            surroundings = {**look._asdict(), "tag": TAGS[language()], "is_embedded": look.path == EMBEDDED}
            return self.environment.get_template(name).render(values | surroundings)


def look_of(request: Request) -> Look:
    """How a request's page is to look."""
    path, query = request.url.path, request.url.query
    back = "" if request.method == "POST" else f"{path}?{query}" if query else path
    return Look(path, back, language_of(request), request.cookies.get("size") == LARGE)


def language_of(request: Request) -> str | None:
    """The language that the reader chose; None where it is the usual one."""
    chosen = request.cookies.get("language")
    return chosen if chosen in LANGUAGES else None


def _version_of(folder: Path) -> str:
    """What the files of a folder are asked for with, so that browsers keep them until one of them changes."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(folder.iterdir()))).hexdigest()[:12]
