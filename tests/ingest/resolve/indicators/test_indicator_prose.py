"""Indicator trees in headings and sentences."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.resolve.extract import Extraction
from tests.helpers import TITLES, seen_in
from tests.ingest.resolve.indicators.test_indicator_tables import PROGRAM, Leaf, leaves

Extract = Callable[[str], Extraction]


def report(body: str) -> str:
    return f"{TITLES['resident']}\n\n一、总体情况\n\n全市工作平稳。\n\n二、指标分析\n\n{body}"


def test_headings_with_score_notes_make_a_tree_by_words_and_mark_style(extract: Extract) -> None:
    text = report(
        "（一）决策（满分20分，自评19分）\n1.决策依据（10分，得10分）\n依据充分。\n2.资金分配（10分，得9分）\n分配合理。\n"
        "（二）产出（满分40分，自评40分）\n1.参保扩面（20分，得20分）\n完成较好。\n2.待遇落实（20分，得20分）\n完成较好。\n"
    )
    assert leaves(extract(text)) == [
        Leaf(1, "决策", "", "20", "19"),
        Leaf(2, "决策依据", "决策", "10", "10"),
        Leaf(2, "资金分配", "决策", "10", "9"),
        Leaf(1, "产出", "", "40", "40"),
        Leaf(2, "参保扩面", "产出", "20", "20"),
        Leaf(2, "待遇落实", "产出", "20", "20"),
    ]


def test_a_level_one_word_is_level_one_whatever_its_mark(extract: Extract) -> None:
    text = report(
        "（一）决策（20分，得19分）\n1.决策依据（20分，得19分）\n依据充分。\n2.产出（40分，得40分）\n完成较好。\n"
    )
    assert [(leaf.level, leaf.name) for leaf in leaves(extract(text))] == [(1, "决策"), (2, "决策依据"), (1, "产出")]


def test_headings_without_a_score_are_nodes_between_scored_ones(extract: Extract) -> None:
    text = report(
        "（一）产出指标\n1.数量指标\n（1）参保规模（20分，得20分）\n完成较好。\n2.质量指标\n（1）运行质量（20分，得18分）\n"
    )
    assert leaves(extract(text)) == [
        Leaf(1, "产出指标", ""),
        Leaf(2, "数量指标", "产出指标"),
        Leaf(3, "参保规模", "数量指标", "20", "20"),
        Leaf(2, "质量指标", "产出指标"),
        Leaf(3, "运行质量", "质量指标", "20", "18"),
    ]


def test_names_in_quotes_are_nodes_below_the_sentence_that_lists_them(extract: Extract) -> None:
    text = report(
        "1.项目决策指标分值18分，得分18分，包含“立项依据”“资金分配”2个二级指标。\n"
        "2.项目产出指标分值40分，得分38分，包含“参保规模”1个二级指标。\n"
    )
    assert leaves(extract(text)) == [
        Leaf(1, "项目决策", "", "18", "18"),
        Leaf(2, "立项依据", "项目决策"),
        Leaf(2, "资金分配", "项目决策"),
        Leaf(1, "项目产出", "", "40", "38"),
        Leaf(2, "参保规模", "项目产出"),
    ]


def test_a_line_of_target_actual_and_scores_is_a_leaf(extract: Extract) -> None:
    text = report(
        "（一）产出指标（40分）\n1.参保率（%），目标值95，完成值97，分值20，得分20。\n"
        "2.系统正常运行率，目标值≥99%，完成值99.5%，分值20，得分19.5。\n"
    )
    extraction = extract(text)
    assert leaves(extraction) == [
        Leaf(1, "产出指标", "", "40"),
        Leaf(2, "参保率", "产出指标", "20", "20", "95", "97"),
        Leaf(2, "系统正常运行率", "产出指标", "20", "19.5", "99", "99.5"),
    ]
    assert [(seen.metric, seen.value) for seen in seen_in(extraction)] == [
        ("participation_rate", "97"),
        ("system_uptime_rate", "99.5"),
    ]


def test_a_list_of_level_scores_gives_the_level_one_nodes(extract: Extract) -> None:
    text = report("综合自评96.5分。分项得分：决策18分、过程21.5分、产出37分、效益20分。\n")
    assert leaves(extract(text)) == [
        Leaf(0, PROGRAM, "", "", "96.5"),
        Leaf(1, "决策", PROGRAM, "", "18"),
        Leaf(1, "过程", PROGRAM, "", "21.5"),
        Leaf(1, "产出", PROGRAM, "", "37"),
        Leaf(1, "效益", PROGRAM, "", "20"),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "项目自评得分98.5分。",
        "综合得分98.5分，等级为优。",
        "绩效评价总得分为98.5分。",
        "自评总分：98.5分。",
        "总体自评98.5分。",
    ],
)
def test_a_stated_total_is_the_top_of_the_tree_and_one_observation(extract: Extract, sentence: str) -> None:
    extraction = extract(report(sentence + "\n"))
    assert leaves(extraction) == [Leaf(0, PROGRAM, "", "", "98.5")]
    assert [(seen.metric, seen.value) for seen in seen_in(extraction)] == [("self_evaluation_score", "98.5")]


@pytest.mark.parametrize("sentence", ["产出指标得分38分。", "因报送延迟扣1分。", "每少一项扣2分。"])
def test_a_score_of_a_part_or_a_deduction_is_no_total(extract: Extract, sentence: str) -> None:
    assert [seen for seen in seen_in(extract(report(sentence + "\n"))) if seen.metric == "self_evaluation_score"] == []


def test_the_threshold_of_a_grade_is_no_total(extract: Extract) -> None:
    assert seen_in(extract(report("评分90分以上为优。\n"))) == []


def test_every_node_but_the_top_has_a_parent_of_a_lower_level_above_it(extract: Extract) -> None:
    text = report(
        "综合自评96分。\n（一）决策（20分，得19分）\n1.决策依据（20分，得19分）\n（二）产出（40分，得40分）\n"
    )
    rows = extract(text)["indicator_scores"]
    by_id = {row["indicator_id"]: row for row in rows}
    for row in rows[1:]:
        parent = by_id[row["parent_indicator_id"]]
        assert parent["level"] < row["level"]
        assert parent["indicator_id"] < row["indicator_id"]


def test_a_line_that_opens_with_a_name_gives_it_the_nameless_score_behind(extract: Extract) -> None:
    text = report(
        "（一）决策（20分，得分17分）\n1.项目立项（分值20分，得分17分）\n立项依据充分性（满分10分，得9分）：依据充分。\n"
        "立项程序规范性：该指标分值10分，评价得分8分。程序基本合规。\n"
    )
    assert leaves(extract(text))[2:] == [
        Leaf(3, "立项依据充分性", "项目立项", "10", "9"),
        Leaf(3, "立项程序规范性", "项目立项", "10", "8"),
    ]


def test_a_nameless_score_goes_to_the_name_above_that_has_none(extract: Extract) -> None:
    text = report("（一）决策（20分，得分17分）\n1.项目立项\n评价结论：该指标分值20分，评价得分17分。\n")
    assert leaves(extract(text)) == [Leaf(1, "决策", "", "20", "17"), Leaf(2, "项目立项", "决策", "20", "17")]


SCORED = [
    Leaf(0, PROGRAM, "", "100", "93"),
    Leaf(1, "决策", PROGRAM, "20", "18"),
    Leaf(2, "项目立项", "决策", "20", "18"),
    Leaf(1, "产出", PROGRAM, "80", "75"),
    Leaf(2, "产出数量", "产出", "80", "75"),
]
HEADED = (
    "本项目总分100分，自评得分为93分。{listed}\n（一）{name[0]}（{weight}20{unit}，得分18分）\n1.项目立项：分值20分，自评18分。\n"
    "（二）{name[1]}（{weight}80{unit}，得分75分）\n1.产出数量：分值80分，自评75分。\n"
)


@pytest.mark.parametrize("listed", ["", "其中：决策20分，得18分；产出80分，得75分。"])
@pytest.mark.parametrize(("weight", "unit"), [("", "分"), ("权重", "%"), ("权重：", "")])
def test_a_heading_says_a_score_that_a_list_gave_before(extract: Extract, listed: str, weight: str, unit: str) -> None:
    text = report(HEADED.format(listed=listed, name=("决策", "产出"), weight=weight, unit=unit))
    extraction = extract(text)
    assert leaves(extraction) == SCORED
    assert [seen.value for seen in seen_in(extraction)] == ["93"]
    assert "narrative" not in {row["disposition"] for row in extraction["numbers"]}


def test_a_state_of_things_is_no_part_of_a_first_levels_name(extract: Extract) -> None:
    text = report(HEADED.format(listed="", name=("项目决策情况", "项目产出情况"), weight="", unit="分"))
    assert [leaf.name for leaf in leaves(extract(text)) if leaf.level == 1] == ["项目决策", "项目产出"]


def test_a_rate_of_scores_is_no_metric(extract: Extract) -> None:
    text = report("（一）效益（10分，得分8分）\n1.满意度：分值10分，自评8分，得分率80%。\n")
    assert seen_in(extract(text)) == []


SUMS = "一级指标\t分值\t得分\n决策\t20\t18\n产出\t80\t{}\n合计\t100\t93\n\n三、指标分析\n\n"


def test_scored_headings_stand_below_the_first_level_that_a_table_sums_up(extract: Extract) -> None:
    text = report(SUMS.format(75) + HEADED.format(listed="", name=("决策", "产出"), weight="", unit="分"))
    extraction = extract(text)
    assert sorted(leaves(extraction)) == sorted(SCORED)
    told = {row["literal"] for row in extraction["numbers"] if row["disposition"] == "narrative"}
    assert told <= {"100"}  # the full score of all, said again


def test_headings_with_other_scores_than_the_table_of_sums_are_not_its_tree(extract: Extract) -> None:
    text = report(SUMS.format(74) + HEADED.format(listed="", name=("决策", "产出"), weight="", unit="分"))
    assert [(leaf.name, leaf.own) for leaf in leaves(extract(text))][1:] == [("决策", "18"), ("产出", "74")]


def test_a_sentence_below_a_heading_gives_its_node_the_scores(extract: Extract) -> None:
    text = report(
        "（一）投入指标\n投入指标满分20分，自评得19分。\n1.目标设定（满分20分）。目标合理，得19分。\n"
        "（二）产出指标\n产出指标满分80分，自评得75分。\n1.数量指标（满分80分）。完成较好，得75分。\n综上，自评总得分94分。\n"
    )
    assert leaves(extract(text)) == [
        Leaf(0, PROGRAM, "", "", "94"),
        Leaf(1, "投入指标", PROGRAM, "20", "19"),
        Leaf(2, "目标设定", "投入指标", "20", "19"),
        Leaf(1, "产出指标", PROGRAM, "80", "75"),
        Leaf(2, "数量指标", "产出指标", "80", "75"),
    ]


def test_a_top_mark_comes_back_to_the_first_level_whatever_the_name(extract: Extract) -> None:
    text = (
        f"{TITLES['resident']}\n\n一、决策（满分10分，得分10分）\n（一）目标合理性，满分10分，自评10分。\n"
        "二、管理（满分30分，得分27分）\n（一）“三公”经费控制率，满分30分，自评27分。\n"
        "三、履职成效（满分60分，得分55分）\n（一）参保覆盖，满分60分，自评55分。\n"
    )
    assert [(leaf.level, leaf.name, leaf.parent) for leaf in leaves(extract(text)) if leaf.level] == [
        (1, "决策", ""),
        (2, "目标合理性", "决策"),
        (1, "管理", ""),
        (2, "“三公”经费控制率", "管理"),
        (1, "履职成效", ""),
        (2, "参保覆盖", "履职成效"),
    ]


def test_an_actual_value_told_below_an_indicators_name_is_the_indicators(extract: Extract) -> None:
    text = (
        "怀化市医疗保障局关于2023年医疗服务与保障能力提升补助资金绩效自评报告\n\n经调查，参保人员满意度为94.19%。\n\n"
        "一、指标完成情况\n\n（一）满意度（10分，自评10分）\n\n1.参保人员满意度（10分，自评10分）\n\n目标值≥90%，完成值97.97%。\n"
    )
    found = {
        row["literal"]: row["source_form"] for row in extract(text)["observations"] if "satisf" in row["metric_code"]
    }
    assert found == {"94.19": "prose", "97.97": "indicator"}
