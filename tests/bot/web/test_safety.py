"""What strangers and other sites may try with the pages."""

import logging
from pathlib import Path
from urllib.parse import quote

import pytest

from bot.core.assistant import Assistant
from bot.core.turn import Conversation
from bot.delivery import bodies
from bot.delivery.limits import RateLimits
from bot.errors import Overdue
from bot.web.app import application
from bot.web.door import WebDoor
from bot.web.form import LARGEST
from bot.web.state import States
from bot.web.style import style_hash
from knowledge.source import load_source
from tests.bot.web.visitor import DAY, FORM, Visitor, app_of
from tests.knowledge.twins import copy_notices, twin

SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
MARKUP = "img, script:not([src^='/static/'])"
SECRET = "身份证号泄露的问题"


def state_of(visitor: Visitor) -> str:
    """The state that a page of ours carries."""
    visitor.go("/check")
    return str(visitor.page.select_one("main input[name=state]")["value"])


@pytest.mark.parametrize("path", [f"/?q={quote(SCRIPT)}", f"/notices?place={quote(SCRIPT)}", f"/{quote(SCRIPT)}"])
def test_what_is_typed_is_never_markup(visitor: Visitor, path: str) -> None:
    visitor.go(path)
    assert not visitor.page.select(MARKUP)


@pytest.mark.parametrize("command", ["/facet place ", "/only 1 ", "/check ", "/", ""])
def test_what_a_choice_says_is_never_markup(visitor: Visitor, command: str) -> None:
    visitor.go("/?q=什么时候交材料")
    state = str(visitor.page.select_one("main input[name=state]")["value"])
    assert visitor.post("/", {"says": command + SCRIPT, "state": state}).status_code == 200
    assert not visitor.page.select(MARKUP)


def test_the_text_of_a_notice_is_never_markup(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = {"2024": "2023", "其它相关材料": "<img src=x>"}
    folder = copy_notices(tmp_path / "notices")
    twin(folder, "ln-gxt-2024", "ln-gxt-2023", words)
    desk, other = assistant.desk, load_source("ln-gxt-2023", folder).notice
    monkeypatch.setattr(desk, "notices", folder)
    monkeypatch.setattr(desk.library, "notices", {**desk.library.notices, other.id: other})
    visitor = Visitor(app_of(assistant))
    assert "<img src=x>" in visitor.go("/notices/ln-gxt-2023")
    assert not visitor.page.select(MARKUP)
    assert "没有这一节" not in visitor.go("/notices/ln-gxt-2024/beside/ln-gxt-2023")
    assert not visitor.page.select(MARKUP)
    headings = [[each.get_text() for each in pair.select("h3")] for pair in visitor.page.select(".beside")]
    assert ["一、申报基本条件"] * 2 in headings


@pytest.mark.parametrize(("parts", "status"), [((b"state=", b""), 408), ((b"x" * LARGEST, b"x"), 413)])
def test_a_body_that_never_ends_is_broken_off(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, parts: tuple[bytes, ...], status: int
) -> None:
    """Without a length said before: 408 where no more comes, 413 as soon as it is too much."""
    monkeypatch.setattr(bodies, "SLOWEST", 0.05)
    assert visitor.drip("/", parts) == status


def test_what_is_filled_in_is_never_markup(visitor: Visitor) -> None:
    visitor.post("/check/form", {"title.acquired_on": SCRIPT, "specialty": SCRIPT, "state": state_of(visitor)})
    assert visitor.response.status_code == 422
    assert not visitor.page.select(MARKUP)


@pytest.mark.parametrize(
    "path", ["/", "/?q=x", "/notices", "/nowhere", "/static/zhicheng.js", "/api/notices", "/healthz"]
)
def test_every_answer_has_the_headers(visitor: Visitor, path: str) -> None:
    visitor.go(path)
    headers = visitor.response.headers
    assert headers["content-security-policy"].startswith("default-src 'self';")
    assert "unsafe" not in headers["content-security-policy"]
    assert f"style-src {style_hash()};" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == ("no-store" if "static" not in path else headers["cache-control"])


def test_only_the_embedded_page_may_be_framed_and_only_by_whom_the_settings_name(assistant: Assistant) -> None:
    door = WebDoor(assistant, States(b"key"), None, lambda: DAY)
    visitor = Visitor(application(door, RateLimits(10, lambda: 0.0), ["https://office.example"]))
    visitor.go("/embed")
    assert "frame-ancestors https://office.example" in visitor.response.headers["content-security-policy"]
    assert "x-frame-options" not in visitor.response.headers
    visitor.go("/")
    assert "frame-ancestors 'none'" in visitor.response.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "http://zhicheng.test.evil.example"}, 403),
        ({"Origin": "http://[::1"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Origin": "http://zhicheng.test"}, 200),
        ({"Origin": "null"}, 200),
        ({}, 200),
    ],
)
def test_another_sites_form_is_refused(visitor: Visitor, headers: dict[str, str], status: int) -> None:
    fields = {"state": state_of(visitor), "q": "公示要几天"}
    answer = visitor.send("POST", "/", f"state={fields['state']}&q=x".encode(), {"Content-Type": FORM, **headers})
    assert answer.status_code == status


