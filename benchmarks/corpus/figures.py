"""What figures are and how they are printed: quantities with their units, the rows of figures.csv, digits."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from benchmarks.corpus.vocabulary import rows


class Quantity(NamedTuple):
    """How figures are printed: base decimals of the truth, unit of a fact, words before a rise and a fall."""

    base: int
    unit: str
    labels: tuple[tuple[str, int, int], ...]  # printed unit, its power of ten, decimals: coarse ones first
    exact: bool = False
    words: tuple[str, str] = ("", "-")


_MONEY = (("亿元", 8, 2), ("万元", 4, 2), ("元", 0, 2))
_PEOPLE = (("万人", 4, 2), ("人", 0, 0))
QUANTITIES = {
    "money": Quantity(2, "yuan", _MONEY),
    "money_change": Quantity(2, "yuan", _MONEY, words=("增加", "减少")),
    "people": Quantity(0, "person", _PEOPLE, exact=True),
    "people_change": Quantity(0, "person", _PEOPLE, exact=True, words=("增加", "减少")),
    "visits": Quantity(0, "visit", (("万人次", 4, 2), ("人次", 0, 0)), exact=True),
    "rate": Quantity(6, "percent", (("%", 0, 2),)),
    "growth": Quantity(6, "percent", (("%", 0, 2),), words=("增长", "下降")),
    "months": Quantity(6, "month", (("个月", 0, 2),)),
    "yuan": Quantity(0, "yuan", (("元", 0, 0),)),
    "count": Quantity(0, "count", (("家", 0, 0),), exact=True),
    "items": Quantity(0, "count", (("条", 0, 0),), exact=True),
    "minutes": Quantity(0, "minute", (("分钟", 0, 0),), exact=True),
    "heads": Quantity(0, "person", (("人", 0, 0),), exact=True),
    "points": Quantity(1, "score", (("分", 0, 1),), exact=True),
}


class Spec(NamedTuple):
    """A row of figures.csv: what a figure is; `metric` is empty where it is no fact."""

    name: str
    metric: str
    scheme: str
    program: str
    level: str
    breakdown: str
    shift: int
    quantity: Quantity


class Figure(NamedTuple):
    """A printed figure: its value is `digits` times ten to the `exponent`, in the unit of its quantity."""

    spec: Spec
    region: str
    digits: int
    exponent: int
    exact: bool
    near: int  # number of the block that it stands in
    scale: int  # power of ten of the unit that it is printed in
    section: int  # number of the report inside the file


@cache
def specs() -> dict[str, Spec]:
    """Rows of figures.csv by name."""
    return {
        row["name"]: Spec(
            row["name"], row["metric"], row["scheme"], row["program"], row["level"], row["breakdown"],
            int(row["shift"]), QUANTITIES[row["quantity"]],
        )
        for row in rows("figures")
    }  # fmt: skip


def literal(digits: int, decimals: int, commas: bool = False) -> str:
    """Digits with a point before the last `decimals`."""
    sign, digits = ("-", -digits) if digits < 0 else ("", digits)
    if not decimals:
        return f"{sign}{digits:,}" if commas else f"{sign}{digits}"
    whole, rest = divmod(digits, 10**decimals)
    return f"{sign}{whole:,}.{rest:0{decimals}d}" if commas else f"{sign}{whole}.{rest:0{decimals}d}"


def rounded(value: int, places: int) -> int:
    """`value` without its last places, half away from zero (a negative number of places adds noughts)."""
    unit: int = 10 ** abs(places)
    if places <= 0:
        return value * unit
    return (value + unit // 2) // unit if value >= 0 else -((-value + unit // 2) // unit)
