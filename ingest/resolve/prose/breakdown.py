"""Breakdown: which part of the whole a number is, and the real metric behind an item's expense."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.find.numbers import Token
from ingest.find.phrases import Hit
from ingest.resolve.facts import Facts
from ingest.resolve.metrics import Candidate
from ingest.resolve.observe import Dimensions
from ingest.resolve.prose.ellipsis import OWN_LEVEL, OWN_MONEY, SINGLE_LEVEL
from ingest.resolve.prose.inverted import levels_behind
from ingest.resolve.prose.labels import Labels
from ingest.resolve.prose.sentences import HitIndex
from ingest.resolve.prose.state import Link, State, since_stop

Meaning = tuple[str, Dimensions]  # metric code and dimensions

_GENERAL_BUDGET = "一般公共预算财政拨款支出"
_BY_FUNCTION = ("general_budget_expense", "department_expense", "project_expense", "basic_expense")
_BARE_EXPENSE = re.compile(
    r"^\s*(?:(?:19|20)\d{2}\s*年度?|全年|本年度?|年度|本部门|共|累计|实际|总|合计)*(?:支出|决算)"
)
_OF_DEPARTMENT = ("department_income", "department_expense", "department_income_total", "department_expense_total",
                  "basic_expense", "project_expense")  # fmt: skip
PAYERS = ("resident", "employee")  # funds that buy or hold another insurance: its money is a part of theirs
_FISCAL_BEFORE = re.compile(r"(?:一般公共预算|政府性基金预算|国有资本经营预算)?财政拨款$")
_FISCAL_TOTAL = re.compile(r"财政拨款(?:本年)?(?:收|支)")
_LABEL_HEAD = re.compile(
    r"^(?:\s|其中|包括|包含|内有|内含|主要(?:是|用于|为|包括)|用于|分别|另外|另|此外|支出内容为|支出内容|安排|拨付|发放|补助|共|为|对|:|-|、|和|及|，|以及|“|\d+[.、])+"
)
_LABEL_TAIL = re.compile(r"(?:支出)?(?:总计|合计|共计|累计|共|为|是|达到|达|约|计|有|:|各|实际|完成|的|”|\s)*+$")
_LABEL_DRESS = re.compile(r"^(?:一般公共预算)?(?:财政)?拨款(?=“?三公)|(?:支出|决算)+$")
_LABEL_AFTER = re.compile(
    r"\s*(?:的|(?:主要)?(?:用于|用在|花在|投向|是|系|为)(?!了?[提增新减])了?)?(?P<label>[^，,。；;、()\d]{2,16})"
)
_RETIRED = re.compile(r"离?退休|离休")  # no staff
_NO_PART = re.compile(r"(?:年末|年底|期末)(?:累计)?(?:结余|结转|结存)(?:资金)?(?:为|约)?\s*$")
_BROUGHT_ON = re.compile(r"(?:[上去]年|年初|期初)(?:结余|结转)(?:和(?:结余|结转))?\s*$")  # no income of the year
_CARRIED = re.compile(r"(?:年初|年末|上年|期初|期末)(?:财政拨款)?结[转余]")
_OTHER_YEAR = re.compile(r"(?:[上去]年|(?:19|20)\d{2}年)(?:度|同期)?(?:的|为|是|共)?\s*$")
_MAX_LABEL = 24


@dataclass
class Breakdown:
    """Resolves the breakdown of one sentence's links."""

    facts: Facts
    index: HitIndex
    state: State
    item: str | None  # under expenditure by function: the account that the line is about, '' for all; else None

    def __post_init__(self) -> None:
        self._labels = Labels(self.facts, self.state)

    def meanings(self, token: Token, link: Link, candidate: Candidate, dims: Dimensions) -> list[Meaning]:
        """Real metric codes, each with its dimensions; empty where the words do not say enough."""
        code = candidate.metric_code
        if code == "department_totals":
            return [
                (c, self._fiscal(c, token, link, dims)) for c in ("department_income_total", "department_expense_total")
            ]
        if code == "funding_carried_over_next":
            this_year = self.state.report.fiscal_year or 0
            named_year = dims.fiscal_year or 0
            return [("funding_carried_over", replace(dims, fiscal_year=max(named_year, this_year + 1)))]
        if code == "funding_carried_over_from":
            year = dims.fiscal_year
            return [("funding_carried_over", replace(dims, fiscal_year=year + 1 if year is not None else None))]
        if code in ("item_expense", "budget_completion_rate"):
            return self._of_item(token, link, code, dims)
        if self.item and code in ("basic_expense", "project_expense") and self._is_split():
            return []
        if self.item and code in _BY_FUNCTION and self._is_part_of_item(token, link):
            return self._part_of_item(token, link, dims)
        if self.item and code in _BY_FUNCTION:
            return [("general_budget_expense", replace(dims, breakdown=self.item))]
        if link.part_of is not None:
            return self._part(token, link, code, dims, candidate.scheme_code)
        if code == "participation_rate" and self._is_of_key_group(token, link, bool(candidate.scheme_code)):
            label = self.facts.label(*link.label) if link.is_listed and link.label is not None else ""
            return [("key_group_participation_rate", replace(dims, scheme="basic_all", breakdown=label))]
        return [(code, self._fiscal(code, token, link, self._labels.add(token, link, candidate, dims)))]

    def _fiscal(self, code: str, token: Token, link: Link, dims: Dimensions) -> Dimensions:
        """Income and expense of 财政拨款 alone are parts of the department's own."""
        if code not in _OF_DEPARTMENT or dims.breakdown:
            return dims
        start = self.state.sentence.start
        words = self.state.text[start : token.left]
        if self.state.above.fiscal or (code.endswith("_total") and _FISCAL_TOTAL.search(words)):
            return replace(dims, breakdown=self.state.above.fiscal or "财政拨款")
        before = _FISCAL_BEFORE.search(words[: max(0, link.hits[-1].start - start)]) if link.hits else None
        return replace(dims, breakdown=before[0]) if before and not code.endswith("_total") else dims

    def _is_of_key_group(self, token: Token, link: Link, is_general: bool) -> bool:
        """困难群众参保率; the general 基本医保参保率 is theirs only where its own words name them."""
        start = link.seg_start if is_general else self.state.sentence.start
        groups = [hit for hit in self.state.sentence.groups if start <= hit.start < token.left]
        return any(hit.row["is_key_group"] != "0" for hit in groups)

    # --- items of the final accounts

    def _of_item(self, token: Token, link: Link, code: str, dims: Dimensions) -> list[Meaning]:
        """支出决算 and 完成预算的…% speak of the item that the line is about."""
        if self.item is not None:
            if code == "budget_completion_rate":
                dims = self._of_this_year(dims)
                return [(code, replace(dims, breakdown=self.item or _GENERAL_BUDGET))]
            if self.item and self._is_part_of_item(token, link):
                return self._part_of_item(token, link, dims)
            bare = _BARE_EXPENSE.match(self.state.text[link.seg_start : token.left])
            label = self.item or ("" if bare else self._part_label(link.seg_start, token))
            return [("general_budget_expense", replace(dims, breakdown=label))]
        named = self._department_names(self.state.sentence.metrics, token.left)
        if not named and (
            code != "item_expense"
            or link.inherited
            or _BARE_EXPENSE.match(self.state.text[link.seg_start : token.left])
        ):
            line = self.state.line_start(self.state.sentence.start)
            lead = self.index.cut("metrics", line, min(self.state.sentence.start, line + 40))
            named = self._department_names(lead, self.state.sentence.start)[:1]
        if not named:
            return []
        hit, real = named[-1]
        if code == "item_expense":
            return [(real, dims)]
        label = _LABEL_DRESS.sub("", self.facts.label(hit.start, hit.end))
        return [(code, replace(self._of_this_year(dims), breakdown=label))]

    def _is_split(self) -> bool:
        """Whether the sentence divides an item's expense into 基本支出 and 项目支出."""
        whole = any(link.code in ("item_expense", "general_budget_expense") for _, link in self.state.seen)
        return whole or {"基本支出", "项目支出"} <= {hit.phrase for hit in self.state.sentence.metrics}

    def _is_part_of_item(self, token: Token, link: Link) -> bool:
        """Whether the line stated the item's own expense before; the item is itself a part of the list above it."""
        stated = any(t.start < token.start and known.code == link.code for t, known in self.state.seen)
        return link.part_of is not None and (stated or not self.state.lists_items)

    def _part_of_item(self, token: Token, link: Link, dims: Dimensions) -> list[Meaning]:
        """主要用于行政单位离退休…: a part of an account is of interest where it is an account itself."""
        label = self._part_label(max(self.state.stretch_start(token), link.seg_start), token)
        name = re.sub(r"（[类款项]）|\([类款项]\)", "", label).removesuffix("支出")
        return [("general_budget_expense", replace(dims, breakdown=label))] if name in self.state.book.accounts else []

    def _of_this_year(self, dims: Dimensions) -> Dimensions:
        """完成预算的…% is of the report's year, though 上年决算数 stands before it."""
        named = any(year.year == dims.fiscal_year for year in self.state.sentence.years)
        return dims if named else replace(dims, fiscal_year=self.state.report.fiscal_year)

    def _department_names(self, hits: list[Hit], end: int) -> list[tuple[Hit, str]]:
        """Phrases before `end` that name a metric of the department."""
        return [
            (hit, candidate.metric_code)
            for hit in hits
            if hit.end <= end and self.state.text[hit.start - 1 : hit.start] != "占"
            for candidate in self.state.book.candidates(hit.phrase)
            if candidate.context == "department"
            and candidate.metric_code in self.state.book.metrics
            and candidate.metric_code != "budget_completion_rate"
        ]

    # --- parts of a whole

    def _part(self, token: Token, link: Link, code: str, dims: Dimensions, scheme: str) -> list[Meaning]:
        """A number of an of-which list: told apart by scheme, level or place, else by its printed label."""
        text, sentence = self.state.text, self.state.sentence
        since = max(self.state.stretch_start(token), link.seg_start)
        metric = self.state.book.metrics.get(code)
        group = metric.group if metric is not None else ""
        named_to = link.end_behind(token) or token.left
        by_scheme = any(since <= h.start < named_to and h.row["scheme_code"] for h in sentence.schemes)
        by_level = (
            any(since <= h.start < token.left for h in sentence.levels)
            or SINGLE_LEVEL.search(text[since : token.left])
            or (group == "funding" and OWN_MONEY.search(text, since, token.left))
            or (group == "funding" and levels_behind(sentence, text, token, link))
        )
        whole = link.part_of.scheme if link.part_of is not None and group == "fund" else ""
        whole = whole if whole in PAYERS and (scheme or dims.scheme) not in (*PAYERS, "") else ""
        if group in ("enrollment", "fund", "benefit") and by_scheme and not whole:
            return [(code, dims)]
        if group == "enrollment" and link.part_of is not None and link.part_of.scheme:
            dims = replace(dims, scheme=link.part_of.scheme)
        if group in ("fund", "benefit") and link.part_of is not None and not by_scheme:
            dims = replace(dims, scheme=dims.scheme or link.part_of.scheme)
        if by_scheme and whole:
            dims = replace(dims, scheme=whole)  # what the residents' fund pays for 大病保险 is its own expense
        named_program = group == "funding" and dims.program_code not in ("", "none")
        if named_program or (group == "funding" and by_level) or dims.region_code not in ("", "000000"):
            return [(code, dims)]
        grouped = any(since <= h.start < token.left for h in sentence.groups)
        if OWN_LEVEL.search(text, since, token.left) and group in ("enrollment", "fund", "benefit") and not grouped:
            return [(code, dims)]  # 其中市本级收入2.5亿元: its scope tells it apart
        if link.label is not None:
            return [(code, replace(dims, breakdown=self.facts.label(*link.label)))]
        if token.unit_class == "percent":
            level = self._level_of_part(link)
            return [(code, replace(dims, funding_level=level))] if level else []
        if link.inherited and _NO_PART.search(text[since : token.left]):
            return []  # 其中甲3万元、乙2万元；年末结余1万元
        if code in _OF_DEPARTMENT and _BROUGHT_ON.search(text[since : token.left]):
            return []
        if dims.fiscal_year != self.state.report.fiscal_year and _OTHER_YEAR.search(text[since : token.left]):
            return [(code, dims)]  # 其中…；上年为12万元: the whole of another year
        issued_under = self._labels.document_number(token) if code == "funding_allocated" else ""
        pool = self._labels.pool(link, token) if group == "fund" else ""
        part = self.state.seen_before(link)
        if code == "fund_months_payable" and part is not None and part.code == "fund_cumulative_balance":
            return [(code, replace(dims, scheme=part.scheme))]  # 其中职工22亿元，可支付14个月
        label = issued_under or pool or self._part_label(since, token)
        if code in _OF_DEPARTMENT and _CARRIED.match(label):
            return []  # 其中4万元为年末结转: a balance beside income and expense
        if code == "staff_in_post" and _RETIRED.match(label):
            return []
        return [(code, replace(dims, breakdown=label))] if label else []

    def _level_of_part(self, link: Link) -> str:
        """其中中央资金支出300万元，执行率98%: the level of the part right before a rate, else ''."""
        part = self.state.seen_before(link)
        if part is None or part.part_of is None or link.code != "execution_rate":
            return ""
        return part.level if part.code.startswith("funding_") and part.level not in ("all", "none") else ""

    def _part_label(self, start: int, token: Token) -> str:
        """The words before the number without joints, else the words after it."""
        text = self.state.text
        start = since_stop(text, start, token.left)
        head = _LABEL_HEAD.match(text[start : token.left])
        begin = start + (head.end() if head else 0)
        tail = _LABEL_TAIL.search(text[begin : token.left])
        label = self.facts.label(begin, begin + tail.start() if tail else token.left).strip("、，：:")
        label = label if label.count("“") == label.count("”") else label.strip("“”")
        if label:
            return label if len(label) <= _MAX_LABEL else ""
        return self._labels.matched(_LABEL_AFTER.match(text[token.right : token.right + 20]), "label", token.right)
