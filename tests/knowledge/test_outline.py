from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.lines import tidy
from knowledge.outline import sections_of
from knowledge.paragraphs import Block
from knowledge.plain import plain
from knowledge.source import Source
from tests.knowledge.synthetic import TITLE, source
from tests.outlines import Mark, foreign_marks, marks

pieces = st.sampled_from(
    [
        "一、总则",
        "五、",
        "(一) 范围",
        "（二）时间。即日起",
        "1. 表格",
        "2.2024年",
        "（3）",
        "第一部分：学历",
        "- 2. 项",
        "- 附件：1. 样表",
        "附件1",
        "附件：",
        "附 件： ",
        "（此件公开发布）",
        TITLE,
        "\t序号",
        "\t",
        "注：空",
        "联系人：",
        "2024年6月1日",
        "一句。",
        "半句，",
        "",
        "  ",
    ]
)
papers = st.lists(pieces | st.text(max_size=12), max_size=25).map("\n".join)


def paths(source: Source) -> list[tuple[str, ...]]:
    """The section paths of a source in the order of its text."""
    return [section.path for section in sections_of(source)]


def paragraphs(source: Source) -> list[Block]:
    """The paragraphs of a source in the order of its text."""
    return [paragraph for section in sections_of(source) for paragraph in section.paragraphs]


def texts(source: Source) -> list[str]:
    """The paragraphs as a person reads them."""
    return [tidy(source.text[slice(*paragraph.span)]) for paragraph in paragraphs(source)]


def left_out(source: Source) -> str:
    """The characters that stand in no paragraph, white space aside."""
    spans = [paragraph.span for paragraph in paragraphs(source)]
    assert all(one.end <= other.start for one, other in pairwise(spans))
    rest = list(source.text)
    for span in spans:
        rest[slice(*span)] = " " * (span.end - span.start)
    return "".join("".join(rest).split())


@pytest.mark.parametrize(
    "notice_id", ["city-draft-2024", "fushun-rsj-2025", "ln-gxt-2024", "ln-rst-2024", "ln-scjg-2024"]
)
def test_every_character_of_a_notice_stands_in_one_paragraph(sources: dict[str, Source], notice_id: str) -> None:
    assert left_out(sources[notice_id]).strip("-") == ""  # the list mark before 附件


@pytest.mark.parametrize(
    "notice_id", ["city-draft-2024", "fushun-rsj-2025", "ln-gxt-2024", "ln-rst-2024", "ln-scjg-2024"]
)
def test_every_section_of_a_notice_has_a_path_of_its_own(sources: dict[str, Source], notice_id: str) -> None:
    found = paths(sources[notice_id])
    again = [path for before, path in pairwise(found) if before[: len(path)] == path]  # goes on behind its last item
    assert len(found) - len(again) == len(set(found)) > 5


@pytest.mark.parametrize(
    ("notice_id", "text"),
    [
        ("ln-gxt-2024", "工程系列有关行业(含工艺美术)及新兴专业：7月1日—7月31日。"),
        (
            "ln-gxt-2024",
            "辽宁省工业和信息化厅关于开展2024年辽宁省工程系列相关行业(含工艺美术)、经济系列专业技术资格评审工作的通知",
        ),
        (
            "ln-gxt-2024",
            "(2)数据科学与工程专业：按照《关于印发辽宁省工程系列数据科学与工程专业职称评审标准的通知》(辽人社职〔2023〕33号)执行。",
        ),
        ("ln-scjg-2024", "辽宁省市场监督管理局关于做好2024年全省工程系列质量技术监督行业专业技术资格评审工作的通知"),
        ("ln-rst-2024", "各市人力资源和社会保障局，沈抚示范区党建工作部，省直有关部门，省属各高校，各有关单位："),
        (
            "fushun-rsj-2025",
            "质量技术监督行业:按照《关于印发〈辽宁省工程系列质量技术监督行业职称评审标准条件〉的通知》(辽人社职〔2021〕48号)执行。",
        ),
    ],
)
def test_broken_lines_make_one_paragraph(sources: dict[str, Source], notice_id: str, text: str) -> None:
    assert text in texts(sources[notice_id])


