"""Somebody with a browser that runs no script: goes to addresses, types into forms, presses buttons, reads pages."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

import httpx
from bs4 import BeautifulSoup, Tag
from starlette.applications import Starlette
from starlette.types import Message

from bot.core.assistant import Assistant
from bot.delivery.limits import RateLimits
from bot.web.app import application
from bot.web.door import WebDoor
from bot.web.rendering import SIGNS
from bot.web.state import States

FORM = "application/x-www-form-urlencoded"
OWN = {"Sec-Fetch-Site": "same-origin"}
DAY = date(2024, 7, 5)
ELIGIBLE = {
    "series": "engineering",
    "specialty": "机电",
    "employer": "provincial_enterprise",
    "city": "沈阳",
    "employment": "in_service",
    "level": "associate_senior",
    "degree": "bachelor",
    "title.level": "intermediate",
    "title.acquired_on": "2018-11-03",
    "skilled.grade": "none",
    "misconduct_on": "没有",
    "items_required": "1",
    "achievements.0.kind": "project",
    "achievements.0.on": "2021-05-06",
    "achievements.0.related": "yes",
    "achievements.0.item": "1",
    "achievements.0.used_before": "no",
}


class Visitor:
    """One person; what the application raises is raised here, unless it is told to the person."""

    def __init__(self, app: Starlette) -> None:
        self.app = app
        self.cookies: dict[str, str] = {}
        self.response = httpx.Response(204)

    def send(self, method: str, path: str, content: bytes = b"", headers: Mapping[str, str] = OWN) -> httpx.Response:
        """The answer to one request."""

        async def exchange() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(
                transport=transport, base_url="http://zhicheng.test", cookies=self.cookies
            ) as client:
                answer = await client.request(method, path, content=content, headers=dict(headers))
                self.cookies |= dict(client.cookies)
                return answer

        self.response = asyncio.run(exchange())
        return self.response

    def go(self, path: str, **headers: str) -> str:
        """What is to be read at an address."""
        self.send("GET", path, headers=headers)
        return self.text

    def post(self, path: str, fields: Mapping[str, str], headers: Mapping[str, str] = OWN) -> httpx.Response:
        """The answer to a form."""
        return self.send("POST", path, urlencode(fields).encode(), {"Content-Type": FORM, **headers})

    def drip(self, path: str, parts: Sequence[bytes]) -> int:
        """The status that is answered to a form that comes in parts, and after them never."""
        waiting, told = iter(parts), [0]
        headers = [(b"content-type", FORM.encode()), (b"sec-fetch-site", b"same-origin")]
        sent = {"type": "http", "method": "POST", "path": path, "query_string": b"", "headers": headers}
        scope = {**sent, "scheme": "http", "server": ("zhicheng.test", 80)}

        async def receive() -> Message:
            if (part := next(waiting, None)) is None:
                await asyncio.Event().wait()
            return {"type": "http.request", "body": part, "more_body": True}

        async def send(message: Message) -> None:
            told[0] = message.get("status", told[0])

        asyncio.run(self.app(scope, receive, send))
        return told[0]

    @property
    def page(self) -> BeautifulSoup:
        """The page that is shown."""
        return BeautifulSoup(self.response.text, "lxml")

    @property
    def text(self) -> str:
        """What stands in the page, between its head and its foot."""
        main = self.page.find("main")
        return main.get_text("\n", strip=True) if main else self.response.text

    def buttons(self) -> list[str]:
        """What the buttons of the page read."""
        return [button.get_text(strip=True) for button in self.page.select("main button")]

    def press(self, label: str) -> str:
        """What is to be read once a button was pressed."""
        button = next(each for each in self.page.select("main button") if each.get_text(strip=True) == label)
        pressed = {str(button["name"]): str(button["value"])} if button.get("name") else {}
        return self._submit(button, pressed)

    def type(self, text: str) -> str:
        """What is to be read once something was typed into the page's own line, and sent."""
        return self._submit(self.page.select("main input[name=q]")[0], {"q": text})

    def _submit(self, inside: Tag, fields: dict[str, str]) -> str:
        """Send the form around a field."""
        form = inside.find_parent("form")
        assert form is not None
        hidden = {str(each["name"]): str(each["value"]) for each in form.select("input[type=hidden]")}
        if form["method"] == "get":
            return self.go(f"{form['action']}?{urlencode(fields)}")
        self.post(str(form["action"]), hidden | fields)
        return self.text


class WebDoorOfTests:
    """A conversation on the pages, as the transcripts have it."""

    def __init__(self, assistant: Assistant, today: date) -> None:
        self.visitor = Visitor(app_of(assistant, today))
        self.visitor.go("/")
        self.pages: list[httpx.Response] = []

    def say(self, text: str) -> list[str]:
        """A text typed."""
        return self._read(self.visitor.type(text))

    def tap(self, label: str) -> list[str]:
        """A button pressed, of an earlier page where this one has none of the name: people go back."""
        plain = label.lstrip(SIGNS)
        for page in reversed(self.pages):
            self.visitor.response = page
            if plain in self.visitor.buttons():
                break
        return self._read(self.visitor.press(plain))

    def _read(self, shown: str) -> list[str]:
        """What is read of a page, which stays behind for going back to."""
        self.pages.append(self.visitor.response)
        return [shown]

    def labels(self) -> list[str]:
        """The buttons, and what they stand for elsewhere."""
        plain = self.visitor.buttons()
        return [*plain, *(f"{sign} {label}" for sign in "👍👎" for label in plain)]


def app_of(assistant: Assistant, today: date = DAY, **bounds: int) -> Starlette:
    """The application on a day; `turns`: how many a minute."""
    door = WebDoor(assistant, States(b"a key of the tests"), None, lambda: today)
    return application(door, RateLimits(bounds.get("turns", 10_000), lambda: 0.0))
