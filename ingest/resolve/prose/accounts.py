"""Accounts named in a sentence: 按功能分类，社会保障和就业支出12.3万元、卫生健康支出（类）45.6万元.

What follows an expenditure from the general public budget and is named like a functional account is a part of it.
"""

from __future__ import annotations

import re

from ingest.find.numbers import Token
from ingest.resolve.metrics import DEPARTMENT_TYPES, Candidate
from ingest.resolve.prose.state import Link, State

_LEAD = re.compile(r"^(?:其中|包括|主要(?:用于|是)?|用于|分别(?:是|为)|[（(]?\d{1,2}[)）.、]|[、:\s])+")
_TAIL = re.compile(r"(?:共计?|合计|为|是|决算数?|\s)+$")
_LEVEL = re.compile(r"\((?:类|款|项)\)")
_WHOLES = ("general_budget_expense", "item_expense")


def account_part(state: State, token: Token, bound: int) -> Link | None:
    """The link of an amount whose own words are an account's name and nothing else; None where they are not."""
    if token.unit_class != "money" or state.report.document_type not in DEPARTMENT_TYPES:
        return None
    known = [*(link for _, link in state.before), *(link for _, link in state.seen)]
    whole = next((link for link in reversed(known) if link.code in _WHOLES and link.part_of is None), None)
    if whole is None:
        return None
    words = state.text[bound : token.left]
    lead = _LEAD.match(words)
    start = bound + (lead.end() if lead else 0)
    end = start + len(_TAIL.sub("", state.text[start : token.left]))
    names = [part for part in _LEVEL.split(state.text[start:end]) if part]
    if not names or not all(_is_account(state, name) for name in names):
        return None
    link = Link([Candidate("general_budget_expense", "", "department")], part_of=whole, label=(start, end))
    link.seg_start = start
    return link


def _is_account(state: State, name: str) -> bool:
    return name.removesuffix("支出") in state.book.accounts