@pytest.mark.parametrize(
    ("notice_id", "piece"),
    [
        ("ln-scjg-2024", "年创经济效益500万元以上，可申报工程系列质量技术监督行业副高资格职称评审"),
        ("ln-scjg-2024", "大型企事业单位须细化到二级单位名称"),
        ("ln-rst-2024", "公示5个工作日以上无异议后按照规定报送评委会办事机构"),
        ("fushun-rsj-2025", "申报人应当为本单位在职的专业技术人员"),
        ("ln-gxt-2024", "“七、公示、推荐及学科评议组意见”页扫描后在网上提交"),
        ("ln-gxt-2024", "地铁2号线北陵公园站B口，西行800米，不在省政府院内"),
    ],
)
def test_broken_words_and_pages_are_joined(sources: dict[str, Source], notice_id: str, piece: str) -> None:
    assert sum(piece in text for text in texts(sources[notice_id])) == 1


def test_lines_that_stand_alone_are_not_joined(sources: dict[str, Source]) -> None:
    assert texts(sources["ln-rst-2024"])[4:8] == [
        "辽宁省人力资源和社会保障厅",
        "2024年3月28日",
        "（此件公开发布）",
        "2024年全省职称工作安排意见",
    ]


def test_item_one_of_2024_is_no_decimal_number(sources: dict[str, Source]) -> None:
    assert paths(sources["ln-rst-2024"])[-4:] == [("附件",), ("附件", "1."), ("附件", "2."), ("附件", "3.")]
    assert texts(sources["ln-rst-2024"])[-3] == "1.2024年全省高级评委会例会计划时间表（省直）"


def test_a_decimal_number_is_no_item() -> None:
    assert texts(source("效益\n1.5万元以上")) == ["效益1.5万元以上"]


def test_two_sections_of_one_number_keep_apart(sources: dict[str, Source]) -> None:
    found = [path for path in paths(sources["ln-scjg-2024"]) if len(path) == 1 and path[0].startswith("五、")]
    assert found == [("五、相关政策规定",), ("五、报卷说明",)]


def test_two_headings_of_the_same_words_are_told_apart() -> None:
    assert paths(source("五、其他\n1. 一句。\n五、其他\n1. 一句。\n")) == [
        ("五、其他",),
        ("五、其他", "1."),
        ("五、其他〔2〕",),
        ("五、其他〔2〕", "1."),
    ]


@pytest.mark.parametrize(
    "line", ["(一)范围", "（一）范围", "(一）范围", "（一)范围", "( 一 ) 范围", "- (一)范围", "- （一） 范围"]
)
def test_brackets_of_either_width_and_list_marks_number_alike(line: str) -> None:
    (_, section) = sections_of(source(f"一、总则\n{line}\n凡在本市工作者。\n"))
    assert (len(section.path), section.path[0], plain(section.path[1])) == (
        2,
        "一、总则",
        plain(line).removeprefix("-"),
    )


def test_a_space_inside_a_number_does_not_hide_a_section(sources: dict[str, Source]) -> None:
    assert [plain(path[0]) for path in paths(sources["ln-gxt-2024"]) if len(path) == 1][6:8] == [
        "六、申报材料要求",
        "七、评审方式",
    ]


def test_items_with_and_without_a_list_mark_are_neighbours(sources: dict[str, Source]) -> None:
    above = ("五、申报程序", "(二)申报人所在单位审核")
    below = [path[-1] for path in paths(sources["fushun-rsj-2025"]) if path[:-1] == above]
    assert below == ["1.", "2.", "3."]


@pytest.mark.parametrize(
    ("notice_id", "printed"),
    [
        ("ln-scjg-2024", "**粘贴**本人一寸近期彩色照片"),
        ("ln-scjg-2024", "**全部材料**进行公示情况"),
        ("ln-gxt-2024", "拟推荐***同志申报**专业**"),
        ("ln-gxt-2024", "具备1-*项中的几项条件"),
    ],
)
def test_asterisks_stay_as_printed(sources: dict[str, Source], notice_id: str, printed: str) -> None:
    assert any(printed in text for text in texts(sources[notice_id]))


def cells(source: Source) -> list[list[str]]:
    """The cells of every row of a table, the heads' own among them."""
    rows = [paragraph.row for paragraph in paragraphs(source) if paragraph.row]
    return [[tidy(source.text[slice(*cell)]) for cell in row.cells] for row in rows]


def test_a_form_that_nobody_filled_in_is_one_paragraph(sources: dict[str, Source]) -> None:
    found = sources["ln-gxt-2024"]
    (form,) = [paragraph for paragraph in paragraphs(found) if paragraph.row]
    assert form.row is not None
    assert [tidy(found.text[slice(*head)]) for head in form.row.heads] == [
        "序号",
        "业绩成果名称",
        "完成起止时间(精确到月)",
        "主要内容及本人角色(主持、参与、独立)",
        "业绩成果类别",
    ]
    assert form.row.cells == ()


