"""Indicator tables: columns in any order, merged cells, rows that lost a cell, totals."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from ingest.resolve.extract import Extraction
from tests.helpers import TITLES, seen_in

Extract = Callable[[str], Extraction]
HEAD = "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
ROWS = (
    "产出指标\t数量指标\t居民医保参保人数\t≥400万人\t402.5万人\t20\t20\n"
    "\t质量指标\t系统正常运行率\t≥99%\t99.5%\t20\t19.5\n效益指标\t社会效益\t参保群众满意度\t≥90%\t95.1%\t10\t9.5\n"
)


class Leaf(NamedTuple):
    """A node with its parent's name, scores and values."""

    level: int
    name: str
    parent: str
    full: str = ""
    own: str = ""
    target: str = ""
    actual: str = ""


PROGRAM = "城乡居民基本医疗保险补助资金"
TREE = [
    Leaf(1, "产出指标", ""),
    Leaf(2, "数量指标", "产出指标"),
    Leaf(3, "居民医保参保人数", "数量指标", "20", "20", "400", "402.5"),
    Leaf(2, "质量指标", "产出指标"),
    Leaf(3, "系统正常运行率", "质量指标", "20", "19.5", "99", "99.5"),
    Leaf(1, "效益指标", ""),
    Leaf(2, "社会效益", "效益指标"),
    Leaf(3, "参保群众满意度", "社会效益", "10", "9.5", "90", "95.1"),
]


def report(table: str) -> str:
    return f"{TITLES['resident']}\n\n一、指标完成情况\n\n{table}"


def leaves(extraction: Extraction) -> list[Leaf]:
    names = {row["indicator_id"]: row["indicator_name"] for row in extraction["indicator_scores"]}
    return [
        Leaf(
            row["level"],
            row["indicator_name"],
            names.get(row["parent_indicator_id"], ""),
            row["full_score"],
            row["self_score"],
            row["target_literal"],
            row["actual_literal"],
        )
        for row in extraction["indicator_scores"]
    ]


def shuffled(table: str, order: tuple[int, ...]) -> str:
    return "".join("\t".join(row.split("\t")[i] for i in order) + "\n" for row in table.strip("\n").split("\n"))


def piped(table: str) -> str:
    rows = [f"| {' | '.join(row.split(chr(9)))} |\n" for row in table.strip("\n").split("\n")]
    return rows[0] + "|" + " --- |" * 7 + "\n" + "".join(rows[1:])


def stacked(table: str) -> str:
    return "\n".join("\n".join(f"\t{cell}" for cell in row.split("\t")) + "\n" for row in table.strip("\n").split("\n"))


def test_levels_values_and_scores_of_a_table_make_a_tree(extract: Extract) -> None:
    assert leaves(extract(report(HEAD + ROWS))) == TREE


@pytest.mark.parametrize("order", [(0, 1, 2, 5, 3, 6, 4), (0, 1, 2, 6, 5, 4, 3), (5, 0, 1, 2, 3, 4, 6)])
def test_columns_may_stand_in_any_order(extract: Extract, order: tuple[int, ...]) -> None:
    assert leaves(extract(report(shuffled(HEAD + ROWS, order)))) == TREE


@pytest.mark.parametrize("form", [piped, stacked], ids=["pipes", "one cell a line"])
def test_every_table_notation_gives_the_same_tree(extract: Extract, form: Callable[[str], str]) -> None:
    assert leaves(extract(report(form(HEAD + ROWS)))) == TREE


@pytest.mark.parametrize(
    "header",
    [
        "一级指标\t二级指标\t三级指标\t指标值\t完成值\t权重\t自评分\n",
        "一级\t二级\t三级\t目标值\t全年实际值\t满分\t自评得分\n",
        "一级指标\t二级指标\t指标名称\t预期指标值\t实际完成情况\t指标分值\t实际得分\n",
    ],
)
def test_headers_have_many_names(extract: Extract, header: str) -> None:
    assert leaves(extract(report(header + ROWS))) == TREE


def test_a_merged_first_column_is_not_a_new_node_on_every_row(extract: Extract) -> None:
    repeated = ROWS.replace("\t质量指标", "产出指标\t质量指标")
    assert leaves(extract(report(HEAD + repeated))) == TREE


def test_a_row_that_lost_its_leading_cells_shifts_back(extract: Extract) -> None:
    assert leaves(extract(report(HEAD + ROWS.replace("\t质量指标", "质量指标")))) == TREE


