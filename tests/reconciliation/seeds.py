"""Rows of the rule seeds as a test writes them: what it does not say is as in most rules."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]


def rule(rule_code: str, kind: str, scale: int = 1, **others: object) -> Row:
    row: Row = {
        "rule_code": rule_code,
        "kind": kind,
        "scope": "within_report",
        "tree": "",
        "scale": scale,
        "closed": "false",
        "near": "false",
        "alike": "false",
        "plausible_high": "",
        "constant": "",
        "tells_missing": "true",
        "severity": "hard",
        "subject_zh": "",
        "unit_code": "",
        "statement_zh": rule_code,
        "statement_en": rule_code,
        "basis": "a test",
        "other_base_rule": "",
    }
    return row | others


def member(
    rule_code: str, member_no: int, role: str, concept: str, weight: int = 1, offset: int = 0, **others: object
) -> Row:
    row: Row = {
        "rule_code": rule_code,
        "member_no": member_no,
        "role": role,
        "term": 1,
        "weight": weight,
        "offset": offset,
        "concept": concept,
        "measure": "value",
        "item": "",
        "scheme_code": "",
        "program_code": "",
        "funding_level": "",
        "breakdown": "",
        "form": "*",
        "year_shift": 0,
        "binds": "true",
        "takes": "one",
        "required": "true",
    }
    return row | others
