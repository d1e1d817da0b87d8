from datetime import date

import pytest

from knowledge.question import Reader
from knowledge.rounds import exists
from knowledge.scope import Facets
from knowledge.source import Source
from knowledge.store.library import Library
from knowledge.terms import search_form

TODAY = date(2026, 11, 21)


def facets(library: Library, text: str) -> Facets:
    """The facets of a question."""
    return library.tables.facets_of(search_form(text), TODAY)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2024年工程系列几号截止", 2024),
        ("2025年度抚顺报卷时间", 2025),
        ("24年网上申报什么时候", 2024),
        ("2026工信厅几号开始网报", 2026),
        ("今年几号截止", 2026),
        ("明年什么时候开始网报", 2027),
        ("去年是几号截止的", 2025),
        ("上一年度几号截止", 2025),
        ("前年的通知还有吗", 2024),
        ("几号截止", None),
        ("2018年毕业的能报高工吗", None),
        ("去年单位给我评的，23年年底考核不合格还有戏吗", None),
        ("2022年度考核结果丢了怎么办", None),
        ("23年是基本合格，22和24年都合格，能报不", None),
        ("19年拿的证今年能报吗", None),
        ("我2019年取得工程师，能报副高吗", None),
        ("2015年参加工作够年限吗", None),
        ("2023年35号文是哪个专业", None),
        ("辽人社职〔2024〕35号是什么标准", None),
        ("2020年发表的论文算不算", None),
        ("2022年和2023年都没过", None),
        ("近三年(2022-2024)年度考核结果要提供吗", None),
        ("工龄20年的老职工能报副高吗", None),
        ("干了25年高级技师能报高工吗", None),
    ],
)
def test_the_year_of_a_round_is_no_year_of_a_person_s_past(library: Library, text: str, year: int | None) -> None:
    assert facets(library, text).year == year


@pytest.mark.parametrize(
    ("text", "place", "elsewhere", "is_foreign"),
    [
        ("抚顺报卷地点", "抚顺", None, False),
        ("瓦房店的单位去哪报", "大连", None, False),
        ("沈抚示范区怎么报", "沈抚示范区", None, False),
        ("替同事往沈阳送纸质卷，送到哪个屋", None, None, False),
        ("来沈阳一家民企上班了，副高往哪送", "沈阳", None, False),
        ("我在沈阳人生地不熟，卷子往哪送", None, None, False),
        ("我们在沈抚新区", "沈抚示范区", None, False),
        ("报卷地点", None, None, False),
        ("北京市人社局电话", None, "北京", True),
        ("吉林省职称几号截止", None, "吉林", True),
        ("北京的项目能算业绩吗", None, "北京", False),
    ],
)
def test_the_place_of_a_case_and_offices_elsewhere(
    library: Library, text: str, place: str | None, elsewhere: str | None, is_foreign: bool
) -> None:
    found = facets(library, text)
    assert (found.place, found.elsewhere, found.is_foreign) == (place, elsewhere, is_foreign)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("从鞍山调回抚顺，报卷哪天", "抚顺"),
        ("从抚顺调到沈阳的报省里还是抚顺", "沈阳"),
        ("我从大连跳槽到沈阳，原来的中级还认不", "沈阳"),
        ("从吉林调过来，原来的职称认不认", None),
        ("抚顺调档案怎么办", "抚顺"),
    ],
)
def test_where_somebody_has_come_from_is_no_place_of_the_case(library: Library, text: str, place: str | None) -> None:
    found = facets(library, text)
    assert (found.place, found.elsewhere) == (place, None)


@pytest.mark.parametrize(
    ("text", "is_province"),
    [("省级技能大师工作站负责人能破格吗", False), ("省级期刊的论文行不行", False), ("归省级评委会评吗", True)],
)
def test_the_rank_of_an_award_is_not_where_the_case_is(library: Library, text: str, is_province: bool) -> None:
    assert facets(library, text).province is is_province


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("正高要答辩吗", "full_senior"),
        ("教授级高工怎么报", "full_senior"),
        ("副高几号截止", "associate_senior"),
        ("高工和正高一起报吗", "full_senior"),
        ("工程师考核", "intermediate"),
        ("助理工程师", "junior"),
        ("高级技师能报什么", None),
        ("高级工班毕业", None),
        ("高级评委会在哪", None),
        ("几号截止", None),
    ],
)
def test_the_level_of_a_case(library: Library, text: str, level: str | None) -> None:
    assert facets(library, text).level == level


