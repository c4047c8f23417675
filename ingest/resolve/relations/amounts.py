"""Printed numbers as exact amounts in their base unit, and whether several add up as printed."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from ingest.find.numbers import Token

_EXPONENT = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}


def amount(token: Token) -> Decimal | None:
    """A number without the scale of its unit, every printed digit kept; None where it is no number."""
    scale = 0
    for char in token.unit_label:
        if char not in _EXPONENT:
            break
        scale += _EXPONENT[char]
    try:
        return Decimal(token.literal).scaleb(scale)
    except InvalidOperation:
        return None


def gap(total: Token, parts: list[Token]) -> Decimal:
    """What the total has over its parts; 0 where rounding, half a unit of each last printed digit, explains it."""
    found = [amount(token) for token in (total, *parts)]
    known = [value for value in found if value is not None]
    if len(known) < len(found):
        return Decimal(0)
    left = known[0] - sum(known[1:])
    allowed = sum(Decimal(5).scaleb(int(value.as_tuple().exponent) - 1) for value in known)
    return left if abs(left) > allowed else Decimal(0)
