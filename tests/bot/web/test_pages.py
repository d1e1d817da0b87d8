"""What somebody reads on the pages, without any script."""

from datetime import date
from urllib.parse import quote, unquote

import pytest

from bot.core.assistant import Assistant
from bot.web.anchors import anchors_of
from knowledge.outline import sections_of
from knowledge.plain import plain
from knowledge.source import Source
from tests.bot.web.visitor import ELIGIBLE, Visitor, app_of

IN_FUSHUN = date(2025, 10, 27)  # a day on which Fushun takes papers in
DEADLINE = "省工信厅工程系列网上申报几号截止？"


def asked(question: str, **more: str) -> str:
    """The address of a question."""
    return f"/?q={quote(question)}" + "".join(f"&{key}={value}" for key, value in more.items())


class TestAsking:
    def test_an_answer_can_be_shared_by_its_address(self, visitor: Visitor) -> None:
        shown = visitor.go(asked(DEADLINE))
        assert "7月1日—7月31日" in shown
        assert "还有26天" in shown
        assert visitor.go(asked(DEADLINE)) == shown

    def test_the_line_on_the_first_page_asks(self, visitor: Visitor) -> None:
        visitor.go("/")
        assert "7月31日" in visitor.type(DEADLINE)

    def test_a_quote_leads_to_its_place_in_the_notice(self, visitor: Visitor) -> None:
        visitor.go(asked(DEADLINE))
        link = str(visitor.page.select_one("main .source a")["href"])
        address, __, anchor = link.partition("#")
        visitor.go(address)
        marked = visitor.page.select_one("mark")
        assert "7月1日—7月31日" in marked.get_text()
        assert marked["id"] == anchor
        assert marked.find_parent("section")["id"] == "四-三"

    def test_of_several_quotes_the_first_is_shown_and_the_others_fold(self, assistant: Assistant) -> None:
        visitor = Visitor(app_of(assistant, IN_FUSHUN))
        visitor.go(asked("抚顺水利几号交材料"))
        quotes = visitor.page.select("main blockquote")
        assert len(quotes) > 1
        assert [each.find_parent("details") is not None for each in quotes] == [False] + [True] * (len(quotes) - 1)

    def test_a_question_can_be_asked_of_another_year(self, visitor: Visitor) -> None:
        assert "没有 2026 年度的通知" not in visitor.go(asked("抚顺什么时候交材料"))
        assert "2024" in visitor.go(asked("什么时候交材料", year="2024"))

    def test_a_silence_says_so_and_writes_the_mail(self, visitor: Visitor) -> None:
        assert "没有写" in visitor.go(asked("评审费多少钱"))
        assert "评审费多少钱" in visitor.press("写信咨询")
        link = str(visitor.page.select_one("a[href^=mailto]")["href"])
        assert "评审费多少钱" in unquote(link)
        assert "申报专业" in unquote(link).partition("&body=")[2]

    def test_a_question_goes_on_from_the_one_before(self, visitor: Visitor) -> None:
        visitor.go(asked(DEADLINE))
        assert "8月30日" in visitor.type("那经济系列呢？")

    def test_what_else_can_be_asked_is_pressed_and_asked_of_the_same_notice(self, visitor: Visitor) -> None:
        assert "还可以问" in visitor.go(asked(DEADLINE))
        offered = visitor.page.select_one("form.further button").get_text(strip=True)
        assert "省工信厅2024年通知" in visitor.press(offered)
        assert "系列：工程系列" in visitor.buttons()

    def test_an_empty_question_and_one_that_is_too_long(self, visitor: Visitor) -> None:
        assert "您想问什么" in visitor.go("/?q=%20")
        assert "太长" in visitor.go(asked("职称" * 2000))


class TestChecking:
    def test_the_interview_asks_one_thing_a_page_and_concludes(self, visitor: Visitor) -> None:
        visitor.go("/check")
        shown = visitor.press("开始，一页一问")
        assert "哪个系列" in shown
        shown = visitor.press("工程系列")
        assert "哪个专业" in shown
        assert "哪个系列" in visitor.press("上一题")

    def test_why_a_question_is_asked(self, visitor: Visitor) -> None:
        visitor.go("/check")
        visitor.press("开始，一页一问")
        assert "还可能影响结论" in visitor.press("为什么问这个？")

    def test_the_form_leads_to_the_verdict_with_the_deadline_and_the_place_first(self, visitor: Visitor) -> None:
        visitor.go("/check/form")
        state = str(visitor.page.select_one("main input[name=state]")["value"])
        visitor.post("/check/form", {**ELIGIBLE, "state": state})
        for __ in range(6):
            if visitor.page.select_one(".verdict"):
                break
            visitor.press("不清楚")
        box = visitor.page.select_one(".verdict").get_text()
        assert "可以申报" in box
        assert "7月31日截止" in box
        assert "泰山路64号" in box
        drawn = visitor.page.select_one("figure[aria-label=时间线] svg")
        assert drawn.select_one("title").get_text() == "网上申报"
        assert drawn.select_one("desc").get_text() == "2024-07-01 – 2024-07-31"
        calendar = next(label for label in visitor.buttons() if label.endswith(".ics"))
        visitor.press(calendar)
        assert visitor.response.headers["content-type"].startswith("text/calendar")
        assert b"BEGIN:VEVENT" in visitor.response.content

    def test_a_county_can_be_written_where_the_city_is_asked(self, visitor: Visitor) -> None:
        visitor.go("/check/form")
        city = visitor.page.find("input", id="city")
        assert "沈阳" in [each["value"] for each in visitor.page.select(f"#{city['list']} option")]
        state = str(visitor.page.select_one("main input[name=state]")["value"])
        assert visitor.post("/check/form", {"city": "新民", "state": state}).status_code == 200
        visitor.press("修改答案")
        assert any("沈阳" in label for label in visitor.buttons())

    def test_what_cannot_be_read_is_said_first_and_the_rest_stays_filled_in(self, visitor: Visitor) -> None:
        visitor.go("/check/form")
        state = str(visitor.page.select_one("main input[name=state]")["value"])
        answer = visitor.post("/check/form", {"title.acquired_on": "从前", "specialty": "机电", "state": state})
        assert answer.status_code == 422
        assert visitor.page.select_one("[role=alert] a")["href"] == "#title.acquired_on"
        assert visitor.page.find(id="title.acquired_on")["aria-invalid"] == "true"
        assert visitor.page.find(id="specialty")["value"] == "机电"

    def test_no_answer_of_the_interview_stands_in_an_address(self, visitor: Visitor) -> None:
        visitor.go("/check")
        visitor.press("开始，一页一问")
        visitor.press("工程系列")
        assert str(visitor.response.request.url).endswith("/check")


