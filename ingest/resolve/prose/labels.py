"""Labels of single metrics: the part, staff, person group, fund or 文号 that a number's words name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.find.numbers import Token
from ingest.resolve.facts import Facts
from ingest.resolve.metrics import Candidate
from ingest.resolve.observe import Dimensions
from ingest.resolve.prose.bases import BASE_ALONE
from ingest.resolve.prose.state import SUM, Link, State

_DOCUMENT = re.compile(r"[一-鿿]{1,10}\s*[〔\[(【]\s*(?:19|20)\d{2}\s*[〕\])】]\s*(?:第\s*)?\d+\s*号")
_OWN_STAFF = re.compile(r"[一-鿿]{0,14}\(本级\)|(?<=局)本级|局机关|(?<![一-鿿])机关本级")
_BASE = re.compile(
    r"(?:占|覆盖(?![率面比]))(?P<base>[^，。；\d]{2,20}?)(?:的)?(?:比例|比重|比率)?(?:达到?|为|约|是)?\s*$"
)
_BASE_BEFORE = re.compile(r"付费的?(?P<base>[^，。；\d占]{2,14}?)(?:占比|覆盖率|覆盖面)[^，。；\d]{0,4}$")
_JOINED_SYSTEM = re.compile(r"[^，。；]{0,24}?(?P<label>(?:接入|开通|纳入|上线)[^，。；]{0,14})")
_GROUP_TAIL = re.compile(r"(?:获得|享受|参加|实施|累计|共|等)+$")
_GOT = re.compile(r"^(?:得到|受到|领到|接受|获得)")
_JOINT = re.compile(r"[、和及与]\s*$")
_OF_ALL = re.compile(r"共有|全部门|全系统|全局|本部门|总编制|总数")
_TOGETHER = re.compile(r"共|合计|总")
_FUND_PART = re.compile(r"(?P<label>统筹基金|个人账户)(?:基金)?[^，。；、]{0,12}$")
_CARE = re.compile(
    r"(?P<label>(?:普通|特殊病?|慢性病)?门诊(?:慢特病|慢性病|特殊病|特慢病|特病|慢病|统筹|“?两病”?)?|慢特病|住院(?:分娩)?)待遇$"
)
_BARE_ACCOUNT = re.compile(r"(?P<joint>[，、,]?)(?:当年|当期|全年|累计)?(?:收入|支出|结余)(?:为|约|达)?\s*")
_OTHER_SUBJECT = re.compile(r"基金|账户|医保|保险|救助|统筹|其中|合计|总|全[市县区省州]|[市县区]")
_OBJECT = re.compile(  # 资助参保支出402万元: what money was spent on
    r"(?P<label>资助(?:参保|缴费)|参保资助|(?:住院|(?:普通|特殊病)?门诊|直接|倾斜|依申请|二次)(?:医疗)?救助)(?:资金|费用)?$"
)
_SATISFIED = re.compile(r"(?:对(?!象).*)?满意[度率]$")
_COVERAGE = re.compile(r"(?:覆盖率|覆盖面|覆盖比例)$")


def asked(label: str) -> str:
    """定点医药机构 of 定点医药机构对医保服务的满意度: those whose satisfaction is told apart from the insured's."""
    return _SATISFIED.sub("", label)


