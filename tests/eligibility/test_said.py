"""What people type is understood, or said not to be; nothing is guessed to the day."""

from datetime import date
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.interview.everyday import load_everyday
from eligibility.interview.free_text import read_days, read_flag, read_number, read_value
from eligibility.interview.speech import load_speech
from eligibility.interview.titles import read_titles
from eligibility.interview.told_facts import read_facts
from eligibility.rulebook.days import Days
from eligibility.rulebook.rulebook import Rulebook

TODAY = date(2024, 7, 10)
BOUND = 5.0  # seconds of the process for 50,000 characters; tests are traced


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019年底拿的中级", "2019-10-01", "2019-12-31"),
        ("2019年末", "2019-10-01", "2019-12-31"),
        ("15年", "2015-01-01", "2015-12-31"),
        ("98年", "1998-01-01", "1998-12-31"),
        ("去年6月", "2023-06-01", "2023-06-30"),
        ("今年3月5号", "2024-03-05", "2024-03-05"),
        ("前年下半年", "2022-07-01", "2022-12-31"),
        ("去年年底", "2023-10-01", "2023-12-31"),
        ("上一年6月", "2023-06-01", "2023-06-30"),
        ("大前年初", "2021-01-01", "2021-03-31"),
        ("2019-05-06", "2019-05-06", "2019-05-06"),
        ("2019.5", "2019-05-01", "2019-05-31"),
        ("２０１９年５月６日", "2019-05-06", "2019-05-06"),
        ("二〇一八年十二月", "2018-12-01", "2018-12-31"),
        ("3年前", "2021-01-01", "2021-12-31"),
        ("2020年2月", "2020-02-01", "2020-02-29"),
    ],
)
def test_days(text: str, first: str, last: str) -> None:
    assert read_days(text, TODAY) == Days(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("text", ["", "没有", "2024年2月30日", "很久以前", "下个月吧", "明年6月", "目前年龄不符"])
def test_no_days(text: str) -> None:
    assert read_days(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("三年", 3), ("半年", 0.5), ("一年半", 1.5), ("5年半", 5.5), ("十二", 12), ("没", None)],
)
def test_numbers(text: str, number: float | None) -> None:
    assert read_number(text) == number


def test_flags() -> None:
    assert read_flag("是的") is True
    assert read_flag("没有") is False
    assert read_flag("也许") is None


def test_a_sentence(rulebook: Rulebook) -> None:
    told = read_facts("我在沈阳一家民企，2019年拿的工程师，想报电子副高", rulebook.factsheet, TODAY)
    assert told == {
        "city": "沈阳",
        "employer": "private",
        "title": {"level": "intermediate", "acquired_on": "2019-01-01/2019-12-31"},
        "series": "engineering",
        "specialty": "电子",
        "level": "associate_senior",
    }


def test_what_is_denied_or_said_twice_is_left_out(rulebook: Rulebook) -> None:
    assert "employment" not in read_facts("我不是公务员", rulebook.factsheet, TODAY)
    assert "city" not in read_facts("单位在沈阳，人在大连", rulebook.factsheet, TODAY)


def test_no_title_is_held_that_a_run_on_text_only_asks_about(rulebook: Rulebook) -> None:
    told = read_facts("报建设副高我没评过工程师还有就是今年副高通过率是多少", rulebook.factsheet, TODAY)
    assert "title" not in told
    assert told["level"] == "associate_senior"


def test_what_never_happened_is_told_too(rulebook: Rulebook) -> None:
    assert read_facts("考核都合格，从来没造过假", rulebook.factsheet, TODAY) == {"misconduct_on": "none"}
    assert read_facts("没想到造假也能评上", rulebook.factsheet, TODAY) == {}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2018年参加高级经济师全国统一考试并取得合格成绩单", "2018-01-01/2018-12-31"),
        ("2021年通过了高级经济师统考", "2021-01-01/2021-12-31"),
        ("凭2018年的这张成绩单还能不能报", "2018-01-01/2018-12-31"),
        ("2018年没通过统考", None),
        ("2019年通过高级经济师评审", None),
    ],
)
def test_an_examination_is_told_in_many_ways(rulebook: Rulebook, text: str, day: str | None) -> None:
    assert read_facts(text, rulebook.factsheet, TODAY).get("exam_passed_on") == day


def test_choices_by_number_name_and_none(rulebook: Rulebook) -> None:
    sheet = rulebook.factsheet.by_path
    assert read_value(sheet["degree"], "3", TODAY) == "bachelor"
    assert read_value(sheet["degree"], "本科毕业", TODAY) == "bachelor"
    assert read_value(sheet["degree"], "9", TODAY) is None
    assert read_value(sheet["specialty"], "护理", TODAY) == "护理"
    assert read_value(sheet["talents"], "没有", TODAY) == []
    assert read_value(sheet["talents"], "1、4", TODAY) == ["postdoc_completed", "digital_engineer_senior"]
    assert read_value(sheet["exam_passed_on"], "没有", TODAY) == "none"
    assert read_value(sheet["title.acquired_on"], "没有", TODAY) is None


