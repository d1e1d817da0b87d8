"""Another language or size of letters: chosen on a page, and that page again."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.locale import LANGUAGES
from bot.web.ask_pages import AskPages
from bot.web.door import WebDoor
from bot.web.form import form_of
from bot.web.pages import LARGE, Look, look_of
from knowledge.patterns import linear

OWN_ADDRESS = linear(r"/([a-z0-9-]+/)*[a-z0-9-]*(\?.*)?")
OFFERED = {"language": LANGUAGES, "size": (LARGE, "usual")}
A_YEAR = 365 * 86400


class ViewPages:
    """Has the browser remember how somebody wants the pages."""

    def __init__(self, door: WebDoor, asking: AskPages) -> None:
        self.door = door
        self.asking = asking

    async def choose(self, request: Request) -> Response:
        """Back to the address that it was chosen at, where that is one of ours."""
        back = request.query_params.get("back", "/")
        response = RedirectResponse(back if OWN_ADDRESS.fullmatch(back) else "/", 303)
        return _remembering(request, response, _chosen(request.query_params))

    async def choose_midway(self, request: Request) -> Response:
        """The same on a page that has no address of its own: what its conversation came to is shown again."""
        form = await form_of(request, self.door.states)
        chosen = _chosen(dict(form.fields))
        look = _changed(look_of(request), chosen)
        step = self.door.again(form.conversation.replace(language=look.language or form.conversation.language))
        shown = self.asking.show(look, *step) if step else RedirectResponse("/", 303)
        return _remembering(request, shown, chosen)


def _chosen(values: Mapping[str, str]) -> Mapping[str, str]:
    """What was chosen of what is offered."""
    return {name: values[name] for name, offered in OFFERED.items() if values.get(name) in offered}


def _changed(look: Look, chosen: Mapping[str, str]) -> Look:
    """A look with what was chosen."""
    is_large = chosen["size"] == LARGE if "size" in chosen else look.is_large
    return look._replace(language=chosen.get("language", look.language), is_large=is_large)


def _remembering(request: Request, response: Response, chosen: Mapping[str, str]) -> Response:
    """A response that has the browser remember what was chosen."""
    is_safe = request.url.scheme == "https"
    for name, value in chosen.items():
        response.set_cookie(name, value, max_age=A_YEAR, secure=is_safe, httponly=True, samesite="lax")
    return response
