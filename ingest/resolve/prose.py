"""Prose to observations: each line and long cell in its section, sentence by sentence, number by number."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.find.marks import mark_of
from ingest.find.numbers import Token
from ingest.find.phrases import Hit
from ingest.find.scores import TOTAL
from ingest.resolve.context import ReportContext
from ingest.resolve.facts import Facts
from ingest.resolve.indicators import Node, Tree
from ingest.resolve.link import CHANGE_OF, Link, SentenceLinker
from ingest.resolve.metrics import PROGRAM_TYPES, Candidate, MetricBook
from ingest.resolve.observe import Dimensions, Observer, replace
from ingest.resolve.sentences import HitIndex, Sentence

_TARGET_SECTION = re.compile(r"(?:绩效|总体|年度|预期|阶段|设定|总)*目标(?:设定|设置|值|内容|情况)?$|目标设定|预期目标|下一步|存在(?:的)?(?:主要)?问题|改进(?:措施|建议)|工作打算|名词解释|主要职责|下年")
_NOT_TARGET = re.compile(r"完成|实现|下达|分解")
_FUNCTION_SECTION = re.compile(r"一般公共预算(?:财政|当年)*(?:拨款)?支出(?:决算)?(?:具体|结构|总体)?情况|支出决算具体情况|支出决算结构|一般公共预算财政拨款支出决算")
_NOT_FUNCTION = re.compile(r"基本支出|三公|政府性基金|国有资本")
_OWN_LEVEL = re.compile(r"(?:市|县|区|州|省|盟|旗|自治区)本级|市直|县直")
_WHOLE = re.compile(r"全[市县区州盟旗省]|我[市县区州盟旗省](?!本级)")
_UPPER = re.compile(r"(?P<nation>全国)|(?P<province>全省|全自治区)")
_RANKING = re.compile(r"^\s*(?:排名|第|率先|首|前列|领先|居|位|各|统一|医保系统|医疗保障系统|先进|推广)")
_TOTAL_WORD = re.compile(r"(?:合计|共计|总计|总共|小计)[^，。；]{0,12}$")
_DOCUMENT = re.compile(r"[一-鿿]{1,10}\s*[〔\[(【]\s*(?:19|20)\d{2}\s*[〕\])】]\s*(?:第\s*)?\d+\s*号")
_LABEL_HEAD = re.compile(r"^(?:\s|其中|包括|包含|主要是|主要|用于|分别|另外|另|此外|支出内容为|支出内容|安排|拨付|发放|共|为|对|:|：|-|、|和|及|，|以及|“|\d+[.、])+")
_LABEL_TAIL = re.compile(r"(?:支出|资金|金额|费用)?(?:总计|合计|共计|累计|共|为|是|达到|达|约|计|有|:|：|各|实际|完成|人员|的|”|\s)+$")
_STAFF_OWN = re.compile(r"[（(]本级[）)]|(?<=局)本级|局机关|(?<![一-鿿])机关本级")
_SINGLE_LEVEL = re.compile(r"(?:^|[，,、；;:\s])(?P<level>中央|自治区|省|市|州|县|区|旗|乡镇)(?:级)?(?:财政)?(?:资金|补助|配套)?\s*$")
_LEVEL_OF = {"中央": "central", "省": "provincial", "自治区": "provincial", "市": "municipal", "州": "municipal"}
_SUM_OF = {frozenset({"central", "provincial"}): "central_and_provincial"}
_BASE = re.compile(r"(?:占|覆盖)(?P<base>[^，。；\d]{2,20}?)(?:的)?(?:比例|比重|比率)?(?:达到?|为|约|是)?\s*$")
_BARE_EXPENSE = re.compile(r"^\s*(?:(?:19|20)\d{2}\s*年度?|全年|本年度?|年度|本部门|共|累计|实际|总|合计|比上年的)*(?:支出|决算)")
_SEGMENT_STOP = re.compile(r"[，,；;。:]")


@dataclass
class _Section:
    """What the headings above a line say: the level, scheme or metric group that they name."""

    style: str
    words: str


@dataclass
class _Carry:
    """What a sentence has said so far and the next number inherits."""

    scheme: str = ""
    region: str = ""
    scope: str = "whole"
    year: int | None = None
    level: str = ""
    levels: set[str] = field(default_factory=set)
    own_scheme: str = ""  # named in the number's own clause
    fund_scheme: str = ""  # scheme of the fund whose account the sentence gives
    scope_group: str = ""  # metric group that 市本级 was said of


class ProseReader:
    """Reads observations and total scores out of prose."""

    def __init__(self, book: MetricBook, observer: Observer) -> None:
        self._book = book
        self._observer = observer

    def read_report(
        self, facts: Facts, index: HitIndex, report: ReportContext, tree: Tree, table_spans: list[tuple[int, int]]
    ) -> None:
        """All prose lines of a report that stand outside its tables."""
        text = index.masked
        sections: list[_Section] = []
        opened: list[tuple[Token, Link]] = []  # links of a line that opens a list (支出构成如下：)
        at = report.span.start
        while at < report.span.end:
            stop = text.find("\n", at, report.span.end)
            stop = report.span.end if stop < 0 else stop
            if text[at:stop].strip() and not any(s < stop and at < e for s, e in table_spans):
                self._enter_section(sections, text[at:stop])
                opened = opened if mark_of(text[at:stop]) else []
                links = self.read_span(facts, index, report, tree, at, stop, [s.words for s in sections], opened=opened)
                if links and text[at:stop].rstrip().endswith((":", "如下")):
                    opened = links
            at = stop + 1

    @staticmethod
    def _enter_section(sections: list[_Section], line: str) -> None:
        """Keep the chain of headings: a mark style seen above closes down to it."""
        mark = mark_of(line)
        if mark is None:
            return
        words = line[mark.end :].strip()
        for position, section in enumerate(sections):
            if section.style == mark.style:
                del sections[position:]
                break
        sections.append(_Section(mark.style, re.split(r"[。；]", words)[0][:60]))

    def read_span(
        self, facts: Facts, index: HitIndex, report: ReportContext, tree: Tree, start: int, end: int, sections: list[str],
        form: str = "prose", opened: list[tuple[Token, Link]] | None = None,
    ) -> list[tuple[Token, Link]]:  # fmt: skip
        """One line or one long cell; returns the links of its last sentence that has any."""
        tokens = facts.tokens_in(start, end)
        if not tokens:
            return []
        self._totals(facts, index.masked, report, tree, start, end)
        heading = [words for words in sections if len(words) <= 40]
        is_target = any(_TARGET_SECTION.search(words) and not _NOT_TARGET.search(words) for words in heading)
        item = self._item(facts, index.masked, start, end, sections)
        before: list[tuple[Token, Link]] = []
        for sentence in index.sentences(tokens, start, end):
            topic = self._topic(heading)
            linker = SentenceLinker(self._book, index.masked, sentence, report, is_target, topic, before or opened or [], heading[-1] if heading else "", bool(opened))
            links = linker.link_all()
            before = linker.seen or before
            carry = _Carry(level=self._heading_level(heading, index), scheme=self._heading_scheme(heading, index))
            for token in sentence.tokens:
                link = links.get(token.start)
                self._carry_on(index, report, sentence, token, link, carry)
                if link is not None:
                    self._emit(facts, index, report, sentence, token, link, carry, item, form, heading)
        return before

    # --- sections

    @staticmethod
    def _topic(heading: list[str]) -> str:
        words = "".join(heading[-2:])
        return "fund" if "基金" in words and ("收支" in words or "运行" in words or "结余" in words) else ""

    @staticmethod
    def _heading_level(heading: list[str], index: HitIndex) -> str:
        for words in reversed(heading[:-1] or heading):
            if re.match(r"中央财政|中央(?:补助|下达|资金)", words):
                return "central"
            if re.match(r"省级|省财政", words):
                return "provincial"
            if re.match(r"市级|市财政", words):
                return "municipal"
        return ""

    @staticmethod
    def _heading_scheme(heading: list[str], index: HitIndex) -> str:
        """Scheme that the nearest heading names alone (（一）城乡居民医保)."""
        for words in reversed(heading):
            codes = {hit[2]["scheme_code"] for hit in index.scheme_phrases.find(words)} - {"", "basic_all"}
            if len(codes) == 1 and re.search(r"基金|参保|筹资|待遇|医保$|保险$|险$|救助$", words) and len(words) <= 24:
                return codes.pop()
        return ""

    def _item(self, facts: Facts, text: str, start: int, end: int, sections: list[str]) -> str:
        """Label of a list item under a section that lists expenditure by function."""
        if not any(_FUNCTION_SECTION.search(w) and not _NOT_FUNCTION.search(w) for w in sections[:-1]):
            return ""
        mark = mark_of(text[start:end])
        if mark is None:
            return ""
        body = start + mark.end
        words = text[body:end]
        match = re.match(r"\s*(?:\d{3,7}\s*[-—]?\s*)?(?:[一-鿿、“”\-—]+(?:\s*\([^()]{1,12}\))?\s*)+", words)
        if match is None:
            return ""
        stop = body + match.end()
        label = facts.label(body, stop).rstrip("，。:：、")
        label = re.sub(r"(?:年初|全年)?(?:预算(?:数)?|支出决算(?:数)?|决算(?:数)?)(?:为)?$", "", label)
        return re.sub(r"(?<=[一-鿿])支出$", "", label) if not label.endswith(("）", ")")) else label

    # --- totals of a score

    def _totals(self, facts: Facts, text: str, report: ReportContext, tree: Tree, start: int, end: int) -> None:
        """Total self score wherever it is stated; sub-scores of named indicators are none."""
        for match in TOTAL.finditer(text, start, end):
            found = facts.tokens_in(match.start("score"), match.end("score"))
            if not found or found[0].kind != "quantity" or found[0].unit_class not in ("score", ""):
                continue
            token = found[0]
            if token.disposition or token.indicator_id or float(token.literal) > 1000:
                continue
            before = re.split(r"[，,。；;:\n]", text[start : match.start()])[-1].strip()
            if re.search(r"指标|扣|每|决策|过程|产出|效益|满意度|管理|[)】]$", before + match[0][:4]) and not re.search(r"评价|自评|整体", match[0]):
                continue
            if re.search(r"(?:一级|二级|三级|类)?指标(?:得|自)?$|\)$", before) or token.unit_class == "" and report.document_type == "other":
                continue
            if "总分" in match[0] and "得" not in match[0] and "自评" not in match[0] and "评价" not in match[0]:
                continue
            if tree.total is None:
                tree.total = Node(0, facts.label(match.start(), match.start("score")), match.start(), match.end())
            if tree.total.own is None:
                tree.total.own = token
            if report.document_type != "other":
                self._observer.observe(facts, report, token, "self_evaluation_score", Dimensions(), "prose")

    # --- dimensions

    def _carry_on(
        self, index: HitIndex, report: ReportContext, sentence: Sentence, token: Token, link: Link | None, carry: _Carry
    ) -> None:
        """Take up what the words since the last number say."""
        start, end = self._since(sentence, token), token.left
        words = index.masked[start:end]
        named_in_metric = [(h[0], h[1]) for h in (link.hits if link else ())]
        named = own = ""
        for hit in sentence.schemes:
            if start <= hit[0] < end and hit[2]["scheme_code"] and not any(s <= hit[0] and hit[1] <= e and hit[1] - hit[0] < e - s for s, e in named_in_metric):
                named = hit[2]["scheme_code"]
                own = named if link is None or hit[0] >= link.seg_start else own
        carry.own_scheme = own
        if named and (link is None or link.part_of is None):
            carry.scheme = named
        for year in sentence.years:
            if start <= year.start < end and year.kind in ("plain",) or (start <= year.start < end and year.kind == "since"):
                carry.year = year.year if year.year is not None else (report.fiscal_year or 0) + year.offset
                if year.kind == "since":
                    carry.year = None
        upper = list(_UPPER.finditer(words))
        group = self._book.metrics[link.code].group if link is not None and link.code in self._book.metrics else ""
        if "；" in words or ";" in words or (group and group != carry.scope_group):
            carry.scope = "whole"
        region = self._region(report, index.masked, self._subject_start(link, start), end) if link is not None else ""
        outer = self._outer(report, words[max(0, link.seg_start - start) :]) if link is not None else ""
        if region:
            carry.region, carry.scope = region, "whole"
        elif outer and not region:
            carry.region, carry.scope = outer, "whole"
        elif upper and not _RANKING.match(words[upper[-1].end() :]):
            carry.region, carry.scope = ("000000" if upper[-1]["nation"] else report.region_code[:2] + "0000"), "whole"
        elif _WHOLE.search(words) or (report.region_name and report.region_name in words):
            carry.region, carry.scope = "", "whole"
        if _OWN_LEVEL.search(words[max(0, (link.seg_start if link else start) - start) :]):
            carry.scope, carry.scope_group = "own_level", group
        levels = [hit[2]["funding_level"] for hit in sentence.levels if start <= hit[0] < end]
        if levels:
            carry.level = levels[-1]
            carry.levels |= set(levels)
        single = _SINGLE_LEVEL.search(words)
        if single and report.document_type in PROGRAM_TYPES and not levels:
            carry.level = _LEVEL_OF.get(single["level"], "county")
            carry.levels.add(carry.level)
        if _TOTAL_WORD.search(words) and not levels and len(carry.levels) > 1:
            carry.level = _SUM_OF.get(frozenset(carry.levels), "all")

    @staticmethod
    def _subject_start(link: Link, start: int) -> int:
        """A place counts where the number's own clause names it, or where it opens the sentence as its subject."""
        return start if link.seg_start - start <= 8 else link.seg_start

    @staticmethod
    def _since(sentence: Sentence, token: Token) -> int:
        return max((t.right for t in sentence.tokens if t.right <= token.left and t.kind == "quantity"), default=sentence.start)

    @staticmethod
    def _outer(report: ReportContext, words: str) -> str:
        """The prefecture or province around the report's region, where a value is said to be its own."""
        found = [(words.rfind(name), code) for name, code in report.outer_regions.items() if re.search(name + r"(?:全[市省]|本级|[^局厅一-鿿]|居民|职工|城乡|基本|医|参保)", words)]
        return max(found)[1] if found else ""

    @staticmethod
    def _region(report: ReportContext, text: str, start: int, end: int) -> str:
        """A division inside the report's region that the words name last; a short name only where it stands free."""
        best: tuple[int, str] = (-1, "")
        for name, code in report.inner_regions.items():
            at = text.rfind(name, start, end)
            if at < 0 or (at, code) <= best:
                continue
            full = name[-1] in "省市县区州盟旗"
            free = at == 0 or not ("\u4e00" <= text[at - 1] <= "\u9fff") or text[at - 3 : at].endswith(("其中", "补助", "安排", "分配", "下达", "拨付"))
            if full or free:
                best = (at, code)
        return best[1]

    def _year(self, report: ReportContext, sentence: Sentence, token: Token, link: Link, carry: _Carry, text: str) -> int | None:
        start = self._since(sentence, token)
        segment = text[start : token.left]
        own = [y for y in sentence.years if start <= y.start and y.end <= token.left]
        base = carry.year if carry.year is not None else report.fiscal_year
        local = [y for y in own if y.kind == "from" or (y.kind == "compared" and re.fullmatch(r"[末底初]?(?:同期)?的?\s*", text[y.end : token.left]))]
        if local and link.role == "actual":
            year = local[-1]
            return year.year if year.year is not None else (report.fiscal_year or 0) + year.offset
        if re.search(r"(?:由|从)(?:每人每年|人均|原来的?|之前的?)?\s*$", segment) and base is not None and not own:
            return base - 1
        if re.search(r"(?:由|从)[^，。；]{0,8}$", segment) and base is not None and not local and re.match(r"[^，。；\d]{0,6}(?:提高|增加|调整|提升|上升|下降|降低|减少|增长)", text[token.right : token.right + 12]):
            return base - 1
        return base

    def _emit(
        self, facts: Facts, index: HitIndex, report: ReportContext, sentence: Sentence, token: Token, link: Link, carry: _Carry, item: str, form: str, heading: list[str]
    ) -> None:
        text = index.masked
        dims = Dimensions(
            region_code=carry.region,
            scope=carry.scope,
            fiscal_year=self._year(report, sentence, token, link, carry, text),
            scheme=self._label_scheme(sentence, link) or carry.own_scheme or self._carried(link, carry) or self._indicator_scheme(index, link, heading),
            program_code=self._cover_program(index, report, sentence, token),
            funding_level=carry.level,
        )
        for position, candidate in enumerate(link.candidates):
            code, sign = candidate.metric_code, 1
            if link.role == "change":
                if code not in CHANGE_OF or token.unit_class == "percent":
                    continue
                code, sign = CHANGE_OF[code], link.sign
            fixed = self._refine(facts, index, report, sentence, token, link, position, code, dims, item)
            for real, refined in fixed:
                refined = self._fund_scheme(real, candidate.scheme_code, refined, report, carry)
                self._observer.observe(facts, report, token, real, refined, form, sign, candidate.scheme_code)

    def _indicator_scheme(self, index: HitIndex, link: Link, heading: list[str]) -> str:
        """The scheme that the indicator above the line names, where its name is the metric's name."""
        if not heading or link.code not in self._book.metrics:
            return ""
        for hit in self._book.phrases.find(heading[-1]):
            if any(c.metric_code == link.code for c in self._book.candidates(hit[2]["phrase"])):
                return next((h[2]["scheme_code"] for h in index.scheme_phrases.find(heading[-1]) if h[2]["scheme_code"]), "")
        return ""

    def _carried(self, link: Link, carry: _Carry) -> str:
        """A scheme named earlier holds on for enrollment, funds and benefits, not for service or supervision."""
        metric = self._book.metrics.get(link.code)
        return carry.scheme if metric is not None and metric.group in ("enrollment", "fund", "benefit", "financing") else ""

    def _fund_scheme(self, code: str, phrase_scheme: str, dims: Dimensions, report: ReportContext, carry: _Carry) -> Dimensions:
        """Rates and months of a fund are of the fund whose income or expense the sentence stated before."""
        metric = self._book.metrics[code]
        if metric.group != "fund":
            return dims
        if metric.scheme_fallback == "none" and not (phrase_scheme or dims.scheme) and carry.fund_scheme:
            return replace(dims, scheme=carry.fund_scheme)
        if metric.scheme_fallback != "none":
            carry.fund_scheme = self._book.scheme(code, phrase_scheme, dims.scheme, report)
        return dims

    @staticmethod
    def _label_scheme(sentence: Sentence, link: Link) -> str:
        """Scheme of a 分别 pair: the label that the pair gave it."""
        if link.label == (0, 0):
            return ""
        return next((h[2]["scheme_code"] for h in sentence.schemes if h[0] == link.label[0] and h[2]["scheme_code"]), "")

    def _cover_program(self, index: HitIndex, report: ReportContext, sentence: Sentence, token: Token) -> str:
        """In a covering letter the program is the one that the clause names."""
        if report.document_type != "cover_letter":
            return ""
        hits = index.cut("programs", self._since(sentence, token), token.left)
        codes = {hit[2]["program_code"] for hit in hits}
        return codes.pop() if len(codes) == 1 else "none"

    def _refine(
        self, facts: Facts, index: HitIndex, report: ReportContext, sentence: Sentence, token: Token, link: Link, position: int, code: str, dims: Dimensions, item: str
    ) -> list[tuple[str, Dimensions]]:
        """Real metric codes with the breakdown that the words give."""
        text = index.masked
        make = lambda breakdown, **more: Dimensions(**{**dims.__dict__, "breakdown": breakdown, **more})  # noqa: E731
        if code == "department_totals":
            return [("department_income_total", dims), ("department_expense_total", dims)]
        if code == "funding_carried_over_next":
            return [("funding_carried_over", make("", fiscal_year=(dims.fiscal_year or 0) + 1))]
        if code in ("item_expense", "budget_completion_rate"):
            return self._item_expense(facts, text, link.seg_start, sentence, token, code, item, self._lead(index, sentence), make)
        if item and code in ("general_budget_expense", "department_expense", "project_expense", "basic_expense"):
            return [("general_budget_expense", make(item))]
        if link.part_of is not None:
            return self._part(facts, text, sentence, token, link, code, dims, make)
        context = next((c.context for c in link.candidates if c.metric_code == code), "")
        if context == "department_part" and link.hits:
            hit = link.hits[min(position, len(link.hits) - 1)]
            return [(code, make(facts.label(hit[0], hit[1])))]
        if code in ("department_income_total", "department_expense_total") and re.search(r"财政拨款(?:本年)?(?:收|支)?", text[link.seg_start : token.left]):
            return [(code, make("财政拨款"))]
        if code == "participation_rate" and not link.candidates[min(position, len(link.candidates) - 1)].scheme_code:
            if any(hit[2]["is_key_group"] == "1" and hit[0] < token.left for hit in sentence.groups):
                return [("key_group_participation_rate", make("", scheme="basic_all"))]
        if code == "funding_allocated":
            return [(code, make(self._document_number(facts, text, sentence, link, token)))]
        if code in ("staff_in_post", "staff_quota"):
            return [(code, make(self._staff_part(facts, text, sentence, token, link)))]
        if code == "drg_dip_coverage_rate":
            base = _BASE.search(text[link.seg_start : token.left])
            return [(code, make(facts.label(link.seg_start + base.start("base"), link.seg_start + base.end("base")) if base else ""))]
        if code.startswith(("beneficiary", "insured_persons")) and "change" not in code:
            return [(code, make(self._group(facts, sentence, link, token)))]
        if code in ("designated_hospitals", "designated_pharmacies"):
            joined = re.match(r"[^，。；]{0,24}?(接入[^，。；]{0,14}|开通[^，。；]{0,14}|纳入[^，。；]{0,14}|上线[^，。；]{0,14})", text[token.right : token.right + 40])
            start = token.right + joined.start(1) if joined else 0
            return [(code, make(facts.label(start, token.right + joined.end(1)) if joined else ""))]
        return [(code, dims)]

    def _lead(self, index: HitIndex, sentence: Sentence) -> tuple[Hit, Candidate] | None:
        """The department metric that the words before the first stop of the line name (（二）“三公”经费。)."""
        start = index.masked.rfind("\n", 0, sentence.start) + 1
        for hit in index.cut("metrics", start, min(sentence.start, start + 40)):
            for candidate in self._book.candidates(hit[2]["phrase"]):
                if candidate.context == "department" and candidate.metric_code in self._book.metrics:
                    return hit, candidate
        return None

    def _item_expense(self, facts, text, start, sentence, token, code, item, lead, make):  # type: ignore[no-untyped-def]
        """支出决算 and 完成预算的…%: of the item that the line is about."""
        if item:
            return [("general_budget_expense" if code == "item_expense" else code, make(item))]
        named = [
            (hit, c)
            for hit in sentence.metrics
            if hit[1] <= token.left
            for c in self._book.candidates(hit[2]["phrase"])
            if c.context == "department" and c.metric_code not in ("item_expense", "budget_completion_rate", "department_totals")
        ]
        if not named and lead is not None and (code != "item_expense" or _BARE_EXPENSE.search(text[start : token.left])):
            named = [lead]
        if not named:
            return []
        hit, candidate = named[-1]
        if code == "item_expense":
            return [(candidate.metric_code, make(""))]
        label = re.sub(r"(?:支出|决算)+$", "", facts.label(hit[0], hit[1]))
        return [(code, make(label))]

    def _part(self, facts, text, sentence, token, link, code, dims, make):  # type: ignore[no-untyped-def]
        """A number of an of-which list: told apart by scheme, level or region, else by its printed label."""
        since = max(self._since(sentence, token), link.seg_start)
        named_scheme = any(since <= h[0] < token.left and h[2]["scheme_code"] for h in sentence.schemes)
        named_level = code.startswith("funding_") and (any(since <= h[0] < token.left for h in sentence.levels) or _SINGLE_LEVEL.search(text[since : token.left]))
        head = link.part_of
        group = self._book.metrics[code].group if code in self._book.metrics else ""
        if group in ("enrollment", "fund", "benefit") and named_scheme:
            return [(code, dims)]
        if named_level or (dims.region_code and dims.region_code != "000000"):
            return [(code, dims)]
        if group in ("benefit", "financing", "fund") and token.unit_class == "percent":
            return []
        label = self._label(facts, text, since, token)
        if not label or head is None:
            return []
        return [(code, make(label))]

    @staticmethod
    def _label(facts: Facts, text: str, start: int, token: Token) -> str:
        """The part's label: the words before the number without joints, else the words after it."""
        start = max(start, max((m.end() + start for m in _SEGMENT_STOP.finditer(text[start : token.left])), default=start))
        words = text[start : token.left]
        head = _LABEL_HEAD.match(words)
        begin = start + (head.end() if head else 0)
        tail = _LABEL_TAIL.search(text[begin : token.left])
        end = begin + tail.start() if tail else token.left
        label = facts.label(begin, end).strip("“”、，：:")
        if label:
            return label if len(label) <= 24 else ""
        after = re.match(r"\s*的?(?P<label>[^，,。；;、()\d]{2,16})", text[token.right : token.right + 20])
        return facts.label(token.right + after.start("label"), token.right + after.end("label")) if after else ""

    def _document_number(self, facts: Facts, text: str, sentence: Sentence, link: Link, token: Token) -> str:
        """The 文号 that an amount was issued under, where the sentence gives several amounts by 文号."""
        everywhere = list(_DOCUMENT.finditer(text, sentence.start, sentence.end))
        if len(everywhere) < 2:
            return ""
        here = [m for m in everywhere if self._since(sentence, token) <= m.start() and m.end() <= token.left]
        if not here or re.search(r"[，。；]", text[here[-1].end() : token.left]) or _TOTAL_WORD.search(text[here[-1].end() : token.left]):
            return ""
        return re.sub(r"\s+", "", facts.printed(here[-1].start(), here[-1].end()))

    def _staff_part(self, facts: Facts, text: str, sentence: Sentence, token: Token, link: Link) -> str:
        for hit in sentence.groups:
            if hit[1] <= token.right and hit[0] >= link.seg_start:
                begin = hit[0] - 2 if text[hit[0] - 2 : hit[0]] == "机关" else hit[0]
                return facts.label(begin, hit[1])
        own = list(_STAFF_OWN.finditer(text, sentence.start, token.left))
        return facts.label(own[-1].start(), own[-1].end()) if own else ""

    @staticmethod
    def _group(facts: Facts, sentence: Sentence, link: Link, token: Token) -> str:
        """The person group that the words before the metric's name speak of."""
        hits = [h for h in sentence.groups if link.seg_start <= h[0] and h[1] <= token.left]
        if not hits:
            return ""
        start, stop = hits[0][0], hits[-1][1]
        name = min((h[0] for h in link.hits if h[0] >= stop), default=0)
        if name and name - stop <= 12:
            stop = name
        return re.sub(r"(?:获得|享受|参加|实施|累计|共|等)+$", "", facts.label(start, stop))

