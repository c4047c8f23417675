"""Prose trees: second levels without a score of their own that a line opens with, and where scored names begin."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.resolve.extract import Extraction
from tests.ingest.resolve.indicators.test_header_shapes import tree

Extract = Callable[[str], Extraction]
TOP = "（一）决策（满分15分，得14分）\n"
NODES = [
    (1, "决策", "15", "14"),
    (2, "项目立项", "", ""),
    (3, "立项依据充分性", "3", "3"),
    (3, "立项程序规范性", "3", "3"),
    (2, "绩效目标", "", ""),
    (3, "绩效目标合理性", "9", "8"),
]
FIRST = "立项依据充分性分值3分，得3分，依据充分。"
SECOND = "立项程序规范性分值3分，得3分，程序规范。"
THIRD = "绩效目标合理性分值9分，得8分，目标合理。"


@pytest.mark.parametrize(
    "words",
    [
        f"1.项目立项。{FIRST}{SECOND}\n2.绩效目标。{THIRD}\n",
        f"（1）项目立项：{FIRST}{SECOND}\n（2）绩效目标：{THIRD}\n",
        f"1.项目立项。{FIRST}\n{SECOND}\n2.绩效目标。{THIRD}\n",
        f"——项目立项。{FIRST}{SECOND}\n——绩效目标。{THIRD}\n",
        f"**项目立项**：{FIRST}{SECOND}\n**绩效目标**\n{THIRD}\n",
        f"从项目立项看，{FIRST}{SECOND}\n从绩效目标看，{THIRD}\n",
        f"项目立项方面，{FIRST}{SECOND}绩效目标方面，{THIRD}\n",
        f"一是项目立项，{FIRST}{SECOND}\n二是绩效目标，{THIRD}\n",
        f"二级指标“项目立项”：三级指标“立项依据充分性”分值3分，得3分；{SECOND}\n二级指标“绩效目标”：{THIRD}\n",
        f"1.项目立项，下设立项依据充分性、立项程序规范性2个三级指标。其中，{FIRST}{SECOND}\n2.绩效目标。{THIRD}\n",
        f"1.二级指标“项目立项”，下设2个三级指标。\n（1）{FIRST}\n（2）{SECOND}\n2.绩效目标\n（1）{THIRD}\n",
        f"1.项目立项分析\n{FIRST}\n{SECOND}\n2.绩效目标分析\n{THIRD}\n",
        "1.项目立项：①立项依据充分性（3分，得3分）；②立项程序规范性（3分，得3分）。\n2.绩效目标：①绩效目标合理性（9分，得8分）。\n",
    ],
)
def test_a_line_opens_with_its_second_level(extract: Extract, words: str) -> None:
    assert tree(extract, TOP + words) == NODES


def test_dotted_numbers_go_on_beside_each_other_after_an_opening(extract: Extract) -> None:
    words = f"3.1 决策（满分15分，得14分）\n3.1.1 项目立项。{FIRST}{SECOND}\n3.1.2 绩效目标。{THIRD}\n"
    assert tree(extract, words) == NODES


def test_a_mark_and_a_stop_set_an_unknown_group_apart(extract: Extract) -> None:
    words = "（一）效益（满分20分，得20分）\n1.基金运行。基金可支付月数分值10分，得10分。当期结余率分值10分，得10分。\n"
    assert [row[:2] for row in tree(extract, words)] == [
        (1, "效益"), (2, "基金运行"), (3, "基金可支付月数"), (3, "当期结余率"),
    ]  # fmt: skip


def test_the_name_opens_the_sentence_and_the_score_ends_it(extract: Extract) -> None:
    words = "1.项目立项\n（1）立项依据充分性：符合法规，依据充分，分值3分，得3分。\n"
    words += "（2）立项程序规范性。按程序申请，分值3分，得3分。\n"
    assert tree(extract, TOP + words) == NODES[:4]


def test_a_name_said_again_below_its_scored_heading_is_no_group(extract: Extract) -> None:
    words = (
        "1.绩效目标（9分，得8分）\n绩效目标设置科学，包括各项绩效指标。\n绩效目标\n（1）绩效目标合理性（9分，得8分）\n"
    )
    assert [row[:2] for row in tree(extract, TOP + words)] == [(1, "决策"), (2, "绩效目标"), (3, "绩效目标合理性")]


def test_the_own_score_alone_stands_behind_a_second_level(extract: Extract) -> None:
    words = (
        "1.数量指标（得13分）\n（1）参保人数（15分，得13分）\n2.质量指标（自评得分1分）\n（1）报销比例（5分，得1分）\n"
    )
    assert tree(extract, TOP.replace("决策", "产出") + words)[1:] == [
        (2, "数量指标", "", "13"), (3, "参保人数", "15", "13"), (2, "质量指标", "", "1"), (3, "报销比例", "5", "1"),
    ]  # fmt: skip


def test_codes_behind_names_are_no_part_of_them(extract: Extract) -> None:
    words = (
        "（一）部门管理（A）\n1.资金投入（A1）（满分20分，得19分）\n（1）预算编制完整性（A11）（满分20分，得19分）\n"
    )
    assert tree(extract, words) == [
        (1, "部门管理", "", ""), (2, "资金投入", "20", "19"), (3, "预算编制完整性", "20", "19"),
    ]  # fmt: skip


@pytest.mark.parametrize("verb", ["内含", "下设", "包括", "其中"])
def test_verbs_of_containing_are_no_part_of_a_name(extract: Extract, verb: str) -> None:
    found = tree(extract, f"（一）过程（20分），自评得分18.6分，{verb}资金管理（12分）自评得分11.6分。\n")
    assert found == [(1, "过程", "20", "18.6"), (2, "资金管理", "12", "11.6")]


def test_a_reason_may_stand_before_what_is_deducted(extract: Extract) -> None:
    words = "（一）决策权重20分，实得19分。其中，绩效目标权重7分，因目标值定得偏低而自扣1分，实得6分。\n"
    assert tree(extract, words) == [(1, "决策", "20", "19"), (2, "绩效目标", "7", "6")]


@pytest.mark.parametrize("said", ["根据评分标准，该指标得8分。", "对照评价标准，该三级指标得8分。"])
def test_the_own_score_by_the_standard_is_told_below(extract: Extract, said: str) -> None:
    assert tree(extract, f"{TOP}1.绩效目标合理性（9分）：目标合理。{said}\n")[1] == (2, "绩效目标合理性", "9", "8")


def test_a_standard_is_the_end_of_a_name(extract: Extract) -> None:
    words = f"{TOP}1.财政补助标准分值6分，得6分。\n2.资金到位率标准分值9分，得8分。\n"
    assert [row[1] for row in tree(extract, words)] == ["决策", "财政补助标准", "资金到位率"]


def test_the_full_score_may_stand_before_the_name(extract: Extract) -> None:
    assert tree(extract, "20分的决策指标，自评得19分；80分的产出指标，自评得78分。") == [
        (1, "决策指标", "20", "19"), (1, "产出指标", "80", "78"),
    ]  # fmt: skip


def test_one_name_told_of_several_projects_is_no_tree(extract: Extract) -> None:
    said = "{0}.“某项目”：执行数为870.06万元。预算执行分值10分，得9.34分，其余指标90分，得88分，自评得分97.34分。\n"
    assert [row for row in tree(extract, said.format(1) + said.format(2)) if row[0]] == []


def test_an_own_score_above_the_full_one_is_kept_as_printed(extract: Extract) -> None:
    table = "一级指标|权重|二级指标|权重|得分\n决策|20|项目立项|20|18\n产出|80|产出数量|80|77\n"
    found = tree(extract, f"其中决策指标得分180分，产出指标得分77分。\n\n二、评分表\n\n{table}")
    assert (1, "决策", "20", "180") in found


@pytest.mark.parametrize("said", ["全年营商环境考核得分92分。", "全年在全省医保系统考核中得分92分。"])
def test_what_others_rate_is_no_total(extract: Extract, said: str) -> None:
    found = extract(
        f"临泽县2023年医疗救助补助资金绩效自评报告\n\n一、情况\n\n{said}\n\n二、结论\n\n本项目自评得分97分。\n"
    )
    assert [row["self_score"] for row in found["indicator_scores"]] == ["97"]


def test_what_was_reached_is_no_name(extract: Extract) -> None:
    words = "社会效益：即时结算率93.1%，分值10分，得10分。\n可持续影响：基金可支付7.4个月，分值5分，得4分。\n"
    assert tree(extract, "（一）效益（满分15分，得14分）\n" + words)[1:] == [
        (2, "社会效益", "10", "10"), (2, "可持续影响", "5", "4"),
    ]  # fmt: skip


@pytest.mark.parametrize("said", ["该部分满分15分，实际得分14分。", "决策指标共3项，满分15分，得14分。"])
def test_a_sentence_below_a_heading_scores_it(extract: Extract, said: str) -> None:
    words = f"（一）决策\n{said}\n1.项目立项。主要从立项依据充分性、立项程序规范性两个方面评价。\n{FIRST}\n{SECOND}\n"
    assert tree(extract, words) == NODES[:4]


def test_letters_of_kinds_behind_names_head_codes(extract: Extract) -> None:
    words = "1.项目决策（A类）\nA1.项目立项（6分，得6分）\n2.项目过程（B类）\nB1.资金管理（14分，得13分）\n"
    assert [row[:2] for row in tree(extract, words)] == [
        (1, "项目决策"), (2, "项目立项"), (1, "项目过程"), (2, "资金管理"),
    ]  # fmt: skip


def test_a_group_may_begin_as_its_part_does(extract: Extract) -> None:
    words = f"{TOP}1.资金到位。资金到位及时率（10分），得9分。\n2.立项程序。立项程序指标分值5分，得5分。\n"
    assert [row[:2] for row in tree(extract, words)][1:3] == [(2, "资金到位"), (3, "资金到位及时率")]


def test_a_group_may_stand_before_the_name_of_a_list_of_values(extract: Extract) -> None:
    words = "（一）产出指标（50分，得48分）\n1.质量指标：参保率，目标值95%，完成值97%，分值40分，得分38分。\n"
    assert tree(extract, words) == [
        (1, "产出指标", "50", "48"), (2, "质量指标", "", ""), (3, "参保率", "40", "38"),
    ]  # fmt: skip
