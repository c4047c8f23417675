"""Rules of scoring: numbers on which points hang (执行率低于60%的不得分, 每降低1个百分点扣0.5分) state no value."""

from __future__ import annotations

import re

from ingest.find.numbers import Token
from ingest.resolve.prose.state import State

_POINTS = r"\d[\d.]*\s*分(?!钟)"
_NOTHING = r"不予?[得计记给]分|[得计记]\s*(?:0|零)\s*分"
_STEP = r"每再?(?:降低|减少|下降|低于|提高|增加|上升|超过|超出|高于|[降减低少差高多超])"
# Points that are lost by degrees are lost by a rule, a number of them also by a value that was told.
_BY_RULE = rf"{_NOTHING}|(?:按|依|酌情)[^，。；;]{{0,10}}?[扣得计]|{_STEP}[^。；;]{{0,24}}?[扣减得加]"
_POINTS_GO = rf"{_BY_RULE}|扣[完光除减]?|[得计记给赋]\s*(?:{_POINTS}|满分)"
_ITEM = r"(?:则|均|都|就)?(?:(?:本|该|此)?(?:项|条|指标))*(?:得分)?"
_OTHER_END = r"(?:\s*(?:或者?|且|至|到|[-—~])[^，。；;\d]{0,8}\d[\d,.]*\s*%?)?"  # 低于60%或高于110%的
_REACH = rf"{_OTHER_END}\s*(?:\(含\))?(?:及?以[上下内])?(?:\(含\))?(?:之间)?"
_WHOEVER = r"(?:的[项县区市部门单位地]*|者|时|的话)[，,]?\s*"

_HANGS = re.compile(rf"{_REACH}{_WHOEVER}{_ITEM}(?:{_POINTS_GO})|{_REACH}(?:{_NOTHING})")
_BELOW = re.compile(r"(?:低于|少于|小于|不足|不到|达不到|未达到?|没有?达到|<)\s*$")
_HANGS_BELOW = re.compile(rf"{_REACH}(?:[，,]\s*{_ITEM}(?:{_BY_RULE})|{_ITEM}(?:{_POINTS_GO}))")
_IN_STEP = re.compile(rf"{_STEP}[^，。；;\d]{{0,6}}$")
_STEP_COSTS = re.compile(rf"[^，。；;\d]{{0,8}}[，,]?[^，。；;\d]{{0,4}}[扣减得加]除?\s*{_POINTS}")
_MAX_BEFORE = 24


def is_rule(state: State, token: Token) -> bool:
    """Whether the words behind a number say what is scored by a value that lies below, above or off it."""
    text, end = state.text, state.sentence.end
    if text.find("分", token.end, end) < 0 and text.find("扣", token.end, end) < 0:
        return False
    before = text[max(state.sentence.start, token.start - _MAX_BEFORE) : token.start]
    if _IN_STEP.search(before):
        return _STEP_COSTS.match(text, token.end, end) is not None
    is_below = _BELOW.search(before) and _HANGS_BELOW.match(text, token.end, end)
    return bool(is_below or _HANGS.match(text, token.end, end))
