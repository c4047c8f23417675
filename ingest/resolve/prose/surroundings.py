"""Surroundings: whether the words around a phrase and its number are those that a reading of it needs."""

from __future__ import annotations

import re

from ingest.find.numbers import Token
from ingest.find.phrases import Hit
from ingest.resolve.metrics import DEPARTMENT_TYPES, PROGRAM_TYPES, Candidate
from ingest.resolve.prose.state import State

# Words that may stand between a name and its number without parting them.
CONNECT = re.compile(
    r"^(?:总数|总量|总额|数量|金额|人数|比例|指标|资金|费用|预算|经费|实际|累计|合计|共计|已|共|全部|仅|就|均|都|各|也|又|再|只|可|能|将|占|有"
    r"|的|为|是|达到?|至|到|在|约|计|了|等|:|\"|“|”|、|\s|\(|\)|分别|稳定|保持|实有|现有|年末|期末|月末|全年|以|高|完成|实现|控制|花了|花去|用了|用去)*+$"
)
_COMPARED = re.compile(r"(?:人数)?[比较与](?:(?:19|20)\d{2}年|[上去]年)[末底]?(?:同期)?的?\s*")
_BUDGETED = re.compile(r"执行率|下达|安排")
_ENROLLED = re.compile(r"^[^，。；、\d]{0,12}?(?:参加|参保)")
_PAYMENT = re.compile(r"DRG|DIP|按病种|付费")
_OWN_ACCOUNT = re.compile(r"(?:本?部门|我局|本?单位|全局)(?:(?:19|20)\d{2}\s*年度?|全年)?(?:共|累计|实际|总)*\Z")
_INSTITUTION = re.compile(r"\s*[^，。；、]{0,6}(?:定点|医药|医疗|机构|药店|医院|药房)")
_INSPECTED = re.compile(r"(?:检查|稽核|巡查|稽查)[^。；]{0,6}(?:机构|药店|医院)[^。；，]{0,16}，[^，。；]{0,4}$")
_STOP = re.compile(r"[。；]")
_FUND = re.compile(r"基金|保险资金|保险金|个人账户")
_OTHER_BUDGET = re.compile(r"政府性基金|国有资本经营")
_OTHER_FUND = re.compile(r"政府性基金|基金(?:财政)?专户")
_PUBLIC_MONEY = re.compile(r"补助|补贴|专项|转移支付|财政|救助|项目资金")
_OPENING = re.compile(r"(?:[上去]年|期初|年初)(?:末|底|度)?(?:累计|滚存|基金)*结[余存]")
_PROCURED = re.compile(r"采购|中小企业")


def is_valid(state: State, candidate: Candidate, hit: Hit, token: Token, gap: str) -> bool:
    """Whether the surroundings that a reading needs are there; the words are those of lexicon/metrics.csv."""
    context, kind = candidate.context, state.report.document_type
    match context:
        case "" | "part":
            return True
        case "weak":
            return bool(CONNECT.match(gap) or _COMPARED.fullmatch(gap))
        case "program":
            if kind != "other" or state.report.program_code != "none":
                return kind in PROGRAM_TYPES
            return bool(_PUBLIC_MONEY.search(state.text, state.sentence.start, state.sentence.end))
        case "account":
            return kind in PROGRAM_TYPES and not _BUDGETED.search(state.text, state.sentence.start, state.sentence.end)
        case "level":
            levels = (level for level in state.sentence.levels if level.end <= hit.end)
            return kind in PROGRAM_TYPES and any(v.start <= hit.start and hit.start - v.end <= 6 for v in levels)
        case "department_part":
            return kind in DEPARTMENT_TYPES
        case "department" | "department_weak":
            own_budget = not _OTHER_BUDGET.search(state.text, state.sentence.start, hit.start)
            return kind in DEPARTMENT_TYPES and own_budget and (context == "department" or bool(CONNECT.match(gap)))
        case "fund":
            return _speaks_of_fund(state, hit)
        case "scheme" | "scheme_part":
            return any(scheme.end <= hit.end and scheme.row["scheme_code"] for scheme in state.sentence.schemes)
        case "per_head":
            return token.unit_label.startswith("元") and "." not in token.literal and len(token.literal) <= 4
        case "procurement":
            spoken = _PROCURED.search(state.text, state.line_start(hit.start), hit.end)
            return kind in DEPARTMENT_TYPES and bool(spoken) and bool(CONNECT.match(gap))
        case "vehicle":
            return "公务用车" in state.text[state.line_start(hit.start) : hit.start] and bool(CONNECT.match(gap))
        case "insured":
            return state.last is not None and state.last.code.startswith("insured_persons")
        case "payment":
            return bool(_PAYMENT.search(state.text, state.sentence.start, token.left))
        case "institution":
            spoken_of = state.last is not None and state.last.code.startswith(("agreements", "institutions"))
            return spoken_of or bool(_INSTITUTION.match(state.text[token.right : token.right + 16]))
        case "funded":
            return kind in PROGRAM_TYPES and state.last is not None and state.last.code.startswith("funding_")
        case "own":
            return kind in DEPARTMENT_TYPES and bool(_OWN_ACCOUNT.search(state.text, state.sentence.start, hit.start))
        case "paid_out":
            named = [scheme.row["scheme_code"] for scheme in state.sentence.schemes if scheme.end <= hit.start]
            return candidate.scheme_code in named[-1:]
        case "inspected":
            return bool(_INSPECTED.search(state.text, state.sentence.start, hit.start))
        case "enrol":
            return bool(_ENROLLED.match(state.text[token.right : token.right + 20]))
    return False


def _speaks_of_fund(state: State, hit: Hit) -> bool:
    served = state.last is not None and state.last.code.startswith("beneficiary")
    if served and state.report.document_type not in PROGRAM_TYPES:
        return True  # 救助19.7万人次、支出8436万元
    spoken = state.last or (state.before[-1][1] if state.before else None)
    if state.above.topic == "fund" or (spoken is not None and spoken.code.startswith("fund_")):
        return True
    if any(scheme.end == hit.start and scheme.row["scheme_code"] for scheme in state.sentence.schemes):
        return True  # 生育保险支出
    if _OPENING.search(state.text, state.sentence.start, hit.start) and any(
        scheme.end <= hit.start and scheme.row["scheme_code"] for scheme in state.sentence.schemes
    ):
        return True  # 居民医保上年结余30亿元，当年收入41亿元
    number = state.number_before(hit.start)
    since = number.right if number is not None else state.sentence.start
    clause = _STOP.split(state.text[max(since, hit.start - 24) : hit.start])[-1]
    return bool(_FUND.search(clause)) and not _OTHER_FUND.search(clause)
