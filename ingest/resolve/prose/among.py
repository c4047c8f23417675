"""Among: what opens a list of parts without a number of its own (参保人员中，在职职工23万人、退休人员11万人)."""

from __future__ import annotations

import re

from ingest.find.numbers import Token
from ingest.find.phrases import Hit
from ingest.resolve.metrics import Candidate
from ingest.resolve.prose.naming import readings
from ingest.resolve.prose.state import Link, State

_AMONG = re.compile(r"(?:人员|人数|人群|对象|群众|职工|居民|总数|总额|总量|资金|的)*(?:当中|之中|中)(?P<stop>[，,:]?)")
_STATUS = re.compile(r"(?:在职|退休)(?:参保)?(?:职工|人员)?(?:参保)?(?:人数)?(?:为|共|有|约)?\s*$")
_PARTED = (
    "insured_persons",
    "beneficiary_",
    "subsidised_",
    "fund_income",
    "fund_expense",
    "designated_",
    "staff_in_post",
)


def whole_named(state: State, token: Token) -> Link | None:
    """The whole that the words since the last number name as one that has parts, or None."""
    start = state.stretch_start(token)
    if state.text.find("中", start, token.left) < 0:
        return None  # it stands in all of these words
    for hit in reversed([h for h in state.sentence.metrics if start <= h.start and h.end <= token.left]):
        among = _AMONG.match(state.text, hit.end, token.left)
        if among is None or not (among["stop"] or _begins_part(state, among.end())):
            continue
        found = [c for c in readings(state, hit, token, "") if c.metric_code.startswith(_PARTED)]
        if found:
            state.consumed.add(hit.start)
            state.parts_from = among.end()
            return _known(state, found[0], _scheme(state, hit, start) or found[0].scheme_code)
    return None


def is_by_status(state: State, token: Token) -> bool:
    """职工医保参保34万人，在职职工23万人，退休人员11万人: the insured by what they are, no staff."""
    told = not state.in_which and state.last is not None and state.last.code == "insured_persons"
    return (
        told and token.unit_class == "person" and bool(_STATUS.search(state.text, state.left_bound(token), token.left))
    )


def _begins_part(state: State, at: int) -> bool:
    """Whether a part's name stands right there (参保职工中在职23万人)."""
    hits = (*state.sentence.groups, *state.sentence.metrics, *state.sentence.schemes)
    return any(hit.start == at for hit in hits) or state.text.startswith(("在职", "退休"), at)


def _scheme(state: State, hit: Hit, start: int) -> str:
    named = [h.row["scheme_code"] for h in state.sentence.schemes if start <= h.start and h.end <= hit.end]
    return next((code for code in reversed(named) if code), "")


def _known(state: State, candidate: Candidate, scheme: str) -> Link:
    """The value of it stated before, where it is one of the same insurance; else a whole without a number."""
    for _, link in reversed([*state.before, *state.seen]):
        is_whole = link.code == candidate.metric_code and link.part_of is None and link.role == "actual"
        if is_whole and (not scheme or scheme in (link.scheme, link.candidates[0].scheme_code)):
            return link
    return Link([Candidate(candidate.metric_code, scheme, candidate.context)], scheme=scheme)
