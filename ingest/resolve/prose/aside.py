"""Aside: numbers that a metric's own name stands beside, and that are values of something else.

An average, a commercial insurance, some counties of many, the registered population: none is what the metric counts.
"""

from __future__ import annotations

import re
from itertools import pairwise

from ingest.find.numbers import Token
from ingest.resolve.context import FIELD
from ingest.resolve.prose.state import BOUGHT, JOINT, SUM, Link, State, since_last_number

_AVERAGE = re.compile(r"(?:人|次|户|例|床日|家|期|单位|车|辆|台)均")
_COMMERCIAL = re.compile(
    r"惠民保|(?<![优实])惠保(?![障险费])|惠[^\W\d_及]保(?![障险费])|(?:定制|普惠)型"
    r"|商业(?:补充)?(?:医疗|健康|意外)?保险(?!公司|机构|经办)|补充(?:医疗)?保险"
)
# Other branches of social insurance: their funds are none of medical insurance.
_FOREIGN = re.compile(r"养老保险|失业保险|工伤保险|职业伤害|项社会保险|社会保险基金(?!财务|会计|监督|专户)")
_OURS = re.compile(r"医|生育|长护|长期护理|大病|救助")
_HEADED = re.compile(r"[^。：:\n\d]{2,40}[。：:]")
_BASE_OF_RATE = re.compile(r"户籍|常住")
_SOME_PLACES = re.compile(
    r"(?<![一-鿿])(?:市|城|主城|中心城)区(?=[一二两三四五六七八九十\d]+个?区|参保|基金|居民|职工|合计|共)"
    r"|(?:[二两三四五六七八九十]|\d+个)(?:县区|区县|县市|城区|县|区|旗)(?![级内外])"
)
_SEVERAL = re.compile(r"[区县旗、和及与]")  # one of these stands in what follows
_ALL_PLACES = re.compile(r"全[市省州盟区县]|所[辖有]|[各每均]|都(?=在|超|达|高|为|是|有)|下达|分配|下拨|拨付")
_INSPECTS = r"(?:检查|稽核|稽查|巡查|抽查|核查|督查|飞检|走访)"
_INSPECTED = re.compile(
    rf"{_INSPECTS}(?:了|过|覆盖)?(?:(?:全[市县区]|辖区|各类|所有|内|的)*(?:定点)?[^，。；\d]{{2,8}}\d[\d,.]*家次?[，、和及])*"
    r"(?:全[市县区]|辖区|各类|所有|内|的)*$"
)
_INSPECTED_AFTER = re.compile(
    rf"[^，。；、\d]{{0,6}}(?:[、和]\d+家[^，。；、\d]{{2,8}}?)*(?:开展|进行|实施)了?[^，。；]{{0,8}}{_INSPECTS}"
)
_ADOPTED = re.compile(r"采用|采纳|录用|刊用|选用|转载|转发|批示|点赞|推广|入选")
_ADOPTED_AFTER = re.compile(rf"[^，。；、\d]{{0,3}}(?:被|获|得到|为)[^，。；、\d]{{0,14}}?(?:{_ADOPTED.pattern})")
_LEFT_OUT = re.compile(r"(?:剔除|扣除|除去|除开|刨除|撇开)(?:了)?[^，。；]*$")
_LEFT_OUT_AFTER = re.compile(r"[^，。；\d]{0,8}(?:后|外|因素|影响)[，,的]")
_ASKED = re.compile(r"[^，。；\d]{0,12}(?:提出|递交|提交)申请")
_SURVEY = r"(?:抽取|抽样|抽查|抽选|抽访|选取|问卷|调查|走访|访谈|采访|测评|回访)"
_SAMPLED = re.compile(rf"{_SURVEY}[^，。；、\d]{{0,6}}$")
_SAMPLED_AFTER = re.compile(rf"[^，。；、\d]{{0,14}}?{_SURVEY}")
_PEOPLE = ("insured_persons", "beneficiary_", "subsidised_enrolment")
_OF_AN_INSURANCE = ("insured_persons", "participation_rate", "beneficiary_", "fund_")
_OF_PLACES = ("enrollment", "fund", "benefit")


