"""Budget tables: OB01 of a department's evaluation, PF01 of a project's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.resolve.extract import Extraction

Extract = Callable[[str], Extraction]
DEPARTMENT = "怀化市医疗保障局2023年度部门整体支出绩效自评报告\n\n一、预算执行\n\n"
OB01 = (
    "项目\t年初预算数（万元）\t追加追减数（万元）\t调整预算数（万元）\t实际支出数（万元）\t执行率（%）\n"
    "部门预算合计\t120.50\t-3.50\t117.00\t115.00\t98.29%\n基本支出\t100.00\t\t100.00\t99.00\t99.00\n"
)
PROJECT = "2023年度项目支出绩效自评表\n\n项目名称\t信息平台\n"
PF01 = (
    "项目资金（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分\n"
    "\t年度资金总额\t100.00\t98.00\t90.00\t10\t91.84%\t9.2\n\t其中：当年财政拨款\t100.00\t98.00\t90.00\t-\t91.84%\t-\n"
    "\t上年结转资金\t0\t0\t\t-\tNaN%\t-\n"
)


def cells(extraction: Extraction) -> list[tuple[str, ...]]:
    columns = ("statement_code", "line_name", "measure_code", "literal", "unit_label")
    return [tuple(cell[column] for column in columns) for cell in extraction["statement_cells"]]


def test_the_budget_of_a_department_has_its_five_measures(extract: Extract) -> None:
    assert cells(extract(DEPARTMENT + OB01)) == [
        ("OB01", "部门预算合计", "initial_budget", "120.50", "万元"),
        ("OB01", "部门预算合计", "adjustment", "-3.50", "万元"),
        ("OB01", "部门预算合计", "adjusted_budget", "117.00", "万元"),
        ("OB01", "部门预算合计", "executed", "115.00", "万元"),
        ("OB01", "部门预算合计", "execution_rate", "98.29", "%"),
        ("OB01", "基本支出", "initial_budget", "100.00", "万元"),
        ("OB01", "基本支出", "adjusted_budget", "100.00", "万元"),
        ("OB01", "基本支出", "executed", "99.00", "万元"),
        ("OB01", "基本支出", "execution_rate", "99.00", "%"),
    ]


def test_the_unit_of_a_budget_may_stand_before_the_table(extract: Extract) -> None:
    table = OB01.replace("（万元）", "").replace("（%）", "")
    units = {measure: unit for _, _, measure, _, unit in cells(extract(f"{DEPARTMENT}单位：万元\n\n{table}"))}
    assert (units["executed"], units["execution_rate"]) == ("万元", "%")


def test_one_cell_a_line_is_the_same_budget(extract: Extract) -> None:
    stacked = "\n\n".join("\n".join(f"\t{cell}" for cell in row.split("\t")) for row in OB01.strip().split("\n"))
    assert cells(extract(DEPARTMENT + stacked + "\n")) == cells(extract(DEPARTMENT + OB01))


def test_the_money_of_a_project_has_its_six_measures(extract: Extract) -> None:
    found = cells(extract(PROJECT + PF01))
    assert found[:6] == [
        ("PF01", "年度资金总额", "initial_budget", "100.00", "万元"),
        ("PF01", "年度资金总额", "full_year_budget", "98.00", "万元"),
        ("PF01", "年度资金总额", "executed", "90.00", "万元"),
        ("PF01", "年度资金总额", "full_score", "10", "分"),
        ("PF01", "年度资金总额", "execution_rate", "91.84", "%"),
        ("PF01", "年度资金总额", "score", "9.2", "分"),
    ]


def test_dashes_blanks_and_not_a_number_are_no_cells(extract: Extract) -> None:
    assert [
        (measure, literal) for _, name, measure, literal, _ in cells(extract(PROJECT + PF01)) if "结转" in name
    ] == [
        ("initial_budget", "0"),
        ("full_year_budget", "0"),
    ]


def test_the_money_of_a_project_is_a_node_of_level_one(extract: Extract) -> None:
    nodes = extract(PROJECT + PF01)["indicator_scores"]
    assert [(n["level"], n["indicator_name"], n["full_score"], n["self_score"]) for n in nodes] == [
        (1, "年度资金总额", "10", "9.2")
    ]


@pytest.mark.parametrize("text", [DEPARTMENT + OB01, PROJECT + PF01], ids=["OB01", "PF01"])
def test_cells_are_no_observations(extract: Extract, text: str) -> None:
    assert extract(text)["observations"] == []


@pytest.mark.parametrize("caption", ["（2023年度）\t\t\t\t\t单位：万元", "部门名称\t医保局\t\t\t金额单位：万元"])
def test_a_caption_in_the_form_above_the_header_says_the_unit(extract: Extract, caption: str) -> None:
    table = OB01.replace("（万元）", "").replace("（%）", "")
    assert {
        unit for *_, measure, _, unit in cells(extract(DEPARTMENT + f"{caption}\n{table}")) if "rate" not in measure
    } == {"万元"}
