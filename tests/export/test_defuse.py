"""Whatever a text holds: a spreadsheet takes it for no formula, and it comes back."""

from __future__ import annotations

import unicodedata
from decimal import Decimal, InvalidOperation

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from export.defuse import defused, restored

ALPHABET = "=+-@＝＋－＠'\"\t\r\n \u3000\u200b\x01,.%％‰19０亿元A(!|"


def cells(texts: list[str]) -> list[str]:
    with duckdb.connect() as connection:
        query = f"select {defused('t')} from (select unnest(?::varchar[]) as t)"
        return [cell for (cell,) in connection.execute(query, [texts]).fetchall()]


def is_number(text: str) -> bool:
    """A sign, digits and a unit of Chinese characters or a percent sign, by Python's own reading."""
    digits = text.lstrip("+-＋－").rstrip("%％‰亿元").replace(",", "").replace(".", "")
    try:
        return digits.isascii() and Decimal(digits) >= 0 and text[1:2] not in "+-＋－"
    except InvalidOperation:
        return False


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(ALPHABET, max_size=6), min_size=1, max_size=40))
def test_no_cell_is_a_formula_and_every_text_comes_back(texts: list[str]) -> None:
    for text, cell in zip(texts, cells(texts), strict=True):
        assert restored(cell) == text
        if cell.startswith("'"):
            continue
        assert not cell or unicodedata.category(cell[0]) != "Cc"
        shown = cell.lstrip(" \u3000\u200b\t\r\n\x01")
        assert shown[:1] not in tuple("=@＝＠")
        assert shown[:1] not in tuple("+-＋－") or not shown.strip("+-＋－") or is_number(shown), repr(text)


def test_a_text_that_is_safe_stays_as_it_is() -> None:
    plain = ["-5%", "-", "--", "+1", "-0.18亿元", "-12,300.00", "－3个百分点", "100%", "医保", "a=b", "1-2", " ", ""]
    assert cells(plain) == plain