def is_aside(state: State, token: Token, link: Link) -> bool:
    """Whether the words around the number say that it is no value of the metric that they name."""
    code = link.code
    metric = state.book.metrics.get(code)
    group = metric.group if metric is not None else ""
    general = state.report.is_of_field or code == "resident_population"
    if not general and not FIELD.search(state.text, state.sentence.start, state.sentence.end):
        return True  # in a text on everything, 资金 is any money
    if token.unit_class == "money" and group != "financing" and state.says("均", token):
        start = max(state.clause_start(token), state.left_bound(token))
        if _AVERAGE.search(state.text, start, token.left):
            return True
    if _is_left_out(state, token) or (group in _OF_PLACES and _is_sum_of_places(state, token)):
        return True
    if code == "participation_rate" and _is_of_registered(state, token):
        return True
    if code.startswith("fund_") and (_is_bought(state, token) or _is_contained(state, link)):
        return True
    if code.startswith(_OF_AN_INSURANCE) and (
        _is_said_of(_COMMERCIAL, state, token, link)
        or _is_said_of(_FOREIGN, state, token, link)
        or _is_headed_foreign(state, token)
        or _goes_on_foreign(state, token, link)
    ):
        return True
    if code.startswith("designated_") and _is_inspected(state, token, link):
        return True
    if code == "information_items" and _is_adopted(state, token):
        return True
    if code.startswith(_PEOPLE) and _is_sample(state, token):
        return True
    if code.startswith("beneficiary_") and _ASKED.match(state.text, token.right):
        return True  # who asks for a benefit has not got it
    if group == "department" and link.hits and state.text.endswith(("涉及", "涉及的"), 0, link.hits[0].start):
        return True  # what an evaluation covers is not all that was spent
    return group in (*_OF_PLACES, "funding") and link.label is None and _is_of_some_places(state, token, group)


def _is_sum_of_places(state: State, token: Token) -> bool:
    """居前两位的是兴化市和泰兴市，合计19亿元: of some places together, and of none of them."""
    start = state.stretch_start(token)
    if not SUM.search(state.text, start, token.left):
        return False
    named = state.region_names(start, token.left)[-2:]
    joined = len(named) > 1 and JOINT.fullmatch(state.text, named[0].end, named[1].start)
    return bool(joined) and len({hit.row["region_code"] for hit in named}) > 1


def _is_left_out(state: State, token: Token) -> bool:
    """剔除其他收入开支的5万元后: what is taken off to compare is not stated for itself."""
    if not _LEFT_OUT_AFTER.match(state.text, token.right, state.sentence.end):
        return False
    return bool(_LEFT_OUT.search(state.text, max(state.clause_start(token), state.stretch_start(token)), token.left))


def _is_inspected(state: State, token: Token, link: Link) -> bool:
    """检查定点医院24家、定点药店31家: how many were inspected is not how many there are."""
    start = link.hits[0].start if link.hits else token.left
    end = max(token.right, link.hits[-1].end if link.hits else 0)
    return bool(
        _INSPECTED.search(state.text[state.sentence.start : min(start, token.left)])
        or _INSPECTED_AFTER.match(state.text, end)
    )


def _is_sample(state: State, token: Token) -> bool:
    """随机抽取500名参保群众进行问卷调查: who was asked is not who is insured."""
    before = state.text[max(state.clause_start(token), state.left_bound(token)) : token.left]
    return bool(_SAMPLED.search(before) or _SAMPLED_AFTER.match(state.text, token.right, state.sentence.end))


def _is_adopted(state: State, token: Token) -> bool:
    """其中被上级采用23条: what others made of the items reported is not how many there are."""
    before = state.text[max(state.clause_start(token), state.left_bound(token)) : token.left]
    return bool(_ADOPTED.search(before) or _ADOPTED_AFTER.match(state.text, token.right))


