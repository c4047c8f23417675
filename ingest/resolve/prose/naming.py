"""Naming: which phrase names the metric of a number. Unit class filters first, then nearness, then surroundings."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.find.numbers import Token
from ingest.find.phrases import Hit
from ingest.resolve.metrics import DEPARTMENT_TYPES, PROGRAM_TYPES, Candidate
from ingest.resolve.prose.state import Link, State

Named = tuple[Hit, list[Candidate]]

# Words that may stand between a name and its number without parting them.
_CONNECT = re.compile(
    r"^(?:总数|总量|总额|数量|金额|人数|比例|指标|资金|费用|预算|经费|实际|累计|合计|共计|已|共|全部|仅|就|均|都|各|也|又|再|只|可|能|将|占|有"
    r"|的|为|是|达到?|至|到|在|约|计|了|等|:|\"|“|”|、|\s|\(|\)|分别|稳定|保持|实有|现有|年末|期末|月末|全年|以|高|完成|实现|控制)*$"
)
_COMPARED = re.compile(r"(?:人数)?[比较与](?:(?:19|20)\d{2}年|[上去]年)[末底]?(?:同期)?的?\s*")
# Words that may stand between a number and the phrase after it, by what is counted: 2万名群众参加…, 86家机构作出处理.
_RIGHT_JOIN = re.compile(r"\s*(?:的|多|余)?\s*")
_RIGHT_NOUN = {
    "person": re.compile(r"\s*[^，。；、\d]{0,6}(?:群众|居民|职工|对象|人口|患者|学生)"),
    "money": re.compile(r"\s*(?:[^，。；、\d]{0,10}(?:资金|补助|经费|款项?))?(?:已|均|全部|全额|足额|及时)*"),
    "count": re.compile(
        r"\s*[^，。；、\d]{0,8}(?:机构|药店|医院|药房|诊所|单位)(?:给予|予以|作出|进行|实施|依法|依规)*"
    ),
}
_RIGHT_VERBS = (
    "subsidised_enrolment",
    "insured_persons",
    "funding_distributed",
    "funding_spent",
    "institutions_",
    "agreements_",
)
_JOINED = re.compile(r"[^，。；]{0,6}(?:、|和|及|与|以及)[^，。；、]{0,8}")
_BUDGETED = re.compile(r"执行率|下达|安排")
_ENROLLED = re.compile(r"^[^，。；、\d]{0,12}?(?:参加|参保)")
_PAYMENT = re.compile(r"DRG|DIP|按病种|付费")
_OWN_ACCOUNT = re.compile(r"(?:本?部门|我局|本?单位|全局)(?:(?:19|20)\d{2}\s*年度?|全年)?(?:共|累计|实际|总)*\Z")
_INSTITUTION = re.compile(r"\s*[^，。；、]{0,6}(?:定点|医药|医疗|机构|药店|医院|药房)")
_FUND = re.compile(r"基金|保险资金|保险金")
_OTHER_BUDGET = re.compile(r"政府性基金|国有资本经营")
_OTHER_FUND = re.compile(r"政府性基金|基金(?:财政)?专户")
# Where a phrase has several readings, the one whose surroundings say most.
_STRICTNESS = {
    "account": 0,
    "fund": 0,
    "own": 0,
    "paid_out": 0,
    "scheme": 1,
    "scheme_part": 1,
    "institution": 1,
    "procurement": 1,
    "department": 2,
    "level": 2,
    "program": 3,
    "": 4,
    "part": 4,
    "weak": 5,
}
_BARE = {"收入": "income", "支出": "expense"}
_UP_TO_STOP = re.compile(r"(?s:.*)[，,；;：:。()、]")
# Words before a bare 收入 or 支出 that say nothing of what was paid for.
_PLAIN = re.compile(
    r"其中|同期|同时|另外|此外|全年|年度|当年|当期|本年度?|本期|年末|期末|截至|底|上半年|全[市省州县区]|我[市省州县区]|实际|累计"
    r"|(?:19|20)\d{2}年?|[上去]年|合计|总计|共计?|总|医疗保险|医疗保障|医保|医疗|城乡|居民|职工|保险|保障|基本|统筹|地区|区域|基金|资金|专项|中央|省级|市级"
    r"|实现|完成|发生|待遇|个人账户|[年的了为已各项中的和及与]"
)
_PROCURED = re.compile(r"采购|中小企业")
_FAR = "□"  # a gap that connects nothing


def is_valid(state: State, candidate: Candidate, hit: Hit, token: Token, gap: str) -> bool:
    """Whether the surroundings that a reading needs are there; the words are those of lexicon/metrics.csv."""
    context, kind = candidate.context, state.report.document_type
    match context:
        case "" | "part":
            return True
        case "weak":
            return bool(_CONNECT.match(gap) or _COMPARED.fullmatch(gap))
        case "program":
            return kind in PROGRAM_TYPES
        case "account":
            return kind in PROGRAM_TYPES and not _BUDGETED.search(state.text, state.sentence.start, state.sentence.end)
        case "level":
            levels = (level for level in state.sentence.levels if level.end <= hit.end)
            return kind in PROGRAM_TYPES and any(v.start <= hit.start and hit.start - v.end <= 6 for v in levels)
        case "department_part":
            return kind in DEPARTMENT_TYPES
        case "department" | "department_weak":
            own_budget = not _OTHER_BUDGET.search(state.text, state.sentence.start, hit.start)
            return kind in DEPARTMENT_TYPES and own_budget and (context == "department" or bool(_CONNECT.match(gap)))
        case "fund":
            return _speaks_of_fund(state, hit)
        case "scheme" | "scheme_part":
            return any(scheme.end <= hit.end and scheme.row["scheme_code"] for scheme in state.sentence.schemes)
        case "per_head":
            return token.unit_label.startswith("元") and "." not in token.literal and len(token.literal) <= 4
        case "procurement":
            spoken = _PROCURED.search(state.text, state.line_start(hit.start), hit.end)
            return kind in DEPARTMENT_TYPES and bool(spoken) and bool(_CONNECT.match(gap))
        case "vehicle":
            return "公务用车" in state.text[state.line_start(hit.start) : hit.start] and bool(_CONNECT.match(gap))
        case "insured":
            return state.last is not None and state.last.code.startswith("insured_persons")
        case "payment":
            return bool(_PAYMENT.search(state.text, state.sentence.start, token.left))
        case "institution":
            spoken = state.last is not None and state.last.code.startswith(("agreements", "institutions"))
            return spoken or bool(_INSTITUTION.match(state.text[token.right : token.right + 16]))
        case "own":
            return kind in DEPARTMENT_TYPES and bool(_OWN_ACCOUNT.search(state.text, state.sentence.start, hit.start))
        case "paid_out":
            named = [scheme.row["scheme_code"] for scheme in state.sentence.schemes if scheme.end <= hit.start]
            return candidate.scheme_code in named[-1:]
        case "enrol":
            return bool(_ENROLLED.match(state.text[token.right : token.right + 20]))
    return False


def _speaks_of_fund(state: State, hit: Hit) -> bool:
    served = state.last is not None and state.last.code.startswith("beneficiary")
    if served and kind_of(state) not in PROGRAM_TYPES:
        return True  # 救助19.7万人次、支出8436万元
    spoken = state.last or (state.before[-1][1] if state.before else None)
    if state.topic == "fund" or (spoken is not None and spoken.code.startswith("fund_")):
        return True
    if any(scheme.end == hit.start and scheme.row["scheme_code"] for scheme in state.sentence.schemes):
        return True  # 生育保险支出
    numbers = (t.right for t in reversed(state.sentence.tokens) if t.kind == "quantity" and t.right <= hit.start)
    clause = re.split(r"[。；]", state.text[max(next(numbers, state.sentence.start), hit.start - 24) : hit.start])[-1]
    return bool(_FUND.search(clause)) and not _OTHER_FUND.search(clause)


def readings(state: State, hit: Hit, token: Token, gap: str) -> list[Candidate]:
    """Readings of a phrase that fit the number, the strictest surroundings first; else those of its last words."""
    adjacent = bool(_CONNECT.match(gap))
    fitting: list[Candidate] = []
    for phrase in state.book.shorter(hit.phrase):
        inner = hit._replace(start=hit.end - len(phrase), row={"phrase": phrase})
        fitting = [
            candidate
            for candidate in state.book.candidates(phrase)
            if candidate.metric_code
            and state.book.accepts(candidate.metric_code, token, adjacent)
            and is_valid(state, candidate, inner, token, gap)
        ]
        if fitting:
            break
    served = state.last.candidates[0].scheme_code if state.last and state.last.code.startswith("beneficiary") else ""
    fitting = [replace(c, scheme_code=served) if c.context == "fund" and served else c for c in fitting]
    return sorted(fitting, key=lambda candidate: _STRICTNESS.get(candidate.context, 4))


def far_readings(state: State, hit: Hit, token: Token) -> list[Candidate]:
    """Readings of a phrase that does not stand right before the number."""
    return readings(state, hit, token, _FAR)


def kind_of(state: State) -> str:
    return state.report.document_type


def _is_ignored(state: State, hit: Hit) -> bool:
    return all(not candidate.metric_code for candidate in state.book.candidates(hit.phrase))


def _is_of_an_item(state: State, hit: Hit) -> bool:
    """Whether a bare 收入 or 支出 is that of something smaller (生育待遇支出, 公立医院服务收入)."""
    if state.in_which and state.head is not None and state.head.code == f"fund_{_BARE[hit.phrase]}":
        return False  # 其中个人账户收入: a part with its own label
    clause = _UP_TO_STOP.match(state.text, state.sentence.start, hit.start)
    number = next((t.right for t in reversed(state.sentence.tokens) if t.right <= hit.start), 0)
    start = max(clause.end() if clause else state.sentence.start, number)
    words = state.text[start : hit.start]
    for known in (*state.sentence.schemes, *state.sentence.metrics, *state.region_names(start, hit.start)):
        if start <= known.start and known.end <= hit.start:
            words = words.replace(state.text[known.start : known.end], "")
    return bool(re.search(r"[一-鿿]", _PLAIN.sub("", words)))


def find_name(state: State, token: Token, bound: int) -> Named | None:
    """The phrase that names the number's metric. An empty list of readings: the lexicon says there is none."""
    left = _nearest_left(state, token, bound)
    right = _adjacent_right(state, token)
    if right is not None and (left is None or not left[1] or _prefers_right(state, token, left[0])):
        return right
    return left


