"""Gathered lists: person groups with their numbers that share one verb (特困人员12人、低保对象30人均由财政资助参保)."""

from __future__ import annotations

import re

from ingest.find.numbers import Token
from ingest.find.phrases import Hit
from ingest.resolve.metrics import Candidate
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
    members = _members(state, tokens[index:])
    if len(members) < 2 or state.in_which or _has_own_name(state, members[1][0]):
        return 0
    total = _total(state, tokens[index + len(members) :], members[-1][0])
    shared = _verb_before(state, members[0]) or _verb_behind(state, (total or members[-1][0]), members[-1][0])
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
        group = next((h for h in reversed(state.sentence.groups) if h.end <= token.left), None)
        if group is None or not _counts_people(state, token):
            break
        if not _OF_GROUP.fullmatch(state.text, group.end, token.left):
            break
        if found and not _JOINT.fullmatch(state.text, found[-1][0].right, group.start):
            break
        found.append((token, group))
    return found


def _counts_people(state: State, token: Token) -> bool:
    """Whether a number is of people; 9377人均由… looks like a mean, so its 人 is no unit."""
    return token.unit_class in _PEOPLE or (token.unit_label == "" and state.text.startswith("人均", token.right))


def _total(state: State, tokens: list[Token], last: Token) -> Token | None:
    """三类合计13191人: the number right behind the list that sums it up."""
    first = tokens[0] if tokens else None
    is_sum = first is not None and first.unit_class in _PEOPLE
    return first if first and is_sum and _SUM.fullmatch(state.text, last.right, first.left) else None


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
    for hit in reversed([h for h in state.sentence.metrics if h.end <= group.start]):
        found = readings(state, hit, token, "") if hit.start not in state.consumed else []
        if found and found[0].metric_code.startswith(_SHARED) and _LEADS.fullmatch(state.text, hit.end, group.start):
            return hit, found[0]
    return None


def _verb_behind(state: State, last: Token, member: Token) -> tuple[Hit, Candidate] | None:
    """…低保对象30人均由财政资助参保: a name behind the list, before the next number or the end of its part."""
    stop = state.text.find("；", member.right, state.sentence.end)
    end = stop if stop >= 0 else state.sentence.end
    numbers = (t.left for t in state.sentence.tokens if t.left >= last.right and t.kind == "quantity")
    for start, until in ((member.right, last.left), (last.right, min(end, next(numbers, end)))):
        for hit in state.sentence.metrics:
            if start <= hit.start and hit.end <= until and hit.start not in state.consumed:
                found = readings(state, hit, member, "")
                if found and found[0].metric_code.startswith(_SHARED):
                    return hit, found[0]
    return None