def _is_of_registered(state: State, token: Token) -> bool:
    """户籍参保率 counts other people than the rate of all residents."""
    named = [m[0] for m in _BASE_OF_RATE.finditer(state.text, state.clause_start(token), token.left)]
    return bool(named) and named[-1] == "户籍"


def _is_bought(state: State, token: Token) -> bool:
    """购买大病保险3.22亿元: neither the fund's whole expense nor that of the insurance bought."""
    start = since_last_number(state.sentence, token, state.text)
    return any(
        BOUGHT.search(state.text[max(start, hit.start - 8) : hit.start])
        for hit in state.sentence.schemes
        if max(start, state.clause_start(token)) <= hit.start < token.left and hit.row["scheme_code"]
    )


def _is_contained(state: State, link: Link) -> bool:
    """（含大病保险支出5.87亿元）: a part of the fund before the bracket, not the other insurance's own account."""
    if not link.hits or state.in_which:
        return False
    start = link.hits[0].start
    before = [hit.start for hit in state.sentence.schemes if start - 12 <= hit.start < start and hit.end >= start - 2]
    return state.text[min([start, *before]) - 1] == "含"


def _is_headed_foreign(state: State, token: Token) -> bool:
    """（三）城乡居民基本养老保险基金。收入…: the heading that a paragraph runs on from governs its bare fund words."""
    line = state.text.rfind("\n", 0, token.left) + 1
    head = _HEADED.match(state.text, line)
    if head is None or not _FOREIGN.search(head[0]) or "医疗" in head[0]:
        return False
    return not any(state.sentence.start <= hit.start < token.left for hit in state.sentence.schemes)


def _goes_on_foreign(state: State, token: Token, link: Link) -> bool:
    """6项社会保险基金收入…。年末结余…: bare words of a fund go on about all of them until one of ours is named."""
    if not link.code.startswith("fund_"):
        return False
    line = state.line_start(token.left)
    last = max((match.end() for match in _FOREIGN.finditer(state.text, line, state.sentence.start)), default=-1)
    return last >= 0 and not _OURS.search(state.text, last, token.left)


def _is_said_of(other: re.Pattern[str], state: State, token: Token, link: Link) -> bool:
    """惠民保参保…，赔付…: said of it until the sentence names a public scheme again."""
    found = list(other.finditer(state.text, state.sentence.start, token.left))
    if not found:
        return False
    after = found[-1].end()
    if _left_bracket(state.text[after : token.left]):
        return False
    if any(hit.start >= after and candidate.scheme_code for hit in link.hits for candidate in link.candidates):
        return False
    return not any(after <= hit.start < token.left and hit.row["scheme_code"] for hit in state.sentence.schemes)


def _left_bracket(words: str) -> bool:
    """Whether the words close a bracket that was open before them."""
    depth = 0
    for character in words:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return True
    return False


def _is_of_some_places(state: State, token: Token, group: str) -> bool:
    """甲县、乙县和丙区…, 市区三区…: a part of the region that has no row of its own."""
    start = state.clause_start(token)
    if not _SEVERAL.search(state.text, start, token.left):
        return False
    for other in reversed(state.sentence.tokens):
        if other.right <= token.left and other.unit_class not in ("", "count"):
            start = max(start, other.right)
            break
    names = state.region_names(start, token.left)
    joined = [after for before, after in pairwise(names) if JOINT.fullmatch(state.text, before.end, after.start)]
    some = [] if joined or group not in _OF_PLACES else list(_SOME_PLACES.finditer(state.text, start, token.left))
    if not (joined or some) or _ALL_PLACES.search(state.text, start, token.left):
        return False
    if joined:
        return joined[-1] is names[-1]
    spans = [(name.start, name.end) for name in names]
    return any(not any(s < match.end() and match.start() < e for s, e in spans) for match in some)
