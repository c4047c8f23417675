"""Linking: which metric each number of a sentence is a value of, and in which role."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.find.numbers import Token
from ingest.find.phrases import Hit
from ingest.resolve.metrics import Candidate, base_label
from ingest.resolve.prose.accounts import account_part
from ingest.resolve.prose.aims import is_aimed
from ingest.resolve.prose.among import is_by_status, whole_named
from ingest.resolve.prose.aside import is_aside
from ingest.resolve.prose.ellipsis import infer, is_rise
from ingest.resolve.prose.gathered import gather
from ingest.resolve.prose.naming import add_joined, find_name
from ingest.resolve.prose.respectively import pair
from ingest.resolve.prose.rules import is_rule
from ingest.resolve.prose.state import REACHES, Link, State, since_stop

_PART_YEAR = re.compile(r"半年(?<=[上下]半年)|季度(?<=[一二三四1-4]季度)|当月|月份(?<=\d月份)")
_CONDITION = re.compile(r"\s*的(?:项目(?!支出|经费|资金)|县|区|市|地区|单位|机构|部门)")
_THEN_ACTUAL = re.compile(r"\s*[，,]\s*(?:全年|年末)?(?:实际|完成值)")
_WHICH = re.compile(
    r"其中|包括|包含|主要(?:是|用于)|支出内容|明细|构成|用途|具体(?:为|是)|按[^，。]{0,8}分(?:类|[，:])|去向|投向|支出方向"
)
_SET_OUT = re.compile(r"\s*[:：]\s*")
_WITHIN = re.compile(r"\s*(?:元|人|人次|家)?(?:里[头面]?|[当之]?中|之内)[，,]")  # 在支出的900万元里，有300万元…
_SPENDING = re.compile(
    r"(?:支出|使用)(?:资金)?(?:的)?(?:构成|结构|明细|内容|用途|去向|方向|投向)|按(?:支出|使用|资金)?(?:用途|方向|去向|投向)"
)
_TARGET_COLON = re.compile(r"(?:目标(?:值|任务)?|计划|指标值)\s*(?:为|是)?\s*[:：]")
_PASSED_ON = re.compile(
    r"^\s*(?:(?:按照?|依照?|根据)[^，。；、\d]{1,8}?)?(?:全部|全额|已|均|足额|及时|切块)*"
    r"(?:分配|下达|拨付|下拨|分解下达)(?:至|到|给|各)"
)
_ALL_DONE = re.compile(r"^\s*[,，]?\s*(?:已|均已)?全部(?P<verb>分配|拨付|下达|下拨|支出|使用|支付|执行)")
_SPENT_CODES = ("funding_spent", "fund_expense", "department_expense")
_SPENT = ("支出", "使用", "支付", "执行")
_MONEY_NOUN = re.compile(r"(?:资金|补助|财政)$")
_HANDED_DOWN = re.compile(r"[^，。；、\d]{0,4}(?:下达|到位|拨付|下拨|安排)")
_SOME_LEVELS = re.compile(r"[省市县州盟地]|自治区")  # 市县两级 together are not all of them
_GRAND_TOTAL = re.compile(r"总计|合计|总额|总量")
_VERB_FIRST = ("新增", "净增", "增收", "压减", "节约", "调减", "调增")
_BRACKET_PART = re.compile(r"\s*\((?!含|包含|购买)[^()，。；\d]{2,12}")
_BUDGETED = re.compile(  # 因公出国费预算5万元
    r"预算(?<!公共预算)(?<!基金预算)(?<!经营预算)(?<!财政预算)(?<!支付预算)(?:数|为|是)?\s*$"
)
_NEXT_STEP = re.compile(r"下一步|下步|今后|明年|来年|下一年")
_MAX_ROLE_GAP = 8


def link_sentence(state: State) -> dict[int, Link]:
    """Links of a sentence by the start of their number. A sentence that states a target has none."""
    if _TARGET_COLON.search(state.text, state.sentence.start, state.sentence.end):
        return {}
    state.has_part_year = _PART_YEAR.search(state.text, state.sentence.start, state.sentence.end) is not None
    free = [token for token in state.sentence.tokens if token.is_free]
    names = [*state.sentence.metrics, *state.book.phrases.find(state.above.nearest)]
    index = 0
    while index < len(free):
        paired = pair(state, free, index) or gather(state, free, index)
        if not paired and (state.seen or state.before or _may_mean(state, names, free[index])):
            link = _link(state, free[index])
            if link is not None:
                state.keep(free[index], link)
        index += paired or 1
    return state.links


def _may_mean(state: State, names: list[Hit], token: Token) -> bool:
    """Whether the number fits any name around it: where it goes on about no other number, nothing else links it."""
    return any(state.book.fitting(name.phrase, token, adjacent=not token.unit_class) for name in names)


def _link(state: State, token: Token) -> Link | None:
    bound = state.left_bound(token)
    if state.has_part_year and _PART_YEAR.search(state.text, state.clause_start(token), token.left):
        return None  # half a year is not the year
    if _CONDITION.match(state.text, token.right, token.right + 8):
        return None
    account = account_part(state, token, bound)
    if account is not None:
        return account
    _open_list(state, token)
    named = find_name(state, token, bound)
    if named is not None and not (
        _is_share_of_standard(state, token, named[1]) or _is_insured_group(state, token, named[1])
    ):
        hit, candidates = named
        if not candidates:
            return None
        link = Link(candidates[:1], [hit])
        add_joined(state, token, bound, link)
        if state.in_which and state.head is not None and _is_what_was_spent(state, token, link):
            link = Link(list(state.head.candidates), inherited=True)
    else:
        inferred = infer(state, token, bound)
        if inferred is None:
            return None
        link = inferred
    if link.code == "fund_deficit":
        link.candidates, link.sign = [replace(link.candidates[0], metric_code="fund_current_balance")], -1
    link.seg_start, link.unit = _own_words(state, bound, link), base_label(token)
    if is_aside(state, token, link):
        state.consumed.update(hit.start for hit in link.hits)
        return None
    _set_role(state, token, bound, link)
    if link.role in ("target", "plan"):
        state.consumed.update(hit.start for hit in link.hits)
        state.aimed = link
        return None
    if (
        state.in_which
        and state.head is not None
        and link.role == "actual"
        and link.restates is None
        and (link.inherited or link.code == state.head.code)
    ):
        link.part_of = _bracketed_whole(state, token, link) or state.head
        link.seg_start = max(link.seg_start, state.parts_from)
    _set_funding_stage(state, token, bound, link)
    _remember(state, link)
    return link


def _bracketed_whole(state: State, token: Token, link: Link) -> Link | None:
    """职工医保52万人（在职37万人、退休15万人）: a bracket right behind a number divides that number."""
    opened = state.text.rfind("(", state.sentence.start, token.left)
    if opened < 0 or state.text.find(")", opened, token.left) >= 0:
        return None
    return next((known for other, known in state.seen if other.right == opened and known.code == link.code), None)


def _own_words(state: State, bound: int, link: Link) -> int:
    """Where the number's own words begin: with the clause of its name, where that stands before a stop."""
    if not link.hits or link.hits[0].start >= bound:
        return bound
    return since_stop(state.text, state.sentence.start, link.hits[0].start)


