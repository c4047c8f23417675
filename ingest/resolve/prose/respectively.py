"""分别, 依次: names and numbers pair in order (职工、居民…分别为88.74%和76.88%)."""

from __future__ import annotations

import re
from itertools import pairwise

from ingest.find.numbers import Token
from ingest.find.phrases import Hit
from ingest.resolve.metrics import Candidate
from ingest.resolve.prose.naming import far_readings
from ingest.resolve.prose.shared import part_labels
from ingest.resolve.prose.state import Link, State

Named = tuple[Hit, Candidate]

_LEAD = re.compile(r"分别|依次")
_JOINT = re.compile(r"\s*(?:[、，,和及与]|以及)+\s*")
_CHANGE = re.compile(r"增长|增加|减少|下降|提高|降低|上升|增幅")
_MUNICIPAL = r"设区的?市|市\(?州\)?|州\(?市\)?|盟\(?市\)?|地市|地区|市|州|盟"
_COUNTY = r"县\(?(?:市、区|市区|市|区)\)?|旗县(?:市区|市|区)?|旗|区县|县|区"
_LEVEL = re.compile(
    rf"(?:(?<=[、和及与达排])|(?<![一-鿿]))(?:(?P<upper>中央|自治区|省)|(?P<municipal>{_MUNICIPAL})|(?P<county>{_COUNTY}))"
    r"(?:[两二三四]?级|财政|资金|补助|配套)*(?=[、和及与]|分别|财政|资金|补助|$)"
)
_LEVELS = {"中央": "central", "自治区": "provincial", "省": "provincial"}
_STATUS = re.compile(r"(?:在职|退休)(?:参保)?(?:职工|人员)?")
_FOREIGN = re.compile(r"养老|失业|工伤")
_OURS = re.compile(r"医疗|医保|生育|长护|护理")
_WHICH = re.compile(r"其中[，,:：]?")
_LABEL_JOINT = re.compile(r"[、和及与]")
_LESS = re.compile(r"减少|下降|降低")
_REACHES = re.compile(r"[到至达]")


def pair(state: State, tokens: list[Token], index: int) -> int:
    """Link the numbers of a 分别 list that begins at `index`; returns how many, 0 where there is none."""
    numbers = _numbers(state, tokens, index) if index + 1 < len(tokens) else []
    if len(numbers) < 2:
        return 0
    first = tokens[index]
    bound = state.left_bound(first)
    lead = [match.start() for match in _LEAD.finditer(state.text, bound, first.left)]
    start = _names_start(state, first, bound)
    if not lead:
        # 职工、居民医保报销比例为84.6%、70.9%: as many schemes as numbers, and each list joined.
        if len(_schemes(state, start, first.left)) != len(numbers):
            return 0
        lead = [first.left]
    named = [
        (hit, found[0])
        for hit in state.sentence.metrics
        if start <= hit.start and hit.end <= first.left and (found := far_readings(state, hit, first))
    ]
    told = _pair_by_status(state, numbers, start, lead[-1], named) or _pair_among_foreign(state, numbers, named, start)
    if told:
        return told
    if not named:
        return (
            _pair_with_parts(state, numbers, start, lead[-1])
            or _pair_with_places(state, numbers, start, lead[-1])
            or _pair_with_seen(state, numbers, lead[-1])
        )
    if any(candidate.metric_code == "institutions_handled" for _, candidate in named):
        named = [known for known in named if not known[1].metric_code.startswith("designated_")]  # of those handled
    tail = state.text[lead[-1] : first.left]
    role = "change" if _CHANGE.search(tail) and not _REACHES.search(tail) else "actual"
    labels = _labels(state, named, start, first.left, len(numbers))
    if labels is None:
        hit, candidate = named[-1]
        is_label = candidate.context in ("part", "scheme_part")
        parts = part_labels(state, hit, is_label, start, lead[-1], len(numbers))
        _keep_parts(state, numbers, named[-1], parts, role)
        return len(numbers)  # a list of something else: no guess
    for number, (hit, candidate, label) in zip(numbers, labels, strict=True):
        link = Link([candidate], [hit], role=role, seg_start=label.start, label=(label.start, label.end))
        link.is_listed = "listed" in label.row
        link.region, link.level = label.row.get("region_code", ""), label.row.get("funding_level", "")
        link.year = int(label.row.get("fiscal_year") or 0) or None
        state.keep(number, link)
        state.last = state.head = link
    return len(numbers)


