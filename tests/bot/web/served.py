"""The pages served by a thread of this process, as of any day, and what a person sees of them in a real browser."""

import asyncio
import threading
import time
from datetime import date
from pathlib import Path
from types import TracebackType

from playwright.sync_api import Page

from bot.core.assistant import Assistant
from bot.core.live_library import LiveLibrary
from bot.delivery.limits import RateLimits
from bot.settings.model import WebSettings
from bot.web.app import application
from bot.web.command import server_of
from bot.web.door import WebDoor
from bot.web.rendering import SIGNS
from bot.web.state import States
from tests.bot.telegram.server import free_port
from tests.bot.web.visitor import DAY

READ = "[...document.querySelectorAll('main, main textarea')].map(each => each.value ?? each.textContent).join('\\n')"


class ServedPages:
    """The pages at `address`; on what `day`, a test may say."""

    def __init__(self, library: Path, offices: str = "") -> None:
        self.library, self.offices, self.day = library, offices, DAY
        self.options = WebSettings(port=free_port())
        self.address = self.options.address.rstrip("/")
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.ready = threading.Event()

    def __enter__(self) -> "ServedPages":
        self.thread.start()
        assert self.ready.wait(60)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.should_exit = True
        self.thread.join(20)

    def _serve(self) -> None:
        """Serve until the end."""
        with LiveLibrary(self.library, lambda _line: None) as desk:
            door = WebDoor(Assistant(desk), States(b"a key of the tests"), None, lambda: self.day)
            pages = application(door, RateLimits(10_000, time.monotonic), [self.offices])
            self.server = server_of(pages, self.options)
            asyncio.run(self._serve_on())

    async def _serve_on(self) -> None:
        """The same, within a loop."""
        serving = asyncio.create_task(self.server.serve())
        while not self.server.started:
            await asyncio.sleep(0.01)
        self.ready.set()
        await serving


class BrowserDoor:
    """A conversation on the pages in a browser, as the transcripts have it."""

    def __init__(self, page: Page, pages: ServedPages, today: date) -> None:
        pages.day = today
        self.page = page
        self.page.goto(pages.address)

    def say(self, text: str) -> list[str]:
        """A text typed, and sent with the key for it."""
        field = self.page.locator("main input[name=q]")
        field.fill(text)
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            field.press("Enter")
        return self._read()

    def tap(self, label: str) -> list[str]:
        """A button pressed, of an earlier page where this one has none of the name: people go back."""
        plain = label.lstrip(SIGNS)
        while plain not in self._buttons():
            assert self.page.go_back() is not None, label
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.page.locator("main").get_by_role("button", name=plain, exact=True).first.click()
        return self._read()

    def labels(self) -> list[str]:
        """The buttons, and what they stand for elsewhere."""
        plain = self._buttons()
        return [*plain, *(f"{sign} {label}" for sign in "👍👎" for label in plain)]

    def _buttons(self) -> list[str]:
        """What the buttons read."""
        return [text.strip() for text in self.page.locator("main button").all_text_contents()]

    def _read(self) -> list[str]:
        """What stands in the page, folded or not, and in what can be copied."""
        return [str(self.page.evaluate(READ))]
