"""Gathered lists: person groups with their numbers that share one verb (特困人员12人、低保对象30人均由财政资助参保)."""

from __future__ import annotations

import re

from ingest.find.numbers import Token
from ingest.find.phrases import Hit
from ingest.resolve.metrics import Candidate
from ingest.resolve.prose.inverted import is_so
from ingest.resolve.prose.naming import find_name, readings
from ingest.resolve.prose.state import Link, State

Member = tuple[Token, Hit]  # a number and the group that stands right before it

_OF_GROUP = re.compile(r"(?:分别|共|有|为|等|的|\s)*")
_JOINT = re.compile(r"\s*(?:、|，|和|及|与|以及)?\s*")
_SUM = re.compile(r"[、，,]?[^，。；\d]{0,6}(?:合计|共计|总计|一起|一共|总共|共|合起来|加起来)[^，。；\d]{0,4}")
_SUM_BEHIND = re.compile(r"[^，。；\d]{0,6}[，,](?:[^，。；\d]{0,4})?(?:合计|共计|总计|一共|总共|共)(?:为|有)?")
_LEADS = re.compile(r"(?:的|者|对象|人员|人数|，|,|:|有|包括|包含|为|是|共|分别|\s)*")
_SHARED = ("subsidised_enrolment", "beneficiary_")
_PEOPLE = ("person", "visit")


def gather(state: State, tokens: list[Token], index: int) -> int:
    """Link the members of a gathered list that begins at `index`, and their sum; returns how many, 0 for none."""
    members = _members(state, tokens[index:]) if len(state.sentence.groups) > 1 else []
    if len(members) < 2 or state.in_which or _has_own_name(state, members[1][0]):
        return 0
    total = _total(state, tokens[index + len(members) :], members[-1])
    shared = _verb_before(state, members[0]) or _verb_behind(state, total, members[-1])
    if shared is None:
        return 0
    hit, candidate = shared
    total = total or _total_behind(state, tokens[index + len(members) :], hit)
    for token, group in members:
        link = Link([candidate], [hit], seg_start=group.start, label=(group.start, group.end), is_listed=True)
        state.keep(token, link)
    if total is not None:
        whole = Link([candidate], [hit], seg_start=total.left)
        state.keep(total, whole)
        state.last = whole
    return len(members) + (total is not None)


def _members(state: State, tokens: list[Token]) -> list[Member]:
    """Numbers from the first on that each stand right behind a group and are joined to the one before."""
    found: list[Member] = []
    for token in tokens:
        group = _group_of(state, token) if _counts_people(state, token) else None
        if group is None:
            break
        if found and not _JOINT.fullmatch(state.text, _end(found[-1]), min(group.start, token.left)):
            break
        found.append((token, group))
    return found


def _counts_people(state: State, token: Token) -> bool:
    """Whether a number is of people; 9377人均由… looks like a mean, so its 人 is no unit."""
    return token.unit_class in _PEOPLE or (token.unit_label == "" and state.text.startswith("人均", token.right))


def _group_of(state: State, token: Token) -> Hit | None:
    """The group right before a number, or right behind it (1.2万名特困人员)."""
    for hit in state.sentence.groups:
        before = hit.end <= token.left and _OF_GROUP.fullmatch(state.text, hit.end, token.left)
        if before or (hit.start >= token.right and _OF_GROUP.fullmatch(state.text, token.right, hit.start)):
            return hit
    return None


def _end(member: Member) -> int:
    token, group = member
    return max(token.right, group.end)


def _total(state: State, tokens: list[Token], last: Member) -> Token | None:
    """三类合计13191人: the number right behind the list that sums it up."""
    first = tokens[0] if tokens else None
    is_sum = first is not None and first.unit_class in _PEOPLE
    return first if first and is_sum and _SUM.fullmatch(state.text, _end(last), first.left) else None


def _total_behind(state: State, tokens: list[Token], verb: Hit) -> Token | None:
    """…均由财政资助参保，合计13191人: the sum behind the verb."""
    first = tokens[0] if tokens and tokens[0].left >= verb.end else None
    is_sum = first is not None and first.unit_class in _PEOPLE
    return first if first and is_sum and _SUM_BEHIND.fullmatch(state.text, verb.end, first.left) else None


def _has_own_name(state: State, token: Token) -> bool:
    """Whether words before a number name its metric."""
    named = find_name(state, token, state.left_bound(token))
    return named is not None and named[0].end <= token.left


def _verb_before(state: State, member: Member) -> tuple[Hit, Candidate] | None:
    """资助参保的有特困人员12人、…: a name that nothing but a lead parts from the list."""
    token, group = member
    for hit in reversed([h for h in state.sentence.metrics if h.end <= min(group.start, token.left)]):
        found = readings(state, hit, token, "") if hit.start not in state.consumed else []
        if (
            found
            and found[0].metric_code.startswith(_SHARED)
            and _LEADS.fullmatch(state.text, hit.end, min(group.start, token.left))
        ):
            return hit, found[0]
    return None


def _verb_behind(state: State, total: Token | None, last: Member) -> tuple[Hit, Candidate] | None:
    """…低保对象30人均由财政资助参保: a name behind the list, before the next number or the end of its part."""
    start = _end(last)
    stop = state.text.find("；", start, state.sentence.end)
    end = stop if stop >= 0 else state.sentence.end
    after = total.right if total is not None else start
    numbers = (t.left for t in state.sentence.tokens if t.left >= after and t.kind == "quantity")
    until = min(end, next(numbers, end))
    for hit in state.sentence.metrics:
        if start <= hit.start and hit.end <= until and hit.start not in state.consumed:
            found = readings(state, hit, last[0], "")
            if found and found[0].metric_code.startswith(_SHARED):
                return (hit, found[0]) if is_so(state, last[0], start, hit) else None
    return None
