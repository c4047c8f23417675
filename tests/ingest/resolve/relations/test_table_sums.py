"""Plain tables: what total rows and columns add up, shares, changes and completions, and where nothing is certain."""

from __future__ import annotations

import time

import pytest

from ingest.resolve.extract import Extractor
from tests.ingest.resolve.relations.helpers import relations

Rows = list[str]


def table(caption: str, *rows: str) -> str:
    """A table under its caption; cells between blanks."""
    return caption + "\n\n" + "\n".join("\t".join(row.split(" ")) for row in rows) + "\n"


COUNTIES = ["新晃县 310 20.5", "会同县 290 30.2", "靖州县 400 49.3"]


@pytest.mark.parametrize("total", ["合计", "总计", "全市合计", "总数", "合 计".replace(" ", "　")])
def test_a_total_row_adds_up_the_rows_above(extractor: Extractor, total: str) -> None:
    body = table("各县参保和支出情况表", "县区 参保人数（人） 基金支出（亿元）", *COUNTIES, f"{total} 1000 100")
    name = total.replace("　", "")
    assert relations(extractor, body) == [
        f"parts【{name} 参保人数】whole=1000人 part=310人 part=290人 part=400人",
        f"parts【{name} 基金支出】whole=100亿元 part=20.5亿元 part=30.2亿元 part=49.3亿元",
    ]


def test_a_total_row_may_stand_first(extractor: Extractor) -> None:
    body = table("情况表", "县区 参保人数（人）", "全市合计 1000", "市本级 310", "会同县 290", "靖州县 400")
    assert relations(extractor, body) == ["parts【全市合计 参保人数】whole=1000人 part=310人 part=290人 part=400人"]


def test_the_whole_place_is_the_sum_of_all_its_counties_only(extractor: Extractor) -> None:
    names = ["鹤城区", "中方县", "沅陵县", "辰溪县", "溆浦县", "会同县", "麻阳苗族自治县", "新晃侗族自治县"]
    names += ["芷江侗族自治县", "靖州苗族侗族自治县", "通道侗族自治县", "洪江市"]
    rows = [f"{name} 10" for name in names]
    parts = " ".join(["part=10人"] * len(names))
    assert relations(extractor, table("情况表", "县区 参保人数（人）", *rows, "全市 120")) == [
        f"parts【全市 参保人数】whole=120人 {parts}"
    ]
    assert relations(extractor, table("情况表", "县区 参保人数（人）", *rows[:5], "全市 120")) == []


def test_a_total_may_stand_under_the_ordinals_and_dashes_are_nothing(extractor: Extractor) -> None:
    body = table(
        "资金表（单位：万元）", "序号 资金来源 金额 备注", "1 中央财政 10.5 —", "2 省级财政 9.5 —", "3 县级财政 — —",
        "合计  20.00 —",
    )  # fmt: skip
    assert relations(extractor, body) == ["parts【合计 金额】whole=20.00万元 part=10.5万元 part=9.5万元"]


@pytest.mark.parametrize(
    "head",
    [
        "参保率（%）",
        "人均支出（元）",
        "补助标准（元）",
        "排名",
        "同比（%）",
        "次均费用（元）",
        "可支付月数（月）",
        "联系电话",
    ],
)
def test_what_does_not_add_up_is_not_added(extractor: Extractor, head: str) -> None:
    body = table("情况表", f"县区 {head}", "新晃县 31", "会同县 29", "靖州县 40", "全市 100")
    assert relations(extractor, body) == []


@pytest.mark.parametrize(
    "rows",
    [
        ["新晃县 310", "会同县 约290", "全市 600"],  # not a number
        ["新晃县 310", "会同县 290 5", "全市 600"],  # a shifted row
        ["新晃县 310", "合计（不含会同县） 600", "全市 900"],
        ["一、职工 310", "1.在职 200", "2.退休 110", "合计 310"],  # two levels
        ["基本支出 310", "人员经费 200", "公用经费 110", "项目支出 5", "合计 315"],
        ["基本医疗保险 310", "职工基本医疗保险 200", "生育保险 110", "合计 310"],
        ["市本级 310", "其中：直属 200", "会同县 110", "合计 420"],  # the row after 其中 may be one of its parts
        ["城区 310", "鹤城区 200", "会同县 110", "合计 420"],
        ["职工（含生育保险） 310", "生育保险 20", "居民 110", "合计 420"],
        ["新晃县 310", "新晃县 200", "合计 510"],
        ["居民医保 310", "大病保险 20", "全市 330"],  # not places
        ["居民医保 310", "大病保险 20", "基本医疗保险小计 330"],  # not called so
        ["新晃县 310", "合计 310"],
        ["参保人数（人） 310", "基金支出（万元） 290", "合计 600"],
    ],
)
def test_rows_whose_levels_are_not_certain_are_not_added(extractor: Extractor, rows: Rows) -> None:
    body = table("情况表（单位：万元）", "项目 金额", *rows)
    assert [line for line in relations(extractor, body) if line.startswith("parts")] == []


