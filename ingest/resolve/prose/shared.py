"""A name that a 分别 list shares: 住院、门诊救助支出分别为…, whose members are parts told apart by their labels."""

from __future__ import annotations

import re

from ingest.find.phrases import Hit
from ingest.resolve.prose.state import JOINT, State

_LEAD = re.compile(
    r"(?:\s|其中|包括|中|里|方面|全年|当年|本年度?|年末|年底|(?:19|20)\d{2}年度?|全[市县区省州盟旗]|我[市县区省州局]"
    r"|用于|对|向|安排|实现|完成|发放|，|,|:|“)+"
)
_TAIL = re.compile(r"(?:的|年末|年底|期末|实际|累计|全年|当年|共|总|”|\s)+$")
_DRESS = re.compile(r"(?:资金|费用)$")
_STOP = re.compile(r"[，,；;：:。()]")
_MAX = 14  # characters of a label
_OTHER = re.compile(r"\d|等$|情况|工作|水平$")


def part_labels(state: State, hit: Hit, is_label: bool, start: int, lead: int, count: int) -> list[tuple[int, int]]:
    """Spans of as many labels as there are numbers, else none; their name stands before or behind them.

    With `is_label` the name itself is that of a part (门诊救助).
    """
    if hit.start >= lead:
        spans = _split(state.text, start, lead)  # 资助参保、住院救助分别支出…
    elif JOINT.search(state.text, hit.end, lead):
        spans = _split(state.text, hit.end, lead)  # 救助比例，特困人员、低保对象分别为…
    else:
        spans = _split(state.text, start, max(hit.start, start))
        spans = _with_last(state, spans, hit, is_label)
    spans = [_without_scheme(state, *span) for span in spans]
    return spans if len(spans) == count and all(_is_label(state.text[s:e]) for s, e in spans) else []


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The pieces of a joined list, the first without what leads to it."""
    at = start + (lead.end() if (lead := _LEAD.match(text[start:end])) else 0)
    spans = []
    for joint in [*JOINT.finditer(text, at, end), None]:
        stop = joint.start() if joint else end
        tail = _TAIL.search(text[at:stop])
        spans.append((at, at + tail.start() if tail else stop))
        at = joint.end() if joint else end
    return spans


def _with_last(state: State, spans: list[tuple[int, int]], hit: Hit, is_label: bool) -> list[tuple[int, int]]:
    """The last piece up to the shared name; a group of persons that the name itself begins with is the label."""
    start, end = spans[-1]
    if start >= end:
        inside = (h for h in state.sentence.groups if h.start == hit.start and h.end < hit.end)
        group = hit if is_label else next(inside, None)
        return [*spans[:-1], (group.start, group.end)] if group else []
    dress = _DRESS.search(state.text[start:end])
    if dress and not _DRESS.search(state.text[slice(*spans[0])]):
        end -= len(dress[0])
    return [*spans[:-1], (start, end)]


def _without_scheme(state: State, start: int, end: int) -> tuple[int, int]:
    """职工医保统筹基金: the insurance is a dimension of its own, not of the label."""
    named = (h.end for h in state.sentence.schemes if h.start == start and h.end < end and h.row["scheme_code"])
    return next(named, start), end


def _is_label(words: str) -> bool:
    return 2 <= len(words) <= _MAX and not _STOP.search(words) and not _OTHER.search(words)
