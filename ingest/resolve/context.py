"""Context: who issued a document, on which region, year and program each of its reports speaks."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from ingest.find.outline import ReportSpan
from ingest.find.phrases import Hit, Phrases
from ingest.find.regions import RegionIndex
from ingest.lexicon import Lexicon
from ingest.resolve.years import title_year, year_of

_ORGAN = re.compile(
    r"[一-鿿]{2,24}?(?:医疗保障局|医保局|财政局|医疗保障基金中心|医疗保障事务中心|医疗保障服务中心|医疗保险中心|管理局|委员会|人民政府|(?<![医保])局|厅)"
)
_LABELLED = re.compile(
    r"(?:预算部门(?:\(单位\))?名称|部门(?:\(单位\))?名称|单位名称|编制单位|编报单位|填报单位|报送单位|主管部门|实施单位|项目单位|评价单位|部门|单位)"
    r"\s*(?:\(公章\)|\(盖章\))?\s*[:\t|]\s*(?P<name>[一-鿿]{2,24}(?:局|厅|中心|委员会|政府|部|委|院|办公室|协会))"
)
_PUBLISHED = re.compile(
    r"(?:主办(?:单位)?|发布(?:机构|单位)|来源)\s*[:|]\s*(?P<name>[一-鿿]{2,24}(?:局|厅|中心|委员会|政府))"
)
_ADDRESSEE = re.compile(r"^\s{0,99}+(?>[一-鿿]{2,20}(?:局|厅|委|政府)[、，和\s]*)+:\s*$", re.MULTILINE)
_ALONE = re.compile(r"^[ \t]*([一-鿿]{2,20}(?:局|厅|中心|委员会|政府))[ \t]*$", re.MULTILINE)
_PROGRAM_LABEL = re.compile(r"(?:专项|项目|资金)\)?名称\s*:?[\s|]*([^\t\n|]{4,60})")
_TREE_HEAD = re.compile(r"一级指标|指标名称")
_FUNDED = re.compile(r"绩效|补助|资金|自评")
_SENT = re.compile(r"报送|上报|呈报|报来|函$")
_LETTER = re.compile(r"函\s*(?:\([^()]{0,40}\))?$")
_TRANSFER = re.compile(r"转移支付|中央|省级")
_PROJECT_THEN_TRANSFER = ("project_evaluation", "transfer_payment_evaluation")
_FULL = re.compile(r"分值|满分")
_SCORED = re.compile(r"得分|分值|满分")
_SECTION_MARK = re.compile(r"^[ \t#*]*[一二三四五六七八九]、", re.MULTILINE)
_SECTION_HEAD = re.compile(r"^[ \t#*]*[一二三四五六七八九]、[^。\n]{2,40}$", re.MULTILINE)
_TITLE = re.compile(r"《[^》]{0,400}》")
# What medical insurance is spoken of by; a text that hardly does so is on something else (政府工作报告).
FIELD = re.compile(
    r"医保|医疗保[障险]|医疗救助|生育(?:保险|津贴)|长护|长期护理|大病保险|参保|统筹基金|定点医[疗药]|保险基金"
)
_FIELD_EVERY = 400  # characters to one such word, at most, in a text that is on it
AROUND = "prefecture"  # the money of the prefecture around a county-level city, whose own is 市级 too
_LEVEL_UNIT = re.compile(r"地区|[市县区州盟旗]")
_MAX_PLACE = 12  # characters of a place's name
_HEAD = 3000
_MAX_LETTER = 3000
_SEVERAL = 2  # reports that only a letter sends together


@dataclass(frozen=True)
class ReportContext:
    """What every value of a report inherits unless its words say otherwise."""

    report_id: str
    ordinal: int
    span: ReportSpan
    document_type: str
    program_code: str
    program_scheme: str
    program_level: str
    region_code: str
    fiscal_year: int | None
    inner_regions: dict[str, str]
    inner_pattern: re.Pattern[str]
    outer_regions: dict[str, str]
    region_name: str
    is_of_field: bool  # on medical insurance, or of a genre whose money is its own

    @property
    def is_county_city(self) -> bool:
        """A city at the level of counties (县级市)."""
        return self.region_name.endswith("市") and not self.region_code.endswith("00")

    def level_named(self, level: str, words: str) -> str:
        """The level of money by the place that `words` end with: 南宁市财政 in the report of a county below it."""
        for size in range(min(len(words), _MAX_PLACE), 1, -1):
            if code := self.outer_regions.get(words[-size:]):
                return level if code.endswith("0000") else AROUND
            if code := self.inner_regions.get(words[-size:]):
                return level if code.endswith("00") else "county"
        return level

    def level_of(self, hit: Hit, before: str) -> str:
        """The level of money that a word gives, or the place that it ends: 南宁市财政, with 南宁 in `before`."""
        unit = _LEVEL_UNIT.match(hit.phrase)
        if not unit:
            return hit.row["funding_level"]
        level = hit.row["funding_level"]
        # 州级 is never the own of a county-level city, as 市级 is.
        return self.level_named(AROUND if level == "municipal" and unit[0] != "市" else level, before + unit[0])

    @property
    def own_funding_level(self) -> str:
        """The level of 本级 money: that of the region's own treasury."""
        if not self.region_code.endswith("00"):
            return "county" if self.region_code else ""
        return "provincial" if self.region_code.endswith("0000") else "municipal"