def test_a_row_of_which_is_part_of_the_row_above(extractor: Extractor) -> None:
    body = table("情况表（单位：万元）", "项目 金额", "职工医保 31.5", "居民医保 29.0", "其中：学生 4.0", "合计 60.5")
    assert relations(extractor, body) == [
        "parts【合计 金额】whole=60.5万元 part=31.5万元 part=29.0万元",
        "of_which【其中:学生 金额】whole=29.0万元 part=4.0万元",
    ]


def test_subtotals_are_added_up_by_the_total(extractor: Extractor) -> None:
    rows = ["鹤城区 1.5", "洪江区 2.5", "小计 4.0", "会同县 3.5", "靖州县 4.5", "小计 8.0", "合计 12.0"]
    assert relations(extractor, table("情况表（单位：万元）", "县区 金额", *rows)) == [
        "parts【小计 金额】whole=4.0万元 part=1.5万元 part=2.5万元",
        "parts【小计 金额】whole=8.0万元 part=3.5万元 part=4.5万元",
        "parts【合计 金额】whole=12.0万元 part=4.0万元 part=8.0万元",
    ]


def test_rows_outside_several_groups_leave_the_total_open(extractor: Extractor) -> None:
    rows = ["鹤城区 1.5", "洪江区 2.5", "小计 4.0", "会同县 3.5", "靖州县 4.5", "小计 8.0", "芷江县 1.0", "合计 13.0"]
    assert relations(extractor, table("情况表（单位：万元）", "县区 金额", *rows)) == []


def test_a_named_subtotal_adds_up_rows_of_its_name_though_a_note_says_that_rows_overlap(extractor: Extractor) -> None:
    rows = ["职工基本医疗保险 7.5", "居民基本医疗保险 3.5", "基本医疗保险小计 11.0", "大病保险 1.0", "合计 12.0"]
    body = table("基金收入表（单位：亿元）", "险种 收入", *rows) + "\n注：大病保险收入与居民支出有重复。\n"
    assert relations(extractor, body) == ["parts【基本医疗保险小计 收入】whole=11.0亿元 part=7.5亿元 part=3.5亿元"]


@pytest.mark.parametrize("caption", ["部分县区情况表", "续表", "支出排名前五的县区"])
def test_an_extract_of_a_table_has_no_total(extractor: Extractor, caption: str) -> None:
    body = table(caption, "县区 参保人数（人）", "会同县 290", "靖州县 400", "合计 690")
    assert relations(extractor, body) == []


def test_a_table_over_two_pages_has_no_total(extractor: Extractor) -> None:
    first = table("情况表", "县区 参保人数（人）", "会同县 290", "靖州县 400")
    second = table("（接上页）", "县区 参保人数（人）", "新晃县 290", "芷江县 400", "合计 1380")
    assert relations(extractor, first + "\n" + second) == []


def test_people_helped_in_two_ways_may_be_the_same(extractor: Extractor) -> None:
    rows = ["住院救助 310", "门诊救助 290", "合计 500"]
    assert relations(extractor, table("情况表", "项目 救助人数（人）", *rows)) == []


def test_integers_without_a_unit_are_not_added(extractor: Extractor) -> None:
    rows = ["会同县 290", "靖州县 400", "合计 691"]
    assert relations(extractor, table("情况表", "县区 基金支出", *rows)) == []


def test_a_unit_of_the_caption_is_that_of_the_amounts(extractor: Extractor) -> None:
    rows = ["会同县 2.5 290", "靖州县 3.5 400", "合计 6.0 690"]
    assert relations(extractor, table("情况表（单位：万元、人）", "县区 金额 参保人数", *rows)) == [
        "parts【合计 金额】whole=6.0万元 part=2.5万元 part=3.5万元",
        "parts【合计 参保人数】whole=690 part=290 part=400",
    ]


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        ("县区 中央补助 省级补助 小计", "会同县 2.5 1.5 4.0", "whole=4.0万元 part=2.5万元 part=1.5万元"),
        ("县区 合计 中央补助 省级补助", "会同县 4.0 2.5 1.5", "whole=4.0万元 part=2.5万元 part=1.5万元"),
        ("县区 职工收入 居民收入 合计", "会同县 2.5 1.5 4.0", "whole=4.0万元 part=2.5万元 part=1.5万元"),
        ("县区 基金收入 基金支出 合计", "会同县 2.5 1.5 4.0", ""),
        ("县区 年初预算 调整预算 合计", "会同县 2.5 1.5 4.0", ""),
        ("县区 应缴补助 实缴补助 合计", "会同县 2.5 1.5 4.0", ""),
        ("县区 2022年补助 2023年补助 合计", "会同县 2.5 1.5 4.0", ""),
        ("县区 医疗总费用 基金支付 合计", "会同县 2.5 1.5 4.0", ""),
        ("县区 编制数 在职人数 合计", "会同县 5 4 9", ""),
        ("县区 其中中央补助 省级补助 合计", "会同县 2.5 1.5 4.0", ""),
        ("物品 单价 数量 合计", "桌椅 2.5 2 5.0", ""),
    ],
)
def test_a_total_column_adds_up_columns_that_are_all_its_parts(
    extractor: Extractor, header: str, row: str, expected: str
) -> None:
    body = table("情况表（单位：万元）", header, row)
    word = header.split(" ")[3] if "计" in header.split(" ")[3] else header.split(" ")[1]
    wanted = [f"parts【{row.split(' ')[0]} {word}】{expected}"] if expected else []
    assert relations(extractor, body) == wanted