@pytest.mark.parametrize("text", ["六四", "十十", "一二三四", "九" * 400, "9" * 400, "1" * 13])
def test_what_is_no_number_of_anything_here(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("text", "number"), [("二十一年半", 21.5), ("十年", 10), ("半年", 0.5), ("3年半", 3.5), ("12.5", 12.5)]
)
def test_numbers_in_words_and_digits(text: str, number: float) -> None:
    assert read_number(text) == number


@given(st.text(alphabet="一二十两半年月日底初前去今0129.-/ 第不是没有水利工程正副高级师和、，报", max_size=40))
def test_anything_typed_says_something_or_nothing(rulebook: Rulebook, text: str) -> None:
    for fact in rulebook.factsheet.by_path.values():
        read_value(fact, text, TODAY)
    read_facts(text, rulebook.factsheet, TODAY)


def test_what_is_said_over_and_over_is_read_in_linear_time(rulebook: Rulebook) -> None:
    for piece in ("高级工程师", "不是工程系列，", "没有", "2019年底", "9", "十"):
        began = process_time()
        read_facts(piece * (50_000 // len(piece)), rulebook.factsheet, TODAY)
        assert process_time() - began < BOUND


@pytest.mark.parametrize(
    ("text", "level", "held"),
    [
        ("我高工三年了，想冲正高", "full_senior", "associate_senior"),
        ("助工满4年，今年能报中级吗", "intermediate", "junior"),
        ("现在是工程师打算晋副高", "associate_senior", "intermediate"),
        ("电力 正高 高工2016", "full_senior", "associate_senior"),
        ("2018年拿的中级", None, "intermediate"),
        ("想评副高", "associate_senior", None),
        ("2016年取得高级工程师，总想着能评上个正高", "full_senior", "associate_senior"),
        ("中级还能拿到副高吗", "associate_senior", "intermediate"),
    ],
)
def test_a_title_is_held_or_aimed_at(rulebook: Rulebook, text: str, level: str | None, held: str | None) -> None:
    told = read_titles(text, rulebook.factsheet, TODAY)
    assert (told.aimed, told.held, told.doubt) == (level, held, None)


def test_a_level_alone_is_in_doubt(rulebook: Rulebook) -> None:
    told = read_titles("省属国企 水利 副高", rulebook.factsheet, TODAY)
    assert (told.aimed, told.held, told.doubt) == (None, None, "associate_senior")


def test_a_day_in_its_own_clause_belongs_to_the_title_before_it(rulebook: Rulebook) -> None:
    told = read_titles("我是工程师，2017年6月评的，2010年毕业", rulebook.factsheet, TODAY)
    assert str(told.acquired) == "2017-06-01/2017-06-30"


def test_years_held_are_a_day_known_roughly(rulebook: Rulebook) -> None:
    assert str(read_titles("高工满5年了", rulebook.factsheet, TODAY).acquired) == "2018-07-11/2019-07-10"


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("说错了，我是民企的", "我是民企的"),
        ("不对，选错了是大连", "大连"),
        ("打错字了", ""),
        ("大连，刚才填错了", "大连"),
        ("不是公务员", None),
        ("专业填错了咋办", None),
        ("大连", None),
    ],
)
def test_what_takes_an_answer_back(text: str, instead: str | None) -> None:
    found = load_speech().corrected(text)
    assert found == instead or (instead and found and instead.endswith(found))


@given(
    st.lists(
        st.sampled_from(["不对", "填错了", "我说错了", "改成", "是", "，", "大连", "重新来吧", "专业", "啊"]),
        max_size=8,
    )
)
def test_what_is_said_instead_is_always_shorter(parts: list[str]) -> None:
    said = "".join(parts)
    instead = load_speech().corrected(said)
    assert instead is None or len(instead) < len(said)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我是干暖通的", "建设"),
        ("修桥的", "交通运输"),
        ("搞污水处理", "生态环境"),
        ("炼钢", "冶金"),
        ("开发软件", "网信"),
        ("电梯检验", "特种设备"),
        ("测绘", "自然资源"),
        ("食品加工", "轻工"),
        ("银行信贷", "金融"),
    ],
)
def test_words_of_every_day_lead_to_a_name_of_the_notices(rulebook: Rulebook, text: str, name: str) -> None:
    assert name in load_everyday()["specialty"].values_near(rulebook.factsheet.by_path["specialty"], text)[:3]


@pytest.mark.parametrize(
    ("text", "cities"),
    [
        ("甘井子区", ["大连"]),
        ("铁西", ["沈阳", "鞍山"]),
        ("瓦坊店", ["大连"]),
        ("望花那边", ["抚顺"]),
        ("长春", ["省外"]),
        ("火星", []),
    ],
)
def test_a_district_leads_to_its_cities(rulebook: Rulebook, text: str, cities: list[str]) -> None:
    assert load_everyday()["city"].values_near(rulebook.factsheet.by_path["city"], text) == cities


def test_every_word_of_every_day_leads_to_a_value_of_the_factsheet(rulebook: Rulebook) -> None:
    for fact, everyday in load_everyday().items():
        assert everyday.words.keys() <= {choice.value for choice in rulebook.factsheet.by_path[fact].choices}
