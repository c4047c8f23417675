"""Numbers and units: every maximal run of digits, with what it is, how it is written and what it counts.

The grammar anchors on digits and looks left from there (a comparator, a sign), then right (余, a scale, a
unit, 以上). A run that is no quantity is kept with the reason: document number, date, ordinal, other.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter

from ingest.find.no_quantities import Span, kind_spans, page_spans
from ingest.find.numerals import NumeralGrammar
from ingest.find.view import View
from ingest.lexicon import Lexicon

_LITERAL = re.compile(
    r"[0-9](?:(?=[0-9]{0,2}[,， ])("  # with separators
    r"[0-9]{0,2}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?"
    r"|[0-9]{0,2}(?:，[0-9]{3})+\.[0-9]+|[0-9]{0,2}(?:，[0-9]{3}){2,}(?![0-9])"
    r"|(?<![0-9] [0-9])(?<![0-9][0-9])[0-9]{0,2}(?: [0-9]{3})+(?![0-9 ])"
    r"(?=\.[0-9]|[万亿]?[元人家份名件条])(?:\.[0-9]+)?)"
    r"|[0-9]*(?:\.[0-9]+)?)"
)
_DIGITS = re.compile(r"\d+")
_BLANKS = frozenset(filter(str.isspace, map(chr, range(0x3001))))
_SPACE = r" *+"  # possessive: four of these in a row would try every way to share a long gap
_SCALE = r"(?:[十百千]?万亿|[十百千]?亿|[十百千]?万|千|百(?!分))"
_SIGNED = frozenset("为是达长降幅额率数值差计约到增减")
_SIGNED_WORDS = ("结余", "盈余")
_start = attrgetter("start")
_FROM_TO = re.compile(r"(?:从|由)[^，。；]{0,24}$")


@dataclass(slots=True)
class Token:
    """A number that stands in the text. Offsets are code points of the canonical text."""

    start: int
    end: int
    digits_end: int
    literal: str
    kind: str  # quantity, document_number, date, ordinal, other
    unit_label: str = ""
    unit_class: str = ""
    qualifier: str = "exact"
    range_high: Token | None = None
    is_range_high: bool = False  # told by the token it belongs to: the upper end of a range, a fragment
    fragment: Token | None = None  # the digits before a page break, where a number was cut in two
    is_numeral: bool = False
    left: int = 0  # where its comparator begins, else its start
    right: int = 0  # where its comparator after ends, else its end
    disposition: str = ""
    observation_ids: list[str] = field(default_factory=list)
    indicator_id: str = ""
    cell_id: str = ""

    @property
    def is_free(self) -> bool:
        """Whether prose may still give the number a meaning."""
        return self.kind == "quantity" and not self.disposition and not self.is_range_high


def _by_length(labels: Iterable[str]) -> list[str]:
    return sorted(labels, key=len, reverse=True)


def _longest(labels: Iterable[str]) -> str:
    return "|".join(re.escape(label) for label in _by_length(labels))


def _alternations(units: list[dict[str, str]]) -> tuple[str, str]:
    """Patterns of the units that take no scale and of those that do, the longest first, each with its guard."""
    rows = sorted(units, key=lambda row: len(row["unit_label"]), reverse=True)
    plain, scaled = (
        "|".join(
            re.escape(row["unit_label"]) + (f"(?!{row['not_before']})" if row["not_before"] else "")
            for row in rows
            if row["scalable"] == flag
        )
        for flag in "01"
    )
    return plain, scaled


class NumberGrammar:
    """The grammar compiled from the lexicon's units and comparators."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._classes = {row["unit_label"]: row["unit_class"] for row in lexicon.units}
        self._inside = {
            row["comparator"]: row["qualifier"] for row in lexicon.comparators if row["position"] == "inside"
        }
        more = _longest(self._inside)
        scalable = frozenset(row["unit_label"] for row in lexicon.units if row["scalable"] == "1")
        plain, scaled = _alternations(lexicon.units)
        self._unit = re.compile(
            rf"{_SPACE}({more})?{_SPACE}(?:({plain})"
            rf"|({_SCALE})?{_SPACE}({more})?{_SPACE}({scaled})|({_SCALE})({more})?)"
        )
        before = {row["comparator"]: row["qualifier"] for row in lexicon.comparators if row["position"] == "before"}
        after = {row["comparator"]: row["qualifier"] for row in lexicon.comparators if row["position"] == "after"}
        self._before, self._after = before, after
        guards = {row["comparator"]: row["not_after"].split("|") for row in lexicon.comparators if row["not_after"]}
        signs = "|".join(
            re.escape(sign) + "".join(f"(?<!{re.escape(guard + sign)})" for guard in guards.get(sign, ()))
            for sign in _by_length(before)
        )
        self._left = re.compile(rf"(?P<sign>{signs})\s*(?:人民币)?\s*$")
        # Where no sign ends before a number, no unit and no comparator begins behind it, none is looked for.
        self._sign_ends = {sign[-1] for sign in before} | {"币"}
        self._left_ends = _BLANKS | self._sign_ends
        self._unit_starts = {row["unit_label"][0] for row in lexicon.units} | set(" 余多十百千万亿")
        self._right_starts = _BLANKS | {sign[0] for sign in after}
        # In the next line or cell it stands alone: 内 begins the name of 内丘县 there.
        alone = rf"\s*(?=(?:{_longest(after)})(?![一-鿿]))"
        self._right = re.compile(rf"(?:[^\S\n\t]*|{alone})(?P<sign>{_longest(after)})")
        # 二〇二四年 is a year, and places are named by numerals (十三省).
        plain, scaled = _alternations([row for row in lexicon.units if row["unit_class"] not in ("year", "place")])
        self._numerals = NumeralGrammar(self._classes, scalable, f"{plain}|{_SCALE}?(?:{scaled})", self._inside)

    def scan(self, view: View) -> list[Token]:
        """All numbers of a document in order of place; no two overlap."""
        text = view.prose
        tokens = [self._token(text, match) for match in _LITERAL.finditer(text)]
        pages = page_spans(view.folded)
        tokens += _page_numbers(text, view.folded, pages)
        tokens += [Token(s, e, e, "", "other", left=s, right=e) for s, e in view.long_runs]
        tokens.sort(key=_start)
        _mark_kinds(text, view.folded, pages, tokens)
        taken = [(token.start, token.end) for token in tokens]
        numerals = [
            Token(n.start, n.end, n.digits_end, n.literal, "quantity", n.unit_label, n.unit_class, n.qualifier,
                  is_numeral=True, left=n.start, right=n.end)
            for n in self._numerals.scan(text, taken)
        ]  # fmt: skip
        for numeral in numerals:
            self._qualify(text, numeral)
        tokens += numerals
        tokens.sort(key=_start)
        self._join_pages(view, tokens)
        self._join_ranges(text, tokens)
        return tokens

    def _token(self, text: str, match: re.Match[str]) -> Token:
        start, end = match.span()
        literal = match[0]
        if match.lastindex:
            literal = literal.replace(",", "").replace("，", "").replace(" ", "")
        token = Token(start, end, end, literal, "quantity", left=start, right=end)
        unit = self._unit.match(text, end) if text[end : end + 1] in self._unit_starts else None
        if unit is not None:
            more, plain, scale, more2, scaled, bare, more3 = unit.groups("")
            base = plain or scaled
            token.unit_label, token.unit_class = plain or bare or scale + base, self._classes.get(base, "")
            token.end = token.right = unit.end()
            if text.startswith("     ", end):
                token.end = end  # the unit stands on the next page: the span is the digits
            if more := more or more2 or more3:
                token.qualifier = self._inside[more]
        if start and text[start - 1] == "-" and _is_sign(text, start - 1):
            token.start = token.left = start - 1
            token.literal = "-" + literal
        self._qualify(text, token)
        return token

    def _qualify(self, text: str, token: Token) -> None:
        """The comparator before the number, or the one after it."""
        is_compared = text[token.start - 1 : token.start] in self._left_ends and self._compare(text, token)
        is_followed = text[token.end : token.end + 1] in self._right_starts
        after = self._right.match(text, token.end) if is_followed else None
        if after is not None:
            token.right = after.end()
            if not is_compared:
                token.qualifier = self._after[after["sign"]]

    def _compare(self, text: str, token: Token) -> bool:
        """Whether a comparator stands before the number: it is the number's qualifier."""
        window = text[max(0, token.start - 10) : token.start]
        if window.rstrip()[-1:] not in self._sign_ends:
            return False
        sign = self._left.search(window)
        if sign is None and " " in window.strip():
            window = window.replace(" ", "")  # 不低 | 于670元, broken over a line
            sign = self._left.search(window)
        if sign is None:
            return False
        token.left = token.start - len(window) + sign.start()
        token.qualifier = self._before[sign["sign"]]
        return True

    @staticmethod
    def _join_pages(view: View, tokens: list[Token]) -> None:
        """A number that a page break cut in two (398 | - 4 - | 82.35万元) is one; both rows stay."""
        for position, token in enumerate(tokens):
            if token.kind != "quantity" or token.unit_label or "." in token.literal:
                continue
            if view.folded[token.start - 1 : token.start] in "。：:| \t\n":
                continue  # it begins a line, a cell or a sentence, as most without a unit do
            rest = next((t for t in tokens[position + 1 : position + 3] if t.kind == "quantity"), None)
            if rest is None or not rest.unit_class or rest.literal.startswith("-") or rest.start - token.end > 40:
                continue
            gap = slice(token.end, rest.start)
            if "\n" not in view.folded[gap]:
                continue
            line = view.folded[view.folded.rfind("\n", 0, token.start) + 1 : token.start]
            between = view.prose[gap].strip()
            if len(line.strip()) >= 4 and (not between or (between == "." and "." not in rest.literal)):
                rest.literal, rest.left, rest.fragment = token.literal + between + rest.literal, token.left, token
                rest.qualifier = token.qualifier if token.qualifier != "exact" else rest.qualifier
                token.is_range_high = True

    @staticmethod
    def _join_ranges(text: str, tokens: list[Token]) -> None:
        for low, high in pairwise(tokens):
            if low.kind != "quantity" or high.kind != "quantity" or low.is_range_high or high.start - low.end > 4:
                continue
            between = text[low.end : high.left].strip(" ")
            if between not in ("-", "~", "—", "至", "到", "--", "——"):
                continue
            if (low.unit_class and low.unit_class != high.unit_class) or not high.unit_class:
                continue
            if between in ("至", "到") and _FROM_TO.search(text[max(0, low.start - 26) : low.start]):
                continue
            low.range_high, high.is_range_high = high, True
            low.qualifier = high.qualifier = "range"
            if not low.unit_class:
                low.unit_class, low.unit_label = high.unit_class, high.unit_label


