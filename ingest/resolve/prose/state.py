"""What is known while the numbers of one sentence are linked, left to right."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.find.numbers import Token
from ingest.find.phrases import Hit
from ingest.resolve.context import ReportContext
from ingest.resolve.metrics import Candidate, MetricBook
from ingest.resolve.prose.headings import Headings
from ingest.resolve.prose.sentences import Sentence

# Words before a number that make it a sum, or what a value rose or fell to.
SUMMED = "合计|共计|总计|总共|合在一起|加在一起|[加合]起来|相加"
SUM = re.compile(rf"(?:{SUMMED}|小计)[^，。；]{{0,12}}$")
REACHES = re.compile(r"(?:到|至|达)\s*$")
# What joins the members of a list.
JOINT = re.compile(r"\s*(?:、|和|及|与|以及)\s*")
# What is bought with a fund's money (购买大病保险) is not what the sentence speaks of.
BOUGHT = re.compile(r"(?:购买|划转|划拨|上解|投保)(?:[^，。；、]{0,2})$")
_UP_TO_STOP = re.compile(r"(?s:.*)[，,；;：:。]")
_UP_TO_BOUND = re.compile(r"(?s:.*)[，,；;：:。()!?]")
_RIGHT_STOP = re.compile(r"[，,；;。:、()!?]")


@dataclass
class Link:
    """What a number means: metric readings (two for one number with two metrics) and its role."""

    candidates: list[Candidate] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    role: str = "actual"  # actual, change, target, plan
    sign: int = 1
    part_of: Link | None = None  # the whole, where the number is a part in an of-which list
    seg_start: int = 0  # where the number's own words begin
    label: tuple[int, int] | None = None  # the name that a 分别 list gives it
    is_listed: bool = False  # whether that is the label of a part
    region: str = ""  # the place,
    level: str = ""  # the funding level,
    scheme: str = ""  # the insurance that it was found to be of
    year: int | None = None  # or the year that a 分别 list gives it
    restates: Link | None = None  # the value before, that this is the former value of, or the change of
    inherited: bool = False  # the metric is what the sentence spoke of before
    unit: str = ""  # base unit of its number (家, 辆)

    def end_behind(self, token: Token) -> int:
        """Where its name ends, if that stands behind the number; else 0."""
        return self.hits[-1].end if self.hits and self.hits[-1].start >= token.right else 0

    @property
    def code(self) -> str:
        """Metric code of the first reading, or ''."""
        return self.candidates[0].metric_code if self.candidates else ""


@dataclass
class State:
    """A sentence with its links so far. `last` is what it spoke of last, `head` the whole of an of-which list."""

    book: MetricBook
    text: str
    sentence: Sentence
    report: ReportContext
    above: Headings
    lists_items: bool = False  # whether the list that numbers are parts of was opened by a line above
    before: list[tuple[Token, Link]] = field(default_factory=list)  # links of the sentence or list head before
    in_which: bool = False
    parts_from: int = 0  # where the first part begins, behind the whole that the sentence only names
    last: Link | None = None
    told_apart: list[Hit] = field(default_factory=list)  # names of the last 分别 list: a second one may lean on them
    aimed: Link | None = None  # what a target was stated for
    head: Link | None = None
    consumed: set[int] = field(default_factory=set)
    links: dict[int, Link] = field(default_factory=dict)
    seen: list[tuple[Token, Link]] = field(default_factory=list)
    bounds: dict[int, int] = field(default_factory=dict)  # what `left_bound` found, by the start of the number
    has_part_year: bool = False  # the sentence speaks of a quarter or half a year

    def keep(self, token: Token, link: Link) -> None:
        """Record a link; its phrases serve no other number."""
        self.links[token.start] = link
        self.seen.append((token, link))
        self.consumed.update([hit.start for hit in link.hits])

    def seen_before(self, link: Link) -> Link | None:
        """The link of the number right before that of `link`, or None."""
        at = next((at for at, (_, known) in enumerate(self.seen) if known is link), 0)
        return self.seen[at - 1][1] if at else None

    def left_bound(self, token: Token) -> int:
        """Where the number's own words begin: after the last stop or the last number."""
        if token.start not in self.bounds:
            self.bounds[token.start] = self._left_bound(token)
        return self.bounds[token.start]

    def _left_bound(self, token: Token) -> int:
        start = self.sentence.start
        for other in reversed(self.sentence.tokens):
            if other.start >= token.start:
                continue
            is_bound = other.kind == "quantity" and not other.is_range_high and other.disposition != "score"
            if is_bound and not stands_on(other, token, self.text):
                start = max(start, other.right)
                break
        stop = token.left
        while found := _UP_TO_BOUND.match(self.text, start, stop):
            stop = found.end() - 1
            if self.text[stop] not in "()" or not self._is_remark(start, stop, token.left):
                return stop + 1
        return start

    def _is_remark(self, start: int, at: int, end: int) -> bool:
        """A bracket that opens and closes before the number is a remark, not a stop."""
        if self.text[at] == "(":
            return self.text.find(")", at, end) >= 0
        return self.text.rfind("(", start, at) >= 0

    def right_bound(self, token: Token) -> int:
        """Where the words after the number end: at the next stop or number."""
        end = self.clause_end(token)
        for other in self.sentence.tokens:
            if token.right <= other.start < end and other.kind in ("quantity", "date"):
                return other.left
        return end

    def clause_start(self, token: Token) -> int:
        """Where the number's clause begins: behind the last stop before it."""
        return since_stop(self.text, self.sentence.start, token.left)

    def clause_end(self, token: Token) -> int:
        """Where the number's clause ends: at the first stop behind it."""
        stop = _RIGHT_STOP.search(self.text, token.right, self.sentence.end)
        return stop.start() if stop else self.sentence.end

    def says(self, word: str, token: Token) -> bool:
        """Whether a word stands in the sentence before the number: without it no pattern with it needs to run."""
        return self.text.find(word, self.sentence.start, token.left) >= 0

    def number_before(self, at: int) -> Token | None:
        """The sentence's last quantity that ends before an offset."""
        for token in reversed(self.sentence.tokens):
            if token.right <= at and token.kind == "quantity":
                return token
        return None

    def line_start(self, at: int) -> int:
        """Where the line that holds an offset begins."""
        return self.text.rfind("\n", 0, at) + 1

    def stretch_start(self, token: Token) -> int:
        """Where the words since the last number begin, stops or not."""
        return since_last_number(self.sentence, token, self.text)

    def whole_for(self, token: Token, codes: tuple[str, ...] = ()) -> Link | None:
        """The last whole value of the number's unit class, in this sentence or the one before; of `codes` if given."""
        for known in (self.seen, self.before):
            for _, link in reversed(known):
                whole = link.role == "actual" and link.part_of is None and bool(link.candidates)
                wanted = not codes or link.code in codes
                if whole and wanted and self.book.unit_class(link.code) == token.unit_class:
                    return link
        return None

    def region_names(self, start: int, end: int) -> list[Hit]:
        """Divisions inside the report's region that a span names, in order."""
        return [
            Hit(m.start(), m.end(), {"phrase": m[0], "region_code": self.report.inner_regions[m[0]]})
            for m in self.report.inner_pattern.finditer(self.text, start, end)
        ]


def stands_on(other: Token, token: Token, text: str) -> bool:
    """Two numbers of different kind with nothing between them (13.46万人269.28万元) share the words before."""
    return (
        other.unit_class != token.unit_class
        and other.right <= token.left
        and not text[other.right : token.left].strip()
    )


def since_last_number(sentence: Sentence, token: Token, text: str) -> int:
    """Where the words since the last number begin; a number that this one stands on does not count."""
    if token.start not in sentence.since:
        sentence.since[token.start] = _since_last_number(sentence, token, text)
    return sentence.since[token.start]


def _since_last_number(sentence: Sentence, token: Token, text: str) -> int:
    for other in reversed(sentence.tokens):
        if other.right <= token.left and other.kind == "quantity" and not stands_on(other, token, text):
            return other.right
    return sentence.start


def since_stop(text: str, start: int, end: int) -> int:
    """Where the last clause of a span begins: behind its last stop."""
    said = _UP_TO_STOP.match(text, start, end)
    return said.end() if said else start
