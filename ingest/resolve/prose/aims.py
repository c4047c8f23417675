"""Aims: numbers that words far behind them call a goal (紧盯参保率不低于96%、满意度达到99%以上的目标)."""

from __future__ import annotations

import re

from ingest.find.numbers import Token
from ingest.resolve.prose.state import State

_GOAL = r"(?:的|为|是|作为|这一|总体|年度|绩效|预期|全年|工作|任务)*目标"
_RIGHT_BEHIND = re.compile(
    rf"\s*(?:的|为|是|作为)?(?:年度|绩效|预期|全年)*(?:绩效)?目标|\s*{_GOAL}(?:任务|要求)?[，,；;。]|\s*的(?:工作|考核)?要求"
    r"|\s*的?(?:参保|扩面|征缴|缴费)+(?:目标|任务|计划)"
)
_MEMBER = r"\s*[、和及与][^，。；;:、\d]{1,24}\d[\d,.]*\s*[%‰]?[^，。；;:、\d]{0,8}?"
_LIST_BEHIND = re.compile(rf"(?:{_MEMBER}){{1,8}}{_GOAL}")
_AIMING = re.compile(r"(?:紧盯|盯住|紧扣|围绕|锚定|瞄准|聚焦|朝着|向着|奔着|对准)[^。；;]*$")
_BY_THEN = re.compile(r"到\s*$")
_JOINED = re.compile(r"\s*[、和及与]")
_GOAL_AHEAD = re.compile(rf"(?:(?!完成|实际|高于|超过|超额|好于|优于)[^。；;]){{0,80}}?(?:的|工作|任务){_GOAL}")


def is_aimed(state: State, token: Token) -> bool:
    """Whether the words behind a number, or around its list, make it a goal."""
    text, end = state.text, state.sentence.end
    is_ahead = text.find("目标", token.right, end) >= 0
    if _RIGHT_BEHIND.match(text, token.right) or (is_ahead and _LIST_BEHIND.match(text, token.right, end)):
        return True
    if _is_to_be_reached(state, token) or _goes_on_aiming(state, token):
        return True
    is_aiming = is_ahead and _AIMING.search(text, state.sentence.start, token.left)
    return bool(is_aiming and _GOAL_AHEAD.match(text, token.right, end))


def _is_to_be_reached(state: State, token: Token) -> bool:
    """到2025年，参保率稳定在95%以上: by a year to come."""
    this = state.report.fiscal_year
    years = [hit for hit in state.sentence.years if hit.end <= token.left and hit.year is not None]
    if this is None or not years or (years[-1].year or 0) <= this:
        return False
    return bool(_BY_THEN.search(state.text, state.sentence.start, years[-1].start))


def _goes_on_aiming(state: State, token: Token) -> bool:
    """力争甲率达到96%、乙率达到90%: joined to a goal."""
    before = state.number_before(token.left) if state.aimed is not None else None
    if before is None or before.start in state.links:
        return False
    return bool(_JOINED.match(state.text, before.right, token.left))