def test_lists_side_by_side_and_rows_of_several_units_are_left(extractor: Extractor) -> None:
    side = table(
        "情况表（单位：万元）", "县区 金额 县区 金额", "会同县 2.5 新晃县 1.5", "靖州县 3.5 芷江县 1.0", "合计 8.5  "
    )
    units = table("情况表", "项目 单位 数量（人）", "会同县 人 5", "靖州县 户 4", "合计 — 9")
    assert relations(extractor, side) == relations(extractor, units) == []


def test_shares_are_of_the_total_row(extractor: Extractor) -> None:
    rows = ["会同县 2.5 25.00", "靖州县 7.5 75.00", "合计 10.0 100.00"]
    assert relations(extractor, table("情况表", "县区 支出（万元） 占全市（%）", *rows)) == [
        "parts【合计 支出】whole=10.0万元 part=2.5万元 part=7.5万元",
        "share【会同县 占全市】part=2.5万元 whole=10.0万元 rate=25.00%",
        "share【靖州县 占全市】part=7.5万元 whole=10.0万元 rate=75.00%",
    ]


@pytest.mark.parametrize(("head", "of_all"), [("占收入比重（%）", "80.00"), ("占比（%）", "45.00")])
def test_shares_of_something_else_are_none_of_the_total(extractor: Extractor, head: str, of_all: str) -> None:
    rows = ["会同县 2.5 25.00", "靖州县 7.5 75.00", f"合计 10.0 {of_all}"]
    found = relations(extractor, table("情况表", f"县区 支出（万元） {head}", *rows))
    assert [line for line in found if line.startswith("share")] == []


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("险种 本年收入 上年收入 增减额 增减率（%）", "current=8.4万元 previous=8.0万元 change=0.4万元 rate=5%"),
        ("险种 2023年收入 2022年收入 增减额 同比（%）", "current=8.4万元 previous=8.0万元 change=0.4万元 rate=5%"),
        ("险种 基金收入 上年基金收入 增减额 同比（%）", "current=8.4万元 previous=8.0万元 change=0.4万元 rate=5%"),
        ("险种 2023年收入 2021年收入 增减额 同比（%）", ""),
        ("险种 本年收入 上年支出 增减额 同比（%）", ""),
        ("险种 本年预算 上年决算 增减额 同比（%）", ""),
        ("险种 收入 支出 结余 结余率（%）", ""),
    ],
)
def test_columns_of_two_years_and_their_change(extractor: Extractor, header: str, expected: str) -> None:
    body = table("情况表（单位：万元）", header, "职工医保 8.4 8.0 0.4 5")
    found = [line.split("】")[1] for line in relations(extractor, body) if line.startswith("change")]
    assert found == ([expected] if expected else [])


def test_a_printed_sign_stays_that_of_the_number(extractor: Extractor) -> None:
    body = table("情况表（单位：万元）", "险种 上年收入 本年收入 同比（%）", "职工医保 8.0 7.6 -5.0")
    assert relations(extractor, body) == ["change【职工医保 本年收入】current=7.6万元 previous=8.0万元 rate=-5.0%"]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("县区 目标任务数 完成数 完成率（%）", "actual=8.0万元 budget=10.0万元 rate=80%"),
        ("县区 下达数 完成数 完成率（%）", ""),
        ("县区 完成数 目标任务数 完成率（%）", ""),
    ],
)
def test_completion_of_a_target(extractor: Extractor, header: str, expected: str) -> None:
    body = table("情况表（单位：万元）", header, "会同县 10.0 8.0 80", "靖州县 5.0 4.0 80")
    found = [line.split("】")[1] for line in relations(extractor, body) if line.startswith("completion")]
    assert found[:1] == ([expected] if expected else [])


def test_damage_is_survived_in_time(extractor: Extractor) -> None:
    rows = [f"县{n} {n} {n}" for n in range(3000)]
    body = table("情况表", "县区 参保人数（人） 合计", *rows) + "\t\t\t\n|||\n" + "合计\t\t\n" * 500
    begun = time.monotonic()
    relations(extractor, body)
    assert time.monotonic() - begun < 20
