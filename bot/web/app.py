"""Every address of the web door, and what stands before all of them."""

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.delivery.limits import RateLimits
from bot.errors import Overdue
from bot.web.api import Api
from bot.web.ask_pages import AskPages
from bot.web.check_pages import CheckPages
from bot.web.door import WebDoor
from bot.web.error_pages import ErrorPages
from bot.web.headers import EMBEDDED, SecurityHeaders
from bot.web.health import Health
from bot.web.notice_pages import NoticePages
from bot.web.origin import SameOrigin
from bot.web.pages import STATIC, Pages
from bot.web.traffic import Counting, Traffic
from bot.web.view_pages import ViewPages
from bot.web.visits import Visits


def application(door: WebDoor, limits: RateLimits, embedded_by: Sequence[str] = ()) -> Starlette:
    """The web application of a door; `embedded_by` are the origins that may frame the embedded page."""
    pages, traffic = Pages(), Traffic()
    errors = ErrorPages(pages)
    return Starlette(
        routes=[*_pages(door, pages), *_for_programs(door, traffic), Mount("/static", StaticFiles(directory=STATIC))],
        middleware=[
            Middleware(Counting, traffic=traffic),
            Middleware(SecurityHeaders, framed_by=embedded_by),
            Middleware(SameOrigin, refusal=errors.answer),
            Middleware(Visits, limits=limits, refusal=errors.answer),
        ],
        exception_handlers={HTTPException: errors.refuse, Overdue: errors.overdue, Exception: errors.refuse},
    )


def _pages(door: WebDoor, pages: Pages) -> list[BaseRoute]:
    """What people see."""
    asking = AskPages(door, pages)
    checking, viewing = CheckPages(door, pages, asking), ViewPages(door, asking)
    notices = NoticePages(door.assistant.desk, pages, door.today)
    return [
        *(Route(path, asking.ask) for path in ("/", EMBEDDED)),
        *(Route(path, asking.go_on, methods=["POST"]) for path in ("/", EMBEDDED, "/check")),
        Route("/check", checking.begin),
        Route("/check/form", checking.form),
        Route("/check/form", checking.fill_in, methods=["POST"]),
        Route("/check/file", checking.file, methods=["POST"]),
        Route("/notices", notices.every),
        Route("/notices/{notice}", notices.show),
        Route("/notices/{notice}/beside/{other}", notices.beside),
        Route("/view", viewing.choose),
        Route("/view", viewing.choose_midway, methods=["POST"]),
    ]


def _for_programs(door: WebDoor, traffic: Traffic) -> list[BaseRoute]:
    """What programs ask."""
    api, health = Api(door), Health(door.assistant)

    return [
        Route("/api/ask", api.ask, methods=["POST"]),
        Route("/api/talk", api.talk, methods=["POST"]),
        Route("/api/check", api.check, methods=["POST"]),
        Route("/api/notices", api.notices),
        Route("/api/openapi.json", api.document),
        Route("/healthz", health.alive),
        Route("/readyz", health.ready),
        Route("/metrics", traffic.show),
    ]
