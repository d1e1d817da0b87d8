"""The pages in a real browser, served by the command: read, pressed and looked over by axe, narrow and wide."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.deploy.conftest import missing

FLAGS = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
RULES = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, NARROW, DESK = {"width": 375, "height": 780}, {"width": 320, "height": 640}, {"width": 1280, "height": 900}
ONESELF = "我想评副高"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL = """
    [...document.querySelectorAll('button, input:not([type=hidden]), select, summary, nav a')]
        .filter(each => each.checkVisibility() && each.getBoundingClientRect().height < 44 && each.type !== 'checkbox')
        .map(each => each.outerHTML)
"""
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def address(library_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`zhicheng web`, as of today, until the tests are over; it ends in good order."""
    folder = tmp_path_factory.mktemp("web")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ZHICHENG_")} | {
        "ZHICHENG_LIBRARY": str(library_file),
        "ZHICHENG_STORAGE": str(folder / "storage.sqlite"),
        "ZHICHENG_WEB_PORT": str(port),
        "ZHICHENG_WEB_TURNS_A_MINUTE": "1000",
    }
    command = [str(Path(sys.executable).with_name("zhicheng")), "web"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as service:
        _wait_for(f"http://127.0.0.1:{port}/readyz", service)
        yield f"http://127.0.0.1:{port}"
        service.send_signal(signal.SIGTERM)
        assert service.wait(20) == 0
    assert not (folder / "web.alive").exists()


def _wait_for(address: str, service: subprocess.Popen[bytes]) -> None:
    """Return once an address answers."""
    for __ in range(600):
        try:
            with urlopen(address):
                return
        except OSError:
            assert service.poll() is None, service.stderr.read() if service.stderr else ""
            time.sleep(0.1)
    raise TimeoutError(address)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    program = shutil.which("chromium") or missing("chromium is not there: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, chromium_sandbox=False, args=FLAGS)
        yield running
        running.close()


def look_over(page: Page) -> None:
    """No fault that axe finds, nothing to the side of the window, nothing too small to be hit."""
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
    assert page.evaluate(SIDEWAYS) <= 0
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_every_page_is_for_everyone(browser: Browser, address: str, size: dict[str, int]) -> None:
    dark = "dark" if size is DESK else "light"
    with browser.new_context(viewport=size, color_scheme=dark) as context:  # type: ignore[arg-type]  # a plain dict
        page = context.new_page()
        foreign: list[str] = []
        page.on("request", lambda request: foreign.append(request.url) if address not in request.url else None)
        for path in ("/", "/?q=公示要几天", "/?q=评审费多少钱", "/check", "/check/form", "/notices", "/nowhere"):
            page.goto(address + path)
            look_over(page)
        page.goto(f"{address}/notices/ln-gxt-2024?cited=1500-1560#cited")
        look_over(page)
        page.goto(f"{address}/check")
        page.get_by_role("button", name="开始").click()
        look_over(page)
        page.get_by_role("button", name="工程系列").click()
        page.get_by_label("打字").fill(ONESELF)
        page.get_by_role("button", name="发送").click()
        while not page.locator(".verdict").count():
            page.get_by_role("button", name="不清楚").click()
        page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true })")
        look_over(page)
        assert foreign == []


def test_at_320_pixels_and_twice_the_size_nothing_stands_to_the_side(browser: Browser, address: str) -> None:
    with browser.new_context(viewport=NARROW) as context:  # type: ignore[arg-type]  # a plain dict
        page = context.new_page()
        page.goto(f"{address}/view?size=large&back=/")
        for path in ("/", "/?q=公示要几天", "/check/form", "/notices", "/notices/ln-gxt-2024"):
            page.goto(address + path)
            assert page.evaluate(SIDEWAYS) <= 0, path


def test_without_script_and_with_the_keyboard_alone_a_question_is_answered(browser: Browser, address: str) -> None:
    with browser.new_context(viewport=PHONE, java_script_enabled=False) as context:  # type: ignore[arg-type]  # the same
        page = context.new_page()
        page.goto(address)
        page.keyboard.press("Tab")
        assert page.locator(":focus").inner_text() == "跳到正文"
        page.get_by_label("您的问题").focus()
        page.keyboard.type("省工信厅工程系列网上申报几号截止？")
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text("7月31日截止", timeout=20_000)
        page.get_by_role("link", name="看原文").first.focus()
        page.keyboard.press("Enter")
        expect(page.locator("mark")).to_contain_text("7月31日", timeout=20_000)


def test_a_planted_fault_would_be_found(browser: Browser, address: str) -> None:
    with browser.new_context(viewport=PHONE) as context:  # type: ignore[arg-type]  # a plain dict
        page = context.new_page()
        page.goto(address)
        page.evaluate("document.querySelector('label').remove()")
        with pytest.raises(AssertionError, match="label"):
            look_over(page)