ROWS = [["专业", "时间", "地点"], ["水利", "5月6日", "一号楼"], ["建设", "另行通知", "二号楼"]]


@pytest.mark.parametrize(
    "text",
    [
        "专业\t时间\t地点\n水利\t5月6日\t一号楼\n建设\t另行通知\t二号楼\n",
        "| 专业 | 时间 | 地点 |\n|---|:--|---|\n| 水利 | 5月6日 | 一号楼 |\n| 建设 | 另行通知 | 二号楼 |\n",
        "\t专业\n\t时间\n\t地点\n\n\t水利\n\t5月6日\n\t一号楼\n\n\t建设\n\t另行通知\n\t二号楼\n",
    ],
    ids=["tabs", "bars", "a cell a line"],
)
def test_a_table_is_rows_of_cells_in_whatever_form_it_comes(text: str) -> None:
    made = source(f"一、受理\n受理安排如下：\n{text}\n\n二、其他\n一句话。\n")
    assert cells(made) == ROWS
    assert texts(made)[-2:] == ["二、其他", "一句话。"]


def test_an_empty_first_cell_is_that_of_the_row_above() -> None:
    made = source("一、受理\n系列\t层级\t时间\n工程\t正高\t5月6日\n\t副高\t5月7日\n")
    assert cells(made)[-1] == ["工程", "副高", "5月7日"]


@pytest.mark.parametrize(
    "text",
    [
        "联系人：甲\t电话：1234567\n联系人：乙\t电话：7654321\n",
        "\t为做好评审工作，现将有关事项通知如下。\n\t各单位要高度重视。\n\t一、报名\n\t即日起报名。\n",
        "系列\t层级\t时间\n",
    ],
    ids=["a form", "paragraphs behind a tab", "heads alone"],
)
def test_tabs_alone_make_no_table(text: str) -> None:
    assert cells(source(text)) == []


def test_attachments_are_sections_with_headings_of_their_own(sources: dict[str, Source]) -> None:
    found = paths(sources["ln-gxt-2024"])
    assert ("附件1", "二、主要业绩情况") in found
    assert ("附件2", "一、主卷的材料顺序", "第二部分：学历资历", "1.") in found
    assert ("附件2", "三、填报表格要求", "9.") in found


def test_what_comes_before_the_first_number_is_the_front(sources: dict[str, Source]) -> None:
    assert {path[0] for path in (paths(found)[0] for found in sources.values())} == {"文首"}


def test_what_comes_after_the_attachments_is_the_end(sources: dict[str, Source]) -> None:
    ends = {
        notice_id: [
            tidy(found.text[slice(*each.span)])
            for section in sections_of(found)
            if section.path[0].startswith("文末")
            for each in section.paragraphs
        ]
        for notice_id, found in sources.items()
    }
    assert ends["ln-scjg-2024"] == ["辽宁省市场监督管理局", "2024年5月29日"]
    assert ends["fushun-rsj-2025"] == ["(此件公开发布)"]
    assert ends["ln-gxt-2024"][:5] == [
        "政策咨询电子邮箱：Ingxtrsc@163.com",
        "技术咨询电子邮箱：57440842@qq.com",
        "辽宁省工业和信息化厅",
        "2024年6月19日",
        "(此件公开发布)",
    ]


@given(papers)
def test_any_text_is_read_and_nothing_of_it_is_lost(text: str) -> None:
    made = source(text)
    found = paths(made)
    assert len(found) == len(set(found))
    assert left_out(made).strip("-") == ""


@given(st.text())
def test_a_span_as_a_person_reads_it_keeps_every_character(text: str) -> None:
    assert "".join(tidy(text).split()) == "".join(text.split())


@pytest.mark.parametrize("mark", [*marks(), *foreign_marks()], ids=lambda mark: mark.style)
def test_every_style_of_numbering_is_read(mark: Mark) -> None:
    assert (mark.missing, mark.made_up) == ([], [])


@pytest.mark.parametrize("line", ["7.31日以前报送。", "2.5万元以上的项目。", "1.2024年计划表", "10.5年的工龄。"])
def test_a_number_with_a_point_is_no_subsection(line: str) -> None:
    assert [path for path in paths(source(f"一、时间\n{line}\n")) if "." in path[-1][2:]] == []
