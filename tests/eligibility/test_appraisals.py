"""What people tell of their yearly appraisals."""

import pytest

from eligibility.interview.appraisals import read_appraisals


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("近三年年度考核都合格", {"2022": True, "2023": True, "2024": True}),
        ("2022-2024年度考核均为合格", {"2022": True, "2023": True, "2024": True}),
        ("考核2022、2023年优秀，2024年合格", {"2022": True, "2023": True, "2024": True}),
        (
            "年度考核：2022年合格，2023年住院，单位给的“基本合格”，2024年合格",
            {"2022": True, "2023": False, "2024": True},
        ),
        ("22年23年考核合格，24年不合格", {"2022": True, "2023": True, "2024": False}),
        ("2022、23和24年考核都是合格", {"2022": True, "2023": True, "2024": True}),
        ("去年前年考核合格，大前年基本合格", {"2022": False, "2023": True, "2024": True}),
        ("考核年年合格", {"2022": True, "2023": True, "2024": True}),
        ("考核合格，2019年评的工程师，2023年获优秀论文", {}),
        ("2023年考核合格。后来又说2023年考核不合格", {}),
        ("干了10年，考核都合格", {}),
        ("2022年、2023年的论文", {}),
    ],
)
def test_each_year_is_told_by_the_grade_behind_it(text: str, told: dict[str, bool]) -> None:
    assert read_appraisals(text, 2025) == told