class TestNotices:
    def test_the_list_can_be_narrowed_down(self, assistant: Assistant) -> None:
        visitor = Visitor(app_of(assistant, IN_FUSHUN))
        every = visitor.go("/notices")
        assert "抚顺" in every
        assert "辽宁省工业和信息化厅" in every
        only = visitor.go(f"/notices?place={quote('抚顺')}")
        assert "辽宁省工业和信息化厅" not in only
        assert "征求意见稿" not in visitor.go("/notices?in_force=yes")

    def test_a_notice_that_is_not_issued_yet_is_not_there(self, assistant: Assistant) -> None:
        early = Visitor(app_of(assistant, date(2024, 6, 1)))
        assert "工业和信息化厅" not in early.go("/notices")
        early.go("/notices/ln-gxt-2024")
        assert early.response.status_code == 404

    def test_a_page_holds_all_of_the_notice(self, visitor: Visitor, sources: dict[str, Source]) -> None:
        for notice_id in ("ln-gxt-2024", "ln-scjg-2024", "ln-rst-2024"):
            shown = plain(visitor.go(f"/notices/{notice_id}"))
            for section in sections_of(sources[notice_id]):
                for block in section.paragraphs:
                    text = plain(sources[notice_id].text[slice(*block.span)]).lstrip("-")
                    assert block.row or text in shown, text

    def test_each_section_has_an_address_of_its_own(self, sources: dict[str, Source]) -> None:
        for source in sources.values():
            paths = [section.path for section in sections_of(source)]
            anchors = anchors_of(paths)
            assert len(set(anchors.values())) == len(anchors)
            assert "" not in anchors.values()

    def test_what_is_misprinted_is_said_beside_it(self, visitor: Visitor) -> None:
        visitor.go("/notices/ln-gxt-2024")
        assert any("lngxtrsc@163.com" in each.get_text() for each in visitor.page.select("article .warning"))

    @pytest.mark.parametrize("said", ["完成起止", "四、时间要求", "离退休人员"])
    def test_what_is_cited_is_marked_wherever_it_stands_and_named_once(
        self, visitor: Visitor, sources: dict[str, Source], said: str
    ) -> None:
        """In the head of a table, in a heading, over two paragraphs."""
        start = sources["ln-gxt-2024"].text.find(said)
        visitor.go(f"/notices/ln-gxt-2024?cited={start}-{start + 200}#cited")
        marks = visitor.page.select("article mark")
        assert said in marks[0].get_text()
        assert [mark.get("id") for mark in marks] == ["cited"] + [None] * (len(marks) - 1)

    def test_a_table_is_a_table(self, visitor: Visitor) -> None:
        visitor.go("/notices/ln-gxt-2024")
        assert "业绩成果名称" in [each.get_text() for each in visitor.page.select("table th")]


class TestReading:
    @pytest.mark.parametrize("path", ["/", "/check", "/check/form", "/notices", "/notices/ln-gxt-2024", "/nowhere"])
    def test_in_english_the_frame_is_english(self, visitor: Visitor, path: str) -> None:
        visitor.go("/view?language=en&back=/check")
        assert visitor.response.headers["location"] == "/check"
        visitor.go(path)
        assert visitor.page.html["lang"] == "en"
        assert "Self-check" in visitor.page.select_one("nav").get_text()

    def test_large_letters(self, visitor: Visitor) -> None:
        visitor.go("/view?size=large&back=/")
        visitor.go("/")
        assert visitor.page.html["class"] == ["large"]

    @pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/x\r\nSet-Cookie:a=b", "\\evil"])
    def test_the_way_back_leads_nowhere_else(self, visitor: Visitor, back: str) -> None:
        visitor.go(f"/view?size=large&back={quote(back, safe='')}")
        assert visitor.response.headers["location"] == "/"

    def test_a_page_is_light_and_painted_after_one_request(self, visitor: Visitor) -> None:
        visitor.go(asked(DEADLINE))
        weight = len(visitor.response.content)
        assert not visitor.page.select("img, iframe, [style], [onclick], link[rel=stylesheet], script:not([defer])")
        needed = [str(each.get("href") or each["src"]) for each in visitor.page.select("head link, script")]
        for address in needed:
            assert address.startswith("/static/")
            visitor.go(address)
            assert visitor.response.status_code == 200
            weight += len(visitor.response.content)
        assert weight < 60_000
