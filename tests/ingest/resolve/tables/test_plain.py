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


FUNDS = "单位：万元\n险种\t上年结余\t本年收入\t本年支出\t当期结余\t年末滚存结余\t支撑月数\n"


@pytest.mark.parametrize("caption", ["怀化市2023年医疗保障基金收支情况表", "怀化市2023年医保收支情况表"])
def test_columns_of_a_fund_table_need_no_word_fund_of_their_own(extract: Extract, caption: str) -> None:
    lines = f"{caption}\n编制单位：怀化市医疗保险中心\n编制日期：2024年1月10日\n"
    rows = "职工医保\t50.5\t30.5\t20\t10.5\t61\t8.5\n统筹基金\t\t12.5\t11\t1.5\t7\t\n"
    assert seen_in(extract(lines + FUNDS + rows)) == [
        Seen("fund_income", "305000", "employee"),
        Seen("fund_expense", "200000", "employee"),
        Seen("fund_current_balance", "105000", "employee"),
        Seen("fund_cumulative_balance", "610000", "employee"),
        Seen("fund_months_payable", "8.5", "employee"),
        Seen("fund_income", "125000", "employee", breakdown="统筹基金"),
        Seen("fund_expense", "110000", "employee", breakdown="统筹基金"),
        Seen("fund_current_balance", "15000", "employee", breakdown="统筹基金"),
        Seen("fund_cumulative_balance", "70000", "employee", breakdown="统筹基金"),
    ]


def test_rows_of_a_fund_table_need_no_word_fund_of_their_own(extract: Extract) -> None:
    rows = "一、上年结余\t50\t40\n二、收入合计\t30.5\t30\n三、支出合计\t20\t20\n四、年末结余\t60.5\t50\n"
    text = f"2023年怀化市居民医保基金收支情况表\n单位：万元\n项目\t2023年\t2022年\n{rows}"
    assert [(seen.metric, seen.year, seen.scheme) for seen in seen_in(extract(text))] == [
        (metric, year, "resident")
        for metric in ("fund_income", "fund_expense", "fund_cumulative_balance")
        for year in (2023, 2022)
    ]


@pytest.mark.parametrize(
    "caption",
    ["怀化市2023年城乡居民基本养老保险基金收支情况表", "怀化市2023年医疗机构医疗服务收支情况表"],
)
def test_income_of_others_is_no_fund_of_medical_insurance(extract: Extract, caption: str) -> None:
    assert not seen_in(extract(f"{caption}\n单位：万元\n地区\t本年收入\t本年支出\t结余\n甲\t9\t8\t1\n乙\t7\t5\t2\n"))


def test_a_balance_of_a_department_is_neither_its_expense_nor_a_fund(extract: Extract) -> None:
    rows = "项目\t收入合计\t支出合计\t年末结余\n基本支出\t500\t480\t20\n项目支出\t300\t290\t10\n"
    seen = seen_in(extract(report_of("department", f"政府性基金预算财政拨款收支情况\n单位：万元\n{rows}")))
    assert {s.metric for s in seen} == {"department_income", "department_expense"}


def test_a_row_of_another_subject_ends_the_insurance_of_the_row_above(extract: Extract) -> None:
    rows = "居民医保基金支出\t亿元\t18.79\n基金收入\t亿元\t19.05\n定点零售药店\t家\t892\n基金收入\t亿元\t50\n"
    text = report_of("resident", f"表1 主要指标\n指标\t单位\t2023年\n{rows}")
    assert [(seen.metric, seen.scheme) for seen in seen_in(extract(text))] == [
        ("fund_expense", "resident"),
        ("fund_income", "resident"),
        ("designated_pharmacies", "none"),
        ("fund_income", "basic_all"),
    ]


def test_money_of_a_place_around_is_of_its_treasury(extract: Extract) -> None:
    rows = "资金来源\t到位资金\n湖南省\t138.00\n怀化市财政\t20.00\n会同县财政\t15.50\n"
    text = report_of("county", f"表1 项目资金情况（单位：万元）\n{rows}")
    assert [(seen.level, seen.breakdown) for seen in seen_in(extract(text))] == [
        ("provincial", ""),
        ("municipal", ""),
        ("county", ""),
    ]


