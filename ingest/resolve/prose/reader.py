"""Prose to observations: each line and long cell in its section, sentence by sentence, number by number."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.find.numbers import Token
from ingest.find.scores import OTHERS, SCORED, TOTAL
from ingest.find.tables import lines_between
from ingest.resolve.context import ReportContext
from ingest.resolve.facts import Facts
from ingest.resolve.indicators.nodes import Node
from ingest.resolve.indicators.tree import Tree
from ingest.resolve.metrics import CHANGE_OF, Candidate, MetricBook
from ingest.resolve.observe import Dimensions, Observer
from ingest.resolve.prose.accounts import function_item
from ingest.resolve.prose.breakdown import PAYERS, Breakdown
from ingest.resolve.prose.carry import Carry
from ingest.resolve.prose.headings import Headings
from ingest.resolve.prose.letters import program_scores
from ingest.resolve.prose.link import link_sentence
from ingest.resolve.prose.sentences import HitIndex, Sentence
from ingest.resolve.prose.state import Link, State, since_last_number

Links = list[tuple[Token, Link]]

_OTHER = re.compile(r"保险$|^社会?保险?基金$")
_PART_SCORE = re.compile(r"指标|测评|检测|考试|测试|扣|每|决策|过程|产出|效益|满意度|管理|[)】]$")
_SCORE_BEFORE = re.compile(
    r"\s*[，,(]\s*(?:较|比|与)?(?:[上去]年度?|上一年度?|(?P<year>20\d{2})年度?)(?:同期)?的?(?:(?:综合|自评|评价)*得分)?(?:为|是)?\s*(?P<score>\d{2,3}(?:\.\d+)?)\s*分"
    r"(?!以)"
)
_FULL_BEFORE = re.compile(r"\((?:满分|分值)?\s*(?P<full>\d{1,3})\s*分\s*[，,、;]\s*$")
_OWN_TOTAL = re.compile(r"评价|自评|整体")
_COMPLETED = re.compile(r"(?:完成|实际)值(?:为|是|达到?)?\s*:?\s*$")  # words of a form: what an indicator came to
_MAX_CLAUSE = 300  # characters before a score that may say whose it is


class ProseReader:
    """Reads observations and total scores out of prose."""

    def __init__(self, book: MetricBook, observer: Observer) -> None:
        self._book = book
        self._observer = observer

    def read_report(
        self, facts: Facts, index: HitIndex, report: ReportContext, tree: Tree, tables: list[tuple[int, int]]
    ) -> None:
        """All prose lines of a report that stand outside its tables."""
        text = index.masked
        opened: Links = []  # links of a line that opens a list (支出构成如下：)
        above = Headings(index)
        for start, end in lines_between(text, tables, report.span.start, report.span.end):
            line = text[start:end]
            heading = above.below(line)
            above, opened = (heading, opened) if heading else (above, [])
            links = self.read_span(facts, index, report, tree, start, end, above, opened)
            if links and line.rstrip().endswith((":", "如下")):
                opened = links

    def read_span(
        self, facts: Facts, index: HitIndex, report: ReportContext, tree: Tree, start: int, end: int,
        above: Headings | None = None, opened: Links | None = None,
    ) -> Links:  # fmt: skip
        """One line or one long cell; returns the links of its last sentence that has any."""
        tokens = facts.tokens_in(start, end)
        if not any(token.kind == "quantity" and not token.disposition for token in tokens):
            return []
        if report.document_type == "cover_letter" and SCORED.search(index.masked, start, end):
            for token, program in program_scores(index, tokens, start):
                dims = Dimensions(program_code=program)
                self._observer.observe(facts, report, token, "self_evaluation_score", dims, "prose")
        self._read_totals(facts, index.masked, report, tree, start, end)
        above = above or Headings(index)
        if above.states_nothing:
            return []
        before: Links = []
        fund_scheme = ""
        for sentence in index.sentences(tokens, start, end):
            state = State(
                self._book, index.masked, sentence, report, above,
                lists_items=bool(opened) and not before, before=before or opened or [], in_which=bool(opened),
            )  # fmt: skip
            links = link_sentence(state)
            before = state.seen or before
            if not links:
                continue
            carry = Carry(
                self._book, report, sentence, index.masked, above.level, scheme=above.scheme, fund_scheme=fund_scheme
            )
            item = function_item(facts, index.masked, start, end, above.words)
            breakdown = Breakdown(facts, index, state, item)
            last = max(links)
            for token in sentence.tokens:
                if token.start > last:
                    break
                link = links.get(token.start)
                carry.take_up(token, link)
                if link is not None and not (link.code.startswith("fund") and _is_foreign(index, start, token)):
                    self._observe(facts, index, report, sentence, token, link, carry, breakdown)
            fund_scheme = carry.fund_scheme
        return before

    def _observe(
        self, facts: Facts, index: HitIndex, report: ReportContext, sentence: Sentence, token: Token, link: Link,
        carry: Carry, breakdown: Breakdown,
    ) -> None:  # fmt: skip
        """Write what a link says: one observation a reading."""
        dims = carry.dimensions(token, link, _letter_program(index, report, sentence, token))
        if not dims.scheme and (of_indicator := self._indicator_scheme(index, link, breakdown.state.above.nearest)):
            dims = replace(dims, scheme=of_indicator)
        completed = _COMPLETED.search(index.masked, max(sentence.start, token.left - 12), token.left)
        form = "indicator" if completed and self._is_headed(link, breakdown.state.above.nearest) else "prose"
        link.level = link.level or dims.funding_level  # parts of it are money of the same level
        for candidate in link.candidates:
            chosen, sign = candidate, link.sign
            if link.role == "change":
                if candidate.metric_code not in CHANGE_OF or token.unit_class == "percent":
                    continue
                chosen = replace(candidate, metric_code=CHANGE_OF[candidate.metric_code])
            for code, full in breakdown.meanings(token, link, chosen, dims):
                full = self._in_fund(code, token, link, chosen, full, report, carry)
                link.scheme = link.scheme or chosen.scheme_code or full.scheme
                is_bought = link.part_of is not None and link.part_of.scheme == full.scheme and full.scheme in PAYERS
                scheme = "" if is_bought and full.breakdown else chosen.scheme_code
                for region in carry.places(token, link) or [full.region_code]:
                    here = replace(full, region_code=region)
                    self._observer.observe(facts, report, token, code, here, form, sign, scheme)

    def _in_fund(
        self, code: str, token: Token, link: Link, candidate: Candidate, dims: Dimensions, report: ReportContext,
        carry: Carry,
    ) -> Dimensions:  # fmt: skip
        """Rates and months of a fund are of the fund whose income or expense the sentence stated before."""
        metric = self._book.metrics[code]
        if metric.group != "fund":
            return dims
        is_bare = not (candidate.scheme_code or dims.scheme)
        if is_bare and carry.fund_scheme and (metric.scheme_fallback == "none" or not carry.names_fund(token)):
            return replace(dims, scheme=carry.fund_scheme)
        if metric.scheme_fallback != "none" and not dims.breakdown and link.part_of is None:
            carry.fund_scheme = self._book.scheme(code, candidate.scheme_code, dims.scheme, report)
        return dims

    def _indicator_scheme(self, index: HitIndex, link: Link, heading: str) -> str:
        """The scheme that the indicator above the line names, where its name is the metric's name."""
        scheme = next((h.row["scheme_code"] for h in index.scheme_phrases.find(heading) if h.row["scheme_code"]), "")
        return scheme if scheme and link.code in self._book.metrics and self._is_headed(link, heading) else ""

    def _is_headed(self, link: Link, heading: str) -> bool:
        """Whether the heading above the line names the metric: it is an indicator's."""
        named = (c.metric_code for hit in self._book.phrases.find(heading) for c in self._book.candidates(hit.phrase))
        return link.code in named

    def _read_totals(self, facts: Facts, text: str, report: ReportContext, tree: Tree, start: int, end: int) -> None:
        """Total self score wherever it is stated; sub-scores of named indicators are none."""
        for match in TOTAL.finditer(text, start, end) if SCORED.search(text, start, end) else ():
            found = facts.tokens_in(match.start("score"), match.end("score"))
            token = found[0] if found else None
            has_score = report.document_type not in ("other", "final_accounts")  # accounts quote scores of projects
            if token is None or not has_score or not _may_be_total(token, match, text, start):
                continue
            if tree.total is None:
                tree.total = Node(0, facts.label(match.start(), match.start("score")), match.start(), match.end())
            tree.total.own = tree.total.own or token
            self._observer.observe(facts, report, token, "self_evaluation_score", Dimensions(), "prose")
            self._read_earlier_total(facts, text, report, match.end(), end)

    def _read_earlier_total(self, facts: Facts, text: str, report: ReportContext, start: int, end: int) -> None:
        """得分96.5分，较上年94.8分提高1.7分: the total of the year before, right behind the report's own."""
        stated = _SCORE_BEFORE.match(text, start, end)
        if stated is None or report.fiscal_year is None:
            return
        dims = Dimensions(fiscal_year=int(stated["year"] or report.fiscal_year - 1))
        for token in facts.tokens_in(stated.start("score"), stated.end("score"))[:1]:
            self._observer.observe(facts, report, token, "self_evaluation_score", dims, "prose")


