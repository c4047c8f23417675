"""Tables that are neither statements nor indicator tables: staff tables, county lists, overview tables.

Row label, column header and the caption above together name what a cell is; long cells are prose.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from ingest.find.numbers import Token
from ingest.find.phrases import Phrases
from ingest.find.tables import Table
from ingest.read.indents import LEAST
from ingest.resolve.context import ReportContext
from ingest.resolve.facts import Facts
from ingest.resolve.metrics import DEPARTMENT_TYPES, PROGRAM_TYPES, Candidate, MetricBook
from ingest.resolve.observe import Dimensions, Observer
from ingest.resolve.prose.ellipsis import OWN_MONEY
from ingest.resolve.tables.around import Caption, Column, Line, Named, Place, declared, unaliased, unit_declared
from ingest.resolve.tables.caption import caption_of, head_units, units_of
from ingest.resolve.tables.grid import plain
from ingest.resolve.tables.layout import Block, Slot, blocks, is_value, slots

_OF_WHICH = re.compile(r"其中\s*[:：]?\s*(?=[一-鿿])")
_KIND = re.compile(r"(?:在职|退休)(?:参保)?(?:职工|人员)?(?:人数)?|(?:普通)?门诊(?:慢特病)?|住院")
_WHOLE_ROW = re.compile(r"^(?:合计|总计|全[市县区州省盟旗](?:合计)?|小计|总数)$")
_GRAND_ROW = re.compile(r"^(?:合计|总计|全[市县区州省盟旗](?:合计)?|总数)$")
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年")
_PRIOR = re.compile(r"上年|去年|上一年|年初|期初")
_BROUGHT = re.compile(r"(?:上年|去年|上一年|年初|期初)[^，。]{0,2}结[转余存]")  # money of last year that is this year's
_NOT_LEVEL = re.compile(
    r"增长|增减|增幅|同比|比上年|较上年|变化|占比|比重|排名|序号|目标|计划|预算|应(?:到位|拨|下达|配套|筹|补助|安排|参|缴|收|付)"
)
_CHANGE = re.compile(r"增长|增减|增幅|同比|比上年|较上年|变化")
_OWN_LEVEL = re.compile(r"^(?:[省市县区州]本级|本级|.{2,8}[省市县区州]本级)$")
_FUND = re.compile(
    r"(?<!政府性)基金(?!预算财政)|(?:医保|医疗保险|长护险|护理保险|生育保险|大病保险)[^，。]{0,4}(?:收支|结余)"
)
_PUBLIC_MONEY = re.compile(r"补助|补贴|专项|转移支付|财政|救助|项目资金|预算")
_ACTED_ON = re.compile(r"检查|稽核|稽查|巡查|抽查|核查|处理|查处|违规|追回|约谈|整改|移[交送]|拒付")
_BALANCE = re.compile(r"结余|结转|结存|节余")
_MONTHS = ("月数", "月份")
_BASIC = {"resident", "employee"}
_OF_A_SCHEME = ("enrollment", "financing", "funding", "fund", "benefit")  # of what the caption says, too
_UPPER = {"central", "provincial"}
# Headers that name no measure of their own: the caption does.
_GENERIC = re.compile(
    r"(?:(?:19|20)\d{2}年度?|[上本去]年|金额|数额|数量|数值|人数|人次|合计|总计|小计|本年数|上年数|决算数|完成数|实际|万元|元|亿元|%|资金|补助)*$"
)


class TableReader:
    """Observations from the cells of plain tables."""

    def __init__(self, book: MetricBook, observer: Observer, schemes: Phrases, levels: Phrases) -> None:
        self._book = book
        self._observer = observer
        self._schemes = schemes
        self._levels = levels
        # Labels and headers come again with each cell of their row or column.
        self._scheme = lru_cache(maxsize=4096)(self._find_scheme)
        self._is_foreign = lru_cache(maxsize=4096)(self._find_foreign)
        self._names_no_measure = lru_cache(maxsize=4096)(self._find_no_measure)

    def read(self, facts: Facts, report: ReportContext, table: Table, skip: set[int], before: str) -> None:
        """All cells of the rows that no other reader took; `before` is the text above the table."""
        rows = [row for i, row in enumerate(table.rows) if i not in skip]
        caption = caption_of(rows, before)
        if len(rows) < 2:
            return
        for block in blocks(rows):
            self._block(facts, report, block, caption)

    def _block(self, facts: Facts, report: ReportContext, block: Block, caption: str) -> None:
        parts = self._part_columns(block.heads)
        columns = {id(head): self._column(facts, head, parts) for head in block.heads}
        headless = self._column(facts, [], {})
        summed_up = [column.words for column in columns.values() if column.scheme]
        units = [unit for unit in units_of(caption) if facts.unit_class(unit)]
        over = Caption(caption, units, self._is_named(caption, *summed_up))
        if not self._tells(facts, block, [*columns.values()], over):
            return  # most tables are of other things
        labels = [next((cell.text for cell in row if cell.words), "") for row, _ in block.rows]
        by_row = {self._scheme(words) for words in labels} - {""}
        by_column = {column.scheme for column in columns.values()} - {""}
        levels = {level for column in columns.values() if (level := self._level(column.words))}
        by_level = any(map(self._level, labels))
        grand = any(_GRAND_ROW.match(plain(words)) for words in labels)
        whole = ""  # of the insurance that the rows below it divide
        kind = ""  # group of the metric that the whole's label names
        strange = self._is_foreign(caption) and not self._scheme(caption)
        brought = any(map(_BROUGHT.search, labels))
        found = list(slots(block, lambda words: bool(facts.unit_class(words))))
        outermost = min((facts.indent(slot.label) for slot in found), default=0) if by_row else 0
        line = None
        for slot in found:
            if line is None or line.labels is not slot.labels:
                line = self._line(facts, slot)
            column = columns.get(id(slot.head), headless)
            is_part = bool(whole) and facts.indent(slot.label) >= outermost + LEAST
            if by_row and not is_part and (self._scheme(line.label) or line.is_foreign):
                whole, kind = line.label, ""
            if grand and line.plain == "小计":
                continue  # a part of the rows, under no name of its own
            if not (column.is_level and line.is_level) or self._is_of_others(slot, column, line, whole, strange):
                continue
            is_own = column.scheme in by_column & _BASIC  # 小计 below 职工医保参保人数
            is_sum = column.is_total and not is_own
            summed = by_row if line.is_whole else by_column if is_sum else set()
            if summed and not summed <= _BASIC:
                continue  # a sum over insurances that no scheme covers
            siblings = summed_up if column.is_total else []
            place = Place(slot, column, line, over, siblings, brought and line.is_whole)
            named = self._named_cell(facts, report, place)
            if named is None:
                continue
            both = Dimensions(
                scheme="basic_all" if summed == _BASIC else "",
                funding_level="central_and_provincial"
                if column.is_total and levels == _UPPER
                else report.own_funding_level * (by_level and line.plain == report.region_name),
                breakdown=column.part or (facts.label(slot.label.start, slot.label.end) if is_part else ""),
            )
            divided = "" if line.is_whole else self._scheme(whole)
            group = self._write(facts, report, named, place, both, (divided, kind))
            whole = "" if kind and group not in ("", kind) else whole  # its rows have come to something else
            kind = group or kind

    def _tells(self, facts: Facts, block: Block, columns: list[Column], over: Caption) -> bool:
        """Whether any words around the cells of a block name a metric or declare a unit."""
        if over.units or over.is_named or any(column.is_named or column.unit for column in columns):
            return True
        cells = [cell for row, _ in block.rows for cell in row if not is_value(cell)]
        said = {column.words for column in columns} | {section for _, section in block.rows}
        return any(
            self._book.phrases.find(words)
            or head_units(words)
            or facts.unit_class(unaliased(words))
            or plain(words).endswith(_MONTHS)
            for words in said.union(*((cell.text, cell.words) for cell in cells))
        )

    def _is_of_others(self, slot: Slot, column: Column, line: Line, whole: str, strange: bool) -> bool:
        """Pensions, injuries and unemployment are other people's; `strange`: the caption is of them."""
        if column.is_foreign or line.is_foreign or self._is_foreign(whole):
            return True
        return strange and not self._scheme("".join((whole, line.label, slot.section, *slot.head)))

    def _line(self, facts: Facts, slot: Slot) -> Line:
        label, words = slot.label.text, plain(slot.label.words)
        outer = [*(cell.text for cell in reversed(slot.labels[:-1])), slot.section]
        return Line(
            slot.labels,
            label,
            words,
            outer,
            unit=unit_declared(facts, label),
            units=[cell for cell in slot.row if len(cell.words) <= 4 and facts.unit_class(unaliased(cell.words))],
            outer_unit=next(filter(None, (unit_declared(facts, said) for said in outer)), ""),
            is_foreign=self._is_foreign(label) or self._is_foreign(slot.section),
            is_level=_CHANGE.search(label) is None,
            is_whole=_WHOLE_ROW.match(words) is not None,
            is_named=self._is_named(label, *outer),
        )

    def _is_named(self, *said: str) -> bool:
        """Whether any of these words hold a phrase that names a metric."""
        return any(map(self._book.phrases.find, said))

    def _named_cell(self, facts: Facts, report: ReportContext, place: Place) -> Named | None:
        """The one number of a cell with the metric that the words around it name."""
        cell = place.slot.cell
        tokens = [t for t in facts.tokens_in(cell.start, cell.end) if t.kind == "quantity"]
        if len(tokens) != 1 or tokens[0].disposition:
            return None
        return self._named_in_unit(facts, tokens[0], report, place)

    def _write(
        self,
        facts: Facts,
        report: ReportContext,
        named: Named,
        place: Place,
        both: Dimensions,
        divided: tuple[str, str],
    ) -> str:
        """Write what a cell states. Returns the group of the metric that its label names, or ''."""
        token, words, candidate = named
        if place.holds_brought and candidate.metric_code == "funding_allocated":
            candidate = replace(candidate, metric_code="funding_available")
        by_label, group = words is place.line.label, self._book.metrics[candidate.metric_code].group
        scheme, kind = divided
        # 居民医保基金支出 heads 基金收入 below it, not 知晓率; 统筹基金 below 职工医保 is the employees' in any column.
        if scheme and not both.scheme and group in _OF_A_SCHEME and (not by_label or kind in ("", group)):
            both = replace(both, scheme=scheme)
        dims = self._dimensions(facts, report, candidate, place, by_label=by_label, both=both)
        self._observer.observe(
            facts, report, token, candidate.metric_code, dims, "table", phrase_scheme=candidate.scheme_code
        )
        return group if by_label else ""

    def _named(self, token: Token, report: ReportContext, place: Place) -> Named | None:
        """The metric of a value and the words that name it: its header, its label, what stands around both."""
        slot, line = place.slot, place.line
        if not (place.column.is_named or line.is_named or place.caption.is_named):
            return None  # most tables of a report are of other things
        inner = "".join(slot.head) == place.head  # else its column is a part of the one that heads it
        head = [*reversed(slot.head), place.head] if inner else [place.head]
        around = [*line.outer, place.caption.words] if self._names_no_measure(place.head) else line.outer
        for words in (*head, line.label, *around):
            candidate = self._name(words, token, report, place)
            if candidate is not None and not (words is line.label and self._is_other_side(candidate, place.head)):
                brought = self._brought(candidate, token, report, place)
                return Named(token, line.label, brought) if brought else Named(token, words, candidate)
        for words in place.siblings:
            candidate = self._name(words, token, report, place)
            if candidate is not None:
                return Named(token, words, replace(candidate, scheme_code=""))
        return None

    def _brought(self, candidate: Candidate, token: Token, report: ReportContext, place: Place) -> Candidate | None:
        """上年结转 in a column 下达金额: the row says more of the money than the column."""
        if candidate.metric_code not in ("funding_allocated", "funding_available"):
            return None
        named = self._name(place.line.label, token, report, place)
        return named if named is not None and named.metric_code.startswith("funding_carried_over") else None

    def _part_columns(self, heads: list[list[str]]) -> dict[int, tuple[str, str]]:
        """By the identity of a column's header: the header that it is a part of, and its label (其中：在职 | 退休)."""
        found: dict[int, tuple[str, str]] = {}
        whole, goes_on = "", False
        for head in heads:
            words = "".join(head)
            led = _OF_WHICH.match(words)
            kind = _KIND.fullmatch(plain(head[-1])) if head else None
            is_next = goes_on and (kind or (self._level(words) and self._names_no_measure(words)))
            if kind and len(head) > 1 and not led:
                found[id(head)] = ("".join(head[:-1]), plain(head[-1]))  # below a header that spans them
            elif whole and (led or is_next):
                found[id(head)] = (whole, plain(words[led.end() :] if led else words))
                goes_on = True
            else:
                whole, goes_on = words, False
        return found

    def _column(self, facts: Facts, head: list[str], parts: dict[int, tuple[str, str]]) -> Column:
        words = "".join(head)
        named, part = self._named_and_part(words, *parts.get(id(head), ("", "")))
        return Column(
            words,
            named,
            part,
            unit_declared(facts, named),
            self._scheme(words),
            is_total=any(_WHOLE_ROW.match(plain(one)) for one in head),
            is_foreign=self._is_foreign(words),
            is_level=_NOT_LEVEL.search(named) is None,
            is_named=self._is_named(named, *head),
        )

    def _named_and_part(self, own: str, whole: str, label: str) -> tuple[str, str]:
        """Header words that name a cell's metric, and the label of its column where that is a part (其中：在职)."""
        codes = {c.metric_code for hit in self._book.phrases.find(label) for c in self._book.candidates(hit.phrase)}
        if not label or codes - {"", "staff_in_post"} or self._scheme(label):
            return own, ""
        return (whole + label, "") if self._level(label) else (whole, label)  # 到位资金 | 其中：中央

    def _named_in_unit(self, facts: Facts, token: Token, report: ReportContext, place: Place) -> Named | None:
        """The metric of a value, and its unit on the token: its own, or the first of those declared that fits."""
        if token.unit_class:
            return self._named(token, report, place)
        bare = token.unit_label
        units = declared(place)
        if plain(place.head).endswith(_MONTHS) or place.line.plain.endswith(_MONTHS):
            units = ["个月"]  # whatever the caption says of money
        for label in units or [bare]:
            token.unit_label, token.unit_class = label, facts.unit_class(label)
            named = self._named(token, report, place)
            if named is not None:
                return named
        if len(units) > 1:
            token.unit_label, token.unit_class = bare, ""
        return None

    def _name(self, words: str, token: Token, report: ReportContext, place: Place) -> Candidate | None:
        """The metric that a header, label or caption names."""
        for hit in reversed(self._book.phrases.find(words)):
            is_last = len(plain(words[hit.end :])) == 0
            # 本年收入 names a department's income alone, but it ends with 收入, which may be a fund's.
            for phrase in self._book.shorter(hit.phrase):
                for candidate in sorted(self._book.candidates(phrase), key=lambda c: c.context != "fund"):
                    if not candidate.metric_code:
                        return None
                    is_valid = self._is_valid(candidate, report, place, words[: hit.start] if is_last else None)
                    known = candidate.metric_code in self._book.metrics
                    if is_valid and known and self._book.accepts(candidate.metric_code, token, True):
                        return candidate
        return None

    def _is_valid(self, candidate: Candidate, report: ReportContext, place: Place, before: str | None) -> bool:
        """Whether the surroundings that a reading needs are there; `before` is what stands before words at the end."""
        is_last = before is not None
        match candidate.context:
            case "" | "part":
                return True
            case "weak":
                return is_last
            case "fund":
                return is_last and any(_FUND.search(around) for around in place.words)
            case "department":
                return report.document_type in DEPARTMENT_TYPES
            case "program" | "level":
                stated = (
                    before is not None and place.line.label.startswith(before) and self._names_no_measure(place.head)
                )
                if candidate.context == "level" and not (stated and self._level(before or "")):
                    return False  # 中央补助 names a row of a program's money, no column of money handed on
                own = report.document_type != "other" or report.program_code != "none"
                public = own or any(_PUBLIC_MONEY.search(around) for around in place.words)
                return report.document_type in PROGRAM_TYPES and public
        return False

    def _is_other_side(self, candidate: Candidate, head: str) -> bool:
        """年末结余 of 基本支出 is no expense, 检查机构 among 定点医院 not how many there are: the header says more."""
        if candidate.metric_code.startswith("designated_"):
            return bool(_ACTED_ON.search(head))
        return self._book.metrics[candidate.metric_code].group == "department" and bool(_BALANCE.search(head))

    def _find_scheme(self, words: str) -> str:
        return next((hit.row["scheme_code"] for hit in self._schemes.find(words) if hit.row["scheme_code"]), "")

    def _find_foreign(self, words: str) -> bool:
        """Whether an insurance is named that is not of health."""
        hits = [hit for hit in self._schemes.find(words) if not hit.row["scheme_code"]]
        return any(hit.phrase.endswith(("保险", "基金")) for hit in hits)

    def _level(self, words: str, report: ReportContext | None = None) -> str:
        for hit in self._levels.find(words):
            return report.level_of(hit, words[: hit.start]) if report else hit.row["funding_level"]
        return ""

    def _find_no_measure(self, head: str) -> bool:
        """A header that says whose money or which year, not what: the caption says that."""
        words = plain(head)
        for hit in self._levels.find(words):
            words = words.replace(hit.phrase, "")
        return bool(_GENERIC.match(words))

    def _dimensions(
        self,
        facts: Facts,
        report: ReportContext,
        candidate: Candidate,
        place: Place,
        by_label: bool,
        both: Dimensions,
    ) -> Dimensions:
        label = place.line.plain
        group = self._book.metrics[candidate.metric_code].group
        names = [label, *(plain(words) for words in (*reversed(place.slot.head), *place.line.outer))]
        region = next((report.inner_regions[name] for name in names if name in report.inner_regions), "")
        # 处理机构数 in a table on the residents' insurance is of no scheme: only its own words could name one.
        named_by = place.words if group in _OF_A_SCHEME else place.words[:-1]
        scheme = next((s for words in named_by if (s := self._scheme(words))), "")
        carried = both.scheme if group in _OF_A_SCHEME or both.breakdown else ""  # of the row above
        level = both.funding_level or self._level(place.line.label + place.head, report)
        if not level and label in report.outer_regions:
            level = report.level_named("provincial", label)  # whose money it is, where no word says 财政
        if not level and OWN_MONEY.search(place.line.label + place.head):
            level = report.own_funding_level
        own_level = any(_OWN_LEVEL.match(name) for name in names) and group != "department"
        told_apart = region or own_level or by_label or _WHOLE_ROW.match(label) or self._scheme(place.line.label)
        is_part = not told_apart and not _YEAR.match(label) and not (level and group == "funding")
        return Dimensions(
            region_code=region,
            scope="own_level" if own_level else "whole",
            fiscal_year=_fiscal_year(report, place, group),
            scheme=carried or scheme,
            funding_level=level,
            breakdown=both.breakdown or (facts.label(place.slot.label.start, place.slot.label.end) if is_part else ""),
        )


def _fiscal_year(report: ReportContext, place: Place, group: str) -> int | None:
    for words in (place.head, place.line.label, *place.line.outer):
        year = _YEAR.search(words)
        if year:
            return int(year[1])
        brought = group != "fund" and _BROUGHT.search(words)
        if _PRIOR.search(words) and not brought and report.fiscal_year is not None:
            return report.fiscal_year - 1
    year = _YEAR.search(place.caption.words)
    return int(year[1]) if year else None
