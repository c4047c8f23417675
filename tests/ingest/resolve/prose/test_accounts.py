"""Functional accounts and procurement in the prose of final accounts."""

from __future__ import annotations

import pytest

from ingest.resolve.extract import Extractor
from tests.helpers import observe

Parts = list[tuple[str, str, str]]


def _parts(extractor: Extractor, sentence: str) -> Parts:
    return [(seen.metric, seen.value, seen.breakdown) for seen in observe(extractor, "accounts", sentence)]


@pytest.mark.parametrize("lead", ["其中：", "主要用于以下方面：", "按功能分类，"])
@pytest.mark.parametrize("level", ["", "（类）"])
def test_accounts_after_the_whole_are_its_parts(extractor: Extractor, lead: str, level: str) -> None:
    sentence = (
        f"一般公共预算财政拨款支出50.00万元，{lead}社会保障和就业支出{level}12.00万元，占24%；"
        f"卫生健康支出{level}38.00万元，占76%。"
    )
    assert _parts(extractor, sentence) == [
        ("general_budget_expense", "500000", ""),
        ("general_budget_expense", "120000", f"社会保障和就业支出{level}"),
        ("general_budget_expense", "380000", f"卫生健康支出{level}"),
    ]


def test_services_of_an_account_are_not_procured(extractor: Extractor) -> None:
    sentence = "一般公共预算财政拨款支出50.00万元，其中一般公共服务支出50.00万元。"
    assert [metric for metric, _, _ in _parts(extractor, sentence)] == ["general_budget_expense"] * 2


@pytest.mark.parametrize("kind", ["", "支出", "采购金额", "类支出"])
def test_procurement_is_of_goods_works_and_services(extractor: Extractor, kind: str) -> None:
    sentence = f"政府采购支出总额57.30万元，其中：货物{kind}4.10万元、工程{kind}0.00万元、服务{kind}53.20万元。"
    assert _parts(extractor, sentence) == [
        ("procurement_total", "573000", ""),
        ("procurement_goods", "41000", ""),
        ("procurement_works", "0", ""),
        ("procurement_services", "532000", ""),
    ]


def test_income_and_expense_may_be_one_number(extractor: Extractor) -> None:
    assert [metric for metric, _, _ in _parts(extractor, "2023年度收入支出总计307.82万元。")] == [
        "department_income_total",
        "department_expense_total",
    ]
