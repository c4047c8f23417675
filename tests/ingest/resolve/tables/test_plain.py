"""Cells of county lists, overview tables and staff tables."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.resolve.extract import Extraction
from tests.helpers import Seen, report_of, seen_in

Extract = Callable[[str], Extraction]


def test_a_list_of_counties_gives_each_county_its_value(extract: Extract) -> None:
    text = report_of(
        "resident", "县区\t参保人数（万人）\t参保率\n会同县\t28.1\t96.5%\n洪江市\t25.4\t97%\n全市\t402.5\t97.2%\n"
    )
    assert seen_in(extract(text)) == [
        Seen("insured_persons", "281000", "basic_all", region="431225"),
        Seen("participation_rate", "96.5", "basic_all", region="431225"),
        Seen("insured_persons", "254000", "basic_all", region="431281"),
        Seen("participation_rate", "97", "basic_all", region="431281"),
        Seen("insured_persons", "4025000", "basic_all"),
        Seen("participation_rate", "97.2", "basic_all"),
    ]


def test_a_caption_names_no_scheme_of_what_has_none(extract: Extract) -> None:
    rows = "县区\t基金收入（万元）\t处理定点机构数（家）\n会同县\t25117.6\t58\n洪江市\t33871.5\t47\n"
    text = report_of("assistance", f"表1 各县（市、区）城乡居民医保主要指标\n{rows}")
    assert [(seen.metric, seen.scheme) for seen in seen_in(extract(text))] == [
        ("fund_income", "resident"),
        ("institutions_handled", "none"),
    ] * 2


def test_a_row_of_own_money_is_of_the_own_treasury(extract: Extract) -> None:
    rows = "资金来源\t到位资金\t实际支出\n中央补助资金\t138.00\t131.46\n本级配套资金\t15.50\t12.30\n"
    text = report_of("county", f"表1 项目资金情况（单位：万元）\n{rows}")
    assert [(seen.level, seen.breakdown) for seen in seen_in(extract(text))] == [("central", "")] * 2 + [
        ("county", "")
    ] * 2


def test_a_staff_table_tells_the_units_apart(extract: Extract) -> None:
    text = report_of(
        "accounts", "序号\t单位名称\t在职人数\n1\t怀化市医疗保障局（本级）\t46\n2\t怀化市医疗保障事务中心\t93\n"
    )
    assert [(seen.metric, seen.value, seen.scope, bool(seen.breakdown)) for seen in seen_in(extract(text))] == [
        ("staff_in_post", "46", "whole", True),
        ("staff_in_post", "93", "whole", True),
    ]


def test_a_column_of_changes_is_no_value(extract: Extract) -> None:
    text = report_of("resident", "县区\t参保人数（人）\t较上年增减（人）\n会同县\t281000\t-1200\n")
    assert [seen.value for seen in seen_in(extract(text))] == ["281000"]


def test_sentences_in_a_cell_are_prose(extract: Extract) -> None:
    text = report_of(
        "resident", "内容\t说明\n工作情况\t全市居民医保参保402.5万人，参保率达到97.2%，群众满意度达到95.1%。\n"
    )
    assert [(seen.metric, seen.value) for seen in seen_in(extract(text))] == [
        ("insured_persons", "4025000"),
        ("participation_rate", "97.2"),
        ("satisfaction_rate", "95.1"),
    ]


def test_a_cell_below_the_expected_goals_states_nothing(extract: Extract) -> None:
    row = "参保人数不低于四百万人，参保率不低于95%，群众满意度不低于90%。"
    done = "全市居民医保参保402.5万人，参保率达到97.2%，群众满意度达到95.1%。"
    text = report_of("resident", f"年度总体目标\t预期目标\t实际完成情况\n\t{row}\t{done}\n")
    assert [seen.value for seen in seen_in(extract(text))] == ["4025000", "97.2", "95.1"]


def test_the_accounts_of_funds_are_funds_in_a_table_too(extract: Extract) -> None:
    text = report_of(
        "resident",
        "表1 2023年医疗保险基金收支表（单位：亿元）\n"
        "险种\t2023年收入\t2023年支出\t年初结余\t当期结余\t年末结余\n居民医保\t34\t33\t18\t1\t19\n",
    )
    assert [(seen.metric, seen.value, seen.scheme) for seen in seen_in(extract(text))] == [
        ("fund_income", "3400000000", "resident"),
        ("fund_expense", "3300000000", "resident"),
        ("fund_current_balance", "100000000", "resident"),
        ("fund_cumulative_balance", "1900000000", "resident"),
    ]


def test_a_subtotal_beside_a_total_is_no_whole(extract: Extract) -> None:
    text = report_of("resident", "县区\t参保人数（人）\n会同县\t281000\n洪江市\t254000\n小计\t535000\n合计\t4025000\n")
    assert [seen.value for seen in seen_in(extract(text))] == ["281000", "254000", "4025000"]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_caption_counts_with_blank_lines_or_without(extract: Extract, gap: str) -> None:
    rows = "险种\t本年收入\t本年收支结余\n职工基本医疗保险\t805693.29\t121538.22\n"
    text = report_of("resident", f"表3 全市医疗保险基金结余情况表{gap}单位：万元{gap}{rows}")
    assert ("fund_current_balance", "1215382200") in [(seen.metric, seen.value) for seen in seen_in(extract(text))]


_PARTS = "项目\t基金支出（万元）\n{0}职工医保\t9.00\n{1}统筹\t5.00\n{1}账户\t4.00\n{0}居民医保\t7.00\n"


@pytest.mark.parametrize(("whole", "part"), [("", "　　"), ("", "　"), ("", "  "), ("　　", "　　　　")])
def test_what_is_set_in_is_a_part_of_the_row_above(extract: Extract, whole: str, part: str) -> None:
    found = seen_in(extract(report_of("resident", _PARTS.format(whole, part))))
    assert [(seen.value, seen.scheme, seen.breakdown) for seen in found] == [
        ("90000", "employee", ""),
        ("50000", "employee", "统筹"),
        ("40000", "employee", "账户"),
        ("70000", "resident", ""),
    ]


@pytest.mark.parametrize("blanks", ["　　", "　"])
def test_where_all_rows_are_set_in_none_is_a_part(extract: Extract, blanks: str) -> None:
    found = seen_in(extract(report_of("resident", _PARTS.format(blanks, blanks))))
    assert ("70000", "resident", "") in [(seen.value, seen.scheme, seen.breakdown) for seen in found]