@pytest.mark.parametrize(("headers", "status"), [({}, 403), ({"Sec-Fetch-Site": "same-origin"}, 400)])
@pytest.mark.parametrize(
    "state", ["", "forged", States(b"another key").seal(Conversation(question="x"))], ids=["none", "made up", "stolen"]
)
def test_a_state_that_is_not_ours_is_refused(
    visitor: Visitor, state: str, headers: dict[str, str], status: int
) -> None:
    answer = visitor.send("POST", "/", f"state={state}&q=x".encode(), {"Content-Type": FORM, **headers})
    assert answer.status_code == status
    assert "重新开始" in visitor.text


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"q=" + b"x" * LARGEST, FORM, 413),
        (b"a=1&" * 1000, FORM, 400),
        (b"{}", "application/json", 415),
        (b"\xff\xfe=%zz", FORM, 400),
    ],
)
def test_what_is_no_form_is_refused(visitor: Visitor, body: bytes, kind: str, status: int) -> None:
    own = {"Content-Type": kind, "Sec-Fetch-Site": "same-origin"}
    assert visitor.send("POST", "/", body, own).status_code == status


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/notices/..%2f..%2fetc%2fpasswd"]
)
def test_no_path_leads_out(visitor: Visitor, path: str) -> None:
    visitor.go(path)
    assert visitor.response.status_code == 404


def test_who_asks_too_often_is_told_when_to_come_again(assistant: Assistant) -> None:
    visitor = Visitor(app_of(assistant, turns=2))
    left = []
    for __ in range(2):
        visitor.go("/?q=x")
        left.append(visitor.response.headers["ratelimit-remaining"])
    assert left == ["1", "0"]
    assert "过一分钟" in visitor.go("/?q=x")
    assert (visitor.response.status_code, visitor.response.headers["retry-after"]) == (429, "60")
    visitor.go("/notices")
    assert visitor.response.status_code == 200


@pytest.mark.parametrize("address", ["/?q=x", "/?%71=x", "/embed?q=x", "/api/notices"])
def test_every_way_of_asking_is_counted(assistant: Assistant, address: str) -> None:
    visitor = Visitor(app_of(assistant, turns=1))
    visitor.go(address)
    visitor.go(address)
    assert visitor.response.status_code == 429


def test_what_a_browser_remembers_is_not_told_to_scripts_nor_without_tls(visitor: Visitor) -> None:
    visitor.go("https://zhicheng.test/view?size=large&back=/")
    told = visitor.response.headers["set-cookie"].lower()
    assert {"secure", "httponly", "samesite=lax"} <= set(told.split("; "))


def test_no_log_holds_a_question(visitor: Visitor, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="bot"):
        visitor.go(f"/?q={quote(SECRET)}")
        visitor.go(f"/nowhere/{quote(SECRET)}")
    assert '"page": "AskPages.ask", "status": 200' in caplog.text
    assert SECRET not in caplog.text
    assert quote(SECRET) not in caplog.text
    assert quote(SECRET) not in visitor.go("/metrics")


def test_what_takes_too_long_is_told(visitor: Visitor, assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_arguments: object) -> None:
        raise Overdue(2.0)

    monkeypatch.setattr(assistant, "reply", never)
    assert "用时过长" in visitor.go("/?q=x")
    assert visitor.response.status_code == 503


def test_a_fault_is_told_without_what_it_is(
    visitor: Visitor, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr(assistant, "reply", broken)
    assert "出了故障" in visitor.go("/?q=x")
    assert visitor.response.status_code == 500
    assert SECRET not in visitor.response.text