def _nearest_left(state: State, token: Token, bound: int) -> Named | None:
    for hit in reversed([h for h in state.sentence.metrics if h.end <= token.left and h.start >= bound]):
        gap = state.text[hit.end : token.left]
        found = readings(state, hit, token, gap)
        if found and found[0].context == "fund" and hit.phrase in _BARE and _is_of_an_item(state, hit):
            return hit, []
        if (found or _is_ignored(state, hit)) and (done := _done_to(state, token, hit)):
            return done
        if found and hit.start not in state.consumed:
            verb = _funding_verb(state, token, bound, hit) if found[0].context == "level" else None
            return verb or (hit, found)
        if _is_ignored(state, hit) and len(gap) <= 8:
            return hit, []
    return _before_the_stop(state, token, bound)


def _done_to(state: State, token: Token, noun: Hit) -> Named | None:
    """解除协议的定点医疗机构1家: the phrase that the noun is the object of names the number."""
    if token.unit_class != "count":
        return None
    for hit in state.sentence.metrics:
        if hit.start not in state.consumed and state.text[hit.end : noun.start] in ("", "的") and hit.end <= noun.start:
            found = far_readings(state, hit, token)
            if found and found[0].metric_code.startswith(_RIGHT_VERBS):
                return hit, found
    return None


