"""Statements FA01 to FA09: every layout gives the same cells."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.resolve.extract import Extraction

Extract = Callable[[str], Extraction]
Read = Callable[[str], list[tuple[str, ...]]]
ACCOUNTS = "2023年度怀化市医疗保障局部门决算\n\n第二部分 决算表\n\n"


@pytest.fixture
def read(extract: Extract) -> Read:
    """Cells of a table of the accounts: code, section, line code, line name, measure, literal, unit."""
    columns = ("statement_code", "section", "line_code", "line_name", "measure_code", "literal", "unit_label")

    def cells(table: str) -> list[tuple[str, ...]]:
        return [tuple(cell[column] for column in columns) for cell in extract(ACCOUNTS + table)["statement_cells"]]

    return cells


def of(rows: list[tuple[str, ...]], *fields: int) -> list[tuple[str, ...]]:
    return [tuple(row[field] for field in fields) for row in rows]


CAPTION = "金额单位：万元\n"
FA01 = (
    "收入支出决算总表\n公开01表\n部门：怀化市医疗保障局\t金额单位：万元\n收入\t支出\n项目\t行次\t金额\t项目\t行次\t金额\n"
    "栏次\t\t1\t栏次\t\t2\n一、一般公共预算财政拨款收入\t1\t120.50\t一、一般公共服务支出\t31\t\n"
    "二、上级补助收入\t2\t0.00\t八、社会保障和就业支出\t32\t18.20\n\t3\t\t九、卫生健康支出\t33\t102.30\n"
    "本年收入合计\t27\t120.50\t本年支出合计\t57\t120.50\n"
)
CODED = (
    "支出决算表\n公开03表\n" + CAPTION + "科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\n"
    "\t合计\t120.50\t100.50\t20.00\n210\t卫生健康支出\t120.50\t100.50\t20.00\n2101501\t行政运行\t100.50\t100.50\t\n"
)
SPLIT = (
    "支出决算表\n公开03表\n" + CAPTION + "项目\t本年支出合计\t基本支出\t项目支出\n功能分类科目编码\t科目名称\n"
    "类\t款\t项\t栏次\t1\t2\t3\n\t\t\t合计\t120.50\t100.50\t20.00\n210\t\t\t卫生健康支出\t120.50\t100.50\t20.00\n"
    "210\t15\t01\t行政运行\t100.50\t100.50\t\n"
)


def test_a_two_sided_statement_has_a_section_on_each_side(read: Read) -> None:
    assert of(read(FA01), 0, 1, 3, 5, 6) == [
        ("FA01", "income", "一、一般公共预算财政拨款收入", "120.50", "万元"),
        ("FA01", "income", "二、上级补助收入", "0.00", "万元"),
        ("FA01", "expense", "八、社会保障和就业支出", "18.20", "万元"),
        ("FA01", "expense", "九、卫生健康支出", "102.30", "万元"),
        ("FA01", "income", "本年收入合计", "120.50", "万元"),
        ("FA01", "expense", "本年支出合计", "120.50", "万元"),
    ]


def test_row_and_column_numbers_are_no_money(extract: Extract) -> None:
    assert not {cell["literal"] for cell in extract(ACCOUNTS + FA01)["statement_cells"]} & {"1", "2", "3", "27", "57"}


def test_row_and_column_numbers_are_ordinals(extract: Extract) -> None:
    numbers = extract(ACCOUNTS + FA01)["numbers"]
    assert {n["disposition"] for n in numbers if n["literal"] in ("1", "2", "3", "27", "31", "57")} == {"ordinal"}


def test_a_blank_is_no_cell_and_a_zero_is_one(read: Read) -> None:
    assert ("FA01", "income", "", "二、上级补助收入", "amount", "0.00", "万元") in read(FA01)
    assert not [row for row in read(FA01) if row[3] == "一、一般公共服务支出"]


@pytest.mark.parametrize("table", [CODED, SPLIT], ids=["one column", "three columns"])
def test_account_codes_in_one_column_or_three_are_the_same_codes(read: Read, table: str) -> None:
    assert of(read(table), 0, 2, 3, 4, 5) == [
        ("FA03", "", "合计", "total", "120.50"),
        ("FA03", "", "合计", "basic", "100.50"),
        ("FA03", "", "合计", "project", "20.00"),
        ("FA03", "210", "卫生健康支出", "total", "120.50"),
        ("FA03", "210", "卫生健康支出", "basic", "100.50"),
        ("FA03", "210", "卫生健康支出", "project", "20.00"),
        ("FA03", "2101501", "行政运行", "total", "100.50"),
        ("FA03", "2101501", "行政运行", "basic", "100.50"),
    ]


def test_whole_yuan_are_amounts_not_account_codes(read: Read) -> None:
    table = (
        "支出决算表\n公开03表\n单位：元\n科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\n"
        "\t合计\t1205000\t1005000\t200000\n210\t卫生健康支出\t1205000\t1005000\t200000\n"
    )
    assert of(read(table), 2, 3, 4, 5) == [
        ("", "合计", "total", "1205000"),
        ("", "合计", "basic", "1005000"),
        ("", "合计", "project", "200000"),
        ("210", "卫生健康支出", "total", "1205000"),
        ("210", "卫生健康支出", "basic", "1005000"),
        ("210", "卫生健康支出", "project", "200000"),
    ]


def test_the_total_may_stand_last(read: Read) -> None:
    head, total, *rows = CODED.partition("科目编码")[2].split("\n", 4)
    table = f"支出决算表\n{CAPTION}科目编码{head}\n" + "\n".join(rows[:2]) + f"\n{total}\n"
    assert sorted(of(read(table), 2, 3, 4, 5)) == sorted(of(read(CODED), 2, 3, 4, 5))
    assert read(table)[-1][3] == "合计"


@pytest.mark.parametrize("printed", ["-1.50", "－1.50", "(1.50)", "（1.50）"])
def test_a_negative_amount_is_negative_however_it_is_printed(read: Read, printed: str) -> None:
    assert [row[5] for row in read(CODED.replace("20.00\n2101501", f"{printed}\n2101501")) if row[2:5] == (
        "210", "卫生健康支出", "project"
    )] == ["-1.50"]  # fmt: skip


@pytest.mark.parametrize(
    ("caption", "unit"),
    [
        ("金额单位：万元\n", "万元"),
        ("单位：元\n", "元"),
        ("（单位：人民币万元）\n", "万元"),
        ("部门：怀化市医疗保障局\t单位：万元\n", "万元"),
    ],
)
def test_the_unit_comes_from_the_caption(read: Read, caption: str, unit: str) -> None:
    assert {row[6] for row in read(CODED.replace(CAPTION, caption))} == {unit}


@pytest.mark.parametrize(
    "header",
    [
        "本年支出合计（万元）",
        "本年支出合计（单位：万元）",
    ],
)
def test_the_unit_may_stand_in_the_header(read: Read, header: str) -> None:
    rows = read(CODED.replace(CAPTION, "").replace("本年支出合计", header))
    assert ("FA03", "none", "", "合计", "basic", "100.50", "万元") in rows


def test_a_total_column_is_not_an_item_named_total(read: Read) -> None:
    rows = read(
        "收入决算表\n公开02表\n"
        + CAPTION
        + "科目编码\t科目名称\t本年收入合计\t财政拨款收入\t上级补助收入\t事业收入\t其他收入\n"
        "\t合计\t120.50\t118.50\t0.00\t0.00\t2.00\n"
    )
    assert of(rows, 0, 3, 4) == [
        ("FA02", "合计", measure)
        for measure in ("total", "fiscal_appropriation", "superior_subsidy", "business_income", "other_income")
    ]


def test_the_expense_side_of_the_appropriation_statement_has_a_measure_a_budget(read: Read) -> None:
    rows = read(
        "财政拨款收入支出决算总表\n公开04表\n" + CAPTION + "收入\t支出\n"
        "项目\t金额\t项目\t合计\t一般公共预算财政拨款\t政府性基金预算财政拨款\t国有资本经营预算财政拨款\n"
        "一、一般公共预算财政拨款\t120.50\t九、卫生健康支出\t102.30\t102.30\t\t0.00\n总计\t120.50\t总计\t120.50\t120.50\t0.00\t\n"
    )
    assert of(rows, 0, 1, 3, 4, 5) == [
        ("FA04", "income", "一、一般公共预算财政拨款", "amount", "120.50"),
        ("FA04", "expense", "九、卫生健康支出", "total", "102.30"),
        ("FA04", "expense", "九、卫生健康支出", "general_public_budget", "102.30"),
        ("FA04", "expense", "九、卫生健康支出", "state_capital", "0.00"),
        ("FA04", "income", "总计", "amount", "120.50"),
        ("FA04", "expense", "总计", "total", "120.50"),
        ("FA04", "expense", "总计", "general_public_budget", "120.50"),
        ("FA04", "expense", "总计", "government_fund", "0.00"),
    ]


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("一般公共预算财政拨款支出决算表\n公开05表\n", "FA05"),
        ("国有资本经营预算财政拨款支出决算表\n公开09表\n", "FA09"),
    ],
)
def test_statements_of_one_budget_split_it_into_basic_and_project(read: Read, title: str, code: str) -> None:
    rows = read(title + CAPTION + "科目编码\t科目名称\t小计\t基本支出\t项目支出\n\t合计\t9.00\t7.00\t2.00\n")
    assert of(rows, 0, 4, 5) == [(code, "total", "9.00"), (code, "basic", "7.00"), (code, "project", "2.00")]


THREE_BLOCKS = (
    "一般公共预算财政拨款基本支出决算表\n公开06表\n" + CAPTION + "人员经费\t公用经费\n"
    "科目编码\t科目名称\t金额\t科目编码\t科目名称\t金额\t科目编码\t科目名称\t金额\n"
    "301\t工资福利支出\t80.10\t302\t商品和服务支出\t20.20\t310\t资本性支出\t1.10\n"
    "30101\t基本工资\t40.00\t30201\t办公费\t5.30\t31002\t办公设备购置\t1.10\n"
)


def test_three_blocks_side_by_side_are_three_lines_a_row(read: Read) -> None:
    assert of(read(THREE_BLOCKS), 0, 2, 3, 4, 5) == [
        ("FA06", "301", "工资福利支出", "amount", "80.10"),
        ("FA06", "302", "商品和服务支出", "amount", "20.20"),
        ("FA06", "310", "资本性支出", "amount", "1.10"),
        ("FA06", "30101", "基本工资", "amount", "40.00"),
        ("FA06", "30201", "办公费", "amount", "5.30"),
        ("FA06", "31002", "办公设备购置", "amount", "1.10"),
    ]


def test_totals_below_three_blocks_keep_their_names(read: Read) -> None:
    rows = read(THREE_BLOCKS + "人员经费合计\t\t80.10\t公用经费合计\t\t\t\t\t21.30\n")
    assert of(rows, 3, 5)[-2:] == [("人员经费合计", "80.10"), ("公用经费合计", "21.30")]


def test_totals_with_merged_cells_below_three_blocks_keep_their_names(read: Read) -> None:
    rows = read(THREE_BLOCKS + "人员经费合计\t80.10\t公用经费合计\t21.30\n")
    assert of(rows, 3, 5)[-2:] == [("人员经费合计", "80.10"), ("公用经费合计", "21.30")]


ITEMS = ("合计", "因公出国", "公务接待费", "公务用车购置及运行维护费", "公务用车购置费", "公务用车运行维护费")
LISTED = (
    "“三公”经费支出决算表\n公开07表\n"
    + CAPTION
    + "项目\t预算数\t决算数\n合计\t6.00\t5.20\n1.因公出国（境）费\t0.00\t0.00\n"
    "2.公务接待费\t2.00\t1.20\n3.公务用车购置及运行维护费\t4.00\t4.00\n其中：（1）公务用车购置费\t\t\n（2）公务用车运行维护费\t4.00\t4.00\n"
)
WIDE = (
    "“三公”经费支出决算表\n公开07表\n" + CAPTION + "预算数\t\t\t\t\t\t决算数\t\t\t\t\t\n"
    "合计\t因公出国（境）费\t公务用车购置及运行维护费\t\t\t公务接待费\t合计\t因公出国（境）费\t公务用车购置及运行维护费\t\t\t公务接待费\n"
    "\t\t小计\t公务用车购置费\t公务用车运行维护费\t\t\t\t小计\t公务用车购置费\t公务用车运行维护费\t\n"
    "6.00\t0.00\t4.00\t\t4.00\t2.00\t5.20\t0.00\t4.00\t\t4.00\t1.20\n"
)


@pytest.mark.parametrize("table", [LISTED, WIDE], ids=["list", "wide"])
def test_the_three_public_expenses_are_the_same_in_either_layout(read: Read, table: str) -> None:
    found = {}
    for code, _, _, name, measure, literal, unit in read(table):
        item = max((item for item in ITEMS if item in name), key=len)
        found[item, measure] = (code, literal, unit)
    expected = {
        ("合计", "budget"): "6.00", ("因公出国", "budget"): "0.00", ("公务接待费", "budget"): "2.00",
        ("公务用车购置及运行维护费", "budget"): "4.00", ("公务用车运行维护费", "budget"): "4.00",
        ("合计", "amount"): "5.20", ("因公出国", "amount"): "0.00", ("公务接待费", "amount"): "1.20",
        ("公务用车购置及运行维护费", "amount"): "4.00", ("公务用车运行维护费", "amount"): "4.00",
    }  # fmt: skip
    assert found == {key: ("FA07", value, "万元") for key, value in expected.items()}


def test_a_government_fund_goes_from_opening_to_closing_balance(read: Read) -> None:
    rows = read(
        "政府性基金预算财政拨款收入支出决算表\n公开08表\n" + CAPTION +
        "科目编码\t科目名称\t年初结转和结余\t本年收入\t小计\t基本支出\t项目支出\t年末结转和结余\n"
        "\t合计\t1.00\t2.00\t3.00\t1.00\t2.00\t0.00\n"
    )  # fmt: skip
    assert of(rows, 0, 4, 5) == [
        ("FA08", "opening_balance", "1.00"), ("FA08", "income", "2.00"), ("FA08", "total", "3.00"),
        ("FA08", "basic", "1.00"), ("FA08", "project", "2.00"), ("FA08", "closing_balance", "0.00"),
    ]  # fmt: skip


REST = "2101502\t一般行政管理事务\t20.00\t0.00\t20.00\n"
HEAD = "科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\n"


@pytest.mark.parametrize(
    "between",
    [
        "\n- 6 -\n\n",
        f"\n- 6 -\n\n{HEAD}",
        f"\n- 6 -\n\n续表\n\n{HEAD}",
        "\n- 6 -\n\n续表\n\n",
    ],
    ids=["no header", "header repeated", "续表 and header", "续表 alone"],
)
def test_a_statement_goes_on_after_a_page_break(read: Read, between: str) -> None:
    assert of(read(CODED + between + REST), 0, 2, 4, 5, 6)[-3:] == [
        ("FA03", "2101502", "total", "20.00", "万元"),
        ("FA03", "2101502", "basic", "0.00", "万元"),
        ("FA03", "2101502", "project", "20.00", "万元"),
    ]


def test_a_statement_is_known_by_its_header_where_title_and_number_are_missing(read: Read) -> None:
    table = "年份\t年初结转和结余\t本年收入\t本年支出\t年末结转和结余\n合计\t1.00\t2.00\t3.00\t0.00\n"
    assert {row[0] for row in read("单位：万元\n" + table)} == {"FA08"}


def test_a_form_number_alone_names_the_statement(read: Read) -> None:
    assert {row[0] for row in read(CODED.replace("支出决算表\n", ""))} == {"FA03"}


def test_a_line_of_the_contents_names_no_table(read: Read) -> None:
    assert read("收入决算表............6\n\n街道\t参保人数\n甲街道\t1200\n乙街道\t1300\n") == []


def test_a_cell_is_no_observation_and_is_counted_once(extract: Extract) -> None:
    extraction = extract(ACCOUNTS + CODED)
    assert extraction["observations"] == []
    cells = {cell["cell_id"] for cell in extraction["statement_cells"]}
    numbers = [number for number in extraction["numbers"] if number["disposition"] == "statement_cell"]
    assert {number["cell_id"] for number in numbers} == cells
    assert len(numbers) == len(extraction["statement_cells"])


def test_account_codes_are_ordinals(extract: Extract) -> None:
    numbers = extract(ACCOUNTS + CODED)["numbers"]
    assert {n["disposition"] for n in numbers if n["literal"] in ("210", "2101501")} == {"ordinal"}


def test_budget_and_account_may_both_be_counts_of_statistics(read: Read) -> None:
    rows = read(
        "“三公”经费、行政参公单位机关运行经费情况表\n公开07表\n" + CAPTION +
        "项目\t行次\t预算统计数\t决算统计数\n栏次\t\t1\t2\n1.公务接待费\t5\t45.00\t18.89\n2.公务用车运行维护费\t6\t80.00\t66.01\n"
    )  # fmt: skip
    assert of(rows, 0, 4, 5) == [
        ("FA07", "budget", "45.00"), ("FA07", "amount", "18.89"),
        ("FA07", "budget", "80.00"), ("FA07", "amount", "66.01"),
    ]  # fmt: skip


def test_a_column_of_the_budget_beside_the_account_is_no_account(read: Read) -> None:
    table = (
        "收入支出决算总表\n公开01表\n"
        + CAPTION
        + "收入\t\t\t支出\t\t\n项目\t年初预算数\t决算数\t项目\t年初预算数\t决算数\n"
        "一、财政拨款收入\t90.00\t99.50\t九、卫生健康支出\t90.00\t99.50\n总计\t90.00\t99.50\t总计\t90.00\t99.50\n"
    )
    assert of(read(table), 1, 3, 4, 5) == [
        ("income", "一、财政拨款收入", "amount", "99.50"),
        ("expense", "九、卫生健康支出", "amount", "99.50"),
        ("income", "总计", "amount", "99.50"),
        ("expense", "总计", "amount", "99.50"),
    ]


def test_parts_of_a_measure_are_not_the_measure(read: Read) -> None:
    table = (
        "一般公共预算财政拨款支出决算表\n公开05表\n"
        + CAPTION
        + "项目\t\t本年支出\t\t\t\t\n科目编码\t科目名称\t合计\t基本支出\t\t\t项目支出\n"
        "\t\t\t小计\t人员经费\t公用经费\t\n\t合计\t12.00\t10.00\t9.00\t1.00\t2.00\n"
    )
    assert of(read(table), 3, 4, 5) == [
        ("合计", "total", "12.00"),
        ("合计", "basic", "10.00"),
        ("合计", "project", "2.00"),
    ]


def test_basic_expenditure_split_into_staff_and_public_columns_has_its_sum(read: Read) -> None:
    table = (
        "一般公共预算财政拨款基本支出决算表\n公开06表\n"
        + CAPTION
        + "经济分类科目编码\t科目名称\t合计\t人员经费\t公用经费\n"
        "301\t工资福利支出\t9.00\t9.00\t\n30201\t办公费\t1.00\t\t1.00\n"
    )
    assert of(read(table), 2, 4, 5) == [("301", "amount", "9.00"), ("30201", "amount", "1.00")]


def test_a_line_that_counts_is_in_its_own_unit(read: Read) -> None:
    table = (
        "“三公”经费支出决算表\n公开07表\n" + CAPTION + "项目\t行次\t决算数\n1．因公出国（境）费\t3\t0.50\n"
        "2．公务用车保有量（辆）\t12\t3\n3．国内公务接待人次（人）\t14\t180\n"
    )
    assert of(read(table), 5, 6) == [("0.50", "万元"), ("3", "辆"), ("180", "人")]


def test_a_header_repeated_over_a_sparse_column_does_not_make_it_a_column_of_names(read: Read) -> None:
    head = "科目编码\t科目名称\t本年收入合计\t财政拨款收入\t事业收入\t其他收入\n"
    first = "210\t卫生健康支出\t120.50\t100.50\t\t20.00\n"
    second = "221\t住房保障支出\t8.20\t8.20\t\t\n"
    rows = read(f"收入决算表\n公开02表\n{CAPTION}{head}{first}{head}{second}")
    assert ("210", "卫生健康支出", "other_income", "20.00") in of(rows, 2, 3, 4, 5)


def test_a_heading_set_amid_its_columns_heads_none_beside_it(read: Read) -> None:
    title = "政府性基金预算财政拨款收入支出决算表\n公开08表\n" + CAPTION
    head = "科目编码\t科目名称\t年初结转和结余\t本年收入\t\t本年支出\t\t年末结转和结余\n"
    below = "\t\t\t\t小计\t基本支出\t项目支出\t\n"
    rows = read(f"{title}{head}{below}\t合计\t0.00\t60.00\t55.00\t5.00\t50.00\t5.00\n")
    assert of(rows, 4, 5) == [
        ("opening_balance", "0.00"),
        ("income", "60.00"),
        ("total", "55.00"),
        ("basic", "5.00"),
        ("project", "50.00"),
        ("closing_balance", "5.00"),
    ]


def test_the_accounts_of_a_fund_are_no_statement_of_a_department(read: Read) -> None:
    head = "险种\t收入合计\t保险费收入\t上级补助收入\t其他收入\n"
    assert read(f"社会保险基金收入决算表\n{CAPTION}{head}工伤保险\t576.42\t476.50\t88.54\t11.38\n") == []
    assert read(f"收入决算表\n{CAPTION}{head}工伤保险\t576.42\t476.50\t88.54\t11.38\n") != []
