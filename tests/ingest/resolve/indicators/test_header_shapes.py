"""Headers as departments write them: unnumbered columns, weights at each level, scores in brackets."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.resolve.extract import Extraction
from tests.helpers import TITLES, seen_in

Extract = Callable[[str], Extraction]
Told = tuple[int, str, str, str]


def tree(extract: Extract, table: str) -> list[Told]:
    """Level, name and both scores of each node; the total's name is that of the program."""
    rows = extract(f"{TITLES['resident']}\n\n一、自评情况\n\n{table.replace('|', chr(9))}\n")["indicator_scores"]
    return [(r["level"], r["indicator_name"] if r["level"] else "", r["full_score"], r["self_score"]) for r in rows]


CHECKED = [
    (0, "", "100", "97"),
    (1, "组织领导", "", ""),
    (2, "工作专班", "5", "5"),
    (2, "部署会议", "5", "4"),
    (1, "征缴任务", "", ""),
    (2, "参保任务完成", "90", "88"),
]
CHECK_ROWS = (
    "1|组织领导|工作专班|5|0||5\n||部署会议|5|1|少开一次|4\n2|征缴任务|参保任务完成|90|2|差|88\n总分|||100|3||97\n"
)


@pytest.mark.parametrize(
    "header",
    [
        "序号|考核项目|考核指标|标准分|扣分|扣分原因|评分",
        "序号|考评项目|考评内容|配分|扣分值|扣分理由|考评得分",
        "序号|评价维度|评价内容|赋分|扣减分|备注|实得分",
        "序号|类别|项目|满分|扣分情况|说明|自评得分",
    ],
)
def test_order_and_merged_cells_tell_the_levels_of_unnumbered_columns(extract: Extract, header: str) -> None:
    assert tree(extract, f"{header}\n{CHECK_ROWS}") == CHECKED


def test_words_beside_names_on_every_row_explain_them(extract: Extract) -> None:
    table = "考核指标|考核内容|分值|得分\n参保扩面|新增参保任务|60|58\n基金监管|机构检查|40|40\n"
    assert tree(extract, table) == [(1, "参保扩面", "60", "58"), (1, "基金监管", "40", "40")]


def test_sentences_are_no_names(extract: Extract) -> None:
    table = "考核项目|考核要点|分值|得分\n参保扩面|是否完成任务，每低1%扣2分|60|58\n|是否建立台账，缺一项扣1分|40|40\n"
    assert [name for _, name, *_ in tree(extract, table)] == ["参保扩面"]


def test_a_table_of_money_with_items_is_no_tree(extract: Extract) -> None:
    assert tree(extract, "项目|预算金额|支出金额|分值|得分\n办公费|10|9|10|9\n差旅费|5|4|10|8\n") == []


@pytest.mark.parametrize("target", ["目标值", "标杆值", "基准值", "任务数", "期望值"])
@pytest.mark.parametrize("actual", ["业绩值", "达成值", "实绩", "年终完成情况", "自评情况"])
def test_target_and_actual_have_many_names(extract: Extract, target: str, actual: str) -> None:
    table = f"一级指标\t三级指标\t{target}\t{actual}\n产出\t居民医保参保率\t≥95%\t96.1%\n"
    extraction = extract(f"{TITLES['resident']}\n\n一、自评情况\n\n{table}\n")
    row = extraction["indicator_scores"][-1]
    assert (row["target_literal"], row["actual_literal"]) == ("95", "96.1")
    assert [seen.value for seen in seen_in(extraction)] == ["96.1"]


@pytest.mark.parametrize("other", ["得分率", "自评得分率", "复核得分", "上年得分", "得分说明"])
def test_a_column_that_speaks_of_scores_is_not_always_one(extract: Extract, other: str) -> None:
    table = f"一级指标|二级指标|分值|{other}|自评得分\n产出|参保人数|60|7|59\n效益|满意度情况|40|7|38\n"
    assert [row[3] for row in tree(extract, table) if row[0] == 2] == ["59", "38"]


def test_of_two_scores_the_offices_own_counts(extract: Extract) -> None:
    table = "一级指标|二级指标|分值|评价得分|单位自评分\n产出|参保人数|60|57|59\n"
    assert tree(extract, table)[-1] == (2, "参保人数", "60", "59")


