"""Naming: which phrase names the metric of a number. Unit class filters first, then nearness, then surroundings."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.find.numbers import Token
from ingest.find.phrases import Hit
from ingest.resolve.metrics import Candidate
from ingest.resolve.prose.inverted import is_so, leads_to, reach
from ingest.resolve.prose.state import Link, State
from ingest.resolve.prose.surroundings import CONNECT, is_valid

Named = tuple[Hit, list[Candidate]]

# Words that may stand between a number and the phrase after it, by what is counted: 2万名群众参加…, 86家机构作出处理.
_RIGHT_JOIN = re.compile(r"\s*(?:的|多|余)?\s*")
_RIGHT_NOUN = {
    "person": re.compile(
        r"\s*[^，。；、\d]{0,6}(?:群众|居民|职工|对象|人口|患者|学生|(?:困难|特困|失能|参保)人员)(?:享受|获得|得到|均|已)*"
    ),
    "money": re.compile(r"\s*(?:[^，。；、\d]{0,10}(?:资金|补助|经费|款项?))?(?:已|均|全部|全额|足额|及时)*"),
    "count": re.compile(
        r"\s*[^，。；、\d]{0,8}(?:机构|药店|医院|药房|诊所|单位)(?:因[^，。；、\d]{1,10}?)?(?:给予|予以|作出|作了|做了|进行|实施|依法|依规|先后|均|被|受到)*"
        r"|\s*(?:因[^，。；、\d]{1,10}?)?(?:被|受到)(?:依法|依规)?"
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
    "funded": 3,
    "": 4,
    "part": 4,
    "weak": 5,
}
_BARE = {"收入": "income", "支出": "expense"}
_UP_TO_STOP = re.compile(r"(?s:.*)[，,；;：:。()、]")
# Words before a bare 收入 or 支出 that say nothing of what was paid for.
_PLAIN = re.compile(
    r"其中|同期|同时|另外|此外|全年|年度|当年|当期|本年度?|本期|年末|期末|截至|底|上半年|全[市省州县区]|我[市省州县区]|[省市州县区盟旗]?本级|实际|累计"
    r"|(?:19|20)\d{2}年?|[上去]年|合计|总计|共计?|总|医疗保险|医疗保障|医保|医疗|城乡|居民|职工|保险|保障|基本|统筹|地区|区域|基金|资金|专项|中央|省级|市级"
    r"|实现|完成|发生|待遇|个人账户|[而则年的了为已各项中的和及与]"
)
_HAN = re.compile(r"[一-鿿]")
_ALL = re.compile(r"均|都|各|分别")
_FAR = "□"  # a gap that connects nothing


def readings(state: State, hit: Hit, token: Token, gap: str) -> list[Candidate]:
    """Readings of a phrase that fit the number, the strictest surroundings first; else those of its last words."""
    adjacent = not token.unit_class and bool(CONNECT.match(gap))
    for phrase, candidates in state.book.fitting(hit.phrase, token, adjacent):
        inner = Hit(hit.end - len(phrase), hit.end, {"phrase": phrase})
        valid = [candidate for candidate in candidates if is_valid(state, candidate, inner, token, gap)]
        if len(valid) > 1:
            valid.sort(key=lambda candidate: _STRICTNESS.get(candidate.context, 4))
        if valid:
            return _of_the_served(state, valid)
    return []


def _of_the_served(state: State, candidates: list[Candidate]) -> list[Candidate]:
    """救助19.7万人次、支出8436万元: a fund's money, right after who was served, is of what serves them."""
    if state.last is None or not state.last.code.startswith("beneficiary"):
        return candidates
    served = state.last.candidates[0].scheme_code
    return [replace(c, scheme_code=served) if c.context == "fund" and served else c for c in candidates]


def far_readings(state: State, hit: Hit, token: Token) -> list[Candidate]:
    """Readings of a phrase that does not stand right before the number."""
    return readings(state, hit, token, _FAR)


def _is_ignored(state: State, hit: Hit) -> bool:
    return not state.book.named(hit.phrase)


def _is_of_an_item(state: State, hit: Hit) -> bool:
    """Whether a bare 收入 or 支出 is that of something smaller (生育待遇支出, 公立医院服务收入)."""
    if state.in_which and state.head is not None and state.head.code == f"fund_{_BARE[hit.phrase]}":
        return False  # 其中个人账户收入: a part with its own label
    clause = _UP_TO_STOP.match(state.text, state.sentence.start, hit.start)
    number = next((t.right for t in reversed(state.sentence.tokens) if t.right <= hit.start), 0)
    start = max(clause.end() if clause else state.sentence.start, number)
    words = state.text[start : hit.start]
    payees = [group for group in state.sentence.groups if group.row["is_key_group"] == "1"]  # a part, told by its label
    for known in (*state.sentence.schemes, *state.sentence.metrics, *state.region_names(start, hit.start), *payees):
        if start <= known.start and known.end <= hit.start:
            words = words.replace(state.text[known.start : known.end], "")
    return bool(_HAN.search(_PLAIN.sub("", words)))