def test_a_header_repeated_on_the_next_page_is_no_row(extract: Extract) -> None:
    first, rest = ROWS.split("效益指标", 1)
    assert leaves(extract(report(f"{HEAD}{first}\n- 3 -\n\n{HEAD}效益指标{rest}"))) == TREE


@pytest.mark.parametrize("row", ["总分\t\t\t\t\t100\t99\n", "合计\t100\t99\n", "总计\t\t\t\t\t100\t99\n"])
def test_the_total_row_is_the_top_of_the_tree_and_an_observation(extract: Extract, row: str) -> None:
    extraction = extract(report(HEAD + ROWS + row))
    assert leaves(extraction)[0] == Leaf(0, PROGRAM, "", "100", "99")
    assert [leaf.parent for leaf in leaves(extraction) if leaf.level == 1] == [PROGRAM, PROGRAM]
    assert [seen.value for seen in seen_in(extraction) if seen.metric == "self_evaluation_score"] == ["99"]


@pytest.mark.parametrize("extra", ["偏差原因", "评价得分", "评价得分\t偏差原因"])
def test_a_total_row_shorter_than_its_header_gives_both_scores(extract: Extract, extra: str) -> None:
    extraction = extract(report(HEAD.rstrip("\n") + "\t" + extra + "\n" + ROWS + "总分\t\t\t\t100\t99\n"))
    assert leaves(extraction)[0] == Leaf(0, PROGRAM, "", "100", "99")


def test_a_total_row_out_of_its_columns_keeps_their_order(extract: Extract) -> None:
    extraction = extract(report(HEAD.replace("\n", "\t偏差原因\n") + ROWS + "总分\t\t\t\t100\t99\t\t\n"))
    assert leaves(extraction)[0] == Leaf(0, PROGRAM, "", "100", "99")


def test_a_group_may_carry_its_full_score_in_its_name(extract: Extract) -> None:
    table = ROWS.replace("产出指标", "产出指标（40分）").replace("数量指标", "数量指标（满分20分）")
    found = {leaf.name: leaf.full for leaf in leaves(extract(report(HEAD + table)))}
    assert (found["产出指标"], found["数量指标"], found["质量指标"]) == ("40", "20", "")


def test_words_instead_of_values_have_no_number(extract: Extract) -> None:
    rows = extract(report(HEAD + "产出指标\t时效指标\t拨付及时\t按时拨付\t已按时拨付\t10\t10\n"))["indicator_scores"]
    leaf = rows[-1]
    assert (leaf["target_text"], leaf["target_literal"]) == ("按时拨付", "")
    assert (leaf["actual_text"], leaf["actual_literal"], leaf["self_score"]) == ("已按时拨付", "", "10")


@pytest.mark.parametrize(
    ("target", "literal", "qualifier"),
    [("≥95%", "95", "at_least"), ("＞95%", "95", "more_than"), ("≤30分钟", "30", "at_most"), ("=100%", "100", "exact"),
     ("85%-90%", "85", "range"), ("95%以上", "95", "at_least")],
)  # fmt: skip
def test_a_target_keeps_its_comparator(extract: Extract, target: str, literal: str, qualifier: str) -> None:
    row = extract(report(f"{HEAD}产出指标\t质量指标\t参保率\t{target}\t97%\t20\t20\n"))["indicator_scores"][-1]
    assert (row["target_text"], row["target_literal"], row["target_qualifier"]) == (target, literal, qualifier)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("指标名称\t计量单位\t目标值\t完成值\t分值\t得分\n", "参保率\t%\t95\t97\t20\t20\n"),
        ("指标名称\t目标值\t完成值\t分值\t得分\n", "参保率（%）\t95\t97\t20\t20\n"),
        ("指标名称\t目标值\t完成值\t分值\t得分\n", "参保率\t95%\t97\t20\t20\n"),
    ],
    ids=["column", "name", "target"],
)
def test_the_unit_may_stand_in_a_column_in_the_name_or_in_the_target(extract: Extract, header: str, row: str) -> None:
    extraction = extract(report(header + row))
    assert extraction["indicator_scores"][-1]["unit_label"] == "%"
    assert [(seen.metric, seen.value) for seen in seen_in(extraction)] == [("participation_rate", "97")]


def test_actual_values_are_observations_and_targets_are_not(extract: Extract) -> None:
    assert [(seen.metric, seen.value, seen.scheme) for seen in seen_in(extract(report(HEAD + ROWS)))] == [
        ("insured_persons", "4025000", "resident"),
        ("system_uptime_rate", "99.5", "none"),
        ("satisfaction_rate", "95.1", "none"),
    ]


