"""The pages in a real browser: read, pressed and looked over by axe, narrow and wide, with script and without."""

import io
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Route, ViewportSize, expect, sync_playwright

from tests.bot.web.served import BrowserDoor, ServedPages
from tests.bot.web.visitor import DAY, ELIGIBLE
from tests.deploy.conftest import missing
from tests.doors import lead, transcripts

FLAGS = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
FLAGS += ["--disable-features=LocalNetworkAccessChecks"]  # the pages are on this machine, the office's site is not
OFFICE = "http://office.example"  # whose site may frame the embedded page
RULES = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, DESK = ViewportSize(width=375, height=780), ViewportSize(width=1280, height=900)
NARROW, ZOOMED = ViewportSize(width=320, height=640), ViewportSize(width=640, height=450)  # 1280 by 900 at 200 %
LOOKS = ["color-contrast-enhanced", "target-size"]  # the rules that look at what changes below
VIEWS: tuple[tuple[ViewportSize, Literal["light", "dark"], Sequence[str]], ...] = (
    (PHONE, "light", RULES),
    (DESK, "dark", LOOKS),
)
AXE = Axe().axe_script
FAULTS = "rules => axe.run({runOnly: rules, resultTypes: ['violations']}).then(found => found.violations)"
ANSWERED, SILENT = "/?q=省工信厅工程系列网上申报几号截止？", "/?q=评审费多少钱"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL = """
    [...document.querySelectorAll('button, input:not([type=hidden]), select, summary, nav a, .look a')]
        .filter(each => each.checkVisibility() && each.getBoundingClientRect().height < 44 && each.type !== 'checkbox')
        .map(each => each.outerHTML)
"""
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pages(library_file: Path) -> Iterator[ServedPages]:
    """The pages, served."""
    with ServedPages(library_file, OFFICE) as pages:
        yield pages


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    program = shutil.which("chromium") or missing("chromium is not there: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, chromium_sandbox=False, args=FLAGS)
        yield running
        running.close()


def press(page: Page, name: str) -> None:
    """Press a button of the page, and wait for the page that it leads to."""
    follow(page, page.get_by_role("button", name=name).first)


def follow(page: Page, button: Locator) -> None:
    """Press a button, and wait for the page that it leads to: a click alone may be over before the way begins."""
    with page.expect_navigation():
        button.click()


def interview(page: Page, address: str) -> None:
    """The second question of the self-check."""
    page.goto(f"{address}/check")
    press(page, "开始")
    press(page, "工程系列")


def fill_in(page: Page, address: str, **facts: str) -> None:
    """The form of the self-check, filled in and sent."""
    page.goto(f"{address}/check/form")
    for name, value in {**ELIGIBLE, **facts}.items():
        field = page.locator(f"[id='{name}']")
        if field.evaluate("each => each.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    follow(page, page.locator("form.facts button.main"))


def verdict(page: Page, address: str) -> None:
    """A verdict, all of it unfolded."""
    fill_in(page, address)
    expect(page.locator(".verdict")).to_be_visible()
    page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true })")


def mail(page: Page, address: str) -> None:
    """The mail to the office."""
    page.goto(address + SILENT)
    press(page, "写信咨询")


def complaint(page: Page, address: str) -> None:
    """What was wrong with an answer."""
    page.goto(address + ANSWERED)
    press(page, "没用")


def states(page: Page, address: str) -> Iterator[str]:
    """Every page in every state, one after the other."""
    for path in (
        "/",
        ANSWERED,
        "/?q=抚顺水利几号交材料",
        "/?q=需要哪些材料",
        "/?q=什么时候交材料",
        SILENT,
        "/?q=你好",
        "/check",
        "/check/form",
        "/notices",
        "/notices/ln-gxt-2024?cited=1500-1560#cited",
        "/notices/ln-scjg-2024/beside/city-draft-2024",
        "/embed",
        "/embed?q=公示要几天",
        "/nowhere",
    ):
        page.goto(address + path)
        yield path
    ways: tuple[Callable[[Page, str], None], ...] = (mail, complaint, interview, verdict)
    for way in ways:
        way(page, address)
        yield way.__name__
    fill_in(page, address, **{"title.acquired_on": "从前"})
    expect(page.get_by_role("alert")).to_be_visible()
    yield "faults"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_every_page_is_for_everyone(browser: Browser, pages: ServedPages, script: bool) -> None:
    """Nothing from elsewhere, nothing to the side, nothing too small to be hit, and no fault that axe finds."""
    pages.day = DAY
    with browser.new_context(viewport=PHONE, java_script_enabled=script) as context:
        page = context.new_page()
        foreign: list[str] = []
        page.on("request", lambda request: foreign.append(request.url) if pages.address not in request.url else None)
        for state in states(page, pages.address):
            assert page.locator("h1").count() == 1, state
            for size, scheme, rules in VIEWS:
                page.set_viewport_size(size)
                page.emulate_media(color_scheme=scheme)
                assert page.evaluate(SIDEWAYS) <= 0, state
                assert page.evaluate(SMALL) == [], state
                assert not script or faults_of(page, rules) == [], state  # without script axe waits for ever
        assert foreign == []


