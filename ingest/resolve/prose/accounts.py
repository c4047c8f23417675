"""Accounts named in a sentence: 按功能分类，社会保障和就业支出12.3万元、卫生健康支出（类）45.6万元.

What follows an expenditure from the general public budget and is named like a functional account is a part of it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain

from ingest.find.marks import mark_of
from ingest.find.numbers import Token
from ingest.resolve.facts import Facts
from ingest.resolve.metrics import DEPARTMENT_TYPES, Candidate
from ingest.resolve.prose.state import Link, State

_LEAD = re.compile(r"^(?:其中|包括|主要(?:用于|是)?|用于|分别(?:是|为)|[（(]?\d{1,2}[)）.、]|[、:\s])+")
_TAIL = re.compile(r"(?:共计?|合计|为|是|决算数?|\s)+$")
_LEVEL = re.compile(r"\((?:类|款|项)\)")
_WHOLES = ("general_budget_expense", "item_expense")
_FUNCTION_SECTION = re.compile(
    r"一般公共预算(?:财政|当年)*(?:拨款)?支出(?:决算)?(?:具体|结构|总体)?情况|支出决算具体情况|支出决算结构|一般公共预算财政拨款支出决算"
)
_NOT_FUNCTION = re.compile(r"基本支出|三公|政府性基金|国有资本")
_ITEM = re.compile(r"\s*(?:\d{3,7}\s*[-—]?\s*)?(?:[一-鿿、“”\-—]+(?:\s*\([^()]{1,12}\))?\s*)+")
_ITEM_TAIL = re.compile(r"(?:年初|全年)?(?:预算(?:数)?|支出决算(?:数)?|决算(?:数)?)(?:为)?$")
_WHOLE_HEADING = re.compile(r"(?:情况|说明|结构)$")
_PATH = re.compile(r"\(类\).*\(项\)")


def account_part(state: State, token: Token, bound: int) -> Link | None:
    """The link of an amount whose own words are an account's name and nothing else; None where they are not."""
    if token.unit_class != "money" or state.report.document_type not in DEPARTMENT_TYPES:
        return None
    known = chain(reversed(state.seen), reversed(state.before))
    whole = next((link for _, link in known if link.part_of is None and link.code in _WHOLES), None)
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


@lru_cache(maxsize=4096)
def _section_kind(heading: str) -> str:
    """Whether a section is of expenditure by function, of other money, or says neither."""
    if _NOT_FUNCTION.search(heading):
        return "other"
    return "function" if _FUNCTION_SECTION.search(heading) else ""


def function_item(facts: Facts, text: str, start: int, end: int, sections: list[str]) -> str | None:
    """The account that a marked line is about, by its full path or under a section of expenditure by function.

    '' where the line speaks of the whole (（三）具体情况。), None outside such a section.
    """
    kinds = [_section_kind(words) for words in sections[:-1]]
    other, listed = "other" in kinds, "function" in kinds
    if not listed and (other or text.find("(类)", start, end) < 0):
        return None
    mark = mark_of(text[start:end])
    match = _ITEM.match(text, start + mark.end, end) if mark else None
    if match is None or not (listed or _PATH.search(match[0])):
        return None
    if _WHOLE_HEADING.search(match[0].strip()):
        return ""
    label = _ITEM_TAIL.sub("", facts.label(match.start(), match.end()).rstrip("，。:：、"))
    return label if label.endswith(("）", ")")) else re.sub(r"(?<=[一-鿿])支出$", "", label)
