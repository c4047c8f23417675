"""Dimensions that a sentence carries from number to number: scheme, place, scope, year, funding level."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.find.numbers import Token
from ingest.find.phrases import Hit
from ingest.resolve.context import ReportContext
from ingest.resolve.metrics import PROGRAM_TYPES, MetricBook
from ingest.resolve.observe import Dimensions
from ingest.resolve.prose.ellipsis import AVERAGE, OWN_MONEY, SINGLE_LEVEL
from ingest.resolve.prose.inverted import levels_behind
from ingest.resolve.prose.sentences import Sentence, YearHit
from ingest.resolve.prose.state import BOUGHT, JOINT, SUM, SUMMED, Link, since_last_number, since_stop

_OWN_LEVEL = re.compile(r"[市县区州省盟旗](?:本级|(?<=[市县])直(?!接))")
_WHOLE = re.compile(r"各(?:县|区|旗|市)|全[市县区州盟旗省]|我[市县区州盟旗省](?!本级)")
_UPPER = re.compile(r"(?P<nation>全国)|(?P<province>全省|全自治区)")
_RANKING = re.compile(r"^\s*(?:排名|第|率先|首|前列|领先|居(?!民)|位|各|统一|医保系统|医疗保障系统|先进|推广)")
_OUTER_VALUE = r"(?:全[市省]|本级|[^局厅一-鿿]|居民|职工|城乡|基本|医|参保)"
_EACH = re.compile(r"[均各](?!级|类|项)|都(?=在|超|达|高|为|是|有)")
_JOINT = re.compile(r"\s*[、和及与]\s*")
_PRIOR = re.compile(r"(?:由|从)(?:每人每年|人均|原来的?|之前的?)?\s*$")
_PRIOR_FAR = re.compile(r"(?:由|从)[^，。；]{0,8}$")
_COMPARED_VALUE = re.compile(r"度?[末底初]?(?:同期)?的?(?:支出)?(?:决算)?数?\s*")
_TO_FOLLOWS = re.compile(r"[^，。；\d]{0,6}(?:提高|增加|调整|提升|上升|下降|降低|减少|增长|增至|升至|调至|增到|涨到)")
_GAVE_NOTHING = re.compile(
    r"(?:财政|资金)?(?:未|没有|没|无|不)(?!使用|拨付|支出|执行)[^，。；、\d]{0,6}(?:[，。；、]|$)"
)
_MOVED_TO = re.compile(r"(?:转去|转入|转到|转为|转参|改参|改为|流向|转移到)(?:参加|参)?$")
_BESIDES = re.compile(r"另有|另外|此外|连同|还有")
_LEVEL_OF = {"中央": "central", "省": "provincial", "自治区": "provincial", "市": "municipal", "州": "municipal"}
_SUM_OF = {frozenset({"central", "provincial"}): "central_and_provincial"}
_FUND_NAME = re.compile(r"基金|医保|保险")
_BASIC = {"employee", "resident"}
_TOGETHER = re.compile(rf"{SUMMED}|两项")
_SCHEME_CARRIES = ("enrollment", "fund", "benefit", "financing")
# A short place name counts where it stands free or after one of these.
_BEFORE_PLACE = ("其中", "补助", "安排", "分配", "下达", "拨付")


@dataclass
class Carry:
    """What the sentence has said so far. Each number first takes up the words since the last one."""

    book: MetricBook
    report: ReportContext
    sentence: Sentence
    text: str
    level: str = ""
    outer_level: str = field(init=False)  # that the heading gives
    own_level: str = ""  # named since the last number
    scheme: str = ""
    own_scheme: str = ""  # named in the number's own clause
    parts: int = 0  # parts stated since the last semicolon
    near_scheme: str = ""  # named last, of a whole or of a part
    fund_scheme: str = ""  # of the fund whose account the sentence gives
    region: str = ""
    scope: str = "whole"
    scope_group: str = ""  # metric group that 市本级 was said of
    year: int | None = None
    levels: set[str] = field(default_factory=set)
    unspent: set[str] = field(default_factory=set)  # levels of money named since the last that was spent
    unrated: set[str] = field(default_factory=set)  # levels of money spent since the last rate of execution
    remark: tuple[int, str] | None = None  # end of the bracket that a scheme was named in, and the scheme before it
    by_the_way: tuple[int | None] | None = None  # the year to go back to after a clause of another year
    remark_place: tuple[int, str, str] | None = None  # the same of a place and a scope
    remark_year: tuple[int, int | None] | None = None  # the same of a year
    behind: int = 0  # end of the name that the last number stood before: its words are said
    aside: list[str] = field(default_factory=list)  # the region to go back to after a comparison

    def __post_init__(self) -> None:
        self.outer_level = self.level
        words = self.text[self.sentence.start : self.sentence.end]
        self._around = {name: code for name, code in self.report.outer_regions.items() if name in words}

    def take_up(self, token: Token, link: Link | None) -> None:
        """Read the words between the last number and this one."""
        start, end = since_last_number(self.sentence, token, self.text), token.left
        words = self.text[start:end]
        if self.aside and not _JOINT.fullmatch(words):
            self.region, self.aside = self.aside.pop(), []
        if link is not None and "平均" in words and AVERAGE.search(self.text, start, end):
            self.aside = [self.region]  # 全国平均水平（94.6%） is said by the way
        self._take_scheme(words, start, end, link)
        self._take_year(start, end)
        self._take_place(words, start, end, link)
        self._take_level(words, start, token, link)

    def dimensions(self, token: Token, link: Link, program_code: str) -> Dimensions:
        """Dimensions of the number, as far as the words give them."""
        return Dimensions(
            region_code=link.region or self.region,
            scope=self.scope,
            fiscal_year=link.year or self._year_of(token, link),
            scheme=self._label_scheme(link)
            or self._scheme_behind(token, link)
            or self.own_scheme
            or (link.restates.scheme if link.restates else "")
            or (link.role == "change" and self.parts == 1 and self.near_scheme)
            or self._carried_scheme(link),
            program_code=program_code,
            funding_level=link.level or self.own_level or (link.part_of.level if link.part_of else "") or self.level,
        )

    def places(self, token: Token, link: Link) -> list[str]:
        """会同县、芷江县参保率均超过97%: the codes of all places that a number holds of, where it holds of several."""
        words = self.text[link.seg_start : token.left]
        each = list(_EACH.finditer(words)) if link.role == "actual" and not link.region else []
        if not each:
            return []
        stop = link.seg_start + each[-1].start()
        found = list(self.report.inner_pattern.finditer(self.text, link.seg_start, stop))
        joined = all(_JOINT.fullmatch(self.text, a.end(), b.start()) for a, b in pairwise(found))
        codes = [self.report.inner_regions[match[0]] for match in found]
        return codes if joined and len(set(codes)) > 1 and codes[-1] == self.region else []

    def names_fund(self, token: Token) -> bool:
        """Whether the words since the last number name a fund themselves (医保基金, 基本医保)."""
        start = since_last_number(self.sentence, token, self.text)
        return bool(_FUND_NAME.search(self.text, start, token.left))

    # --- scheme

    def _take_scheme(self, words: str, start: int, end: int, link: Link | None) -> None:
        named = own = carried = ""
        if self.remark and self.remark[0] < end:
            self.scheme, self.remark = self.remark[1], None
        near = [hit for hit in self.sentence.schemes if start <= hit.start < end and hit.row["scheme_code"]]
        spans = [(h.start, h.end) for h in link.hits if "…" not in h.phrase] if link and near else []
        for hit in near:
            inside_name = any(s <= hit.start and hit.end <= e and hit.end - hit.start < e - s for s, e in spans)
            if not inside_name:
                named = "basic_all" if self._is_summed(near, hit, end) else hit.row["scheme_code"]
                own = named if link is None or hit.start >= link.seg_start else own
                close = self._remark_end(hit)
                if BOUGHT.search(self.text[max(start, hit.start - 8) : hit.start]):
                    carried = ""  # 居民基金购买大病保险: of neither
                elif _MOVED_TO.search(self.text, max(start, hit.start - 8), hit.start):
                    own = ""  # 转去参加职工医保: where people went is not what is spoken of
                elif not 0 <= close < end:
                    carried = named
                    self.remark = self.remark or ((close, self.scheme) if close >= 0 else None)
        self.own_scheme = own
        self.near_scheme = named or self.near_scheme
        if "；" in words or ";" in words:
            self.parts = 0
        self.parts += link is not None and link.part_of is not None
        if carried and (link is None or link.part_of is None):
            self.scheme = carried

    def _is_summed(self, near: list[Hit], last: Hit, end: int) -> bool:
        """职工和居民医保基金合计收入: both insurances, joined, and the words of a sum."""
        if len(near) < len(_BASIC) or last is not near[-1] or {h.row["scheme_code"] for h in near[-2:]} != _BASIC:
            return False
        is_joined = JOINT.fullmatch(self.text, near[-2].end, last.start)
        return bool(is_joined and _TOGETHER.search(self.text, last.end, end))

    def _remark_end(self, hit: Hit | YearHit) -> int:
        """Where the bracket that holds a hit ends, -1 where none does."""
        before = self.text[self.sentence.start : hit.start]
        if before.rfind("(") <= before.rfind(")"):
            return -1
        return self.text.find(")", hit.end, self.sentence.end)

    def _label_scheme(self, link: Link) -> str:
        """The scheme that a 分别 list gives the number."""
        if link.label is None:
            return ""
        return next((h.row["scheme_code"] for h in self.sentence.schemes if h.start == link.label[0]), "")

    def _scheme_behind(self, token: Token, link: Link) -> str:
        """24.9万名群众参加居民医保: the scheme in a name that stands behind its number."""
        end = link.end_behind(token)
        if not end:
            return ""
        behind = (h.row["scheme_code"] for h in self.sentence.schemes if token.right <= h.start and h.end <= end)
        return next(filter(None, behind), "")

    def _carried_scheme(self, link: Link) -> str:
        """A scheme named earlier holds on for enrollment, funds and benefits, not for service or supervision."""
        metric = self.book.metrics.get(link.code)
        return self.scheme if metric is not None and metric.group in _SCHEME_CARRIES else ""

    # --- year

    def _take_year(self, start: int, end: int) -> None:
        if self.by_the_way is not None and "；" in self.text[start:end]:
            self.year, self.by_the_way = self.by_the_way[0], None
        if self.remark_year and self.remark_year[0] < end:
            self.year, self.remark_year = self.remark_year[1], None
        for hit in self.sentence.years:
            if not start <= hit.start < end:
                continue
            close = self._remark_end(hit)
            if 0 <= close < end:
                continue  # （含上年清算资金） is said by the way
            if close >= 0:
                self.remark_year = self.remark_year or (close, self.year)
            if hit.kind == "plain":
                if start > self.sentence.start and self.by_the_way is None:
                    self.by_the_way = (self.year,)  # 直接结算率76%，2023年为69%；知晓率84%
                self.year = hit.resolve(self.report.fiscal_year)
            elif hit.kind == "since":
                self.year = None

    def _year_of(self, token: Token, link: Link) -> int | None:
        """The year that the value speaks of: its own, the one before in 由…提高到…, else the sentence's."""
        start = since_last_number(self.sentence, token, self.text)
        segment = self.text[start : token.left]
        named = [y for y in self.sentence.years if start <= y.start and y.end <= token.left]
        for hit in reversed(named):
            compared = hit.kind == "compared" and _COMPARED_VALUE.fullmatch(self.text, hit.end, token.left)
            if link.role == "actual" and (hit.kind == "from" or compared):
                return hit.resolve(self.report.fiscal_year)
        base = self.year if self.year is not None else self.report.fiscal_year
        if base is None or not ("由" in segment or "从" in segment):
            return base
        if link.end_behind(token):
            return base  # 由450万元的基本支出和…组成
        stated_to = _TO_FOLLOWS.match(self.text[token.right : token.right + 12])
        prior = bool(_PRIOR.search(segment) and not named) or bool(_PRIOR_FAR.search(segment) and stated_to)
        return base - 1 if prior else base

    # --- place

    def _take_place(self, words: str, start: int, end: int, link: Link | None) -> None:
        if self.remark_place and self.remark_place[0] < end:
            self.region, self.scope = self.remark_place[1:]
            self.remark_place = None
        metric = self.book.metrics.get(link.code) if link is not None else None
        group = metric.group if metric is not None else ""
        if "；" in words or ";" in words or (group and group != self.scope_group):
            self.scope = "whole"
        region = outer = ""
        if link is not None:
            # A place counts where the number's own clause names it, or where it opens the sentence as its subject.
            own = since_stop(self.text, start, link.seg_start - 1) if self._opens_bracket(link, end) else link.seg_start
            region = self._inner(start if own - start <= 8 else own, end)
            outer = self._outer(words[max(0, link.seg_start - start) :]) if self._around else ""
        upper = list(_UPPER.finditer(words)) if "全" in words else []
        if region or outer:
            close = self._bracket_end(link, end)
            if close >= end and self.remark_place is None:
                self.remark_place = (close, self.region, self.scope)
            self.region, self.scope = region or outer, "whole"
        elif upper and not _RANKING.match(words[upper[-1].end() :]):
            wide = "000000" if upper[-1]["nation"] else self.report.region_code[:2] + "0000"
            self.region, self.scope = "" if wide == self.report.region_code else wide, "whole"
        elif "全市" in words and self.report.region_name.endswith(("县", "区", "旗")) and self._prefecture():
            self.region, self.scope = self._prefecture(), "whole"  # in a county's report 全市 is the city around it
        elif _WHOLE.search(words) or (self.report.region_name and self.report.region_name in words):
            self.region, self.scope = "", "whole"
        own_words = max(start, link.seg_start) if link is not None else start
        local = _OWN_LEVEL.search(words, own_words - start) if "级" in words or "直" in words else None
        if local and not (group == "funding" and self._is_of_level(start + local.start())):
            self.scope, self.scope_group = "own_level", group

    def _is_of_level(self, at: int) -> bool:
        """州本级财政安排180万元: 本级 tells whose treasury gave it, not what place it is of."""
        return any(hit.start <= at < hit.end and hit.phrase.endswith("财政") for hit in self.sentence.levels)

    def _opens_bracket(self, link: Link, end: int) -> bool:
        """居后两位的是余干县（93.7%）: the subject of a number in brackets stands before them."""
        opens = self.text[link.seg_start - 1 : link.seg_start] == "("
        return opens and not self.text[link.seg_start : end].strip()

    def _bracket_end(self, link: Link | None, end: int) -> int:
        """Where the bracket ends that the words with a number's place stand in, -1 where they stand in none."""
        if link is None or self._opens_bracket(link, end):
            return -1
        opened = self.text.rfind("(", self.sentence.start, link.seg_start + 1)
        close = self.text.find(")", opened, self.sentence.end) if opened >= 0 else -1
        return close if close >= link.seg_start else -1

    def _prefecture(self) -> str:
        return next((code for code in self.report.outer_regions.values() if not code.endswith("0000")), "")

    def _inner(self, start: int, end: int) -> str:
        """The division inside the report's region that the words name last."""
        code = ""
        for match in self.report.inner_pattern.finditer(self.text, start, end):
            before = self.text[max(0, match.start() - 3) : match.start()]
            free = not before or not "\u4e00" <= before[-1] <= "\u9fff" or before.endswith(_BEFORE_PLACE)
            if free or match[0][-1] in "省市县区州盟旗":
                code = self.report.inner_regions[match[0]]
        return code

    def _outer(self, words: str) -> str:
        """The prefecture or province around the report's region, where a value is said to be its own."""
        found = [
            (words.rfind(name), code)
            for name, code in self._around.items()
            if name in words and re.search(name + _OUTER_VALUE, words)
        ]
        return max(found)[1] if found else ""

    # --- funding level

    def _take_level(self, words: str, start: int, token: Token, link: Link | None) -> None:
        self.own_level = ""
        inverted = levels_behind(self.sentence, self.text, token, link) if link is not None else []
        since = max(start, self.behind)
        self.behind = max(self.behind, *(hit.end for hit in inverted)) if inverted else self.behind
        hits = inverted or [
            hit for hit in self.sentence.levels if since <= hit.start < token.left and self._has_money(hit)
        ]
        named = [self._level_of(hit) for hit in hits]
        if not named and self.report.document_type in PROGRAM_TYPES and (single := SINGLE_LEVEL.search(words)):
            named = [_LEVEL_OF.get(single["level"], "county")]
        if not named and "本级" in words and OWN_MONEY.search(words) and self.report.own_funding_level:
            named = [self.report.own_funding_level]
        if named:
            self.level = self.own_level = named[-1]
            self.levels |= set(named)
        elif SUM.search(words) and (len(self.levels) > 1 or "上级" in self.text[self.sentence.start : start]):
            self.level = _SUM_OF.get(frozenset(self.levels), "all")
        elif "；" in words and len(self.levels) > 1 and link is not None and link.part_of is None:
            self.level = self.outer_level  # 中央3万元，县级1万元；上年结转2万元
        elif link is not None and link.code.startswith("funding_carried_over") and self._stands_apart(words):
            self.level = self.outer_level  # 县级1万元，另有上年结转2万元
        self._take_spent(words, named, link)

    def _has_money(self, hit: Hit) -> bool:
        """州级未作安排: a level that gave nothing is none that a sum is of."""
        return not _GAVE_NOTHING.match(self.text, hit.end, self.sentence.end)

    def _take_spent(self, words: str, named: list[str], link: Link | None) -> None:
        """中央下达3万元、县级配套1万元，支出4万元，执行率100%: what is spent, or rated, is of all levels before it."""
        code = link.code if link is not None else ""
        if "；" in words:
            self.unspent, self.unrated = set(), set()
        before = {"funding_spent": self.unspent, "execution_rate": self.unrated}.get(code, set())
        if not named and len(before) > 1 and link is not None and link.part_of is None:
            self.level = _SUM_OF.get(frozenset(before), "all")
        if code == "funding_spent":
            self.unspent = set()
            self.unrated |= set(named)
        elif code == "execution_rate":
            self.unrated = set()
        else:
            self.unspent |= set(named)

    def _stands_apart(self, words: str) -> bool:
        """Whether money carried over is beside that of several levels, or said to be besides."""
        return len(self.levels) > 1 or bool(_BESIDES.search(words))

    def _level_of(self, hit: Hit) -> str:
        """The level that a word gives, or the place before it (南宁市财政)."""
        return self.report.level_of(hit, self.text[max(hit.start - 12, 0) : hit.start])