def _open_list(state: State, token: Token) -> None:
    """其中 opens an of-which list: what follows may be parts of the last whole of the same unit class."""
    among = whole_named(state, token)
    if among is not None:
        state.head = state.last = among
        state.in_which = True
        return
    since = state.stretch_start(token)
    opens = (
        is_by_status(state, token)
        or _is_set_out(state, token)
        or bool(_WITHIN.match(state.text, since, token.left))
        or bool(_WHICH.search(state.text, since, token.left))
        or (state.text.find("(", since, token.left) >= 0 and _in_bracket(state, token))
    )
    if opens or (state.in_which and (state.head is None or state.book.unit_class(state.head.code) != token.unit_class)):
        spending = bool(_SPENDING.search(state.text, since, token.left))
        state.head = (state.whole_for(token, _SPENT_CODES) if spending else None) or state.whole_for(token)
        # A list of people ends where the sentence turns to money that it has not stated yet.
        state.in_which = bool(state.seen or state.before) and (opens or state.head is not None)
        state.last = state.last or state.head


def _is_set_out(state: State, token: Token) -> bool:
    """筹集资金900万元：中央600万元、省级300万元: a colon behind a sum leads to the levels of its money."""
    is_funding = state.last is not None and state.last.code.startswith("funding_") and not state.in_which
    led = _SET_OUT.match(state.text, state.stretch_start(token), token.left) if is_funding else None
    return led is not None and any(hit.start == led.end() for hit in state.sentence.levels)


def _is_what_was_spent(state: State, token: Token, link: Link) -> bool:
    """支出800万元，其中中央资金600万元、使用上年结转资金200万元: whose money is a part of what was spent."""
    if state.head is None or state.head.code != "funding_spent":
        return False
    if link.code == "funding_carried_over":
        return True
    is_noun = link.code == "funding_allocated" and bool(_MONEY_NOUN.search(link.hits[0].phrase))
    apart = "；" in state.text[state.stretch_start(token) : token.left]
    return is_noun and not apart and link.hits[0].end <= token.left and not _HANDED_DOWN.match(state.text, token.right)


def _is_share_of_standard(state: State, token: Token, candidates: list[Candidate]) -> bool:
    """每人670元，其中中央财政补助536元: so much a head is no money allocated."""
    metrics = state.book.metrics
    head = metrics.get(state.head.code) if state.in_which and state.head is not None else None
    if head is None or head.group != "financing" or token.unit_label[:1] != "元":
        return False
    return {metrics[c.metric_code].group for c in candidates if c.metric_code in metrics} == {"funding"}


def _is_insured_group(state: State, token: Token, candidates: list[Candidate]) -> bool:
    """职工医保32万人（在职职工25万人、退休人员7万人）: staff in a list of the insured are a part of them."""
    if {c.metric_code for c in candidates} != {"staff_in_post"}:
        return False
    among = state.in_which and state.head is not None and state.head.code == "insured_persons"
    ends = "；" in state.text[state.stretch_start(token) : token.left]
    return token.unit_label.startswith("万") or (among and not ends)