def _may_be_total(token: Token, match: re.Match[str], text: str, start: int) -> bool:
    """A free number of score kind, not said of an indicator or a deduction."""
    if token.kind != "quantity" or token.unit_class not in ("score", "") or token.disposition or token.indicator_id:
        return False
    if token.qualifier != "exact":
        return False  # 90分以上为优 is a grade
    near = text[max(start, match.start() - _MAX_CLAUSE) : match.start()]
    full = _FULL_BEFORE.search(near)
    if full is not None and full["full"] != "100":
        return False  # （一）产出指标（50分，自评48.5分）
    before = re.split(r"[，,。；;:\n]", near)[-1].strip()
    if re.search(r"指标(?:得|自)?$|\)$", before) or (_PART_SCORE.search(before) and not _OWN_TOTAL.search(match[0])):
        return False
    if OTHERS.search(before):
        return False
    return "总分" not in match[0] or any(word in match[0] for word in ("得", "自评", "评价"))


def _is_foreign(index: HitIndex, start: int, token: Token) -> bool:
    """Whether the insurance that a line names last is another people's: pensions, or all of social insurance."""
    before = [hit for hit in index.cut("schemes", start, token.left) if hit.end <= token.left]
    named = [hit for hit in before if hit.row["scheme_code"] or _OTHER.search(hit.phrase)]
    return bool(named) and not named[-1].row["scheme_code"]


def _letter_program(index: HitIndex, report: ReportContext, sentence: Sentence, token: Token) -> str:
    """Where a report is of no one program, as a covering letter is, it is the one that the clause names."""
    if report.document_type not in ("cover_letter", "other"):
        return ""
    is_letter = report.document_type == "cover_letter"
    start = since_last_number(sentence, token, index.masked) if is_letter else sentence.start
    codes = {hit.row["program_code"] for hit in index.cut("programs", start, token.left)}
    return codes.pop() if len(codes) == 1 else "none"