def _is_sign(text: str, at: int) -> bool:
    """A dash before digits is a sign, unless it joins them to what stands before (2023年-2024年, A-1, 3%-5%)."""
    before = text[at - 1] if at else "\n"
    return (
        before in _SIGNED
        or text[max(0, at - 2) : at] in _SIGNED_WORDS
        or not (before.isalnum() or before in ")%-）%〕》”")
    )


# What the patterns tell apart, and the kind it is.
_KIND_OF = {"code": "ordinal", "telephone": "other", "name": "other"}
_NEVER_DATED = frozenset({"money", "person", "visit", "percent"})


def _is_amount(token: Token, kind: str) -> bool:
    """Whether a unit tells that it is no account, telephone (500-1000000元) or year (1950-2000元)."""
    return (
        bool(token.unit_class) if kind in ("code", "telephone") else kind == "date" and token.unit_class in _NEVER_DATED
    )


def _mark_kinds(text: str, folded: str, pages: list[Span], tokens: list[Token]) -> None:
    """Give each token that stands in a document number, a date, an ordinal … its kind."""
    starts = [token.start for token in tokens]
    for kind, spans in kind_spans(text, folded, pages):
        for start, end in spans:
            first, last = bisect_left(starts, start), bisect_left(starts, end)
            if first == last:
                continue
            if any(_is_amount(tokens[at], kind) for at in range(first, last)):
                continue
            for at in range(first, last):
                token = tokens[at]
                if token.digits_end <= end:
                    _reject(token, _KIND_OF.get(kind, kind), text)
                    starts[at] = token.start
    for token in tokens:
        if token.kind == "quantity" and token.unit_class == "year" and token.digits_end - token.start == 4:
            _reject(token, "date", text)


def _page_numbers(text: str, folded: str, pages: list[Span]) -> list[Token]:
    """Page numbers that stand where a broken paragraph was joined: blank in the prose, a row all the same."""
    found = []
    for span in pages:
        digits = _DIGITS.search(folded, *span)
        if digits and not text[slice(*span)].strip():
            start, end = digits.span()
            found.append(Token(start, end, end, digits[0], "ordinal", left=start, right=end))
    return found


def _reject(token: Token, kind: str, text: str) -> None:
    """No quantity: what stays is the bare run of digits and the reason."""
    token.kind = kind
    if text[token.start] == "-":
        token.start, token.literal = token.start + 1, token.literal[1:]
    token.left, token.end = token.start, token.digits_end
    token.right = token.end
    token.unit_label = token.unit_class = ""
    token.qualifier = "exact"
