"""Trees told in parts: in chapters apart, in a list and a table, in panels side by side."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.resolve.extract import Extraction
from tests.helpers import TITLES, seen_in
from tests.ingest.resolve.indicators.test_header_shapes import Told, tree

Extract = Callable[[str], Extraction]
LIST = "- **决策**：满分20分，自评19分\n  - 项目立项：满分20分，自评19分\n"
TABLE = "一级指标|二级指标|分值|得分\n产出（80分）|数量指标|50|48\n|质量指标|30|30\n"
LISTED = [(1, "决策", "20", "19"), (2, "项目立项", "20", "19")]
TABLED = [(1, "产出", "80", ""), (2, "数量指标", "50", "48"), (2, "质量指标", "30", "30")]


@pytest.mark.parametrize(
    ("text", "nodes"),
    [(f"{LIST}\n{TABLE}", LISTED + TABLED), (f"{TABLE}\n（二）其他指标\n\n{LIST}", TABLED + LISTED)],
)
def test_a_list_and_a_table_are_halves_of_one_tree(extract: Extract, text: str, nodes: list[Told]) -> None:
    assert tree(extract, text) == nodes


@pytest.mark.parametrize("name", ["产出", "预算执行"])
def test_what_a_table_holds_already_or_has_no_room_for_is_no_half(extract: Extract, name: str) -> None:
    text = f"（一）{name}（80分，得78分）\n\n{TABLE}满意度|满意度|20|20\n"
    assert [row[1] for row in tree(extract, text)] == ["产出", "数量指标", "质量指标", "满意度", "满意度"]


def test_scores_of_others_are_no_half(extract: Extract) -> None:
    text = f"{TABLE}\n（一）先进评比\n\n甲县工作考核（8分）得7分，乙县工作考核（8分）得6分。\n"
    assert tree(extract, text) == TABLED


def test_chapters_hold_parts_of_one_tree(extract: Extract) -> None:
    first = (
        "（一）预算执行（10分，自评9.8分）\n支出进度较好。\n二、绩效指标完成情况\n（一）产出指标（60分，自评58分）\n"
    )
    assert tree(extract, f"{first}1.数量指标（60分，自评58分）\n三、不足\n进度慢。\n") == [
        (1, "预算执行", "10", "9.8"), (1, "产出指标", "60", "58"), (2, "数量指标", "60", "58"),
    ]  # fmt: skip


def test_a_subtotal_of_several_groups_is_of_none_of_them(extract: Extract) -> None:
    table = "一级指标|二级指标|分值|得分\n产出（50分）|数量|50|48\n满意度（10分）|群众满意度|10|10\n小计||60|58\n"
    assert [row[2:] for row in tree(extract, table) if row[0] == 1] == [("50", ""), ("10", "")]


@pytest.mark.parametrize("total", ["总分|100|97||||", "总分||||100|97"])
def test_the_total_of_panels_stands_below_the_first_or_the_last(extract: Extract, total: str) -> None:
    table = f"指标名称|分值|得分|指标名称|分值|得分\n参保扩面|40|40|待遇支付|60|57\n{total}\n"
    assert tree(extract, table)[0] == (0, "", "100", "97")


@pytest.mark.parametrize("head", ["指标名称|分值|得分", "评价指标|满分|自评得分", "一级指标|权重|得分"])
def test_panels_side_by_side_are_of_one_level(extract: Extract, head: str) -> None:
    table = f"{head}|{head}\n组织领导|10|9|参保扩面|40|40\n待遇支付|20|20|基金监管|30|28\n合计|100|97\n"
    assert [row for row in tree(extract, table) if row[0]] == [
        (1, "组织领导", "10", "9"), (1, "待遇支付", "20", "20"),
        (1, "参保扩面", "40", "40"), (1, "基金监管", "30", "28"),
    ]  # fmt: skip


def test_blanks_in_the_left_panel_are_groups_over_parts(extract: Extract) -> None:
    table = "指标|分值|得分|指标|分值|得分\n决策|20|19|项目立项|10|10\n|||绩效目标|10|9\n"
    assert [row[0] for row in tree(extract, table)] == [1, 2, 2]


def test_two_words_of_the_first_level_in_a_row_are_no_table_across(extract: Extract) -> None:
    head = "绩效指标|一级指标|二级指标|三级指标|分值|指标值|完成值|得分\n"
    rows = "|产出|质量指标|参保率|10|95%|96%|10\n|产出|成本指标|支出控制数|5|≤30万元|29万元|5\n"
    assert [row[:2] for row in tree(extract, head + rows)] == [
        (1, "产出"), (2, "质量指标"), (3, "参保率"), (2, "成本指标"), (3, "支出控制数"),
    ]  # fmt: skip


def test_tables_across_hold_indicators_of_any_name(extract: Extract) -> None:
    table = "指标名称|居民参保率|资金到位率|合计\n分值|40|60|100\n得分|39|60|99\n"
    assert tree(extract, table) == [
        (0, "", "100", "99"), (1, "居民参保率", "40", "39"), (1, "资金到位率", "60", "60"),
    ]  # fmt: skip


@pytest.mark.parametrize("heading", ["决策（A，20分）得分19分", "决策（20分）。自评得分19分", "决策【20分】自评19分"])
def test_a_heading_with_a_score_is_a_node(extract: Extract, heading: str) -> None:
    text = f"## （一）{heading}\n\n### 1.项目立项（A1，20分）得分19分\n"
    assert tree(extract, text) == LISTED


@pytest.mark.parametrize("told", ["得分{}分", "（得{}分）", "，得{}分"])
def test_headings_with_their_own_score_alone_are_nodes(extract: Extract, told: str) -> None:
    text = f"（一）产出指标{told.format(48)}\n尚好。\n（二）效益指标{told.format(39)}\n尚好。\n"
    assert tree(extract, text) == [(1, "产出指标", "", "48"), (1, "效益指标", "", "39")]


def test_two_first_levels_together_are_one(extract: Extract) -> None:
    text = "（一）过程得分情况。满分60分，自评58分。\n（二）产出及效果得分情况。满分40分，自评40分。\n"
    assert tree(extract, text) == [(1, "过程", "60", "58"), (1, "产出及效果", "40", "40")]


def test_unscored_bullets_head_the_scored_ones_below_them(extract: Extract) -> None:
    text = "- 产出指标\n  - 数量指标\n    - 参保人数：目标400万人，完成402万人，分值40分，得分40分\n"
    assert [row[:2] for row in tree(extract, text)] == [(1, "产出指标"), (2, "数量指标"), (3, "参保人数")]


@pytest.mark.parametrize("cell", ["决策20", "决策（20%）", "决策 20分", "决策（20分）"])
def test_a_header_says_that_its_names_bear_their_score(extract: Extract, cell: str) -> None:
    table = f"一级指标及分值|二级指标及分值|自评得分\n{cell}|项目立项20|19\n"
    assert tree(extract, table) == [(1, "决策", "20", ""), (2, "项目立项", "20", "19")]


@pytest.mark.parametrize("label", ["总分（100分）", "总分（100）"])
def test_a_total_row_bears_its_full_score(extract: Extract, label: str) -> None:
    table = f"一级指标|二级指标|得分|扣分原因\n产出（100分）|参保率（100分）|98|\n{label}||98|\n"
    assert tree(extract, table)[0] == (0, "", "100", "98")


def test_a_total_row_with_a_deduction_keeps_its_score(extract: Extract) -> None:
    table = "一级指标|二级指标|满分|扣分|得分\n产出|参保率|100|2|98\n总分|||2|98\n"
    assert tree(extract, table)[0] == (0, "", "", "98")


def test_a_sentence_tells_no_total_of_a_tree_without_scores(extract: Extract) -> None:
    table = "一级指标|二级指标|目标值|完成值\n产出指标|参保率|95%|96%\n"
    text = f"自评得分95.5分。\n\n{table}"
    assert [row[0] for row in tree(extract, text)] == [1, 2]
    seen = seen_in(extract(f"{TITLES['resident']}\n\n一、自评情况\n\n{text.replace('|', chr(9))}\n"))
    assert ("self_evaluation_score", "95.5") in [(found.metric, found.value) for found in seen]


def test_a_conclusion_in_a_row_below_the_tree_is_read(extract: Extract) -> None:
    table = "一级指标|二级指标|分值|得分\n产出|参保率|100|98.5\n总分||100|98.5\n"
    conclusion = "自评结论|本部门2023年度整体支出绩效自评得分98.5分，等级为优。\n"
    text = f"{TITLES['department']}\n\n一、自评情况\n\n{table}{conclusion}".replace("|", "\t")
    seen = [found.value for found in seen_in(extract(text)) if found.metric == "self_evaluation_score"]
    assert seen == ["98.5", "98.5"]