def faults_of(page: Page, rules: Sequence[str] = RULES) -> list[object]:
    """What axe finds wrong with a page."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in page.evaluate(FAULTS, rules)]


def test_a_planted_fault_would_be_found(browser: Browser, pages: ServedPages) -> None:
    with browser.new_context(viewport=PHONE) as context:
        page = context.new_page()
        page.goto(pages.address)
        page.evaluate("document.querySelector('label').remove()")
        assert "label" in str(faults_of(page))


@pytest.mark.parametrize("size", [NARROW, ZOOMED], ids=["320 pixels", "200 percent"])
def test_large_letters_on_a_narrow_page_leave_nothing_to_the_side(
    browser: Browser, pages: ServedPages, size: ViewportSize
) -> None:
    with browser.new_context(viewport=size) as context:
        page = context.new_page()
        page.goto(f"{pages.address}/view?size=large&back=/")
        for path in ("/", ANSWERED, "/check/form", "/notices", "/notices/ln-gxt-2024"):
            page.goto(pages.address + path)
            assert page.evaluate(SIDEWAYS) <= 0, path
        verdict(page, pages.address)
        assert page.evaluate(SIDEWAYS) <= 0


def test_without_script_and_with_the_keyboard_alone_a_question_is_answered(
    browser: Browser, pages: ServedPages
) -> None:
    with browser.new_context(viewport=PHONE, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(pages.address)
        page.keyboard.press("Tab")
        assert page.locator(":focus").inner_text() == "跳到正文"
        page.get_by_label("您的问题").focus()
        page.keyboard.type("省工信厅工程系列网上申报几号截止？")
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text("7月31日截止", timeout=20_000)
        page.get_by_role("link", name="看原文").first.focus()
        page.keyboard.press("Enter")
        expect(page.locator("mark")).to_contain_text("7月31日", timeout=20_000)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_another_size_of_letters_leaves_one_where_one_is(browser: Browser, pages: ServedPages, script: bool) -> None:
    with browser.new_context(viewport=PHONE, java_script_enabled=script) as context:
        page = context.new_page()
        page.goto(pages.address + ANSWERED)
        page.get_by_role("link", name="大字").click()
        expect(page.locator("html.large main")).to_contain_text("7月31日截止")
        interview(page, pages.address)
        asked = page.locator("h1").inner_text()
        press(page, "标准字号")
        expect(page.locator("html:not(.large) h1")).to_have_text(asked)
        press(page, "上一题")
        expect(page.locator("h1")).to_contain_text("哪个系列")


def test_what_can_be_copied_is_copied_where_there_is_script(browser: Browser, pages: ServedPages) -> None:
    for script in (True, False):
        with browser.new_context(java_script_enabled=script) as context:
            page = context.new_page()
            mail(page, pages.address)
            assert "评审费多少钱" in page.get_by_label("邮件正文").input_value()
            assert page.get_by_role("button", name="复制").is_visible() == script
            if script:
                page.get_by_role("button", name="复制").click()
                expect(page.locator("main [role=status]")).to_have_text("已复制")


def test_a_verdict_is_printed_on_one_sheet_with_its_papers(browser: Browser, pages: ServedPages) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        verdict(page, pages.address)
        page.locator("details").evaluate_all("all => all.forEach(each => { each.open = false })")
        printed = pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
        text = printed[0].get_textpage().get_text_range()
        assert len(printed) == 1
        assert "可以申报" in text
        assert "评定表" in text
        assert "接着问" not in text


def test_in_the_frame_of_an_office_answers_stay_and_all_else_opens_beside_it(
    browser: Browser, pages: ServedPages
) -> None:
    def office(route: Route) -> None:
        route.fulfill(content_type="text/html", body=f"<iframe src='{pages.address}/embed' width=500 height=900>")

    with browser.new_context() as context:
        page = context.new_page()
        page.route(f"{OFFICE}/", office)
        page.goto(f"{OFFICE}/")
        frame = page.frame_locator("iframe")
        frame.get_by_label("您的问题").fill("省工信厅工程系列网上申报几号截止？")
        frame.get_by_role("button", name="提问").click()
        expect(frame.locator("main")).to_contain_text("7月31日截止")
        frame.get_by_label("接着问").fill("那经济系列呢？")
        frame.get_by_role("button", name="发送").click()
        expect(frame.locator("main")).to_contain_text("8月30日")
        with context.expect_page() as opened:
            frame.get_by_role("link", name="看原文").first.click()
        expect(opened.value.locator("mark")).to_contain_text("8月30日")


def test_every_transcript_reads_the_same_in_a_browser_without_script(browser: Browser, pages: ServedPages) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        for transcript in transcripts().values():
            lead(BrowserDoor(page, pages, transcript.as_of), transcript)