def find_name(state: State, token: Token, bound: int) -> Named | None:
    """The phrase that names the number's metric. An empty list of readings: the lexicon says there is none."""
    behind = _behind_amount(state, token) if token.unit_class == "percent" else None
    left = behind or _nearest_left(state, token, bound)
    right = _adjacent_right(state, token)
    if right is None and (left is None or left[0].end <= bound):
        right = _inverted(state, token, bound)
        left = left if right is None else None
    if right is not None and (left is None or not left[1] or _prefers_right(state, token, left[0])):
        return right
    return left


def _behind_amount(state: State, token: Token) -> Named | None:
    """完成年初预算4234万元的98.38%: the name stands before the amount that the rate is of."""
    amount = next((t for t in reversed(state.sentence.tokens) if t.right <= token.left), None)
    if amount is None or state.text[amount.right : token.left].strip() != "的":
        return None
    for hit in reversed([h for h in state.sentence.metrics if amount.left - 2 <= h.end <= amount.left]):
        found = readings(state, hit, token, "")
        if found and hit.start not in state.consumed:
            return hit, found
    return None


def _nearest_left(state: State, token: Token, bound: int) -> Named | None:
    for hit in reversed([h for h in state.sentence.metrics if bound <= h.start and h.end <= token.left]):
        gap = state.text[hit.end : token.left]
        found = readings(state, hit, token, gap)
        if found and found[0].context == "fund" and hit.phrase in _BARE and _is_of_an_item(state, hit):
            return hit, []
        is_counted = token.unit_class == "count" and (found or _is_ignored(state, hit))
        if is_counted and (done := _done_to(state, token, hit)):
            return done
        if found and hit.start not in state.consumed:
            verb = _funding_verb(state, token, bound, hit) if found[0].context == "level" else None
            return verb or (hit, found)
        if len(gap) <= 8 and _is_ignored(state, hit):
            return hit, []
    return _before_the_stop(state, token, bound)


def _done_to(state: State, token: Token, noun: Hit) -> Named | None:
    """解除协议的定点医疗机构1家: the phrase that the noun is the object of names the number."""
    for hit in state.sentence.metrics:
        if hit.start not in state.consumed and state.text[hit.end : noun.start] in ("", "的") and hit.end <= noun.start:
            found = far_readings(state, hit, token)
            if found and found[0].metric_code.startswith(_RIGHT_VERBS):
                return hit, found
    return None


def _before_the_stop(state: State, token: Token, bound: int) -> Named | None:
    """A name before a comma (参保人数，截至年底为…): unused, sure of itself, and no number between."""
    free = [h for h in state.sentence.metrics if h.end <= bound and h.start not in state.consumed]
    if not free:
        return None
    numbers = (
        t.right
        for t in reversed(state.sentence.tokens)
        if t.kind == "quantity" and t.disposition != "score" and t.right <= bound
    )
    last_number = next(numbers, -1)
    for hit in reversed(free):
        if hit.start <= last_number + 1 or bound - hit.end > 30 or _is_ignored(state, hit):
            return None
        found = [c for c in far_readings(state, hit, token) if c.context in ("", "part")]
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
    if not state.sentence.metrics or state.sentence.metrics[-1].start < token.right:
        return None
    behind = [h for h in state.sentence.metrics if token.right <= h.start and h.start not in state.consumed]
    end = state.right_bound(token)
    noun = _RIGHT_NOUN.get(token.unit_class)
    near: Named | None = None
    for hit in behind:
        if hit.start >= end:
            break
        found = readings(state, hit, token, "")
        is_verb = bool(found) and found[0].metric_code.startswith(_RIGHT_VERBS)
        if not found or (is_verb and not is_so(state, token, token.right, hit)):
            continue
        words = state.text[token.right : hit.start]
        if near is None and _RIGHT_JOIN.fullmatch(words):
            near = hit, found
        if noun is not None and noun.fullmatch(words) and is_verb:
            return hit, found  # what is done to them says more than what they are
    return near


def _inverted(state: State, token: Token, bound: int) -> Named | None:
    """3.9万元为公务接待费: the name behind a number whose clause says nothing before it."""
    if not state.sentence.metrics or state.sentence.metrics[-1].start < token.right:
        return None
    end = reach(state, token)
    used = (h.end for h in state.sentence.metrics if h.start in state.consumed and h.end <= token.left)
    bound = max([bound, *used])  # …1万元为甲、2万元为乙: 甲 is told already
    for hit in state.sentence.metrics:
        if hit.start >= end:
            break
        if hit.start < token.right or hit.start in state.consumed:
            continue
        found = readings(state, hit, token, "")
        if found and leads_to(state, token, bound, hit, found[0]):
            return hit, found
    return None


def _prefers_right(state: State, token: Token, left: Hit) -> bool:
    """The counter's noun wins over a name to the left, unless that stands right before the number."""
    gap = state.text[left.end : token.left]
    return token.unit_class in ("count", "") and len(gap.strip()) > 2 and not CONNECT.match(gap)


def add_joined(state: State, token: Token, bound: int, link: Link) -> None:
    """A、B均为…: the other names of a joined list share the number."""
    between = state.text[link.hits[0].end : token.left]
    if not _ALL.search(between) and "收、支" not in between:
        return
    schemes = [h for h in state.sentence.schemes if bound <= h.start and h.end <= token.left and h.row["scheme_code"]]
    if "均" in between and len(schemes) > 1 and not link.candidates[0].scheme_code:
        link.candidates = [replace(link.candidates[0], scheme_code=h.row["scheme_code"]) for h in schemes]
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
