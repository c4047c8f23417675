"""Deviations printed in indicator tables beside target and actual value."""

from __future__ import annotations

import pytest

from ingest.resolve.extract import Extractor
from tests.helpers import as_document, report_of
from tests.ingest.resolve.relations.seen import relations

HEAD = "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t{}\n"


def table(head: str, *rows: str) -> str:
    return HEAD.format(head) + "".join(f"产出\t数量指标\t{row}\n" for row in rows)


@pytest.mark.parametrize("head", ["偏差率", "偏差情况", "偏差(%)", "偏差率（%）", "偏离度"])
def test_target_actual_and_deviation_of_a_row_belong_together(extractor: Extractor, head: str) -> None:
    body = table(head, "培训场次\t4场\t5场\t10\t10\t25%", "课题篇数\t2篇\t1篇\t10\t5\t-50.00%")
    assert relations(extractor, body, "department") == ["deviation 4 -> 5 + 25", "deviation 2 -> 1 + -50.00"]


def test_a_bare_number_is_percent_only_where_the_header_says_so(extractor: Extractor) -> None:
    row = "培训场次\t4场\t5场\t10\t10\t25"
    assert relations(extractor, table("偏差率(%)", row), "department") == ["deviation 4 -> 5 + 25"]
    assert relations(extractor, table("偏差率", row), "department") == []


@pytest.mark.parametrize(
    "row",
    [
        "培训场次\t4场\t5次\t10\t10\t25%",
        "培训场次\t按期\t5场\t10\t10\t25%",
        "培训场次\t4场\t5场\t10\t10\t无偏差",
        "培训场次\t4场\t5场\t10\t10\t",
        "培训场次\t3-4场\t5场\t10\t10\t25%",
        "培训场次\t4场\t5场\t10\t10\t比目标多25%",
    ],
)
def test_other_units_words_and_ranges_give_no_deviation(extractor: Extractor, row: str) -> None:
    assert relations(extractor, table("偏差率", row), "department") == []


def test_a_table_with_one_cell_a_line_is_read_too(extractor: Extractor) -> None:
    cells = ["类别", "指标名称", "指标目标值", "指标完成值", "完成值来源", "偏差情况"]
    row = ["履职", "课题报告数量", "=2篇", "1篇", "课题报告", "-50.00%"]
    body = "\n".join(f"\t{cell}" for cell in cells) + "\n\n" + "\n".join(f"\t{cell}" for cell in row)
    assert relations(extractor, body, "department") == ["deviation 2 -> 1 + -50.00"]


def test_the_number_of_the_column_stays_narrative(extractor: Extractor) -> None:
    body = table("偏差率", "培训场次\t4场\t5场\t10\t10\t25%")
    numbers = extractor.extract(as_document(report_of("department", body)))["numbers"]
    assert [n["disposition"] for n in numbers if n["text"] == "25%"] == ["narrative"]
