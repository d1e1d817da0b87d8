"""Files of facts for the property tests: whole ones, of the kinds that the rules tell apart."""

from hypothesis import strategies as st

Raw = dict[str, object]

SPECIALTIES = [
    "机电",
    "电子",
    "网信",
    "工业设计",
    "数据科学与工程",
    "安防工程",
    "计量",
    "水利",
    "医药",
    "金融",
    "快递工程",
]
DATES = ["2010-05-05", "2014-12-31", "2018-12-31", "2019-12-31", "2020-01-01", "2020-12-31", "2021-12-31", "2023-01-01"]
LEVELS = ["full_senior", "associate_senior", "intermediate", "junior"]


def achievements() -> st.SearchStrategy[list[Raw]]:
    """Up to three achievements on either side of the cut-offs."""
    one = st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["project", "award", "patent", "paper"]),
            "on": st.sampled_from(["2012-01-01", "2024-06-30", "2024-07-01", "2024-07-31", "2025-09-30", "2025-10-01"]),
            "related": st.booleans(),
            "used_before": st.booleans(),
            "item": st.integers(1, 3),
            "award_by": st.sampled_from(["national", "municipal", "other"]),
            "annual_benefit_wan": st.sampled_from([299, 300, 500, 1000]),
        }
    )
    return st.lists(one, max_size=3)


def whole_facts() -> st.SearchStrategy[Raw]:
    """Facts that leave nothing to ask."""
    return st.fixed_dictionaries(
        {
            "city": st.sampled_from(["沈阳", "抚顺", "沈抚示范区", "省外"]),
            "employer": st.sampled_from(
                ["provincial_institution", "provincial_enterprise", "municipal", "private", "central", "freelance"]
            ),
            "employment": st.sampled_from(["in_service", "in_service", "in_service", "retired", "civil_servant"]),
            "freelance_years": st.sampled_from([0.5, 1, 3]),
            "series": st.sampled_from(["engineering", "engineering", "economics", "arts_crafts", "other"]),
            "specialty": st.sampled_from(SPECIALTIES),
            "level": st.sampled_from(LEVELS),
            "degree": st.sampled_from(["doctor", "master", "bachelor", "college", "secondary"]),
            "title": st.fixed_dictionaries(
                {"level": st.sampled_from([*LEVELS, "none"]), "acquired_on": st.sampled_from(DATES)}
            ),
            "achievements": achievements(),
            "items_required": st.sampled_from(["unknown", 1, 2]),
            "exam_passed_on": st.sampled_from(["2018-12-31", "2019-03-01", "2023-08-01"]),
            "appraisals": st.fixed_dictionaries({year: st.booleans() for year in ("2022", "2023", "2024")}),
            "entrusted": st.booleans(),
            "misconduct_on": st.sampled_from([None, None, "2021-12-31", "2022-06-01", "2023-06-01"]),
            "skilled": st.sampled_from(
                [None, {"grade": "senior_technician", "acquired_on": "2019-01-01", "appraisals_ok": True}]
            ),
            "talents": st.lists(st.sampled_from(["postdoc_completed", "xingliao", "xingliao_youth"]), max_size=1),
        }
    )