@pytest.mark.parametrize(
    ("text", "series"),
    [
        ("会计说材料要装订成册", ()),
        ("我们律师让我问问公示几天", ()),
        ("医生都说不用盖章，是吗", ()),
        ("会计怎么报", ("accounting",)),
        ("会计专业说明在哪", ("accounting",)),
        ("护士让报吗", ("health",)),
        ("会计说经济师不用答辩", ("economics",)),
    ],
)
def test_who_only_told_something_names_no_series(library: Library, text: str, series: tuple[str, ...]) -> None:
    assert facets(library, text).series == series


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("副高级及以下专业技术资格评审", {"associate_senior", "intermediate", "junior"}),
        ("正高级专业技术资格和副高级及以下", {"full_senior", "associate_senior", "intermediate", "junior"}),
        ("中初级采取阅卷评审", {"intermediate", "junior"}),
        ("工程系列正副高级参评人员", {"full_senior", "associate_senior"}),
        ("高级参评人员综合分数", {"full_senior", "associate_senior"}),
        ("各层级专业技术资格，包括正高级", set()),
        ("获得高级技师职业资格后", set()),
        ("取得高级工程师资格", {"associate_senior"}),
    ],
)
def test_the_levels_that_a_sentence_speaks_of(library: Library, text: str, levels: set[str]) -> None:
    assert library.tables.named_in(search_form(text)).levels == levels


@pytest.mark.parametrize(
    ("text", "series", "specialty"),
    [
        ("机电专业副高", ("engineering",), "机电"),
        ("金融正高", ("economics",), "金融"),
        ("财政与税收专业", ("economics",), "财政与税收"),
        ("旅游经济专业", ("economics",), "旅游经济"),
        ("工美怎么报", ("arts_crafts",), "工艺美术"),
        ("护士能报吗", ("health",), None),
        ("经济系列几号", ("economics",), None),
        ("报卷要几份", (), None),
    ],
)
def test_a_specialty_tells_its_series(
    library: Library, text: str, series: tuple[str, ...], specialty: str | None
) -> None:
    found = facets(library, text)
    assert (found.series, found.specialty) == (series, specialty)


@pytest.mark.parametrize(
    ("text", "employer"),
    [
        ("我是民企的", "private"),
        ("省属国企", "provincial_enterprise"),
        ("央企驻辽单位", "central"),
        ("自由职业者", "freelance"),
    ],
)
def test_who_employs_the_applicant(library: Library, text: str, employer: str) -> None:
    assert facets(library, text).employer == employer


@pytest.mark.parametrize(
    ("text", "notice_id"),
    [
        ("省工信厅几号截止", "ln-gxt-2024"),
        ("市场监管局电话", "ln-scjg-2024"),
        ("抚顺报卷", "fushun-rsj-2025"),
        ("省人社厅的安排意见", "ln-rst-2024"),
    ],
)
def test_a_notice_is_known_by_what_it_is_called(library: Library, text: str, notice_id: str) -> None:
    assert facets(library, text).notices == (notice_id,)


def allowed(library: Library, text: str) -> frozenset[str]:
    """The notices that may answer a question."""
    question = Reader(library).read(text, TODAY)
    return library.jurisdiction.speakers(question.facets, question.prefer, TODAY)


def test_a_year_is_answered_by_its_own_notices(library: Library) -> None:
    assert allowed(library, "2025年几号截止") == {"fushun-rsj-2025"}
    assert allowed(library, "2030年几号截止") == set()


def test_a_city_s_round_is_that_city_s_own(library: Library) -> None:
    assert "fushun-rsj-2025" in allowed(library, "抚顺报卷地点在哪")
    assert "fushun-rsj-2025" not in allowed(library, "大连报卷地点在哪")
    assert "fushun-rsj-2025" not in allowed(library, "全省网上申报几号截止")


def test_the_days_of_the_province_are_not_a_city_s(library: Library) -> None:
    assert "ln-gxt-2024" not in allowed(library, "鞍山副高报卷几号截止")
    assert "ln-gxt-2024" in allowed(library, "鞍山正高报卷几号截止")
    assert "ln-gxt-2024" in allowed(library, "鞍山的副高归谁评")


def test_an_office_outside_the_province_is_answered_by_none(library: Library) -> None:
    assert allowed(library, "北京市人社局几号截止") == set()


def test_a_notice_issued_later_does_not_exist_yet(sources: dict[str, Source]) -> None:
    office, city = sources["ln-gxt-2024"].notice, sources["fushun-rsj-2025"].notice
    assert [exists(office, day) for day in (date(2024, 6, 18), date(2024, 6, 19))] == [False, True]
    assert [exists(city, day) for day in (date(2024, 12, 31), date(2025, 1, 1))] == [False, True]


def test_a_round_answers_for_its_own_specialties(library: Library) -> None:
    assert "ln-scjg-2024" not in allowed(library, "机电副高业绩算到哪天")
    assert "ln-gxt-2024" not in allowed(library, "特种设备正高几号报卷")
    assert {"ln-gxt-2024", "ln-scjg-2024"} <= allowed(library, "业绩算到哪天")


@pytest.mark.parametrize(
    ("text", "specialty"),
    [
        ("人力资源的副高怎么报", "人力资源管理"),
        ("电子专业的正高", "电子"),
        ("市人力资源和社会保障局的电话", None),
        ("人力资源社会保障部门盖章吗", None),
        ("电子版发到哪个电子邮箱", None),
    ],
)
def test_a_specialty_is_not_read_within_an_office_or_a_longer_word(
    library: Library, text: str, specialty: str | None
) -> None:
    assert facets(library, text).specialty == specialty