def _keep_staff(state: State, numbers: list[Token], labels: list[tuple[int, int]], named: list[Named]) -> int:
    """机关在职人员、退休人员分别为30人和12人: only who is in post counts."""
    staff = [known for known in named if known[1].metric_code == "staff_in_post"]
    for number, (start, _) in zip(numbers, labels, strict=True) if staff else ():
        if state.text.startswith("在职", start):
            state.keep(number, Link([staff[0][1]], [staff[0][0]], seg_start=number.left))
    return len(numbers) if staff else 0


def _pair_by_status(state: State, numbers: list[Token], start: int, end: int, named: list[Named]) -> int:
    """职工医保在职职工、退休人员分别为30万人和12万人: the insured by what they are, no staff."""
    labels = [match.span() for match in _STATUS.finditer(state.text, start, end)]
    if len(labels) != len(numbers) or numbers[-1].unit_class != "person":
        return 0
    schemes = [hit.row["scheme_code"] for hit in _schemes(state, start, labels[0][0])]
    whole = state.whole_for(numbers[-1], ("insured_persons",))
    stated = whole is not None and any(known is whole for _, known in state.seen)
    if not stated and not (schemes and numbers[-1].unit_label.startswith("万")):
        return _keep_staff(state, numbers, labels, named)
    if whole is None or (schemes and schemes[-1] != whole.scheme):
        whole = Link([Candidate("insured_persons", (schemes or ["employee"])[-1], "")])
        whole.scheme = whole.candidates[0].scheme_code
    for number, label in zip(numbers, labels, strict=True):
        link = Link(list(whole.candidates), seg_start=label[0], label=label, part_of=whole, inherited=True)
        state.keep(number, link)
    return len(numbers)


def _pair_among_foreign(state: State, numbers: list[Token], named: list[Named], start: int) -> int:
    """基本养老、基本医疗保险参保率分别为95%、98%: of several insurances only what is of health is ours."""
    if len({candidate.metric_code for _, candidate in named}) != 1:
        return 0
    hit, candidate = named[-1]
    spans, at = [], start
    for joint in [*_JOINT.finditer(state.text, start, hit.end), None]:
        stop = joint.start() if joint else hit.end
        spans.append((at, stop))
        at = joint.end() if joint else at
    words = [state.text[slice(*span)] for span in spans]
    foreign = [bool(_FOREIGN.search(name)) and not _OURS.search(name) for name in words]
    if len(spans) != len(numbers) or not any(foreign):
        return 0
    for number, span, other in zip(numbers, spans, foreign, strict=True):
        if not other:
            state.keep(number, Link([candidate], [hit], seg_start=span[0], label=span))
    return len(numbers)


def _keep_parts(
    state: State, numbers: list[Token], name: tuple[Hit, Candidate], labels: list[tuple[int, int]], role: str
) -> None:
    """住院、门诊救助支出分别为…: parts of what the list's one name says, each under its own label."""
    if labels:  # a second list may lean on them
        state.told_apart = [Hit(*label, {"phrase": state.text[slice(*label)], "listed": "1"}) for label in labels]
    for number, label in zip(numbers, labels, strict=False):  # no labels: no parts
        link = Link([name[1]], [name[0]], role=role, seg_start=label[0], label=label, is_listed=True)
        state.keep(number, link)


def _numbers(state: State, tokens: list[Token], index: int) -> list[Token]:
    """The numbers of the list; one without a unit takes that of the last."""
    numbers = [tokens[index]]
    for token in tokens[index + 1 :]:
        same = token.unit_class == numbers[0].unit_class or not numbers[0].unit_class
        if not same or not _JOINT.fullmatch(state.text, numbers[-1].right, token.left):
            break
        numbers.append(token)
    if not numbers[-1].unit_class:
        return []
    for number in numbers:
        if not number.unit_class:
            number.unit_class, number.unit_label = numbers[-1].unit_class, numbers[-1].unit_label
    return numbers