@dataclass(frozen=True)
class DocumentContext:
    """The document's own dimensions, and those of its reports in order."""

    issuer: str
    region_code: str
    fiscal_year: int | None
    document_type: str
    title: str
    reports: list[ReportContext]


class ContextResolver:
    """Resolves dimensions of documents and reports from their words; never from file names."""

    def __init__(self, lexicon: Lexicon, regions: RegionIndex) -> None:
        self._genres = [(re.compile(row["pattern"]), row["document_type"]) for row in lexicon.rows("genres")]
        self._programs = Phrases.from_rows(lexicon.rows("programs"))
        self._levels = Phrases.from_rows(lexicon.rows("funding_levels"))
        self._regions = regions

    def resolve(self, document_id: str, prose: str, spans: list[ReportSpan]) -> DocumentContext:
        """Dimensions of a document and of each of its reports; `spans` has one report at least."""
        title = spans[0].title
        issuer = self._issuer(title, prose)
        head = prose[:_HEAD]
        region = self._region(title, issuer, head) or self._commonest_region(prose)
        issuer = issuer or self._own_organ(prose, region)
        year = year_of(title, spans[0].subtitle, prose)
        types = [self._type(span, spans, position, prose) for position, span in enumerate(spans)]
        programs = [
            self._program(span, kind, prose[span.start : span.end]) for span, kind in zip(spans, types, strict=True)
        ]
        types = _types_of_projects(spans, types, [program for program, _, _ in programs])
        main_type = next((kind for kind in types if kind != "cover_letter"), "other")
        reports = []
        for position, (span, kind) in enumerate(zip(spans, types, strict=True)):
            words = prose[span.start : span.end]
            program, scheme, level = programs[position]
            own = self._regions.resolve(span.title, head)
            code = own if own and (not region or self._regions.descends(own, region)) else region or own
            reports.append(
                ReportContext(
                    report_id=f"{document_id}-r{position + 1:02d}",
                    ordinal=position + 1,
                    span=span,
                    document_type=kind,
                    program_code=program,
                    program_scheme=scheme,
                    program_level=level,
                    region_code=code,
                    fiscal_year=title_year(span.title, span.subtitle) or year,
                    inner_regions=self._regions.inner_names(code) if code else {},
                    inner_pattern=self._regions.inner_pattern(code),
                    outer_regions=self._regions.outer_names(code) if code else {},
                    region_name=self._regions.by_code[code].name if code else "",
                    is_of_field=kind != "other" or _speaks_of_field(span.title + issuer, words),
                )
            )
        return DocumentContext(issuer, region, year, main_type, title, reports)

    def _region(self, title: str, issuer: str, head: str) -> str:
        """The title's region; the issuer's where the title names none or a wider one."""
        titled, issued = self._regions.resolve(title, head), self._regions.resolve(issuer, head)
        return issued if issued and (not titled or self._regions.descends(issued, titled)) else titled

    def _issuer(self, title: str, prose: str) -> str:
        found = _ORGAN.search(re.split(r"关于", title)[0])
        named_at = self._regions.mentions(found[0]) if found else []
        if found and named_at:
            return found[0][named_at[0].start :]
        for match in _LABELLED.finditer(prose[: _HEAD * 4]):
            if self._regions.mentions(match["name"]):
                return match["name"]
        signed = _signed(prose)
        # A zone is named after its city, by the short name: 常德经济技术开发区社会事务局.
        alone = [n for n in signed if self._regions.mentions(n)] or [n for n in signed if self._regions.resolve(n)]
        medical = [name for name in alone if "医疗保障" in name or "医保" in name]
        if medical or alone:
            return (medical or alone)[0]
        published = [m["name"] for m in _PUBLISHED.finditer(prose) if self._regions.mentions(m["name"])]
        if published:
            return published[0]
        bodies = _ADDRESSEE.sub("", _TITLE.sub("", prose))
        named = Counter(
            m[0]
            for line in bodies.split("\n")
            if "医疗保障局" in line or "医保局" in line
            for m in _ORGAN.finditer(line)
            if m[0].endswith(("医疗保障局", "医保局")) and self._regions.mentions(m[0][:8])
        )
        return named.most_common(1)[0][0] if named else ""

    def _own_organ(self, prose: str, region: str) -> str:
        """来源：市医疗保障局 on the page of a city: the organ that signs or publishes without the region's name."""
        place = self._regions.by_code[region].name if region else ""
        for name in (*(m["name"] for m in _PUBLISHED.finditer(prose)), *_signed(prose)):
            if name[0] in "省市州盟县区旗" and place.endswith(name[0]) and "医" in name:
                return place[:-1] + name
        return ""

    def _commonest_region(self, prose: str) -> str:
        counts = Counter(m.codes[0] for m in self._regions.mentions(prose) if len(m.codes) == 1)
        return counts.most_common(1)[0][0] if counts else ""

    def _type(self, span: ReportSpan, spans: list[ReportSpan], position: int, prose: str) -> str:
        follows = position + 1 < len(spans) and spans[position + 1].is_attachment
        words = prose[span.start : span.end]
        sent = _SENT.search(span.title) and not _has_own_scores(span.title, words, spans[position + 1 :])
        leads = position == 0 and follows and not span.is_attachment and len(words) < _MAX_LETTER
        if leads and (sent or not _SECTION_MARK.search(words)):
            return "cover_letter"
        for pattern, kind in self._genres:
            if pattern.search(span.title):
                return kind
        return "other"

    def _program(self, span: ReportSpan, kind: str, words: str) -> tuple[str, str, str]:
        """Program code, its scheme and the funding level that its own name gives."""
        if kind in ("final_accounts", "department_evaluation"):
            return "department", "none", "none"
        if kind == "cover_letter" or (kind == "other" and not _FUNDED.search(span.title)):
            return "none", "none", ""  # a letter sends reports, a work report speaks of an insurance
        label = _PROGRAM_LABEL.search(words[:1200])
        body = "" if kind == "other" or label else _TREE_HEAD.split(words[:600], maxsplit=1)[0]
        for name in (span.title, span.subtitle, label[1] if label else "", body):
            rows = [hit.row for hit in self._programs.find(name)]
            several = name is span.title or (name is body and self._heads_several(words))
            if several and len({row["program_code"] for row in rows}) > 1:
                return "none", "none", ""
            if rows:
                named = self._regions.whole_words(self._levels.find(name), name) if name is not body else []
                level = [hit.row["funding_level"] for hit in named]
                return rows[0]["program_code"], rows[0]["scheme_code"], level[0] if len(set(level)) == 1 else ""
        return "none", "none", ""

    def _heads_several(self, words: str) -> bool:
        """The sections of a report are on different programs: it is of none."""
        heads = (self._programs.find(match[0]) for match in _SECTION_HEAD.finditer(words))
        return len({hits[0].row["program_code"] for hits in heads if hits}) > 1