def _before_the_stop(state: State, token: Token, bound: int) -> Named | None:
    """A name before a comma (参保人数，截至年底为…): unused, sure of itself, and no number between."""
    numbers = (
        t.right
        for t in reversed(state.sentence.tokens)
        if t.kind == "quantity" and t.disposition != "score" and t.right <= bound
    )
    last_number = next(numbers, -1)
    for hit in reversed([h for h in state.sentence.metrics if h.end <= bound and h.start not in state.consumed]):
        if hit.start < last_number or bound - hit.end > 30 or _is_ignored(state, hit):
            return None
        found = [c for c in far_readings(state, hit, token) if c.context == ""]
        if found:
            return hit, found
    return None


def _funding_verb(state: State, token: Token, bound: int, noun: Hit) -> Named | None:
    """A verb before 中央资金 and its like says what happened to the money."""
    for hit in reversed(
        [h for h in state.sentence.metrics if bound <= h.start < noun.start and h.start not in state.consumed]
    ):
        found = [c for c in far_readings(state, hit, token) if c.context == "program"]
        if found:
            return hit, found
    return None


def _adjacent_right(state: State, token: Token) -> Named | None:
    """The noun that a counter stands on (1317家定点医疗机构, 275.20万元的市级补助)."""
    end = state.right_bound(token)
    noun = _RIGHT_NOUN.get(token.unit_class)
    near: Named | None = None
    for hit in state.sentence.metrics:
        if not token.right <= hit.start < end or hit.start in state.consumed:
            continue
        found = readings(state, hit, token, "")
        if not found:
            continue
        words = state.text[token.right : hit.start]
        if near is None and _RIGHT_JOIN.fullmatch(words):
            near = hit, found
        if noun is not None and noun.fullmatch(words) and found[0].metric_code.startswith(_RIGHT_VERBS):
            return hit, found  # what is done to them says more than what they are
    return near


def _prefers_right(state: State, token: Token, left: Hit) -> bool:
    """The counter's noun wins over a name to the left, unless that stands right before the number."""
    gap = state.text[left.end : token.left]
    return token.unit_class in ("count", "") and len(gap.strip()) > 2 and not _CONNECT.match(gap)


def add_joined(state: State, token: Token, bound: int, link: Link) -> None:
    """A、B均为…: the other names of a joined list share the number."""
    between = state.text[link.hits[0].end : token.left]
    schemes = [h for h in state.sentence.schemes if bound <= h.start and h.end <= token.left and h.row["scheme_code"]]
    if "均" in between and len(schemes) > 1 and not link.candidates[0].scheme_code:
        link.candidates = [replace(link.candidates[0], scheme_code=h.row["scheme_code"]) for h in schemes]
        return
    if not re.search(r"均|都|各|分别", between) and "收、支" not in between:
        return
    at = link.hits[0].start
    for hit in reversed([h for h in state.sentence.metrics if bound <= h.start < at]):
        if not _JOINED.fullmatch(state.text[hit.end : at]):
            return
        found = far_readings(state, hit, token)
        if found and found[0].metric_code != link.code:
            link.hits.insert(0, hit)
            link.candidates.insert(0, found[0])
        at = hit.start