WEIGHTED = [
    (1, "产出", "60", ""),
    (2, "产出数量", "60", ""),
    (3, "参保人数", "40", "39"),
    (3, "参保率", "20", "20"),
    (1, "效益", "40", ""),
    (2, "社会效益", "40", ""),
    (3, "政策知晓率", "40", "38"),
]


@pytest.mark.parametrize(
    "table",
    [
        "一级指标|权重|二级指标|权重|三级指标|权重|得分\n产出|60%|产出数量|60%|参保人数|40%|39\n||||参保率|20%|20\n"
        "效益|40%|社会效益|40%|政策知晓率|40%|38\n",
        "一级指标||二级指标||三级指标||自评分\n名称|权重(%)|名称|权重(%)|名称|权重(%)|\n产出|60|产出数量|60|参保人数|40|39\n"
        "||||参保率|20|20\n效益|40|社会效益|40|政策知晓率|40|38\n",
        "一级指标（分值）|二级指标（分值）|三级指标（分值）|得分\n产出（60）|产出数量（60）|参保人数（40）|39\n||参保率（20）|20\n"
        "效益（40）|社会效益（40）|政策知晓率（40）|38\n",
        "一级指标|一级指标分值|二级指标|二级指标分值|三级指标|三级指标分值|三级指标得分\n产出|60|产出数量|60|参保人数|40|39\n"
        "||||参保率|20|20\n效益|40|社会效益|40|政策知晓率|40|38\n",
    ],
    ids=["weights", "two rows", "brackets", "own names"],
)
def test_scores_may_stand_at_every_level(extract: Extract, table: str) -> None:
    assert tree(extract, table) == WEIGHTED


def test_a_weight_of_the_first_level_alone_is_not_the_leaves(extract: Extract) -> None:
    table = "一级指标|权重|二级指标|目标值|实际值|分值|得分\n产出|60|参保人数|40万|41万|40|39\n||参保率|95%|96%|20|20\n"
    assert tree(extract, table) == [(1, "产出", "60", ""), (2, "参保人数", "40", "39"), (2, "参保率", "20", "20")]


@pytest.mark.parametrize("cell", ["20|18", "20分|18分", "20|18（扣2分）"])
def test_a_score_may_carry_a_remark(extract: Extract, cell: str) -> None:
    assert tree(extract, f"一级指标|二级指标|分值|得分\n决策|立项程序|{cell}\n")[-1] == (2, "立项程序", "20", "18")


def test_full_and_own_score_may_share_a_cell(extract: Extract) -> None:
    table = "一级指标|二级指标|目标值|分值/得分\n产出|参保人数|40万|60/58.5\n"
    assert tree(extract, table)[-1] == (2, "参保人数", "60", "58.5")


@pytest.mark.parametrize(
    "group",
    ["产出指标（60分）||||", "产出指标（60分）|产出指标（60分）|产出指标（60分）|产出指标（60分）|产出指标（60分）"],
)
def test_a_group_may_have_a_row_of_its_own(extract: Extract, group: str) -> None:
    table = f"指标名称|目标值|实际值|分值|得分\n{group}\n参保人数|40万|41万|40|39\n参保率|95%|96%|20|20\n"
    assert tree(extract, table) == [(1, "产出指标", "60", ""), (2, "参保人数", "40", "39"), (2, "参保率", "20", "20")]


SHORT = "一级指标|分值|得分\n产出|60|59\n效益|40|38\n合计|100|97\n\n二、评分表\n\n"


@pytest.mark.parametrize("own", ["", "59"])
def test_a_tree_told_in_short_and_whole_is_one(extract: Extract, own: str) -> None:
    whole = f"一级指标|分值|得分|三级指标|分值|得分\n产出|60|{own}|参保人数|60|59\n效益|40||知晓率|40|38\n"
    told = [(0, "", "100", "97"), (1, "产出", "60", "59"), (2, "参保人数", "60", "59")]
    assert [row for row in tree(extract, SHORT + whole.replace("三级", "二级"))] == [
        *told, (1, "效益", "40", "38"), (2, "知晓率", "40", "38"),
    ]  # fmt: skip


