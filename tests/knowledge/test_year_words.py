import pytest

from knowledge.year_words import year_words


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("今年和明年", "2024年和2025年"),
        ("大前年评的，前年考的", "2021年评的，2022年考的"),
        ("上一年度、上1年度", "2023年、2023年"),
        ("本年度几号截止", "2024年几号截止"),
        ("以前年度用过", "以前年度用过"),
        ("三年前年底", "三年前年底"),
        ("目前年龄", "目前年龄"),
        ("毕业后年限", "毕业后年限"),
        ("网上年审", "网上年审"),
        ("基本年限", "基本年限"),
    ],
)
def test_a_word_for_a_year_is_told_from_one_that_holds_it_by_chance(text: str, dated: str) -> None:
    assert year_words().dated(text, 2024) == dated


def test_years_behind_the_latest_stay_words() -> None:
    assert year_words().dated("去年拿证，明年报", 2024, latest=2024) == "2023年拿证，明年报"


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("下年度什么时候网报", 2025),
        ("前年几号截止", 2022),
        ("前年评上工程师，什么时候能报", None),
        ("以前年度几号截止", None),
        ("去年没过，今年几号截止", 2024),
    ],
)
def test_a_year_is_that_of_a_round_by_what_is_asked_of_it(text: str, year: int | None) -> None:
    assert year_words().round_in(text, 2024) == year


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("统考成绩是2020年的还作数不", None),
        ("2021年的合格单还有效不", None),
        ("网报2025年几号截止", 2025),
        ("23年得罪了人，考核给了个不合格，今年还能报不", None),
        ("2024年的通知今年还算数不", 2024),
    ],
)
def test_the_year_of_what_somebody_holds_is_no_round(text: str, year: int | None) -> None:
    assert year_words().round_in_digits(text) == year