def test_money_that_ought_to_come_is_a_target_and_the_own_place_the_own_treasury(extract: Extract) -> None:
    rows = "级次\t应到位\t实际到位\n中央\t300\t290\n怀化市\t50\t40\n会同县\t30\t20\n"
    text = report_of("county", f"表1 资金到位情况（单位：万元）\n{rows}")
    assert [(seen.value, seen.level, seen.breakdown) for seen in seen_in(extract(text))] == [
        ("2900000", "central", ""),
        ("400000", "municipal", ""),
        ("200000", "county", ""),
    ]


def test_a_header_of_what_was_done_to_institutions_says_more_than_their_name(extract: Extract) -> None:
    rows = "类别\t检查机构\t处理机构\t追回资金\n定点医疗机构\t120\t30\t88.5\n定点零售药店\t300\t42\t12.3\n"
    text = report_of("resident", f"表1 基金监管情况\n单位：家、万元\n{rows}")
    assert [(seen.metric, seen.value, seen.breakdown) for seen in seen_in(extract(text))] == [
        ("institutions_handled", "30", "定点医疗机构"),
        ("violation_amount_handled", "885000", "定点医疗机构"),
        ("institutions_handled", "42", "定点零售药店"),
        ("violation_amount_handled", "123000", "定点零售药店"),
    ]


def test_rows_of_money_by_level_are_what_was_allocated(extract: Extract) -> None:
    rows = "项目\t金额\n上年结转\t20\n中央补助\t300\n县级配套\t30\n"
    seen = seen_in(extract(f"2023年会同县医疗救助资金收支情况表\n单位：万元\n{rows}"))
    assert [(s.metric, s.level) for s in seen] == [
        ("funding_carried_over", "all"),
        ("funding_allocated", "central"),
        ("funding_allocated", "county"),
    ]


def test_money_brought_forward_in_a_column_of_money_handed_down_is_no_part_of_it(extract: Extract) -> None:
    rows = "项目\t下达金额（万元）\n中央财政资金\t600\n省级财政资金\t200\n上年结转\t50\n合计\t850\n"
    seen = seen_in(extract(report_of("assistance", f"表1 资金下达情况\n{rows}")))
    assert [(s.metric, s.value, s.level, s.breakdown) for s in seen] == [
        ("funding_allocated", "6000000", "central", ""),
        ("funding_allocated", "2000000", "provincial", ""),
        ("funding_carried_over", "500000", "all", ""),
        ("funding_available", "8500000", "all", ""),
    ]


@pytest.mark.parametrize(
    "header",
    [
        "县区\t职工医保参保人数（人）\t其中：在职\t退休\n",
        "县区\t职工医保参保人数（人）\t其中：在职\t其中：退休\n",
        "县区\t职工医保参保人数（人）\t\t\n\t小计\t在职\t退休\n",
    ],
)
def test_columns_behind_a_whole_are_its_parts(extract: Extract, header: str) -> None:
    seen = seen_in(extract(report_of("resident", f"{header}会同县\t30000\t21000\t9000\n芷江县\t15000\t9000\t6000\n")))
    assert [(s.metric, s.value, s.scheme, s.breakdown) for s in seen[:3]] == [
        ("insured_persons", "30000", "employee", ""),
        ("insured_persons", "21000", "employee", "在职"),
        ("insured_persons", "9000", "employee", "退休"),
    ]


def test_columns_of_levels_behind_a_sum_are_money_of_the_same_stage(extract: Extract) -> None:
    rows = "县区\t到位资金（万元）\t其中：中央\t省级\n会同县\t300\t200\t100\n芷江县\t150\t90\t60\n"
    seen = seen_in(extract(report_of("assistance", f"资金情况见下表。\n{rows}")))
    assert [(s.metric, s.level) for s in seen[:3]] == [
        ("funding_allocated", "all"),
        ("funding_allocated", "central"),
        ("funding_allocated", "provincial"),
    ]


def test_the_sum_below_an_ordinal_column_is_of_no_row_above_it(extract: Extract) -> None:
    rows = "序号\t旗县\t参保人数（人）\n1\t会同县\t28400\n2\t芷江县\t31500\n\t全市合计\t59900\n"
    assert [seen.region for seen in seen_in(extract(report_of("resident", rows)))] == ["431225", "431228", "431200"]
