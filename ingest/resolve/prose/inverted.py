"""Inverted clauses: the number comes first, what it is behind it (3.9万元为公务接待费, 300万元由中央财政安排)."""

from __future__ import annotations

import re

from ingest.find.numbers import Token
from ingest.find.phrases import Hit
from ingest.resolve.metrics import Candidate
from ingest.resolve.prose.sentences import Sentence
from ingest.resolve.prose.state import Link, State

# What may lead to a number that its name stands behind: nothing that could be a name itself.
_LEAD = re.compile(
    r"(?:\s|、|，|其中|另外?|还|也|更|有|共|已|约|将|把|对|由|从|和|与|及|以及|里头?|内|中|剩下|余下|剩余|其余|全[市县区省州]"
    r"|全年|当年|本年|累计|截至|到|因|(?:19|20)\d{2}年度?|年[末底内]|上|方面|的)*"
)
_ADVERBS = r"(?:已|均|都|全部|全额|则|主要|直接|依次|分别)*"
# 用于, 为: the name is the whole of what follows.
_IS = re.compile(
    rf"\s*的?{_ADVERBS}(?:为|是|系|属于?|用于|用在|用到|用作|花在|投在|列为|作为|计入|归)了?(?:发放|支付|开展|保障)?"
)
_IS_ALL = re.compile(r"(?:支出|开支|资金|费)?(?:上|方面|的|这一块)?\s*(?:[，。；、,;()]|和|及|与|$)")
# 由, 来自: who gave it stands between, and the verb or the money behind that.
_BY = re.compile(rf"\s*的?{_ADVERBS}(?:由|经|来自于?|出自|源自)[^，。；、\d]{{0,8}}?")
# 列入2023年预算并已全数到位, 拨付到位: what became of money.
_BECAME = re.compile(
    r"\s*(?:(?:列入|纳入|编入)[^，。；、]{0,16}?(?:并|且|后))?(?:已|均|都|全数|全部|全额|足额|及时|按时|拨付)*"
)
_BORNE_BY = re.compile(r"\s*的?(?:(?:是|为)?(?:由|来自于?|出自|源自))?")
_TAKEN_BACK = re.compile(r"\s*[^，。；、\d]{0,8}?(?:已|均|都|全部|全额|如数|被|予以|依法)*")
_PEOPLE_DO = re.compile(r"[^，。；、\d]{0,14}?")
_PEOPLE_VERBS = re.compile(r"享受|获得|得到|受到|参加|加入|纳入|被")
_NOT_SO = re.compile(r"未|没|尚|不(?!含|包括)|申请|拟|有望|应当")
_PLANNED = re.compile(r"计划|拟|力争|预计|打算|争取")
_BARE_DONE = re.compile(r"到位|下达|下拨|拨入")
_PEOPLE = ("beneficiary_", "insured_persons", "subsidised_enrolment")


def leads_to(state: State, token: Token, bound: int, hit: Hit, candidate: Candidate) -> bool:
    """Whether the words from a number to a phrase behind it make that its name."""
    if not _LEAD.fullmatch(state.text, bound, token.left) or not is_so(state, token, token.right, hit):
        return False
    code, text = candidate.metric_code, state.text
    if _IS.fullmatch(text, token.right, hit.start) and _IS_ALL.match(text, hit.end, state.sentence.end):
        return True
    if code.startswith("funding_"):
        became = _BECAME.fullmatch(text, token.right, hit.start) and _BARE_DONE.match(hit.phrase)
        return bool(became or _BY.fullmatch(text, token.right, hit.start))
    if code == "violation_amount_handled":
        return bool(_TAKEN_BACK.fullmatch(text, token.right, hit.start))
    is_done = (
        code.startswith(_PEOPLE)
        and _PEOPLE_VERBS.search(text, token.right, hit.end)
        and _is_of_scheme(state, hit, candidate)
    )
    return bool(is_done and _PEOPLE_DO.fullmatch(text, token.right, hit.start))


def is_so(state: State, token: Token, start: int, hit: Hit) -> bool:
    """Whether what stands behind a number has come about: 未参加, 申请享受 and 计划将… say that it has not."""
    planned = _PLANNED.search(state.text, state.clause_start(token), token.left)
    return not planned and not _NOT_SO.search(state.text, start, hit.start)


def _is_of_scheme(state: State, hit: Hit, candidate: Candidate) -> bool:
    """Whether the phrase, or the sentence up to its end, names the insurance that a benefit is of."""
    named = candidate.scheme_code or not candidate.metric_code.startswith("beneficiary_")
    return bool(named) or any(h.end <= hit.end and h.row["scheme_code"] for h in state.sentence.schemes)


def levels_behind(sentence: Sentence, text: str, token: Token, link: Link) -> list[Hit]:
    """Levels in the words from a number to its name behind it, or right behind it (300万元由省级承担)."""
    named_to = link.end_behind(token) or token.right
    found = [hit for hit in sentence.levels if token.right <= hit.start < named_to]
    borne = _BORNE_BY.match(text, token.right, sentence.end)
    return found or [hit for hit in sentence.levels if borne and hit.start == borne.end()]


def reach(state: State, token: Token) -> int:
    """Where the clause behind a number ends: at its next quantity or stop; a year does not end it."""
    end = state.clause_end(token)
    numbers = (t.left for t in state.sentence.tokens if token.right <= t.left and t.kind == "quantity")
    return min(end, next(numbers, end))