@dataclass(frozen=True)
class Labels:
    """Reads the labels of one sentence's links."""

    facts: Facts
    state: State

    def add(self, token: Token, link: Link, candidate: Candidate, dims: Dimensions) -> Dimensions:
        """The dimensions, with the label that this kind of metric takes from its words as their `breakdown`."""
        if link.is_listed and link.label is not None:
            return replace(dims, breakdown=self.facts.label(*link.label))
        code, label = candidate.metric_code, ""
        hits = link.hits or (link.restates.hits if link.restates is not None else [])
        if candidate.context in ("part", "scheme_part", "department_part") and hits:
            own = self._staff(token, link) if code in ("staff_in_post", "staff_quota") else ""
            name = hits[-1]
            together = self._stand_together(name.start, name.end, link, token)
            printed = asked(_GOT.sub("", self.facts.label(name.start, name.end)))
            label = own or ("" if together else printed)
        elif code == "funding_allocated":
            label = self.document_number(token)
        elif code == "funding_spent" and link.hits:
            first = link.hits[0].start
            label = self._object(link, first) or self._payee(link)
        elif code in ("staff_in_post", "staff_quota"):
            label = self._staff(token, link)
        elif code in ("fund_income", "fund_expense", "fund_current_balance", "fund_cumulative_balance"):
            label = self._fund_part(link, token, candidate, dims) or self._payee(link)
        elif code == "fund_months_payable":
            # 其中统筹基金累计结余48亿元，可支付12个月: of the part whose balance stands right before.
            balances = [pair for pair in self.state.seen if pair[1].code == "fund_cumulative_balance"]
            label = self._fund_part(link, token, candidate, dims) or (
                self._fund_part(balances[-1][1], balances[-1][0], candidate, dims) if balances else ""
            )
        elif code == "drg_dip_coverage_rate" and candidate.context == "payment" and link.hits:
            base = _COVERAGE.sub("", link.hits[-1].phrase)
            label = self.facts.label(link.hits[-1].start, link.hits[-1].start + len(base))
        elif code == "drg_dip_coverage_rate":
            words = self.state.text[link.seg_start : link.label[1] if link.label else token.left]
            alone = BASE_ALONE.match(words) if link.inherited else None
            label = self.matched(alone or _BASE_BEFORE.search(words) or _BASE.search(words), "base", link.seg_start)
        elif code.startswith("beneficiary") or code in ("insured_persons", "assistance_ratio"):
            label = self._group(token, link)
        elif code.startswith("designated"):
            after = self.state.text[token.right : token.right + 40]
            label = self.matched(_JOINED_SYSTEM.match(after), "label", token.right)
        return replace(dims, breakdown=label) if label else dims

    def document_number(self, token: Token) -> str:
        """The 文号 that an amount was issued under, where the sentence gives several amounts by 文号."""
        text, sentence = self.state.text, self.state.sentence
        if text.find("号", sentence.start, sentence.end) < 0:
            return ""
        if len(list(_DOCUMENT.finditer(text, sentence.start, sentence.end))) < 2:
            return ""
        here = list(_DOCUMENT.finditer(text, self.state.stretch_start(token), token.left))
        if len(here) != 1:
            return ""
        between = text[here[0].end() : token.left]
        if re.search(r"[，,。；;]", between) or SUM.search(between):
            return ""
        return re.sub(r"\s+", "", self.facts.printed(here[0].start(), here[0].end()))

    def matched(self, match: re.Match[str] | None, group: str, offset: int) -> str:
        """What a group of a match prints, '' without match; the words matched begin at `offset` of the text."""
        return self.facts.label(offset + match.start(group), offset + match.end(group)) if match else ""

    def _fund_part(self, link: Link, token: Token, candidate: Candidate, dims: Dimensions) -> str:
        """统筹基金 or 个人账户, where a number's own words name one of the employees' two."""
        if "employee" not in (dims.scheme, candidate.scheme_code):
            return ""
        return self.pool(link, token) or self._fund_subject(token) or self._fund_before(link, token)

    def pool(self, link: Link, token: Token) -> str:
        """统筹基金 or 个人账户, where a number's own words name one."""
        return self.matched(_FUND_PART.search(self.state.text[link.seg_start : token.left]), "label", link.seg_start)

    def _fund_before(self, link: Link, token: Token) -> str:
        """收入20亿元，支出18亿元，其中统筹基金收入12亿元，支出11亿元: bare words go on about the part, where the
        whole has been told or a 、 joins them."""
        text = self.state.text
        known = [pair for pair in self.state.seen if pair[0].start < token.start]
        told = any(other.code == link.code and other.part_of is None for _, other in known)
        for number, other in reversed(known):
            bare = _BARE_ACCOUNT.fullmatch(text[number.right : token.left])
            if bare is None or not (told or (bare["joint"] == "、" and other.part_of is not None)):
                return ""
            part = _FUND_PART.search(text[other.seg_start : number.left])
            if part or not _BARE_ACCOUNT.fullmatch(text[other.seg_start : number.left]):
                return self.matched(part, "label", other.seg_start)
            token = number
        return ""

    def _object(self, link: Link, end: int) -> str:
        """What money was spent on, with the person group right before it (特困人员住院救助)."""
        found = _OBJECT.search(self.state.text[link.seg_start : end])
        if found is None:
            return ""
        start = link.seg_start + found.start("label")
        groups = [h.start for h in self.state.sentence.groups if h.end == start and h.row["is_key_group"] == "1"]
        begin = next((at for at in groups if self._stands_alone(link, at)), start)
        return self.facts.label(begin, link.seg_start + found.end("label"))

    def _care(self, link: Link) -> str:
        """享受住院待遇、门诊慢特病待遇: the care that a benefit is for."""
        name = link.hits[-1] if link.hits else None
        care = _CARE.search(self.state.text, name.start, name.end) if name and name.phrase.endswith("待遇") else None
        return self.matched(care, "label", 0) if care and self._stands_alone(link, care.start("label")) else ""

    def _payee(self, link: Link) -> str:
        """特困人员支出120万元: the person group right before the name of what was spent."""
        if not link.hits:
            return ""
        name = link.hits[0]
        for hit in self.state.sentence.groups:
            is_near = hit.start < name.start <= hit.end < name.end  # 特困人员 and 人员支出 share a word
            if is_near and hit.row["is_key_group"] == "1" and self._stands_alone(link, hit.start):
                return self.facts.label(hit.start, hit.end)
        return ""

    def _stands_alone(self, link: Link, start: int) -> bool:
        """Whether no other name is joined before it: 特困人员、低保对象支出 is the sum of both."""
        words = self.state.text[link.seg_start : start]
        return not _JOINT.search(words) or not words.strip(" 、和及与")

    def _fund_subject(self, token: Token) -> str:
        """统筹基金收入9亿元，支出8亿元；个人账户…: of two parts, the one that the number's clause begins with."""
        text, sentence = self.state.text, self.state.sentence
        if not all(text.find(name, sentence.start, sentence.end) >= 0 for name in ("统筹基金", "个人账户")):
            return ""
        start = max(sentence.start, text.rfind("；", sentence.start, token.left) + 1)
        first = next(t for t in sentence.tokens if t.kind == "quantity" and t.start >= start)
        part = _FUND_PART.search(text[start : first.left])
        if part is None or _OTHER_SUBJECT.search(text, first.right, token.left):
            return ""
        return self.matched(part, "label", start)

    def _staff(self, token: Token, link: Link) -> str:
        text, sentence = self.state.text, self.state.sentence
        for hit in sentence.groups:
            if hit.end <= token.right and hit.start >= link.seg_start and hit.row["is_key_group"] != "all":
                begin = hit.start - 2 if text[hit.start - 2 : hit.start] == "机关" else hit.start
                return self.facts.label(begin, hit.end)
        start = (
            sentence.start
            if _OF_ALL.search(text, sentence.start, token.left)
            else self.state.line_start(sentence.start)
        )
        found = _OWN_STAFF.finditer(text, max(start, token.left - 80), token.left)
        own = [match for match in found if not self._is_listed(match)]
        return self.facts.label(own[-1].start(), own[-1].end()) if own else ""

    def _is_listed(self, match: re.Match[str]) -> bool:
        """包括局机关、县医院: one of several units is not the one that the number is of."""
        around = self.state.text[match.start() - 1 : match.start()] + self.state.text[match.end() : match.end() + 1]
        return any(joint in around for joint in "、和及与")

    def _stand_together(self, start: int, end: int, link: Link, token: Token) -> bool:
        """门诊、住院救助共53万人次: a sum of several names is a part under none of them."""
        text = self.state.text
        return bool(_JOINT.search(text, link.seg_start, start) and _TOGETHER.search(text, end, token.left))

    def _group(self, token: Token, link: Link) -> str:
        """The person group that the words before the metric's name speak of."""
        hits = [h for h in self.state.sentence.groups if link.seg_start <= h.start and h.end <= token.left]
        if not hits:
            return self._care(link)
        if any(hit.row["is_key_group"] == "all" for hit in hits):
            return ""
        if self._stand_together(hits[0].start, hits[-1].end, link, token):
            return ""
        stop = hits[-1].end
        name = min((h.start for h in link.hits if h.start >= stop), default=0)
        if name and name - stop <= 12:
            stop = name
        return _GROUP_TAIL.sub("", self.facts.label(hits[0].start, stop))
