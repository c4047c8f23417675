"""Figures as people read them: exact digits, thousands apart, 万 where the field writes 万."""

from __future__ import annotations

from decimal import Decimal

from yibao_site.warehouse import Row, Words

_MYRIAD = Decimal(10_000)
_SCALED = ("yuan", "person", "visit")  # written in 万 from ten thousand on
MINUS = "−"


def digits(value: Decimal | int, places: int = 6) -> str:
    """Digits in groups of three, without trailing zeros, with a real minus sign."""
    text = f"{round(Decimal(value), places):,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", MINUS)


class Figures:
    """Values with their units in the words of a warehouse."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def sign(self, unit_code: str | None) -> str:
        """The unit as it stands behind a figure: 元, 人, %."""
        word = self._words.get(("unit_sign", unit_code or ""))
        return word.zh if word is not None else f" {unit_code or ''}".rstrip()

    def amount(self, value: Decimal | None, unit_code: str | None) -> str:
        """A canonical value with its unit, exact: 5346956900 yuan is 534,695.69万元."""
        if value is None:
            return "—"
        if unit_code in _SCALED and abs(value) >= _MYRIAD:
            return f"{digits(value / _MYRIAD, 10)}万{self.sign(unit_code)}"
        return f"{digits(value)}{self.sign(unit_code)}"

    def difference(self, row: Row) -> str:
        """How far the two sides of a check are apart: rates in points, all else in its unit."""
        if row["gap"] is None:
            return "—"
        if row["unit_code"] == "percent":
            return f"{digits(abs(row['gap']), 4)}个百分点"
        return self.amount(abs(row["gap"]), row["unit_code"])

    def stated(self, row: Row) -> str:
        """The canonical value of a fact with its comparator, or the ends of its range."""
        if row.get("qualifier") == "range" and row.get("value_high") is not None:
            return (
                f"{self.amount(row['value_low'], row['unit_code'])}–{self.amount(row['value_high'], row['unit_code'])}"
            )
        word = self._words.get(("qualifier", row.get("qualifier") or "exact"))
        return f"{word.zh if word else ''}{self.amount(row['value'], row['unit_code'])}"


def precise(value: Decimal | None) -> str:
    """A value as a machine reads it, for data attributes: plain digits, no groups."""
    return "" if value is None else f"{value.normalize():f}"


def share(part: Decimal | int | None, whole: Decimal | int | None) -> float:
    """Part of a whole in percent, for the width of a bar; 0 where either is missing."""
    return round(float(100 * Decimal(part) / Decimal(whole)), 3) if part is not None and whole else 0.0