def test_numbers_of_the_table_lead_to_their_nodes(extract: Extract) -> None:
    extraction = extract(report(HEAD + ROWS))
    by_id = {row["indicator_id"]: row for row in extraction["indicator_scores"]}
    for number in extraction["numbers"]:
        if number["indicator_id"]:
            row = by_id[number["indicator_id"]]
            scores = (row["full_score"], row["self_score"], row["target_literal"], row["actual_literal"])
            assert number["literal"] in scores


SUMMED = (
    "产出指标\t数量指标\t参保人数\t\t\t20\t20\n\t\t政策宣传\t\t\t10\t9\n{second}\t质量指标\t系统正常运行率\t\t\t20\t18\n"
    "{first}效益指标\t社会效益\t群众便利度\t\t\t50\t49\n总计\t\t\t\t\t100\t96\n"
)


@pytest.mark.parametrize(
    "label", ["\t合计\t", "\t小计\t", "\t\t小计", "产出指标小计\t\t", "产出指标\t合计\t", "产出小计\t\t"]
)
def test_a_subtotal_scores_the_group_that_its_parts_add_up_to(extract: Extract, label: str) -> None:
    second, first = "\t\t小计\t\t\t30\t29\n", f"{label}\t\t\t50\t47\n"
    extraction = extract(report(HEAD + SUMMED.format(second=second, first=first)))
    groups = {leaf.name: (leaf.full, leaf.own) for leaf in leaves(extraction) if leaf.level < 3}
    assert groups == {
        PROGRAM: ("100", "96"),
        "产出指标": ("50", "47"),
        "数量指标": ("30", "29"),
        "质量指标": ("", ""),
        "效益指标": ("", ""),
        "社会效益": ("", ""),
    }
    assert [seen.value for seen in seen_in(extraction) if seen.metric == "self_evaluation_score"] == ["96"]


@pytest.mark.parametrize("label", ["\t合计\t", "\t\t合计", "合计\t\t"])
def test_the_last_total_is_the_trees_wherever_it_stands(extract: Extract, label: str) -> None:
    rows = SUMMED.format(second="", first="").replace("总计\t\t", label)
    assert (PROGRAM, "100", "96") in [(leaf.name, leaf.full, leaf.own) for leaf in leaves(extract(report(HEAD + rows)))]


def test_a_subtotal_that_its_parts_do_not_add_up_to_scores_the_highest_group(extract: Extract) -> None:
    rows = SUMMED.format(second="", first="\t\t小计\t\t\t55\t47\n")
    assert Leaf(1, "产出指标", PROGRAM, "55", "47") in leaves(extract(report(HEAD + rows)))


@pytest.mark.parametrize(
    "header",
    [
        "绩效指标\t\t\t年度指标值\t实际完成值\t分值\t得分\n一级指标\t二级指标\t三级指标\t\t\t\t\n",
        "一级指标\t二级指标\t三级指标\t指标值\t\t评分\t\n\t\t\t年初设定\t实际完成\t分值\t得分\n",
        "一级指标\t二级指标\t三级指标\t完成情况\t\t分值\t得分\n一级指标\t二级指标\t三级指标\t目标值\t完成值\t分值\t得分\n",
    ],
)
def test_a_header_may_stand_in_two_rows(extract: Extract, header: str) -> None:
    assert leaves(extract(report(header + ROWS))) == TREE


def test_a_number_in_brackets_behind_a_group_is_its_full_score_whatever_it_is_called(extract: Extract) -> None:
    rows = "决策（20）\t资金落实（10）\t资金到位率（2023）\t100%\t100%\t10\t10\n"
    assert leaves(extract(report(HEAD + rows))) == [
        Leaf(1, "决策", "", "20"),
        Leaf(2, "资金落实", "决策", "10"),
        Leaf(3, "资金到位率（2023）", "资金落实", "10", "10", "100", "100"),
    ]


def test_a_row_shorter_than_a_header_with_scores_at_every_level_is_no_error(extract: Extract) -> None:
    head = "一级指标\t分值\t得分\t二级指标\t分值\t得分\t三级指标\t分值\t得分"
    rows = f"{head}\n产出\t50\t49\t数量\t20\t19\t参保人数\t20\t19\n效益\t30\n\t\t\t满意度\n"
    assert "参保人数" in {row["indicator_name"] for row in extract(report(rows))["indicator_scores"]}
