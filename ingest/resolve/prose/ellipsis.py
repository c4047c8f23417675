"""Ellipsis: a number without a name of its own goes on about what the sentence, or its heading, spoke of."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.find.numbers import Token
from ingest.resolve.metrics import Candidate, base_label
from ingest.resolve.prose.bases import BASE_ALONE
from ingest.resolve.prose.naming import far_readings
from ingest.resolve.prose.state import REACHES, SUMMED, Link, State

_SUM = re.compile(rf"(?:{SUMMED}|合共|两项|三项)[^，。；]{{0,12}}$")
_RESTATED = re.compile(r"^\s*[，,(]?\s*(?:折合|约合|即|合)")
_PRIOR_VALUE = re.compile(r"(?:较|比|与)[^，。；]{2,10}的\s*$")
AVERAGE = re.compile(r"平均(?:水平|值)?\s*\(?\s*$")
_ACTUAL = re.compile(r"^\s*(?:[，,]\s*)?(?:(?:实际|全年|已|总数|总量|总人数)*(?:完成值?|达到?|为|实现)|实际值?\s*$)")
_SHARE = re.compile(r"\s*+[，,(]?\s*+约?占(?:比|[^，。]{0,16}?)?(?:的)?(?:比例|比重)?(?:为|达)?\s*")
_FAR_STOP = re.compile(r"[；;。]|，.*，")
_PLAIN_LEAD = re.compile(r"(?:(?:19|20)\d{2}年度?|全年|年末|实际|完成|值|现|已|全[市县区])*")
_LEADS_ON = "为达到在约:" + "".join(filter(str.isspace, map(chr, range(0x3001))))
_DOCUMENT_END = re.compile(r"[〔\[(【]\s*(?:19|20)\d{2}\s*[〕\])】]\s*(?:第\s*)?\d+\s*号\s*$")
_TO = re.compile(
    r"^\s*+[，,]?\s*+(?:\(?[^，。]{0,6}?)?(?:提高|提升|增加|调整|上升|扩大|降低|下降|减少|变|升|降|增长|上调|下调)?(?:到|至|为|成)"
)
_BESIDE = re.compile(r"(?:而|这边|方面|那边|这一块|参保|的|则|是|为|有|共|约|\s)*")
_RISE_BEHIND = re.compile(
    r"\s*(?:是|为|系|属于?)(?:今年|当年|本年|新)?(?:提高|增加|新增|上调|抬高|提标)(?:的)?(?:部分|额|标准|数|，|。|；)"
)
_ALL_OF_THEM = re.compile(r"均|都|各|两项|分别")
_COVERS = re.compile(r"[\s、]*(?:(?:医保|统筹)?(?:基金|费用)(?:支出|支付)?)?(?:覆盖|占)(?![率面比])[^，。；、]{2,20}$")
OWN_LEVEL = re.compile(r"[省市县区州盟旗]本级")
OWN_MONEY = re.compile(r"本级(?<![省市县区州盟旗]本级)(?:财政|配套|安排|补助|投入|预算|资金)")
SINGLE_LEVEL = re.compile(
    r"(?:^|[，,、；;:\s])(?P<level>中央|自治区|省|市|州|县|区|旗|乡镇)(?:级)?(?:财政)?(?:资金|补助|配套)?\s*$"
)


def infer(state: State, token: Token, bound: int) -> Link | None:
    """The link that the sentence implies, or None where nothing says what the number is."""
    return _from_sentence(state, token, bound) or _from_heading(state, token, bound)


def _from_sentence(state: State, token: Token, bound: int) -> Link | None:
    segment = state.text[bound : token.left]
    base = state.head if state.in_which and state.head is not None else state.last
    if _PRIOR_VALUE.search(segment):
        near = _right_before(state, token)
        if near is not None and near.role == "actual" and state.book.accepts(near.code, token, False):
            return Link(list(near.candidates), inherited=True, restates=near)
        base = state.whole_for(token) or base
    is_new = base is None or state.book.unit_class(base.code) != token.unit_class
    if (risen := _risen_to(state, token, segment)) is not None:
        return risen
    if _ACTUAL.search(segment) and (is_new or state.aimed is not None):
        changed = [link for _, link in state.seen if link.role == "change"]
        aim = state.aimed or (changed[-1] if changed else None)
        if aim is not None and state.book.accepts(aim.code, token, False):
            return Link(list(aim.candidates), inherited=True)
        base = None if is_new else base
    if base is None and (stated := _stated_before(state, token, bound)) is not None:
        return stated
    if (other := _of_other_scheme(state, token, bound, base)) is not None:
        return other
    if base is None or not base.candidates or _SHARE.fullmatch(segment):
        return None
    total = _total(state, token, segment)
    if total is not None:
        return total
    roles = {r.row["role"] for r in state.sentence.roles if bound <= r.start and r.end <= token.left}
    if (roles & {"up", "down"} and not REACHES.search(segment)) or is_rise(state, token):
        return _change(state, token, segment)
    if token.unit_class == "visit" and base.code == "beneficiary_persons" and segment.strip(" 、，,") == "":
        return Link([replace(base.candidates[0], metric_code="beneficiary_visits")], inherited=True)
    if token.unit_class == "money" and base.code == "beneficiary_visits" and segment.strip() == "、":
        return Link([replace(base.candidates[0], metric_code="fund_expense")], inherited=True)
    same_unit = token.unit_class != "count" or not base.unit or base.unit == base_label(token)
    if not same_unit or not state.book.accepts(base.code, token, _is_bare_too(state, token)):
        return None
    if _goes_on(state, token, bound, segment, base, roles):
        return Link(list(base.candidates), inherited=True)
    whole = state.head or base
    return Link(list(whole.candidates), inherited=True) if _is_member(state, token, bound, segment, base) else None


def _risen_to(state: State, token: Token, segment: str) -> Link | None:
    """个人缴费提高30元，达到380元: what a change right before leads to."""
    link = _right_before(state, token)
    if link is None or link.role != "change" or not (_ACTUAL.search(segment) or _TO.match(segment)):
        return None
    of_one = state.book.unit_class(link.code) == state.seen[-1][0].unit_class  # no rate of growth
    fits = of_one and state.book.accepts(link.code, token, False)
    return Link(list(link.candidates), inherited=True) if fits else None


def is_rise(state: State, token: Token) -> bool:
    """30元为提高部分: the words behind a number make it the change of what stands before it."""
    return bool(_RISE_BEHIND.match(state.text, token.right, state.sentence.end))


def _right_before(state: State, token: Token) -> Link | None:
    """The link of the number before, in the same clause or the one before it."""
    if not state.seen:
        return None
    other, link = state.seen[-1]
    return link if not _FAR_STOP.search(state.text, other.right, token.left) else None


def _stated_before(state: State, token: Token, bound: int) -> Link | None:
    """…参保178万人，其中职工47万人、居民131万人。与上年末相比，职工增加5126人: a change of the sentence before."""
    if token.unit_class != "person":
        return None
    roles = {r.row["role"] for r in state.sentence.roles if bound <= r.start and r.end <= token.left}
    schemes = [h for h in state.sentence.schemes if bound <= h.start and h.end <= token.left and h.row["scheme_code"]]
    changed = [link for _, link in state.before if link.role == "actual" and link.code == "insured_persons"]
    if not schemes or not changed or not roles & {"up", "down"}:
        return None
    return Link(list(changed[-1].candidates[:1]), inherited=True)


def _is_bare_too(state: State, token: Token) -> bool:
    """参保人数523.6万，其中职工92.1万: the number before bore its scale alone, so this one may."""
    bare = bool(token.unit_label) and not token.unit_class
    return bare and bool(state.seen) and state.seen[-1][0].unit_label == token.unit_label


def _of_other_scheme(state: State, token: Token, bound: int, base: Link | None) -> Link | None:
    """居民医保参保31万人，任务完成率99%，职工医保则为1.9万人: a rate between does not change what is counted."""
    if token.unit_class != "person" or (base is not None and state.book.unit_class(base.code) == "person"):
        return None
    whole = state.whole_for(token, ("insured_persons",))
    names = [h for h in state.sentence.schemes if bound <= h.start and h.end <= token.left and h.row["scheme_code"]]
    if whole is None or len(names) != 1 or names[0].row["scheme_code"] == whole.scheme:
        return None
    alone = state.text[bound : names[0].start] + state.text[names[0].end : token.left]
    return Link(list(whole.candidates), inherited=True) if _BESIDE.fullmatch(alone) else None


def _goes_on(state: State, token: Token, bound: int, segment: str, base: Link, roles: set[str]) -> bool:
    """提高到, 折合, 上年为, 埇桥区: the same metric again, at another time, in another unit or place."""
    if (
        not segment.strip()
        and state.text[bound - 1 : bound] == "("
        and state.text[token.right : token.right + 1] == ")"
    ):
        return True  # 39.24亿元（392406.75万元）
    if "level" in roles or _TO.match(segment) or _PRIOR_VALUE.search(segment):
        return True
    if AVERAGE.search(state.text, max(bound - 8, state.sentence.start), token.left):
        return True
    if _RESTATED.match(segment) or _RESTATED.match(state.text[max(bound - 1, 0) : token.left]):
        return True
    if base.code == "drg_dip_coverage_rate" and (_COVERS.match(segment) or BASE_ALONE.match(segment)):
        return True
    if base.code == "funding_allocated" and _DOCUMENT_END.search(segment):
        return True
    has_year = any(bound - 1 <= year.start and year.end <= token.left for year in state.sentence.years)
    if has_year and len(segment.strip()) <= 12:
        return True
    return bool(state.report.inner_pattern.search(segment)) or bool(OWN_LEVEL.search(segment))


def _is_member(state: State, token: Token, bound: int, segment: str, base: Link) -> bool:
    """In an of-which list, or told apart by nothing but a scheme or a funding level."""
    if state.in_which:
        return True
    metric = state.book.metrics.get(base.code)
    insured = metric is not None and metric.scheme_rule != "fixed"  # 退休职工8人 after staff is no scheme's
    names = [h for h in state.sentence.schemes if bound <= h.start and h.end <= token.left and h.row["scheme_code"]]
    names = names if insured else []
    own = OWN_MONEY.search(segment) if base.code.startswith("funding_") else None  # 由中央财政…、本级财政…组成
    if base.code.startswith("funding_"):
        if SINGLE_LEVEL.search(segment):
            return True
        names += [h for h in state.sentence.levels if bound <= h.start and h.end <= token.left]
    named = sum(h.end - h.start for h in names) + (own.end() - own.start() if own else 0)
    return named > 0 and len(segment.strip()) - named <= 4


def _total(state: State, token: Token, segment: str) -> Link | None:
    """共计 after money allocated and carried over is what was available; 两项合计 of the insured is both schemes."""
    if not _SUM.search(segment):
        return None
    codes = [link.code for _, link in state.seen if link.role == "actual"]
    if token.unit_class == "person" and codes.count("insured_persons") >= 2:
        return Link([Candidate("insured_persons", "basic_all", "")], inherited=True)
    if token.unit_class == "money" and codes and set(codes) <= {"funding_allocated", "funding_carried_over"}:
        code = "funding_available" if "funding_carried_over" in codes else "funding_allocated"
        return Link([Candidate(code, "", "program")], inherited=True)
    return None


def _change(state: State, token: Token, segment: str) -> Link | None:
    """较上年增加30元: the change of the metric before it, or of all of them (均比去年增加30元)."""
    known = [
        link for _, link in state.seen if link.role == "actual" and state.book.unit_class(link.code) == token.unit_class
    ]
    if not known:
        return None
    chosen = known if _ALL_OF_THEM.search(segment) else known[-1:]
    unique = {link.code: link.candidates[0] for link in chosen}
    near = _right_before(state, token)
    restates = near if len(chosen) == 1 and near is not None and near.restates is not None else None
    return Link(list(unique.values()), inherited=True, restates=restates)


def _from_heading(state: State, token: Token, bound: int) -> Link | None:
    """The first number below an indicator's name, where the words before it are the name's short form (运行率)."""
    if state.seen or state.before:
        return None
    words = state.text[bound : token.left].rstrip(_LEADS_ON)
    if len(words) > 12:
        return None
    says_nothing = bool(_PLAIN_LEAD.fullmatch(words))
    for hit in reversed(state.book.phrases.find(state.above.nearest)):
        found = [candidate for candidate in far_readings(state, hit, token) if candidate.context in ("", "part")]
        if found and (says_nothing or (len(words) >= 2 and hit.phrase.endswith(words[-3:]))):
            return Link(found[:1], inherited=True)
    return None