def test_trees_of_other_scores_stay_apart(extract: Extract) -> None:
    whole = "一级指标|二级指标|分值|得分\n产出|参保人数|60|59\n成本指标|成本控制|40|38\n"
    assert [name for level, name, *_ in tree(extract, SHORT + whole) if level == 1] == ["效益", "产出", "成本指标"]


@pytest.mark.parametrize(
    "head",
    [
        "主管部门|市医保局|自评总分（满分100分）|97|自评等级|优",
        "自评得分|97分|评价等级|优|总额|-",
        "项目|居民医保|自评得分：97分|等级：优||",
    ],
)
def test_the_head_of_a_form_states_the_total(extract: Extract, head: str) -> None:
    table = f"{head}\n一级指标|二级指标|目标值|完成值|分值|得分\n产出|参保人数|40万|41万|60|59\n"
    extraction = extract(f"{TITLES['resident']}\n\n一、自评情况\n\n{table.replace('|', chr(9))}\n")
    assert extraction["indicator_scores"][0]["self_score"] == "97"
    assert ("self_evaluation_score", "97") in [(seen.metric, seen.value) for seen in seen_in(extraction)]


@pytest.mark.parametrize("column", ["佐证材料", "扣分原因", "备注"])
def test_words_beside_an_indicator_state_values_and_rules_do_not(extract: Extract, column: str) -> None:
    table = f"一级指标|二级指标|评分标准|分值|得分|{column}\n投入|在职人员控制率|编制30名得满分|6|6|年末在职28人\n"
    extraction = extract(f"{TITLES['department']}\n\n一、自评情况\n\n{table.replace('|', chr(9))}\n")
    assert [(seen.metric, seen.value) for seen in seen_in(extraction)] == [("staff_in_post", "28")]


@pytest.mark.parametrize("tail", ["", "完成情况", "完成情况分析"])
def test_headings_without_scores_head_the_tables_below_them(extract: Extract, tail: str) -> None:
    head = "三级指标|目标值|完成值|分值|得分\n"
    first = f"（一）产出指标{tail}\n\n1.数量指标\n\n{head}参保人数|40万|41万|60|59\n\n"
    text = f"{first}（二）效益指标{tail}\n\n{head}知晓率|90%|91%|40|40\n\n三、满意度\n\n尚好。\n"
    assert [row[:2] for row in tree(extract, text)] == [
        (1, "产出指标"), (2, "数量指标"), (3, "参保人数"), (1, "效益指标"), (3, "知晓率"),
    ]  # fmt: skip


@pytest.mark.parametrize("numbers", ["1 1.1 1.2 2 2.1", "一 （一） （二） 二 （一）", "A A1 A2 B B1"])
def test_numbers_in_a_column_of_their_own_tell_the_levels(extract: Extract, numbers: str) -> None:
    names = ("组织领导|20|18", "工作专班|10|10", "部署会议|10|8", "征缴任务|80|77", "参保扩面|80|77")
    rows = "".join(f"{number}|{name}\n" for number, name in zip(numbers.split(), names, strict=True))
    assert [level for level, *_ in tree(extract, f"序号|考核内容|标准分|得分\n{rows}")] == [1, 2, 2, 1, 2]


@pytest.mark.parametrize("head", ["指标", "项目", "评价维度", ""])
def test_tables_across_need_no_word_at_their_head(extract: Extract, head: str) -> None:
    table = f"{head}|决策|过程|产出|合计\n分值|20|30|50|100\n得分|18|29|48|95\n得分率|90%|97%|96%|95%\n"
    assert tree(extract, table) == [
        (0, "", "100", "95"), (1, "决策", "20", "18"), (1, "过程", "30", "29"), (1, "产出", "50", "48"),
    ]  # fmt: skip


def test_scored_headings_head_the_tables_below_them(extract: Extract) -> None:
    head = "二级指标|三级指标|分值|得分\n"
    first = f"（一）决策（20分，得18分）\n\n{head}项目立项|立项依据|20|18\n\n"
    table = f"{first}（二）产出（80分，得77分）\n\n{head}数量|参保人数|80|77\n"
    assert [row[:2] for row in tree(extract, table)] == [
        (1, "决策"), (2, "项目立项"), (3, "立项依据"), (1, "产出"), (2, "数量"), (3, "参保人数"),
    ]  # fmt: skip