def _has_own_scores(title: str, words: str, below: list[ReportSpan]) -> bool:
    """Whether a text that sends reports scores itself; it may tell the total of each report that it sends."""
    told = len(_SCORED.findall(words))
    sent = [span for span in below if span.is_attachment and (_LETTER.search(title) or not span.title.endswith("表"))]
    alone = len(sent) < _SEVERAL and not _LETTER.search(title)
    return told > (0 if alone or _FULL.search(words) else len(sent))


def _types_of_projects(spans: list[ReportSpan], types: list[str], programs: list[str]) -> list[str]:
    """The text below the form of a project (项目支出绩效自评表) is on that project, unless it says 转移支付."""
    found = list(types)
    for position in range(1, len(spans)):
        same = programs[position] == programs[position - 1] != "none"
        is_told_so = _TRANSFER.search(spans[position].title)
        if same and (found[position - 1], types[position]) == _PROJECT_THEN_TRANSFER and not is_told_so:
            found[position] = "project_evaluation"
    return found


def _signed(prose: str) -> list[str]:
    """Organs on lines of their own, but those that a letter is addressed to."""
    alone = list(_ALONE.finditer(prose))
    addressed = {match.start() for match in _ADDRESSEE.finditer(prose)} if alone else ()
    return [match[1] for match in alone if match.start() not in addressed]


def _speaks_of_field(named: str, words: str) -> bool:
    """Whether title or issuer name medical insurance, or the text often does."""
    if FIELD.search(named):
        return True
    return sum(1 for _ in FIELD.finditer(words)) * _FIELD_EVERY >= len(words)