def _in_bracket(state: State, token: Token) -> bool:
    """52人（行政18人，事业34人）: a bracket right behind a whole that goes on in its unit lists its parts."""
    if token.unit_class not in ("person", "money", "visit", "count"):
        return False
    before = state.number_before(token.left)
    if before is None or before.unit_class != token.unit_class or before.start not in state.links:
        return False
    is_whole = state.links[before.start].part_of is None
    return is_whole and bool(_BRACKET_PART.fullmatch(state.text, before.right, token.left))


def _remember(state: State, link: Link) -> None:
    """The next number may go on about this one; a metric of its own ends an of-which list."""
    if link.role != "actual" or link.part_of is not None:
        return
    state.last, state.aimed = link, None
    ends = state.head is not None and not link.inherited and link.code != state.head.code
    if state.in_which and ends and not state.before:
        state.in_which = False
    if not state.in_which:
        state.head = link


def _set_role(state: State, token: Token, bound: int, link: Link) -> None:
    """Actual, change, target or plan: by the last word of a role before the number."""
    roles = [r for r in state.sentence.roles if bound <= r.start and r.end <= token.left]
    name_end = max((hit.end for hit in link.hits if hit.end <= token.left), default=bound) if roles else bound
    for role in reversed(roles):
        kind, after = role.row["role"], state.text[role.end : token.left]
        if kind in ("up", "down"):
            if len(after.strip()) > _MAX_ROLE_GAP or (role.start < name_end and role.phrase not in _VERB_FIRST):
                continue
            if not (REACHES.search(after) and role.start >= name_end):
                link.role, link.sign = "change", -1 if kind == "down" else 1
            break
        if kind in ("target", "budget", "plan"):
            link.role = "plan" if kind == "plan" else "target"
            break
    if token.qualifier in ("at_least", "at_most", "less_than", "more_than") and _THEN_ACTUAL.match(
        state.text[token.right : token.right + 8]
    ):
        link.role = "target"  # 不低于70%，实际为75%
    if link.role == "actual" and (_BUDGETED.search(state.text, bound, token.left) or _is_planned(state, token)):
        link.role = "target"
    if token.unit_label.endswith("百分点") or (link.inherited and is_rise(state, token)):
        link.role = "change"
    if is_rule(state, token) or (link.role == "actual" and is_aimed(state, token)):
        link.role = "target"


def _is_planned(state: State, token: Token) -> bool:
    """下一步，力争2025年甲率稳定在70%，乙率达到90%: what is striven for lasts through the sentence."""
    if not state.sentence.roles:
        return False
    aims = [r for r in state.sentence.roles if r.row["role"] in ("target", "plan") and r.end <= token.left]
    if not aims or state.report.fiscal_year is None or "；" in state.text[aims[0].end : token.left]:
        return False
    coming = any(
        (year.resolve(state.report.fiscal_year) or 0) > state.report.fiscal_year for year in state.sentence.years
    )
    return coming or bool(_NEXT_STEP.search(state.text, state.sentence.start, aims[0].start))


def _is_with_carried_over(state: State, token: Token) -> bool:
    """上年结转中央资金20万元，下达中央资金49万元，中央资金总计69万元: all money of one level, what was left and new."""
    stages = {link.code for _, link in state.seen if link.role == "actual"}
    levels = {hit.row["funding_level"] for hit in state.sentence.levels if hit.start < token.left}
    return stages == {"funding_allocated", "funding_carried_over"} and len(levels) == 1


def _set_funding_stage(state: State, token: Token, bound: int, link: Link) -> None:
    """What the words after the number, or 各级…总计 before it, make of allocated money."""
    if link.role != "actual" or not link.code.startswith("funding_"):
        return
    named = [h for h in state.sentence.levels if bound <= h.start < token.left]
    levels = {hit.row["funding_level"] for hit in named}
    every = any(hit.row["funding_level"] == "all" and not _SOME_LEVELS.match(hit.phrase) for hit in named)
    if (
        link.code == "funding_available"
        and levels
        and not every
        and link.hits
        and _GRAND_TOTAL.search(link.hits[0].phrase)
    ):
        link.candidates = [Candidate("funding_allocated", "", "program")]  # 中央和自治区资金合计
    if link.code == "funding_available" and link.part_of is not None and len(levels) == 1 and not every:
        link.candidates = [Candidate("funding_allocated", "", "program")]  # 资金总额…，其中中央…
    if link.code == "funding_allocated":
        if _PASSED_ON.match(state.text[token.right : token.right + 24]):
            link.candidates = [Candidate("funding_distributed", "", "program")]
        elif (every or _is_with_carried_over(state, token)) and _GRAND_TOTAL.search(state.text, bound, token.left):
            link.candidates = [Candidate("funding_available", "", "program")]
    done = _ALL_DONE.match(state.text[token.right : token.right + 12])
    code = ("funding_spent" if done["verb"] in _SPENT else "funding_distributed") if done else ""
    if code and code != link.code:
        link.candidates = [*link.candidates, Candidate(code, "", "program")]