def _names_start(state: State, first: Token, bound: int) -> int:
    """The names may stand before a comma: go back to the last number or the sentence's start."""
    if any(bound <= hit.start < first.left for hit in state.sentence.metrics):
        return bound
    number = state.number_before(bound)
    return number.right if number is not None else state.sentence.start


def _schemes(state: State, start: int, end: int) -> list[Hit]:
    return [h for h in state.sentence.schemes if start <= h.start and h.end <= end and h.row["scheme_code"]]


def _labels(
    state: State, named: list[tuple[Hit, Candidate]], start: int, end: int, count: int
) -> list[tuple[Hit, Candidate, Hit]] | None:
    """What tells the numbers apart: as many metrics, schemes, levels or places as there are numbers."""
    distinct = {candidate.metric_code: (hit, candidate, hit) for hit, candidate in named}
    if len(distinct) == count:
        return list(distinct.values())
    schemes = _schemes(state, start, end)
    levels = [
        Hit(m.start(), m.end(), {"funding_level": _LEVELS.get(m["upper"]) or str(m.lastgroup)})
        for m in _LEVEL.finditer(state.text, start, end)
    ]
    years = [
        Hit(y.start, y.end, {"fiscal_year": str(y.resolve(state.report.fiscal_year) or "")})
        for y in state.sentence.years
        if start <= y.start and y.end <= end
    ]
    for dimension in (schemes, levels, state.region_names(start, end), years, state.told_apart):
        if len(dimension) == count:
            state.told_apart = dimension
            hit, candidate = named[-1]
            return [(hit, candidate, label) for label in dimension]
    return [(hit, candidate, hit) for hit, candidate in named[-count:]] if len(named) >= count else None


def _pair_with_parts(state: State, numbers: list[Token], start: int, end: int) -> int:
    """其中一级、二级、三级医疗机构分别为…: parts of what was stated before, each under its own name."""
    which = list(_WHICH.finditer(state.text, start, end))
    whole = state.whole_for(numbers[-1]) if which else None
    if whole is None:
        return 0
    at, labels = which[-1].end(), []
    for joint in [*_LABEL_JOINT.finditer(state.text, at, end), None]:
        stop = joint.start() if joint else end
        labels.append((at, stop))
        at = joint.end() if joint else end
    if len(labels) != len(numbers):
        return 0
    for number, label in zip(numbers, labels, strict=True):
        link = Link(list(whole.candidates), seg_start=label[0], label=label, part_of=whole, inherited=True)
        state.keep(number, link)
    return len(numbers)


def _pair_with_places(state: State, numbers: list[Token], start: int, end: int) -> int:
    """参保率95.8%，…，会同县、芷江县分别为96.4%和93.2%: what the sentence spoke of last, in other places."""
    places, last = state.region_names(start, end), state.last
    if last is None or not last.candidates or state.book.unit_class(last.code) != numbers[-1].unit_class:
        return 0
    joints = [state.text[a.end : b.start] for a, b in pairwise(places)]
    closes = [place.end for place in places[-1:]] == [end]
    if len(places) != len(numbers) or not closes or not all(map(_JOINT.fullmatch, joints)):
        return 0
    for number, place in zip(numbers, places, strict=True):
        link = Link(last.candidates[:1], seg_start=place.start, inherited=True)
        link.region = place.row["region_code"]
        state.keep(number, link)
    return len(numbers)


def _pair_with_seen(state: State, numbers: list[Token], lead: int) -> int:
    """No names here: the values are of what the sentence named last, in the same order."""
    known = [link for _, link in state.seen if link.role == "actual"][-len(numbers) :]
    if len(known) < len(numbers) or any(state.book.unit_class(k.code) != numbers[-1].unit_class for k in known):
        return 0
    bound = state.left_bound(numbers[0])
    tail = state.text[lead : numbers[0].left]
    role = "change" if _CHANGE.search(tail) and not _REACHES.search(tail) else "actual"
    sign = -1 if _LESS.search(tail) else 1
    for number, old in zip(numbers, known, strict=True):
        state.keep(number, Link(old.candidates[:1], role=role, sign=sign, seg_start=bound, inherited=True))
    return len(numbers)
