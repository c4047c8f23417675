"""Linking: which metric a number of a sentence is a value of, and in which role.

Unit class filters first. Then the nearest phrase to the left in the number's own segment (from the last stop
or the last number), a phrase that the counter stands on (5619家定点零售药店), and only then what the sentence
spoke of before. A phrase serves one number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.find.numbers import Token
from ingest.find.phrases import Hit
from ingest.resolve.context import ReportContext
from ingest.resolve.metrics import CHANGE_OF, DEPARTMENT_TYPES, PROGRAM_TYPES, Candidate, MetricBook, base_label
from ingest.resolve.sentences import Sentence

_STOP = re.compile(r"[，,；;：:。()!?]")
_CONNECT = re.compile(
    r"^(?:总数|总量|总额|数量|金额|人数|比例|指标|资金|费用|预算|经费|实际|累计|合计|共计|已|共|全部|仅|就|均|都|各|也|又|再|只|可|能|将|占|有"
    r"|的|为|是|达到?|至|到|在|约|计|了|等|:|\"|“|”|、|\s|\(|\)|分别|稳定|保持|年末|期末|月末|全年|以|高|完成|实现|控制)*$"
)
_RIGHT_JOIN = re.compile(r"^\s*(?:的|多|余)?\s*$")
_WHICH = re.compile(r"其中|包括|包含|主要(?:是|用于)|支出内容|明细|构成|用途")
_RESTATED = re.compile(r"^\s*[，,(]?\s*(?:折合|约合|即|合)")
_PRIOR_VALUE = re.compile(r"(?:较|比|与)[^，。；]{2,10}的\s*$")
_PASSED_ON = re.compile(r"^\s*(?:全部|全额|已|均|足额|及时)*(?:分配|下达|拨付|下拨|分解下达)(?:至|到|给|各)")
_ENROLLED = re.compile(r"^[^，。；、\d]{0,12}?(?:参加|参保)")
_SINGLE = re.compile(r"(?:^|[，,、；;:\s])(?:中央|自治区|省|市|州|县|区|旗|乡镇)(?:级)?(?:财政)?(?:资金|补助|配套)?\s*$")
_SUM = re.compile(r"(?:合计|共计|总计|总共|合共|两项|三项)[^，。；]{0,12}$")
_ALL_DONE = re.compile(r"^\s*,?，?\s*(?:已|均已)?全部(?P<verb>分配|拨付|下达|下拨|支出|使用|支付|执行)")
_TARGET_COLON = re.compile(r"(?:目标(?:值|任务)?|计划|指标值)\s*(?:为|是)?\s*[:：]")
_TO = re.compile(r"^\s*,?，?\s*(?:\(?[^，。]{0,6}?)?(?:提高|提升|增加|调整|上升|扩大|降低|下降|减少|变|升|降|增长|上调|下调)?(?:到|至|为|成)")
_CHANGE_VERB_FIRST = ("新增", "净增", "增收", "压减", "节约", "调减", "调增")


@dataclass
class Link:
    """What a number means: metric readings (two for one number with two metrics) and its role."""

    candidates: list[Candidate] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    role: str = "actual"  # actual, change, target, plan, prior
    sign: int = 1
    part_of: Link | None = None
    seg_start: int = 0
    seg_end: int = 0
    label: tuple[int, int] = (0, 0)
    inherited: bool = False
    unit: str = ""  # base unit of its number (家, 辆)

    @property
    def code(self) -> str:
        return self.candidates[0].metric_code if self.candidates else ""


@dataclass
class SentenceLinker:
    """Links the numbers of one sentence, left to right."""

    book: MetricBook
    text: str
    sentence: Sentence
    report: ReportContext
    line_is_target: bool = False
    topic: str = ""  # group of the heading the sentence stands under (fund, department …)
    before: list[tuple[Token, Link]] = field(default_factory=list)  # links of the sentence, or list head, before
    heading: str = ""  # words of the heading right above, the name of the indicator that the line speaks of
    listed: bool = False  # the sentence is an item of a list that a line above opened
    consumed: set[int] = field(default_factory=set)
    links: dict[int, Link] = field(default_factory=dict)
    last: Link | None = None
    head: Link | None = None
    in_which: bool = False
    seen: list[tuple[Token, Link]] = field(default_factory=list)

    def link_all(self) -> dict[int, Link]:
        """Links by token start."""
        tokens = [t for t in self.sentence.tokens if t.kind == "quantity" and not t.disposition and not t.is_range_high]
        self.in_which = self.listed and bool(self.before)
        if self.line_is_target or _TARGET_COLON.search(self.text, self.sentence.start, self.sentence.end):
            return {}
        index = 0
        while index < len(tokens):
            paired = self._distributive(tokens, index)
            if paired:
                index += paired
                continue
            token = tokens[index]
            link = self._link(token)
            if link is not None:
                self.links[token.start] = link
                self.seen.append((token, link))
            index += 1
        return self.links

    # --- segments

    def _left_bound(self, token: Token) -> int:
        """Where the number's own segment begins: after the last stop or the last number."""
        start = self.sentence.start
        for other in self.sentence.tokens:
            if other.start < token.start and not other.is_range_high and other.kind == "quantity" and other.disposition != "score":
                start = max(start, other.right)
        bound = start
        for match in _STOP.finditer(self.text, start, token.left):
            if match[0] in "()" and self._balanced(start, match.start(), token.left):
                continue
            bound = match.end()
        return bound

    def _balanced(self, start: int, at: int, end: int) -> bool:
        """A bracket that opens and closes before the number is a remark, not a stop."""
        if self.text[at] == "(":
            return self.text.find(")", at, end) >= 0
        return self.text.rfind("(", start, at) >= 0

    def _right_bound(self, token: Token) -> int:
        stop = re.search(r"[，,；;。:、()!?]", self.text[token.right : self.sentence.end])
        end = token.right + stop.start() if stop else self.sentence.end
        for other in self.sentence.tokens:
            if token.right <= other.start < end and other.kind in ("quantity", "date"):
                end = other.left
                break
        return end

    # --- one number

    def _link(self, token: Token) -> Link | None:
        bound = self._left_bound(token)
        end = self._right_bound(token)
        opens = bool(_WHICH.search(self.text, self._stretch_start(token), token.left))
        if opens or (self.in_which and (self.head is None or self.book.unit_class(self.head.code) != token.unit_class)):
            self.head = self._head_for(token)
            self.in_which = self.head is not None
            self.last = self.last or self.head
        found = self._nearest_left(token, bound)
        right = self._adjacent_right(token, end)
        blocked = found is not None and not found[1]
        if right is not None and (found is None or blocked or self._prefers_right(token, found[0], right[0])):
            found, blocked = right, False
        if blocked:
            return None
        link = Link(seg_start=bound, seg_end=end)
        if found is not None:
            hit, candidates = found
            link.hits, link.candidates = [hit], candidates[:1]
            self._add_joined(token, bound, link)
        else:
            inherited = self._inherit(token, bound) or self._from_heading(token, bound)
            if inherited is None:
                return None
            link = inherited
            link.seg_start, link.seg_end = bound, end
        link.unit = base_label(token)
        self._set_role(token, bound, link)
        if link.role in ("target", "plan"):
            for hit in link.hits:
                self.consumed.add(hit[0])
            return None
        for hit in link.hits:
            self.consumed.add(hit[0])
        self._set_part(token, bound, link)
        if link.code == "funding_allocated" and _PASSED_ON.match(self.text[token.right : token.right + 16]):
            link.candidates = [Candidate("funding_distributed", "", "program")]
        if link.code == "funding_allocated" and self._is_grand_total(token, bound):
            link.candidates = [Candidate("funding_available", "", "program")]
        done = _ALL_DONE.match(self.text[token.right : token.right + 12])
        if done and link.code.startswith("funding_") and link.role == "actual":
            code = "funding_spent" if done["verb"] in ("支出", "使用", "支付", "执行") else "funding_distributed"
            if code != link.code:
                link.candidates = [*link.candidates, Candidate(code, "", "")]
        if link.role == "actual" and link.part_of is None:
            self.last = link
            if self.in_which and self.head is not None and not link.inherited and link.code != self.head.code:
                self.in_which = self.listed
            if not self.in_which:
                self.head = link
        return link

    def _is_grand_total(self, token: Token, bound: int) -> bool:
        """各级…资金总计: all money of all levels together is what was available."""
        every = any(h[2]["funding_level"] == "all" and bound <= h[0] < token.left for h in self.sentence.levels)
        return every and bool(re.search(r"总计|合计|总额|总量", self.text[bound : token.left]))

    def _head_for(self, token: Token) -> Link | None:
        """The whole that an of-which list divides: the last value of the same unit class, here or in the sentence before."""
        for known in (self.seen, self.before):
            for _, link in reversed(known):
                whole = link.role == "actual" and link.part_of is None and bool(link.candidates)
                if whole and self.book.unit_class(link.code) == token.unit_class:
                    return link
        return None

    def _stretch_start(self, token: Token) -> int:
        """Where the words since the last number begin."""
        return max((t.right for t in self.sentence.tokens if t.kind == "quantity" and t.right <= token.left), default=self.sentence.start)

    def _valid(self, candidate: Candidate, hit: Hit, token: Token, gap: str) -> bool:
        context, kind = candidate.context, self.report.document_type
        if context == "":
            return True
        if context == "weak":
            return bool(_CONNECT.match(gap))
        if context == "program":
            return kind in PROGRAM_TYPES and self.topic != "fund_section"
        if context == "level":
            return kind in PROGRAM_TYPES and any(
                level[0] <= hit[0] and hit[0] - level[1] <= 6 for level in self.sentence.levels if level[1] <= hit[1]
            )
        if context == "fund":
            return self._topic_is_fund(hit)
        if context in ("department", "department_part"):
            return kind in DEPARTMENT_TYPES
        if context == "department_weak":
            return kind in DEPARTMENT_TYPES and bool(_CONNECT.match(gap))
        if context == "enrol":
            return bool(_ENROLLED.match(self.text[token.right : token.right + 20]))
        if context == "scheme":
            return any(scheme[1] <= hit[1] and scheme[2]["scheme_code"] for scheme in self.sentence.schemes)
        if context == "institution":
            return self.last is not None and self.last.code.startswith(("agreements", "institutions"))
        return False

    def _topic_is_fund(self, hit: Hit) -> bool:
        if self.topic == "fund" or (self.last is not None and self.last.code.startswith("fund_")):
            return True
        previous = max((t.right for t in self.sentence.tokens if t.kind == "quantity" and t.right <= hit[0]), default=self.sentence.start)
        clause = re.split(r"[，。；]", self.text[max(previous, hit[0] - 24) : hit[0]])[-1]
        return "基金" in clause and not re.search(r"政府性基金|基金(?:财政)?专户", clause)

    def _readings(self, hit: Hit, token: Token, gap: str) -> list[Candidate]:
        """Readings of a phrase that fit the number; strict surroundings win over loose ones."""
        adjacent = bool(_CONNECT.match(gap))
        fitting = [
            c
            for c in self.book.candidates(hit[2]["phrase"])
            if c.metric_code and self.book.accepts(c.metric_code, token, adjacent) and self._valid(c, hit, token, gap)
        ]
        order = {"fund": 0, "scheme": 1, "institution": 1, "department": 2, "level": 2, "program": 3, "": 4, "weak": 5}
        return sorted(fitting, key=lambda c: order.get(c.context, 4))

    def _nearest_left(self, token: Token, bound: int) -> tuple[Hit, list[Candidate]] | None:
        """The nearest fitting phrase to the left. Nothing to link to may stand between it and the number."""
        hits = [h for h in self.sentence.metrics if h[1] <= token.left and h[0] >= bound]
        for hit in reversed(hits):
            gap = self.text[hit[1] : token.left]
            readings = self._readings(hit, token, gap)
            if readings and hit[0] not in self.consumed:
                if readings[0].context == "level":
                    verb = self._verb_left(token, bound, hit)
                    return verb if verb is not None else (hit, readings)
                return hit, readings
            if all(not c.metric_code for c in self.book.candidates(hit[2]["phrase"])) and len(gap) <= 8:
                return hit, []
        # A label before a comma (参保人数，截至年底为…): unused, strong, and no number between.
        earlier = [h for h in self.sentence.metrics if h[1] <= bound and h[0] not in self.consumed]
        previous = max(
            (t.right for t in self.sentence.tokens if t.kind == "quantity" and t.disposition != "score" and t.right <= bound), default=-1
        )
        for hit in reversed(earlier):
            if hit[0] < previous or bound - hit[1] > 30:
                break
            readings = [c for c in self._readings(hit, token, "□") if c.context == ""]
            if readings:
                return hit, readings
            if all(not c.metric_code for c in self.book.candidates(hit[2]["phrase"])):
                break
        return None

    def _verb_left(self, token: Token, bound: int, noun: Hit) -> tuple[Hit, list[Candidate]] | None:
        """A funding verb before 中央资金 and its like says what happened to the money."""
        for hit in reversed([h for h in self.sentence.metrics if bound <= h[0] < noun[0] and h[0] not in self.consumed]):
            readings = [c for c in self._readings(hit, token, "□") if c.context == "program"]
            if readings:
                return hit, readings
        return None

    def _adjacent_right(self, token: Token, end: int) -> tuple[Hit, list[Candidate]] | None:
        for hit in self.sentence.metrics:
            if token.right <= hit[0] < end and _RIGHT_JOIN.match(self.text[token.right : hit[0]]):
                readings = self._readings(hit, token, "")
                if readings and hit[0] not in self.consumed:
                    return hit, readings
        return None

    def _prefers_right(self, token: Token, left: Hit, right: Hit) -> bool:
        """A counter that stands on its noun (1317家定点医疗机构) belongs to it, unless a name stands right before."""
        if token.unit_class not in ("count", ""):
            return False
        gap = self.text[left[1] : token.left]
        return len(gap.strip()) > 2 and not _CONNECT.match(gap)

    def _add_joined(self, token: Token, bound: int, link: Link) -> None:
        """A、B均为…: the other names of a joined list share the number."""
        between = self.text[link.hits[0][1] : token.left]
        if not re.search(r"均|都|各|分别", between) and "收、支" not in between:
            return
        at = link.hits[0][0]
        for hit in reversed([h for h in self.sentence.metrics if bound <= h[0] < at]):
            if not re.fullmatch(r"[^，。；]{0,6}(?:、|和|及|与|以及)[^，。；、]{0,8}", self.text[hit[1] : at]):
                break
            readings = self._readings(hit, token, "□")
            if readings and readings[0].metric_code != link.code:
                link.hits.insert(0, hit)
                link.candidates.insert(0, readings[0])
            at = hit[0]

    # --- roles

    def _set_role(self, token: Token, bound: int, link: Link) -> None:
        own = [r for r in self.sentence.roles if bound <= r[0] and r[1] <= token.left]
        name_end = max((h[1] for h in link.hits if h[1] <= token.left), default=bound)
        for role in reversed(own):
            kind = role[2]["role"]
            after = self.text[role[1] : token.left]
            if kind in ("up", "down"):
                if len(after.strip()) > 8 or (role[0] < name_end and role[2]["phrase"] not in _CHANGE_VERB_FIRST):
                    continue
                if re.search(r"(?:到|至|达)\s*$", after) and role[0] >= name_end:
                    break
                link.role = "change"
                link.sign = -1 if kind == "down" else 1
                break
            if kind in ("target", "budget", "plan"):
                link.role = "plan" if kind == "plan" else "target"
                break
            if kind == "level":
                break
        if token.unit_label.endswith("百分点"):
            link.role = "change"
        if link.role == "actual" and self.text[token.right : token.right + 4].lstrip().startswith(("的目标", "目标")):
            link.role = "target"

    # --- inheritance

    def _inherit(self, token: Token, bound: int) -> Link | None:
        """No phrase of its own: the sentence goes on about what it spoke of."""
        segment = self.text[bound : token.left]
        base = self.head if self.in_which and self.head is not None else self.last
        if _PRIOR_VALUE.search(segment):
            base = self._head_for(token) or base
        if base is None or not base.candidates:
            return None
        total = self._inherit_total(token, segment)
        if total is not None:
            return total
        same_class = self.book.unit_class(base.code) == token.unit_class
        roles = [r for r in self.sentence.roles if bound <= r[0] and r[1] <= token.left]
        change = any(r[2]["role"] in ("up", "down") for r in roles) and not re.search(r"(?:到|至|达)\s*$", segment)
        if change:
            return self._inherit_change(token, segment)
        if not same_class or (token.unit_class == "count" and base.unit and base.unit != base_label(token)):
            return None
        if any(r[2]["role"] == "level" for r in roles) or _TO.match(segment):
            return Link(list(base.candidates), [], inherited=True)
        if _PRIOR_VALUE.search(segment):
            return Link(list(base.candidates), [], inherited=True)
        if any(bound - 1 <= y.start and y.end <= token.left for y in self.sentence.years) and len(segment.strip()) <= 12:
            return Link(list(base.candidates), [], inherited=True)
        if _RESTATED.match(segment) or _RESTATED.match(self.text[max(bound - 1, 0) : token.left]):
            return Link(list(base.candidates), [], inherited=True)
        if base.code.startswith("funding_") and _SINGLE.search(segment):
            return Link(list((self.head or base).candidates), [], inherited=True)
        names = [h for h in self.sentence.schemes if bound <= h[0] and h[1] <= token.left and h[2]["scheme_code"]]
        if base.code.startswith("funding_"):
            names += [h for h in self.sentence.levels if bound <= h[0] and h[1] <= token.left]
        bare = len(segment.strip()) - sum(h[1] - h[0] for h in names) <= 4
        if self.in_which or (names and bare):
            return Link(list((self.head or base).candidates), [], inherited=True)
        if any(name in segment for name in self.report.inner_regions) or re.search(r"[省市县区州盟旗]本级", segment):
            return Link(list(base.candidates), [], inherited=True)
        return None

    def _from_heading(self, token: Token, bound: int) -> Link | None:
        """The first number below an indicator's name, where the words before it are the name's short form (运行率)."""
        words = re.sub(r"[\s为达到在约:]+$", "", self.text[bound : token.left])
        if self.seen or self.before or not 2 <= len(words) <= 12:
            return None
        for hit in reversed(self.book.phrases.find(self.heading)):
            readings = [c for c in self._readings(hit, token, "□") if c.context == ""]
            if readings and hit[2]["phrase"].endswith(words[-3:]):
                return Link(readings[:1], [], inherited=True)
        return None

    def _inherit_total(self, token: Token, segment: str) -> Link | None:
        """共计 after money allocated and carried over is what was available; after allocations, their sum."""
        if not _SUM.search(segment):
            return None
        if token.unit_class == "person":
            insured = [link for _, link in self.seen if link.code == "insured_persons" and link.role == "actual"]
            return Link([Candidate("insured_persons", "basic_all", "")], [], inherited=True) if len(insured) >= 2 else None
        if token.unit_class != "money":
            return None
        codes = {link.code for _, link in self.seen if link.role == "actual"}
        if not codes or not codes <= {"funding_allocated", "funding_carried_over"}:
            return None
        code = "funding_available" if "funding_carried_over" in codes else "funding_allocated"
        return Link([Candidate(code, "", "program")], [], inherited=True)

    def _inherit_change(self, token: Token, segment: str) -> Link | None:
        """较上年增加30元: the change of the metric before it, or of all of them (均比去年增加30元)."""
        known = [link for _, link in self.seen if link.role == "actual" and self.book.unit_class(link.code) == token.unit_class]
        if not known:
            return None
        chosen = known if re.search(r"均|都|各|两项|分别", segment) else known[-1:]
        codes = dict.fromkeys(link.code for link in chosen)
        candidates = [c for link in chosen for c in link.candidates[:1] if c.metric_code in codes]
        unique = {c.metric_code: c for c in candidates}
        return Link(list(unique.values()), [], inherited=True)

    # --- parts

    def _set_part(self, token: Token, bound: int, link: Link) -> None:
        """In an of-which list, a number under the head's own metric is a part of it."""
        if not self.in_which or self.head is None or link.role != "actual" or self.head is link:
            return
        if link.inherited or link.code == self.head.code:
            link.part_of = self.head

    # --- 分别

    def _distributive(self, tokens: list[Token], index: int) -> int:
        """A、B分别为x和y: pairs in order. Returns how many numbers were linked."""
        first = tokens[index]
        bound = self._left_bound(first)
        segment = self.text[bound : first.left]
        lead = segment.rfind("分别")
        lead = lead if lead >= 0 else segment.rfind("依次")
        if lead < 0:
            return 0
        numbers = [first]
        for token in tokens[index + 1 :]:
            between = self.text[numbers[-1].right : token.left]
            if re.fullmatch(r"\s*(?:[、，,和及与]|以及)+\s*", between) and token.unit_class == (first.unit_class or token.unit_class):
                numbers.append(token)
            else:
                break
        if len(numbers) < 2:
            return 0
        if bound > self.sentence.start and not [h for h in self.sentence.metrics if bound <= h[0] < first.left]:
            previous = max((t.right for t in self.sentence.tokens if t.kind == "quantity" and t.right <= bound), default=self.sentence.start)
            bound = max(self.sentence.start, previous, self.text.rfind("。", 0, bound) + 1)
        at = first.left
        last = numbers[-1]
        if not last.unit_class:
            return 0
        for number in numbers:
            if not number.unit_class:
                number.unit_class, number.unit_label = last.unit_class, last.unit_label
        hits = [h for h in self.sentence.metrics if bound <= h[0] and h[1] <= at]
        named = [(h, r[0]) for h in hits if (r := self._readings(h, first, "□"))]
        if not named:
            return self._distribute_known(numbers)
        dims = [
            [h for h in self.sentence.schemes if bound <= h[0] and h[1] <= at and h[2]["scheme_code"]],
            [h for h in self.sentence.levels if bound <= h[0] and h[1] <= at],
        ]
        if len(named) >= len(numbers):
            pairs = [(hit, candidate, None) for hit, candidate in named[-len(numbers) :]]
        else:
            over = next((d for d in dims if len(d) == len(numbers)), None)
            regions = self._region_names(bound, at)
            if over is None and len(regions) == len(numbers):
                over = regions
            pairs = [(named[-1][0], named[-1][1], over[i] if over else None) for i in range(len(numbers))]
        role = "change" if re.search(r"增长|增加|减少|下降|提高|降低|上升|增幅", segment[lead:]) and not re.search(r"[到至达]", segment[lead:]) else "actual"
        for number, (hit, candidate, dim) in zip(numbers, pairs, strict=True):
            label = (dim[0], dim[1]) if dim is not None else (hit[0], hit[1])
            link = Link([candidate], [hit], role=role, seg_start=label[0], seg_end=number.right, label=label)
            if dim is None and len(named) < len(numbers):
                continue
            self.links[number.start] = link
            self.seen.append((number, link))
            self.consumed.add(hit[0])
            self.last = self.head = link
        return len(numbers)

    def _distribute_known(self, numbers: list[Token]) -> int:
        """分别为 without names: the values are of what the sentence named last, in the same order."""
        known = [link for _, link in self.seen if link.role == "actual"][-len(numbers) :]
        if len(known) < len(numbers) or any(self.book.unit_class(k.code) != numbers[-1].unit_class for k in known):
            return 0
        bound = self._left_bound(numbers[0])
        for number, old in zip(numbers, known, strict=True):
            link = Link(old.candidates[:1], [], seg_start=bound, seg_end=number.right, inherited=True)
            self.links[number.start] = link
            self.seen.append((number, link))
        return len(numbers)

    def _region_names(self, start: int, end: int) -> list[Hit]:
        found: list[Hit] = []
        for name in self.report.inner_regions:
            at = self.text.find(name, start, end)
            if at >= 0:
                found.append((at, at + len(name), {"region": name}))
        found.sort(key=lambda h: (h[0], -h[1]))
        kept: list[Hit] = []
        for hit in found:
            if not kept or hit[0] >= kept[-1][1]:
                kept.append(hit)
        return kept


__all__ = ["CHANGE_OF", "Link", "SentenceLinker"]
