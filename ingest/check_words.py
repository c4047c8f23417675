"""Values, places and hints of a check in words: what every output form shows alike."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from functools import cache
from pathlib import Path

from ingest.check import Check, Operand, Row
from ingest.dbt import PROJECT

HINTS = PROJECT / "seeds" / "rules" / "hints.csv"
_UNITS = {
    "yuan": "元", "percent": "%", "person": "人", "visit": "人次", "score": "分", "month": "个月", "year": "年",
    "day": "天", "hour": "小时", "minute": "分钟", "second": "秒", "square_metre": "平方米", "ratio": "倍", "count": "",
}  # fmt: skip
_SCALES = {8: "亿", 4: "万"}
_COUNTED = ("yuan", "person", "visit")  # units that are printed in 万 and 亿


@cache
def _hints(file: Path) -> dict[str, Row]:
    with file.open(encoding="utf-8", newline="") as handle:
        return {row["hint_code"]: row for row in csv.DictReader(handle)}


def hint_words(hint: str | None) -> tuple[str, str]:
    """A hint in Chinese and in English; one that has no words yet stands as it is."""
    code, _, detail = (hint or "").partition(":")
    row = _hints(HINTS).get(code)
    if row is None:
        return hint or "", ""
    detail = detail.strip()
    return row["words_zh"] + (f"（{detail}）" if detail else ""), row["words_en"]


def plain(value: Decimal | float | int, places: int = 6) -> str:
    """Digits in groups of three, without trailing zeros."""
    text = f"{round(Decimal(str(value)), places):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount(value: Decimal | None, unit_code: str | None, like: Operand | None = None) -> str:
    """A canonical value with its unit, in 万 or 亿 where the figure that it is held against was printed so."""
    if value is None:
        return "—"
    scale = _scale(like) if unit_code in _COUNTED else 0
    places = 4 if unit_code == "percent" else 6
    return f"{plain(Decimal(str(value)).scaleb(-scale), places)}{_SCALES.get(scale, '')}{_unit(unit_code)}"


def _unit(unit_code: str | None) -> str:
    return _UNITS.get(unit_code or "", f" {unit_code}" if unit_code else "")


def _scale(operand: Operand | None) -> int:
    """The power of ten that the digits are short of the value: a cell of a column in 万元 does not say so itself."""
    if operand is None or not operand.row["value"]:
        return 0
    printed = re.sub(r"[,，\s]", "", str(operand.row["stated_text"] or "")).translate(_NARROW)
    digits = re.search(r"\d+(\.\d+)?", printed)
    if digits is None or not Decimal(digits[0]):
        return 0
    ratio = abs(operand.row["value"]) / Decimal(digits[0])
    return next((scale for scale in _SCALES if ratio == Decimal(10) ** scale), 0)


_NARROW = str.maketrans("０１２３４５６７８９．", "0123456789.")


def printed(operand: Operand) -> str:
    """The figure as printed, with the unit of its column where the cell has none."""
    row = operand.row
    text = " ".join(str(row["stated_text"] or "").split())
    if not text:
        return amount(row["value"], row["unit_code"])
    if not text[-1].isdigit() or row["unit_code"] in (None, "count", "score"):
        return text
    return f"{text}{_SCALES.get(_scale(operand), '')}{_unit(row['unit_code'])}"


def gap(row: Row) -> tuple[str, str]:
    """The gap in its unit, and as a share of the stated value (none for rates, whose gap is in points)."""
    if row["gap"] is None:
        return "—", ""
    size = abs(Decimal(str(row["gap"])))
    if row["unit_code"] == "percent":
        return f"{plain(size, 4)}个百分点", ""
    stated = abs(row["stated_value"] or 0)
    if not stated:
        return amount(size, row["unit_code"]), ""
    share = float(100 * size / stated)
    return amount(size, row["unit_code"]), "<0.01%" if share < 0.01 else f"{share:,.2f}%"


def place(operand: Operand, beside: str | None = None) -> str:
    """`file:line`, or `:line` alone in the file that was just named."""
    row = operand.row
    name = "" if row["file_name"] == beside else row["file_name"] or "?"
    page = f" p.{row['page']}" if row.get("page") else ""
    return f"{name}:{row['line_no']}{page}" if row["line_no"] is not None else f"{name}{page}"


def term(operand: Operand, beside: str | None = None) -> str:
    """An operand in one phrase: sign, label, figure, place."""
    weight = Decimal(str(1 if operand.row["weight"] is None else operand.row["weight"]))
    sign = {Decimal(1): "", Decimal(-1): "−"}.get(weight, f"{plain(weight)}×")
    label = " ".join(str(operand.row["label"] or "").split())
    return " ".join(part for part in (sign + label, printed(operand), place(operand, beside)) if part)


def side(operands: list[Operand]) -> str:
    """One side of a check as text, every operand with its place."""
    return "; ".join(term(operand) for operand in operands)


def computed(check: Check) -> str:
    """The value that the stated figure is held against, printed as that one is."""
    stated, _ = check.sides()
    return amount(check.row["computed_value"], check.row["unit_code"], stated[0] if stated else None)
