"""A library of several years and places: each question goes to the round and the office that it is about."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.text.answers import source_line
from knowledge.answer import Answer, Citation
from knowledge.answering import Answerer
from knowledge.jurisdiction import Jurisdiction
from knowledge.notice import Notice, Scope
from knowledge.plain import Span
from knowledge.rounds import current, families
from knowledge.scope import Facets, Tables
from knowledge.source import load_sources
from knowledge.store.library import Library
from tests.knowledge.synthetic import notice, write_notice
from tests.knowledge.twins import copy_notices, of_year
from tests.libraries import grown_from

SUMMER_2024, SUMMER_2025, AUTUMN_2025 = date(2024, 7, 10), date(2025, 7, 10), date(2025, 10, 27)
CITY = """沈阳市人力资源和社会保障局关于做好2025年全市职称工作的意见
各区、县(市)人力资源和社会保障局:
一、绿色通道
(一)获评重点企业的骨干可以走全市的绿色通道。
二、评审收费
民营企业职称“直通车”每季度开一次。
沈阳市人力资源和社会保障局
2025年7月2日
"""
FAR = """参加2016年度职称评审
(一)申报工程师任职资格,应符合下列条件之一:
1、大学本科毕业,理工类专业,担任助理工程师职务满4年。
2、大学专科毕业,理工类专业,担任助理工程师职务满5年。
(二)申报高级工程师任职资格,应符合下列条件之一:
1、研究生毕业并获博士学位,理工类专业,担任工程师职务满2年。
2、研究生毕业并获硕士学位,或者大学本科毕业,理工类专业,担任工程师职务满5年。
申请发送至邮箱:zcps@example.com
济南市人才服务局人事代理处
"""


@pytest.fixture(scope="module")
def years(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    """The project's notices with next year's of two offices, a city of the province and one of another province."""
    folder = tmp_path_factory.mktemp("years")
    copy_notices(folder / "notices")
    of_year(folder / "notices", "ln-gxt-2024", 2025)
    of_year(folder / "notices", "ln-rst-2024", 2025)
    city = {"place": "沈阳", "called": ["沈阳"]}
    write_notice(
        folder / "notices",
        CITY.encode(),
        notice_id="shenyang-2025",
        title="沈阳市人力资源和社会保障局关于做好2025年全市职称工作的意见",
        issuer="沈阳市人力资源和社会保障局",
        issued_on="2025-07-02",
        year=2025,
        scope=city,
    )
    write_notice(
        folder / "notices",
        FAR.encode(),
        notice_id="jinan-2016",
        title="参加2016年度职称评审",
        issuer="济南市人才服务局人事代理处",
        issued_on="2016-08-22",
        year=2016,
        scope={"place": "济南", "series": ["engineering"], "called": ["济南"], "round": True},
        contacts=[{"what": "邮箱", "quote": "zcps@example.com"}],
    )
    grown, report = grown_from(library, folder / "notices")
    assert report.left_out == ()
    with grown:
        yield Answerer(grown)


def cited(answer: Answer) -> list[tuple[str, str]]:
    """The notices and validities that an answer cites, in order."""
    return [(citation.notice.id, citation.validity) for citation in answer.citations]


def test_next_years_notice_does_not_silence_this_years(years: Answerer) -> None:
    answer = years.answer("省工信厅工程系列网上申报几号截止", SUMMER_2024)
    assert answer.citations[0].quote == "工程系列有关行业(含工艺美术)及新兴专业：7月1日—7月31日。"
    assert cited(answer)[0] == ("ln-gxt-2024", "in_force")


def test_a_year_that_is_named_is_answered_by_its_own_round_and_said_to_be_over(years: Answerer) -> None:
    answer = years.answer("省工信厅2024年工程系列网上申报几号截止", SUMMER_2025)
    assert set(cited(answer)) == {("ln-gxt-2024", "expired")}
    assert "7月1日—7月31日" in answer.citations[0].quote


@pytest.mark.parametrize("text", ["机电副高网上申报几号截止", "工艺美术师网报到哪天为止", "经济系列网上申报时间"])
def test_without_a_year_the_current_round_answers_alone(years: Answerer, text: str) -> None:
    assert {notice_id for notice_id, _ in cited(years.answer(text, SUMMER_2025))} == {"ln-gxt-2025"}


def test_what_changed_is_answered_by_both_rounds(years: Answerer) -> None:
    answer = years.answer("省工信厅工程系列网上申报时间和去年相比有变化吗", SUMMER_2025)
    assert [notice_id for notice_id, _ in cited(answer)][:2] == ["ln-gxt-2025", "ln-gxt-2024"]


@pytest.mark.parametrize("text", ["业绩算到哪天", "成果最晚到哪天的还能用"])
def test_the_round_in_force_comes_before_those_that_are_over(answerer: Answerer, text: str) -> None:
    first, *others = cited(answerer.answer(text, AUTUMN_2025))
    assert first == ("fushun-rsj-2025", "in_force")
    assert all(validity == "expired" for notice_id, validity in others if notice_id != "fushun-rsj-2025")


@pytest.mark.parametrize(
    "text",
    ["我在抚顺一家民企想报电子正高网报几号", "抚顺民企的，报机器人副高几号网报截止", "鞍山私企电力正高网报到几号为止"],
)
def test_what_the_province_judges_itself_it_says_for_every_city(years: Answerer, text: str) -> None:
    answer = years.answer(text, SUMMER_2024)
    assert set(cited(answer)) == {("ln-gxt-2024", "in_force")}
    assert any("7月1日—7月31日" in citation.quote for citation in answer.citations)


@pytest.mark.parametrize(
    ("text", "notice_id"),
    [
        ("沈阳的绿色通道哪些人能走", "shenyang-2025"),
        ("沈阳民企直通车多久开一次", "shenyang-2025"),
        ("沈阳民企电子正高网报几号截止", "ln-gxt-2025"),
        ("我在沈阳，副高归省里还是市里评", "ln-gxt-2025"),
    ],
)
def test_a_city_and_the_province_above_it_both_speak_to_its_people(years: Answerer, text: str, notice_id: str) -> None:
    assert cited(years.answer(text, date(2025, 7, 20)))[0][0] == notice_id


def test_a_place_is_elsewhere_only_as_long_as_the_library_has_no_notice_of_it(
    years: Answerer, answerer: Answerer
) -> None:
    text, day = "济南大专生当了几年助工可以评中级", date(2016, 8, 25)
    assert cited(years.answer(text, day))[0][0] == "jinan-2016"
    assert answerer.answer(text, SUMMER_2025).silence == "other_place"


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("济南大专生当了几年助工可以评中级", "大学专科毕业"),
        ("济南本科几年能报工程师", "大学本科毕业,理工类专业,担任助理工程师"),
        ("济南博士评高工要几年", "博士学位"),
    ],
)
def test_the_title_that_a_sentence_requires_is_not_the_level_that_it_is_about(
    years: Answerer, text: str, quote: str
) -> None:
    assert quote in years.answer(text, date(2016, 8, 25)).citations[0].quote


def asked(answerer: Answerer, text: str, today: date) -> list[str]:
    """The notices whose office is to be asked."""
    question = answerer.reader.read(text, today)
    return [notice.id for notice in answerer.silences.whom_to_ask(question, today)]


@pytest.mark.parametrize(
    ("text", "today", "whom"),
    [
        ("评高工要交多少评审费", SUMMER_2024, ["ln-gxt-2024"]),
        ("评高工要交多少评审费", SUMMER_2025, ["ln-gxt-2025"]),
        ("抚顺评高工要交多少评审费", AUTUMN_2025, ["fushun-rsj-2025"]),
        ("市场监管局评审要交多少钱", SUMMER_2024, ["ln-scjg-2024"]),
        ("济南评高工要交多少评审费", SUMMER_2025, ["jinan-2016"]),
        ("青岛评高工要交多少评审费", SUMMER_2025, ["ln-gxt-2025"]),
        ("沈阳评高工要交多少评审费", SUMMER_2025, ["ln-gxt-2025"]),
    ],
)
def test_whom_to_ask_is_the_office_of_the_case(years: Answerer, text: str, today: date, whom: list[str]) -> None:
    assert asked(years, text, today) == whom


@pytest.mark.parametrize("text", ["会计系列什么时候报", "高级会计师今年几号开始报名"])
def test_a_word_inside_two_others_is_not_found(answerer: Answerer, text: str) -> None:
    assert answerer.answer(text, SUMMER_2024).status == "no_answer"


@pytest.mark.parametrize(
    ("text", "place", "series"),
    [
        ("离开原单位以后材料怎么办", None, ()),
        ("开原的单位归哪个市", "铁岭", ()),
        ("清原来的欠款以后还能报吗", None, ()),
        ("清原的公司怎么报", "抚顺", ()),
        ("我清楚原来的证在哪", None, ()),
        ("科教资源丰富的单位", None, ()),
        ("有教资能报吗", None, ("teaching",)),
    ],
)
def test_an_expression_is_found_only_where_its_ends_are_ends_of_words(
    answerer: Answerer, text: str, place: str | None, series: tuple[str, ...]
) -> None:
    facets = answerer.reader.read(text, SUMMER_2024).facets
    assert (facets.place, facets.series) == (place, series)


def test_a_forgotten_password_is_no_secret(answerer: Answerer) -> None:
    said = [term.said for term in answerer.reader.read("忘记密码怎么办", SUMMER_2024).terms]
    assert "机密" not in said


def made(notice_id: str, year: int, **changed: object) -> Notice:
    """A notice of a round."""
    scope = Scope(place="抚顺", series=("engineering",), round=True)
    return notice(**{"id": notice_id, "year": year, "issuer": "某局", "scope": scope, **changed})


def test_a_family_is_one_office_s_notices_on_one_matter_over_the_years() -> None:
    scope = Scope(place="抚顺", series=("economics",), round=True)
    old, new, other = made("a", 2024), made("b", 2025), made("c", 2025, scope=scope)
    named = made("d", 2026, issuer="改了名的局", follows="b")
    assert families([named, other, new, old]) == {"a": "a", "b": "a", "c": "c", "d": "a"}


@pytest.mark.parametrize(
    ("day", "ids"),
    [
        (date(2024, 6, 1), {"a"}),
        (date(2024, 12, 20), {"a", "b"}),  # one is still open, the other is coming
        (date(2025, 1, 1), {"b"}),
        (date(2030, 1, 1), {"b"}),
        (date(2023, 1, 1), set()),
    ],
)
def test_the_current_round_is_what_is_in_force_else_the_latest(day: date, ids: set[str]) -> None:
    rounds = [made("a", 2024), made("b", 2025, issued_on=date(2024, 12, 15))]
    assert {each.id for each in current(rounds, day)} == ids


def test_a_rule_without_a_round_holds_until_it_is_replaced() -> None:
    rule = notice(id="rule", title="职称评审管理暂行办法", year=2020, issued_on=date(2020, 7, 1))
    assert [rule.validity(day) for day in (date(2020, 7, 1), date(2031, 1, 1))] == ["in_force"] * 2
    repealed = notice(id="rule", title="职称评审管理暂行办法", repealed_on=date(2025, 3, 1), issued_on=date(2020, 7, 1))
    assert [repealed.validity(day) for day in (date(2025, 2, 28), date(2025, 3, 1))] == ["in_force", "expired"]


def test_what_replaces_a_rule_takes_its_place_from_its_own_first_day(tmp_path: Path) -> None:
    title = "关于评审工作的通知"
    for notice_id, changed in (("old", {"issued_on": "2020-07-01"}), ("new", {"issued_on": "2025-03-01"})):
        write_notice(tmp_path, notice_id=notice_id, title=title, year=None, **changed)
    path = tmp_path / "new" / "notice.yaml"
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), "replaces": ["old"]}), encoding="utf-8")
    notices = [source.notice for source in load_sources(tmp_path)]
    for day, ids in ((date(2025, 2, 28), ["old"]), (date(2025, 3, 1), ["new"])):
        assert [each.id for each in current(notices, day)] == ids


def test_a_rule_is_cited_without_a_round() -> None:
    rule = notice(id="rule", title="职称评审管理暂行办法", year=2020, issued_on=date(2020, 7, 1))
    line = source_line(Citation(rule, ("一、总则",), "", Span(0, 0), rule.validity(SUMMER_2025)))
    assert (line.count("有效"), line.count("年度"), line.count("结束")) == (1, 0, 0)


def test_of_notices_that_are_alike_to_the_table_one_is_held_against_it(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = [notice(id=f"far-{n}", year=2000 + n, scope=Scope(place="浙江", series=("engineering",))) for n in range(50)]
    notices = (*library.notices.values(), *far)
    jurisdiction = Jurisdiction(Tables(library.lexicon, notices, library.segmenter.exactly), notices)
    for facets in (Facets(place="抚顺"), Facets(place="浙江"), Facets(compares=True), Facets(level="junior")):
        for kinds in (frozenset[str](), frozenset({"who"}), frozenset({"when"})):
            there = notices if facets.compares else jurisdiction.current(AUTUMN_2025)
            wanted = {each.id for each in there if jurisdiction.may_answer(each, facets, kinds)}
            assert jurisdiction.speakers(facets, kinds, AUTUMN_2025) == wanted
            if not facets.compares:
                assert {each.id for each in jurisdiction.able(facets, kinds, AUTUMN_2025)} == wanted
    held = list[str]()
    monkeypatch.setattr(jurisdiction, "_may_answer", lambda each, *_case: held.append(each.id))
    jurisdiction.speakers(Facets(compares=True, province=True), frozenset(), AUTUMN_2025)
    assert len(held) <= len(library.notices) + 1
