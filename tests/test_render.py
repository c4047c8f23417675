"""How a flattened text is set: what the renderings of tests/test_formats.py rest on."""

from __future__ import annotations

import pytest

from tests.render.blocks import Heading, Paragraph, parse
from tests.render.table import Table


def shown(text: str) -> list[str]:
    """Blocks in short: # heading, words of a paragraph, rows of a table (width covered, < for covered)."""
    lines: list[str] = []
    for block in parse(text):
        if isinstance(block, Table):
            lines += ["|".join(_cell(cell) for cell in row) for row in block.rows]
        else:
            lines.append("#" * (block.level + 1) + block.text if isinstance(block, Heading) else block.text)
    return lines


def _cell(cell: object) -> str:
    if cell is None:
        return "<"
    spans = f"{cell.rowspan}x{cell.colspan}"  # type: ignore[attr-defined]
    return cell.text + (f"[{spans}]" if spans != "1x1" else "")  # type: ignore[attr-defined]


def test_headings_captions_and_paragraphs_are_told_apart() -> None:
    text = "# 部门决算\n\n## 一、概况\n部门：甲局\t单位：万元\n（一）职责。\n- 3 -\n1. 办事；\n"
    assert shown(text) == ["#部门决算", "##一、概况", "部门：甲局    单位：万元", "（一）职责。", "1. 办事；"]


def test_a_sentence_cut_by_a_page_is_whole() -> None:
    text = "全市定点医疗机构三千余家、定点零售药店一千余家，追缴违规医保基金2604.19\n- 3 -\n万元，暂停协议37家。\n"
    [paragraph] = parse(text)
    assert isinstance(paragraph, Paragraph) and "2604.19万元" in paragraph.text


@pytest.mark.parametrize(
    "text",
    [
        "项目\t年初预算\n合计\t5.00\n",
        "| 项目 | 年初预算 |\n| --- | --: |\n| **合计** | 5.00 |\n",
        "\t项目\n\t年初预算\n\n\t合计\n\t5.00\n",
    ],
)
def test_a_table_is_the_same_in_every_notation(text: str) -> None:
    assert shown(text) == ["项目|年初预算", "合计|5.00"]


def test_words_set_with_blanks_are_a_table_with_its_blank_cells() -> None:
    lines = (
        "县区        人数    金额    结余",
        "甲县          12    3.50    0.10",
        "乙自治县             1.20    0.30",
    )
    assert shown("\n".join(lines)) == ["县区|人数|金额|结余", "甲县|12|3.50|0.10", "乙自治县||1.20|0.30"]


def test_short_header_rows_spread_over_the_columns_they_head() -> None:
    text = "收入\t支出\n项目\t金额\t项目\t合计\t一般公共预算\n拨款\t5.00\t卫生\t5.00\t5.00\n"
    assert shown(text)[0] == "收入[1x2]|<|支出[1x3]|<|<"


def test_names_of_levels_cover_the_blanks_below_them() -> None:
    text = "一级指标\t二级指标\t三级指标\t分值\n产出\t数量\t甲\t5\n\t\t乙\t5\n\t质量\t丙\t5\n总分\t\t\t15\n"
    assert shown(text)[1:] == ["产出[3x1]|数量[2x1]|甲|5", "<|<|乙|5", "<|质量|丙|5", "总分|||15"]


def test_an_answer_in_a_form_reaches_to_its_edge() -> None:
    text = "项目名称\t参保补助\n一级指标\t二级指标\t分值\t得分\n产出\t数量\t5\t5\n"
    assert shown(text)[0] == "项目名称|参保补助[1x3]|<|<"


def test_ideographic_blanks_set_a_cell_in_others_only_part_it() -> None:
    [table] = parse("| 项目 | 金额 |\n| --- | --: |\n| 甲 |   5 |\n|   　　乙 | 3 |\n")
    assert isinstance(table, Table)
    assert [(cell.text, cell.indent) for _, column, cell in table.cells() if not column] == [
        ("项目", 0),
        ("甲", 0),
        ("乙", 2),
    ]
